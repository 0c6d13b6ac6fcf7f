"""What a merchant is told of one photo: hard to cut out, cropped, small, of doubtful colours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reconstruct.cutout import DOUBTFUL, Cutout
from reconstruct.photo import Photo

__all__ = ["ProductWarning", "photo_warnings"]


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


def photo_warnings(product_id: str, photo: Photo, cutout: Cutout) -> Iterator[ProductWarning]:
    """What is to be told of one photo and its cut-out."""
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
            f"{product_id}: {photo.name} cuts the product off at the {' and '.join(sides)}; what it does not show "
            "is guessed from the rest and the size. Use a photo that shows all of it.",
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
