"""What a merchant may choose from in a photo, and when to ask."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from reconstruct.cutout import Cutout
from reconstruct.errors import NoProductFoundError
from reconstruct.photo import Photo, read_photo
from reconstruct.see.thing import PhotoBox, Thing
from showroom import preview_photo
from showroom.product import photo_preview
from showroom.product.photo_things import PhotoThing, in_original, photo_things, worth_asking

CHAIR = Thing("chair", 0.62, (100, 200, 300, 600))
OTHER_CHAIR = Thing("chair", 0.64, (400, 200, 600, 600))
SEAT = Thing("chair", 0.4, (110, 210, 290, 380))
PLANT = Thing("potted plant", 0.7, (650, 100, 750, 400))


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo of 2400 x 1800 px, which is read at 1600 x 1200."""
    Image.new("RGB", (2400, 1800), (200, 198, 190)).save(tmp_path / "room.png")
    return tmp_path / "room.png"


def test_things_are_few_and_apart_and_the_first_lead() -> None:
    doubtful = Thing("bird", 0.2, (0, 0, 90, 90))
    same = Thing("toilet", 0.5, (100, 200, 310, 600))
    shadow = Thing("stands out", 0.5, (0, 700, 90, 740))
    around = Thing("stands out", 0.5, (50, 100, 760, 700))
    found = (CHAIR, SEAT, same, OTHER_CHAIR, doubtful, shadow, around, PLANT)
    assert photo_things(found, (800, 800), first=[CHAIR]) == (CHAIR, OTHER_CHAIR, around, PLANT)
    assert photo_things((CHAIR,), (800, 800), first=[doubtful]) == (doubtful, CHAIR)
    many = [Thing("vase", 0.9, (100 * i, 0, 100 * i + 60, 90)) for i in range(9)]
    assert len(photo_things(many, (100, 900))) == 6


def test_a_person_is_asked_where_another_thing_may_be_the_product() -> None:
    assert worth_asking(None, None, (), "chair")
    assert worth_asking(CHAIR, OTHER_CHAIR, (CHAIR, OTHER_CHAIR), "chair")
    assert worth_asking(CHAIR, None, (CHAIR, OTHER_CHAIR, PLANT), "chair")
    assert not worth_asking(CHAIR, None, (CHAIR, PLANT), "chair")
    assert not worth_asking(CHAIR, None, (CHAIR, PLANT), None)
    assert worth_asking(PLANT, None, (PLANT, CHAIR), None)


def test_boxes_are_told_in_pixels_of_the_original(photo: Path) -> None:
    thing = in_original(CHAIR, read_photo(photo))
    assert thing == PhotoThing("chair", 0.62, PhotoBox(150.0, 300.0, 300.0, 600.0))
    assert thing.box.in_photo(read_photo(photo)) == CHAIR.box


def _cutout(photo: Photo, **found: Any) -> Cutout:
    matte = np.zeros(photo.rgb.shape[:2], dtype=np.float32)
    matte[200:600, 100:300] = 1.0
    edges = (False, False, False, False)
    return Cutout(
        photo.name, photo.rgb, matte, "network", 0.9, edges, (100, 200, 300, 600), **found
    )


def test_a_preview_looks_for_what_was_said_and_tells_the_choice(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def cut_out(picture: Photo, mask: Any, **words: Any) -> Cutout:
        asked.append((mask, words))
        return _cutout(picture, things=(CHAIR, OTHER_CHAIR, PLANT), chosen=CHAIR, rival=OTHER_CHAIR)

    monkeypatch.setattr(photo_preview, "cut_out", cut_out)
    seen = preview_photo(photo, category="chair", guess=False)
    assert asked == [(None, {"category": "chair", "box": None})]
    assert seen.chosen == seen.candidates[0]
    assert seen.rival == seen.candidates[1]
    assert [thing.label for thing in seen.candidates] == ["chair", "chair", "potted plant"]
    assert seen.candidates[2].box == PhotoBox(975.0, 150.0, 150.0, 450.0)
    assert seen.ask
    boxed = preview_photo(photo, box=seen.candidates[1].box, guess=False)
    assert asked[1] == (None, {"category": None, "box": OTHER_CHAIR.box})
    assert not boxed.ask


def test_a_photo_without_the_product_offers_what_it_shows(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_out(picture: Photo, *_: Any, **__: Any) -> Cutout:
        raise NoProductFoundError(
            picture.name, expected="a bed", found="a chair", remedy="Mark it with a box."
        )

    monkeypatch.setattr(photo_preview, "cut_out", cut_out)
    monkeypatch.setattr(photo_preview, "detect", lambda rgb: (PLANT, CHAIR))
    seen = preview_photo(photo, category="bed")
    assert (seen.mask_png, seen.chosen, seen.ask) == (None, None, True)
    assert [thing.label for thing in seen.candidates] == ["potted plant", "chair"]
    with Image.open(io.BytesIO(seen.thumbnail_webp)) as picture:
        assert picture.size == (320, 240)
