"""What a merchant is told about a product that was made all the same: guessed, doubted or missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reconstruct.photo_warnings import ProductWarning, photo_warnings
from reconstruct.see.words import category_in_words, with_article
from reconstruct.shape import ShapeFinding
from reconstruct.shown_photo import MOST_PHOTOS, ShownPhoto
from reconstruct.size import ProductSize, SizeFinding
from reconstruct.surface import Surface

__all__ = ["ProductWarning", "product_warnings", "size_warning", "whole_photo_warning"]

DOUBTFUL_SHAPE = 0.65


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
    of_photo = whole_photo_warning(product_id, shown[used[0]])
    if of_photo is not None:
        yield of_photo
    of_size = size_warning(product_id, sized.guessed, size_m)
    if of_size is not None:
        yield of_size
    yield from photo_warnings(product_id, photo, cutout)
    if not surface.watertight:
        yield ProductWarning(
            "open_surface",
            f"{product_id}: the surface made from {photo.name} is not closed everywhere; it can be shown but "
            "not printed. Another photo may help.",
        )
    if found.confidence < DOUBTFUL_SHAPE:
        kind = with_article(category_in_words(found.category))
        yield ProductWarning(
            "doubtful_shape",
            f"{product_id}: the shape found for {photo.name} ({kind}?) is doubtful; "
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


def whole_photo_warning(product_id: str, used: ShownPhoto) -> ProductWarning | None:
    """What is told where even the photo that was used first does not show the product whole; None if it does."""
    if used.role == "whole":
        return None
    return ProductWarning(
        "no_whole_photo",
        f"{product_id}: no photo shows the product whole, so it was made from {used.photo.name} "
        f"({with_article(used.role)}: {used.why}); add a photo of all of it.",
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
