"""From noisy light to a finished picture: smoothing that keeps edges, enlarging, exposure, tone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float32, UInt8
from scipy.ndimage import gaussian_filter

from showroom.picture.geometry import dot

__all__ = ["Guide", "developed", "enlarged", "smoothed", "to_srgb", "toned"]


@dataclass(frozen=True, eq=False)
class Guide:
    """Where each pixel of a small picture lies, so that light is only mixed along one surface.

    Attributes
    ----------
    position_m, normal
        Of what the pixel sees.
    found
        Whether it sees anything.
    reach_m
        Distance from the surface's plane at which another pixel counts as another surface.
    """

    position_m: Float32[np.ndarray, "H W 3"]
    normal: Float32[np.ndarray, "H W 3"]
    found: Bool[np.ndarray, "H W"]
    reach_m: Float32[np.ndarray, "H W"]


def smoothed(
    lights: Float32[np.ndarray, "H W C"], guide: Guide, passes: int
) -> Float32[np.ndarray, "H W C"]:
    """Average light over growing neighbourhoods of the same surface; all channels share the weights.

    Source: Dammertz et al., "Edge-Avoiding A-Trous Wavelet Transform for fast Global Illumination Filtering",
    HPG 2010; 3 x 3 taps instead of 5 x 5, which look the same here at a third of the time.
    """
    # Planes, not pixels: sums over three components of a pixel cost ten times as much.
    light = np.ascontiguousarray(lights.transpose(2, 0, 1))
    normal = np.ascontiguousarray(guide.normal.transpose(2, 0, 1))
    position = np.ascontiguousarray(guide.position_m.transpose(2, 0, 1))
    for k in range(passes):
        step = 2**k
        total = light * np.float32(4)
        weights = np.full(light.shape[1:], 4, dtype=np.float32)
        for dy in (-step, 0, step):
            for dx in (-step, 0, step):
                if dy == 0 and dx == 0:
                    continue
                here, there = _shifted(light.shape[1], dy), _shifted(light.shape[2], dx)
                at = (here[0], there[0])
                of = (here[1], there[1])
                alike = np.zeros(guide.found[at].shape, dtype=np.float32)
                offset = np.zeros_like(alike)
                for axis in range(3):
                    alike += normal[axis][at] * normal[axis][of]
                    offset += (position[axis][of] - position[axis][at]) * normal[axis][at]
                alike = np.clip(alike, 0, 1)
                alike = alike * alike * alike
                alike = alike * alike
                alike = alike * alike
                weight = alike * alike  # to the 24th
                weight *= np.exp(-((offset / guide.reach_m[at]) ** 2))
                weight *= guide.found[at] & guide.found[of]
                if dy == 0 or dx == 0:
                    weight *= np.float32(2)
                for channel in range(len(light)):
                    total[channel][at] += light[channel][of] * weight
                weights[at] += weight
        light = total / weights
    return np.ascontiguousarray(light.transpose(1, 2, 0))


def _shifted(size: int, step: int) -> tuple[slice, slice]:
    """Rows here and their neighbours `step` further, both inside the picture."""
    if step >= 0:
        return slice(0, size - step), slice(step, size)
    return slice(-step, size), slice(0, size + step)


def enlarged(
    lights: Float32[np.ndarray, "H W C"],
    guide: Guide,
    place: Float32[np.ndarray, "P 2"],
    position_m: Float32[np.ndarray, "P 3"],
    normal: Float32[np.ndarray, "P 3"],
) -> tuple[Float32[np.ndarray, "P C"], Float32[np.ndarray, " P"]]:
    """Light at places of the picture, from the four nearest pixels that lie on the same surface, and their weight.

    `place` is (x, y) in pixels of the small picture, centres at +0.5.
    """
    height, width = guide.found.shape
    corner = np.floor(place - 0.5).astype(np.int64)
    share = (place - 0.5 - corner).astype(np.float32)
    total = np.zeros((len(place), lights.shape[2]), dtype=np.float32)
    weights = np.zeros(len(place), dtype=np.float32)
    flat_light = lights.reshape(-1, lights.shape[2])
    flat_position, flat_normal = guide.position_m.reshape(-1, 3), guide.normal.reshape(-1, 3)
    flat_found, flat_reach = guide.found.ravel(), guide.reach_m.ravel()
    for dy in (0, 1):
        for dx in (0, 1):
            x = np.clip(corner[:, 0] + dx, 0, width - 1)
            y = np.clip(corner[:, 1] + dy, 0, height - 1)
            at = y * width + x
            weight = np.abs(1 - dx - share[:, 0]) * np.abs(1 - dy - share[:, 1]) + np.float32(1e-3)
            alike = np.clip(dot(flat_normal[at], normal), 0, 1) ** 8
            offset = dot(flat_position[at] - position_m, normal) / flat_reach[at]
            weight *= (alike + 1e-3) * (np.exp(-(offset**2)) + 1e-4) * flat_found[at]
            total += flat_light[at] * weight[:, None]
            weights += weight
    return total / np.maximum(weights, 1e-12)[:, None], weights


def developed(
    picture: Float32[np.ndarray, "H W 3"],
) -> UInt8[np.ndarray, "H W 3"]:
    """Display picture of an exposed linear one: a little glow around what is too bright, then a neutral tone curve."""
    bright = np.clip(picture - 1.0, 0, 3)
    spread = picture.shape[1] / 110
    glow = gaussian_filter(bright, (spread, spread, 0), mode="nearest", truncate=2.5)
    return to_srgb(toned(picture + np.float32(0.10) * glow))


def toned(colour: Float32[np.ndarray, "H W 3"]) -> Float32[np.ndarray, "H W 3"]:
    """Tone curve that leaves product colours as they are up to a shoulder.

    Source: Khronos, "PBR Neutral Tone Mapper" specification, 2024.
    """
    start, desaturation = 0.8 - 0.04, 0.15
    least = colour.min(axis=2, keepdims=True)
    colour = colour - np.where(least < 0.08, least - 6.25 * least * least, 0.04)
    peak = colour.max(axis=2, keepdims=True)
    d = 1 - start
    pressed = 1 - d * d / np.maximum(peak + d - start, 1e-6)
    over = peak > start
    scaled = colour * np.where(over, pressed / np.maximum(peak, 1e-6), 1)
    g = 1 - 1 / (desaturation * np.maximum(peak - pressed, 0) + 1)
    return np.where(over, scaled * (1 - g) + pressed * g, scaled).astype(np.float32)


def to_srgb(linear: Float32[np.ndarray, "H W 3"]) -> UInt8[np.ndarray, "H W 3"]:
    """8-bit sRGB of linear colours."""
    linear = np.clip(linear, 0, 1)
    curve = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.round(curve * 255).astype(np.uint8)
