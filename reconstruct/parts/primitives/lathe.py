"""Turned parts: a profile spun about an upright axis."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import LIGHT, Detail
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.rings import ringed

__all__ = ["lathe"]


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
    angle = -np.arange(2 * detail.around) * np.pi / detail.around
    circle = np.stack([np.cos(angle), np.zeros_like(angle), flatten * np.sin(angle)], axis=1)
    rings = profile_m[:, 0, None, None] * circle
    rings[:, :, 1] = profile_m[:, 1, None]
    return ringed(rings, np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]))
