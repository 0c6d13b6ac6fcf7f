"""A product whose model another program makes from a photo: its front and its size come from the photo."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

from reconstruct.crop import crop_product
from reconstruct.cutout import Cutout
from reconstruct.errors import PhotoMissingError
from reconstruct.known_part import KnownPart
from reconstruct.model_orientation import ModelOrientation, find_orientation
from reconstruct.model_product import product_of_model, stretch_warning
from reconstruct.network.model import load_shape_model
from reconstruct.own_mask import read_mask
from reconstruct.photo import Photo, read_photo
from reconstruct.photo_warnings import ProductWarning, photo_warnings
from reconstruct.product import LEAST_ODDS, ReconstructOptions, TexturedProduct, VariantSource
from reconstruct.product_warnings import size_warning, whole_photo_warning
from reconstruct.see.thing import PhotoBox
from reconstruct.shape import guess_categories, guess_size, read_cutouts
from reconstruct.shown_photo import ShownPhoto, choose_photos, look_at
from reconstruct.size import ProductSize, ProductSizeHint, SizeFinding, find_size
from reconstruct.turn import turned

__all__ = ["MISFIT", "ModelMaker", "product_of_photo_model"]

ModelMaker = Callable[[Photo, Cutout], Path]
"""Makes a GLB file of the product in a photo, and says where it is; what it raises is passed on."""

MISFIT = 0.7
"""A model whose silhouette overlaps the photo's less than this, whichever way it is turned, is worth a look.

Of the models of 14 photos, each beside the other 13 photos, nine in ten overlap less.
"""


def product_of_photo_model(
    photos: Sequence[Path],
    make_model: ModelMaker,
    *,
    product_id: str,
    masks: Sequence[Path | None] = (),
    boxes: Sequence[PhotoBox | None] = (),
    size: ProductSizeHint | None = None,
    category: str | None = None,
    name: str = "product",
    variants: Sequence[VariantSource] = (),
    options: ReconstructOptions | None = None,
) -> TexturedProduct:
    """Make a product of a model that is made from the photo that shows it best.

    Its size is the merchant's; sides that are not given follow the model's proportions. Without any, the model is as
    large as the network guesses from the photo.

    Parameters
    ----------
    photos
        Picture files.
    make_model
        Called once, with the photo that shows the product best. Its model has +Y up, any front and any unit.
    product_id
        The merchant's SKU.
    masks
        The merchant's own masks, one for each photo from the first on; None where it is cut out automatically.
    boxes
        The merchant's own boxes around the product, likewise.
    size
        What is known of the true size.
    category
        The product's kind as the furniture graph calls it; the photo is searched for it.
    name
        Of its material, as the merchant calls this variant.
    variants
        Other looks; they are left out, with a warning, for they need a model that this project made.
    options
        Settings of every stage.

    Raises
    ------
    ReconstructError
        One of the types in `reconstruct.errors`: of the photo, the size, or the model's file.
    """
    options, given = options or ReconstructOptions(), size or ProductSizeHint()
    if not photos:
        raise PhotoMissingError(
            product_id, expected="at least one photo", found="none", remedy="Add a photo."
        )
    begun = time.perf_counter()
    pictures = [read_photo(path, options.photo) for path in photos]
    own = [
        None if path is None else read_mask(path, photo)
        for path, photo in zip(masks, pictures, strict=False)
    ]
    shown = look_at(pictures, own, boxes, category)
    best = choose_photos(shown)[0]
    cutout = shown[best].cutout
    assert cutout is not None  # or `look_at` raises
    readings = read_cutouts([cutout])
    odds = guess_categories(readings)
    # Before the model: a size that cannot be true is told at once.
    sized = find_size(
        product_id, given, guess=guess_size(readings), typical_height_m=options.typical_height_m
    )
    looked = time.perf_counter()
    path = make_model(shown[best].photo, cutout)
    modelled = time.perf_counter()
    made = product_of_model(path, product_id=product_id, name=name, options=options)
    taken = time.perf_counter()
    crop = crop_product(cutout.rgb, cutout.matte)
    told = None if len(sized.guessed) == 3 else np.array(_sides(sized.size_m))
    reading = load_shape_model().read(crop, told)
    found = find_orientation(made, crop, reading, given, KnownPart.of(cutout, crop))
    facing = turned(made, found.yaw_rad)
    own_m = ProductSize(*(max(side, 1e-6) for side in _sides(facing.size_m)))
    size_m = _true_size(product_id, own_m, given, sized)
    product = turned(facing, 0.0, ProductSizeHint(*_sides(size_m)))
    return replace(
        product,
        size_source="guessed" if sized.guessed else "given",
        photo_uses=tuple(
            replace(photo.use(False), used_for=("shape", "texture"))
            if index == best
            else photo.use(False)
            for index, photo in enumerate(shown)
        ),
        stage_seconds=MappingProxyType(
            {
                "cutout": looked - begun,
                "model": modelled - looked,
                "texture": taken - modelled,
                "orientation": time.perf_counter() - taken,
            }
        ),
        shape_confidence=found.overlap,
        category_odds={c: round(p, 4) for c, p in odds.items() if p >= LEAST_ODDS},
        warnings=_warnings(
            product,
            own_m,
            sized=replace(sized, size_m=size_m),
            found=found,
            of=shown[best],
            variants=variants,
        ),
    )


def _true_size(
    product_id: str, own_m: ProductSize, given: ProductSizeHint, sized: SizeFinding
) -> ProductSize:
    """The merchant's sides, the others in the model's proportions; as long across as guessed if none is given."""
    if len(sized.guessed) < 3:
        return find_size(product_id, given, guess=own_m, typical_height_m=None).size_m
    # Not as high as guessed, which would be a poor measure of a rug.
    scale = math.hypot(*_sides(sized.size_m)) / math.hypot(*_sides(own_m))
    return ProductSize(*(scale * side for side in _sides(own_m)))


def _warnings(
    product: TexturedProduct,
    own_m: ProductSize,
    *,
    sized: SizeFinding,
    found: ModelOrientation,
    of: ShownPhoto,
    variants: Sequence[VariantSource],
) -> tuple[ProductWarning, ...]:
    product_id, photo = product.product_id, of.photo
    assert of.cutout is not None
    misfit = None
    if found.overlap < MISFIT:
        misfit = ProductWarning(
            "model_misfit",
            f"{product_id}: whichever way it is turned, the model made from {photo.name} covers the product in the "
            f"photo to {found.overlap:.0%} only, so its shape and its front are doubtful. Look at it from all sides; "
            "see that the program writes +Y up, or use another photo.",
        )
    told = (
        whole_photo_warning(product_id, of),
        size_warning(product_id, sized.guessed, sized.size_m),
        *photo_warnings(product_id, photo, of.cutout),
        misfit,
        stretch_warning(product_id, f"the model made from {photo.name}", own_m, sized.size_m),
        *product.warnings,
        *(
            ProductWarning(
                "variant_failed",
                f"{product_id}, variant {variant.name!r} is left out: a model made by another program has one look. "
                "Give the variant a row of its own, or leave the program out.",
            )
            for variant in variants
        ),
    )
    return tuple(warning for warning in told if warning is not None)


def _sides(size_m: ProductSize) -> tuple[float, float, float]:
    return size_m.width_m, size_m.height_m, size_m.depth_m
