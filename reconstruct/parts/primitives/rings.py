"""Closed surfaces from rings of corners: what boards, bars, tubes, turned and lofted parts have in common."""

from __future__ import annotations

from functools import cache

import numpy as np
from jaxtyping import Float, Int

from reconstruct.parts.part_mesh import PartMesh

__all__ = ["looped", "ring_faces", "ringed"]


@cache
def ring_faces(rings: int, corners: int) -> Int[np.ndarray, "F 3"]:
    """Triangles between rings that run counter-clockwise seen from the last ring, and fans that close both ends."""
    here = np.arange(corners)
    there = (here + 1) % corners
    faces = []
    for ring in range(rings - 1):
        a, b = ring * corners + here, ring * corners + there
        faces += [np.stack([a, b, b + corners], 1), np.stack([a, b + corners, a + corners], 1)]
    first, last = rings * corners, rings * corners + 1
    faces.append(np.stack([np.full(corners, first), there, here], 1))
    top = (rings - 1) * corners
    faces.append(np.stack([np.full(corners, last), top + here, top + there], 1))
    return np.concatenate(faces)


def ringed(
    rings: Float[np.ndarray, "R N 3"],
    axes: Float[np.ndarray, "3 3"],
    ends: Float[np.ndarray, "2 3"] | None = None,
) -> PartMesh:
    """A closed surface through rings of corners, its ends fans around their middles.

    Parameters
    ----------
    rings
        Each counter-clockwise seen from beyond the last one.
    axes
        As `PartMesh.axes`.
    ends
        Middle points of the first and the last fan, else the mean of the ring's corners.
    """
    if ends is None:
        ends = np.stack([rings[0].mean(axis=0), rings[-1].mean(axis=0)])
    corners = np.concatenate([rings.reshape(-1, 3), ends])
    return PartMesh(corners, ring_faces(rings.shape[0], rings.shape[1]), axes)


@cache
def _loop_faces(rings: int, corners: int) -> Int[np.ndarray, "F 3"]:
    here = np.arange(corners)
    there = (here + 1) % corners
    faces = []
    for ring in range(rings):
        below, above = ring * corners, (ring + 1) % rings * corners
        faces += [
            np.stack([below + here, below + there, above + there], 1),
            np.stack([below + here, above + there, above + here], 1),
        ]
    return np.concatenate(faces)


def looped(rings: Float[np.ndarray, "R N 3"], axes: Float[np.ndarray, "3 3"]) -> PartMesh:
    """A closed surface whose last ring joins the first, as of a tube that is open at both ends.

    Parameters
    ----------
    rings
        Each counter-clockwise seen from beyond the next one, on the outer side.
    axes
        As `PartMesh.axes`.
    """
    return PartMesh(rings.reshape(-1, 3), _loop_faces(rings.shape[0], rings.shape[1]), axes)
