"""Classical shapes from one silhouette: what a learned model has to beat, and what stands in until it does.

All are solids in the `product` frame, in metres, exactly as large as they are told, standing on y = 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Float32, Int
from PIL import Image
from scipy import ndimage

from reconstruct.errors import ShapeError
from reconstruct.iso_surface import iso_surface
from reconstruct.size import ProductSize

__all__ = ["InflateOptions", "Solid", "box", "fit_to_size", "inflate_silhouette"]


@dataclass(frozen=True)
class Solid:
    """A closed surface in the `product` frame.

    Attributes
    ----------
    vertices_m
        Corner positions in metres.
    faces
        Triangles, counter-clockwise from outside.
    """

    vertices_m: Float[np.ndarray, "V 3"]
    faces: Int[np.ndarray, "F 3"]


@dataclass(frozen=True)
class InflateOptions:
    """How a silhouette becomes a solid.

    Attributes
    ----------
    cells
        Grid cells along the longest side; a chair's leg is 3 to 5 % of it.
    rounding
        Radius of the edges as a share of the smallest of width, height and depth.
    """

    cells: int = 128
    rounding: float = 0.07


def box(size_m: ProductSize) -> Solid:
    """The box of the given size: the simplest baseline."""
    corners = np.array(
        [[x, y, z] for x in (-0.5, 0.5) for y in (0.0, 1.0) for z in (-0.5, 0.5)]
    ) * np.array([size_m.width_m, size_m.height_m, size_m.depth_m])
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    faces = np.array([t for a, b, c, d in quads for t in ((a, b, c), (a, c, d))], dtype=np.int64)
    return Solid(corners, faces)


def fit_to_size(
    vertices: Float[np.ndarray, "V 3"], size_m: ProductSize
) -> Float[np.ndarray, "V 3"]:
    """Move and stretch points, axis by axis, to fill the product's box exactly."""
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    share = (vertices - low) / np.maximum(high - low, 1e-12)
    size = np.array([size_m.width_m, size_m.height_m, size_m.depth_m])
    return (share - np.array([0.5, 0.0, 0.5])) * size


def inflate_silhouette(
    matte: Float32[np.ndarray, "H W"], size_m: ProductSize, options: InflateOptions | None = None
) -> Solid:
    """Give the silhouette seen from the front the product's depth, with rounded edges.

    Parameters
    ----------
    matte
        The product's matte, cropped to its tight bounds.
    size_m
        The product's true size.

    Raises
    ------
    ShapeError
        If the matte holds nothing.
    """
    options = options or InflateOptions()
    width_m, height_m, depth_m = size_m.width_m, size_m.height_m, size_m.depth_m
    cell_m = max(width_m, height_m, depth_m) / options.cells
    depth_at = _signed_distance(matte, width_m, height_m, cell_m)
    if not (depth_at > 0).any():
        raise ShapeError(
            "silhouette", expected="a matte with a product in it", found="none", remedy="Cut again."
        )
    layers = max(int(np.ceil(depth_m / cell_m)), 4)
    z_m = (np.arange(layers + 3) - (layers + 2) / 2) * (depth_m / layers)
    radius_m = options.rounding * min(width_m, height_m, depth_m)
    to_side = depth_at.T[:, ::-1, None]
    to_face = (depth_m / 2 - np.abs(z_m))[None, None, :]
    # Inside a rounded edge: distance to the two faces, blended over the radius.
    field = np.minimum(
        np.minimum(to_side, to_face),
        radius_m - np.hypot(np.maximum(radius_m - to_side, 0), np.maximum(radius_m - to_face, 0)),
    )
    vertices, faces = iso_surface(field / cell_m)
    return Solid(fit_to_size(vertices, size_m), faces)


def _signed_distance(
    matte: Float32[np.ndarray, "H W"], width_m: float, height_m: float, cell_m: float
) -> Float[np.ndarray, "Y X"]:
    """Distance to the silhouette in metres, positive inside, on a grid with a margin of two cells.

    Rows run from the top. Measured at three times the grid's resolution, so that edges land between cells.
    """
    fine = 3
    columns = max(int(np.ceil(width_m / cell_m)), 4)
    rows = max(int(np.ceil(height_m / cell_m)), 4)
    picture = Image.fromarray(matte).resize((columns * fine, rows * fine), Image.Resampling.BOX)
    solid = np.pad(np.asarray(picture) > 0.5, 2 * fine)
    step_m = (height_m / rows / fine, width_m / columns / fine)
    half_m = min(step_m) / 2
    inner = np.maximum(ndimage.distance_transform_edt(solid, sampling=step_m) - half_m, 0)
    outer = np.maximum(ndimage.distance_transform_edt(~solid, sampling=step_m) - half_m, 0)
    distance = np.asarray(inner - outer, dtype=np.float64)
    return distance.reshape(rows + 4, fine, columns + 4, fine).mean(axis=(1, 3))
