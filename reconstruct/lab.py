"""CIELAB, in which a distance is about as large as the difference between two colours looks."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

__all__ = ["TO_XYZ", "WHITE", "lab"]

TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
"""From linear sRGB."""
WHITE = np.array([0.95047, 1.0, 1.08883])
"""XYZ of D65."""


def lab(srgb: Float[np.ndarray, "*S 3"]) -> Float[np.ndarray, "*S 3"]:
    """CIELAB (D65) of sRGB from 0 to 1. Source: CIE 15:2004, section 8.2.1."""
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    t = linear @ TO_XYZ.T / WHITE
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack(
        [116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])],
        axis=-1,
    )
