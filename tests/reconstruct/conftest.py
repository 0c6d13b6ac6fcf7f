"""Photos drawn by code: a stool before a studio sweep, and its like."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

STOOL_BOX = (140, 120, 360, 480)  # left, top, right, bottom of the drawn stool


def draw_stool(width: int = 500, height: int = 600) -> tuple[Image.Image, Image.Image]:
    """A brown stool with four legs and air between them: its picture and its mask."""
    mask = Image.new("L", (width, height), 0)
    pen = ImageDraw.Draw(mask)
    pen.rectangle((140, 120, 359, 169), fill=255)
    for left in (150, 325):
        pen.rectangle((left, 165, left + 24, 479), fill=255)
    pen.rectangle((150, 340, 349, 359), fill=255)
    shade = np.linspace(235, 190, height)[:, None, None] * np.array([1.0, 0.98, 0.95])
    backdrop = Image.fromarray(np.broadcast_to(shade, (height, width, 3)).astype(np.uint8))
    shadow = Image.new("L", (width, height), 0)
    ImageDraw.Draw(shadow).ellipse((120, 460, 380, 510), fill=70)
    backdrop.paste((90, 88, 86), mask=shadow.filter(ImageFilter.GaussianBlur(12)))
    backdrop.paste((126, 74, 38), mask=mask)
    return backdrop, mask


@pytest.fixture
def stool_photo(tmp_path: Path) -> Path:
    """A JPEG of the stool on a plain sweep, with a soft shadow."""
    path = tmp_path / "stool.jpg"
    draw_stool()[0].save(path, quality=92)
    return path


@pytest.fixture
def stool_cutout(tmp_path: Path) -> Path:
    """A PNG of the stool with transparency."""
    path = tmp_path / "stool.png"
    picture, mask = draw_stool()
    picture.putalpha(mask)
    picture.save(path)
    return path


@pytest.fixture
def picture_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a plain picture of a size and mode to a file."""

    def write(name: str, size: tuple[int, int], mode: str = "RGB", **options: object) -> Path:
        path = tmp_path / name
        Image.new(mode, size, "teal" if mode == "RGB" else 0).save(path, **options)
        return path

    return write
