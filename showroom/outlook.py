"""What is seen through a window: a garden with trees under a pale sky, far away and out of focus.

`assets/styles/make_garden.py` draws it.
"""

from __future__ import annotations

import io
from functools import cache

import numpy as np
from jaxtyping import Float, Float32
from PIL import Image

from showroom.picture.filter import to_srgb
from showroom.scene import Environment, Rgb
from showroom.shipped_assets import assets_folder

__all__ = ["HIGHEST", "LOWEST", "outlook", "outlook_panorama", "outlook_webp"]

LOWEST, HIGHEST = -0.6, 0.8
"""Tangent of the elevation at the picture's lower and upper edge."""

_FILE_PX = (2048, 427)
_HAZE = 0.30  # how far daylight outside outshines what a camera set for the room records


def outlook(
    environment: Environment, directions: Float[np.ndarray, "P 3"]
) -> Float32[np.ndarray, "P 3"]:
    """Linear radiance of the world outside along unit directions, as a camera exposed for the room sees it."""
    picture = outlook_panorama(environment.sky)
    height, width = picture.shape[:2]
    turn = np.arctan2(directions[:, 0], directions[:, 2]) / (2 * np.pi) + 0.5
    level = directions[:, 1] / np.maximum(np.hypot(directions[:, 0], directions[:, 2]), 1e-3)
    down = (HIGHEST - np.clip(level, LOWEST, HIGHEST)) / (HIGHEST - LOWEST)
    x, y = turn * width, down * (height - 1)
    left, top = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    dx, dy = (x - left)[:, None], (y - top)[:, None]
    right, bottom = (left + 1) % width, np.minimum(top + 1, height - 1)
    left = left % width
    above = picture[top, left] * (1 - dx) + picture[top, right] * dx
    below = picture[bottom, left] * (1 - dx) + picture[bottom, right] * dx
    return np.asarray(above * (1 - dy) + below * dy, dtype=np.float32)


def outlook_webp(sky: Rgb) -> bytes:
    """The panorama as a picture file, for what a viewer shows behind its windows."""
    srgb = to_srgb(outlook_panorama(sky))
    buffer = io.BytesIO()
    small = Image.fromarray(srgb).resize(_FILE_PX, Image.Resampling.LANCZOS)
    small.save(buffer, "WEBP", quality=80, method=4)
    return buffer.getvalue()


@cache
def outlook_panorama(sky: Rgb) -> Float32[np.ndarray, "H W 3"]:
    """The whole round, seamless: columns by azimuth about +Y from -Z, rows by the tangent of the elevation.

    A viewer puts it on a cylinder around the room: of radius 1, it reaches from -0.6 to 0.8 of the eye's height.
    """
    with Image.open(assets_folder("styles") / "garden.webp") as file:
        linear = (np.asarray(file.convert("RGB"), dtype=np.float32) / 255) ** np.float32(2.2)
    level = np.linspace(HIGHEST, LOWEST, len(linear), dtype=np.float32)[:, None, None]
    tint = np.array(sky, dtype=np.float32) / max(sky)
    light = 1.0 + np.float32(0.12) * np.clip(level * 2, 0, 1)
    paled = linear * (1 - _HAZE) + _HAZE * 1.05
    return np.asarray(paled * tint ** np.float32(0.5) * light, dtype=np.float32)
