"""Outlines of turned parts: smooth curves through a few radii, and walls of some thickness."""

from __future__ import annotations

from functools import cache

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import Detail

__all__ = ["capped", "hollow", "smooth_curve", "soft_least"]


def smooth_curve(knots: Float[np.ndarray, "K D"], detail: Detail) -> Float[np.ndarray, "R D"]:
    """A Catmull-Rom curve through evenly spaced knots, with `detail.along` steps between two of them."""
    return np.asarray(_spline(len(knots), detail.along) @ knots)


@cache
def _spline(knots: int, steps: int) -> Float[np.ndarray, "R K"]:
    """The matrix of `smooth_curve`; the ends go on straight."""
    extended = np.zeros((knots + 2, knots))
    extended[1:-1] = np.eye(knots)
    extended[0, :2] = extended[-1, [-1, -2]] = 2.0, -1.0
    rows = []
    for knot in range(knots - 1):
        a, b, c, d = extended[knot : knot + 4]
        for t in np.arange(steps) / steps:
            rows.append(
                b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
            )
    return np.stack([*rows, extended[-2]])


def soft_least(value: float, limit: float) -> float:
    """About the smaller of two positive lengths, without a kink where they are alike."""
    return float(value * (1 + (value / limit) ** 6) ** (-1 / 6))


def capped(
    outer_m: Float[np.ndarray, "K 2"], *, edge_m: float, detail: Detail
) -> Float[np.ndarray, "R 2"]:
    """The profile of a solid turned part: its outer side, the edges at both ends rounded."""
    if detail.bevel == 0:
        return outer_m
    below, above = outer_m[0], outer_m[-1]
    edge = min(edge_m, 0.3 * float(above[1] - below[1]))
    angle = np.linspace(0, np.pi / 2, detail.bevel + 1)
    inset, rise = edge * (1 - np.sin(angle)), edge * (1 - np.cos(angle))
    low = np.stack([below[0] - np.minimum(inset, 0.4 * below[0]), below[1] + rise], axis=1)
    high = np.stack([above[0] - np.minimum(inset, 0.4 * above[0]), above[1] - rise], axis=1)
    middle = outer_m[1:-1].copy()
    # Rings in the reach of a rounded edge make room for it.
    middle[:, 1] = np.clip(middle[:, 1], below[1] + 1.2 * edge, above[1] - 1.2 * edge)
    return np.concatenate([low, middle, high[::-1]])


def hollow(
    outer_m: Float[np.ndarray, "K 2"],
    wall_m: float,
    *,
    floor_m: float,
    detail: Detail,
) -> Float[np.ndarray, "R 2"]:
    """The profile of a turned vessel: up the outer side, over a round lip and down inside to a floor.

    Parameters
    ----------
    outer_m
        Radius and height from the bottom to the lip, heights increasing.
    wall_m
        Thickness of the wall, measured level.
    floor_m
        Height of the inner floor above the bottom.
    """
    foot, lip = outer_m[0], outer_m[-1]
    inside = np.linspace(lip[1], foot[1] + floor_m, 2 + 4 * detail.along)
    radius = np.interp(inside, outer_m[:, 1], outer_m[:, 0])
    inner = np.stack([_thinner(radius, wall_m), inside], axis=1)
    steps = [outer_m]
    if detail.bevel:
        edge = min(wall_m, 0.2 * float(foot[0]), 0.3 * float(outer_m[1, 1] - foot[1]))
        angle = np.linspace(0, np.pi / 2, detail.bevel + 1)
        rim = np.stack(
            [foot[0] - edge * (1 - np.sin(angle)), foot[1] + edge * (1 - np.cos(angle))], axis=1
        )
        half = (lip[0] - inner[0, 0]) / 2
        angle = np.linspace(0, np.pi, 2 * detail.bevel + 1)
        bead = np.stack(
            [lip[0] - half + half * np.cos(angle), lip[1] - half + half * np.sin(angle)], axis=1
        )
        outer = outer_m[1:-1].copy()
        outer[:, 1] = np.minimum(outer[:, 1], lip[1] - 1.05 * half)
        inner = inner[1:]
        inner[:, 1] = np.minimum(inner[:, 1], lip[1] - 1.05 * half)
        steps = [rim, outer, bead]
    return np.concatenate([*steps, inner])


def _thinner(radius: Float[np.ndarray, " K"], wall_m: float) -> Float[np.ndarray, " K"]:
    """Radii less a wall, which is never more than about a third of them."""
    wall = wall_m * (1 + (wall_m / (0.35 * radius)) ** 4) ** (-0.25)
    return np.asarray(radius - wall)
