"""Any triangle soup to one closed solid: what can be reached from outside is air, all the rest is matter.

Furniture as it is modelled has parts that interpenetrate, open sheets and drawers inside. A distance field on a
grid, filled from outside, has none of that: its zero level is closed, has no inner shells, and follows flat
faces exactly. Only cells near the surface are measured, so that 160 cells along the longest side take half a second.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Bool, Float, Int
from scipy import ndimage

from reconstruct.iso_surface import iso_surface
from reconstruct.raycast import RayCaster

__all__ = ["fill_grid", "solidify", "surface_cells"]

POINTS_A_CELL = 3.0


def surface_cells(
    vertices: Float[np.ndarray, "V 3"],
    faces: Int[np.ndarray, "F 3"],
    shape: tuple[int, int, int],
    *,
    rng: np.random.Generator,
) -> Bool[np.ndarray, "X Y Z"]:
    """Cells that the surface passes; positions are in grid units, cell (i, j, k) reaching from i to i + 1.

    Rays along the three axes through all cell centres leave no way through a closed surface from centre to centre;
    points spread over the triangles, `POINTS_A_CELL` to a unit of area, add what is thinner than a cell. (Points
    alone, even twelve to a cell, leave holes that the air gets in by.)
    """
    touched = np.zeros(shape, dtype=bool)
    caster = RayCaster(vertices, faces)
    for axis in range(3):
        across = [i for i in range(3) if i != axis]
        u, v = np.meshgrid(*(np.arange(shape[i]) + 0.5003 for i in across), indexing="ij")
        origins = np.full((u.size, 3), -1.0)
        origins[:, across[0]], origins[:, across[1]] = u.ravel(), v.ravel()
        directions = np.zeros_like(origins)
        directions[:, axis] = 1.0
        ray, distance = caster.crossings(origins, directions)
        cell = np.floor(origins[ray]).astype(np.int64)
        cell[:, axis] = np.clip(np.floor(distance - 1.0), 0, shape[axis] - 1).astype(np.int64)
        touched[cell[:, 0], cell[:, 1], cell[:, 2]] = True
    corners = vertices[faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    count = np.ceil(np.linalg.norm(cross, axis=1) / 2 * POINTS_A_CELL).astype(np.int64)
    face = np.repeat(np.arange(len(faces)), count)
    a, b = np.sqrt(rng.random(len(face))), rng.random(len(face))
    weights = np.stack([1 - a, a * (1 - b), a * b], axis=1)
    points = np.einsum("pij,pi->pj", corners[face], weights)
    cell = np.clip(np.floor(points).astype(np.int64), 0, np.array(shape) - 1)
    touched[cell[:, 0], cell[:, 1], cell[:, 2]] = True
    return touched


def fill_grid(touched: Bool[np.ndarray, "X Y Z"]) -> Bool[np.ndarray, "X Y Z"]:
    """Cells that no way from outside the grid leads to without crossing the surface, the surface included."""
    labels, _ = ndimage.label(np.pad(~touched, 1, constant_values=True))
    return np.asarray(labels[1:-1, 1:-1, 1:-1] != labels[0, 0, 0])


def solidify(
    vertices: Float[np.ndarray, "V 3"],
    faces: Int[np.ndarray, "F 3"],
    *,
    cells: int = 160,
) -> tuple[Float[np.ndarray, "v 3"], Int[np.ndarray, "f 3"]]:
    """Closed surface around all that the triangles enclose, half a cell outside of it.

    Parameters
    ----------
    vertices, faces
        Any triangles, in any frame and unit.
    cells
        Grid cells along the longest side.

    Returns
    -------
    vertices, faces
        The closed surface in the same frame; its bounds are half a cell wider on every side.
    """
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    cell = float((high - low).max()) / cells
    margin = 3
    shape = np.ceil((high - low) / cell).astype(int) + 2 * margin + 1
    origin = (low + high) / 2 - (shape - 1) * cell / 2  # of the grid's points
    local = (vertices - origin) / cell + 0.5  # cells are centred at the grid's points
    size = (int(shape[0]), int(shape[1]), int(shape[2]))
    touched = surface_cells(local, faces, size, rng=np.random.default_rng(0))
    matter = fill_grid(touched)
    # Only the cells that air touches are surface; what lies deeper, drawers and inner walls, is matter.
    shell = touched & ndimage.binary_dilation(~matter, np.ones((3, 3, 3), dtype=bool))
    near = ndimage.binary_dilation(shell, iterations=2)
    points = origin + np.argwhere(near) * cell
    away = np.full(size, 3.0)
    away[near] = RayCaster(vertices, faces).distance(points) / cell
    # A shell cell's centre may lie on either side: it counts as matter only within half a cell.
    field = np.where(matter & ~shell, np.minimum(away, 3.0) + 0.5, 0.5 - np.minimum(away, 3.0))
    corners, triangles = iso_surface(field)
    return corners * cell + origin, triangles
