"""Padded parts: upholstered blocks with round edges and crowned faces, and throw pillows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import LIGHT, Detail
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.rings import ringed

__all__ = ["padded", "reshaped", "throw_pillow"]

Point = tuple[float, float, float]

# World axes of the local ones (first across, stacking, second across); even permutations keep faces outwards.
_ORDER = {"x": (2, 0, 1), "y": (0, 1, 2), "z": (1, 2, 0)}
_GRAIN = {"x": (2, 1, 0), "y": (0, 2, 1), "z": (0, 1, 2)}


def padded(
    low_m: Point,
    high_m: Point,
    *,
    facing: str = "y",
    edge_m: float = 0.03,
    corner_m: float | tuple[float, float, float, float] = 0.03,
    crown_m: float = 0.0,
    under_m: float = 0.0,
    bulge_m: float = 0.0,
    detail: Detail = LIGHT,
) -> PartMesh:
    """A padded block between two corners.

    Parameters
    ----------
    low_m, high_m
        Its bounds, crowns included, bulges not.
    facing
        Axis that its two main faces look along: "y" for a seat, "z" for a back, "x" for an arm.
    edge_m
        Radius of the edges round the two main faces.
    corner_m
        Radius of the corners of the main faces, or one for each: facing "y" front left, back left, back right,
        front right; facing "x" top front, bottom front, bottom back, top back; facing "z" top left, top right,
        bottom right, bottom left.
    crown_m, under_m
        How much the middles of the main faces (towards + and towards -) stand out of their rims.
    bulge_m
        How much the narrow sides stand out in their middle.
    """
    order = _ORDER[facing]
    low = [min(low_m[axis], high_m[axis]) for axis in order]
    high = [max(low_m[axis], high_m[axis]) for axis in order]
    across, tall, along = (max(b - a, 1e-4) for a, b in zip(low, high, strict=True))
    flank_low = min(max(under_m, 0.0), 0.4 * tall)
    flank_high = tall - min(max(crown_m, 0.0), 0.4 * tall)
    radius = min(max(edge_m, 1e-4), 0.49 * (flank_high - flank_low), 0.45 * min(across, along))
    half = np.array([across, along]) / 2
    corners = np.array([corner_m] * 4 if isinstance(corner_m, float) else corner_m)
    outline = _outline(half, np.minimum(np.maximum(corners, 1e-4), 0.98 * half.min()), detail)
    rise, inset, middle, scale = _profile(detail)
    heights = np.where(
        middle == 0,
        flank_low + radius * rise,
        np.where(middle == 2, flank_high - radius * rise, (flank_low + flank_high) / 2),
    )
    crowned = np.where(middle == 0, -min(under_m, flank_low), tall - flank_high)
    heights = heights + crowned * (1 - scale * scale)
    insets = radius * inset - np.where(middle == 1, bulge_m, 0.0)
    factors = scale[:, None] * np.maximum(1 - insets[:, None] / half, 0.03)
    rings = np.empty((len(heights), len(outline), 3))
    rings[:, :, order[0]] = factors[:, None, 0] * outline[:, 0] + (low[0] + high[0]) / 2
    rings[:, :, order[1]] = heights[:, None] + low[1]
    rings[:, :, order[2]] = factors[:, None, 1] * outline[:, 1] + (low[2] + high[2]) / 2
    ends = np.empty((2, 3))
    ends[:, order[0]] = (low[0] + high[0]) / 2
    ends[:, order[1]] = low[1], low[1] + tall
    ends[:, order[2]] = (low[2] + high[2]) / 2
    return ringed(rings, np.eye(3)[list(_GRAIN[facing])], ends)


_CORNERS = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, -1.0], [-1.0, 1.0]])


def _outline(
    half: Float[np.ndarray, "2"], radii: Float[np.ndarray, "4"], detail: Detail
) -> Float[np.ndarray, "N 2"]:
    """A rectangle with round corners, clockwise in (first, second): counter-clockwise seen from the stacking axis."""
    arcs, between = _arcs(detail)
    curved = (_CORNERS * (half - radii[:, None]))[:, None] + radii[:, None, None] * arcs
    if not len(between):
        return np.asarray(curved.reshape(-1, 2))
    here, there = curved[:, -1:], np.roll(curved[:, :1], -1, axis=0)
    return np.concatenate([curved, here + (there - here) * between], axis=1).reshape(-1, 2)


@cache
def _arcs(detail: Detail) -> tuple[Float[np.ndarray, "4 K 2"], Float[np.ndarray, "S 1"]]:
    """Points on the four corners' arcs of radius 1, and shares of the way along the straight sides."""
    per_corner, per_side = (2, 0) if detail.bevel == 0 else (2 + detail.bevel, detail.along)
    turn = -np.arange(4) * np.pi / 2
    angle = np.pi / 2 - np.linspace(0, np.pi / 2, per_corner) + turn[:, None]
    shares = np.arange(1, per_side + 1) / (per_side + 1)
    return np.stack([np.cos(angle), np.sin(angle)], axis=2), shares[:, None]


