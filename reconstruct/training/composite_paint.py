"""What composites are painted with: sprites, sweeps, shadows, and a camera's faults. Canvases are sRGB, 0 to 1."""

from __future__ import annotations

import io

import numpy as np
from jaxtyping import Float32, UInt8
from PIL import Image
from scipy import ndimage

__all__ = [
    "backdrop_colour",
    "cast_shadow",
    "pasted",
    "photographed",
    "scaled_sprite",
    "sweep_canvas",
    "taken_from",
]


def pasted(
    canvas: Float32[np.ndarray, "H W 3"], sprite: UInt8[np.ndarray, "h w 4"], x: int, y: int
) -> Float32[np.ndarray, "H W"]:
    """Paint a sprite into a canvas (sRGB, 0 to 1) with its top left corner at (x, y); returns its alpha there."""
    cover = np.zeros(canvas.shape[:2], dtype=np.float32)
    top, left = max(y, 0), max(x, 0)
    bottom, right = (
        min(y + sprite.shape[0], canvas.shape[0]),
        min(x + sprite.shape[1], canvas.shape[1]),
    )
    if top >= bottom or left >= right:
        return cover
    part = sprite[top - y : bottom - y, left - x : right - x].astype(np.float32) / 255
    alpha = part[..., 3:]
    here = canvas[top:bottom, left:right]
    here[:] = alpha * part[..., :3] + (1 - alpha) * here
    cover[top:bottom, left:right] = alpha[..., 0]
    return cover


def taken_from(cover: Float32[np.ndarray, "H W"], over: Float32[np.ndarray, "H W"]) -> None:
    """Take what is covered by another thing out of a cover, in place."""
    cover *= 1 - over


def scaled_sprite(
    sprite: UInt8[np.ndarray, "H W 4"], longest_px: float
) -> UInt8[np.ndarray, "h w 4"]:
    """A sprite whose longer side has so many pixels, 12 at least."""
    scale = max(float(longest_px), 12.0) / max(sprite.shape[:2])
    size = max(round(sprite.shape[1] * scale), 2), max(round(sprite.shape[0] * scale), 2)
    return np.asarray(Image.fromarray(sprite).resize(size, Image.Resampling.BILINEAR))


def backdrop_colour(
    product: UInt8[np.ndarray, "H W 4"], kind: int, rng: np.random.Generator
) -> Float32[np.ndarray, "3"]:
    """Of a studio: any; pale; or near to the product's own colour."""
    if kind == 2:
        solid = product[product[..., 3] > 200][:, :3]
        own = np.median(solid, axis=0) / 255 if len(solid) else np.full(3, 0.8)
        return np.clip(own + rng.normal(0, 0.035, 3) + rng.normal(0, 0.03), 0.02, 1).astype(
            np.float32
        )
    if rng.random() < 0.6:
        return np.clip(rng.uniform(0.7, 1.0) + rng.normal(0, 0.02, 3), 0, 1).astype(np.float32)
    return rng.uniform(0.05, 0.95, 3).astype(np.float32)


def sweep_canvas(
    width: int, height: int, colour: Float32[np.ndarray, "3"], rng: np.random.Generator
) -> Float32[np.ndarray, "H W 3"]:
    """A wall and a floor of one material, or a seamless sweep; light falls off towards the corners."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) / max(width, height)
    light = 1 - rng.uniform(0, 0.35) * (
        (x - rng.uniform(0.2, 0.8)) ** 2 + (y - rng.uniform(0.0, 0.6)) ** 2
    )
    canvas = colour * light[..., None]
    if rng.random() < 0.6:
        edge = rng.uniform(0.55, 0.9) * height / max(width, height)
        softness = np.exp(rng.uniform(np.log(0.002), np.log(0.15)))
        floor = 1 / (1 + np.exp(-(y - edge) / softness))
        other = (
            colour * rng.uniform(0.75, 1.1)
            if rng.random() < 0.7
            else rng.uniform(0.1, 0.9, 3).astype(np.float32)
        )
        canvas = canvas * (1 - floor[..., None]) + (other * light[..., None]) * floor[..., None]
    if rng.random() < 0.4:
        grain = ndimage.zoom(rng.normal(0, 1, (height // 8 + 2, width // 8 + 2)), 8, order=1)[
            :height, :width
        ]
        canvas = canvas * (1 + rng.uniform(0.005, 0.06) * grain[..., None])
    return np.ascontiguousarray(np.clip(canvas, 0, 1), dtype=np.float32)


def cast_shadow(
    canvas: Float32[np.ndarray, "H W 3"],
    alpha: UInt8[np.ndarray, "h w"],
    x: int,
    y: int,
    rng: np.random.Generator,
) -> None:
    """Darken the ground where the thing stands, and now and then the wall or floor beside it."""
    height, width = canvas.shape[:2]
    dark = np.zeros((height, width), dtype=np.float32)
    foot = np.zeros((max(round(alpha.shape[0] * 0.12), 2), alpha.shape[1]), dtype=np.float32)
    foot[:] = alpha[-max(round(alpha.shape[0] * 0.08), 1) :].max(axis=0) / 255
    _added(dark, foot * rng.uniform(0.2, 0.7), x, y + alpha.shape[0] - foot.shape[0] * 2 // 3)
    if rng.random() < 0.6:
        flat = (
            np.asarray(
                Image.fromarray(alpha).resize(
                    (alpha.shape[1], max(round(alpha.shape[0] * rng.uniform(0.1, 0.9)), 2))
                ),
                dtype=np.float32,
            )
            / 255
        )
        _added(
            dark,
            flat * rng.uniform(0.1, 0.45),
            x + round(rng.normal(0, 0.15) * alpha.shape[1]),
            y + alpha.shape[0] - flat.shape[0],
        )
    blur = rng.uniform(0.01, 0.05) * max(alpha.shape)
    canvas *= 1 - np.clip(ndimage.gaussian_filter(dark, blur), 0, 0.85)[..., None]


def _added(
    plane: Float32[np.ndarray, "H W"], part: Float32[np.ndarray, "h w"], x: int, y: int
) -> None:
    top, left = max(y, 0), max(x, 0)
    bottom, right = min(y + part.shape[0], plane.shape[0]), min(x + part.shape[1], plane.shape[1])
    if top < bottom and left < right:
        plane[top:bottom, left:right] += part[top - y : bottom - y, left - x : right - x]


def photographed(
    canvas: Float32[np.ndarray, "H W 3"], rng: np.random.Generator
) -> UInt8[np.ndarray, "H W 3"]:
    """As a camera and a web shop leave it: exposure, white balance, softness, noise, JPEG."""
    level = canvas * np.exp(rng.normal(0, 0.1)) * np.exp(rng.normal(0, 0.04, 3)).astype(np.float32)
    if rng.random() < 0.5:
        level = ndimage.gaussian_filter(level, (rng.uniform(0.3, 0.9),) * 2 + (0,))
    level = level + rng.normal(0, rng.uniform(0, 0.025), level.shape)
    picture = Image.fromarray(np.rint(255 * np.clip(level, 0, 1)).astype(np.uint8))
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=int(rng.integers(60, 96)))
    return np.asarray(Image.open(data).convert("RGB"))
