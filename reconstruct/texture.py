"""The product's colours: its photos projected through their cameras, mirrored where that helps, continued elsewhere.

Each texel of the atlas asks in turn: does a photo see me, does a photo see my mirror image, what colour has the seen
surface nearest to me. Visibility is cast exactly; colours near the product's outline are never used, for they hold
some of the background.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import xatlas
from jaxtyping import Bool, Float, Float32, Int, UInt8
from scipy import ndimage

from reconstruct.camera import Camera
from reconstruct.cutout import Box, Cutout
from reconstruct.delight import DelightOptions, find_light, linear, srgb
from reconstruct.fill import FillOptions, Seen, continue_colours, find_grains
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
    delight
        How the photo's light is taken out; None leaves it in.
    fill
        How colours go on where no photo looks; None paints all of that in the mean colour.
    roughness
        Roughness of every product until the material is known.
    """

    texture_px: int = 1024
    margin_px: float = 3.0
    grazing: tuple[float, float] = (0.12, 0.35)
    mirror: float = 0.15
    delight: DelightOptions | None = field(default_factory=DelightOptions)
    fill: FillOptions | None = field(default_factory=FillOptions)
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

    def spread(
        self, surface: Surface, of_corners: Float[np.ndarray, "V C"]
    ) -> Float[np.ndarray, "P C"]:
        """What the corners have, between them."""
        return np.asarray(
            np.einsum("pi,pic->pc", self.weights, of_corners[surface.faces[self.face]])
        )

    def nearest_corner(self, surface: Surface) -> Int[np.ndarray, " P"]:
        """The corner of its triangle that each texel is nearest to."""
        corner = self.weights.argmax(axis=1)
        return np.asarray(surface.faces[self.face, corner])

    def picture(
        self, colour: Float[np.ndarray, "P 3"], texture_px: int
    ) -> UInt8[np.ndarray, "H W 3"]:
        """Colours in [0, 255] as a texture, continued over the gutters."""
        canvas = np.zeros((texture_px, texture_px, 3), dtype=np.uint8)
        filled = np.zeros(canvas.shape[:2], dtype=bool)
        canvas[self.row, self.column] = np.clip(np.rint(colour), 0, 255).astype(np.uint8)
        filled[self.row, self.column] = True
        rows, columns = ndimage.distance_transform_edt(
            ~filled, return_distances=False, return_indices=True
        )
        return np.ascontiguousarray(canvas[rows, columns])


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
    openness = caster.openness(split.vertices_m, split.normals, reach_m=extent)
    open_texels = texels.spread(split, openness[:, None])[:, 0]
    looks = [
        _Look.of(caster, projection, texels, open_texels, extent, options)
        for projection in projections
    ]
    colour = np.zeros((len(texels.row), 3))
    total = np.zeros(len(texels.row))
    for look in looks:
        colour += look.weight[:, None] * look.colour
        total += look.weight
    direct = total.copy()
    for look in looks:
        # The mirror image speaks only where no photo sees the texel itself well.
        weight = options.mirror * look.mirrored_weight
        weight *= np.clip(1 - direct / max(options.mirror, 1e-9), 0, 1)
        colour += weight[:, None] * look.mirrored_colour
        total += weight
    painted = total > 0.02
    colour[painted] /= total[painted, None]
    rest = _rest(split, caster, texels, looks, colour, direct, painted, options)
    sure = np.clip(total / max(options.mirror, 0.05), 0, 1)[:, None]
    colour = sure * np.where(painted[:, None], colour, 0) + (1 - sure) * rest
    material = PbrMaterial(
        "product", texels.picture(srgb(colour), options.texture_px), options.roughness, 0.0
    )
    return split, uvs, material


