"""The vote on the category: what each source counts, what the squares show, and how the head is fitted."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from reconstruct.errors import WeightsError
from reconstruct.network.imagenet import ImageNetModel, ImageNetTrunk, load_imagenet_model
from reconstruct.see.category import (
    CATEGORY,
    CategoryVote,
    category_ranks,
    load_vote,
    product_labels,
)
from reconstruct.see.product_square import LEVEL, SQUARE_PX, product_squares
from reconstruct.see.thing import Thing
from reconstruct.weights import CHECKSUMS, weights_folder

CHAIR, SOFA, LAMP = range(3)


def _vote(**weights: float) -> CategoryVote:
    told = {"reader": 1.0, "imagenet": 1.0, "detector": 1.0, "size": 1.0} | weights
    return CategoryVote(
        categories=("chair", "sofa", "lamp"),
        prior=np.full(3, 1 / 3),
        **told,
        labels=("chair", "couch"),
        label_odds=np.array([[3.0, 0.2], [0.3, 4.0], [0.5, 0.5]]),
        log_size_m=np.log(np.array([[0.5, 0.9, 0.5], [2.0, 0.9, 0.9], [0.3, 0.5, 0.3]])),
        log_size_spread=np.full((3, 3), 0.3),
    )


def _odds(*shares: float) -> np.ndarray:
    return np.array(shares, dtype=np.float32)


EVEN = _odds(1 / 3, 1 / 3, 1 / 3)


def test_sources_multiply() -> None:
    odds = _vote().combine(_odds(0.6, 0.3, 0.1), _odds(0.2, 0.7, 0.1), {})
    product = np.array([0.6 * 0.2, 0.3 * 0.7, 0.1 * 0.1])
    np.testing.assert_allclose(odds, product / product.sum(), atol=0.01)


def test_a_source_without_weight_says_nothing() -> None:
    odds = _vote(reader=0.0).combine(_odds(0, 0, 1), _odds(0.2, 0.7, 0.1), {})
    assert odds.argmax() == SOFA


def test_no_source_is_sure_that_another_errs() -> None:
    odds = _vote().combine(_odds(1, 0, 0), _odds(0.001, 0.998, 0.001), {})
    assert odds[SOFA] > 0.2


@pytest.mark.parametrize(("label", "best"), [("chair", CHAIR), ("couch", SOFA)])
def test_the_detectors_label_counts_as_much_as_its_score(label: str, best: int) -> None:
    vote = _vote()
    sure, unsure = (vote.combine(EVEN, EVEN, {label: score})[best] for score in (0.9, 0.3))
    assert sure > unsure > 1 / 3
    np.testing.assert_allclose(vote.combine(EVEN, EVEN, {}), 1 / 3)
    np.testing.assert_allclose(vote.combine(EVEN, EVEN, {"kite": 0.9}), 1 / 3)


def test_a_given_size_tells_a_sofa_from_a_chair() -> None:
    assert _vote().combine(EVEN, EVEN, {}, np.array([2.1, 0.8, 0.9])).argmax() == SOFA
    assert _vote().combine(EVEN, EVEN, {}, np.array([0.5, 0.9, 0.5])).argmax() == CHAIR


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3), st.floats(0, 1))
def test_odds_are_a_probability(shares: list[float], score: float) -> None:
    odds = _vote().combine(_odds(*shares), EVEN, {"chair": score})
    assert odds.sum() == pytest.approx(1)
    assert (odds > 0).all()


def test_only_things_where_the_product_is_count() -> None:
    box = (100, 100, 200, 200)
    things = (
        Thing("chair", 0.6, (105, 100, 205, 200)),
        Thing("chair", 0.8, (98, 100, 200, 195)),
        Thing("vase", 0.9, (120, 90, 150, 130)),
    )
    assert product_labels(box, things) == {"chair": 0.8}


def test_squares_are_tight_and_levelled() -> None:
    rgb = np.full((60, 100, 3), 250, dtype=np.uint8)
    rgb[20:40, 30:70] = (200, 30, 40)
    matte = np.zeros((60, 100), dtype=np.float32)
    matte[20:40, 30:70] = 1
    photo, levelled = product_squares(rgb, matte)
    assert photo.shape == levelled.shape == (SQUARE_PX, SQUARE_PX, 3)
    assert tuple(photo[112, 10]) == (200, 30, 40)  # 40 px wide fill the square's width
    assert photo[5, 112].min() > 240
    assert tuple(levelled[112, 112]) == (200, 30, 40)
    assert tuple(levelled[5, 112]) == (LEVEL, LEVEL, LEVEL)


def test_beyond_the_photo_its_rim_goes_on() -> None:
    rgb = np.full((40, 100, 3), 90, dtype=np.uint8)
    matte = np.ones((40, 100), dtype=np.float32)
    photo, levelled = product_squares(rgb, matte)
    assert (photo == 90).all()
    assert tuple(levelled[2, 112]) == (LEVEL, LEVEL, LEVEL)


def test_the_release_must_have_every_tensor() -> None:
    with pytest.raises(ValueError, match=r"expected \d+ tensors in the release, found 0"):
        ImageNetTrunk().load_release({})


def test_what_ships_is_one_model() -> None:
    vote = load_vote()
    assert vote.categories == load_imagenet_model().categories
    assert vote.label_odds.shape == (len(vote.categories), len(vote.labels))
    assert vote.prior.sum() == pytest.approx(1, abs=1e-3)
    assert min(vote.reader, vote.imagenet, vote.detector, vote.size) > 0


def test_the_model_ranks_every_category_and_says_the_same_twice() -> None:
    rng = np.random.default_rng(0)
    rgb = rng.integers(0, 255, (80, 80, 3), dtype=np.uint8)
    matte = np.zeros((80, 80), dtype=np.float32)
    matte[10:70, 20:60] = 1
    ranks = category_ranks(rgb, matte)
    assert sorted(ranks) == sorted(load_vote().categories)
    assert category_ranks(rgb, matte) == ranks


def _packed(folder: Path, name: str, data: bytes) -> None:
    for path in weights_folder().iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / name).write_bytes(data)
    sums = "".join(
        f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n"
        for p in folder.iterdir()
        if p.name != CHECKSUMS
    )
    (folder / CHECKSUMS).write_text(sums, encoding="utf-8")


def test_a_vote_for_other_categories_is_refused(tmp_path: Path) -> None:
    told = json.loads((weights_folder() / CATEGORY).read_text(encoding="utf-8"))
    told["categories"] = told["categories"][1:]
    _packed(tmp_path, CATEGORY, json.dumps(told).encode())
    with pytest.raises(WeightsError, match=r"category\.json: expected the reader's 48 categories"):
        load_vote(tmp_path)


def test_a_damaged_network_is_refused(tmp_path: Path) -> None:
    _packed(tmp_path, "imagenet.safetensors", b"\x00" * 64)
    with pytest.raises(WeightsError, match=r"imagenet\.safetensors: expected weights"):
        load_imagenet_model(tmp_path)


def test_the_networks_answer_is_a_mean_over_squares() -> None:
    torch.manual_seed(0)
    model = ImageNetModel(("a", "b")).eval()
    squares = np.random.default_rng(1).integers(0, 255, (2, 64, 64, 3), dtype=np.uint8)
    both = model.read(squares)
    assert np.exp(both).sum() == pytest.approx(1, abs=1e-5)
    alone = [model.read(squares[i : i + 1]) for i in range(2)]
    lead = np.mean([a[0] - a[1] for a in alone])
    assert both[0] - both[1] == pytest.approx(lead, abs=1e-4)
