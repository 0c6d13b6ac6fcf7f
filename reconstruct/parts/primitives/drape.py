"""Cloth over a lying box: duvets, covers and throws that hang down at the sides and the foot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import LIGHT, Detail
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.loft import sheet_faces

__all__ = ["drape"]


@dataclass(frozen=True)
class _Steps:
    """Where the cloth's grid lines lie: on the flat top, round the edge, on the hanging part."""

    top: int
    edge: int
    hang: int


def drape(
    half_x_m: float,
    back_m: float,
    front_m: float,
    top_m: float,
    *,
    hang_m: float,
    thickness_m: float,
    over_front: bool = True,
    softness_m: float = 0.0,
    radius_m: float = 0.04,
    detail: Detail = LIGHT,
) -> PartMesh:
    """A cloth over a box, from z = `back_m`, where it ends on top, over its front edge.

    Parameters
    ----------
    half_x_m, front_m, top_m
        Reach of what it lies on.
    hang_m
        How far it hangs down at the sides, and at the front if it goes over it.
    thickness_m
        Of the cloth; its lower face lies on the box.
    over_front
        Whether it hangs down at the front, or ends on top at `front_m` as a throw across a bed does.
    softness_m
        Height of its folds and bumps; none of them while fitting.
    radius_m
        Of its bend over the edges, at least its thickness.
    """
    radius = max(radius_m, 1.05 * thickness_m)
    bend = 0.5 * np.pi * radius
    drop = max(hang_m - radius, 0.0)
    across, ahead = _grids(detail, over_front)
    # Way beyond the flat part along each axis, in metres of cloth.
    out_x = _excess(across, bend, drop)
    out_z = _excess(ahead, bend, drop) if over_front else np.zeros(len(ahead))
    flat_x = half_x_m + thickness_m - radius
    flat_z = front_m + thickness_m - radius if over_front else front_m
    x = np.clip(across, -1, 1) * flat_x
    z = back_m + np.minimum(ahead, 1.0) * (flat_z - back_m)
    grid_x, grid_z = np.broadcast_arrays(x[None, :], z[:, None])
    reach_x = np.broadcast_to(np.abs(out_x)[None, :], grid_x.shape)
    reach_z = np.broadcast_to(out_z[:, None], grid_x.shape)
    # At the corners the cloth turns about the corner of the flat part, and hangs as low as along the sides.
    reach = np.maximum(reach_x, reach_z)
    turn = np.arctan2(reach_z, reach_x)
    angle = np.minimum(reach / radius, 0.5 * np.pi)
    beside = radius * np.sin(angle)
    below = radius * (1 - np.cos(angle)) + np.maximum(reach - bend, 0.0)
    away_x, away_z = np.cos(turn) * np.sign(out_x)[None, :], np.sin(turn)
    if detail.bevel and softness_m > 0:
        along = grid_z * np.sign(away_x) + grid_x
        fold = np.sin(23.0 * along + 2.0 * np.sin(5.0 * along))
        hanging = np.clip((reach - bend) / max(drop, 0.05), 0, 1)
        beside = beside + softness_m * (0.6 + 0.6 * fold) * hanging
        bump = np.sin(5.1 * grid_x + 1.0) * np.sin(4.3 * grid_z) + 0.5 * np.sin(
            9.0 * grid_x - 7.0 * grid_z
        )
        below = below - 0.5 * softness_m * bump * (1 - np.clip(reach / bend, 0, 1))
    made = np.empty((*grid_x.shape, 3))
    made[:, :, 0] = grid_x + away_x * beside
    made[:, :, 1] = top_m + thickness_m - below
    made[:, :, 2] = grid_z + away_z * beside
    # The lower face lies straight under the upper one; normals taken from the grid fail at the cloth's corners.
    inner = made.copy()
    inner[:, :, 0] -= thickness_m * away_x * np.sin(angle)
    inner[:, :, 1] -= thickness_m * np.cos(angle)
    inner[:, :, 2] -= thickness_m * away_z * np.sin(angle)
    corners = np.concatenate([made[::-1].reshape(-1, 3), inner[::-1].reshape(-1, 3)])
    return PartMesh(corners, sheet_faces(*grid_x.shape), np.eye(3)[[0, 2, 1]])


def _excess(place: Float[np.ndarray, " N"], bend: float, drop: float) -> Float[np.ndarray, " N"]:
    """Metres of cloth beyond the flat part: places from 1 to 2 go round the edge, from 2 to 3 hang."""
    size = np.abs(place)
    return np.asarray(
        np.sign(place) * (np.clip(size - 1, 0, 1) * bend + np.clip(size - 2, 0, 1) * drop)
    )


@cache
def _grids(
    detail: Detail, over_front: bool
) -> tuple[Float[np.ndarray, " C"], Float[np.ndarray, " R"]]:
    """Grid lines across (-3 to 3) and ahead (0 to 3, or to 1): 1 is the edge of the flat part, 2 the bend's end."""
    steps = _Steps(2, 2, 1) if detail.bevel == 0 else _Steps(8, 3, 3)
    edge = 1 + np.arange(1, steps.edge + 1) / steps.edge
    hang = 2 + np.arange(1, steps.hang + 1) / steps.hang
    beyond = np.concatenate([edge, hang])
    top = np.linspace(-1, 1, steps.top + 1)
    across = np.concatenate([-beyond[::-1], top, beyond])
    ahead = np.linspace(0, 1, steps.top + 1)
    return across, np.concatenate([ahead, beyond]) if over_front else ahead
