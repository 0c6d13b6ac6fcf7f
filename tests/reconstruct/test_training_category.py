"""Learning the category: pictures of named products, words where the head begins, and what is fitted."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch

from reconstruct.network.imagenet import FEATURES
from reconstruct.see.detector import LABELS
from reconstruct.training.category import _fit_head, _label_odds, _prior, _sizes, _words
from reconstruct.training.category_evidence import Evidence, read_evidence
from reconstruct.training.category_views import make_views, read_views, view_count
from reconstruct.training.category_words import COMMON, LABELS_OF, RARE, WORDS
from reconstruct.training.sources import CATEGORIES
from reconstruct.training.sweethome import LEARNED


def _library(path: Path, names: list[str]) -> None:
    lines = []
    for number, name in enumerate(names, start=1):
        values = {
            "id": name, "name": name, "category": "Living room", "creator": "X", "model": "m.obj",
            "width": "60", "height": "80", "depth": "50",
        }  # fmt: skip
        lines += [f"{key}#{number}={value}" for key, value in values.items()]
    corners = [(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)]
    sides = ("1 2 4 3", "5 7 8 6", "1 5 6 2", "3 4 8 7", "1 3 7 5", "2 6 8 4")
    box = "".join(f"v {x} {y} {z}\n" for x, y, z in corners) + "".join(f"f {s}\n" for s in sides)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("PluginFurnitureCatalog.properties", "\n".join(lines))
        archive.writestr("m.obj", box)


def test_pictures_are_seeded_and_made_once(tmp_path: Path) -> None:
    for stem in LEARNED:
        _library(tmp_path / f"{stem}.sh3f", ["Chair"])
    for cache in (tmp_path / "one", tmp_path / "two"):
        assert make_views(cache, tmp_path, views=1, seed=3) == 2
    path = Path("category") / f"{LEARNED[0]}-001.npz"
    one, two = (read_views(tmp_path / cache / path) for cache in ("one", "two"))
    np.testing.assert_array_equal(one.rgb, two.rgb)
    assert one.category == "chair"
    assert one.size_m == pytest.approx([0.6, 0.8, 0.5])
    assert 0.1 < (one.matte > 127).mean() < 0.9
    stamp = (tmp_path / "one" / path).stat().st_mtime_ns
    assert make_views(tmp_path / "one", tmp_path, views=1, seed=3) == 2
    assert (tmp_path / "one" / path).stat().st_mtime_ns == stamp


def test_generated_shapes_get_half_as_many_pictures() -> None:
    assert view_count("Scopia-001", 3) == 3
    assert view_count("infinigen-5-00001", 3) == 2


def test_words_are_of_known_categories_and_labels() -> None:
    known = set(CATEGORIES)
    assert set(WORDS) | set(LABELS_OF) | COMMON | RARE <= known
    assert not COMMON & RARE
    assert all(0 <= number < 1000 for numbers in WORDS.values() for number in numbers)
    assert {label for labels in LABELS_OF.values() for label in labels} <= set(LABELS)
    assert _prior(CATEGORIES).sum() == pytest.approx(1)


def test_without_pictures_to_the_contrary_the_head_is_the_words() -> None:
    rows = torch.eye(1000, FEATURES)
    words = _words(rows, ("sink", "shoe"), 2.0)
    assert float(words[0, 896]) == pytest.approx(2 * (1 - 1 / 1000))
    assert not words[1].any()
    x, y = torch.zeros(4, FEATURES), torch.tensor([0, 0, 1, 1])
    weight, _ = _fit_head(x, y, torch.ones(4), words, 1e-2)
    torch.testing.assert_close(weight, words)


def test_the_head_learns_what_the_words_do_not_say() -> None:
    words = torch.zeros(2, FEATURES)
    x = torch.zeros(20, FEATURES)
    x[:10, 7] = 1
    y = torch.tensor([0] * 10 + [1] * 10)
    weight, bias = _fit_head(x, y, torch.ones(20), words, 1e-3)
    assert ((x @ weight.T + bias).argmax(dim=1) == y).all()
    assert float(weight[0, 7]) > 0 > float(weight[1, 7])


def _evidence() -> Evidence:
    labels = np.zeros((4, len(LABELS)), dtype=np.float32)
    labels[:2, LABELS.index("chair")] = 0.9
    labels[2:, LABELS.index("couch")] = 0.8
    return Evidence(
        shape_ids=("a", "b", "c", "d"),
        category=np.array([0, 0, 1, 1]),
        reader=np.full((4, 2), 0.5, dtype=np.float32),
        features=np.zeros((4, FEATURES), dtype=np.float32),
        labels=labels,
        size_m=np.array([[0.5, 0.9, 0.5]] * 2 + [[2.0, 0.8, 0.9]] * 2),
    )


def test_labels_count_for_the_category_they_were_found_at() -> None:
    told = [LABELS.index("chair"), LABELS.index("couch")]
    odds = _label_odds(_evidence(), told, ("chair", "couch"), ("chair", "sofa"))
    assert odds[0, 0] > 1 > odds[0, 1]
    assert odds[1, 1] > 1 > odds[1, 0]


def test_sizes_of_few_products_are_drawn_to_those_of_all() -> None:
    mean, spread = _sizes(_evidence(), 3)
    assert np.log(0.5) < mean[0, 0] < mean[2, 0] < mean[1, 0] < np.log(2.0)
    assert (spread > 0).all()


def test_no_evidence_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="expected what the sources say"):
        read_evidence(tmp_path, CATEGORIES)
