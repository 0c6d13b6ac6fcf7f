"""The network's heads for parts: rows by name, masks, other vocabularies, a few pictures learned by heart."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch

from reconstruct.errors import WeightsError
from reconstruct.network.model import load_part_reader, load_reader, load_shape_model
from reconstruct.network.part_heads import (
    PartOutputs,
    log_odds,
    new_heads,
    split_features,
    trunk_features,
)
from reconstruct.parts.families import all_families
from reconstruct.parts.family import Family, Kind
from reconstruct.parts.parameters import Choice, Measure
from reconstruct.parts.reading import NONE, usual_odds, usual_reading
from reconstruct.parts.vocabulary import Vocabulary, vocabulary_of
from reconstruct.training.pack_parts import pack_parts
from reconstruct.training.part_data import PartDataOptions, make_part_data, read_truth
from reconstruct.training.part_feed import PartViews, part_targets, without_size
from reconstruct.training.part_figures import PartFigures
from reconstruct.training.part_live import framed_anew, live_batches
from reconstruct.training.part_pieces import KNOWN, Shown, draw_rare
from reconstruct.training.train_parts import (
    TrainPartsOptions,
    part_loss,
    read_batch,
    take_over_rows,
    train_parts,
)


def _family(name: str, legs: dict[str, float], low: float = 0.1) -> Family:
    return Family(
        name=name,
        kinds=(),
        choices=(Choice("legs", legs), Choice("taper", {"no": 1, "yes": 1}, {"legs": ("square",)})),
        measures=(Measure("thickness", low, 1.0, "share", when={"legs": ("square",)}),),
        construct=lambda builder, values, size_m: None,
    )


CHAIR = _family("chair", {"square": 3, "turned": 1})
TABLE = _family("table", {"square": 1, "hairpin": 1})


def _shown(family: str, **choices: str) -> Shown:
    return Shown(
        family, "moon", choices, {"thickness": 0.55}, (1.0, 1.0, 1.0), (0.0, 0.0, 2.0), 1.0
    )


def test_vocabulary_survives_the_header_of_a_file() -> None:
    vocabulary = vocabulary_of((CHAIR, TABLE))
    assert vocabulary.choices == (
        ("chair", "legs"),
        ("chair", "taper"),
        ("table", "legs"),
        ("table", "taper"),
    )
    assert vocabulary.choice_of_option.tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    assert Vocabulary.from_json(vocabulary.to_json()) == vocabulary


def test_targets_mask_what_does_not_apply() -> None:
    vocabulary = vocabulary_of((CHAIR, TABLE))
    targets = part_targets(
        [_shown("table", legs="square", taper="yes"), _shown("chair", legs="club"), _shown(KNOWN)],
        vocabulary,
    )
    # No family of today's that is sold as a moon: what is known of the third is that it is of none.
    assert targets.family.tolist() == [
        [False, True, False],
        [True, False, False],
        [False] * 2 + [True],
    ]
    assert targets.options.tolist() == [[-1, -1, 4, 7], [-1] * 4, [-1] * 4]
    assert targets.genes.isnan().tolist() == [[True, False], [False, True], [True, True]]
    assert float(targets.genes[0, 1]) == pytest.approx(0.5)


def test_log_odds_match_a_softmax_of_each_choice() -> None:
    logits = torch.randn(3, 5, generator=torch.Generator().manual_seed(0))
    rows = torch.tensor([0, 0, 1, 1, 1])
    expected = torch.cat([logits[:, :2].log_softmax(1), logits[:, 2:].log_softmax(1)], dim=1)
    torch.testing.assert_close(log_odds(logits, rows, 2), expected)


def test_masked_rows_get_no_gradient() -> None:
    vocabulary = vocabulary_of((CHAIR, TABLE))
    heads = new_heads(vocabulary)
    maps = split_features(torch.randn(2, 22528))
    out = heads(maps, torch.rand(2, 1, 128, 128), torch.randn(2, 512), torch.randn(2, 7))
    targets = part_targets([_shown("table", legs="square"), _shown(KNOWN)], vocabulary)
    torch.stack(list(part_loss(out, targets, vocabulary).values())).sum().backward()
    touched = heads.options.weight.grad.abs().sum(1) > 0  # type: ignore[union-attr]
    assert touched.tolist() == [False] * 4 + [True, True, False, False]
    assert all(p.grad is None or p.grad.isfinite().all() for p in heads.parameters())


def test_reading_follows_the_families_of_today() -> None:
    vocabulary = vocabulary_of((CHAIR, TABLE))
    today = _family("chair", {"turned": 1, "bent": 2, "square": 1}, low=0.0)
    stool = _family("stool", {"square": 1, "turned": 3})
    reading = vocabulary.reading(
        (today, stool),
        np.array([0.6, 0.3, 0.1]),
        np.array([0.2, 0.8, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]),
        np.array([[0.5, 0.1], [0.5, 0.1]]),
    )
    # The table is gone, the stool new: it gets a third; what is known shares the rest.
    assert reading.family == pytest.approx({"chair": 4 / 7, "stool": 1 / 3, NONE: 2 / 21})
    # "bent" is new and keeps its half of the odds; the others share the rest as read.
    np.testing.assert_allclose(reading.choices["chair", "legs"], [0.4, 0.5, 0.1])
    np.testing.assert_allclose(reading.choices["stool", "legs"], usual_odds(stool.choices[0]))
    # The range began at 0.1 when it was learned, so that a gene of a half meant 0.55.
    assert reading.measures["chair", "thickness"] == pytest.approx((0.55, 0.09))


def test_rows_are_taken_over_by_name() -> None:
    old, new = vocabulary_of((CHAIR, TABLE)), vocabulary_of((TABLE, CHAIR))
    trained, heads = new_heads(old), new_heads(new)
    take_over_rows(heads, new, trained.state_dict(), old)
    torch.testing.assert_close(heads.family.weight, trained.family.weight[[1, 0, 2]])
    torch.testing.assert_close(heads.options.bias, trained.options.bias[[4, 5, 6, 7, 0, 1, 2, 3]])
    torch.testing.assert_close(heads.measures.weight, trained.measures.weight[[1, 0, 3, 2]])
    torch.testing.assert_close(heads.merge[0].weight, trained.merge[0].weight)


def test_rare_options_are_drawn_more_often() -> None:
    kind = Kind("chair", (1.0,) * 3, (1.0,) * 3, odds={"legs": {"square": 16}})
    odds = draw_rare(CHAIR, kind).odds
    assert odds["legs"] == {"square": 4.0, "turned": 1.0}
    assert odds["taper"] == {"no": 1.0, "yes": 1.0}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parts")
    families = all_families()[:2]
    options = PartDataOptions(count=96, folder=16)
    assert make_part_data(folder, options, families) == 96
    return folder


def test_pictures_are_kept_with_their_designs(cache: Path) -> None:
    for name in (KNOWN, *(family.name for family in all_families()[:2])):
        folder = cache / "parts" / f"{name}-0000"
        crops, truth = np.load(folder / "crops.npy"), read_truth(folder)
        assert crops.shape == (16, 128, 128, 4)
        assert len(truth) == 16
        assert {shown.family for shown in truth} == {name}
        assert all((crop[..., 3] > 127).any() for crop in crops)
        images = torch.from_numpy(crops[:2]).permute(0, 3, 1, 2).float() / 255
        expected = trunk_features(load_reader(), images).half()
        kept = torch.from_numpy(np.load(folder / "features.npy")[:2])
        torch.testing.assert_close(kept, expected, atol=2e-2, rtol=2e-2)


def test_a_few_pictures_are_learned_by_heart(cache: Path) -> None:
    torch.manual_seed(0)
    vocabulary = vocabulary_of(all_families())
    views, reader = PartViews(cache, vocabulary), load_reader()
    heads = new_heads(vocabulary)
    rng = np.random.default_rng(0)
    batch = views.batch(np.arange(0, len(views.shown), 3), rng, given=1.0, noise=False)
    optimiser = torch.optim.AdamW(heads.parameters(), lr=3e-3)
    first = last = 0.0
    for _ in range(25):
        loss = part_loss(read_batch(heads, reader, batch), batch.targets, vocabulary)
        optimiser.zero_grad()
        torch.stack(list(loss.values())).sum().backward()
        optimiser.step()
        last = float((loss["family"] + loss["choices"]).detach())
        first = first or last
    assert last < 0.2 * first


def test_figures_count_what_is_right() -> None:
    vocabulary = vocabulary_of((CHAIR, TABLE))
    targets = part_targets([_shown("chair", legs="turned"), _shown("table")], vocabulary)
    out = PartOutputs(
        family=torch.tensor([[5.0, 0, 0], [5.0, 0, 0]]),
        options=torch.tensor([[0.0, 1, 0, 0, 0, 0, 0, 0]] * 2),
        mean=torch.tensor([[0.4, 0.5]] * 2),
        log_spread=torch.zeros(2, 2),
        code=torch.zeros(2, 384),
    )
    figures = PartFigures(vocabulary, usual_reading((CHAIR, TABLE)))
    figures.add(out, targets)
    assert figures.summary == pytest.approx(
        {
            "family": 0.5,
            "option": 1.0,
            "option of three": 1.0,
            "option by odds": 0.0,
            "nats": math.log(1 + math.exp(-1)),
            "nats by odds": math.log(4),
            "gene off": 0.05,
            "gene off by odds": 0.0,
        }
    )
    assert "| chair: legs | 1 | 1.00 | 1.00 | 0.00 | 1.00 |" in figures.table()


def test_pictures_made_on_the_way_carry_their_truth() -> None:
    vocabulary = vocabulary_of(all_families())
    made = live_batches(load_reader(), vocabulary, torch.device("cpu"), batch=2, seed=3, pool=2)
    batch = next(made)
    assert batch.maps.top.shape == (2, 320, 4, 4)
    assert (batch.alpha > 0.5).flatten(1).any(1).all()
    assert batch.targets.family.any(1).all()


def test_a_size_that_is_not_given_leaves_the_aspect(cache: Path) -> None:
    views = PartViews(cache, vocabulary_of(all_families()))
    rows, rng = np.arange(4), np.random.default_rng(0)
    told = views.batch(rows, rng, given=1.0, noise=False)
    silent = views.batch(rows, rng, given=0.0, noise=False)
    torch.testing.assert_close(without_size(told).size, silent.size)


def test_what_is_left_of_a_cropped_picture_fills_the_frame() -> None:
    images = torch.zeros(40, 4, 128, 128)
    images[:, :, 8:120, 40:88] = 1.0
    made = framed_anew(images, np.random.default_rng(0), 1.0)
    solid = made[:, 3] > 0.5
    changed = (made != images).flatten(1).any(1)
    assert changed.sum() > 20
    wide, high = (solid.any(dim=axis).sum(dim=1) for axis in (1, 2))
    # A tip less than a pixel wide, left by a disc at the rim, may be lost in sampling: one picture of ten at most.
    assert ((torch.maximum(wide, high) - 112).abs() <= 2).float().mean() > 0.9
    torch.testing.assert_close(framed_anew(images, np.random.default_rng(0), 0.0), images)


def test_trained_heads_are_packed_and_read(cache: Path, tmp_path: Path) -> None:
    said = train_parts(cache, TrainPartsOptions(minutes=0.01, batch=16))
    assert "held out: family" in said
    again = train_parts(cache, TrainPartsOptions(minutes=0.01, batch=16))
    assert "| choice |" in again
    pack_parts(cache, tmp_path)
    crop = np.load(cache / "parts" / f"{all_families()[0].name}-0000" / "crops.npy")[0]
    image = torch.from_numpy(crop).permute(2, 0, 1)[None].float() / 255
    raw = load_reader()(image, torch.zeros(1, 7))
    reading = load_part_reader(tmp_path).read(raw, image[:, 3:])
    assert sum(reading.family.values()) == pytest.approx(1)
    assert set(reading.family) == {NONE, *(family.name for family in all_families())}
    for family in all_families():
        for choice in family.choices:
            odds = reading.choices[family.name, choice.name]
            assert len(odds) == len(choice.options)
            assert odds.sum() == pytest.approx(1)
        for measure in family.measures:
            mean, spread = reading.measures[family.name, measure.name]
            assert 0 <= mean <= 1
            assert 0 < spread <= 1


def test_damaged_heads_are_named(tmp_path: Path) -> None:
    (tmp_path / "part_heads.safetensors").write_bytes(b"nothing")
    (tmp_path / "SHA256SUMS").write_text("0" * 64 + "  part_heads.safetensors\n")
    with pytest.raises(WeightsError, match=r"part_heads.safetensors: expected SHA-256"):
        load_part_reader(tmp_path)


def test_the_model_that_ships_reads_parts() -> None:
    model = load_shape_model()
    crop = np.zeros((128, 128, 4), dtype=np.uint8)
    crop[8:120, 30:98] = 200
    reading = model.read_parts(crop, model.read(crop, np.array([0.6, 1.0, 0.6])))
    assert sum(reading.family.values()) == pytest.approx(1)
