"""A product photo as the merchant sent it, made ready: upright, sRGB, of bounded size.

Reads JPEG, PNG, WebP, HEIC/HEIF, AVIF, TIFF and BMP. The size is checked before a pixel is decoded, so that a
picture that unfolds into gigabytes costs nothing.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from jaxtyping import Float32, UInt8
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from reconstruct.errors import (
    NotAnImageError,
    PhotoMissingError,
    PhotoTooLargeError,
    PhotoTooSmallError,
    TruncatedPhotoError,
)

__all__ = ["Photo", "PhotoOptions", "read_photo"]

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "TIFF", "BMP")
KINDS = "a JPEG, PNG, WebP, HEIC, AVIF, TIFF or BMP picture"


@dataclass(frozen=True)
class PhotoOptions:
    """How a photo is read.

    Attributes
    ----------
    longest_px
        The longest side is reduced to this many pixels; smaller photos stay as they are.
    smallest_px
        A photo with a shorter side than this is refused.
    largest_px
        A photo with a longer side than this is refused.
    largest_megapixels
        A photo with more pixels than this is refused. Pillow's own alarm rings at 89.
    """

    longest_px: int = 1600
    smallest_px: int = 48
    largest_px: int = 20_000
    largest_megapixels: float = 80.0


@dataclass(frozen=True)
class Photo:
    """A photo, upright and in sRGB.

    Attributes
    ----------
    name
        What messages call it: the file's name.
    rgb
        Colours in sRGB, row 0 on top.
    alpha
        The picture's own transparency in [0, 1]; None if it has none.
    original_px
        Width and height of the file's picture, upright, before any reduction.
    colour
        Where the colours come from: "srgb" (said or assumed), "converted" from an embedded profile, or
        "unreadable_profile" where a profile was embedded, was damaged, and sRGB had to be assumed.
    """

    name: str
    rgb: UInt8[np.ndarray, "H W 3"]
    alpha: Float32[np.ndarray, "H W"] | None
    original_px: tuple[int, int]
    colour: Literal["srgb", "converted", "unreadable_profile"] = "srgb"


def read_photo(path: Path, options: PhotoOptions | None = None) -> Photo:
    """Read a product photo from a file.

    Raises
    ------
    PhotoMissingError, NotAnImageError, TruncatedPhotoError, PhotoTooSmallError, PhotoTooLargeError
        Each names the file and what to do.
    """
    options = options or PhotoOptions()
    picture = _open(path, options)
    original_px = picture.size
    try:
        # JPEGs are decoded at a half, a quarter or an eighth where that is still large enough.
        picture.draft(None, (options.longest_px, options.longest_px))
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise TruncatedPhotoError(
            path.name,
            expected="a whole picture",
            found=f"a {picture.format} file that cannot be read to its end ({error})",
            remedy="Copy or export the file again.",
        ) from error
    if (upright.width > upright.height) != (picture.width > picture.height):
        original_px = original_px[::-1]
    upright, colour = _to_srgb(upright)
    upright.thumbnail(
        (options.longest_px, options.longest_px), Image.Resampling.LANCZOS, reducing_gap=3.0
    )
    pixels = np.asarray(upright)
    alpha = pixels[..., 3].astype(np.float32) / 255 if pixels.shape[2] == 4 else None
    return Photo(
        name=path.name,
        rgb=np.ascontiguousarray(pixels[..., :3]),
        alpha=alpha,
        original_px=original_px,
        colour=colour,
    )


@cache
def _register_heif() -> None:
    """Teach Pillow HEIC and the rarer formats, once."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    Image.init()


def _open(path: Path, options: PhotoOptions) -> Image.Image:
    """Open the file and judge its size, without decoding it."""
    if not path.is_file():
        raise PhotoMissingError(
            path.name,
            expected="a picture file",
            found="a folder" if path.is_dir() else f"nothing at {path}",
            remedy="Check the path; paths in a catalog are relative to the catalog's folder.",
        )
    _register_heif()
    too_large = PhotoTooLargeError(
        path.name,
        expected=f"at most {options.largest_px:,} px a side and {options.largest_megapixels:g} "
        "million pixels",
        found="more",
        remedy=f"Export it smaller: {options.longest_px} px on the longest side are used.",
    )
    data = path.read_bytes()
    try:
        with warnings.catch_warnings():
            # Nothing is decoded yet: the size is judged below, with its numbers in the message.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise too_large from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise NotAnImageError(
            path.name,
            expected=KINDS,
            found="an empty file" if not data else f"{len(data):,} bytes of something else",
            remedy="Export the photo again as JPEG or PNG.",
        ) from error
    width, height = picture.size
    if max(width, height) > options.largest_px or (
        width * height > options.largest_megapixels * 1e6
    ):
        raise PhotoTooLargeError(
            path.name,
            expected=too_large.expected,
            found=f"{width:,} x {height:,} px",
            remedy=too_large.remedy,
        )
    if min(width, height) < options.smallest_px:
        raise PhotoTooSmallError(
            path.name,
            expected=f"at least {options.smallest_px} px on the shorter side",
            found=f"{width} x {height} px",
            remedy="Send a larger photo; 1,000 px or more give a sharp product.",
        )
    return picture


def _to_srgb(
    picture: Image.Image,
) -> tuple[Image.Image, Literal["srgb", "converted", "unreadable_profile"]]:
    """Bring a picture of any mode to 8-bit RGB or RGBA in sRGB."""
    if picture.mode.startswith("I"):  # 16 bits a channel: Pillow's own conversion clips at 255
        levels = np.asarray(picture).astype(np.float64)
        scale = 257.0 if levels.max() > 255 else 1.0
        picture = Image.fromarray(np.clip(levels / scale, 0, 255).astype(np.uint8))
    has_alpha = picture.has_transparency_data
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK"):
        return picture.convert("RGBA" if has_alpha else "RGB"), "srgb"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(source).lower():
            return picture.convert("RGBA" if has_alpha else "RGB"), "srgb"
        alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
        colours = picture if picture.mode == "CMYK" else picture.convert("RGB")
        converted = ImageCms.profileToProfile(
            colours, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture.convert("RGBA" if has_alpha else "RGB"), "unreadable_profile"
    assert converted is not None  # only `inPlace=True` returns None
    if alpha is not None:
        converted.putalpha(alpha)
    return converted, "converted"
