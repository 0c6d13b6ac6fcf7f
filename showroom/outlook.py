"""What is seen through a window: a garden with trees under a pale sky, far away and out of focus.

Drawn by the project; a window onto one flat colour looks like a lamp.
"""

from __future__ import annotations

import io
from functools import cache

import numpy as np
from jaxtyping import Float, Float32
from PIL import Image, ImageDraw, ImageFilter

from showroom.picture.filter import to_srgb
from showroom.scene import Environment, Rgb

__all__ = ["outlook", "outlook_panorama", "outlook_webp"]

_WIDTH_PX, _HEIGHT_PX = 3072, 640
_LOWEST, _HIGHEST = -0.6, 0.8  # tangent of the elevation at the picture's lower and upper edge
_TREES = 90
_LEAVES = 240
_FILE_PX = (2048, 427)
_HAZE = 0.30  # how far daylight outside outshines what a camera set for the room records


def outlook(
    environment: Environment, directions: Float[np.ndarray, "P 3"]
) -> Float32[np.ndarray, "P 3"]:
    """Linear radiance of the world outside along unit directions, as a camera exposed for the room sees it."""
    picture = outlook_panorama(environment.sky)
    turn = np.arctan2(directions[:, 0], directions[:, 2]) / (2 * np.pi) + 0.5
    level = directions[:, 1] / np.maximum(np.hypot(directions[:, 0], directions[:, 2]), 1e-3)
    down = (_HIGHEST - np.clip(level, _LOWEST, _HIGHEST)) / (_HIGHEST - _LOWEST)
    x, y = turn * _WIDTH_PX, down * (_HEIGHT_PX - 1)
    left, top = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    dx, dy = (x - left)[:, None], (y - top)[:, None]
    right, bottom = (left + 1) % _WIDTH_PX, np.minimum(top + 1, _HEIGHT_PX - 1)
    left = left % _WIDTH_PX
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
    rng = np.random.default_rng(4)
    # Three rounds side by side, and the middle one is kept: what crosses the seam then meets itself.
    canvas = Image.new("RGB", (3 * _WIDTH_PX, _HEIGHT_PX), (208, 220, 222))
    draw = ImageDraw.Draw(canvas)
    horizon = _row(0.0)
    _hills(draw, horizon, rng)
    draw.rectangle((0, horizon, 3 * _WIDTH_PX, _HEIGHT_PX), fill=(150, 172, 120))
    for k in range(12):
        top = horizon + (_HEIGHT_PX - horizon) * k / 12
        shade = (150 - 3 * k, 172 - 4 * k, 120 - 5 * k)
        draw.rectangle((0, top, 3 * _WIDTH_PX, _HEIGHT_PX), fill=shade)
    for near in sorted(rng.random(_TREES) ** 1.5):
        _tree(draw, float(near), rng)
    blurred = canvas.filter(ImageFilter.GaussianBlur(3.5))
    middle = np.asarray(blurred, dtype=np.float32)[:, _WIDTH_PX : 2 * _WIDTH_PX] / 255
    linear = middle**2.2
    level = np.linspace(_HIGHEST, _LOWEST, _HEIGHT_PX, dtype=np.float32)[:, None, None]
    tint = np.array(sky, dtype=np.float32) / max(sky)
    light = 1.0 + np.float32(0.12) * np.clip(level * 2, 0, 1)
    paled = linear * (1 - _HAZE) + _HAZE * 1.05
    return np.asarray(paled * tint ** np.float32(0.5) * light, dtype=np.float32)


def _row(level: float) -> int:
    return round((_HIGHEST - level) / (_HIGHEST - _LOWEST) * (_HEIGHT_PX - 1))


def _hills(draw: ImageDraw.ImageDraw, horizon: int, rng: np.random.Generator) -> None:
    """Two ridges in the haze."""
    turn = np.arange(3 * _WIDTH_PX) * 2 * np.pi / _WIDTH_PX
    for height, colour in ((40, (186, 203, 208)), (22, (160, 184, 176))):
        waves = [
            np.sin(k * turn + phase) / k
            for k, phase in zip((2, 3, 5, 9), 6 * rng.random(4), strict=True)
        ]
        ridge = horizon - height * (1 + 0.5 * np.sum(waves, axis=0))
        outline = [(float(x), float(y)) for x, y in enumerate(ridge)]
        draw.polygon([*outline, (3 * _WIDTH_PX, horizon + 2), (0, horizon + 2)], fill=colour)


def _tree(draw: ImageDraw.ImageDraw, near: float, rng: np.random.Generator) -> None:
    """A crown of leaves in light and shade; `near` from 0 (far and small) to 1."""
    x = _WIDTH_PX * rng.random()
    foot = _row(-0.01 - 0.1 * near**2)
    tall = (44 + 260 * near**1.5) * (0.7 + 0.6 * rng.random())
    broad = tall * (0.32 + 0.22 * rng.random())
    hue = rng.random()
    colour = np.array([82 + 50 * hue, 118 + 26 * hue, 62 + 8 * hue]) * (0.9 + 0.3 * rng.random())
    colour = colour + (np.array([172, 190, 186]) - colour) * 0.55 * (1 - near)
    trunk = max(1.0, 0.03 * tall)
    leaves = []
    for _ in range(_LEAVES):
        a, r = 2 * np.pi * rng.random(), np.sqrt(rng.random())
        dx, dy = broad * r * np.cos(a), 0.42 * tall * r * np.sin(a)
        size = 0.045 * tall * (0.6 + rng.random())
        bright = 0.78 + 0.30 * (0.5 - dy / tall) + 0.18 * rng.random() - 0.1 * dx / broad
        leaves.append((dx, dy, size, tuple(np.clip(colour * bright, 0, 255).astype(int))))
    for shift in (0, _WIDTH_PX, 2 * _WIDTH_PX):
        at, middle = x + shift, foot - 0.58 * tall
        draw.rectangle((at - trunk, foot - 0.4 * tall, at + trunk, foot), fill=(96, 84, 70))
        for dx, dy, size, tone in leaves:
            box = (at + dx - size, middle + dy - size, at + dx + size, middle + dy + size)
            draw.ellipse(box, fill=tone)
