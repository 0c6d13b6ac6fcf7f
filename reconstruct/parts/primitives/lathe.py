"""Turned parts: a profile spun about an upright axis."""

from __future__ import annotations

from functools import cache

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import LIGHT, Detail
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.rings import looped, ringed

__all__ = ["hoop", "lathe", "turned_rings"]

_AXES = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])


def lathe(
    profile_m: Float[np.ndarray, "K 2"],
    *,
    flatten: float = 1.0,
    detail: Detail = LIGHT,
) -> PartMesh:
    """A turned part about the y axis.

    Parameters
    ----------
    profile_m
        Radius and height of each ring, along the surface from the bottom's middle outwards and up. It may run back
        down inside, as a bowl's does; the first and the last ring are closed by discs.
    flatten
        Depth over width.
    """
    return ringed(turned_rings(profile_m, flatten=flatten, detail=detail), _AXES)


def hoop(
    profile_m: Float[np.ndarray, "K 2"],
    *,
    flatten: float = 1.0,
    detail: Detail = LIGHT,
) -> PartMesh:
    """A turned part with a hole along the y axis, as a lamp shade that is open above and below.

    Parameters
    ----------
    profile_m
        Radius and height of each ring, up the outer side and down the inner one; the last joins the first.
    flatten
        Depth over width.
    """
    return looped(turned_rings(profile_m, flatten=flatten, detail=detail), _AXES)


def turned_rings(
    profile_m: Float[np.ndarray, "K 2"], *, flatten: float = 1.0, detail: Detail = LIGHT
) -> Float[np.ndarray, "K N 3"]:
    """Circles around the y axis, one for each radius and height."""
    circle = _circle(2 * detail.around)
    rings = profile_m[:, 0, None, None] * circle
    rings[:, :, 1] = profile_m[:, 1, None]
    rings[:, :, 2] *= flatten
    return np.asarray(rings)


@cache
def _circle(corners: int) -> Float[np.ndarray, "N 3"]:
    angle = -np.arange(corners) * 2 * np.pi / corners
    return np.stack([np.cos(angle), np.zeros_like(angle), np.sin(angle)], axis=1)
