"""Collages are recognized; single photos with straight edges are not taken for one."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from reconstruct.see.collage import is_collage

from .conftest import draw_stool


def _jpeg(picture: Image.Image, quality: int = 85) -> np.ndarray:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    with Image.open(buffer) as read:
        return np.asarray(read.convert("RGB"))


def _collage(gutter_px: int, colour: str, across: bool) -> Image.Image:
    stool = draw_stool()[0]
    width, height = stool.size
    size = (2 * width + gutter_px, height) if across else (width, 2 * height + gutter_px)
    collage = Image.new("RGB", size, colour)
    collage.paste(stool, (0, 0))
    turned = stool.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    collage.paste(turned, (width + gutter_px, 0) if across else (0, height + gutter_px))
    return collage


@pytest.mark.parametrize("across", [True, False])
@pytest.mark.parametrize(
    ("gutter_px", "colour"), [(3, "black"), (10, "white"), (40, "white"), (16, "navy")]
)
def test_two_photos_beside_or_above_each_other(gutter_px: int, colour: str, across: bool) -> None:
    assert is_collage(_jpeg(_collage(gutter_px, colour, across)))


def test_four_photos() -> None:
    row = _collage(12, "white", across=True)
    collage = Image.new("RGB", (row.width, 2 * row.height + 12), "white")
    collage.paste(row, (0, 0))
    collage.paste(row, (0, row.height + 12))
    assert is_collage(_jpeg(collage, 70))


def test_a_product_before_a_plain_wall_is_none() -> None:
    assert not is_collage(_jpeg(draw_stool()[0]))


def test_a_framed_photo_is_none() -> None:
    framed = Image.new("RGB", (560, 660), "white")
    framed.paste(draw_stool()[0], (30, 30))
    assert not is_collage(_jpeg(framed))


def test_a_shelf_is_none() -> None:
    """Uprights and boards from edge to edge of a shelf that stands on a floor before a wall."""
    picture = Image.new("RGB", (700, 900), (226, 222, 214))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 800, 700, 900), fill=(150, 120, 90))
    pen.rectangle((100, 60, 600, 840), fill=(90, 60, 40))
    for left, top in ((120, 80), (360, 80), (120, 340), (360, 340), (120, 600), (360, 600)):
        pen.rectangle((left, top, left + 220, top + 220), fill=(60, 40, 30))
        pen.rectangle((left + 40, top + 60, left + 100, top + 220), fill=(180, 60, 50))
    assert not is_collage(_jpeg(picture))


def test_a_pole_between_two_bare_walls_is_none() -> None:
    picture = Image.new("RGB", (600, 600), (220, 220, 215))
    ImageDraw.Draw(picture).rectangle((290, 0, 310, 600), fill=(30, 30, 30))
    assert not is_collage(_jpeg(picture))


def test_a_shaded_trim_is_none() -> None:
    """A door frame has light and shade along it."""
    left, right = (np.asarray(draw_stool()[0]).astype(np.float64) for _ in range(2))
    shade = np.linspace(250, 215, 600)[:, None, None] * np.ones((1, 14, 3))
    both = np.concatenate([left * 0.7, shade, right * 0.7], axis=1)
    assert not is_collage(_jpeg(Image.fromarray(both.astype(np.uint8))))


@pytest.mark.parametrize("size", [(48, 48), (48, 900)])
def test_the_smallest_photos(size: tuple[int, int]) -> None:
    """A photo may be 48 px wide; there is still room for a gutter in it."""
    rng = np.random.default_rng(0)
    pixels = rng.integers(60, 200, (size[1], size[0], 3)).astype(np.uint8)
    assert not is_collage(pixels)
    pixels[:, 7:10] = 255
    assert is_collage(pixels)
