"""The story of the package: photos in, one textured product of true size out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import numpy as np
from jaxtyping import Float, Int

from reconstruct.cutout import DOUBTFUL, Cutout, cut_out
from reconstruct.errors import PhotoMissingError
from reconstruct.fit import FitOptions
from reconstruct.photo import Photo, PhotoOptions, read_photo
from reconstruct.shape import ShapeFinding, find_shape, guess_size, read_cutouts
from reconstruct.size import ProductSize, ProductSizeHint, SizeFinding, find_size
from reconstruct.surface import Surface, SurfaceOptions, make_surface
from reconstruct.texture import PbrMaterial, Projection, TextureOptions, make_texture

__all__ = ["ProductWarning", "ReconstructOptions", "TexturedProduct", "reconstruct_product"]


@dataclass(frozen=True)
class ProductWarning:
    """Something a merchant should know about a product that was made all the same.

    Attributes
    ----------
    code
        "unknown_size", "partial_size", "doubtful_cutout", "doubtful_shape", "cropped_photo", "colour_profile",
        "small_photo", "open_surface" or "unused_photos".
    message
        One sentence: which item, what, and the remedy.
    """

    code: str
    message: str


@dataclass(frozen=True)
class ReconstructOptions:
    """Everything that can be set about a reconstruction.

    Attributes
    ----------
    typical_height_m
        Height of a usual product of its category, for a product of unknown size; None if that is not known
        either.
    photo, fit, surface, texture
        The options of each stage.
    """

    typical_height_m: float | None = None
    photo: PhotoOptions = field(default_factory=PhotoOptions)
    fit: FitOptions = field(default_factory=FitOptions)
    surface: SurfaceOptions = field(default_factory=SurfaceOptions)
    texture: TextureOptions = field(default_factory=TextureOptions)


@dataclass(frozen=True)
class TexturedProduct:
    """A finished product in the `product` frame: metres, +Y up, front +Z, origin at the floor centre.

    Attributes
    ----------
    product_id
        The merchant's SKU.
    vertices_m, normals
        Corner positions in metres and unit normals.
    uvs
        Texture coordinates as in glTF: origin at the texture's top left.
    faces
        Triangles, counter-clockwise from outside.
    material
        The one material.
    size_m
        True size; the bounds of `vertices_m`.
    size_source
        "given" if the merchant gave all of it, "guessed" if any of it was guessed.
    cutouts
        One per photo, in the order given.
    stage_seconds
        Wall seconds of each stage.
    shape_confidence
        Chance that the shape is right, in [0, 1].
    known_shape
        The bank's shape that it was made from.
    warnings
        What the merchant should know.
    """

    product_id: str
    vertices_m: Float[np.ndarray, "V 3"]
    normals: Float[np.ndarray, "V 3"]
    uvs: Float[np.ndarray, "V 2"]
    faces: Int[np.ndarray, "F 3"]
    material: PbrMaterial
    size_m: ProductSize
    size_source: Literal["given", "guessed"]
    cutouts: tuple[Cutout, ...]
    stage_seconds: Mapping[str, float]
    shape_confidence: float
    known_shape: str
    warnings: tuple[ProductWarning, ...]


def reconstruct_product(
    photos: Sequence[Path | Photo],
    *,
    product_id: str,
    size: ProductSizeHint | None = None,
    category: str | None = None,
    options: ReconstructOptions | None = None,
) -> TexturedProduct:
    """Turn one or more photos of a product into a textured mesh of its true size.

    Parameters
    ----------
    photos
        Picture files, or photos read already.
    product_id
        The merchant's SKU.
    size
        What is known of the true size.
    category
        The product's kind as the furniture graph calls it; known shapes that look like it are preferred.
    options
        Settings of every stage.

    Raises
    ------
    ReconstructError
        One of the types in `reconstruct.errors`; each names the photo or product and the remedy.
    """
    options = options or ReconstructOptions()
    clock = _Clock()
    if not photos:
        raise PhotoMissingError(
            product_id, expected="at least one photo", found="none", remedy="Add a photo."
        )
    with clock.stage("photo"):
        pictures = [p if isinstance(p, Photo) else read_photo(p, options.photo) for p in photos]
    with clock.stage("cutout"):
        cutouts = tuple(cut_out(picture) for picture in pictures)
    used = choose_cutouts(cutouts)
    with clock.stage("shape"):
        chosen = [cutouts[i] for i in used]
        guess = guess_size(read_cutouts(chosen))
        sized = find_size(product_id, size, guess=guess, typical_height_m=options.typical_height_m)
        found = find_shape(
            chosen, sized.size_m, options.fit, guessed=sized.guessed, category=category
        )
    with clock.stage("surface"):
        surface = make_surface(found.solid, found.size_m, options.surface)
    with clock.stage("texture"):
        views = [Projection(c, camera) for c, camera in zip(chosen, found.cameras, strict=True)]
        surface, uvs, material = make_texture(
            surface, views, options.texture, category=found.category
        )
    return TexturedProduct(
        product_id=product_id,
        vertices_m=surface.vertices_m,
        normals=surface.normals,
        uvs=uvs,
        faces=surface.faces,
        material=material,
        size_m=found.size_m,
        size_source="guessed" if sized.guessed else "given",
        cutouts=cutouts,
        stage_seconds=MappingProxyType(clock.seconds),
        shape_confidence=found.confidence,
        known_shape=found.known_shape,
        warnings=tuple(_warnings(product_id, pictures, cutouts, used, sized, surface, found)),
    )


def choose_cutouts(cutouts: Sequence[Cutout]) -> list[int]:
    """Indices of the cutouts to work from, the surest first: whole in the picture and not doubtful, at least one."""

    def merit(index: int) -> tuple[bool, float, int]:
        cutout = cutouts[index]
        return (not any(cutout.touches_edge), round(cutout.confidence, 1), -index)

    order = sorted(range(len(cutouts)), key=merit, reverse=True)
    sound = [
        i for i in order if not any(cutouts[i].touches_edge) and cutouts[i].confidence >= DOUBTFUL
    ]
    return sound[:MOST_PHOTOS] or order[:1]


MOST_PHOTOS = 4
DOUBTFUL_SHAPE = 0.65


class _Clock:
    """Seconds of each stage, in the order they ran."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - begun


