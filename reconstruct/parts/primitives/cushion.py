"""Cushions: soft boxes with crowned faces and round edges."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import LIGHT, Detail
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.outline import rounded_rectangle
from reconstruct.parts.primitives.rings import ringed

__all__ = ["cushion", "cushioned"]


def cushion(
    width_m: float,
    height_m: float,
    depth_m: float,
    *,
    crown_m: float = 0.0,
    edge_m: float = 0.03,
    corner_m: float = 0.03,
    detail: Detail = LIGHT,
) -> PartMesh:
    """A lying cushion around the y axis, its lower face at y = 0.

    Parameters
    ----------
    crown_m
        How much higher its middle is than its rim, included in the height.
    edge_m, corner_m
        Radius of its edges, and of its corners seen from above.
    """
    outline = rounded_rectangle(width_m, depth_m, max(corner_m, 1e-4), detail)
    return cushioned(outline, height_m, crown_m=crown_m, edge_m=edge_m, detail=detail)


def cushioned(
    outline: Float[np.ndarray, "N 2"],
    height_m: float,
    *,
    crown_m: float = 0.0,
    edge_m: float = 0.03,
    detail: Detail = LIGHT,
) -> PartMesh:
    """The same over any outline (x, z), star-shaped around the origin."""
    if detail.along > 1:
        # Points between corners, which the crown's round rings need.
        between = (outline + np.roll(outline, -1, axis=0)) / 2
        outline = np.stack([outline, between], axis=1).reshape(-1, 2)
    flank = max(height_m - crown_m, 0.2 * height_m)
    crown = height_m - flank
    radius = min(edge_m, 0.49 * flank)
    steps = 1 + detail.along
    angle = np.linspace(0, np.pi / 2, steps + 1)
    rise, inset = radius * (1 - np.cos(angle)), radius * (1 - np.sin(angle))
    reach = np.maximum(np.abs(outline).max(axis=0), 1e-9)
    heights, insets = [*rise, *(flank - rise[::-1])], [*inset, *inset[::-1]]
    turned = outline[::-1]
    rings = []
    for height, by in zip(heights, insets, strict=True):
        inner = turned * np.maximum(1 - by / reach, 0.05)
        rings.append(np.stack([inner[:, 0], np.full(len(inner), height), inner[:, 1]], axis=1))
    rim = rings[-1]
    # Towards the middle the rings turn into ellipses, or the crown of a square cushion is a pyramid.
    half = np.maximum(np.abs(rim).max(axis=0), 1e-9)
    span = rim[:, [0, 2]] / half[[0, 2]]
    oval = rim / np.sqrt((span * span).sum(axis=1))[:, None]
    for share in np.linspace(0, 1, (2 if detail.along == 1 else 5) + 1)[1:-1]:
        inner = (1 - share) * ((1 - share) * rim + share * oval)
        # Nearly level at the rim, or its corners show as ridges.
        inner[:, 1] = flank + crown * share * (1 + share * (0.5 + share * -0.5))
        rings.append(inner)
    ends = np.array([[0.0, 0.0, 0.0], [0.0, height_m, 0.0]])
    axes = np.eye(3)[[0, 2, 1]]
    return ringed(np.stack(rings), axes, ends)
