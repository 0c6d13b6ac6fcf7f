"""The detector: its decoding by hand, and what it finds in a photo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reconstruct.photo import read_photo
from reconstruct.see.detector import LABELS, decode, detect

PLACES = 52 * 52 + 26 * 26 + 13 * 13
CHAIR, COUCH = LABELS.index("chair"), LABELS.index("couch")


def _nothing() -> tuple[np.ndarray, np.ndarray]:
    return np.zeros((PLACES, 80), np.float32), np.zeros((PLACES, 44), np.float32)


def _sides(left: int, top: int, right: int, bottom: int) -> np.ndarray:
    """Distributions that are sure of one distance each, in strides."""
    bins = np.full((4, 11), -50.0, np.float32)
    bins[range(4), (left, top, right, bottom)] = 50.0
    return bins.ravel()


def test_one_box_by_hand() -> None:
    scores, sides = _nothing()
    # Row 3, column 5 of the 26 x 26 grid: its middle is (5.5 x 16, 3.5 x 16) = (88, 56).
    place = 52 * 52 + 3 * 26 + 5
    scores[place, CHAIR] = 0.8
    sides[place] = _sides(2, 1, 3, 4)
    ((label, score, box),) = decode(scores, sides)
    assert LABELS[label] == "chair"
    assert score == pytest.approx(0.8)
    assert box == pytest.approx((88 - 32, 56 - 16, 88 + 48, 56 + 64))


def test_an_undecided_side_lies_at_its_expected_distance() -> None:
    scores, sides = _nothing()
    scores[52 * 26 + 26, CHAIR] = 0.9  # stride 8, middle (212, 212); all bins alike: 5 strides
    ((_, _, box),) = decode(scores, sides)
    assert box == pytest.approx((172, 172, 252, 252))


def test_boxes_of_one_label_that_overlap_are_one_thing() -> None:
    scores, sides = _nothing()
    first, beside, apart = 52 * 20 + 20, 52 * 20 + 21, 52 * 20 + 45
    for place, score in ((first, 0.6), (beside, 0.7), (apart, 0.5)):
        scores[place, CHAIR] = score
        sides[place] = _sides(5, 5, 5, 5)
    scores[first, COUCH] = 0.3  # another label of the same box is kept
    scores[0, CHAIR] = 0.1  # too weak
    found = decode(scores, sides)
    assert [(LABELS[label], round(score, 3)) for label, score, _ in found] == [
        ("chair", 0.7),
        ("chair", 0.5),
        ("couch", 0.3),
    ]


def test_nothing_is_found_in_nothing() -> None:
    assert decode(*_nothing()) == []


def test_a_sofa_is_found_where_it_is(repository: Path) -> None:
    photo = read_photo(repository / "assets/samples/photos/LIV-SOFA-01.jpg")
    first = detect(photo.rgb)[0]
    height, width = photo.rgb.shape[:2]
    assert first.label == "couch"
    assert first.score > 0.5
    left, top, right, bottom = first.box
    assert 0 <= left < width / 2 < right <= width
    assert 0 <= top < height / 2 < bottom <= height
    assert detect(photo.rgb) == detect(photo.rgb)
