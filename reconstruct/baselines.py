"""Classical shapes from one silhouette: what a learned model has to beat, and what stands in until it does.

All are solids in the `product` frame, in metres, exactly as large as they are told, standing on y = 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Float32, Int
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
    leg_share
        Runs of the silhouette narrower than this share of its width are legs, posts or poles.
    """

    cells: int = 128
    rounding: float = 0.07
    leg_share: float = 0.2


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
    return np.asarray((share - np.array([0.5, 0.0, 0.5])) * size)


def inflate_silhouette(
    matte: Float32[np.ndarray, "H W"], size_m: ProductSize, options: InflateOptions | None = None
) -> Solid:
    """Give the silhouette seen from the front the product's depth.

    A silhouette that looks turned on a lathe (vases, lamps) is turned. Any other is extruded with rounded edges;
    its narrow upright runs become round legs, at the front and at the back where there are several, for an
    extruded leg would be a wall.

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
    cell_m = max(size_m.width_m, size_m.height_m, size_m.depth_m) / options.cells
    grid = _Grid.around(matte, size_m, cell_m)
    if not grid.solid.any():
        raise ShapeError(
            "silhouette",
            expected="a matte with a product in it",
            found="none",
            remedy="Cut it out again.",
        )
    turned = _looks_turned(grid.solid, size_m)
    field = _turned_field(grid, size_m) if turned else _extruded_field(grid, size_m, options)
    vertices, faces = iso_surface(field / cell_m)
    return Solid(fit_to_size(vertices, size_m), faces)


# The silhouette is measured at this many times the grid's resolution, so that edges land between cells.
FINE = 3
MARGIN = 2


@dataclass(frozen=True)
class _Grid:
    """A grid around the product, with a margin of two cells.

    Attributes
    ----------
    solid
        The silhouette at `FINE` times the grid's resolution; row 0 at the bottom.
    step_m
        Height and width of a fine cell.
    z_m
        Depths of the grid's layers.
    """

    solid: Bool[np.ndarray, "Y X"]
    step_m: tuple[float, float]
    z_m: Float[np.ndarray, " Z"]

    @classmethod
    def around(cls, matte: Float32[np.ndarray, "H W"], size_m: ProductSize, cell_m: float) -> _Grid:
        columns = max(int(np.ceil(size_m.width_m / cell_m)), 4)
        rows = max(int(np.ceil(size_m.height_m / cell_m)), 4)
        layers = max(int(np.ceil(size_m.depth_m / cell_m)), 4)
        picture = Image.fromarray(matte).resize((columns * FINE, rows * FINE), Image.Resampling.BOX)
        return cls(
            solid=np.pad(np.asarray(picture)[::-1] > 0.5, MARGIN * FINE),
            step_m=(size_m.height_m / rows / FINE, size_m.width_m / columns / FINE),
            z_m=(np.arange(layers + 3) - (layers + 2) / 2) * (size_m.depth_m / layers),
        )

    def distance(self, solid: Bool[np.ndarray, "Y X"]) -> Float[np.ndarray, "x y"]:
        """Distance to an outline in metres, positive inside, at the grid's resolution; x first."""
        half_m = min(self.step_m) / 2
        inner = ndimage.distance_transform_edt(solid, sampling=self.step_m)
        outer = ndimage.distance_transform_edt(~solid, sampling=self.step_m)
        fine = np.maximum(inner - half_m, 0) - np.maximum(outer - half_m, 0)
        # A slight blur takes out the stairs of the fine cells; legs of two cells survive it.
        return np.asarray(ndimage.gaussian_filter(self.coarse(fine), 0.6))

    def coarse(self, fine: Float[np.ndarray, "Y X"]) -> Float[np.ndarray, "x y"]:
        """Means over the grid's cells; x first."""
        rows, columns = (n // FINE for n in fine.shape)
        means = fine.reshape(rows, FINE, columns, FINE).mean(axis=(1, 3), dtype=np.float64)
        return np.ascontiguousarray(means.T)


def _rounded(
    to_side: Float[np.ndarray, "#x #y #z"],
    to_face: Float[np.ndarray, "#x #y #z"],
    radius: Float[np.ndarray, "#x #y #z"],
) -> Float[np.ndarray, "x y z"]:
    """Distance to two surfaces that meet, blended over a radius."""
    corner = radius - np.hypot(np.maximum(radius - to_side, 0), np.maximum(radius - to_face, 0))
    return np.asarray(np.minimum(np.minimum(to_side, to_face), corner))


def _extruded_field(
    grid: _Grid, size_m: ProductSize, options: InflateOptions
) -> Float[np.ndarray, "x y z"]:
    """Body extruded over the whole depth, legs round."""
    depth_m = size_m.depth_m
    away_m = np.abs(grid.z_m)[None, None, :]
    legs = _leg_regions(grid, size_m, options)
    body = grid.solid & ~np.any([leg.region for leg in legs], axis=0) if legs else grid.solid
    radius_m = options.rounding * min(size_m.width_m, size_m.height_m, depth_m)
    field = np.full((*(n // FINE for n in grid.solid.shape[::-1]), len(grid.z_m)), -1.0)
    if body.any():
        field = _rounded(
            grid.distance(body)[..., None], depth_m / 2 - away_m, np.full((1, 1, 1), radius_m)
        )
    reach = ndimage.generate_binary_structure(2, 2)
    for leg in legs:
        # Legs run a little into the body, so that they are one with it.
        rows, columns = (
            slice(max(side.start // FINE - 6, 0), -(-side.stop // FINE) + 6)
            for side in ndimage.find_objects(leg.region.astype(np.int8))[0]
        )
        near = (
            slice(rows.start * FINE, rows.stop * FINE),
            slice(columns.start * FINE, columns.stop * FINE),
        )
        region = ndimage.binary_dilation(leg.region[near], reach, iterations=3 * FINE)
        to_side = grid.distance(region & grid.solid[near])
        middle_m = (depth_m - leg.depth_m) / 2 if leg.paired else 0.0
        to_face = leg.depth_m / 2 - np.abs(away_m - middle_m)
        radius = np.full((1, 1, 1), 0.45 * leg.depth_m)
        part = _rounded(to_side[..., None], to_face, radius)
        field[columns, rows] = np.maximum(field[columns, rows], part)
    return field


@dataclass(frozen=True)
class _Leg:
    """A narrow upright part: its pixels, its depth, and whether there is one at the front and one at the back."""

    region: Bool[np.ndarray, "Y X"]
    depth_m: float
    paired: bool


def _leg_regions(grid: _Grid, size_m: ProductSize, options: InflateOptions) -> list[_Leg]:
    """Narrow upright parts of the silhouette."""
    solid = grid.solid
    run_m = _run_lengths(solid) * grid.step_m[1]
    narrow = solid & (run_m < options.leg_share * size_m.width_m)
    starts = narrow & ~np.pad(narrow, ((0, 0), (1, 0)))[:, :-1]
    several = starts.sum(axis=1) >= 2
    labels, _ = ndimage.label(narrow)
    legs = []
    for index, (rows, columns) in enumerate(ndimage.find_objects(labels), start=1):
        region = np.zeros_like(solid)
        region[rows, columns] = labels[rows, columns] == index
        height_m = (rows.stop - rows.start) * grid.step_m[0]
        thickness_m = float(np.median(run_m[region]))
        # Tips of cushions and rounded corners are narrow too, but not upright.
        if height_m < max(0.05 * size_m.height_m, 0.8 * thickness_m):
            continue
        # Rows of the solid's rim are narrow where it leans; a leg is at least two cells thick.
        depth_m = float(np.clip(thickness_m, 2 * FINE * grid.step_m[1], 0.4 * size_m.depth_m))
        legs.append(_Leg(region, depth_m, bool(several[rows].mean() > 0.5)))
    return legs


def _run_lengths(solid: Bool[np.ndarray, "Y X"]) -> Float[np.ndarray, "Y X"]:
    """For each solid pixel, the length of the horizontal run it lies in, in pixels; 0 elsewhere."""
    columns = np.arange(solid.shape[1])
    # The nearest empty pixel to the left and to the right.
    left = np.maximum.accumulate(np.where(solid, -1, columns), axis=1)
    right = np.minimum.accumulate(np.where(solid, solid.shape[1], columns)[:, ::-1], axis=1)
    return np.where(solid, right[:, ::-1] - left - 1, 0).astype(np.float64)


def _looks_turned(solid: Bool[np.ndarray, "Y X"], size_m: ProductSize) -> bool:
    """Whether the silhouette is a vase's: one run a row, mirrored, of changing width, and as deep as wide."""
    rows = solid[solid.any(axis=1)]
    columns = np.arange(rows.shape[1])
    first = np.argmax(rows, axis=1)
    last = rows.shape[1] - 1 - np.argmax(rows[:, ::-1], axis=1)
    width = last - first + 1
    whole = (rows.sum(axis=1) >= 0.97 * width).mean() > 0.92
    middle = (first + last) / 2 - columns.mean()
    mirrored = np.abs(middle).max() < 0.06 * width.max()
    swells = width.std() > 0.12 * width.mean()
    return bool(whole and mirrored and swells and 0.7 < size_m.depth_m / size_m.width_m < 1.4)


def _turned_field(grid: _Grid, size_m: ProductSize) -> Float[np.ndarray, "x y z"]:
    """Each row an ellipse as wide as the silhouette there."""
    half_m = grid.coarse(_run_lengths(grid.solid)).max(axis=0) * grid.step_m[1] / 2
    columns = grid.solid.shape[1] // FINE
    x_m = (np.arange(columns) - (columns - 1) / 2) * grid.step_m[1] * FINE
    deep = grid.z_m * (size_m.width_m / size_m.depth_m)
    radius_m = np.hypot(x_m[:, None, None], deep[None, None, :])
    rows = grid.distance(grid.solid).max(axis=0)
    return np.asarray(np.minimum(half_m[None, :, None] - radius_m, rows[None, :, None]))
