"""The merchant's own masks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reconstruct import read_photo
from reconstruct.cutout import cut_out
from reconstruct.errors import BadMaskError
from reconstruct.own_mask import read_mask
from reconstruct.shown_photo import look_at

from .conftest import STOOL_BOX, draw_stool


@pytest.mark.parametrize("kind", ["grey", "alpha", "small"])
def test_a_mask_is_taken_at_its_word(stool_photo: Path, tmp_path: Path, kind: str) -> None:
    photo = read_photo(stool_photo)
    _, mask = draw_stool()
    if kind == "alpha":
        clear = Image.new("RGBA", mask.size, (200, 30, 30, 0))
        clear.putalpha(mask)
        clear.save(tmp_path / "mask.png")
    else:
        (mask if kind == "grey" else mask.resize((250, 300))).save(tmp_path / "mask.png")
    cutout = cut_out(photo, read_mask(tmp_path / "mask.png", photo))
    assert (cutout.method, cutout.confidence) == ("mask", 1.0)
    np.testing.assert_allclose(cutout.box, STOOL_BOX, atol=2)
    if kind != "small":
        np.testing.assert_array_equal(cutout.matte > 0.5, np.asarray(mask) > 127)


def test_only_the_photos_with_a_mask_use_it(stool_photo: Path, stool_cutout: Path) -> None:
    photos = [read_photo(stool_cutout), read_photo(stool_photo)]
    mask = np.zeros(photos[1].rgb.shape[:2], dtype=np.float32)
    mask[100:200, 100:200] = 1
    first, second = look_at(photos, [None, mask])
    assert first.cutout is not None
    assert second.cutout is not None
    assert first.cutout.method == "alpha"
    assert second.cutout.box == (100, 100, 200, 200)


@pytest.mark.parametrize(
    ("size", "level", "words"),
    [
        ((600, 500), 255, ["500 x 600 px", "600 x 500 px", "whole photo"]),
        ((500, 600), 0, ["next to nothing", "white where the product is"]),
        ((500, 600), 255, ["white all over", "black around it"]),
    ],
)
def test_what_is_no_mask(
    stool_photo: Path, tmp_path: Path, size: tuple[int, int], level: int, words: list[str]
) -> None:
    Image.new("L", size, level).save(tmp_path / "mask.png")
    with pytest.raises(BadMaskError) as caught:
        read_mask(tmp_path / "mask.png", read_photo(stool_photo))
    for word in ("mask.png", *words):
        assert word in str(caught.value)


def test_a_missing_mask_names_its_photo(stool_photo: Path, tmp_path: Path) -> None:
    with pytest.raises(
        BadMaskError, match=rf"gone.png.*mask of {stool_photo.name}.*leave the mask"
    ):
        read_mask(tmp_path / "gone.png", read_photo(stool_photo))
