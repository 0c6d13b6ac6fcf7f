"""A thing detected in a photo, and the merchant's own box around a product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reconstruct.errors import BadBoxError
from reconstruct.photo import Photo

__all__ = ["Box", "PhotoBox", "Thing", "box_overlap"]

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in the `image` frame of `Photo.rgb`, pixels; right and bottom exclusive."""


@dataclass(frozen=True)
class Thing:
    """A thing that the detector found.

    Attributes
    ----------
    label
        One of the detector's classes, as "chair".
    score
        How sure the detector is, in [0, 1].
    box
        Its bounds in `Photo.rgb`.
    """

    label: str
    score: float
    box: Box


@dataclass(frozen=True)
class PhotoBox:
    """The merchant's box around a product, as written in a catalog.

    Attributes
    ----------
    x, y, width, height
        Left, top, width and height, from the top left of the upright photo.
    unit
        "px" of the original upright photo (`Photo.original_px`), or "percent" of its width and height.
    """

    x: float
    y: float
    width: float
    height: float
    unit: Literal["px", "percent"] = "px"

    def in_photo(self, photo: Photo) -> Box:
        """The box in the pixels of `photo.rgb`, clipped to the photo.

        Raises
        ------
        BadBoxError
            If nothing of it lies inside the photo.
        """
        full = (100.0, 100.0) if self.unit == "percent" else photo.original_px
        rows, columns = photo.rgb.shape[:2]
        across, down = columns / full[0], rows / full[1]
        left, top = max(round(self.x * across), 0), max(round(self.y * down), 0)
        right = min(round((self.x + self.width) * across), columns)
        bottom = min(round((self.y + self.height) * down), rows)
        if right - left < 2 or bottom - top < 2:
            sign = "%" if self.unit == "percent" else " px"
            raise BadBoxError(
                photo.name,
                expected=f"a box inside the photo, which is {photo.original_px[0]} x {photo.original_px[1]} px "
                "when upright",
                found=f"x {self.x:g}{sign}, y {self.y:g}{sign}, width {self.width:g}{sign}, "
                f"height {self.height:g}{sign}",
                remedy="Give x, y, width and height from the top left corner of the upright photo.",
            )
        return left, top, right, bottom


def box_overlap(one: Box, other: Box) -> float:
    """Intersection over union of two boxes."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    both = max(wide, 0) * max(high, 0)
    areas = [(b[2] - b[0]) * (b[3] - b[1]) for b in (one, other)]
    return both / max(sum(areas) - both, 1)
