"""A product's photos looked at: what each shows, and which of them the shape is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

import numpy as np
from jaxtyping import Float32

from reconstruct.cutout import DOUBTFUL, Cutout, cut_out
from reconstruct.errors import CutoutError
from reconstruct.photo import Photo
from reconstruct.photo_role import PhotoUse, Role, photo_role
from reconstruct.see.thing import PhotoBox

__all__ = ["MOST_PHOTOS", "ShownPhoto", "choose_photos", "look_at"]

MOST_PHOTOS = 4


@dataclass(frozen=True)
class ShownPhoto:
    """A photo, what stands out in it, and what it is of."""

    photo: Photo
    cutout: Cutout | None
    role: Role
    why: str

    def use(self, for_shape: bool) -> PhotoUse:
        """What it is used for."""
        purpose: tuple[str, ...] = ("shape", "texture") if for_shape else ()
        if not purpose and self.role == "detail":
            purpose = ("grain",)
        return PhotoUse(self.photo.name, self.role, purpose, self.why)


def look_at(
    photos: Sequence[Photo],
    masks: Sequence[Float32[np.ndarray, "_h _w"] | None] = (),
    boxes: Sequence[PhotoBox | None] = (),
    category: str | None = None,
) -> list[ShownPhoto]:
    """Cut out each photo and tell what it is of.

    Parameters
    ----------
    photos
        Of one product.
    masks, boxes
        The merchant's own masks, and boxes around the product, one for each photo from the first on; None where
        there is none. A mask counts more than a box.
    category
        What the product is, in a word of the furniture graph.

    Raises
    ------
    CutoutError
        If no photo yields a cut-out.
    BadBoxError
        If a box lies outside its photo.
    """
    found: list[ShownPhoto] = []
    lost: CutoutError | None = None
    for photo, mask, box in islice(zip_longest(photos, masks, boxes), len(photos)):
        inside = None if box is None or mask is not None else box.in_photo(photo)
        try:
            cutout = cut_out(photo, mask, category=category, box=inside)
        except CutoutError as error:
            cutout, lost = None, lost or error
        found.append(ShownPhoto(photo, cutout, *photo_role(photo, cutout)))
    if lost is not None and all(shown.cutout is None for shown in found):
        raise lost
    return found


_ROLES: tuple[Role, ...] = ("other", "drawing", "detail", "scene", "whole")


def choose_photos(shown: Sequence[ShownPhoto]) -> list[int]:
    """Indices of the photos to make the shape from, the surest first.

    Those that show the product whole and are cut out well; if there are none, the best of the others.
    """

    def merit(index: int) -> tuple[int, bool, float, int]:
        cutout = shown[index].cutout
        if cutout is None:
            return (-1, False, 0.0, -index)
        whole = not any(cutout.touches_edge)
        return (_ROLES.index(shown[index].role), whole, round(cutout.confidence, 1), -index)

    order = sorted(range(len(shown)), key=merit, reverse=True)
    sound = [
        i
        for i in order
        if (cutout := shown[i].cutout) is not None
        and shown[i].role == "whole"
        and not any(cutout.touches_edge)
        and cutout.confidence >= DOUBTFUL
    ]
    return sound[:MOST_PHOTOS] or order[:1]
