"""What a merchant is told about a product that was made all the same: guessed, doubted or missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reconstruct.cutout import DOUBTFUL
from reconstruct.shape import ShapeFinding
from reconstruct.shown_photo import MOST_PHOTOS, ShownPhoto
from reconstruct.size import ProductSize, SizeFinding
from reconstruct.surface import Surface

__all__ = ["ProductWarning", "product_warnings", "size_warning"]

DOUBTFUL_SHAPE = 0.65


@dataclass(frozen=True)
class ProductWarning:
    """Something a merchant should know about a product that was made all the same.

    Attributes
    ----------
    code
        "unknown_size", "partial_size", "doubtful_cutout", "doubtful_shape", "cropped_photo", "colour_profile",
        "small_photo", "open_surface", "unused_photos", "no_whole_photo", "variant_failed" or "variant_misfit".
    message
        One sentence: which item, what, and the remedy.
    """

    code: str
    message: str


def product_warnings(
    product_id: str,
    shown: Sequence[ShownPhoto],
    used: Sequence[int],
    sized: SizeFinding,
    surface: Surface,
    found: ShapeFinding,
) -> Iterator[ProductWarning]:
    """Tell the merchant what was guessed, doubted or missing."""
    photo, cutout, size_m = shown[used[0]].photo, shown[used[0]].cutout, found.size_m
    assert cutout is not None
    if shown[used[0]].role != "whole":
        yield ProductWarning(
            "no_whole_photo",
            f"{product_id}: no photo shows the product whole, so it was made from {photo.name} (a "
            f"{shown[used[0]].role}: {shown[used[0]].why}); add a photo of all of it.",
        )
    of_size = size_warning(product_id, sized.guessed, size_m)
    if of_size is not None:
        yield of_size
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
    idle = [p for i, p in enumerate(shown) if i not in used]
    if idle:
        told = "; ".join(f"{p.photo.name} ({p.role}: {p.why})" for p in idle)
        yield ProductWarning(
            "unused_photos",
            f"{product_id}: not used for the shape: {told}. Whole photos that are cut out well are, up to "
            f"{MOST_PHOTOS}.",
        )


def size_warning(
    product_id: str, guessed: Sequence[str], size_m: ProductSize
) -> ProductWarning | None:
    """What is told of guessed sides, out of "width", "height" and "depth"; None if there are none."""
    if len(guessed) == 3:
        return ProductWarning(
            "unknown_size",
            f"{product_id}: no size was given, so {_centimetres(size_m)} was guessed from the photo and the "
            "category; give width, height and depth to make it true to scale.",
        )
    if guessed:
        return ProductWarning(
            "partial_size",
            f"{product_id}: the {' and '.join(guessed)} was guessed ({_centimetres(size_m)}); give all "
            "three dimensions to make it true to scale.",
        )
    return None


def _centimetres(size_m: ProductSize) -> str:
    return (
        " x ".join(
            f"{100 * value_m:.0f}" for value_m in (size_m.width_m, size_m.height_m, size_m.depth_m)
        )
        + " cm (W x H x D)"
    )
