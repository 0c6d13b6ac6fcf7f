"""Basins and tubs: hollow bodies over an outline that need not be round."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import LIGHT, Detail
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.rings import ringed

__all__ = ["basin", "basin_outline", "stacked"]


def basin_outline(
    width_m: float, depth_m: float, power: float, detail: Detail, *, flat_back: float = 0.0
) -> Float[np.ndarray, "N 2"]:
    """A superellipse (x, z), clockwise seen from above; its back half squarer by `flat_back`."""
    angle = -np.linspace(0, 2 * np.pi, 24 * detail.along, endpoint=False)
    cos, sin = np.cos(angle), np.sin(angle)
    # The power runs smoothly from the front to the back.
    powers = power + flat_back * (1 - np.sin(angle)) / 2
    reach = (np.abs(cos) ** powers + np.abs(sin) ** powers) ** (-1 / powers)
    return np.stack([0.5 * width_m * cos * reach, 0.5 * depth_m * sin * reach], axis=1)


def basin(
    outline: Float[np.ndarray, "N 2"],
    low_m: float,
    high_m: float | Float[np.ndarray, " N"],
    *,
    foot: float,
    wall_m: float,
    floor_m: float,
    fullness: float = 0.55,
    shift_m: float = 0.0,
    inner: Float[np.ndarray, "N 2"] | None = None,
    detail: Detail = LIGHT,
) -> PartMesh:
    """A hollow body: up its outer side, over the rim and down inside.

    Parameters
    ----------
    outline
        Its rim (x, z), as of `basin_outline`.
    low_m, high_m
        Height of its bottom and of its rim, which may differ along the outline.
    foot
        Size of the bottom as a share of the rim.
    wall_m
        Width of the rim.
    floor_m
        Height of the inner floor.
    fullness
        Shape of the sides: 1 is straight, less is rounder.
    shift_m
        How far the bottom lies behind the rim.
    inner
        Outline of the inner edge of the rim; a wall's width inside the outer one if not given.
    """
    steps = 4 + 4 * detail.along
    share = np.linspace(0, 1, steps)
    high = np.broadcast_to(np.asarray(high_m, dtype=np.float64), (len(outline),))
    reach = np.abs(outline).max(axis=0)
    mouth = outline * (1 - wall_m / reach) if inner is None else inner

    def grown(place: float | Float[np.ndarray, " N"]) -> Float[np.ndarray, "..."]:
        """Size of the outer side at a height between the bottom and the rim."""
        return np.asarray(foot + (1 - foot) * np.clip(place, 1e-6, 1.0) ** fullness)

    rings: list[Float[np.ndarray, "N 3"]] = []
    for t in share:
        rings.append(_ring(outline * grown(t), low_m + (high - low_m) * t, shift_m * (1 - t)))
    edge = min(0.3 * wall_m, 0.01) if detail.bevel else 0.0
    if edge:
        # A round rim: the top ring lies inside, the one below it a little lower.
        rings[-1][:, 1] -= edge
        for part in (0.3, 0.7):
            turn = part * np.pi / 2
            inset = edge * (1 - np.cos(turn))
            rings.append(
                _ring(outline * (1 - inset / reach), high - edge * (1 - np.sin(turn)), 0.0)
            )
        rings.append(_ring(outline * (1 - edge / reach), high, 0.0))
        rings.append(_ring(mouth * (1 + edge / reach), high, 0.0))
        rings.append(_ring(mouth, high - edge, 0.0))
    else:
        rings.append(_ring(mouth, high, 0.0))
    for t in share[1:]:
        deep = (1 - 0.42 * float(t) ** 3) * (1 - 0.12 * float(t))
        level = high - edge + (floor_m - high + edge) * np.sin(np.pi / 2 * t)
        place = (level - low_m) / (high - low_m)
        # Never through the outer side.
        size = np.minimum(deep, 0.97 * grown(place))
        rings.append(_ring(mouth * size[:, None], level, shift_m * (1 - place)))
    return ringed(np.stack(rings), np.eye(3)[[0, 2, 1]])


def stacked(
    outlines: list[Float[np.ndarray, "N 2"]], heights_m: list[float], shifts_m: list[float]
) -> PartMesh:
    """A solid through lying outlines, from the bottom up, each moved along z."""
    rings = [
        _ring(outline, np.full(len(outline), height), shift)
        for outline, height, shift in zip(outlines, heights_m, shifts_m, strict=True)
    ]
    return ringed(np.stack(rings), np.eye(3)[[1, 2, 0]])


def _ring(
    outline: Float[np.ndarray, "N 2"],
    height_m: Float[np.ndarray, " N"],
    shift_m: float | Float[np.ndarray, " N"],
) -> Float[np.ndarray, "N 3"]:
    return np.stack([outline[:, 0], height_m, outline[:, 1] + shift_m], axis=1)