@cache
def _profile(
    detail: Detail,
) -> tuple[Float[np.ndarray, " R"], ...]:
    """Of each ring: rise and inset in edge radii, which third it belongs to (0, 1, 2), scale on a main face."""
    steps = 1 + detail.bevel
    angle = np.linspace(0, np.pi / 2, steps + (detail.bevel == 0))
    rise, inset = 1 - np.cos(angle), 1 - np.sin(angle)
    caps = np.linspace(1, 0, 1 + detail.bevel + (detail.bevel > 0))[1:-1]
    count = len(rise)
    return (
        np.concatenate([rise, [0.0], rise[::-1], np.zeros(len(caps))]),
        np.concatenate([inset, [0.0], inset[::-1], np.ones(len(caps))]),
        np.concatenate([np.zeros(count), [1.0], np.full(count + len(caps), 2.0)]),
        np.concatenate([np.ones(2 * count + 1), caps]),
    )


def throw_pillow(
    width_m: float,
    height_m: float,
    thickness_m: float,
    *,
    pinch: float = 0.035,
    fullness: float = 0.5,
    detail: Detail = LIGHT,
) -> PartMesh:
    """A pillow with a seam round its edge, standing upright around the origin, its faces along z.

    Parameters
    ----------
    pinch
        How much its sides curve in between the corners, as a share of its size.
    fullness
        Power of its profile: lower is flatter in the middle and rounder at the seam.
    """
    per_side = 3 if detail.bevel == 0 else 7
    side = np.linspace(-1, 1, per_side, endpoint=False)
    bow = 1 - pinch * 2 * (1 - side * side)
    ones = np.ones(per_side)
    outline = _four_sides(side, bow) * np.array([width_m / 2, height_m / 2])
    square = _four_sides(side, ones)
    rings = 2 if detail.bevel == 0 else 5
    share = np.sin(np.linspace(0, np.pi / 2, rings + 1))[1:]
    scale = np.concatenate([share, share[-2::-1]])
    made = np.empty((len(scale), len(outline), 3))
    made[:, :, :2] = scale[:, None, None] * outline
    # Thickest in the middle, thinner towards the sides and still thinner towards the corners.
    free = 1 - (scale[:, None, None] * square) ** 2
    depth = np.maximum(free[:, :, 0] * free[:, :, 1], 0.0) ** fullness * thickness_m / 2
    depth[: rings - 1] *= -1
    made[:, :, 2] = depth
    ends = np.array([[0.0, 0.0, -thickness_m / 2], [0.0, 0.0, thickness_m / 2]])
    return ringed(made, np.eye(3), ends)


def _four_sides(
    along: Float[np.ndarray, " N"], out: Float[np.ndarray, " N"]
) -> Float[np.ndarray, "M 2"]:
    """Four sides round a square, counter-clockwise from the lower left corner."""
    return np.concatenate(
        [
            np.stack([along, -out], axis=1),
            np.stack([out, along], axis=1),
            np.stack([-along, out], axis=1),
            np.stack([-out, -along], axis=1),
        ]
    )


def reshaped(
    mesh: PartMesh,
    change: Callable[[Float[np.ndarray, "V 3"]], Float[np.ndarray, "V 3"]],
) -> PartMesh:
    """The same with its corners moved by a smooth function that turns nothing inside out."""
    return replace(mesh, vertices_m=change(mesh.vertices_m))
