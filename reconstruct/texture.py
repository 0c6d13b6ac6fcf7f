"""The product's textures: its photos laid on, mirrored where that helps, continued elsewhere; and its materials.

Each texel of the atlas asks in turn: does a photo see me, does a photo see my mirror image, what is the panel that I
belong to made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from jaxtyping import Bool, Float, Int, UInt8
from PIL import Image

from reconstruct.atlas import Atlas
from reconstruct.delight import hue_and_brightness, linear, srgb
from reconstruct.fill import FillOptions, Seen, continue_colours, detail_grain, find_grains
from reconstruct.material import Reflectance, Region, load_material_model, reflectance
from reconstruct.projection import (
    MOST_SAMPLES,
    SURE,
    PhotoLook,
    Projection,
    ProjectionOptions,
    inside_photo,
)
from reconstruct.raycast import RayCaster
from reconstruct.surface import Surface

__all__ = [
    "Painted",
    "PbrMaterial",
    "TextureOptions",
    "halved",
    "lit_safely",
    "paint",
    "recoloured",
]


@dataclass(frozen=True)
class PbrMaterial:
    """What a surface is made of, in glTF's metallic-roughness terms.

    Attributes
    ----------
    name
        The material's name in the files.
    base_colour
        Texture in sRGB, row 0 on top.
    orm
        Texture of occlusion (255 is open), roughness and metalness, on the same coordinates.
    double_sided
        Whether the surface is seen from behind too: cloth and leaves without thickness.
    """

    name: str
    base_colour: UInt8[np.ndarray, "H W 3"]
    orm: UInt8[np.ndarray, "h w 3"]
    double_sided: bool = False


@dataclass(frozen=True)
class TextureOptions:
    """How photos become textures.

    Attributes
    ----------
    texture_px
        Side of the texture.
    mirror
        Share of its weight that a photo keeps for the mirror image of what it sees.
    projection
        How photos are laid on.
    fill
        How colours go on where no photo looks; None paints all of that in the mean colour.
    """

    texture_px: int = 1024
    mirror: float = 0.15
    projection: ProjectionOptions = field(default_factory=ProjectionOptions)
    fill: FillOptions | None = field(default_factory=FillOptions)


@dataclass(frozen=True)
class Painted:
    """A painted surface.

    Attributes
    ----------
    material
        Its textures.
    colour
        Linear base colour of every texel.
    regions
        What the product falls into by colour.
    """

    material: PbrMaterial
    colour: Float[np.ndarray, "P 3"]
    regions: Regions


@dataclass(frozen=True)
class Regions:
    """The product by colour: common linear colour of each region, and the region of each texel and corner."""

    colour: dict[int, Float[np.ndarray, "3"]]
    texel_group: Int[np.ndarray, " P"]
    corner_group: Int[np.ndarray, " V"]

    @property
    def largest(self) -> int:
        """The region with most of the texture."""
        return max(self.colour, key=lambda index: int((self.texel_group == index).sum()))


def paint(
    atlas: Atlas,
    projections: Sequence[Projection],
    options: TextureOptions | None = None,
    *,
    category: str | None = None,
    mirror: bool = False,
    details: Sequence[UInt8[np.ndarray, "_h _w 3"]] = (),
    name: str = "product",
) -> Painted:
    """Paint a surface from its photos.

    Parameters
    ----------
    atlas, projections
        What is painted, and the photos.
    category
        What the product is, in the bank's words: cloth is likelier on a sofa than on a stove.
    mirror
        Whether its largest region is silvered glass.
    details
        Close-ups (sRGB), whose grain goes on where no photo looks.
    name
        Of the material.
    """
    options = options or TextureOptions()
    surface = atlas.surface
    caster = RayCaster(surface.vertices_m, surface.faces)
    extent = float(np.ptp(surface.vertices_m, axis=0).max())
    openness = caster.openness(surface.vertices_m, surface.normals, reach_m=extent)
    open_texels = atlas.spread(openness[:, None])[:, 0]
    looks = [
        PhotoLook.of(caster, projection, atlas, open_texels, options.projection)
        for projection in projections
    ]
    colour = np.zeros((len(open_texels), 3))
    total = np.zeros(len(open_texels))
    finest = max(look.pixels_per_m for look in looks)
    for look in looks:
        # A photo that shows the product smaller has less to say.
        weight = look.weight * look.pixels_per_m / finest
        colour += weight[:, None] * look.colour
        total += weight
    direct = total.copy()
    for look in looks:
        # The mirror image speaks only where no photo sees the texel itself well.
        weight = options.mirror * look.mirrored_weight
        weight *= np.clip(1 - direct / max(options.mirror, 1e-9), 0, 1)
        colour += weight[:, None] * look.mirrored_colour
        total += weight
    painted = total > 0.02
    colour[painted] /= total[painted, None]
    rest, regions = _rest(atlas, caster, looks, details, colour, direct, painted, options)
    sure = np.clip(total / max(options.mirror, 0.05), 0, 1)[:, None]
    colour = sure * np.where(painted[:, None], colour, 0) + (1 - sure) * rest
    orm = np.zeros((len(colour), 3))
    orm[:, 0] = 255 * np.clip(open_texels, 0, 1)
    reflectances = _reflectances(surface, caster, regions, category, extent)
    if mirror:
        reflectances[regions.largest] = MIRROR
        # What the photo shows there is a room, not the mirror.
        colour[regions.texel_group == regions.largest] = SILVER
    for index, found in reflectances.items():
        orm[regions.texel_group == index, 1:] = 255 * found.roughness, 255 * found.metallic
    material = PbrMaterial(name, atlas.picture(lit_safely(colour)), halved(atlas.picture(orm)))
    return Painted(material, colour, regions)


# Silvered glass.
MIRROR, SILVER = Reflectance(0.02, 1.0), 0.8


def recoloured(
    atlas: Atlas, painted: Painted, rgb: tuple[int, int, int], *, name: str
) -> PbrMaterial:
    """The same product with its largest region in another colour (sRGB), its grain and shadows kept."""
    regions = painted.regions
    wanted = linear(np.array(rgb, dtype=np.float64))
    common = np.maximum(regions.colour[regions.largest], 0.01)
    # By brightness against the region's own, so that what the photo laid across a region's border keeps its hue.
    hue, _ = hue_and_brightness(painted.colour)
    own, _ = hue_and_brightness(common[None])
    alike = np.exp(-((np.linalg.norm(hue - own, axis=1) / HUE_REACH) ** 2))
    share = np.where(regions.texel_group == regions.largest, 1.0, 0.0) * alike
    bright = painted.colour.mean(axis=1, keepdims=True) / common.mean()
    colour = (1 - share[:, None]) * painted.colour + share[:, None] * np.clip(bright, 0, 2) * wanted
    return replace(painted.material, name=name, base_colour=atlas.picture(lit_safely(colour)))


HUE_REACH = 0.7


def lit_safely(linear_colour: Float[np.ndarray, "P 3"]) -> Float[np.ndarray, "P 3"]:
    """As sRGB in [0, 255], between the darkest and the brightest that real surfaces are: nothing is coal or snow.

    The bounds are those of Khronos' asset auditor.
    """
    colour = srgb(linear_colour)
    value = colour.max(axis=1, keepdims=True)
    scaled = colour * np.clip(value, DARKEST, BRIGHTEST) / np.maximum(value, 1.0)
    return np.where(value < 1.0, DARKEST, scaled)


DARKEST, BRIGHTEST = 30.0, 243.0


def halved(picture: UInt8[np.ndarray, "H W 3"]) -> UInt8[np.ndarray, "h w 3"]:
    """At half the resolution, for occlusion and materials are smooth; never below what Khronos' auditor asks."""
    if len(picture) < 2 * LEAST_ORM_PX:
        return picture
    return np.asarray(Image.fromarray(picture).reduce(2))


