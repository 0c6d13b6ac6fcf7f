"""Draw the garden behind the windows: `python assets/styles/make_garden.py`, from the top.

Trees and two hazy ridges under a pale sky, out of focus, the whole round and seamless; a window onto one flat colour
looks like a lamp.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from showroom.outlook import HIGHEST, LOWEST

FILE = Path(__file__).resolve().parent / "garden.webp"

_WIDTH_PX, _HEIGHT_PX = 3072, 640
_TREES = 90
_LEAVES = 240


def garden() -> Image.Image:
    """The picture: columns by azimuth about +Y from -Z, rows by the tangent of the elevation."""
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
    return blurred.crop((_WIDTH_PX, 0, 2 * _WIDTH_PX, _HEIGHT_PX))


def _row(level: float) -> int:
    return round((HIGHEST - level) / (HIGHEST - LOWEST) * (_HEIGHT_PX - 1))


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


def main() -> None:
    """Write `garden.webp`."""
    garden().save(FILE, "WEBP", quality=92, method=6)
    print(f"{FILE.name}: {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
