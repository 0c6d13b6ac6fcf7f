"""A style's colours as numbers, and the noise that makes paint, wool and linen look like themselves."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, UInt8
from scipy import ndimage

from showroom.style.style import Style

__all__ = ["cloudy", "colours_of", "mixed", "to_pixels"]

Srgb = Float[np.ndarray, " 3"]


def colours_of(style: Style) -> Float[np.ndarray, "5 3"]:
    """The palette as sRGB from 0 to 1: pale ground, two accents, dark, muted."""
    return np.array([[int(c[k : k + 2], 16) / 255 for k in (1, 3, 5)] for c in style.palette])


def mixed(a: Srgb, b: Srgb, share: float) -> Srgb:
    """Colour between two, `share` of the second."""
    return np.asarray(a * (1 - share) + b * share)


def cloudy(
    rng: np.random.Generator, shape: tuple[int, int], sigma_px: float | tuple[float, float]
) -> Float[np.ndarray, "H W"]:
    """Smooth noise of mean 0 and deviation 1 that repeats at the picture's borders."""
    # Wide clouds are drawn on a coarse grid: a fifth of the time, no difference to be seen.
    coarse = max(1, int(np.min(sigma_px) / 2))
    small = (max(8, shape[0] // coarse), max(8, shape[1] // coarse))
    sigma = np.asarray(sigma_px, dtype=np.float64) / coarse
    noise = ndimage.gaussian_filter(rng.standard_normal(small), sigma, mode="wrap")
    if coarse > 1:
        by = (shape[0] / small[0], shape[1] / small[1])
        noise = ndimage.zoom(noise, by, order=1, mode="grid-wrap", grid_mode=True)
    return np.asarray((noise - noise.mean()) / max(float(noise.std()), 1e-9))


def to_pixels(picture: Float[np.ndarray, "H W 3"]) -> UInt8[np.ndarray, "H W 3"]:
    """Bytes of an sRGB picture from 0 to 1."""
    return np.asarray(np.round(255 * np.clip(picture, 0, 1)), dtype=np.uint8)
