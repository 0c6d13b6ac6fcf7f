"""Bars and tubes: straight bars of four sides, and round ones along a path."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import LIGHT, Detail
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.outline import rounded_rectangle
from reconstruct.parts.primitives.rings import ringed

__all__ = ["bar", "bar_section", "grain_axes", "post", "tube"]

Point = tuple[float, float, float]


def post(
    bottom_m: Point,
    top_m: Point,
    section_m: tuple[float, float],
    top_section_m: tuple[float, float] | None = None,
    *,
    edge_m: float = 0.002,
    detail: Detail = LIGHT,
) -> PartMesh:
    """An upright bar whose ends are level, as a leg's are.

    Parameters
    ----------
    bottom_m, top_m
        Middles of its ends.
    section_m, top_section_m
        Width (x) and depth (z) at the bottom and at the top; the same if not given.
    """
    ends = np.array([bottom_m, top_m], dtype=np.float64)
    rings = []
    for end, section in zip(ends, (section_m, top_section_m or section_m), strict=True):
        outline = bar_section(section, edge_m, detail)[::-1]
        ring = np.empty((len(outline), 3))
        ring[:, 0], ring[:, 1], ring[:, 2] = end[0] + outline[:, 0], end[1], end[2] + outline[:, 1]
        rings.append(ring)
    along = ends[1] - ends[0]
    return ringed(np.stack(rings), grain_axes(along, np.array([1.0, 0.0, 0.0])), ends)


def bar(
    start_m: Point,
    end_m: Point,
    width_m: float,
    height_m: float,
    *,
    edge_m: float = 0.002,
    detail: Detail = LIGHT,
) -> PartMesh:
    """A bar of four sides between any two points, its ends square; of one that lies, `height_m` is upright."""
    ends = np.array([start_m, end_m], dtype=np.float64)
    along = ends[1] - ends[0]
    axes = grain_axes(along, _level(along))
    outline = bar_section((width_m, height_m), edge_m, detail)
    # Counter-clockwise seen from the end: across to the right, then out.
    ring = outline[:, :1] * axes[1] + outline[:, 1:] * axes[2]
    return ringed(np.stack([ring + ends[0], ring + ends[1]]), axes, ends)


def tube(
    path_m: Float[np.ndarray, "K 3"],
    radius_m: float | Float[np.ndarray, " K"],
    *,
    detail: Detail = LIGHT,
) -> PartMesh:
    """A round bar along a path that does not turn back on itself."""
    path = np.asarray(path_m, dtype=np.float64)
    radius = np.broadcast_to(np.asarray(radius_m, dtype=np.float64), (len(path),))
    ways = np.empty_like(path)
    ways[0], ways[-1] = path[1] - path[0], path[-1] - path[-2]
    ways[1:-1] = path[2:] - path[:-2]
    ways /= np.maximum(np.sqrt((ways * ways).sum(axis=1, keepdims=True)), 1e-12)
    across = _level(path[-1] - path[0])
    if np.abs(ways @ across).max() > 0.9:  # the path runs along it somewhere
        across = np.array([0.0, 0.0, 1.0])
        if np.abs(ways @ across).max() > 0.9:
            across = np.array([0.6, 0.0, 0.8])
    side = across - ways * (ways @ across)[:, None]
    side /= np.maximum(np.sqrt((side * side).sum(axis=1, keepdims=True)), 1e-12)
    out = _cross(ways, side)
    angle = (np.arange(detail.around) + 0.5) * 2 * math.pi / detail.around
    rings = path[:, None] + radius[:, None, None] * (
        np.cos(angle)[:, None] * side[:, None] + np.sin(angle)[:, None] * out[:, None]
    )
    return ringed(rings, grain_axes(path[-1] - path[0], across), path[[0, -1]])


def bar_section(
    section_m: tuple[float, float], edge_m: float, detail: Detail
) -> Float[np.ndarray, "N 2"]:
    """Cross section of a bar of a width and height around the origin, counter-clockwise; sharp where coarse."""
    if detail.bevel == 0:
        return rounded_rectangle(*section_m, 0.0, detail)
    return rounded_rectangle(*section_m, max(min(edge_m, 0.45 * min(section_m)), 1e-5), detail)


def _level(along: Float[np.ndarray, "3"]) -> Float[np.ndarray, "3"]:
    """A level unit vector across a way; x for what stands upright."""
    x, _, z = along.tolist()
    length = math.hypot(x, z)
    if length < 0.45 * math.sqrt(float(along @ along)):
        return np.array([1.0, 0.0, 0.0])
    return np.array([z / length, 0.0, -x / length])


def grain_axes(
    along: Float[np.ndarray, "3"], across: Float[np.ndarray, "3"]
) -> Float[np.ndarray, "3 3"]:
    """Right-handed unit rows: along, across (as far as it is square to it), and out."""
    # In plain numbers: numpy takes four times as long for three.
    x, y, z = along.tolist()
    length = max(math.sqrt(x * x + y * y + z * z), 1e-12)
    x, y, z = x / length, y / length, z / length
    a, b, c = across.tolist()
    share = a * x + b * y + c * z
    a, b, c = a - share * x, b - share * y, c - share * z
    length = math.sqrt(a * a + b * b + c * c)
    if length < 1e-6:
        a, b, c = -z * x, -z * y, 1.0 - z * z
        length = math.sqrt(a * a + b * b + c * c)
    a, b, c = a / length, b / length, c / length
    return np.array([(x, y, z), (a, b, c), (y * c - z * b, z * a - x * c, x * b - y * a)])


def _cross(a: Float[np.ndarray, "*B 3"], b: Float[np.ndarray, "*B 3"]) -> Float[np.ndarray, "*B 3"]:
    """Cross product; numpy's own costs several times as much for so few rows."""
    ax, ay, az = a[..., 0], a[..., 1], a[..., 2]
    bx, by, bz = b[..., 0], b[..., 1], b[..., 2]
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=-1)
