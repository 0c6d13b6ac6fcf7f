"""Conversions of the app, without a browser."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageDraw

from viewer.session import start_conversion
from viewer.workspace import Workspace


def _picture() -> bytes:
    picture = Image.new("RGBA", (120, 160), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((20, 20, 100, 150), fill=(150, 90, 40, 255))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def test_a_bad_photo_does_not_stop_the_good_one(tmp_path: Path) -> None:
    conversion = start_conversion(
        [("../../good.png", _picture()), ("bad.png", b"no picture")],
        tmp_path,
        same_product=False,
        category=None,
        size_m=(None, None, None),
    )
    conversion.wait(60.0)
    assert not conversion.running
    report = conversion.report
    assert report is not None
    assert [product.made for product in report.products] == [True, False]
    # A name with a path in it stays inside the upload's own folder.
    assert (conversion.folder / "photos" / "good.png").is_file()
    assert not (tmp_path.parent / "good.png").exists()


def test_wrong_use_is_told_in_words(tmp_path: Path) -> None:
    conversion = start_conversion(
        [("a.png", _picture()), ("b.png", _picture())],
        tmp_path,
        same_product=False,
        category=None,
        size_m=(1.0, None, None),
    )
    conversion.wait(60.0)
    assert conversion.error is not None
    assert "2 photos" in conversion.error


def test_addresses_are_behind_the_token(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, "secret")
    assert workspace.url(tmp_path / "a" / "b.glb") == "/files/secret/a/b.glb"
    assert workspace.showrooms() == []
