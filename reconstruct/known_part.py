"""Which pixels of a crop the photo shows: none beyond its frame, none behind another thing.

What is not known is neither product nor background. It counts for no overlap and no outline, and the bounds of the
matte are the product's own only on the sides where the photo shows that it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, UInt8
from scipy import ndimage

from reconstruct.crop import crop_bounds, crop_shown
from reconstruct.cutout import Cutout

__all__ = ["KnownPart"]

# A matte is soft where another thing covers the product: so many pixels of the crop beside it are not known either.
SOFT_PX = 1
# Pixels of the crop within which the product reaches its bound.
BAND_PX = 2


@dataclass(frozen=True)
class KnownPart:
    """Where a crop shows what is there.

    Attributes
    ----------
    pixels
        False beyond the photo's frame and where something else may cover the product.
    own_bounds
        Left, top, right, bottom: whether the product ends at the matte's bound. If not, it reaches at least that far.
    bounds_px
        Left, top, right and bottom of what is surely the product's, in the crop.
    """

    pixels: Bool[np.ndarray, "128 128"]
    own_bounds: tuple[bool, bool, bool, bool]
    bounds_px: tuple[float, float, float, float]

    @classmethod
    def of(cls, cutout: Cutout, crop: UInt8[np.ndarray, "128 128 4"]) -> KnownPart | None:
        """What the crop of a cutout shows; None if the photo shows all of the product, or nothing of it."""
        hidden = cutout.hidden
        if not any(cutout.touches_edge) and (hidden is None or not hidden.any()):
            return None
        shown = np.ones(cutout.matte.shape, dtype=bool) if hidden is None else ~hidden
        pixels = ~ndimage.binary_dilation(~crop_shown(shown, cutout.matte), iterations=SOFT_PX)
        solid = (crop[..., 3] > 127) & pixels
        if pixels.all() or not solid.any():
            return None
        own = tuple(
            not cut and _ends_here(edge, known)
            for cut, (edge, known) in zip(cutout.touches_edge, _turned(solid, pixels), strict=True)
        )
        bounds = crop_bounds(np.where(solid, crop[..., 3], np.uint8(0)))
        return cls(pixels, (own[0], own[1], own[2], own[3]), bounds)

    @property
    def zooms(self) -> tuple[float, ...]:
        """Factors by which the picture may be larger than it must be, to begin with; one if the bounds tell it."""
        left, top, right, bottom = self.own_bounds
        return (1.0,) if (left and right) or (top and bottom) else (1.0, 1.2, 1.45)

    def shows(self, places_px: Float[np.ndarray, "P 2"]) -> Bool[np.ndarray, " P"]:
        """Whether the photo shows what is at places (u, v) of the crop; beyond the crop it does not."""
        height, width = self.pixels.shape
        column, row = np.floor(places_px).astype(np.int64).T
        inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
        found = np.zeros(len(places_px), dtype=bool)
        found[inside] = self.pixels[row[inside], column[inside]]
        return found


def _turned(
    *pictures: Bool[np.ndarray, "H W"],
) -> Iterator[tuple[Bool[np.ndarray, "H W"], ...]]:
    """Pictures with their left, top, right and bottom side turned to the left."""
    yield pictures
    yield tuple(p.T for p in pictures)
    yield tuple(p[:, ::-1] for p in pictures)
    yield tuple(p[::-1].T for p in pictures)


def _ends_here(solid: Bool[np.ndarray, "H W"], known: Bool[np.ndarray, "H W"]) -> bool:
    """Whether most of what reaches furthest to the left has known background at its left."""
    rows = np.flatnonzero(solid.any(axis=1))
    first = solid[rows].argmax(axis=1)
    reach = first < first.min() + BAND_PX
    return bool(known[rows[reach], np.maximum(first[reach] - 1, 0)].mean() >= 0.5)
