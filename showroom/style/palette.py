"""Which shipped style goes best with some colours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float

from showroom.style.style import load_style, style_names

__all__ = ["hex_srgb", "lab", "style_near"]

_MADE_FOR = {"children_room": "children", "gallery": "gallery_white"}
"""Room types with a style of their own."""


def style_near(goods: Float[np.ndarray, "S 3"], room_type: str) -> str:
    """Name of the style whose palette lies nearest to colours (CIELAB); the first one where there are none.

    Each colour asks for the nearest of a style's colours; the mean of these distances ranks the styles.
    """
    if room_type in _MADE_FOR:
        return _MADE_FOR[room_type]
    names = [name for name in style_names() if name not in _MADE_FOR.values()]
    if not len(goods):
        return names[0]

    def distance(name: str) -> float:
        palette = lab(hex_srgb(load_style(name).palette))
        apart = np.linalg.norm(goods[:, None] - palette[None], axis=2)
        return float(apart.min(axis=1).mean())

    return min(names, key=lambda name: (round(distance(name), 6), name))


def hex_srgb(colours: Sequence[str]) -> Float[np.ndarray, "C 3"]:
    """Colours "#rrggbb" as sRGB from 0 to 1."""
    return np.array([[int(c[k : k + 2], 16) / 255 for k in (1, 3, 5)] for c in colours]).reshape(
        -1, 3
    )


def lab(srgb: Float[np.ndarray, "C 3"]) -> Float[np.ndarray, "C 3"]:
    """CIELAB (D65) of sRGB from 0 to 1. Source: CIE 15:2004, section 8.2.1."""
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    t = linear @ to_xyz.T / [0.9505, 1.0, 1.089]
    f = np.where(t > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.stack(
        [116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1
    )
