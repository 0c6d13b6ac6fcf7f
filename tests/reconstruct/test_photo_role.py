"""Which photo is what, and what each is used for."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from reconstruct.cutout import Cutout
from reconstruct.errors import CutoutError, NoProductFoundError
from reconstruct.photo import Photo, read_photo
from reconstruct.photo_role import photo_role
from reconstruct.shown_photo import ShownPhoto, choose_photos, look_at


def _photo(picture: Image.Image, path: Path) -> Photo:
    picture.save(path)
    return read_photo(path)


def _drawing() -> Image.Image:
    picture = Image.new("RGB", (900, 700), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((200, 150, 600, 500), outline="black", width=3)
    pen.line((200, 540, 600, 540), fill="black", width=2)
    pen.text((380, 550), "80 cm", fill="black")
    return picture


def _weave() -> Image.Image:
    rng = np.random.default_rng(0)
    grey = np.clip(120 + rng.normal(0, 15, (400, 600, 1)), 0, 255).repeat(3, axis=2)
    return Image.fromarray(grey.astype(np.uint8))


def _cutout(touches: tuple[bool, bool, bool, bool], confidence: float = 1.0) -> Cutout:
    matte = np.zeros((100, 100), np.float32)
    matte[20:80, 20:80] = 1
    rgb = np.full((100, 100, 3), 200, np.uint8)
    return Cutout("x.png", rgb, matte, "network", confidence, touches, (20, 20, 80, 80))


def test_a_drawing_with_dimensions(tmp_path: Path) -> None:
    assert photo_role(_photo(_drawing(), tmp_path / "d.png"), None)[0] == "drawing"


def test_a_close_up_is_a_detail_and_an_empty_page_is_nothing(tmp_path: Path) -> None:
    assert photo_role(_photo(_weave(), tmp_path / "w.png"), None)[0] == "detail"
    empty = _photo(Image.new("RGB", (400, 300), "white"), tmp_path / "e.png")
    assert photo_role(empty, None)[0] == "other"


def test_what_runs_out_on_three_sides_is_a_detail(tmp_path: Path) -> None:
    photo = _photo(_weave(), tmp_path / "w.png")
    assert photo_role(photo, _cutout((True, True, True, False)))[0] == "detail"
    assert photo_role(photo, _cutout((False, False, True, False)))[0] == "whole"


def test_whole_photos_come_first_and_cropped_ones_only_alone(tmp_path: Path) -> None:
    photo = _photo(_weave(), tmp_path / "w.png")
    whole = ShownPhoto(photo, _cutout((False,) * 4), "whole", "")
    cropped = ShownPhoto(photo, _cutout((True, False, False, False)), "whole", "")
    detail = ShownPhoto(photo, _cutout((True, True, True, True)), "detail", "")
    drawing = ShownPhoto(photo, None, "drawing", "")
    assert choose_photos([drawing, detail, cropped, whole]) == [3]
    assert choose_photos([drawing, detail, cropped]) == [2]
    assert choose_photos([drawing, detail]) == [1]
    assert detail.use(for_shape=False).used_for == ("grain",)
    assert drawing.use(for_shape=False).used_for == ()
    assert whole.use(for_shape=True).used_for == ("shape", "texture")


def test_one_photo_without_a_product_costs_only_itself(tmp_path: Path, stool_cutout: Path) -> None:
    weave = _photo(_weave(), tmp_path / "w.png")
    shown = look_at([weave, read_photo(stool_cutout)])
    assert [s.role for s in shown] == ["detail", "whole"]
    with pytest.raises(CutoutError) as caught:
        look_at([weave])
    assert isinstance(caught.value, NoProductFoundError)
