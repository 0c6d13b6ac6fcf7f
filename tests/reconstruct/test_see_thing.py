"""The merchant's box in the pixels of a photo, and things in words."""

from __future__ import annotations

import numpy as np
import pytest

from reconstruct.errors import BadBoxError
from reconstruct.photo import Photo
from reconstruct.see.thing import PhotoBox, Thing, box_overlap
from reconstruct.see.words import plural, shown_in_words, with_article

# 3200 x 2400 px, read at half its size.
PHOTO = Photo("x.jpg", np.zeros((1200, 1600, 3), np.uint8), None, (3200, 2400))


def test_pixels_are_those_of_the_original_photo() -> None:
    assert PhotoBox(400.0, 200.0, 1000.0, 800.0).in_photo(PHOTO) == (200, 100, 700, 500)


def test_percent_are_of_width_and_height() -> None:
    box = PhotoBox(10.0, 20.0, 50.0, 60.0, "percent")
    assert box.in_photo(PHOTO) == (160, 240, 960, 960)


def test_what_reaches_beyond_the_photo_is_cut_there() -> None:
    assert PhotoBox(3000.0, 0.0, 900.0, 5000.0).in_photo(PHOTO) == (1500, 0, 1600, 1200)


@pytest.mark.parametrize(
    ("box", "words"),
    [
        (PhotoBox(3300.0, 0.0, 100.0, 100.0), "x 3300 px, y 0 px"),
        (PhotoBox(100.0, 10.0, 20.0, 20.0, "percent"), "x 100%, y 10%"),
    ],
)
def test_a_box_outside_is_an_error(box: PhotoBox, words: str) -> None:
    with pytest.raises(BadBoxError, match=rf"x\.jpg.*3200 x 2400 px.*{words}.*top left corner"):
        box.in_photo(PHOTO)


def test_overlap() -> None:
    assert box_overlap((0, 0, 10, 10), (5, 0, 15, 10)) == pytest.approx(1 / 3)
    assert box_overlap((0, 0, 10, 10), (10, 0, 20, 10)) == 0


def test_things_in_words() -> None:
    chair, other = (Thing("chair", 0.8, (x, 0, x + 100, 100)) for x in (0, 200))
    plant = Thing("potted plant", 0.5, (400, 0, 500, 100))
    same = Thing("toilet", 0.4, (0, 0, 100, 98))
    weak = Thing("oven", 0.2, (600, 0, 700, 100))
    assert shown_in_words([chair, plant, same, weak]) == "a chair and a potted plant"
    assert shown_in_words([chair, other, plant]) == "two chairs and a potted plant"
    assert shown_in_words([weak]) == "an oven"
    assert shown_in_words([]) == "nothing that stands out from its background"
    assert with_article("armchair") == "an armchair"


def test_uncommon_plurals() -> None:
    knives = [Thing("knife", 0.8, (x, 0, x + 100, 100)) for x in (0, 200)]
    assert shown_in_words(knives) == "two knives"
    assert [plural(noun) for noun in ("toothbrush", "skis", "wine glass")] == [
        "toothbrushes",
        "skis",
        "wine glasses",
    ]
    assert with_article("scissors") == "scissors"
