"""Abstract art on paper, painted anew for every style and seed: soft shapes, a line, bands of a landscape."""

from __future__ import annotations

from typing import Literal

import numpy as np
from jaxtyping import Float
from scipy import ndimage

from showroom.fillers.palette import cloudy, colours_of, mixed
from showroom.style.style import Style

__all__ = ["DESIGNS", "painted"]

Design = Literal["shapes", "line", "landscape"]
DESIGNS: tuple[Design, ...] = ("shapes", "line", "landscape")

_MAT_SHARE = 0.13
_PAPER = np.array([0.965, 0.955, 0.935])
_MAT = np.array([0.975, 0.972, 0.965])


def painted(
    design: Design,
    size_m: tuple[float, float],
    longest_px: int,
    style: Style,
    rng: np.random.Generator,
) -> Float[np.ndarray, "H W 3"]:
    """Art within its mat, sRGB from 0 to 1, row 0 on top; `size_m` is width and height of what the frame shows."""
    width_m, height_m = size_m
    scale = longest_px / max(size_m)
    shape = (max(64, round(height_m * scale)), max(64, round(width_m * scale)))
    mat_px = round(_MAT_SHARE * min(shape))
    inner = (shape[0] - 2 * mat_px, shape[1] - 2 * mat_px)
    canvas = _Canvas(inner)
    draw = {"shapes": _shapes, "line": _line, "landscape": _landscape}[design]
    draw(canvas, colours_of(style), rng)
    art = (
        canvas.pixels
        * (1 + 0.018 * cloudy(rng, inner, 0.8) + 0.012 * cloudy(rng, inner, 5.0))[..., None]
    )
    picture = np.tile(_MAT, (*shape, 1))
    # The mat's bevelled edge: a white cut, shaded on top and left.
    picture[mat_px - 2 : -mat_px + 2, mat_px - 2 : -mat_px + 2] = 0.90
    picture[mat_px : -mat_px + 2, mat_px : -mat_px + 2] = 1.0
    picture[mat_px:-mat_px, mat_px:-mat_px] = art
    return picture


class _Canvas:
    """A sheet of paper; coordinates run from 0 to 1 over the shorter side, from the top left."""

    def __init__(self, shape: tuple[int, int]) -> None:
        v, u = np.mgrid[0 : shape[0], 0 : shape[1]].astype(float)
        short = min(shape)
        self.x, self.y = (u + 0.5) / short, (v + 0.5) / short
        self.wide, self.high = shape[1] / short, shape[0] / short
        self.pixel = 1.0 / short
        self.pixels = np.tile(_PAPER, (*shape, 1))

    def lay(
        self,
        outside: Float[np.ndarray, "H W"],
        colour: Float[np.ndarray, " 3"],
        strength: float = 1.0,
    ) -> None:
        """Paint where the signed distance `outside` is negative, with a smooth edge."""
        share = np.clip(0.5 - outside / (1.5 * self.pixel), 0, 1)[..., None] * strength
        self.pixels = self.pixels * (1 - share) + colour * share

    def disc(self, x: float, y: float, radius: float) -> Float[np.ndarray, "H W"]:
        """Signed distance from a circle."""
        return np.asarray(np.hypot(self.x - x, self.y - y) - radius)


def _shapes(canvas: _Canvas, colours: Float[np.ndarray, "5 3"], rng: np.random.Generator) -> None:
    """A sun, an arch and pebbles that lean on each other."""
    ground, accent, second, dark, muted = colours
    canvas.lay(canvas.x * 0 - 1, mixed(ground, _PAPER, 0.4))
    w, h = canvas.wide, canvas.high
    cx = w * float(rng.uniform(0.42, 0.58))
    base = h * 0.90
    for k, (radius, colour) in enumerate(
        ((0.36, accent), (0.25, mixed(ground, muted, 0.5)), (0.14, second))
    ):
        legs = np.abs(canvas.x - cx) - radius
        top = canvas.disc(cx, h * 0.52, radius)
        arch = np.where(canvas.y < h * 0.52, top, np.maximum(legs, canvas.y - base))
        canvas.lay(arch, colour, 0.96 - 0.02 * k)
    side = 1.0 if rng.random() < 0.5 else -1.0
    sun_x = np.clip(cx + side * 0.33, 0.18, w - 0.18)
    canvas.lay(canvas.disc(float(sun_x), h * 0.20, 0.12), mixed(second, dark, 0.1))
    wobble = 0.02 * np.sin(6 * canvas.x + float(rng.uniform(0, 6)))
    pebble = np.hypot((canvas.x - cx + side * 0.26) / 1.9, canvas.y + wobble - base + 0.02) - 0.085
    canvas.lay(pebble, dark, 0.95)


