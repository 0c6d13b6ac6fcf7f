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

from reconstruct.atlas import Atlas, unwrap
from reconstruct.cutout import Cutout
from reconstruct.errors import BadBoxError, CutoutError, PhotoError, PhotoMissingError
from reconstruct.fit import FitOptions
from reconstruct.own_mask import read_mask
from reconstruct.parts.assembly import Assembly
from reconstruct.parts.parameters import Design
from reconstruct.parts.part_surface import design_surface
from reconstruct.parts.product_parts import ProductParts
from reconstruct.photo import Photo, PhotoOptions, read_photo
from reconstruct.photo_role import PhotoUse
from reconstruct.product_warnings import ProductWarning, product_warnings
from reconstruct.projection import Projection
from reconstruct.refusal import Refusal, refusal_of
from reconstruct.see.thing import PhotoBox
from reconstruct.shape import (
    ShapeFinding,
    find_camera,
    find_shape,
    given_shape,
    guess_categories,
    guess_size,
    read_cutouts,
)
from reconstruct.shown_photo import choose_photos, look_at
from reconstruct.size import ProductSize, ProductSizeHint, find_size
from reconstruct.surface import Surface, SurfaceOptions, make_surface
from reconstruct.texture import Painted, PbrMaterial, TextureOptions, paint, recoloured

__all__ = [
    "ProductWarning",
    "ReconstructOptions",
    "TexturedProduct",
    "VariantSource",
    "reconstruct_product",
]


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
class VariantSource:
    """Another colour or fabric of the same product.

    Attributes
    ----------
    name
        As the merchant calls it.
    photos
        Its own photos, if there are any.
    rgb
        Its colour (sRGB), for a variant without photos.
    boxes
        The merchant's own boxes around the product, one for each photo from the first on; None where there is none.
    """

    name: str
    photos: tuple[Path, ...] = ()
    rgb: tuple[int, int, int] | None = None
    boxes: tuple[PhotoBox | None, ...] = ()


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
        Its look.
    size_m
        True size; the bounds of `vertices_m`.
    size_source
        "given" if the merchant gave all of it, "guessed" if any of it was guessed, "model" if it is that of the
        merchant's own model.
    variants
        The other looks, on the same mesh and texture coordinates, named by the merchant.
    cutouts
        One for each photo in which a product stands out, in the order given.
    photo_uses
        What each photo was taken for, in the order given.
    stage_seconds
        Wall seconds of each stage.
    shape_confidence
        Chance that the shape is right, in [0, 1].
    known_shape
        The bank's shape that it was made from, or the family of its design.
    warnings
        What the merchant should know.
    category_odds
        How likely the network finds each of its categories by the photos alone, the likeliest first; only those with
        any chance. Empty where there was no photo.
    refusal
        Why it is not good enough to be sold; None if it is.
    parts
        The parts that it is built from; None if it was made from a known shape or is the merchant's own model.
    """

    product_id: str
    vertices_m: Float[np.ndarray, "V 3"]
    normals: Float[np.ndarray, "V 3"]
    uvs: Float[np.ndarray, "V 2"]
    faces: Int[np.ndarray, "F 3"]
    material: PbrMaterial
    size_m: ProductSize
    size_source: Literal["given", "guessed", "model"]
    variants: tuple[PbrMaterial, ...]
    cutouts: tuple[Cutout, ...]
    photo_uses: tuple[PhotoUse, ...]
    stage_seconds: Mapping[str, float]
    shape_confidence: float
    known_shape: str
    warnings: tuple[ProductWarning, ...]
    category_odds: Mapping[str, float] = field(default_factory=dict)
    refusal: Refusal | None = None
    parts: ProductParts | None = None


def reconstruct_product(
    photos: Sequence[Path | Photo],
    *,
    product_id: str,
    masks: Sequence[Path | None] = (),
    boxes: Sequence[PhotoBox | None] = (),
    size: ProductSizeHint | None = None,
    category: str | None = None,
    design: Design | None = None,
    name: str = "product",
    variants: Sequence[VariantSource] = (),
    options: ReconstructOptions | None = None,
) -> TexturedProduct:
    """Turn one or more photos of a product into a textured mesh of its true size.

    Parameters
    ----------
    photos
        Picture files, or photos read already.
    product_id
        The merchant's SKU.
    masks
        The merchant's own masks, one for each photo from the first on; None where it is cut out automatically.
    boxes
        The merchant's own boxes around the product, likewise.
    size
        What is known of the true size.
    category
        The product's kind as the furniture graph calls it; known shapes that look like it are preferred.
    design
        The merchant's own design, taken as it is; None to find one.
    name
        Of its material, as the merchant calls this variant.
    variants
        Other colours or fabrics of the same shape.
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
        own = [
            None if path is None else read_mask(path, photo)
            for path, photo in zip(masks, pictures, strict=False)
        ]
        shown = look_at(pictures, own, boxes, category)
    used = choose_photos(shown)
    chosen = [cutout for i in used if (cutout := shown[i].cutout) is not None]
    with clock.stage("shape"):
        readings = read_cutouts(chosen)
        guess = guess_size(readings)
        sized = find_size(product_id, size, guess=guess, typical_height_m=options.typical_height_m)
        odds = guess_categories(readings, size)
        if design is not None:
            found = given_shape(chosen, sized.size_m, design, odds)
        else:
            found = find_shape(
                chosen,
                sized.size_m,
                options.fit,
                guessed=sized.guessed,
                category=category,
                odds=odds,
            )
    with clock.stage("surface"):
        assembly, surface = _surface(found, options.surface)
    with clock.stage("texture"):
        atlas = unwrap(surface, options.texture.texture_px)
        views = [Projection(c, camera) for c, camera in zip(chosen, found.cameras, strict=True)]
        painted = paint(
            atlas,
            views,
            options.texture,
            category=found.category,
            mirror=category in MIRRORS,
            details=[p.photo.rgb for p in shown if p.role == "detail"],
            name=name,
        )
        others = [
            _variant(product_id, v, atlas, painted, found, category or found.category, options)
            for v in variants
        ]
    return TexturedProduct(
        product_id=product_id,
        vertices_m=atlas.surface.vertices_m,
        normals=atlas.surface.normals,
        uvs=atlas.uvs,
        faces=atlas.surface.faces,
        material=painted.material,
        size_m=found.size_m,
        size_source="guessed" if sized.guessed else "given",
        variants=tuple(material for material, _ in others if material is not None),
        cutouts=tuple(p.cutout for p in shown if p.cutout is not None),
        photo_uses=tuple(photo.use(index in used) for index, photo in enumerate(shown)),
        stage_seconds=MappingProxyType(clock.seconds),
        shape_confidence=found.confidence,
        known_shape=found.known_shape,
        warnings=(
            *product_warnings(product_id, shown, used, sized, surface, found),
            *(warning for _, warning in others if warning is not None),
        ),
        category_odds={c: round(p, 4) for c, p in odds.items() if p >= LEAST_ODDS},
        refusal=None if design is not None else refusal_of(shown, used, found),
        parts=None
        if assembly is None or found.design is None
        else ProductParts.of(found.design, _sides(found.size_m), assembly, atlas.surface),
    )


