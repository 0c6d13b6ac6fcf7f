"""A merchant's photo of a floor as a texture that repeats without a seam."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from jaxtyping import Float, UInt8
from PIL import Image
from scipy.ndimage import gaussian_filter

from reconstruct.errors import ReconstructError
from reconstruct.photo import read_photo
from showroom.errors import StyleError

__all__ = ["KEPT_SHARE", "repeating_photo"]

_LARGEST_PX = 1024
_OVERLAP = 0.12  # share of each side that is blended into the opposite one
KEPT_SHARE = 1 - _OVERLAP
"""Share of the photo's square that the texture shows."""


@cache
def repeating_photo(path: Path) -> UInt8[np.ndarray, "S S 3"]:
    """The middle square of a photo, evenly lit and blended at its borders so that it tiles; sRGB.

    Raises
    ------
    StyleError
        If the photo cannot be used: no picture, too small, too large, cut off.
    """
    try:
        picture = read_photo(path).rgb.astype(np.float64)
    except ReconstructError as error:
        raise StyleError(f"floor photo {path}: {error}") from error
    side = min(picture.shape[:2])
    top, left = (picture.shape[0] - side) // 2, (picture.shape[1] - side) // 2
    square = picture[top : top + side, left : left + side]
    tiled = _tiled(_tiled(_evened(_fitted(square)), 0), 1)
    return np.asarray(np.round(np.clip(tiled, 0, 255)), dtype=np.uint8)


def _fitted(square: Float[np.ndarray, "A A 3"]) -> Float[np.ndarray, "B B 3"]:
    # What the blend takes away is added first, so that the texture has a round size.
    wanted = min(_LARGEST_PX, 1 << (square.shape[0].bit_length() - 1))
    enlarged = round(wanted / KEPT_SHARE)
    small = Image.fromarray(np.round(square).astype(np.uint8)).resize(
        (enlarged, enlarged), Image.Resampling.LANCZOS
    )
    return np.asarray(small, dtype=np.float64)


def _evened(square: Float[np.ndarray, "B B 3"]) -> Float[np.ndarray, "B B 3"]:
    """Without the slow fall of light over the photo, which would show as a chequer on the floor."""
    slow = gaussian_filter(square.mean(axis=2), square.shape[0] / 5, mode="nearest")
    return np.asarray(square * (slow.mean() / np.maximum(slow, 1.0))[..., None])


def _tiled(picture: Float[np.ndarray, "H W 3"], axis: int) -> Float[np.ndarray, "H2 W2 3"]:
    """Cut the last strip off and fade it into the first, along one axis."""
    picture = np.moveaxis(picture, axis, 0)
    overlap = round(len(picture) * _OVERLAP)
    kept, strip = picture[:-overlap].copy(), picture[-overlap:]
    share = (np.arange(overlap) + 0.5)[:, None, None] / overlap
    mean = picture.mean(axis=(0, 1))
    # Blending two patterns loses contrast; dividing by the weights' length gives it back.
    mixed = (strip - mean) * (1 - share) + (kept[:overlap] - mean) * share
    kept[:overlap] = mean + mixed / np.sqrt(share**2 + (1 - share) ** 2)
    return np.moveaxis(kept, 0, axis)