def _line(canvas: _Canvas, colours: Float[np.ndarray, "5 3"], rng: np.random.Generator) -> None:
    """One branch drawn in a single weight of line before a soft disc."""
    ground, accent, second, dark, _ = colours
    w, h = canvas.wide, canvas.high
    canvas.lay(canvas.disc(w * 0.55, h * 0.42, 0.30), mixed(second, ground, 0.35), 0.9)
    canvas.lay(canvas.disc(w * 0.38, h * 0.66, 0.19), mixed(accent, ground, 0.45), 0.85)
    t = np.linspace(0, 1, 160)
    lean = float(rng.uniform(-0.15, 0.15))
    stem_x = w * 0.5 + lean * (t - 0.5) + 0.05 * np.sin(3.0 * t)
    stem_y = h * (0.93 - 0.82 * t)
    strokes = [np.stack([stem_x, stem_y], 1)]
    for k in range(9):
        at = int(18 + 15 * k)
        side = 1.0 if k % 2 else -1.0
        long = 0.24 * (1 - 0.055 * k)
        angle = -np.pi / 2 + side * (1.0 - 0.06 * k)
        s = np.linspace(0, 1, 60)
        bow = 0.32 * long * np.sin(np.pi * s)
        for way in (1.0, -0.55):
            x = strokes[0][at, 0] + long * s * np.cos(angle) - way * bow * np.sin(angle)
            y = strokes[0][at, 1] + long * s * np.sin(angle) + way * bow * np.cos(angle)
            strokes.append(np.stack([x, y], 1))
    ink = np.ones(canvas.x.shape, dtype=bool)
    for stroke in strokes:
        dense = np.concatenate([stroke, (stroke[1:] + stroke[:-1]) / 2])
        column = (dense[:, 0] / canvas.pixel).astype(int)
        row = (dense[:, 1] / canvas.pixel).astype(int)
        inside = (row >= 0) & (row < ink.shape[0]) & (column >= 0) & (column < ink.shape[1])
        ink[row[inside], column[inside]] = False
    distance = ndimage.distance_transform_edt(ink) * canvas.pixel
    canvas.lay(distance - 0.0055, dark, 0.92)


def _landscape(
    canvas: _Canvas, colours: Float[np.ndarray, "5 3"], rng: np.random.Generator
) -> None:
    """Hills behind hills in washes of colour, and a low sun."""
    ground, accent, second, dark, muted = colours
    w, h = canvas.wide, canvas.high
    canvas.lay(canvas.x * 0 - 1, mixed(ground, _PAPER, 0.3))
    canvas.lay(
        canvas.disc(w * float(rng.uniform(0.3, 0.7)), h * 0.30, 0.115), mixed(second, ground, 0.1)
    )
    layers = [
        mixed(muted, ground, 0.45),
        mixed(accent, ground, 0.5),
        mixed(second, ground, 0.2),
        accent,
        mixed(accent, dark, 0.65),
    ]
    for k, colour in enumerate(layers):
        level = h * (0.42 + 0.125 * k)
        ridge = level
        for n in (1, 2, 3):
            high = 0.075 / n * float(rng.uniform(0.5, 1.2))
            ridge = ridge + high * np.sin(
                n * 2.1 * canvas.x / w * np.pi + float(rng.uniform(0, 6.28))
            )
        depth = np.clip((canvas.y - ridge) / 0.35, 0, 1)
        wash = mixed(colour, ground, 0.22)
        canvas.lay(ridge - canvas.y, colour, 0.97)
        share = (np.clip(0.5 - (ridge - canvas.y) / (1.5 * canvas.pixel), 0, 1) * depth * 0.5)[
            ..., None
        ]
        canvas.pixels = canvas.pixels * (1 - share) + wash * share
