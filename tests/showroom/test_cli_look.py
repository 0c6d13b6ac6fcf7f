"""`showroom look`: what is detected in photos, before anything is built."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image, ImageDraw

from reconstruct import cutout as cutout_file
from reconstruct.errors import WeightsError
from reconstruct.see import target
from reconstruct.see.thing import Thing
from showroom.cli import main
from showroom.product import photo_look
from showroom.product.category_guess import GraphGuess

KEYS = {
    *("photo", "chosen", "things", "category", "cut_off", "occluded", "refused", "cutout"),
}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A brown cabinet before a white wall, 2400 x 1800 px; it is read at two thirds of that."""
    picture = Image.new("RGB", (2400, 1800), (236, 234, 230))
    ImageDraw.Draw(picture).rectangle((600, 600, 1200, 1500), fill=(120, 74, 40))
    picture.save(tmp_path / "cabinet.jpg")
    return tmp_path / "cabinet.jpg"


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Thing]:
    """What the detector finds; the cut-out is all of the chosen box, and the shape model is not asked."""
    things: list[Thing] = []

    def share(rgb: np.ndarray, box: object = None, *, side_px: int = 320) -> np.ndarray:
        small = np.asarray(Image.fromarray(rgb).convert("L").resize((side_px, side_px)))
        return (small < 160).astype(np.float32)

    monkeypatch.setattr(target, "detect", lambda _: tuple(things))
    monkeypatch.setattr(photo_look, "detect", lambda _: tuple(things))
    monkeypatch.setattr(target, "product_share", share)
    monkeypatch.setattr(cutout_file, "product_share", share)
    guesses = (GraphGuess("sideboard", 0.7), GraphGuess("cabinet", 0.2))
    monkeypatch.setattr(photo_look, "guess_category_and_size", lambda *_: (guesses, (1, 1, 1)))
    return things


CABINET = Thing("dining table", 0.62, (390, 390, 810, 1010))
PLANT = Thing("potted plant", 0.81, (1000, 100, 1400, 1000))


def _look(*arguments: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["look", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result


def test_json_is_one_list_with_an_object_for_each_photo(
    photo: Path, found: list[Thing], tmp_path: Path
) -> None:
    found += [CABINET, PLANT]
    gone = tmp_path / "gone.jpg"
    folder = tmp_path / "cut"
    result = _look(*(photo, gone, "--name", "Oak sideboard", "--cutouts", folder, "--json"), code=1)
    seen, missing = json.loads(result.stdout)
    assert set(seen) == set(missing) == KEYS
    assert seen["photo"] == str(photo)
    # In pixels of the original photo.
    assert seen["chosen"] == {
        "box_px": [585, 585, 630, 930],
        "label": "dining table",
        "score": 0.62,
    }
    assert seen["things"][0] == seen["chosen"]
    assert "potted plant" in [thing["label"] for thing in seen["things"]]
    assert seen["category"] == [
        {"name": "sideboard", "probability": 0.7},
        {"name": "cabinet", "probability": 0.2},
    ]
    assert (seen["cut_off"], seen["refused"]) == ([], None)
    assert 0 <= seen["occluded"] < 0.1
    assert seen["cutout"] == str(folder / "cabinet.cutout.png")
    with Image.open(folder / "cabinet.cutout.png") as picture:
        assert (picture.mode, picture.size) == ("RGBA", (1600, 1200))
        alpha = np.asarray(picture)[..., 3]
        assert (alpha[700, 600], alpha[100, 100]) == (255, 0)
    assert "gone.jpg" in missing["refused"]
    assert (missing["chosen"], missing["things"], missing["cutout"]) == (None, [], None)
    assert not result.stderr


def test_what_the_photo_shows_instead(photo: Path, found: list[Thing]) -> None:
    found += [Thing("chair", 0.8, CABINET.box)]
    result = _look(photo, "--category", "bed", "--json", code=1)
    (seen,) = json.loads(result.stdout)
    assert seen["refused"].startswith("no bed was found in cabinet.jpg; it shows a chair.")
    assert seen["chosen"] is None
    assert [thing["label"] for thing in seen["things"]] == ["chair"]
    said = _look(photo, "--category", "bed", code=1).stdout
    assert "refused: no bed was found" in said
    assert "also seen: chair (80%) at 585 585 630 930 px" in said


def test_lines_for_people(photo: Path, found: list[Thing]) -> None:
    found += [CABINET, PLANT]
    said = _look(photo, "--category", "sideboard").stdout
    assert f"{photo}: dining table (62%) at 585 585 630 930 px" in said
    assert "potted plant (81%)" in said
    assert "category by the photo: sideboard 70%, cabinet 20%" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--category", "12345"], "--category '12345' tells no known category."),
        (["--name", "Xyzzy 3000"], "--name 'Xyzzy 3000' tells no known category."),
    ],
)
def test_an_unknown_category_is_a_warning(
    photo: Path, found: list[Thing], arguments: list[str], words: str
) -> None:
    found += [CABINET]
    result = _look(photo, *arguments, "--json")
    assert f"warning: {words}" in result.stderr
    assert len(json.loads(result.stdout)) == 1


def test_a_drawing_and_a_text_are_refused(found: list[Thing], tmp_path: Path) -> None:
    picture = Image.new("RGB", (900, 700), "white")
    ImageDraw.Draw(picture).rectangle((200, 150, 600, 500), outline="black", width=3)
    picture.save(tmp_path / "plan.png")
    found += [Thing("refrigerator", 0.4, (190, 140, 610, 510))]
    (tmp_path / "text.jpg").write_text("not a picture")
    told = json.loads(_look(tmp_path / "plan.png", tmp_path / "text.jpg", "--json", code=1).stdout)
    assert "plan.png is a drawing" in told[0]["refused"]
    assert "text.jpg" in told[1]["refused"]


def test_transparency_says_what_the_product_is(found: list[Thing], tmp_path: Path) -> None:
    for folder in ("a", "b"):
        picture = Image.new("RGBA", (300, 400), (0, 0, 0, 0))
        ImageDraw.Draw(picture).rectangle((60, 50, 240, 399), fill=(120, 80, 40, 255))
        (tmp_path / folder).mkdir()
        picture.save(tmp_path / folder / "box.png")
    photos = [tmp_path / "a/box.png", tmp_path / "b/box.png"]
    told = json.loads(_look(*photos, "--cutouts", tmp_path / "cut", "--json").stdout)
    assert [one["chosen"]["box_px"] for one in told] == [[60, 50, 181, 350]] * 2
    assert told[0]["cut_off"] == ["bottom"]
    names = [Path(one["cutout"]).name for one in told]
    assert names == ["box.cutout.png", "box-2.cutout.png"]
    assert all((tmp_path / "cut" / name).is_file() for name in names)


def test_a_damaged_installation_is_told_in_words(
    photo: Path, found: list[Thing], monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object, **__: object) -> None:
        raise WeightsError("x.onnx", expected="one", found="none", remedy="Install it again.")

    monkeypatch.setattr(photo_look, "cut_out", damaged)
    assert "x.onnx: expected one, found none." in _look(photo, code=2).stderr


@pytest.mark.parametrize("arguments", [[], ["a.jpg", "--colour"], ["a.jpg", "--cutouts", "taken"]])
def test_wrong_use(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken").write_text("a file")
    assert _look(*arguments, code=2).stderr