def _surface(found: ShapeFinding, options: SurfaceOptions) -> tuple[Assembly | None, Surface]:
    """The mesh of a shape; of one built from parts, the parts too."""
    if found.design is None:
        return None, make_surface(found.solid, found.size_m, options)
    return design_surface(found.design, _sides(found.size_m), triangles=options.triangles)


def _sides(size_m: ProductSize) -> Float[np.ndarray, "3"]:
    return np.array([size_m.width_m, size_m.height_m, size_m.depth_m])


def _variant(
    product_id: str,
    source: VariantSource,
    atlas: Atlas,
    painted: Painted,
    found: ShapeFinding,
    category: str,
    options: ReconstructOptions,
) -> tuple[PbrMaterial | None, ProductWarning | None]:
    """The material of a variant, on the product's own mesh; what is wrong with it costs only the variant."""
    if not source.photos:
        if source.rgb is None:
            message = f"{product_id}, variant {source.name!r}: it has neither photo nor colour; give one of them."
            return None, ProductWarning("variant_failed", message)
        return recoloured(atlas, painted, source.rgb, name=source.name), None
    try:
        photos = [read_photo(path, options.photo) for path in source.photos]
        shown = look_at(photos, boxes=source.boxes, category=category)
    except (PhotoError, CutoutError, BadBoxError) as error:
        message = f"{product_id}, variant {source.name!r} is left out: {error}"
        return None, ProductWarning("variant_failed", message)
    cutouts = [cutout for i in choose_photos(shown) if (cutout := shown[i].cutout) is not None]
    views, overlaps = [], []
    for cutout in cutouts:
        camera, overlap = find_camera(cutout, found.solid, found.size_m)
        views.append(Projection(cutout, camera))
        overlaps.append(overlap)
    made = paint(atlas, views, options.texture, category=found.category, name=source.name)
    if max(overlaps) >= MISFIT:
        return made.material, None
    message = (
        f"{product_id}, variant {source.name!r}: its photo {cutouts[0].photo_name} fits the product's shape to "
        f"{max(overlaps):.0%} only; is it the same product?"
    )
    return made.material, ProductWarning("variant_misfit", message)


# Categories that are silvered glass. Only the merchant's word counts: a guess would blind a picture.
MIRRORS = ("mirror", "floor_mirror")
LEAST_ODDS = 0.005
# Silhouettes of a variant that agree less with the product's shape than this are worth a look.
MISFIT = 0.6


class _Clock:
    """Seconds of each stage, in the order they ran."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - begun