@dataclass(frozen=True)
class _Look:
    """What one photo says of every texel, and of its mirror image: linear colour and how surely.

    Attributes
    ----------
    projection, picture
        The photo; the part of it around the product, background painted over.
    """

    projection: Projection
    picture: UInt8[np.ndarray, "h w 3"]
    colour: Float[np.ndarray, "P 3"]
    weight: Float[np.ndarray, " P"]
    mirrored_colour: Float[np.ndarray, "P 3"]
    mirrored_weight: Float[np.ndarray, " P"]

    @classmethod
    def of(
        cls,
        caster: RayCaster,
        projection: Projection,
        texels: _Texels,
        openness: Float[np.ndarray, " P"],
        extent: float,
        options: TextureOptions,
    ) -> _Look:
        picture = _clean(projection.cutout, options)
        box = projection.cutout.box
        colours, weights = [], []
        for sign in ([1.0, 1.0, 1.0], [-1.0, 1.0, 1.0]):
            points, normals = texels.points * sign, texels.normals * sign
            weight = _sight(caster, projection, points, normals, extent, options)
            seen = np.flatnonzero(weight > 0)
            colour = np.zeros((len(points), 3))
            colour[seen] = linear(_sample(picture, box, projection.camera, points[seen]))
            colours.append(colour)
            weights.append(weight)
        light = None
        if options.delight is not None:
            told = np.flatnonzero(weights[0] > SURE)[
                :: max(int((weights[0] > SURE).sum()) // MOST_SAMPLES, 1)
            ]
            light = find_light(
                colours[0][told],
                texels.normals[told],
                openness[told],
                weights[0][told],
                options.delight,
            )
        if light is not None:
            colours[0] /= light.shading(texels.normals, openness)[:, None]
            colours[1] /= light.shading(texels.normals * [-1.0, 1.0, 1.0], openness)[:, None]
        return cls(projection, picture, colours[0], weights[0], colours[1], weights[1])


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
    return bleed(
        cutout.rgb[top:bottom, left:right],
        cutout.matte[top:bottom, left:right],
        _margin_px(cutout, options),
    )


def _inside(cutout: Cutout, options: TextureOptions) -> Bool[np.ndarray, "h w"]:
    """Where in that part the product surely is, its rim apart."""
    left, top, right, bottom = cutout.box
    solid = np.pad(cutout.matte[top:bottom, left:right] > 0.95, 1)
    depth = ndimage.distance_transform_edt(solid)[1:-1, 1:-1]
    return np.asarray(depth > _margin_px(cutout, options))


def _margin_px(cutout: Cutout, options: TextureOptions) -> float:
    left, top, right, bottom = cutout.box
    return max(options.margin_px * max(right - left, bottom - top) / options.texture_px, 1.0)


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


def _rest(
    surface: Surface,
    caster: RayCaster,
    texels: _Texels,
    looks: Sequence[_Look],
    colour: Float[np.ndarray, "P 3"],
    direct: Float[np.ndarray, " P"],
    painted: Bool[np.ndarray, " P"],
    options: TextureOptions,
) -> Float[np.ndarray, "P 3"]:
    """Linear colours for what no photo sees."""
    source = np.flatnonzero(direct > SURE)
    if not len(source):
        source = np.flatnonzero(painted)
    if not len(source):
        return np.full((len(texels.row), 3), 0.2)
    source = source[:: max(len(source) // MOST_SAMPLES, 1)]
    seen = Seen(texels.points[source], texels.normals[source], colour[source])
    if options.fill is None:
        return np.broadcast_to(seen.colour.mean(axis=0), colour.shape)
    corner_colour, corner_group, group = continue_colours(seen, surface, caster, options.fill)
    rest = texels.spread(surface, corner_colour)
    first = looks[0]
    mine = first.weight[source] > SURE
    grains = find_grains(
        first.picture,
        _inside(first.projection.cutout, options),
        first.projection.cutout.box,
        first.projection.camera,
        Seen(seen.points[mine], seen.normals[mine], seen.colour[mine]),
        group[mine],
        options.fill,
    )
    texel_group = corner_group[texels.nearest_corner(surface)]
    for index, grain in grains.items():
        there = np.flatnonzero(texel_group == index)
        rest[there] *= grain.at(texels.points[there], texels.normals[there])
    return np.asarray(np.clip(rest, 0, 1))


# Places of the surface that light and materials are learned from, and how well a photo has to see them.
MOST_SAMPLES = 12_000
SURE = 0.2


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
