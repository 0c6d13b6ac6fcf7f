"""The product found in its photo: where it is, what else is there, and what may cover it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Bool, Float32, UInt8

from reconstruct.errors import CollageError, NoProductFoundError
from reconstruct.see.choice import (
    SALIENT,
    SAME,
    SURE,
    choose_thing,
    inside,
    salient_things,
    without_others,
)
from reconstruct.see.collage import is_collage
from reconstruct.see.cut_out_network import COARSE_PX, product_share
from reconstruct.see.detector import detect
from reconstruct.see.labels import PERSON, UNLIKELY, knows, label_fit
from reconstruct.see.thing import Box, Thing, box_overlap
from reconstruct.see.words import category_in_words, shown_in_words

__all__ = ["MERCHANT_BOX", "Target", "find_target", "hidden_pixels"]

MERCHANT_BOX = "your box"
"""Label of a product that the merchant marked and the detector did not find."""
CLEAR = 0.5
"""The detector's score from which a thing of another kind may show that the product is missing."""
LIKELY = 0.3
"""Fit of a label from which a thing may be the product."""
COVERS = 0.3
"""The detector's score from which a thing may cover the product."""
CERTAIN, RIVALS = 0.55, 0.3
"""Scores from which a thing of the category told is the product, and from which another one is a rival."""
MOST_BESIDE = 2
"""Things taken out of the product's matte: each costs another look."""
WELL_KNOWN = frozenset(("chair", "couch", "bed", "tv", "potted plant", "vase", "clock"))
"""Labels that are right when the detector is sure; its tables, ovens and toilets are often other furniture."""
BEHIND = 0.6
"""A thing whose box covers more of the product's than this is taken to be behind it."""


@dataclass(frozen=True)
class Target:
    """The product in a photo.

    Attributes
    ----------
    chosen
        The product.
    rival
        Another thing that could as well be it; None if the choice was clear.
    things
        Everything that may be chosen instead, the most likely first.
    detected
        All that the detector found.
    not_product
        Things of another kind inside the chosen box, to be taken out of it.
    """

    chosen: Thing
    rival: Thing | None
    things: tuple[Thing, ...]
    detected: tuple[Thing, ...]
    not_product: tuple[Thing, ...] = ()


def find_target(
    rgb: UInt8[np.ndarray, "H W 3"], *, photo_name: str, category: str | None, box: Box | None
) -> Target:
    """Find the product in a photo.

    Parameters
    ----------
    rgb
        The photo.
    photo_name
        For messages.
    category
        Of the furniture graph, if it was told.
    box
        The merchant's own box around the product, if there is one.

    Raises
    ------
    NoProductFoundError
        If nothing in the photo can be the product; it says what the photo shows instead.
    CollageError
        If it is several photos in one picture and no box says which is meant.
    WeightsError
        If a network's file is missing or damaged.
    """
    shape = rgb.shape[0], rgb.shape[1]
    detected = detect(rgb)
    if box is not None:
        near = [t for t in detected if box_overlap(t.box, box) > 0.5]
        best = max(near, key=lambda t: t.score * label_fit(t.label, category), default=None)
        label, score = (MERCHANT_BOX, 1.0) if best is None else (best.label, best.score)
        chosen = Thing(label, score, box)
        return Target(chosen, None, (chosen, *detected), detected)
    if is_collage(rgb):
        raise CollageError(
            photo_name,
            expected="one photo",
            found="a collage of several",
            remedy="Give the photos as files of their own, or mark the product with a box.",
        )
    only = _only_one(detected, shape, category)
    if only is not None:
        others = (t for t in detected if box_overlap(t.box, only.box) < SAME)
        return Target(only, None, (only, *others), detected)
    salience = product_share(rgb, side_px=COARSE_PX)
    alone = without_others(salience, detected, shape, category)
    choice = choose_thing(detected, alone, shape, category)
    if choice.chosen is None:
        raise NoProductFoundError(
            photo_name,
            expected=category_in_words(category),
            found=shown_in_words(detected),
            remedy="Take the photo against a plain wall, or mark the product with a box.",
        )
    other = _something_else(choice.chosen, choice.fit, detected, category)
    if other is not None:
        raise NoProductFoundError(
            photo_name,
            expected=category_in_words(category),
            found=shown_in_words(detected),
            remedy="Use a photo without people, or mark the product with a box."
            if other.label == PERSON
            else "Choose another photo, correct the category, or mark the product with a box.",
        )
    chosen = choice.chosen
    if chosen.label != SALIENT:
        return Target(chosen, choice.rival, choice.candidates, detected)
    # The detector only knows what is beside the product: take all that stands out, and that out of it.
    whole = next(
        (t for t in salient_things(salience, shape) if inside(chosen.box, t.box) > 0.85), chosen
    )
    beside = tuple(
        t
        for t in detected
        if t.score >= SURE
        and label_fit(t.label, category) <= UNLIKELY
        and inside(t.box, whole.box) > 0.6
        and box_overlap(t.box, whole.box) > 0.03
    )
    if not beside or box_overlap(chosen.box, whole.box) > 0.95:
        return Target(chosen, choice.rival, choice.candidates, detected)
    whole = replace(chosen, box=whole.box)
    return Target(whole, choice.rival, choice.candidates, detected, _distinct(beside)[:MOST_BESIDE])


