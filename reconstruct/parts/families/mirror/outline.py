"""Outlines of mirrors and pictures, seen from the front."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import Detail
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.outline import ellipse, rounded_rectangle
from reconstruct.parts.primitives.profile import smooth_curve

__all__ = ["FREE_OUTLINES", "OUTLINE", "face_outline"]

OUTLINE = tuple(f"outline_{place}" for place in range(8))
"""Widths of a free outline at even heights from the bottom up, as shares of the largest."""

FREE_OUTLINES = (
    (0.55, 0.85, 0.97, 1.0, 0.97, 0.9, 0.78, 0.45),  # drop that stands
    (0.4, 0.72, 0.9, 0.97, 1.0, 0.98, 0.88, 0.55),  # egg
    (0.5, 0.8, 0.95, 1.0, 0.92, 0.82, 0.86, 0.6),  # pebble
    (0.6, 0.95, 1.0, 0.82, 0.7, 0.78, 0.84, 0.5),  # waisted
    (1.0, 1.0, 0.98, 0.97, 0.96, 0.92, 0.76, 0.35),  # bow above
)


def face_outline(
    values: Values, width_m: float, height_m: float, detail: Detail
) -> Float[np.ndarray, "N 2"]:
    """The outline (x, y) around the origin, counter-clockwise seen from the front."""
    form = values.of("outline")
    if form == "round":
        return ellipse(width_m, height_m, detail)
    if form == "rounded":
        radius = values["corner"] * min(width_m, height_m)
        return rounded_rectangle(width_m, height_m, radius, detail)
    if form == "arched":
        rise = 0.5 * width_m * values["arch"]
        rise = rise * (1 + (rise / (0.9 * height_m)) ** 4) ** -0.25
        angle = np.linspace(0, np.pi, 9 + 8 * detail.along)
        bow = np.stack(
            [0.5 * width_m * np.cos(angle), 0.5 * height_m - rise + rise * np.sin(angle)], axis=1
        )
        floor = np.array([[-0.5, -0.5], [0.5, -0.5]]) * [width_m, height_m]
        return np.concatenate([bow, floor])
    if form == "free":
        widths = np.array([values[name] for name in OUTLINE])
        steps = replace(detail, along=2 * detail.along)
        curve = smooth_curve(widths[:, None] / widths.max(), steps)[:, 0]
        right = 0.5 * width_m * np.maximum(curve, 0.03)
        heights = height_m * np.linspace(-0.5, 0.5, len(right))
        side = np.stack([right, heights], axis=1)
        return np.concatenate([side, side[::-1] * [-1.0, 1.0]])
    return rounded_rectangle(width_m, height_m, 0.0, detail)
