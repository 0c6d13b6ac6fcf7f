"""The texture's layout: charts without overlap, and the place on the product of each texel."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import xatlas
from jaxtyping import Float, Int, UInt8
from scipy import ndimage
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from reconstruct.raycast import RayCaster
from reconstruct.surface import Surface

__all__ = ["Atlas", "unwrap"]


@dataclass(frozen=True)
class Texels:
    """The atlas texels that belong to the surface.

    Attributes
    ----------
    row, column
        Where they lie.
    face, weights
        On which triangle, with the weights of its corners.
    points, normals
        Where on the product, metres.
    """

    row: Int[np.ndarray, " P"]
    column: Int[np.ndarray, " P"]
    face: Int[np.ndarray, " P"]
    weights: Float[np.ndarray, "P 3"]
    points: Float[np.ndarray, "P 3"]
    normals: Float[np.ndarray, "P 3"]


@dataclass(frozen=True)
class Atlas:
    """A surface laid out flat.

    Attributes
    ----------
    surface
        Its corners doubled along the seams.
    uvs
        Texture coordinates of the corners (glTF: origin top left).
    texels
        Those that belong to the surface.
    texture_px
        Side of the texture.
    """

    surface: Surface
    uvs: Float[np.ndarray, "V 2"]
    texels: Texels
    texture_px: int

    def spread(self, of_corners: Float[np.ndarray, "V C"]) -> Float[np.ndarray, "P C"]:
        """What the corners have, between them, for every texel."""
        faces = self.surface.faces[self.texels.face]
        return np.asarray(np.einsum("pi,pic->pc", self.texels.weights, of_corners[faces]))

    def nearest_corner(self) -> Int[np.ndarray, " P"]:
        """The corner of its triangle that each texel is nearest to."""
        corner = self.texels.weights.argmax(axis=1)
        return np.asarray(self.surface.faces[self.texels.face, corner])

    def picture(self, colour: Float[np.ndarray, "P 3"]) -> UInt8[np.ndarray, "H W 3"]:
        """Colours in [0, 255] of the texels as a texture, continued over the gutters."""
        side = self.texture_px
        canvas = np.zeros((side, side, 3), dtype=np.uint8)
        filled = np.zeros((side, side), dtype=bool)
        at = self.texels.row, self.texels.column
        canvas[at] = np.clip(np.rint(colour), 0, 255).astype(np.uint8)
        filled[at] = True
        rows, columns = ndimage.distance_transform_edt(
            ~filled, return_distances=False, return_indices=True
        )
        return np.ascontiguousarray(canvas[rows, columns])


def unwrap(surface: Surface, texture_px: int) -> Atlas:
    """Lay a surface out: charts without overlap, even in density, packed with a gutter."""
    split, uvs = _charts(surface, texture_px)
    return Atlas(split, uvs, _texels(split, uvs, texture_px), texture_px)


def _charts(surface: Surface, texture_px: int) -> tuple[Surface, Float[np.ndarray, "V 2"]]:
    """Cut into charts, turn those over that came out mirrored, and pack them."""
    cut = xatlas.Atlas()
    cut.add_mesh(
        surface.vertices_m.astype(np.float32),
        surface.faces.astype(np.uint32),
        surface.normals.astype(np.float32),
    )
    chart = xatlas.ChartOptions()
    chart.max_iterations = 1
    cut.generate(chart, _packing(texture_px))
    origin, faces, uvs = cut[0]
    faces = faces.astype(np.int64)
    chart = _chart_of_corner(faces, len(uvs))
    upright = _upright(uvs.astype(np.float64) * [cut.width, cut.height], faces, chart)
    upright *= _density(surface, chart[faces[:, 0]])[chart, None]
    laid = xatlas.Atlas()
    laid.add_uv_mesh(upright.astype(np.float32), faces.astype(np.uint32))
    packing = _packing(texture_px)
    packing.rotate_charts = packing.rotate_charts_to_axis = False  # its turns mirror
    laid.generate(xatlas.ChartOptions(), packing)
    again, faces, uvs = laid[0]
    origin = origin[again]
    split = Surface(
        vertices_m=surface.vertices_m[origin],
        normals=surface.normals[origin],
        faces=faces.astype(np.int64),
        watertight=surface.watertight,
        # Triangles keep their order.
        parts=None
        if surface.parts is None
        else replace(surface.parts, uv_m=surface.parts.uv_m[origin]),
    )
    # The atlas may come out taller than wide: one scale for both axes keeps texels square.
    side = np.array([laid.width, laid.height], dtype=np.float64)
    return split, np.clip(uvs.astype(np.float64) * side / side.max(), 0.0, 1.0)


def _packing(texture_px: int) -> xatlas.PackOptions:
    pack = xatlas.PackOptions()
    pack.resolution = texture_px
    pack.padding = 3
    pack.bilinear = True
    return pack


def _chart_of_corner(faces: Int[np.ndarray, "F 3"], corners: int) -> Int[np.ndarray, " V"]:
    """Which chart each corner lies in: charts share none."""
    ways = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]]])
    links = coo_matrix((np.ones(len(ways)), (ways[:, 0], ways[:, 1])), shape=(corners, corners))
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.int64)


def _density(surface: Surface, chart: Int[np.ndarray, " F"]) -> Float[np.ndarray, " C"]:
    """Texels along a metre that each chart gets, as a share of the most: few where no one looks."""
    corners = surface.vertices_m[surface.faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(cross, axis=1)
    normal = cross / np.maximum(area, 1e-20)[:, None]
    extent = float(np.ptp(surface.vertices_m, axis=0).max())
    caster = RayCaster(surface.vertices_m, surface.faces)
    open_share = caster.openness(
        corners.mean(axis=1), normal, reach_m=3 * extent, rays=VISIBILITY_RAYS
    )
    wanted = np.where(open_share > 0, 1.0, HIDDEN_DENSITY)
    wanted[(normal[:, 1] < -0.9) & (open_share > 0)] = UNDERSIDE_DENSITY
    charts = int(chart.max()) + 1
    weight = area + 1e-12
    mean = np.bincount(chart, weight * wanted, charts) / np.bincount(chart, weight, charts)
    return np.asarray(mean)


VISIBILITY_RAYS = 24
HIDDEN_DENSITY, UNDERSIDE_DENSITY = 0.25, 0.6


def _upright(
    uvs: Float[np.ndarray, "V 2"], faces: Int[np.ndarray, "F 3"], chart: Int[np.ndarray, " V"]
) -> Float[np.ndarray, "V 2"]:
    """Charts whose triangles run the wrong way round, mirrored where they are; they may then overlap."""
    count = int(chart.max()) + 1
    first, second, third = (uvs[faces[:, corner]] for corner in range(3))
    one, other = second - first, third - first
    turned = np.bincount(
        chart[faces[:, 0]], one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0], count
    )
    return np.where((turned > 0)[chart][:, None], uvs * [-1.0, 1.0], uvs)


def _texels(surface: Surface, uvs: Float[np.ndarray, "V 2"], texture_px: int) -> Texels:
    """Cast a ray down on the flat atlas through the middle of every texel."""
    flat = np.concatenate([uvs * texture_px, np.zeros((len(uvs), 1))], axis=1)
    row, column = np.mgrid[0:texture_px, 0:texture_px]
    origins = np.stack(
        [column.ravel() + 0.5, row.ravel() + 0.5, np.ones(texture_px**2)], axis=1
    ).astype(np.float64)
    down = np.broadcast_to(np.array([0.0, 0.0, -1.0]), origins.shape)
    hits = RayCaster(flat, surface.faces).cast(origins, down)
    at = np.flatnonzero(hits.hit)
    face = hits.face[at]
    second, third = hits.barycentric[at, 0], hits.barycentric[at, 1]
    weights = np.stack([1 - second - third, second, third], axis=1)
    corners = surface.faces[face]
    normals = np.einsum("pi,pij->pj", weights, surface.normals[corners])
    return Texels(
        row=row.ravel()[at],
        column=column.ravel()[at],
        face=face,
        weights=weights,
        points=np.einsum("pi,pij->pj", weights, surface.vertices_m[corners]),
        normals=normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12),
    )
