"""When a product needs another photo: what it needs, and in which words."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from reconstruct.baselines import Solid
from reconstruct.cutout import Cutout
from reconstruct.photo import Photo
from reconstruct.photo_role import Role
from reconstruct.refusal import NeededPhoto, TrustScale, refusal_of, trust
from reconstruct.shape import ShapeFinding
from reconstruct.shown_photo import ShownPhoto
from reconstruct.size import ProductSize

WHOLE = (False, False, False, False)


def _shown(
    name: str = "sofa.jpg",
    *,
    confidence: float = 0.9,
    touches: tuple[bool, bool, bool, bool] = WHOLE,
    role: Role = "whole",
    hidden_rows: int = 0,
) -> ShownPhoto:
    rgb = np.full((100, 100, 3), 200, np.uint8)
    matte = np.zeros((100, 100), np.float32)
    matte[20:80, 20:80] = 1
    hidden = None
    if hidden_rows:
        hidden = np.zeros((100, 100), bool)
        hidden[20 : 20 + hidden_rows, 20:80] = True
        matte[hidden] = 0
    box = (20, 20, 80, 80)
    cutout = Cutout(name, rgb, matte, "network", confidence, touches, box, hidden=hidden)
    return ShownPhoto(Photo(name, rgb, None, (100, 100)), cutout, role, "it is a room")


def _found(confidence: float, overlap: float = 0.8) -> ShapeFinding:
    corners = np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
    faces = np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]])
    size_m = ProductSize(1.0, 1.0, 1.0)
    return ShapeFinding(
        Solid(corners, faces), size_m, (), "sofa", 0.5, "known", overlap, confidence
    )


def test_a_good_product_is_not_refused() -> None:
    assert refusal_of([_shown()], [0], _found(0.8, 0.95)) is None


@pytest.mark.parametrize(
    ("shape", "overlap", "cutout"),
    [(0.792, 0.797, 0.0), (1.0, 0.806, 0.207), (1.0, 0.508, 0.986), (0.739, 0.97, 0.887)],
)
def test_the_least_sure_of_the_sample_products_pass(
    shape: float, overlap: float, cutout: float
) -> None:
    """Measured on BED-BED-01, LIV-TV-01, LIV-DINE-01 and LIV-ARM-02."""
    photo = _shown(confidence=cutout)
    assert refusal_of([photo], [0], _found(shape, overlap)) is None


@pytest.mark.parametrize(
    ("photo", "needs", "words"),
    [
        (_shown(touches=(True, True, False, False)), "whole_product", "sofa.jpg shows only part"),
        (_shown(role="scene"), "whole_product", "sofa.jpg does not show the whole product (it is"),
        (_shown(hidden_rows=20), "whole_product", "cover part of the product in sofa.jpg"),
        (_shown(confidence=0.2), "plain_background", "from its background in sofa.jpg"),
        (_shown(confidence=0.7), "another_side", "cannot be told well enough from sofa.jpg"),
    ],
)
def test_a_bad_one_says_which_photo_would_help(
    photo: ShownPhoto, needs: NeededPhoto, words: str
) -> None:
    refusal = refusal_of([photo], [0], _found(0.05, 0.3))
    assert refusal is not None
    assert refusal.needs == needs
    assert words in refusal.reason


def test_only_the_photos_that_were_used_count() -> None:
    cropped = _shown("cropped.jpg", touches=(True, True, True, False), role="detail")
    good = _shown("good.jpg")
    assert refusal_of([cropped, good], [1], _found(0.7, 0.9)) is None
    refused = refusal_of([cropped, good, _shown("b.jpg")], [1, 2], _found(0.0, 0.2))
    assert refused is not None
    assert "good.jpg and b.jpg" in refused.reason


def test_trust_is_the_logistic_of_the_weighted_sum() -> None:
    scale = TrustScale(-1.0, 2.0, 0.5, 1.0, -0.25, -4.0, -1.0)
    photo = _shown(confidence=0.5, touches=(True, False, False, False), hidden_rows=15)
    # -1 + 2 * 0.6 + 0.5 * 0.8 + 1 * 0.5 - 0.25 * 1 - 4 * 15/60
    assert trust([photo], _found(0.6), scale) == pytest.approx(1 / (1 + math.exp(0.15)))
    other = replace(photo, role="scene")
    assert trust([other], _found(0.6), scale) == pytest.approx(1 / (1 + math.exp(1.15)))


@pytest.mark.parametrize(
    "worse",
    [
        _shown(confidence=0.3),
        _shown(touches=(True, False, False, False)),
        _shown(role="other"),
        _shown(hidden_rows=30),
    ],
)
def test_every_fault_costs_trust(worse: ShownPhoto) -> None:
    scale, found = TrustScale(), _found(0.7)
    usual = trust([_shown()], found, scale)
    assert 0 < trust([worse], found, scale) < usual < 1
    assert trust([_shown()], _found(0.3), scale) < usual
    assert trust([_shown()], _found(0.7, 0.4), scale) < usual


def test_a_second_whole_photo_makes_up_for_a_cropped_one() -> None:
    cropped = _shown(touches=(True, False, False, False))
    scale, found = TrustScale(), _found(0.7)
    assert trust([cropped, _shown()], found, scale) == trust([_shown()], found, scale)
