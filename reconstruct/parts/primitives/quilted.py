"""Quilted fronts: a padded board whose front is divided into channels or squares."""

from __future__ import annotations

from functools import cache

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import LIGHT, Detail
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.loft import sheet_faces

__all__ = ["quilted"]

Point = tuple[float, float, float]


def quilted(
    low_m: Point,
    high_m: Point,
    *,
    columns: int,
    rows: int = 1,
    depth_m: float = 0.02,
    edge_m: float = 0.01,
    detail: Detail = LIGHT,
) -> PartMesh:
    """A padded board that faces +z, between two corners.

    Parameters
    ----------
    low_m, high_m
        Its bounds.
    columns, rows
        How many pads its front has; one row makes upright channels.
    depth_m
        How deep the seams between pads lie below their middles.
    edge_m
        Radius of the front's outer edges.
    """
    across, bump_x = _places(columns, detail)
    up, bump_y = _places(rows, detail)
    width, tall, thick = (max(b - a, 1e-4) for a, b in zip(low_m, high_m, strict=True))
    depth = min(depth_m, 0.7 * thick)
    edge = min(edge_m, thick - depth, 0.4 * width, 0.4 * tall)
    if rows == 1:
        # Channels run to the edges without seams across.
        bump_y = np.ones_like(bump_y)
    rounding = np.maximum(
        _rounding(across * width, width, edge)[None, :], _rounding(up * tall, tall, edge)[:, None]
    )
    front = np.empty((len(up), len(across), 3))
    front[:, :, 0] = low_m[0] + width * across
    front[:, :, 1] = low_m[1] + tall * up[:, None]
    sunk = depth * (1 - bump_x[None, :] * bump_y[:, None])
    front[:, :, 2] = low_m[2] + thick - np.minimum(sunk + edge * rounding, 0.98 * thick)
    back = front.copy()
    back[:, :, 2] = low_m[2]
    corners = np.concatenate([front.reshape(-1, 3), back.reshape(-1, 3)])
    return PartMesh(corners, sheet_faces(len(up), len(across)), np.eye(3))


def _rounding(
    place_m: Float[np.ndarray, " N"], long_m: float, edge_m: float
) -> Float[np.ndarray, " N"]:
    """How far a rounded edge lies below the front, in radii."""
    inside = np.clip(np.minimum(place_m, long_m - place_m) / max(edge_m, 1e-6), 0, 1)
    return np.asarray(1 - np.sqrt(np.maximum(1 - (1 - inside) ** 2, 0)))


@cache
def _places(pads: int, detail: Detail) -> tuple[Float[np.ndarray, " N"], Float[np.ndarray, " N"]]:
    """Shares of the way along a row of pads, and how high the pads are there (0 at seams, 1 in their middles)."""
    within = (
        np.array([0.0, 0.5]) if detail.bevel == 0 else np.array([0.0, 0.07, 0.22, 0.5, 0.78, 0.93])
    )
    place = np.concatenate([(np.arange(pads)[:, None] + within).ravel() / pads, [1.0]])
    high = np.sin(np.pi * within) ** 0.5
    return place, np.concatenate([np.tile(high, pads), [0.0]])
