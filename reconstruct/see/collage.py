"""Whether a picture is a collage: several photos side by side, with straight gutters between them.

A gutter runs from edge to edge of the picture, has one colour to within what JPEG does to it, and both its sides are
sharp. Straight edges in a photo (a shelf's side, a door frame) are not so even in colour, or end somewhere, or have
bare wall beside them. Panels that touch each other, and panels whose own ground has the gutter's colour, are not
recognized.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from jaxtyping import Bool, Float32, UInt8
from scipy import ndimage

__all__ = ["is_collage"]

SAMPLES, FEW_SAMPLES = 256, 32
"""Places along a line at which it is looked at, and at first, which leaves out most lines."""
LEAST_PX, MOST_SHARE = 2, 0.1
"""A gutter's width: at least these pixels, at most this share of the picture's side."""
EVEN = 5.0
"""How far a gutter's colours may lie from their median, in levels of 255: JPEG's noise stays under it, shading not."""
EVEN_SHARE = 0.98
EDGE = 14.0
"""Contrast of a panel with the gutter beside it, in levels of 255."""
EDGE_SHARE = 0.8
BLUR_PX = 10
"""Within this of a gutter's even part the panel beside it begins: reductions blur, and JPEG rings in blocks of 8."""
CONTENT_SHARE = 0.05
"""Share of a panel that differs from its own median colour by `CONTENT`; bare wall has less."""
CONTENT = 30.0
NARROWEST = 0.12
"""A panel's width, as a share of the picture's side."""


def is_collage(rgb: UInt8[np.ndarray, "H W 3"]) -> bool:
    """Whether a straight gutter divides the picture into panels with something in each."""
    return _divided(rgb) or _divided(rgb.transpose(1, 0, 2))


def _divided(rgb: UInt8[np.ndarray, "L N 3"]) -> bool:
    """Whether one of the N columns, each of length L, lies in a gutter."""
    length, count = rgb.shape[:2]
    lines = rgb[np.linspace(0, length - 1, min(SAMPLES, length)).round().astype(int)]
    lines = lines.astype(np.float32)
    even, _ = _even(lines[:: max(len(lines) // FEW_SAMPLES, 1)], share=EVEN_SHARE - 0.1)
    middle = np.zeros((count, 3), dtype=np.float32)
    likely = np.flatnonzero(even)
    even[likely], middle[likely] = _even(lines[:, likely], share=EVEN_SHARE)
    even = ndimage.binary_closing(even, np.ones(3, dtype=bool))
    # Runs of even columns of one colour; those at the picture's edge are a border.
    jump = np.abs(np.diff(middle, axis=0)).max(axis=1) > EVEN
    steps = np.flatnonzero(np.concatenate([[True], np.diff(even) | (jump & even[1:]), [True]]))
    return any(
        even[start]
        and LEAST_PX <= stop - start <= MOST_SHARE * count
        and min(start, count - stop) >= NARROWEST * count
        and _sharp(lines, (start + stop) // 2, slice(max(start - BLUR_PX, 0), start))
        and _sharp(lines, (start + stop) // 2, slice(stop, stop + BLUR_PX))
        and _has_content(lines[:, :start])
        and _has_content(lines[:, stop:])
        for start, stop in pairwise(steps.tolist())
    )


def _even(
    lines: Float32[np.ndarray, "L N 3"], *, share: float
) -> tuple[Bool[np.ndarray, " N"], Float32[np.ndarray, "N 3"]]:
    """Whether at least a share of each column has the column's median colour, and that colour."""
    middle = np.median(lines, axis=0)
    away = np.abs(lines - middle).max(axis=2)
    return (away <= EVEN).mean(axis=0) >= share, middle


def _sharp(lines: Float32[np.ndarray, "L N 3"], gutter: int, beside: slice) -> bool:
    """Whether one of the columns beside a gutter has another colour along most of its length."""
    away = np.abs(lines[:, beside] - np.median(lines[:, gutter], axis=0)).max(axis=2)
    return bool((away > EDGE).mean(axis=0).max() >= EDGE_SHARE)


def _has_content(panel: Float32[np.ndarray, "L M 3"]) -> bool:
    step = max(panel.shape[1] // SAMPLES, 1)
    part = panel[:, ::step].reshape(-1, 3)
    away = np.abs(part - np.median(part, axis=0)).max(axis=1)
    return bool((away > CONTENT).mean() >= CONTENT_SHARE)
