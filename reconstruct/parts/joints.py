"""How the parts of an assembly are joined: which touch, what rests on what, and which are each other's mirror image."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

__all__ = ["Joints", "find_joints", "part_bounds"]

TOUCHING = 0.006
"""Bounds that are no further apart touch; a share of the longest side."""
ALIKE = 0.01
"""Bounds of mirror images differ by no more; a share of the longest side."""


@dataclass(frozen=True)
class Joints:
    """Pairs of parts, each both ways.

    Attributes
    ----------
    pairs
        Indices of the parts: from, to.
    rests
        1 where the first rests on the second, -1 where the second rests on the first, 0 where neither does.
    reaches_in
        How deep the parts' bounds reach into each other, along x, y and z, in longest sides; 0 for mirror images that
        do not touch.
    mirrored
        Whether they are each other's mirror image, left for right.
    """

    pairs: Int[np.ndarray, "2 E"]
    rests: Float[np.ndarray, " E"]
    reaches_in: Float[np.ndarray, "E 3"]
    mirrored: Bool[np.ndarray, " E"]


def part_bounds(
    vertices: Float[np.ndarray, "V 3"], first_vertex: Int[np.ndarray, " K"]
) -> tuple[Float[np.ndarray, "K 3"], Float[np.ndarray, "K 3"]]:
    """Least and greatest corner of each part, whose corners lie one after the other."""
    return (
        np.minimum.reduceat(vertices, first_vertex, axis=0),
        np.maximum.reduceat(vertices, first_vertex, axis=0),
    )


def find_joints(low: Float[np.ndarray, "K 3"], high: Float[np.ndarray, "K 3"]) -> Joints:
    """The joints of parts with these bounds, any unit, the floor plan centred on x = 0."""
    longest = max(float((high.max(axis=0) - low.min(axis=0)).max()), 1e-9)
    overlap = np.minimum(high[:, None], high[None]) - np.maximum(low[:, None], low[None])
    touching = (overlap > -TOUCHING * longest).all(axis=2)
    flip = np.array([-1.0, 1.0, 1.0])
    mirror_low, mirror_high = (
        np.minimum(low * flip, high * flip),
        np.maximum(low * flip, high * flip),
    )
    apart = np.maximum(
        np.abs(low[:, None] - mirror_low[None]).max(axis=2),
        np.abs(high[:, None] - mirror_high[None]).max(axis=2),
    )
    mirrored = apart < ALIKE * longest
    linked = touching | mirrored
    np.fill_diagonal(linked, False)
    one, other = np.nonzero(linked)
    reach = np.maximum(overlap[one, other], 0.0) / longest
    middle = (low + high) / 2
    # What lies above and reaches in least along y rests.
    upright = touching[one, other] & (overlap[one, other].argmin(axis=1) == 1)
    rests = np.where(upright, np.sign(middle[one, 1] - middle[other, 1]), 0.0)
    reach[~touching[one, other]] = 0.0
    return Joints(np.stack([one, other]), rests, reach, mirrored[one, other])
