"""How alike two shapes are, each in its own box: the target of the embedding, computed for all pairs at once.

An F-score on 32-cell grids: the surface cells of one that lie within a cell of the other's surface, both ways. A cell
is 0.06 of the evaluation's unit, so this is close to F@0.05 after stretching one to the other's size. Proportions that
differ cost a little, for a shape stretched far looks wrong.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Float32, UInt8
from scipy import ndimage
from torch import Tensor

__all__ = ["MATTER", "likeness_matrix", "surface_bits", "unlike_proportions"]

MATTER = 0.3
PROPORTION_COST = 0.12


def surface_bits(
    occupancy: UInt8[np.ndarray, "X Y Z"],
) -> tuple[Float32[np.ndarray, " G"], Float32[np.ndarray, " G"]]:
    """Surface cells of a grid, and those cells with their neighbours, flattened, as 0 and 1."""
    solid = np.pad(occupancy > MATTER * 255, 1)
    surface = (solid & ~ndimage.binary_erosion(solid))[1:-1, 1:-1, 1:-1]
    near = ndimage.binary_dilation(surface)
    return surface.ravel().astype(np.float32), near.ravel().astype(np.float32)


def likeness_matrix(
    occupancies: list[UInt8[np.ndarray, "X Y Z"]], sizes_m: Float[np.ndarray, "N 3"]
) -> Float32[np.ndarray, "N N"]:
    """Likeness of all pairs; 1 for equal shapes of equal proportions, otherwise below, and possibly negative."""
    count = len(occupancies)
    surface = np.empty((count, occupancies[0].size), dtype=np.float32)
    near = np.empty_like(surface)
    for row, grid in enumerate(occupancies):
        surface[row], near[row] = surface_bits(grid)
    precision = surface @ near.T / np.maximum(surface.sum(axis=1, keepdims=True), 1)
    del near
    score = 2 * precision * precision.T / np.maximum(precision + precision.T, 1e-9)
    shape = np.log(np.maximum(sizes_m, 1e-3))
    shape = shape - shape.mean(axis=1, keepdims=True)
    for axis in range(3):
        difference = np.abs(shape[:, None, axis] - shape[None, :, axis])
        score -= PROPORTION_COST / 3 * np.minimum(difference, 1.5).astype(np.float32)
    return np.asarray(score, dtype=np.float32)


def unlike_proportions(difference: Float[Tensor, "B M 3"]) -> Float[Tensor, "B M"]:
    """What proportions cost that differ (in logarithms of the sides, mean taken off), as above."""
    return PROPORTION_COST * difference.clamp(max=1.5).mean(dim=2)
