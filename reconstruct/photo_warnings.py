"""What a merchant is told of one photo: hard to cut out, ambiguous, with people, cropped, small, of odd colours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reconstruct.cutout import DOUBTFUL, Cutout
from reconstruct.photo import Photo
from reconstruct.see.choice import SALIENT
from reconstruct.see.labels import PERSON
from reconstruct.see.thing import Box, Thing
from reconstruct.see.words import plural, with_article

__all__ = ["ProductWarning", "photo_warnings"]

PERSON_SCORE = 0.4
"""The detector's score from which a person is told of."""


@dataclass(frozen=True)
class ProductWarning:
    """Something a merchant should know about a product that was made all the same.

    Attributes
    ----------
    code
        "unknown_size", "partial_size", "doubtful_cutout", "doubtful_shape", "two_candidates", "person_in_photo",
        "cropped_photo", "colour_profile", "small_photo", "open_surface", "unused_photos", "no_whole_photo",
        "variant_failed" or "variant_misfit".
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
    if cutout.chosen is not None and cutout.rival is not None:
        yield ProductWarning(
            "two_candidates",
            f"{product_id}: {photo.name} shows {_two(cutout.chosen, cutout.rival)}; "
            f"{_which(cutout.chosen.box, cutout.rival.box)} was taken. Give a box to choose the other.",
        )
    if _person_before(cutout):
        yield ProductWarning(
            "person_in_photo",
            f"{product_id}: {photo.name} shows a person at the product, who may have become a part of it; check its "
            "outline, or use a photo without people.",
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


def _two(chosen: Thing, rival: Thing) -> str:
    """Two things that may both be the product."""
    if chosen.label == rival.label:
        return f"two {plural(rival.label)}"
    if chosen.label == SALIENT:
        return f"{with_article(rival.label)} and something else that may be the product"
    return f"{with_article(chosen.label)} and {with_article(rival.label)}"


def _which(chosen: Box, rival: Box) -> str:
    return "the larger" if _area(chosen) > _area(rival) else "the likelier one"


def _person_before(cutout: Cutout) -> bool:
    """Whether a person is seen within the product's bounds."""
    left, top, right, bottom = cutout.box
    return any(
        thing.label == PERSON
        and thing.score >= PERSON_SCORE
        and min(thing.box[2], right) > max(thing.box[0], left)
        and min(thing.box[3], bottom) > max(thing.box[1], top)
        for thing in cutout.things
    )


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
