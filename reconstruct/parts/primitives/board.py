"""Boards: a flat outline of some thickness, and blocks between two corners."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import LIGHT, Detail
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.rings import ringed

__all__ = ["block", "board"]

_CORNERS = np.array([[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]])
_FLAT = ((2, 1), (0, 2), (1, 0))
"""Where the x and the z of a lying board go when its y is turned to x, y or z: turned, not mirrored, so that all
blocks have the same triangles."""


def board(
    outline: Float[np.ndarray, "N 2"],
    thickness_m: float,
    *,
    edge_m: float = 0.0,
    detail: Detail = LIGHT,
) -> PartMesh:
    """A lying board: outline (x, z) around the origin, its lower face at y = 0.

    Parameters
    ----------
    outline
        Counter-clockwise with x to the right and z up on paper (so clockwise seen from above); star-shaped around
        its middle.
    thickness_m
        Along y.
    edge_m
        Radius of the rounded edges.
    """
    heights, insets = _edge(thickness_m, edge_m, detail)
    reach = np.maximum(np.abs(outline).max(axis=0), 1e-9)
    rings = np.empty((len(heights), len(outline), 3))
    # Turned round: seen from above, x to the right and z towards the viewer, the outline runs clockwise.
    turned = outline[::-1]
    for ring, height, inset in zip(rings, heights, insets, strict=True):
        inner = turned * np.maximum(1 - inset / reach, 0.05)
        ring[:, 0], ring[:, 1], ring[:, 2] = inner[:, 0], height, inner[:, 1]
    long = 0 if np.ptp(outline[:, 0]) >= np.ptp(outline[:, 1]) else 2
    axes = np.eye(3)[[long, 2 - long, 1]]
    return ringed(rings, axes)


def block(
    low_m: tuple[float, float, float],
    high_m: tuple[float, float, float],
    *,
    edge_m: float = 0.002,
    detail: Detail = LIGHT,
) -> PartMesh:
    """A block between two corners, its edges rounded."""
    low, high = np.minimum(low_m, high_m), np.maximum(low_m, high_m)
    sides = np.maximum(high - low, 1e-6)
    short, middle, long = np.argsort(sides, kind="stable").tolist()
    # Rounded edges run around the largest face. While fitting, corners keep their order whatever is longest.
    up = short if detail.bevel else 1
    first, second = _FLAT[up]
    half = sides[[first, second]] / 2
    made = board(_CORNERS * half, float(sides[up]), edge_m=edge_m, detail=detail)
    corners = np.empty_like(made.vertices_m)
    corners[:, first], corners[:, up], corners[:, second] = made.vertices_m.T
    corners[:, up] -= sides[up] / 2
    return PartMesh(corners + (low + high) / 2, made.faces, np.eye(3)[[long, middle, short]])


def _edge(
    thickness_m: float, edge_m: float, detail: Detail
) -> tuple[Float[np.ndarray, " R"], Float[np.ndarray, " R"]]:
    """Heights of a board's rings, and how far each lies inside the outline."""
    if detail.bevel == 0:
        return np.array([0.0, thickness_m]), np.zeros(2)
    radius = min(max(edge_m, 1e-4), 0.49 * thickness_m)
    angle = np.linspace(0, np.pi / 2, detail.bevel + 1)
    rise, inset = radius * (1 - np.cos(angle)), radius * (1 - np.sin(angle))
    heights = np.concatenate([rise, thickness_m - rise[::-1]])
    return heights, np.concatenate([inset, inset[::-1]])
