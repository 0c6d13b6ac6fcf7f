"""The product's colours: its photos projected through their cameras, mirrored where that helps, continued elsewhere.

Each texel of the atlas asks in turn: does a photo see me, does a photo see my mirror image, what colour has the seen
surface nearest to me. Visibility is cast exactly; colours near the product's outline are never used, for they hold
some of the background.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xatlas
from jaxtyping import Bool, Float, Float32, Int, UInt8
from scipy import ndimage
from scipy.spatial import KDTree

from reconstruct.camera import Camera
from reconstruct.cutout import Box, Cutout
from reconstruct.raycast import RayCaster
from reconstruct.surface import Surface

__all__ = ["PbrMaterial", "Projection", "TextureOptions", "bleed", "make_texture"]


@dataclass(frozen=True)
class PbrMaterial:
    """What a surface is made of, in glTF's metallic-roughness terms.

    Attributes
    ----------
    name
        The material's name in the files.
    base_colour
        Texture in sRGB, row 0 on top.
    roughness, metallic
        Factors in [0, 1].
    """

    name: str
    base_colour: UInt8[np.ndarray, "H W 3"]
    roughness: float
    metallic: float


@dataclass(frozen=True)
class Projection:
    """A photo and where it was taken from.

    Attributes
    ----------
    cutout
        The photo with its matte.
    camera
        In the `product` frame and the photo's pixels.
    """

    cutout: Cutout
    camera: Camera


@dataclass(frozen=True)
class TextureOptions:
    """How photos become a texture.

    Attributes
    ----------
    texture_px
        Side of the texture.
    margin_px
        Colours this far around the product's outline, in pixels of a photo brought to `texture_px`, are never
        used: they hold some of the background.
    grazing
        Cosines between which a photo's say fades out: a grazing view smears.
    mirror
        Share of its weight that a photo keeps for the mirror image of what it sees.
    roughness
        Roughness of every product until the material is known.
    """

    texture_px: int = 1024
    margin_px: float = 3.0
    grazing: tuple[float, float] = (0.12, 0.35)
    mirror: float = 0.15
    delight: bool = True
    continued: bool = True
    roughness: float = 0.7


@dataclass(frozen=True)
class _Texels:
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


def make_texture(
    surface: Surface, projections: Sequence[Projection], options: TextureOptions | None = None
) -> tuple[Surface, Float[np.ndarray, "V 2"], PbrMaterial]:
    """Unwrap the surface and paint it.

    Returns
    -------
    surface
        The same surface, its corners doubled along the atlas' seams.
    uvs
        Texture coordinates (glTF: origin top left).
    material
        The one material.
    """
    options = options or TextureOptions()
    split, uvs = _unwrap(surface, options.texture_px)
    texels = _texels(split, uvs, options.texture_px)
    caster = RayCaster(split.vertices_m, split.faces)
    extent = float(np.ptp(split.vertices_m, axis=0).max())
    colour = np.zeros((len(texels.row), 3))
    total = np.zeros(len(texels.row))
    pictures = [_clean(projection.cutout, options) for projection in projections]
    for mirrored in (False, True):
        sign = np.array([-1.0 if mirrored else 1.0, 1.0, 1.0])
        points, normals = texels.points * sign, texels.normals * sign
        # The mirror image speaks only where no photo sees the texel itself well.
        share = (
            options.mirror * np.clip(1 - total / max(options.mirror, 1e-9), 0, 1) if mirrored else 1.0
        )
        for projection, picture in zip(projections, pictures, strict=True):
            weight = share * _sight(caster, projection, points, normals, extent, options)
            seen = np.flatnonzero(weight > 0)
            colour[seen] += weight[seen, None] * _sample(
                picture, projection.cutout.box, projection.camera, points[seen]
            )
            total[seen] += weight[seen]
    painted = total > 0.02
    colour[painted] /= total[painted, None]
    rest = (
        _continued(split, texels, colour, painted, extent)
        if options.continued
        else np.broadcast_to(colour[painted].mean(axis=0) if painted.any() else 128.0, colour.shape)
    )
    sure = np.clip(total / max(options.mirror, 0.05), 0, 1)[:, None]
    colour = sure * np.where(painted[:, None], colour, 0) + (1 - sure) * rest
    canvas = np.zeros((options.texture_px, options.texture_px, 3), dtype=np.uint8)
    filled = np.zeros(canvas.shape[:2], dtype=bool)
    canvas[texels.row, texels.column] = np.clip(np.rint(colour), 0, 255).astype(np.uint8)
    filled[texels.row, texels.column] = True
    rows, columns = ndimage.distance_transform_edt(
        ~filled, return_distances=False, return_indices=True
    )
    material = PbrMaterial(
        "product", np.ascontiguousarray(canvas[rows, columns]), options.roughness, 0.0
    )
    return split, uvs, material


def _unwrap(surface: Surface, texture_px: int) -> tuple[Surface, Float[np.ndarray, "V 2"]]:
    """Charts without overlap, even in density, packed with a gutter."""
    atlas = xatlas.Atlas()
    atlas.add_mesh(
        surface.vertices_m.astype(np.float32),
        surface.faces.astype(np.uint32),
        surface.normals.astype(np.float32),
    )
    chart = xatlas.ChartOptions()
    chart.max_iterations = 1
    pack = xatlas.PackOptions()
    pack.resolution = texture_px
    pack.padding = 3
    pack.bilinear = True
    atlas.generate(chart, pack)
    origin, faces, uvs = atlas[0]
    split = Surface(
        vertices_m=surface.vertices_m[origin],
        normals=surface.normals[origin],
        faces=faces.astype(np.int64),
        watertight=surface.watertight,
    )
    # The atlas may come out taller than wide: one scale for both axes keeps texels square.
    side = np.array([atlas.width, atlas.height], dtype=np.float64)
    return split, np.clip(uvs.astype(np.float64) * side / side.max(), 0.0, 1.0)


def _texels(surface: Surface, uvs: Float[np.ndarray, "V 2"], texture_px: int) -> _Texels:
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
    return _Texels(
        row=row.ravel()[at],
        column=column.ravel()[at],
        face=face,
        weights=weights,
        points=np.einsum("pi,pij->pj", weights, surface.vertices_m[corners]),
        normals=normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12),
    )


def _clean(cutout: Cutout, options: TextureOptions) -> UInt8[np.ndarray, "h w 3"]:
    """The part of the photo around the product, with the product's colours carried outwards over the rest."""
    left, top, right, bottom = cutout.box
    margin_px = options.margin_px * max(right - left, bottom - top) / options.texture_px
    return bleed(
        cutout.rgb[top:bottom, left:right],
        cutout.matte[top:bottom, left:right],
        max(margin_px, 1.0),
    )


