"""Bars of any cross section along a path: bent posts, curved rails and slats, and paths with rounded corners."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import Detail
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.bar import bar_section, grain_axes
from reconstruct.parts.primitives.rings import ring_faces, ringed

__all__ = ["bars", "circle_section", "rounded_path", "sweep", "sweeps"]


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


def sweeps(
    paths_m: Float[np.ndarray, "B K 3"],
    across: Float[np.ndarray, "*A 3"],
    out: Float[np.ndarray, "*O 3"],
    section_m: Float[np.ndarray, "*S N 2"],
) -> list[PartMesh]:
    """Bars along as many paths at once, which takes much less time than one by one; as `sweep`."""
    sections = np.broadcast_to(section_m, (*paths_m.shape[:2], *section_m.shape[-2:]))
    wide, deep = (np.broadcast_to(way, paths_m.shape)[:, :, None] for way in (across, out))
    rings = paths_m[:, :, None] + sections[..., :1] * wide + sections[..., 1:] * deep
    middle = paths_m.shape[1] // 2
    along = paths_m[:, -1] - paths_m[:, 0]
    along = along / np.maximum(np.sqrt((along * along).sum(axis=1, keepdims=True)), 1e-12)
    second = wide[:, middle, 0] - along * (wide[:, middle, 0] * along).sum(axis=1, keepdims=True)
    second = second / np.maximum(np.sqrt((second * second).sum(axis=1, keepdims=True)), 1e-12)
    third = np.empty_like(along)
    for a, b, c in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        third[:, a] = along[:, b] * second[:, c] - along[:, c] * second[:, b]
    corners = np.concatenate([rings.reshape(len(rings), -1, 3), paths_m[:, [0, -1]]], axis=1)
    faces = ring_faces(rings.shape[1], rings.shape[2])
    axes = np.stack([along, second, third], axis=1)
    return [PartMesh(corners[i], faces, axes[i]) for i in range(len(rings))]


def bars(
    ends_m: Float[np.ndarray, "B 2 3"],
    width_m: float,
    height_m: float,
    *,
    edge_m: float = 0.002,
    detail: Detail,
) -> list[PartMesh]:
    """Bars of four sides between pairs of points, many at once; none stands upright. As `bar`."""
    along = ends_m[:, 1] - ends_m[:, 0]
    along = along / np.maximum(np.sqrt((along * along).sum(axis=1, keepdims=True)), 1e-12)
    level = np.maximum(np.hypot(along[:, 0], along[:, 2]), 1e-9)
    x, y, z = along.T
    across = np.stack([z / level, np.zeros_like(x), -x / level], axis=1)
    # along x across
    out = np.stack([-y * x / level, level, -y * z / level], axis=1)
    section = bar_section((width_m, height_m), edge_m, detail)
    return sweeps(ends_m, across[:, None], out[:, None], section)


def circle_section(radius_m: float, detail: Detail) -> Float[np.ndarray, "N 2"]:
    """A round cross section for sweeps; coarser than a tube's, for thin sticks."""
    count = 6 if detail.along == 1 else 12
    angle = (np.arange(count) + 0.5) * 2 * math.pi / count
    return radius_m * np.stack([np.cos(angle), np.sin(angle)], axis=1)


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
