"""Lofts and shells: parts through a row of outlines, and curved sheets of some thickness."""

from __future__ import annotations

from functools import cache

import numpy as np
from jaxtyping import Float, Int

from reconstruct.parts.detail import LIGHT, Detail
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.rings import ringed

__all__ = ["loft", "sheet_faces", "shell"]


def loft(sections_m: Float[np.ndarray, "R N 3"], *, detail: Detail = LIGHT) -> PartMesh:
    """A part through outlines of as many corners each, counter-clockwise seen from beyond the last one."""
    del detail  # the caller decides how many sections there are
    middle = sections_m.mean(axis=1)
    along = middle[-1] - middle[0]
    along = along / max(float(np.linalg.norm(along)), 1e-12)
    across = np.eye(3)[int(np.abs(along).argmin())]
    across = across - along * float(across @ along)
    across /= np.linalg.norm(across)
    return ringed(sections_m, np.stack([along, across, np.cross(along, across)]))


def shell(
    front_m: Float[np.ndarray, "A B 3"],
    thickness_m: float | Float[np.ndarray, "A B"],
    *,
    detail: Detail = LIGHT,
) -> PartMesh:
    """A curved sheet: a grid of points on its front, its thickness behind them.

    Parameters
    ----------
    front_m
        Points by row and column. Seen from the front, rows run up and columns to the right.
    thickness_m
        At every point, along the normal.
    """
    del detail  # the caller decides how fine the grid is
    rows, columns = front_m.shape[:2]
    up, right = np.gradient(front_m, axis=0), np.gradient(front_m, axis=1)
    normal = np.cross(right, up)
    normal /= np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-12)
    back = front_m - normal * np.broadcast_to(thickness_m, (rows, columns))[..., None]
    grain = up.mean(axis=(0, 1))
    grain /= max(float(np.linalg.norm(grain)), 1e-12)
    across = right.mean(axis=(0, 1))
    across = across - grain * float(across @ grain)
    across /= max(float(np.linalg.norm(across)), 1e-12)
    corners = np.concatenate([front_m.reshape(-1, 3), back.reshape(-1, 3)])
    axes = np.stack([grain, across, np.cross(grain, across)])
    return PartMesh(corners, sheet_faces(rows, columns), axes)


@cache
def sheet_faces(rows: int, columns: int) -> Int[np.ndarray, "F 3"]:
    """Triangles of a closed sheet: a grid on its front, as many points behind it, and the rim between them."""
    """Triangles of a sheet: a grid of front corners, then one of back corners, and the rim between them."""
    count = rows * columns
    place = np.arange(count).reshape(rows, columns)
    a, b = place[:-1, :-1].ravel(), place[:-1, 1:].ravel()
    c, d = place[1:, 1:].ravel(), place[1:, :-1].ravel()
    front = [np.stack([a, b, c], 1), np.stack([a, c, d], 1)]
    back = [np.ascontiguousarray(f[:, ::-1]) + count for f in front]
    rim = np.concatenate([place[0, :-1], place[:-1, -1], place[-1, :0:-1], place[:0:-1, 0]])
    after = np.roll(rim, -1)
    # The rim runs counter-clockwise seen from the front; its own faces look outwards.
    edge = [
        np.stack([rim, rim + count, after + count], 1),
        np.stack([rim, after + count, after], 1),
    ]
    return np.concatenate([*front, *back, *edge])
