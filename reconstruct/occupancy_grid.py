"""A product as matter in the cells of its own box: 32 cells along each axis, whatever its proportions.

Size is half of a shape; in its own box a wide sofa and a narrow one are nearly the same thing.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Float32, Int

from reconstruct.solidify import fill_grid, surface_cells

__all__ = ["GRID_CELLS", "cell_centres", "occupancy_grid"]

GRID_CELLS = 32
FINER = 3


def occupancy_grid(
    vertices: Float[np.ndarray, "V 3"],
    faces: Int[np.ndarray, "F 3"],
    *,
    rng: np.random.Generator,
    cells: int = GRID_CELLS,
) -> Float32[np.ndarray, "X Y Z"]:
    """Share of matter in each cell of the mesh's bounding box, in [0, 1]."""
    fine = cells * FINER
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    local = (vertices - low) / np.maximum(high - low, 1e-9) * fine
    solid = fill_grid(surface_cells(local, faces, (fine, fine, fine), rng=rng))
    pooled = solid.reshape(cells, FINER, cells, FINER, cells, FINER).mean(axis=(1, 3, 5))
    return np.asarray(pooled, dtype=np.float32)


def cell_centres(
    size: Float[np.ndarray, "3"], cells: int = GRID_CELLS
) -> Float[np.ndarray, "X Y Z 3"]:
    """Centres of the cells of a box of this size in the `canonical` frame (longest side 1, centred)."""
    step = (np.arange(cells) + 0.5) / cells - 0.5
    grid = np.stack(np.meshgrid(step, step, step, indexing="ij"), axis=-1)
    return np.asarray(grid * (size / size.max()))
