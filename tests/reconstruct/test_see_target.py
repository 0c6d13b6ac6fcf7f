"""Bad photos, on recorded answers of the detector: what is missing, people, collages, two candidates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reconstruct import cutout as cutout_file
from reconstruct.cutout import Cutout, cut_out
from reconstruct.errors import BadBoxError, CollageError, NoProductFoundError
from reconstruct.photo import Photo
from reconstruct.photo_warnings import photo_warnings
from reconstruct.see import target
from reconstruct.see.target import MERCHANT_BOX, find_target, hidden_pixels
from reconstruct.see.thing import Box, PhotoBox, Thing
from reconstruct.shown_photo import look_at

CHAIR = Thing("chair", 0.8, (100, 200, 300, 500))
PLANT = Thing("potted plant", 0.7, (320, 150, 480, 500))
RGB = np.full((600, 800, 3), 200, np.uint8)

Recorded = Callable[..., None]


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> Recorded:
    """Answers of the two networks: the things detected, and boxes of what stands out."""

    def record(*things: Thing, standing_out: tuple[Box, ...] | None = None) -> None:
        salience = np.zeros((60, 80), np.float32)
        for left, top, right, bottom in standing_out or tuple(t.box for t in things):
            salience[top // 10 : bottom // 10, left // 10 : right // 10] = 1
        monkeypatch.setattr(target, "detect", lambda _: tuple(things))
        monkeypatch.setattr(target, "product_share", lambda *_, **__: salience)

    return record


def _find(category: str | None, box: Box | None = None) -> target.Target:
    return find_target(RGB, photo_name="x.jpg", category=category, box=box)


def test_a_product_that_is_not_in_the_photo(recorded: Recorded) -> None:
    recorded(CHAIR, PLANT)
    with pytest.raises(NoProductFoundError) as caught:
        _find("bed")
    said = str(caught.value)
    assert said.startswith("no bed was found in x.jpg; it shows a chair and a potted plant. ")
    assert "correct the category" in said
    assert _find("chair").chosen == CHAIR
    # The detector knows no lamps, so what it calls a chair may be one.
    recorded(CHAIR)
    assert _find("table_lamp").chosen.box == CHAIR.box


def test_a_person_is_no_product(recorded: Recorded) -> None:
    recorded(Thing("person", 0.9, (300, 50, 500, 590)))
    for category, looked_for in ((None, "product"), ("floor_lamp", "floor lamp")):
        with pytest.raises(
            NoProductFoundError,
            match=rf"^no {looked_for} was found in x\.jpg; it shows a person\. .*without people",
        ):
            _find(category)


def test_an_empty_photo(recorded: Recorded) -> None:
    recorded()
    with pytest.raises(NoProductFoundError, match=r"nothing that stands out.*plain wall"):
        _find(None)


def test_the_merchants_box_is_taken_at_its_word(recorded: Recorded) -> None:
    recorded(CHAIR, PLANT)
    box = (90, 190, 310, 510)
    found = _find("bed", box)
    assert found.chosen == Thing("chair", 0.8, box)
    assert _find("bed", (500, 0, 700, 150)).chosen.label == MERCHANT_BOX


def test_a_collage_is_refused_unless_a_box_says_which(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(CHAIR)
    monkeypatch.setattr(target, "is_collage", lambda _: True)
    with pytest.raises(CollageError, match=r"x\.jpg.*collage.*files of their own.*box"):
        _find("chair")
    assert _find("chair", CHAIR.box).chosen == CHAIR


def test_what_covers_the_product_is_unknown() -> None:
    sofa = Thing("couch", 0.9, (0, 0, 400, 200))
    cup = Thing("cup", 0.6, (100, 100, 200, 200))
    behind = Thing("bed", 0.6, (0, 0, 800, 600))
    faint = Thing("book", 0.2, (300, 0, 400, 50))
    matte = np.ones((600, 800), np.float32)
    matte[150:200, 100:200] = 0
    hidden = hidden_pixels(sofa, [sofa, cup, behind, faint], matte, "sofa")
    assert hidden is not None
    assert hidden.sum() == 50 * 100
    assert hidden[150:200, 100:200].all()
    seen = _cutout(matte, things=(sofa, cup), chosen=sofa, hidden=hidden)
    assert seen.occluded == pytest.approx(5000 / (400 * 200))
    assert _cutout(matte).occluded == 0


def _cutout(matte: np.ndarray, **found: object) -> Cutout:
    edges = (False, False, False, False)
    rgb = np.zeros((*matte.shape, 3), np.uint8)
    return Cutout("x.jpg", rgb, matte, "network", 0.9, edges, (0, 0, 400, 300), **found)


@pytest.mark.parametrize(
    ("chosen", "rival", "words"),
    [
        (
            Thing("chair", 0.8, (0, 0, 400, 300)),
            Thing("chair", 0.8, (500, 0, 700, 300)),
            "x.jpg shows two chairs; the larger was taken. Give a box to choose the other.",
        ),
        (
            Thing("couch", 0.8, (0, 0, 290, 300)),
            Thing("chair", 0.8, (400, 0, 700, 300)),
            "shows a couch and a chair; the likelier one was taken.",
        ),
    ],
)
def test_two_candidates_are_told(chosen: Thing, rival: Thing, words: str) -> None:
    photo = Photo("x.jpg", RGB, None, (800, 600))
    cutout = _cutout(np.ones((600, 800), np.float32), chosen=chosen, rival=rival)
    (warning,) = photo_warnings("A-1", photo, cutout)
    assert warning.code == "two_candidates"
    assert words in warning.message


def test_a_person_at_the_product_is_told() -> None:
    photo = Photo("x.jpg", RGB, None, (800, 600))
    matte = np.ones((600, 800), np.float32)
    sitting, away = (Thing("person", 0.7, (x, 0, x + 100, 300)) for x in (350, 600))
    (warning,) = photo_warnings("A-1", photo, _cutout(matte, things=(CHAIR, sitting)))
    assert warning.code == "person_in_photo"
    assert "x.jpg shows a person" in warning.message
    assert not list(photo_warnings("A-1", photo, _cutout(matte, things=(CHAIR, away))))


def test_a_box_outside_the_photo_and_one_with_nothing_in_it(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded()
    monkeypatch.setattr(cutout_file, "product_share", lambda *_, **__: np.zeros((8, 8), np.float32))
    photo = Photo("x.jpg", RGB, None, (800, 600))
    with pytest.raises(BadBoxError, match="800 x 600 px"):
        look_at([photo], boxes=[PhotoBox(800.0, 0.0, 50.0, 50.0)])
    with pytest.raises(
        NoProductFoundError, match=r"no side table was found.*in the box\. Draw the box"
    ):
        cut_out(photo, category="side_table", box=(10, 10, 300, 300))


def test_the_stool_with_recorded_boxes(stool_photo: Path, recorded: Recorded) -> None:
    recorded(Thing("chair", 0.5, (140, 120, 360, 480)), standing_out=((120, 100, 380, 500),))
    with Image.open(stool_photo) as picture:
        rgb = np.asarray(picture.convert("RGB"))
    found = find_target(rgb, photo_name="stool.jpg", category="stool", box=None)
    assert found.chosen.label == "chair"
    assert found.rival is None
