"""Curved slabs of two sides: moulded shells, padded backs and bent panels, their rims rounded."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.loft import sheet_faces

__all__ = ["curved", "soft_thickness", "spaced"]


def curved(
    middle_m: Float[np.ndarray, "A B 3"], thickness_m: float | Float[np.ndarray, "A B"]
) -> PartMesh:
    """A sheet around a grid of points, half its thickness on each side.

    Parameters
    ----------
    middle_m
        Points by row and column. Seen from the front, rows run up and columns to the right.
    thickness_m
        At every point, along the normal.
    """
    up, right = _slopes(middle_m, 0), _slopes(middle_m, 1)
    normal = np.empty_like(middle_m)
    for a, b, c in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        normal[..., a] = right[..., b] * up[..., c] - right[..., c] * up[..., b]
    normal /= np.maximum(np.sqrt((normal * normal).sum(axis=2, keepdims=True)), 1e-12)
    offset = normal * (np.broadcast_to(thickness_m, middle_m.shape[:2])[..., None] / 2)
    corners = np.concatenate(
        [(middle_m + offset).reshape(-1, 3), (middle_m - offset).reshape(-1, 3)]
    )
    rows, columns = middle_m.shape[:2]
    grain = middle_m[-1, columns // 2] - middle_m[0, columns // 2]
    grain = grain / max(float(np.sqrt(grain @ grain)), 1e-12)
    across = middle_m[rows // 2, -1] - middle_m[rows // 2, 0]
    across = across - grain * float(across @ grain)
    across /= max(float(np.sqrt(across @ across)), 1e-12)
    (gx, gy, gz), (ax, ay, az) = grain, across
    out = np.array([gy * az - gz * ay, gz * ax - gx * az, gx * ay - gy * ax])
    return PartMesh(corners, sheet_faces(rows, columns), np.stack([grain, across, out]))


def spaced(count: int) -> Float[np.ndarray, " N"]:
    """Places from -1 to 1, closer together towards the ends, where a rounded rim needs them."""
    return np.sin(np.linspace(-np.pi / 2, np.pi / 2, count))


def soft_thickness(
    rows: Float[np.ndarray, " A"], columns: Float[np.ndarray, " B"], *, rim: float = 0.25
) -> Float[np.ndarray, "A B"]:
    """Share of a slab's thickness at places from -1 to 1: full in the middle, round towards the rim."""
    flat = (1 - rows[:, None] ** 6) * (1 - columns[None, :] ** 6)
    return np.asarray(rim + (1 - rim) * np.sqrt(np.maximum(flat, 0.0)))


def _slopes(grid: Float[np.ndarray, "A B 3"], axis: int) -> Float[np.ndarray, "A B 3"]:
    """Differences between neighbours along an axis, one-sided at its ends."""
    slope = np.empty_like(grid)
    lines, steps = np.moveaxis(grid, axis, 0), np.moveaxis(slope, axis, 0)
    steps[1:-1] = lines[2:] - lines[:-2]
    steps[0], steps[-1] = lines[1] - lines[0], lines[-1] - lines[-2]
    return slope
