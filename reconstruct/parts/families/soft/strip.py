"""Flat bars bent in one plane, as the sides of bent-wood armchairs and sled frames are."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import Detail
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.bar import bar_section
from reconstruct.parts.primitives.loft import loft

__all__ = ["rounded_path", "strip"]


def rounded_path(
    corners_m: Float[np.ndarray, "K 2"], radius_m: float, detail: Detail
) -> Float[np.ndarray, "S 2"]:
    """A path (z, y) through corners, those between its ends rounded by about a radius."""
    points = [corners_m[:1]]
    shares = np.linspace(0, 1, 3 if detail.bevel == 0 else 6)[:, None]
    for before, here, after in zip(corners_m[:-2], corners_m[1:-1], corners_m[2:], strict=True):
        ends = []
        for other in (before, after):
            way = other - here
            length = float(np.sqrt(way @ way))
            ends.append(here + way / max(length, 1e-9) * min(radius_m, 0.48 * length))
        a, b = ends
        points.append((1 - shares) ** 2 * a + 2 * shares * (1 - shares) * here + shares**2 * b)
    points.append(corners_m[-1:])
    return np.concatenate(points)


def strip(
    path_m: Float[np.ndarray, "S 2"], x_m: float, width_m: float, thick_m: float, detail: Detail
) -> PartMesh:
    """A flat bar along a path (z, y): its width along x around `x_m`, its thickness in the path's plane."""
    ways = np.gradient(path_m, axis=0)
    ways /= np.maximum(np.sqrt((ways * ways).sum(axis=1, keepdims=True)), 1e-9)
    across = np.stack([-ways[:, 1], ways[:, 0]], axis=1)
    outline = bar_section((width_m, thick_m), 0.004, detail)
    rings = np.empty((len(path_m), len(outline), 3))
    rings[:, :, 0] = x_m + outline[:, 0]
    rings[:, :, 1] = path_m[:, 1:] + across[:, 1:] * outline[:, 1]
    rings[:, :, 2] = path_m[:, :1] + across[:, :1] * outline[:, 1]
    return loft(rings, detail=detail)
