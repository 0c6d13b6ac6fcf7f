"""The merchant's own mask of a photo, used as its matte: white, or opaque, is the product."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from jaxtyping import Float32
from PIL import Image, UnidentifiedImageError

from reconstruct.errors import BadMaskError, PhotoMissingError
from reconstruct.photo import Photo, PhotoOptions, read_photo

__all__ = ["fitted_mask", "read_mask"]

ASPECT_SLACK = 0.02
"""How far width over height may differ from the photo's: an export rounds, a crop does not."""
LEAST_SHARE, MOST_SHARE = 0.0005, 0.999
"""A mask with less white, or more, says nothing."""
_WHITE_IS_PRODUCT = "Save it in shades of grey: white where the product is, black around it."


def read_mask(mask: Path | bytes, photo: Photo) -> Float32[np.ndarray, "H W"]:
    """Read a mask from a picture file, or its bytes, in the photo's size.

    Raises
    ------
    PhotoError
        If the file is not a picture; it names the file.
    BadMaskError
        If the mask has another proportion than the photo, or is empty, or all white.
    """
    if isinstance(mask, bytes):
        name = f"the mask of {photo.name}"
        try:
            with Image.open(io.BytesIO(mask), formats=("PNG", "WEBP", "JPEG")) as opened:
                grey = np.asarray(opened.convert("L"), dtype=np.float32) / 255
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise BadMaskError(
                name,
                expected="a PNG picture",
                found=f"{len(mask):,} bytes of something else",
                remedy=_WHITE_IS_PRODUCT,
            ) from error
        return fitted_mask(grey, photo, name=name)
    path = mask
    try:
        picture = read_photo(path, PhotoOptions(smallest_px=1))
    except PhotoMissingError as error:
        raise BadMaskError(
            path.name,
            expected=f"a mask of {photo.name}",
            found=error.found,
            remedy="Check the path, or leave the mask out to have the product cut out automatically.",
        ) from error
    if picture.alpha is not None and float(np.ptp(picture.alpha)) > 0.5:
        return fitted_mask(picture.alpha, photo, name=path.name)
    grey = np.asarray(Image.fromarray(picture.rgb).convert("L"), dtype=np.float32) / 255
    return fitted_mask(grey, photo, name=path.name)


def fitted_mask(
    mask: Float32[np.ndarray, "h w"], photo: Photo, *, name: str
) -> Float32[np.ndarray, "H W"]:
    """A mask in [0, 1] brought to the photo's size.

    Raises
    ------
    BadMaskError
        As `read_mask`.
    """
    height, width = photo.rgb.shape[:2]
    own = mask.shape[1] / mask.shape[0]
    # One pixel more or less is rounding, however small the mask is.
    slack = ASPECT_SLACK + 1 / min(mask.shape)
    if abs(own / (width / height) - 1) > slack:
        raise BadMaskError(
            name,
            expected=f"the proportion of {photo.name}, {width} x {height} px upright",
            found=f"{mask.shape[1]} x {mask.shape[0]} px",
            remedy="Make the mask from the whole photo, turned the way the photo is seen.",
        )
    if mask.shape != (height, width):
        scaled = Image.fromarray(mask).resize((width, height), Image.Resampling.BILINEAR)
        mask = np.clip(np.asarray(scaled, dtype=np.float32), 0, 1)
    share = float((mask > 0.5).mean())
    if share < LEAST_SHARE:
        raise BadMaskError(
            name,
            expected="a product in white",
            found="next to nothing that is white",
            remedy=_WHITE_IS_PRODUCT,
        )
    if share > MOST_SHARE:
        raise BadMaskError(
            name,
            expected="ground in black around the product",
            found="a mask that is white all over",
            remedy=_WHITE_IS_PRODUCT,
        )
    return np.ascontiguousarray(mask)
