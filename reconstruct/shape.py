"""The product's shape from its photos: read each with the network, fit a known shape and the cameras, make it solid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from reconstruct.baselines import Solid, fit_to_size
from reconstruct.camera import Camera
from reconstruct.crop import CROP_PX, crop_product, crop_square
from reconstruct.cutout import Cutout
from reconstruct.fit import FitOptions, fit_shape
from reconstruct.known_part import KnownPart
from reconstruct.network.model import CropReading, load_shape_model
from reconstruct.parts.families import family_named
from reconstruct.parts.parameters import Design
from reconstruct.pose import find_viewpoint
from reconstruct.see.category import category_odds
from reconstruct.size import ProductSize, ProductSizeHint
from reconstruct.viewpoint import canonical

__all__ = [
    "PhotoReading",
    "ShapeFinding",
    "find_camera",
    "find_shape",
    "given_shape",
    "guess_categories",
    "guess_size",
    "read_cutouts",
]


@dataclass(frozen=True)
class PhotoReading:
    """A cutout and what the network reads in it, size not known."""

    cutout: Cutout
    reading: CropReading


@dataclass(frozen=True)
class ShapeFinding:
    """The shape found.

    Attributes
    ----------
    solid
        Closed surface in the `product` frame, metres.
    size_m
        Of the solid: the sides that were given, and the guessed ones as the photos have them.
    cameras
        Of each photo, in the `product` frame and the photo's pixels.
    category, category_probability
        What the vote takes the product for, and how surely.
    known_shape
        Name of the bank's shape that it was made from, or of the family of its design.
    overlap
        Mean silhouette overlap (intersection over union) in the photographed views.
    confidence
        Chance that the shape is right, in [0, 1].
    design
        The parts that it is built from; None if it was made from a known shape.
    """

    solid: Solid
    size_m: ProductSize
    cameras: tuple[Camera, ...]
    category: str
    category_probability: float
    known_shape: str
    overlap: float
    confidence: float
    design: Design | None = None


def read_cutouts(cutouts: Sequence[Cutout]) -> list[PhotoReading]:
    """What the network reads in each photo before the size is known."""
    model = load_shape_model()
    return [PhotoReading(c, model.read(crop_product(c.rgb, c.matte), None)) for c in cutouts]


def guess_size(readings: Sequence[PhotoReading]) -> ProductSize:
    """The size that the network expects, over all photos."""
    logs = np.log([r.reading.size_m for r in readings]).mean(axis=0)
    width_m, height_m, depth_m = (float(side) for side in np.exp(logs))
    return ProductSize(width_m, height_m, depth_m)


def guess_categories(
    readings: Sequence[PhotoReading], hint: ProductSizeHint | None = None
) -> dict[str, float]:
    """How likely each of the network's categories is by the vote of all sources and photos, the likeliest first.

    Parameters
    ----------
    readings
        One for each photo.
    hint
        What the merchant knows of the size; it has a vote if all three sides are known.
    """
    sides = (hint.width_m, hint.height_m, hint.depth_m) if hint else (None,)
    known = [side for side in sides if side is not None]
    size_m = np.array(known) if len(known) == 3 else None
    each = [
        category_odds(
            r.cutout.rgb, r.cutout.matte, r.cutout.things, reading=r.reading, size_m=size_m
        )
        for r in readings
    ]
    mean = np.mean(each, axis=0)
    order = np.argsort(-mean, kind="stable")
    return {load_shape_model().categories[i]: float(mean[i]) for i in order}


def find_shape(
    cutouts: Sequence[Cutout],
    size_m: ProductSize,
    options: FitOptions | None = None,
    *,
    guessed: Sequence[str] = (),
    category: str | None = None,
    odds: Mapping[str, float] | None = None,
) -> ShapeFinding:
    """Find the solid of true size that explains the photos, and where they were taken from.

    Parameters
    ----------
    cutouts
        One for each photo.
    size_m
        The complete size.
    guessed
        Which of "width", "height" and "depth" are guesses: they may follow the photos. If all are, the product
        stays as high as guessed.
    category
        What the merchant calls it, in a word of the furniture graph.
    odds
        How likely each of the network's categories is, as `guess_categories` says; None to ask it.

    Raises
    ------
    WeightsError
        If the shape model's files are missing or damaged.
    """
    model = load_shape_model()
    size = np.array([size_m.width_m, size_m.height_m, size_m.depth_m])
    free = ("width" in guessed, "height" in guessed, "depth" in guessed)
    if odds is None:
        odds = guess_categories(read_cutouts(cutouts))
    likeliest = max(odds, key=lambda name: odds[name])
    told = None if all(free) else size
    readings = [model.read(crop_product(c.rgb, c.matte), told) for c in cutouts]
    fitted = fit_shape(model, cutouts, readings, size, options, free=free, told=category)
    found = fitted.size_m
    if all(free):
        found = found * (size[1] / found[1])
    fitted_m = ProductSize(*(float(side) for side in found))
    return ShapeFinding(
        solid=Solid(fit_to_size(fitted.vertices, fitted_m), fitted.faces),
        size_m=fitted_m,
        cameras=tuple(
            _photo_camera(view.camera, cutout, found)
            for view, cutout in zip(fitted.views, cutouts, strict=True)
        ),
        category=likeliest,
        category_probability=odds[likeliest],
        known_shape=fitted.name,
        overlap=float(np.mean([view.overlap for view in fitted.views])),
        confidence=fitted.confidence,
        design=fitted.design,
    )


def given_shape(
    cutouts: Sequence[Cutout], size_m: ProductSize, design: Design, odds: Mapping[str, float]
) -> ShapeFinding:
    """The shape that the merchant gives as a design, and where the photos were taken from."""
    size = np.array([size_m.width_m, size_m.height_m, size_m.depth_m])
    assembly = family_named(design.family).build(design, size)
    solid = Solid(assembly.vertices_m, assembly.faces.astype(np.int64))
    seen = [find_camera(cutout, solid, size_m) for cutout in cutouts]
    likeliest = max(odds, key=lambda name: odds[name])
    return ShapeFinding(
        solid=solid,
        size_m=size_m,
        cameras=tuple(camera for camera, _ in seen),
        category=likeliest,
        category_probability=odds[likeliest],
        known_shape=design.family,
        overlap=float(np.mean([overlap for _, overlap in seen])),
        confidence=1.0,
        design=design,
    )


def find_camera(cutout: Cutout, solid: Solid, size_m: ProductSize) -> tuple[Camera, float]:
    """Camera (`product` frame, the photo's pixels) of a photo of a known solid, and the silhouettes' overlap."""
    model = load_shape_model()
    size = np.array([size_m.width_m, size_m.height_m, size_m.depth_m])
    crop = crop_product(cutout.rgb, cutout.matte)
    likely = model.viewpoints(model.read(crop, size), 3)
    part = KnownPart.of(cutout, crop)
    seen = find_viewpoint(canonical(solid.vertices_m), solid.faces, crop, likely, part)
    return _photo_camera(seen.camera, cutout, size), seen.overlap


def _photo_camera(camera: Camera, cutout: Cutout, size: Float[np.ndarray, "3"]) -> Camera:
    """From the crop's pixels and the `canonical` frame to the photo's pixels and the `product` frame."""
    x, y, side = crop_square(cutout.matte)
    scale = side / CROP_PX
    pose = camera.T_world_camera.copy()
    pose[:3, 3] = pose[:3, 3] * size.max() + np.array([0.0, size[1] / 2, 0.0])
    height_px, width_px = cutout.matte.shape
    return Camera(
        pose,
        camera.focal_px * scale,
        (camera.centre_px[0] * scale + x, camera.centre_px[1] * scale + y),
        width_px,
        height_px,
    )
