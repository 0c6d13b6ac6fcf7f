"""What the networks see of a photo: the product cut out, centred, at 128 x 128 px."""

from __future__ import annotations

import numpy as np
from jaxtyping import Bool, Float32, UInt8
from PIL import Image

__all__ = [
    "CROP_PX",
    "FILL_PX",
    "crop_bounds",
    "crop_product",
    "crop_shown",
    "crop_square",
    "matte_bounds",
]

CROP_PX = 128
FILL_PX = 112  # the matte's longer side in the crop


def matte_bounds(matte: Float32[np.ndarray, "H W"]) -> tuple[int, int, int, int]:
    """Tight bounds (left, top, right, bottom) of what is at least half covered, in pixels.

    Raises
    ------
    ValueError
        If nothing is.
    """
    solid = matte >= 0.5
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    if not len(rows):
        raise ValueError(
            f"matte_bounds: expected a product in the matte of {matte.shape}, found none"
        )
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def crop_square(matte: Float32[np.ndarray, "H W"]) -> tuple[float, float, float]:
    """Left, top and side of the square that the crop shows, in pixels of the photo."""
    left, top, right, bottom = matte_bounds(matte)
    side = max(right - left, bottom - top) * CROP_PX / FILL_PX
    return (left + right) / 2 - side / 2, (top + bottom) / 2 - side / 2, side


def crop_product(
    rgb: UInt8[np.ndarray, "H W 3"], matte: Float32[np.ndarray, "H W"]
) -> UInt8[np.ndarray, "128 128 4"]:
    """Colour and matte of the square around the product, its longer side at `FILL_PX`."""
    x, y, side = crop_square(matte)
    # Colour is averaged under the matte only: a thin leg does not take on its background. Colour and matte are
    # sampled apart, for Pillow would multiply an RGBA picture by its alpha once more.
    under = Image.fromarray(np.round(rgb * matte[..., None]).astype(np.uint8))
    alpha = Image.fromarray(np.round(255 * np.clip(matte, 0, 1)).astype(np.uint8))
    colour, cover = (_sampled(picture, x, y, side) for picture in (under, alpha))
    share = np.maximum(cover[..., None].astype(np.float64) / 255, 1 / 255)
    straight = np.clip(np.round(colour / share), 0, 255).astype(np.uint8)
    return np.concatenate([straight, cover[..., None]], axis=2)


def crop_shown(
    shown: Bool[np.ndarray, "H W"], matte: Float32[np.ndarray, "H W"]
) -> Bool[np.ndarray, "128 128"]:
    """Pixels of the crop all of which the photo shows: in its frame, and marked as shown there."""
    marked = _sampled(Image.fromarray(255 * shown.astype(np.uint8)), *crop_square(matte))
    return np.asarray(marked > 250)


def _sampled(picture: Image.Image, x: float, y: float, side: float) -> UInt8[np.ndarray, "..."]:
    """The square of a picture at `CROP_PX`, black beyond its rim."""
    factor = max(
        int(side // (4 * CROP_PX)), 1
    )  # EXTENT samples points: what is large is averaged first
    if factor > 1:
        picture = picture.reduce(factor)
    square = (x / factor, y / factor, (x + side) / factor, (y + side) / factor)
    fine = picture.transform(
        (CROP_PX * 4, CROP_PX * 4), Image.Transform.EXTENT, square, Image.Resampling.BILINEAR
    )
    return np.asarray(fine.resize((CROP_PX, CROP_PX), Image.Resampling.BOX))


def crop_bounds(alpha: UInt8[np.ndarray, "128 128"]) -> tuple[float, float, float, float]:
    """Bounds (left, top, right, bottom) of the product in a crop, in pixels; all of it if it holds nothing."""
    if not (alpha > 127).any():
        return (0.0, 0.0, float(CROP_PX), float(CROP_PX))
    left, top, right, bottom = matte_bounds(alpha.astype(np.float32) / 255)
    return (float(left), float(top), float(right), float(bottom))
