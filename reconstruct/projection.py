"""What a photo says of a surface: colours through its camera, exactly where it is seen, the light taken out.

Visibility is cast; colours near the product's outline are never used, for they hold some of the background. What lies
beyond the photo's frame, or where another thing may cover the product, the photo says nothing of.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Bool, Float, Float32, UInt8
from scipy import ndimage

from reconstruct.atlas import Atlas
from reconstruct.camera import Camera
from reconstruct.cutout import Cutout
from reconstruct.delight import DelightOptions, find_light, linear
from reconstruct.raycast import RayCaster
from reconstruct.see.thing import Box

__all__ = [
    "MOST_SAMPLES",
    "SURE",
    "PhotoLook",
    "Projection",
    "ProjectionOptions",
    "bleed",
    "inside_photo",
]

# How well a photo has to see a place for it to be learned from, and how many places are.
SURE = 0.2
MOST_SAMPLES = 6_000


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
class ProjectionOptions:
    """How photos are laid on.

    Attributes
    ----------
    margin_px
        Colours this far around the product's outline, in pixels of a photo brought to the texture's size, are never
        used: they hold some of the background.
    grazing
        Cosines between which a photo's say fades out: a grazing view smears.
    delight
        How the photo's light is taken out; None leaves it in.
    """

    margin_px: float = 3.0
    grazing: tuple[float, float] = (0.12, 0.35)
    delight: DelightOptions | None = field(default_factory=DelightOptions)


@dataclass(frozen=True)
class PhotoLook:
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

    @property
    def pixels_per_m(self) -> float:
        """How finely the photo shows the product."""
        camera = self.projection.camera
        return camera.focal_px / max(float(np.linalg.norm(camera.position_m)), 1e-6)

    @classmethod
    def of(
        cls,
        caster: RayCaster,
        projection: Projection,
        atlas: Atlas,
        openness: Float[np.ndarray, " P"],
        options: ProjectionOptions,
    ) -> PhotoLook:
        """Look through a photo at the surface; `openness` is the share of the sky that each texel sees."""
        texels = atlas.texels
        extent = float(np.ptp(atlas.surface.vertices_m, axis=0).max())
        picture = _clean(projection.cutout, atlas.texture_px, options)
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
            told = np.flatnonzero(weights[0] > SURE)
            told = told[:: max(len(told) // MOST_SAMPLES, 1)]
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


def _clean(
    cutout: Cutout, texture_px: int, options: ProjectionOptions
) -> UInt8[np.ndarray, "h w 3"]:
    """The part of the photo around the product, with the product's colours carried outwards over the rest."""
    left, top, right, bottom = cutout.box
    return bleed(
        cutout.rgb[top:bottom, left:right],
        _shown_matte(cutout)[top:bottom, left:right],
        _margin_px(cutout, texture_px, options),
    )


def inside_photo(
    cutout: Cutout, texture_px: int, options: ProjectionOptions
) -> Bool[np.ndarray, "h w"]:
    """Where in that part the product surely is, its rim apart."""
    left, top, right, bottom = cutout.box
    solid = np.pad(_shown_matte(cutout)[top:bottom, left:right] > 0.95, 1)
    depth = ndimage.distance_transform_edt(solid)[1:-1, 1:-1]
    return np.asarray(depth > _margin_px(cutout, texture_px, options))


def _shown_matte(cutout: Cutout) -> Float32[np.ndarray, "H W"]:
    """The matte without what another thing may cover."""
    if cutout.hidden is None:
        return cutout.matte
    return np.where(cutout.hidden, np.float32(0), cutout.matte)


def _margin_px(cutout: Cutout, texture_px: int, options: ProjectionOptions) -> float:
    left, top, right, bottom = cutout.box
    return max(options.margin_px * max(right - left, bottom - top) / texture_px, 1.0)


def _sight(
    caster: RayCaster,
    projection: Projection,
    points: Float[np.ndarray, "P 3"],
    normals: Float[np.ndarray, "P 3"],
    extent: float,
    options: ProjectionOptions,
) -> Float[np.ndarray, " P"]:
    """How well a photo sees points: the cosine of its view, faded out at grazing angles, 0 where hidden or cut off."""
    to_eye = projection.camera.position_m - points
    distance = np.linalg.norm(to_eye, axis=1, keepdims=True)
    to_eye = to_eye / np.maximum(distance, 1e-9)
    cosine = (to_eye * normals).sum(axis=1)
    low, high = options.grazing
    weight = cosine * np.clip((cosine - low) / (high - low), 0, 1)
    facing = np.flatnonzero(weight > 0)
    start = points[facing] + 3e-3 * extent * normals[facing]
    weight[facing[caster.occluded(start, to_eye[facing])]] = 0
    weight[_not_shown(projection, points)] = 0
    return np.asarray(np.maximum(weight, 0))


def _not_shown(
    projection: Projection, points: Float[np.ndarray, "P 3"]
) -> Bool[np.ndarray, " P"] | slice:
    """Points that fall beyond the frame of a photo that crops the product, or where something may cover it."""
    cutout = projection.cutout
    if not any(cutout.touches_edge) and cutout.hidden is None:
        return slice(0, 0)
    column, row = np.floor(projection.camera.project(points)[:, :2]).astype(np.int64).T
    height, width = cutout.matte.shape
    away = (row < 0) | (row >= height) | (column < 0) | (column >= width)
    if cutout.hidden is not None:
        away[~away] = cutout.hidden[row[~away], column[~away]]
    return np.asarray(away)


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
