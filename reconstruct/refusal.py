"""When a product is not good enough for a shop: the reason, and which photo would help."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reconstruct.cutout import DOUBTFUL, Cutout
from reconstruct.shape import ShapeFinding
from reconstruct.shown_photo import ShownPhoto

__all__ = ["NeededPhoto", "Refusal", "TrustScale", "refusal_of", "trust"]

NeededPhoto = Literal["whole_product", "another_side", "plain_background"]

MOSTLY_HIDDEN = 0.1
"""From this share on, what covers the product is the reason that is told."""


@dataclass(frozen=True)
class Refusal:
    """Why a product needs another photo before it can be sold.

    Attributes
    ----------
    needs
        The photo that would help: one of the whole product, one from another side, or one in front of a plain wall.
    reason
        One sentence for the merchant, which names the photo.
    """

    needs: NeededPhoto
    reason: str


@dataclass(frozen=True)
class TrustScale:
    """Weights of a logistic scale: how likely a product is good enough, by what is measured of it.

    Chosen from a grid on 117 pictures of the judgement set (plain and in rooms, `evaluate --see --every 3`), with an
    earlier cut-out network. With the one that ships, on all 348 pictures, 0.75 of the products with F@0.1 under 0.6 are
    refused, and 0.17 of those over 0.8, most of which are badly cut out. Cropped sides and hidden parts count little,
    for the fit knows them. The 18 sample products stay far above `refuse_below`.

    Attributes
    ----------
    constant
        The score before anything is added.
    shape_confidence, overlap
        For the chance that the shape is right, and for the overlap of the silhouettes; both in [0, 1].
    cutout_confidence
        For the mean confidence of the cut-outs, in [0, 1]; a merchant's own mask has 1.
    cropped_sides
        For each side at which the product runs out of the picture, in the photo where it does least, 0 to 4.
    hidden_share
        For the share of the product that something else may cover, in the photo where it is least, in [0, 1].
    no_whole_photo
        If no photo shows the product whole.
    refuse_below
        A product of less trust needs another photo.
    """

    constant: float = -3.7
    shape_confidence: float = 3.0
    overlap: float = 2.0
    cutout_confidence: float = 1.5
    cropped_sides: float = -0.1
    hidden_share: float = -0.2
    no_whole_photo: float = -0.3
    refuse_below: float = 0.5


def refusal_of(
    shown: Sequence[ShownPhoto],
    used: Sequence[int],
    found: ShapeFinding,
    scale: TrustScale | None = None,
) -> Refusal | None:
    """Why a product is not good enough to be sold; None if it is.

    Parameters
    ----------
    shown
        All photos of the product.
    used
        Indices of those that the shape was made from, the surest first; each has a cut-out.
    found
        The shape.
    scale
        How the measurements count.
    """
    scale = scale or TrustScale()
    photos = [shown[index] for index in used]
    if all(photo.role == "drawing" for photo in photos):
        return Refusal("whole_product", f"{photos[0].photo.name} is a drawing, not a photo")
    if trust(photos, found, scale) >= scale.refuse_below:
        return None
    first = photos[0]
    name, cutout = first.photo.name, _cutout(first)
    if first.role != "whole":
        return Refusal("whole_product", f"{name} does not show the whole product ({first.why})")
    if any(cutout.touches_edge):
        return Refusal("whole_product", f"{name} shows only part of the product")
    if _hidden_share(cutout) >= MOSTLY_HIDDEN:
        return Refusal("whole_product", f"other things cover part of the product in {name}")
    if cutout.confidence < DOUBTFUL:
        reason = f"the product is hard to tell from its background in {name}"
        return Refusal("plain_background", reason)
    names = " and ".join(photo.photo.name for photo in photos)
    return Refusal("another_side", f"the shape cannot be told well enough from {names}")


def trust(photos: Sequence[ShownPhoto], found: ShapeFinding, scale: TrustScale) -> float:
    """How likely the product is good enough to be sold, in [0, 1].

    Parameters
    ----------
    photos
        Those that the shape was made from; each has a cut-out.
    found
        The shape.
    scale
        How the measurements count.
    """
    cutouts = [_cutout(photo) for photo in photos]
    score = (
        scale.constant
        + scale.shape_confidence * found.confidence
        + scale.overlap * found.overlap
        + scale.cutout_confidence * sum(c.confidence for c in cutouts) / len(cutouts)
        + scale.cropped_sides * min(sum(c.touches_edge) for c in cutouts)
        + scale.hidden_share * min(_hidden_share(c) for c in cutouts)
        + scale.no_whole_photo * all(photo.role != "whole" for photo in photos)
    )
    return 1.0 / (1.0 + math.exp(-score))


def _cutout(photo: ShownPhoto) -> Cutout:
    # Photos without a cut-out are never used for the shape.
    assert photo.cutout is not None
    return photo.cutout


def _hidden_share(cutout: Cutout) -> float:
    """Share of the product's pixels, as far as they are known, that something else may cover."""
    if cutout.hidden is None:
        return 0.0
    left, top, right, bottom = cutout.box
    hidden = cutout.hidden[top:bottom, left:right]
    either = hidden | (cutout.matte[top:bottom, left:right] > 0.5)
    return float(hidden.sum()) / max(float(either.sum()), 1.0)
