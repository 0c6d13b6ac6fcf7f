"""Flat outlines: counter-clockwise corners (across, up) around the origin, metres."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import Detail

__all__ = ["ellipse", "rounded_rectangle", "superellipse"]


def rounded_rectangle(
    width_m: float, depth_m: float, radius_m: float, detail: Detail
) -> Float[np.ndarray, "N 2"]:
    """A rectangle; four corners if the radius is exactly 0, rounded ones otherwise, however small."""
    half = np.array([width_m, depth_m]) / 2
    signs = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], dtype=np.float64)
    if radius_m == 0.0:
        return np.asarray(signs * half)
    radius = min(radius_m, 0.999 * half.min())
    steps = np.linspace(0, np.pi / 2, 2 + 2 * detail.along)
    corners = [
        sign * (half - radius)
        + radius * np.stack([np.cos(steps + turn), np.sin(steps + turn)], axis=1)
        for sign, turn in zip(signs, (0, np.pi / 2, np.pi, 1.5 * np.pi), strict=True)
    ]
    return np.concatenate(corners)


def superellipse(
    width_m: float, depth_m: float, power: float, detail: Detail
) -> Float[np.ndarray, "N 2"]:
    """An ellipse (power 2), squarer with a higher power."""
    angle = np.linspace(0, 2 * np.pi, 24 * detail.along, endpoint=False)
    cos, sin = np.cos(angle), np.sin(angle)
    across = np.sign(cos) * np.abs(cos) ** (2 / power) * width_m / 2
    up = np.sign(sin) * np.abs(sin) ** (2 / power) * depth_m / 2
    return np.stack([across, up], axis=1)


def ellipse(width_m: float, depth_m: float, detail: Detail) -> Float[np.ndarray, "N 2"]:
    """An ellipse."""
    return superellipse(width_m, depth_m, 2.0, detail)