def _sight(
    caster: RayCaster,
    projection: Projection,
    points: Float[np.ndarray, "P 3"],
    normals: Float[np.ndarray, "P 3"],
    extent: float,
    options: TextureOptions,
) -> Float[np.ndarray, " P"]:
    """How well a photo sees points: the cosine of its view, faded out at grazing angles, 0 where hidden."""
    to_eye = projection.camera.position_m - points
    distance = np.linalg.norm(to_eye, axis=1, keepdims=True)
    to_eye = to_eye / np.maximum(distance, 1e-9)
    cosine = (to_eye * normals).sum(axis=1)
    low, high = options.grazing
    weight = cosine * np.clip((cosine - low) / (high - low), 0, 1)
    facing = np.flatnonzero(weight > 0)
    start = points[facing] + 3e-3 * extent * normals[facing]
    weight[facing[caster.occluded(start, to_eye[facing])]] = 0
    return np.asarray(np.maximum(weight, 0))


def _sample(
    picture: UInt8[np.ndarray, "h w 3"],
    box: Box,
    camera: Camera,
    points: Float[np.ndarray, "P 3"],
) -> Float[np.ndarray, "P 3"]:
    """Colours of a cropped photo where points fall in it, bilinear; its rim beyond it."""
    seen = camera.project(points)
    row, column = seen[:, 1] - box[1] - 0.5, seen[:, 0] - box[0] - 0.5
    return np.stack(
        [
            ndimage.map_coordinates(picture[..., i], [row, column], np.float64, 1, "nearest")
            for i in range(3)
        ],
        axis=1,
    )


def _continued(
    surface: Surface,
    texels: _Texels,
    colour: Float[np.ndarray, "P 3"],
    painted: Bool[np.ndarray, " P"],
    extent: float,
) -> Float[np.ndarray, "P 3"]:
    """Soft colours for what no photo sees: for each corner the mean of the nearest seen surface that faces alike."""
    source = np.flatnonzero(painted)
    if not len(source):
        return np.full((len(texels.row), 3), 128.0)
    source = source[:: max(len(source) // 12_000, 1)]
    lean = 0.15 * extent
    tree = KDTree(np.concatenate([texels.points[source], lean * texels.normals[source]], axis=1))
    asked = np.concatenate([surface.vertices_m, lean * surface.normals], axis=1)
    distance, index = tree.query(asked, k=min(24, len(source)))
    distance = np.asarray(distance, dtype=np.float64).reshape(len(asked), -1)
    index = np.asarray(index, dtype=np.int64).reshape(len(asked), -1)
    weight = 1 / (distance + 0.02 * extent) ** 2
    corner = (colour[source][index] * weight[..., None]).sum(axis=1) / weight.sum(axis=1)[:, None]
    return np.asarray(np.einsum("pi,pij->pj", texels.weights, corner[surface.faces[texels.face]]))


def bleed(
    rgb: UInt8[np.ndarray, "H W 3"], share: Float32[np.ndarray, "H W"], margin_px: float
) -> UInt8[np.ndarray, "H W 3"]:
    """Replace every colour that is not wholly the product's by the nearest one that is."""
    sure = share > 0.95
    depth = ndimage.distance_transform_edt(np.pad(sure, 1))[1:-1, 1:-1]
    # Thin parts would lose all their pixels to the margin: there, their middle is the surest colour.
    ridge = depth >= np.minimum(ndimage.maximum_filter(depth, size=5), margin_px + 1) - 0.5
    sure = (depth > margin_px) | (ridge & (depth > 0))
    if not sure.any():
        sure = share >= share.max()
    rows, columns = ndimage.distance_transform_edt(
        ~sure, return_distances=False, return_indices=True
    )
    return np.ascontiguousarray(rgb[rows, columns])