LEAST_ORM_PX = 512


def _reflectances(
    surface: Surface,
    caster: RayCaster,
    regions: Regions,
    category: str | None,
    extent: float,
) -> dict[int, Reflectance]:
    """What each region is made of, as far as it counts for light."""
    inwards = -surface.normals
    hits = caster.cast(surface.vertices_m + 1e-4 * extent * inwards, inwards)
    thickness = np.minimum(np.where(hits.hit, hits.distance_m, extent) / extent, 0.3)
    height = surface.vertices_m[:, 1] / max(float(surface.vertices_m[:, 1].max()), 1e-9)
    found = []
    for index, colour in regions.colour.items():
        mine = regions.corner_group == index
        if not mine.any():
            mine = np.ones(len(mine), dtype=bool)
        found.append(
            Region(
                colour=colour,
                thickness=float(thickness[mine].mean()),
                height=float(height[mine].mean()),
                share=float((regions.texel_group == index).mean()),
                longest_m=extent,
                category=category,
            )
        )
    odds = load_material_model().probabilities(found)
    return {index: reflectance(odd) for index, odd in zip(regions.colour, odds, strict=True)}


def _rest(
    atlas: Atlas,
    caster: RayCaster,
    looks: Sequence[PhotoLook],
    details: Sequence[UInt8[np.ndarray, "_h _w 3"]],
    colour: Float[np.ndarray, "P 3"],
    direct: Float[np.ndarray, " P"],
    painted: Bool[np.ndarray, " P"],
    options: TextureOptions,
) -> tuple[Float[np.ndarray, "P 3"], Regions]:
    """Linear colours for what no photo sees, and the regions that the product falls into."""
    source = np.flatnonzero(direct > SURE)
    if not len(source):
        source = np.flatnonzero(painted)
    one_region = Regions(
        {0: np.full(3, 0.2)},
        np.zeros(len(atlas.texels.row), dtype=np.int64),
        np.zeros(len(atlas.surface.vertices_m), dtype=np.int64),
    )
    if not len(source):
        return np.full((len(atlas.texels.row), 3), 0.2), one_region
    source = source[:: max(len(source) // MOST_SAMPLES, 1)]
    seen = Seen(atlas.texels.points[source], atlas.texels.normals[source], colour[source])
    if options.fill is None:
        mean = seen.colour.mean(axis=0)
        return np.broadcast_to(mean, colour.shape), replace(one_region, colour={0: mean})
    corner_colour, corner_group, group = continue_colours(seen, atlas.surface, caster, options.fill)
    rest = atlas.spread(corner_colour)
    first = looks[0]
    mine = first.weight[source] > SURE
    grains = find_grains(
        first.picture,
        inside_photo(first.projection.cutout, atlas.texture_px, options.projection),
        first.projection.cutout.box,
        first.projection.camera,
        Seen(seen.points[mine], seen.normals[mine], seen.colour[mine]),
        group[mine],
        options.fill,
    )
    common = {
        int(index): np.median(seen.colour[group == index], axis=0) for index in np.unique(group)
    }
    extent = float(np.ptp(atlas.surface.vertices_m, axis=0).max())
    for detail in details:
        found = detail_grain(detail, extent, common, options.fill)
        if found is not None:
            grains[found[0]] = found[1]
    texel_group = corner_group[atlas.nearest_corner()]
    for index, grain in grains.items():
        there = np.flatnonzero(texel_group == index)
        rest[there] *= grain.at(atlas.texels.points[there], atlas.texels.normals[there])
    return np.clip(rest, 0, 1), Regions(common, texel_group, corner_group)
