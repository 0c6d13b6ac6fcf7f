"""What ImageNet's network sees of a product: the square around it, as photographed and with its ground levelled."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32, UInt8
from PIL import Image

from reconstruct.crop import matte_bounds

__all__ = ["SQUARE_PX", "product_squares"]

SQUARE_PX = 224
LEVEL = 127  # ImageNet's release takes (level - 127) / 128: no signal


def product_squares(
    rgb: UInt8[np.ndarray, "H W 3"], matte: Float32[np.ndarray, "H W"]
) -> UInt8[np.ndarray, "2 224 224 3"]:
    """The tight square around the product, twice: the photo's own pixels, and only the product on middle grey.

    The photo's pixels tell a lamp by its table; the grey ground keeps a wrong neighbour out. Of squares with margins of
    0, 15 and 30 % the tight one was best on renders of held-out models. Beyond the photo its last pixels go on.

    Raises
    ------
    ValueError
        If the matte holds no product.
    """
    left, top, right, bottom = matte_bounds(matte)
    side = max(right - left, bottom - top)
    x, y = left + (right - left - side) // 2, top + (bottom - top - side) // 2
    height, width = matte.shape
    rows = slice(max(y, 0), min(y + side, height))
    columns = slice(max(x, 0), min(x + side, width))
    beyond = (
        (rows.start - y, y + side - rows.stop),
        (columns.start - x, x + side - columns.stop),
    )
    # Large photos are averaged first: resampling 1200 px to 224 px with a smooth filter takes 40 ms, this 10 ms.
    factor = max(side // (2 * SQUARE_PX), 1)
    plain = _reduced(np.pad(rgb[rows, columns], (*beyond, (0, 0)), mode="edge"), factor)
    alpha = np.round(255 * np.clip(matte[rows, columns], 0, 1)).astype(np.uint8)
    cover = _reduced(np.pad(alpha, beyond), factor)[..., None] / 255
    levelled = np.round(plain * cover + LEVEL * (1 - cover)).astype(np.uint8)
    return np.stack([_small(plain), _small(levelled)])


def _reduced(picture: UInt8[np.ndarray, "..."], factor: int) -> UInt8[np.ndarray, "..."]:
    return np.asarray(Image.fromarray(picture).reduce(factor)) if factor > 1 else picture


def _small(picture: UInt8[np.ndarray, "S S 3"]) -> UInt8[np.ndarray, "224 224 3"]:
    whole = Image.fromarray(picture)
    return np.asarray(whole.resize((SQUARE_PX, SQUARE_PX), Image.Resampling.BICUBIC))
