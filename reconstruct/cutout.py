"""The product cut out of its photo: an alpha matte, how it was made, and how far to trust it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Bool, Float32, UInt8
from scipy import ndimage

from reconstruct.errors import EmptyAlphaError, NoProductFoundError
from reconstruct.photo import Photo
from reconstruct.saliency import salience

__all__ = ["Cutout", "cut_out"]


@dataclass(frozen=True)
class Cutout:
    """A product cut out of its photo.

    Attributes
    ----------
    photo_name
        The photo's name, for messages.
    rgb
        The photo's colours in sRGB, row 0 on top.
    matte
        Share of the product in each pixel, in [0, 1].
    method
        "alpha" (the picture's own transparency) or "u2netp" (the network, refined).
    confidence
        How far to trust the matte, in [0, 1]; under `DOUBTFUL` a person should look at it.
    touches_edge
        Whether the product runs out of the picture, by side: left, top, right, bottom.
    box
        Tight bounds of the product in the `image` frame: left, top, right, bottom, in pixels; right and
        bottom exclusive.
    """

    photo_name: str
    rgb: UInt8[np.ndarray, "H W 3"]
    matte: Float32[np.ndarray, "H W"]
    method: Literal["alpha", "u2netp"]
    confidence: float
    touches_edge: tuple[bool, bool, bool, bool]
    box: tuple[int, int, int, int]

    @property
    def aspect(self) -> float:
        """Width over height of the product in the picture."""
        left, top, right, bottom = self.box
        return (right - left) / (bottom - top)


DOUBTFUL = 0.6


def cut_out(photo: Photo) -> Cutout:
    """Cut the product out of its photo.

    Raises
    ------
    EmptyAlphaError
        If the picture's own transparency hides everything.
    NoProductFoundError
        If nothing stands out from the background.
    WeightsError
        If the network's file is missing or damaged.
    """
    if photo.alpha is not None and photo.alpha.max() < 0.5:
        raise EmptyAlphaError(
            photo.name,
            expected="a product that is not transparent",
            found="a picture whose transparency hides everything",
            remedy="Export it again with the product visible, or without transparency.",
        )
    if photo.alpha is not None and photo.alpha.min() < 0.5:
        return _finish(photo, photo.alpha, "alpha", 1.0)
    matte = salience(photo.rgb)
    if (matte > 0.5).mean() < 0.002:
        raise NoProductFoundError(
            photo.name,
            expected="one product that stands out from the background",
            found="nothing that does",
            remedy="Take the photo against a plain wall, or cut the product out with transparency.",
        )
    return _finish(photo, matte, "u2netp", 0.9)


def _finish(
    photo: Photo,
    matte: Float32[np.ndarray, "H W"],
    method: Literal["alpha", "u2netp"],
    confidence: float,
) -> Cutout:
    solid: Bool[np.ndarray, "H W"] = matte > 0.5
    labels, count = ndimage.label(solid)
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    areas[0] = 0
    keep = (areas > 0.02 * areas.max())[labels]
    matte = np.where(ndimage.binary_dilation(keep, iterations=3), matte, 0).astype(np.float32)
    solid = matte > 0.5
    rows = np.flatnonzero(solid.any(axis=1))
    columns = np.flatnonzero(solid.any(axis=0))
    box = (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    height, width = solid.shape
    touches = (box[0] == 0, box[1] == 0, box[2] == width, box[3] == height)
    return Cutout(photo.name, photo.rgb, matte, method, confidence, touches, box)
