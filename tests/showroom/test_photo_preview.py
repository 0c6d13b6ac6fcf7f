"""Photos looked at before their products are made."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from reconstruct import NotAnImageError
from reconstruct.errors import BadMaskError
from showroom import Stroke, preview_photo, repair_cutout


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A brown cabinet before a white wall, 2400 x 1800 px, lying on its side and turned upright by EXIF."""
    picture = Image.new("RGB", (1800, 2400), (236, 234, 230))
    ImageDraw.Draw(picture).rectangle((500, 700, 1300, 2100), fill=(120, 74, 40))
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "cabinet.jpg", exif=exif)
    return tmp_path / "cabinet.jpg"


def _pixels(data: bytes | None) -> np.ndarray:
    assert data is not None
    with Image.open(io.BytesIO(data)) as picture:
        return np.asarray(picture)


def test_a_preview_tells_what_a_product_would(photo: Path) -> None:
    seen = preview_photo(photo)
    assert seen.name == "cabinet.jpg"
    assert seen.size_px == (1800, 2400)
    mask = _pixels(seen.mask_png)
    assert mask.shape == (1600, 1200)
    scale = 1200 / 1800
    rows, columns = np.flatnonzero((mask > 127).any(1)), np.flatnonzero((mask > 127).any(0))
    np.testing.assert_allclose(
        [columns[0], rows[0], columns[-1] + 1, rows[-1] + 1],
        np.array([500, 700, 1301, 2101]) * scale,
        atol=8,
    )
    thumbnail = _pixels(seen.thumbnail_webp)
    assert thumbnail.shape[2] == 4
    assert max(thumbnail.shape[:2]) == 320
    assert thumbnail[0, 0, 3] == 0
    assert thumbnail[160, thumbnail.shape[1] // 2, 3] == 255
    assert 0 < seen.confidence <= 1
    assert seen.role == "whole"
    assert all(0 < guess.probability <= 1 for guess in seen.category_guess)
    assert seen.size_guess_m is not None
    assert min(seen.size_guess_m) > 0
    tall = preview_photo(photo, category="wardrobe")
    assert tall.size_guess_m is not None
    assert tall.size_guess_m[1] == pytest.approx(2.1)


def test_a_repaired_mask_makes_the_next_preview(photo: Path) -> None:
    before = preview_photo(photo, guess=False)
    assert (before.category_guess, before.size_guess_m) == ((), None)
    drop = [Stroke(((520, 720), (1280, 720), (1280, 900), (520, 900)), 40)]
    mask = repair_cutout(photo, before.mask_png, drop_strokes=drop)
    assert _pixels(mask)[round(900 / 1.5), round(900 / 1.5)] == 0
    after = preview_photo(photo, mask=mask, guess=False)
    assert after.confidence == 1.0
    assert _pixels(after.mask_png).sum() < _pixels(before.mask_png).sum()
    boxed = repair_cutout(photo, None, box_px=(450, 650, 1350, 2150))
    found = _pixels(boxed)
    assert not found[:, : round(450 / 1.5) - 1].any()
    assert found[1000, 600] == 255


def test_a_photo_without_a_product_is_shown_and_told(tmp_path: Path) -> None:
    Image.new("RGB", (400, 300), "white").save(tmp_path / "wall.png")
    seen = preview_photo(tmp_path / "wall.png")
    assert (seen.mask_png, seen.confidence) == (None, 0.0)
    assert [warning.code for warning in seen.warnings] == ["no_product_found"]
    assert _pixels(seen.thumbnail_webp).shape == (240, 320, 3)


def test_what_cannot_be_repaired(photo: Path, tmp_path: Path) -> None:
    with pytest.raises(BadMaskError, match=r"cabinet.jpg.*box within 1800 x 2400 px"):
        repair_cutout(photo, None, box_px=(5000, 0, 6000, 100))
    with pytest.raises(BadMaskError, match=r"nothing is left.*Undo"):
        repair_cutout(photo, None, drop_strokes=[Stroke(((10, 10),), 5)])
    with pytest.raises(BadMaskError, match=r"mask of cabinet.jpg.*something else"):
        repair_cutout(photo, b"no picture", keep_strokes=[Stroke(((10, 10),), 5)])
    (tmp_path / "text.jpg").write_text("not a picture")
    with pytest.raises(NotAnImageError):
        preview_photo(tmp_path / "text.jpg")


def test_torch_is_not_loaded_to_show_a_thumbnail() -> None:
    code = "import sys, showroom.product.photo_preview; print([m for m in ('torch', 'open3d') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
