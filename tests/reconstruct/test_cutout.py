from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reconstruct import cutout as cutout_file
from reconstruct.cutout import DOUBTFUL, cut_out
from reconstruct.errors import EmptyAlphaError, NoProductFoundError, WeightsError
from reconstruct.matting import Matting
from reconstruct.photo import Photo, read_photo
from reconstruct.see import session
from reconstruct.see.cut_out_network import FILE
from reconstruct.weights import CHECKSUMS, weights_folder

from .conftest import STOOL_BOX, draw_stool


def test_alpha_is_taken_at_its_word(stool_cutout: Path) -> None:
    cutout = cut_out(read_photo(stool_cutout))
    assert cutout.method == "alpha"
    assert cutout.confidence == 1.0
    assert cutout.box == STOOL_BOX
    assert cutout.touches_edge == (False, False, False, False)
    assert cutout.aspect == pytest.approx(220 / 360)


def test_the_stool_is_found_and_its_air_and_shadow_are_not(stool_photo: Path) -> None:
    cutout = cut_out(read_photo(stool_photo))
    truth = np.asarray(draw_stool()[1]) > 127
    found = cutout.matte > 0.5
    assert cutout.method == "network"
    assert cutout.confidence > DOUBTFUL
    assert (found & truth).sum() / (found | truth).sum() > 0.95
    assert not found[200:330, 190:310].any()  # air between the legs, above the rung
    assert not found[380:470, 190:310].any()  # and below it
    assert not found[490:].any()  # the shadow
    assert np.abs(np.array(cutout.box) - STOOL_BOX).max() <= 3


def test_an_opaque_alpha_channel_is_no_cutout(stool_photo: Path) -> None:
    photo = read_photo(stool_photo)
    opaque = Photo(photo.name, photo.rgb, np.ones(photo.rgb.shape[:2], np.float32), (500, 600))
    assert cut_out(opaque).method == "network"


def test_empty_alpha_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "ghost.png"
    Image.new("RGBA", (100, 100), (200, 10, 10, 0)).save(path)
    with pytest.raises(EmptyAlphaError, match=r"ghost\.png.*hides everything.*Export"):
        cut_out(read_photo(path))


def test_a_product_that_its_colours_do_not_bear_out_is_not_found(
    stool_photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(colours: np.ndarray, mask: np.ndarray, reach_px: int) -> Matting:
        empty = np.zeros(mask.shape, dtype=np.float32)
        return Matting(matte=empty, contrast=0.0, plainness=0.0, holes=empty > 0)

    monkeypatch.setattr(cutout_file, "sharpen_mask", nothing)
    with pytest.raises(NoProductFoundError, match="nothing that stands out"):
        cut_out(read_photo(stool_photo))


@pytest.mark.parametrize("colour", ["white", "grey", "black"])
def test_a_bare_wall_holds_no_product(tmp_path: Path, colour: str) -> None:
    path = tmp_path / "wall.png"
    Image.new("RGB", (400, 300), colour).save(path)
    with pytest.raises(NoProductFoundError, match=r"wall\.png.*plain wall"):
        cut_out(read_photo(path))


def test_a_cropped_product_touches_the_edge(tmp_path: Path) -> None:
    path = tmp_path / "cropped.jpg"
    draw_stool()[0].crop((0, 0, 500, 400)).save(path, quality=92)
    cutout = cut_out(read_photo(path))
    assert cutout.touches_edge == (False, False, False, True)


def test_loose_crumbs_are_dropped(tmp_path: Path) -> None:
    path = tmp_path / "crumbs.png"
    picture, mask = draw_stool()
    mask.paste(255, (10, 10, 13, 13))
    picture.putalpha(mask)
    picture.save(path)
    assert cut_out(read_photo(path)).box == STOOL_BOX


@pytest.mark.parametrize("damage", ["missing", "truncated"])
def test_damaged_weights_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    shipped = weights_folder()
    shutil.copy(shipped / CHECKSUMS, tmp_path)
    if damage == "truncated":
        whole = (shipped / FILE).read_bytes()
        (tmp_path / FILE).write_bytes(whole[:1000])
    monkeypatch.setattr(session, "weights_folder", lambda: tmp_path)
    with pytest.raises(WeightsError, match=r"cut_out\.onnx.*[Ii]nstall the package again"):
        session.open_network.__wrapped__(FILE)


def test_the_same_photo_gives_the_same_matte(stool_photo: Path) -> None:
    photo = read_photo(stool_photo)
    assert np.array_equal(cut_out(photo).matte, cut_out(photo).matte)
