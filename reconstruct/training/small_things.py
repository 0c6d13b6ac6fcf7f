"""Small things that stand before products in rooms: cushions, cups, leaves of a plant, drawn from a seed."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Float32
from scipy import ndimage

from reconstruct.training.paste import Layer

__all__ = ["cup", "cushion", "leaves"]

_PX = 160


def cushion(rng: np.random.Generator) -> Layer:
    """A cushion: a square with sides that curve in, stripes or plain, lit from above."""
    v, u = _grid()
    turn = float(rng.uniform(-0.25, 0.25))
    x = (u * np.cos(turn) + v * np.sin(turn)) / float(rng.uniform(0.62, 0.8))
    y = (v * np.cos(turn) - u * np.sin(turn)) / float(rng.uniform(0.5, 0.72))
    bent = np.maximum(np.abs(x) * (1 + 0.12 * (1 - y * y)), np.abs(y) * (1 + 0.12 * (1 - x * x)))
    colour, other = rng.uniform(0.15, 0.95, 3), rng.uniform(0.15, 0.95, 3)
    bands = np.zeros_like(x)
    if rng.random() < 0.5:
        bands = (np.sin(x * float(rng.uniform(8, 30))) > float(rng.uniform(-0.3, 0.6))).astype(
            float
        )
    pattern = colour + bands[..., None] * (other - colour)
    shade = 0.8 - 0.25 * y - 0.25 * np.clip(bent, 0, 1) ** 4
    return _layer(pattern * shade[..., None], _inside(1 - bent), rng)


def cup(rng: np.random.Generator) -> Layer:
    """A cup or a small pot: an upright body with an open rim, in one colour."""
    v, u = _grid()
    half = float(rng.uniform(0.3, 0.55))
    narrow = float(rng.uniform(0.6, 1.0))
    width = half * (1 - (1 - narrow) * (v + 0.6) / 1.2)
    body = np.minimum(width - np.abs(u), np.minimum(v + 0.6, 0.6 + 0.1 * half - v))
    rim = 1 - np.hypot(u / half, (v + 0.6) / (0.3 * half))
    inside = np.maximum(body, rim * half * 0.3)
    colour = rng.uniform(0.1, 1.0, 3)
    shade = 0.95 - 0.5 * np.abs(u / half + float(rng.uniform(-0.4, 0.4)))
    shade = np.where(rim > 0.1, 0.45, np.clip(shade, 0.3, 1.0))
    return _layer(colour * shade[..., None], _inside(inside), rng)


def leaves(rng: np.random.Generator) -> Layer:
    """A plant's leaves on stalks that spread from one point below."""
    v, u = _grid()
    alpha = np.zeros_like(u)
    rgb = np.zeros((*u.shape, 3))
    green = np.array([float(rng.uniform(0.1, 0.3)), float(rng.uniform(0.35, 0.6)), 0.15])
    for _ in range(int(rng.integers(7, 16))):
        lean = float(rng.uniform(-1.0, 1.0))
        reach = float(rng.uniform(0.7, 1.6))
        tip = np.array([np.sin(lean) * reach, 0.95 - np.cos(lean) * reach])
        along = np.array([np.sin(lean), -np.cos(lean)])
        long, wide = float(rng.uniform(0.2, 0.45)), float(rng.uniform(0.07, 0.16))
        du, dv = u - tip[0], v - tip[1]
        a, b = du * along[0] + dv * along[1], du * along[1] - dv * along[0]
        leaf = _inside(1 - np.hypot(a / long, b / (wide * np.clip(1 - a / long / 2, 0.3, 1.5))))
        back = tip - np.array([0.0, 0.95])
        t = np.clip((u * back[0] + (v - 0.95) * back[1]) / max(float(back @ back), 1e-6), 0, 1)
        stalk = _inside(0.018 - np.hypot(u - t * back[0], v - 0.95 - t * back[1]))
        share = np.maximum(leaf, stalk)[..., None]
        tint = green * float(rng.uniform(0.6, 1.4)) * (0.85 - 0.3 * np.sign(b) * 0.3)[..., None]
        rgb = rgb * (1 - share) + tint * share
        alpha = np.maximum(alpha, share[..., 0])
    return _layer(rgb, alpha, rng)


def _grid() -> tuple[Float[np.ndarray, "P P"], Float[np.ndarray, "P P"]]:
    v, u = (np.mgrid[0:_PX, 0:_PX] + 0.5) / (_PX / 2) - 1
    return v, u


def _inside(away: Float[np.ndarray, "P P"]) -> Float[np.ndarray, "P P"]:
    """Share of each pixel inside, of a distance that is positive inside and 2 / `_PX` a pixel."""
    return np.clip(away * _PX / 2 + 0.5, 0, 1)


def _layer(
    rgb: Float[np.ndarray, "P P 3"], alpha: Float[np.ndarray, "P P"], rng: np.random.Generator
) -> Layer:
    grain = ndimage.gaussian_filter(rng.normal(0, 1, (_PX, _PX)), 0.8) * 0.03
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    tight = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
    cover: Float32[np.ndarray, "h w"] = alpha[tight].astype(np.float32)
    colours = np.clip(rgb + grain[..., None], 0, 1)[tight].astype(np.float32)
    return Layer(colours, cover, (cover.shape[1] / 2, float(cover.shape[0])))
