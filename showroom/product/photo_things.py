"""The things in a photo that a merchant may choose from: few, apart from each other, the automatic choice first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reconstruct.photo import Photo
from reconstruct.see.choice import SALIENT, SAME, SURE, inside
from reconstruct.see.labels import label_fit
from reconstruct.see.thing import Box, PhotoBox, Thing, box_overlap

__all__ = ["PhotoThing", "in_original", "photo_things", "worth_asking"]

MOST = 6
"""More cannot be looked over on a phone."""
LEAST_SCORE = 0.25
"""Things that the detector is less sure of are shown only if they were chosen."""
LEAST_SALIENT = 0.04
"""Smaller parts that merely stand out, as a share of the photo, are legs and shadows."""
PART = 0.85
"""A box with more than this share of it in another of the same label is a part of that thing."""
FITS = 0.5
"""A label that fits this well may be the product."""


@dataclass(frozen=True)
class PhotoThing:
    """A thing in a photo.

    Attributes
    ----------
    label
        One of the detector's classes, as "chair"; "stands out" if the detector does not know it, "your box" if only
        the merchant marked it.
    score
        How sure the detector is, in [0, 1].
    box
        Its bounds in pixels of the original upright photo.
    """

    label: str
    score: float
    box: PhotoBox


def in_original(thing: Thing, photo: Photo) -> PhotoThing:
    """A thing with its box in pixels of the original upright photo."""
    rows, columns = photo.rgb.shape[:2]
    across, down = photo.original_px[0] / columns, photo.original_px[1] / rows
    left, top, right, bottom = thing.box
    box = PhotoBox(
        round(left * across, 1),
        round(top * down, 1),
        round((right - left) * across, 1),
        round((bottom - top) * down, 1),
    )
    return PhotoThing(thing.label, round(thing.score, 3), box)


def photo_things(
    things: Sequence[Thing], shape: tuple[int, int], *, first: Sequence[Thing] = ()
) -> tuple[Thing, ...]:
    """The things to choose from.

    Parameters
    ----------
    things
        Everything that was found, the most likely first.
    shape
        Height and width of the photo in the boxes' pixels.
    first
        Those that are kept in any case, and lead: what was chosen, and its rival.
    """
    kept = list(first)
    for thing in things:
        if thing.label == SALIENT:
            enough = _area(thing.box) >= LEAST_SALIENT * shape[0] * shape[1]
        else:
            enough = thing.score >= LEAST_SCORE
        if enough and not any(_same(thing, other) for other in kept):
            kept.append(thing)
    return tuple(kept[:MOST])


def worth_asking(
    chosen: Thing | None, rival: Thing | None, others: Sequence[Thing], category: str | None
) -> bool:
    """Whether a person should say which thing is the product: nothing was chosen, or another may be it as well."""
    if chosen is None or rival is not None:
        return True
    return any(
        thing.label != SALIENT
        and thing.score >= SURE
        and label_fit(thing.label, category) >= FITS
        and box_overlap(thing.box, chosen.box) < SAME
        for thing in others
    )


def _same(thing: Thing, other: Thing) -> bool:
    if box_overlap(thing.box, other.box) >= SAME:
        return True
    return thing.label == other.label and inside(thing.box, other.box) > PART


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
