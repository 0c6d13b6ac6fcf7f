"""Bars of any cross section along a path: bent posts, curved rails and slats, and paths with rounded corners."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.bar import grain_axes
from reconstruct.parts.primitives.rings import ringed

__all__ = ["rounded_path", "sweep"]


def sweep(
    path_m: Float[np.ndarray, "K 3"],
    across: Float[np.ndarray, "*A 3"],
    out: Float[np.ndarray, "*O 3"],
    section_m: Float[np.ndarray, "*S N 2"],
) -> PartMesh:
    """A bar along a path.

    Parameters
    ----------
    path_m
        Middles of its cross sections.
    across, out
        Directions of the section's two axes, one for all or one for each point; along, across and out are
        right-handed.
    section_m
        Counter-clockwise corners around the path, one section for all or one for each point.
    """
    sections = np.broadcast_to(section_m, (len(path_m), *section_m.shape[-2:]))
    wide, deep = (np.broadcast_to(way, path_m.shape)[:, None] for way in (across, out))
    rings = path_m[:, None] + sections[..., :1] * wide + sections[..., 1:] * deep
    middle = len(path_m) // 2
    return ringed(rings, grain_axes(path_m[-1] - path_m[0], wide[middle, 0]), path_m[[0, -1]])


def rounded_path(
    points_m: Float[np.ndarray, "K 3"], radius_m: float, steps: int
) -> Float[np.ndarray, "P 3"]:
    """A path through points, its inner corners rounded off in so many steps each.

    Parameters
    ----------
    radius_m
        How far from a corner the rounding begins; at most to the middle of a side.
    """
    shares = np.linspace(0, 1, steps + 1)[:, None]
    parts = [points_m[:1]]
    for before, corner, after in zip(points_m[:-2], points_m[1:-1], points_m[2:], strict=True):
        ends = []
        for other in (before, after):
            way = other - corner
            length = math.sqrt(float(way @ way))
            ends.append(corner + way * min(radius_m / max(length, 1e-9), 0.49))
        parts.append(
            (1 - shares) ** 2 * ends[0] + 2 * shares * (1 - shares) * corner + shares**2 * ends[1]
        )
    return np.concatenate([*parts, points_m[-1:]])