def hidden_pixels(
    chosen: Thing,
    detected: Sequence[Thing],
    matte: Float32[np.ndarray, "H W"],
    category: str | None,
) -> Bool[np.ndarray, "H W"] | None:
    """Pixels in the box of another thing that the matte does not claim; None if there are none."""
    hidden = np.zeros(matte.shape, dtype=bool)
    left, top, right, bottom = chosen.box
    for thing in detected:
        if (
            thing.score < COVERS
            or not 0 < inside(chosen.box, thing.box) < BEHIND
            or box_overlap(thing.box, chosen.box) > 0.5
        ):
            continue
        # A second name of what may be the product itself hides nothing.
        if any(
            label_fit(other.label, category) > LIKELY and box_overlap(other.box, thing.box) > SAME
            for other in detected
        ):
            continue
        hidden[thing.box[1] : thing.box[3], thing.box[0] : thing.box[2]] = True
    hidden &= matte < 0.5
    hidden[:top], hidden[bottom:], hidden[:, :left], hidden[:, right:] = False, False, False, False
    return hidden if hidden.any() else None


def _distinct(things: Sequence[Thing]) -> tuple[Thing, ...]:
    """One of each group of boxes that overlap: the largest."""
    kept: list[Thing] = []
    for thing in sorted(things, key=lambda t: -(t.box[2] - t.box[0]) * (t.box[3] - t.box[1])):
        if all(inside(thing.box, other.box) < 0.6 for other in kept):
            kept.append(thing)
    return tuple(kept)


def _only_one(
    detected: Sequence[Thing], shape: tuple[int, int], category: str | None
) -> Thing | None:
    """The one thing that is surely of the category told; None if there are none or several.

    It saves the look at what stands out.
    """
    if category is None:
        return None
    area = shape[0] * shape[1]
    likely = [t for t in detected if t.label in knows(category) and t.score >= RIVALS]
    if len(likely) != 1 or likely[0].score < CERTAIN:
        return None
    left, top, right, bottom = likely[0].box
    return likely[0] if (right - left) * (bottom - top) > 0.04 * area else None


def _something_else(
    chosen: Thing, fit: float, detected: Sequence[Thing], category: str | None
) -> Thing | None:
    """What the chosen thing surely is instead of the product; None if it may be the product.

    Only what the detector knows well can be missed: for a category without a label of its own, a wrong name proves
    nothing.
    """
    if chosen.label != SALIENT and fit > UNLIKELY:
        return None
    own = knows(category)
    known = bool(own) and WELL_KNOWN.issuperset(own)
    missed = known and not any(t.label in own and t.score >= 0.2 for t in detected)
    clear = [t for t in detected if t.score >= CLEAR]
    others = [
        t
        for t in clear
        if missed and t.label in WELL_KNOWN and label_fit(t.label, category) <= UNLIKELY
    ]
    for thing in clear:
        if box_overlap(thing.box, chosen.box) > 0.55 and (thing.label == PERSON or thing in others):
            return thing
    # What stands out may also be several other things side by side.
    within = [t for t in others if inside(t.box, chosen.box) > 0.6]
    if within and box_overlap(_around(within), chosen.box) > 0.55:
        return within[0]
    return None


def _around(things: Sequence[Thing]) -> Box:
    left, top, right, bottom = zip(*(thing.box for thing in things), strict=True)
    return min(left), min(top), max(right), max(bottom)