def _warnings(
    product_id: str,
    photos: Sequence[Photo],
    cutouts: Sequence[Cutout],
    used: Sequence[int],
    sized: SizeFinding,
    surface: Surface,
    found: ShapeFinding,
) -> Iterator[ProductWarning]:
    """Tell the merchant what was guessed, doubted or missing."""
    photo, cutout, size_m = photos[used[0]], cutouts[used[0]], found.size_m
    if len(sized.guessed) == 3:
        yield ProductWarning(
            "unknown_size",
            f"{product_id}: no size was given, so {_centimetres(size_m)} was guessed from the photo and the "
            "category; give width, height and depth to make it true to scale.",
        )
    elif sized.guessed:
        yield ProductWarning(
            "partial_size",
            f"{product_id}: the {' and '.join(sized.guessed)} was guessed ({_centimetres(size_m)}); give all "
            "three dimensions to make it true to scale.",
        )
    if cutout.confidence < DOUBTFUL:
        yield ProductWarning(
            "doubtful_cutout",
            f"{product_id}: the product is hard to tell from its background in {photo.name}; check its outline, "
            "or use a photo on a plain background.",
        )
    if any(cutout.touches_edge):
        sides = [
            side
            for side, touches in zip(
                ("left", "top", "right", "bottom"), cutout.touches_edge, strict=True
            )
            if touches
        ]
        yield ProductWarning(
            "cropped_photo",
            f"{product_id}: the product runs out of {photo.name} at the {' and '.join(sides)}; use a photo that "
            "shows all of it.",
        )
    if photo.colour == "unreadable_profile":
        yield ProductWarning(
            "colour_profile",
            f"{product_id}: the colour profile inside {photo.name} is damaged and sRGB was assumed; compare the "
            "colours, or export the photo as sRGB.",
        )
    left, top, right, bottom = cutout.box
    if max(right - left, bottom - top) < 250:
        yield ProductWarning(
            "small_photo",
            f"{product_id}: the product is only {right - left} x {bottom - top} px in {photo.name} and will look "
            "soft; use a larger photo.",
        )
    if not surface.watertight:
        yield ProductWarning(
            "open_surface",
            f"{product_id}: the surface made from {photo.name} is not closed everywhere; it can be shown but "
            "not printed. Another photo may help.",
        )
    if found.confidence < DOUBTFUL_SHAPE:
        yield ProductWarning(
            "doubtful_shape",
            f"{product_id}: the shape found for {photo.name} (a {found.category.replace('_', ' ')}?) is doubtful; "
            "look at it from all sides, or add photos from other sides.",
        )
    if len(photos) > len(used):
        idle = [p.name for i, p in enumerate(photos) if i not in used]
        yield ProductWarning(
            "unused_photos",
            f"{product_id}: {', '.join(idle)} cannot be used for the shape: cut off, hard to cut out, or more than "
            f"the {MOST_PHOTOS} that are read.",
        )


def _centimetres(size_m: ProductSize) -> str:
    return (
        " x ".join(
            f"{100 * value_m:.0f}" for value_m in (size_m.width_m, size_m.height_m, size_m.depth_m)
        )
        + " cm (W x H x D)"
    )
