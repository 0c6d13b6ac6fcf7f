"""What the networks see of a photo: the product cut out, centred, at 128 x 128 px."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32, UInt8
from PIL import Image

__all__ = ["CROP_PX", "FILL_PX", "crop_bounds", "crop_product", "crop_square", "matte_bounds"]

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
    square = (x, y, x + side, y + side)
    alpha = np.round(255 * np.clip(matte, 0, 1)).astype(np.uint8)
    # Colour is averaged under the matte only: a thin leg does not take on its background.
    weighted = np.concatenate(
        [np.round(rgb * (matte[..., None])).astype(np.uint8), alpha[..., None]], axis=2
    )
    picture = Image.fromarray(weighted).transform(
        (CROP_PX * 4, CROP_PX * 4), Image.Transform.EXTENT, square, Image.Resampling.BILINEAR
    )
    if side > 4 * CROP_PX:  # EXTENT samples points: reduce properly first
        factor = int(side // (4 * CROP_PX)) + 1
        small = Image.fromarray(weighted).reduce(factor)
        scale = np.array(small.size, dtype=np.float64) / np.array(weighted.shape[1::-1])
        square = (x * scale[0], y * scale[1], (x + side) * scale[0], (y + side) * scale[1])
        picture = small.transform(
            (CROP_PX * 4, CROP_PX * 4), Image.Transform.EXTENT, square, Image.Resampling.BILINEAR
        )
    small_picture = np.asarray(picture.resize((CROP_PX, CROP_PX), Image.Resampling.BOX))
    share = np.maximum(small_picture[..., 3:].astype(np.float64) / 255, 1 / 255)
    colour = np.clip(np.round(small_picture[..., :3] / share), 0, 255).astype(np.uint8)
    return np.concatenate([colour, small_picture[..., 3:]], axis=2)


def crop_bounds(alpha: UInt8[np.ndarray, "128 128"]) -> tuple[float, float, float, float]:
    """Bounds (left, top, right, bottom) of the product in a crop, in pixels; all of it if it holds nothing."""
    if not (alpha > 127).any():
        return (0.0, 0.0, float(CROP_PX), float(CROP_PX))
    left, top, right, bottom = matte_bounds(alpha.astype(np.float32) / 255)
    return (float(left), float(top), float(right), float(bottom))
