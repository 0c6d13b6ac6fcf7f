"""Textures as the ray caster samples them: with their smaller versions, decoded to linear numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float, Float32, UInt8

from showroom.scene import Texture

__all__ = ["SampledTexture", "sampled_texture"]

_BYTES = (np.arange(256) / 255).astype(np.float32)
_SRGB_TO_LINEAR = np.array(
    [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in np.arange(256) / 255],
    dtype=np.float32,
)


@dataclass(frozen=True, eq=False)
class SampledTexture:
    """A texture with its smaller versions.

    Attributes
    ----------
    levels
        The texture, then halved down to a few pixels.
    decoded
        What each of the 256 values stands for.
    """

    levels: tuple[UInt8[np.ndarray, "_ _ 3"], ...]
    decoded: Float32[np.ndarray, "256"]

    @classmethod
    def of(cls, texture: Texture, decoded: Float32[np.ndarray, "256"]) -> SampledTexture:
        """Halve the texture down to a few pixels."""
        pixels = texture.pixels if texture.pixels.shape[2] > 1 else texture.pixels.repeat(3, axis=2)
        levels = [np.ascontiguousarray(pixels[..., :3])]
        while min(levels[-1].shape[:2]) >= 8:
            image = levels[-1][: levels[-1].shape[0] // 2 * 2, : levels[-1].shape[1] // 2 * 2]
            rows = image[::2].astype(np.uint16) + image[1::2]
            levels.append(((rows[:, ::2] + rows[:, 1::2] + 2) >> 2).astype(np.uint8))
        return cls(tuple(levels), decoded)

    def sample(
        self,
        uvs: Float[np.ndarray, "P 2"],
        texels_per_ray: Float[np.ndarray, " P"],
        rng: np.random.Generator,
    ) -> Float32[np.ndarray, "P 3"]:
        """Bilinear values; `texels_per_ray` is the breadth of a ray in texels of the largest level."""
        level = np.log2(np.maximum(texels_per_ray, 1.0)) + 0.3 * rng.random(len(uvs)) - 0.35
        level = np.clip(np.round(level), 0, len(self.levels) - 1).astype(np.int8)
        out = np.empty((len(uvs), 3), dtype=np.float32)
        for k in np.unique(level):
            rows = np.flatnonzero(level == k)
            height, width = self.levels[k].shape[:2]
            texels = self.levels[k].reshape(-1, 3)
            u, v = uvs[rows, 0] * width - 0.5, uvs[rows, 1] * height - 0.5
            left, top = np.floor(u), np.floor(v)
            du, dv = (u - left).astype(np.float32)[:, None], (v - top).astype(np.float32)[:, None]
            x, y = left.astype(np.int64) % width, top.astype(np.int64) % height
            right, bottom = (x + 1) % width, (y + 1) % height
            above, below = y * width, bottom * width
            total = self.decoded[texels[above + x]] * ((1 - du) * (1 - dv))
            total += self.decoded[texels[above + right]] * (du * (1 - dv))
            total += self.decoded[texels[below + x]] * ((1 - du) * dv)
            total += self.decoded[texels[below + right]] * (du * dv)
            out[rows] = total
        return out


@lru_cache(maxsize=48)
def sampled_texture(texture: Texture, *, colour: bool) -> SampledTexture:
    """One for the camera's and the light's scene, and for both pictures of a room."""
    return SampledTexture.of(texture, _SRGB_TO_LINEAR if colour else _BYTES)
