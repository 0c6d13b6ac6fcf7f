"""Small pictures for the app's tests."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw


def product_png(*, side_px: int = 160, shade: int = 90) -> bytes:
    """A brown box on nothing: the cut-out needs no network."""
    picture = Image.new("RGBA", (side_px, side_px), (0, 0, 0, 0))
    box = (side_px // 6, side_px // 8, side_px * 5 // 6, side_px * 15 // 16)
    ImageDraw.Draw(picture).rectangle(box, fill=(150, shade, 40, 255))
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
