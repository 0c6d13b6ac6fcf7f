"""Many boxes on a plan at once: corners, gaps, containment.

A box is five numbers: centre x, centre z, half width, half depth, yaw (metres, radians, any frame
with +Y up).  Half width is measured along the product's X axis, half depth along its Z axis.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from jaxtyping import Bool, Float

__all__ = [
    "TOUCH_M",
    "Values",
    "axis_gaps",
    "box_corners",
    "inside_polygon",
    "quarter_turned",
    "separation",
    "world_boxes",
]

Values = np.ndarray | np.floating[Any]
"""Numbers broadcast over boxes: an array, or one number for one pair."""

TOUCH_M = 1e-5
"""Boxes that overlap by no more than this only touch."""


def world_boxes(
    poses: Float[np.ndarray, "N 3"], local: Float[np.ndarray, "S 4"]
) -> Float[np.ndarray, "N S 5"]:
    """Carry boxes of a group's frame to N poses (x, z, yaw).

    Parameters
    ----------
    poses
        Where the group's origin goes, and its yaw.
    local
        Boxes with sides along the group's axes: x0, x1, z0, z1.
    """
    cos, sin = np.cos(poses[:, 2:3]), np.sin(poses[:, 2:3])
    cx, cz = (local[:, 0] + local[:, 1]) / 2, (local[:, 2] + local[:, 3]) / 2
    out = np.empty((len(poses), len(local), 5))
    out[:, :, 0] = poses[:, 0:1] + cos * cx + sin * cz
    out[:, :, 1] = poses[:, 1:2] - sin * cx + cos * cz
    out[:, :, 2] = (local[:, 1] - local[:, 0]) / 2
    out[:, :, 3] = (local[:, 3] - local[:, 2]) / 2
    out[:, :, 4] = poses[:, 2:3]
    return out


def box_corners(boxes: Float[np.ndarray, "*N 5"]) -> Float[np.ndarray, "*N 4 2"]:
    """Corners (x, z) of boxes, in order around each."""
    x, z, w, d, yaw = np.moveaxis(boxes, -1, 0)
    cos, sin = np.cos(yaw), np.sin(yaw)
    signs = ((1, 1), (1, -1), (-1, -1), (-1, 1))
    return np.asarray(
        np.stack(
            [
                np.stack([x + a * w * cos + b * d * sin, z - a * w * sin + b * d * cos], axis=-1)
                for a, b in signs
            ],
            axis=-2,
        )
    )


def quarter_turned(boxes: Float[np.ndarray, "*N 5"]) -> Bool[np.ndarray, "*N"]:
    """Tell which boxes have sides along the axes."""
    return np.asarray(np.abs(np.sin(2 * boxes[..., 4])) < 1e-9)


def _extents(boxes: Float[np.ndarray, "*N 5"]) -> tuple[Values, Values]:
    cos, sin = np.abs(np.cos(boxes[..., 4])), np.abs(np.sin(boxes[..., 4]))
    return (
        cos * boxes[..., 2] + sin * boxes[..., 3],
        sin * boxes[..., 2] + cos * boxes[..., 3],
    )


def axis_gaps(a: Float[np.ndarray, "*A 5"], b: Float[np.ndarray, "*B 5"]) -> tuple[Values, Values]:
    """Gaps along x and z between the axis-aligned bounds of boxes, broadcast; negative: overlap."""
    ax, az = _extents(a)
    bx, bz = _extents(b)
    gap_x = np.abs(a[..., 0] - b[..., 0]) - ax - bx
    gap_z = np.abs(a[..., 1] - b[..., 1]) - az - bz
    return gap_x, gap_z


def separation(
    a: Float[np.ndarray, "*A 5"],
    b: Float[np.ndarray, "*B 5"],
    gaps: tuple[Values, Values] | None = None,
) -> np.ndarray:
    """Return the widest gap between boxes over their separating axes, broadcast; negative: depth.

    For boxes that overlap this is minus the depth of the overlap.  Axis-aligned bounds decide most
    pairs; the four axes of the boxes themselves are tried only where a box stands askew.

    Parameters
    ----------
    gaps
        `axis_gaps` of the two, where they are known already.
    """
    gap_x, gap_z = axis_gaps(a, b) if gaps is None else gaps
    gap = np.maximum(gap_x, gap_z)
    askew = ~quarter_turned(a) | ~quarter_turned(b)
    if not askew.any():
        return np.asarray(gap)
    a_all, b_all = np.broadcast_arrays(a, b)
    where = np.broadcast_to(askew, gap.shape)
    pa, pb = a_all[where], b_all[where]
    best = np.full(len(pa), -np.inf)
    dx, dz = pb[:, 0] - pa[:, 0], pb[:, 1] - pa[:, 1]
    turn = pb[:, 4] - pa[:, 4]
    cos, sin = np.abs(np.cos(turn)), np.abs(np.sin(turn))
    for own, other in ((pa, pb), (pb, pa)):
        c, s = np.cos(own[:, 4]), np.sin(own[:, 4])
        along_x = np.abs(dx * c - dz * s) - own[:, 2] - cos * other[:, 2] - sin * other[:, 3]
        along_z = np.abs(dx * s + dz * c) - own[:, 3] - sin * other[:, 2] - cos * other[:, 3]
        best = np.maximum(best, np.maximum(along_x, along_z))
    exact = np.array(gap)
    exact[where] = best
    return exact


def inside_polygon(
    boxes: Float[np.ndarray, "*N 5"], polygon: Float[np.ndarray, "C 2"]
) -> Bool[np.ndarray, "*N"]:
    """Tell which boxes lie wholly in a simple polygon (touching allowed).

    A box is inside when its centre is and no edge of the polygon enters its interior.
    """
    ends = np.roll(polygon, -1, axis=0)
    middle, span = (polygon + ends) / 2, ends - polygon
    edges = np.zeros((len(polygon), 5))
    edges[:, :2] = middle
    edges[:, 2] = np.hypot(span[:, 0], span[:, 1]) / 2
    edges[:, 4] = np.arctan2(-span[:, 1], span[:, 0])
    clear = (separation(boxes[..., None, :], edges) >= -TOUCH_M).all(axis=-1)
    px, pz = boxes[..., 0:1], boxes[..., 1:2]
    crosses = (polygon[:, 1] > pz) != (ends[:, 1] > pz)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = polygon[:, 0] + (pz - polygon[:, 1]) / span[:, 1] * span[:, 0]
    hits = crosses & (px < at)
    return np.asarray(clear & (hits.sum(axis=-1) % 2 == 1))
