"""Usual outlines of turned vessels: what random designs are drawn around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from jaxtyping import Float

__all__ = ["drawn_radii", "related_radii"]

Outlines = Sequence[Sequence[float]]

_VASES: Outlines = (
    (0.55, 0.75, 0.9, 0.98, 1.0, 0.95, 0.8, 0.6, 0.5, 0.55),  # ovoid with a short neck
    (0.45, 0.5, 0.6, 0.72, 0.86, 0.97, 1.0, 0.9, 0.6, 0.55),  # shouldered
    (0.6, 0.85, 0.98, 1.0, 0.9, 0.68, 0.45, 0.35, 0.33, 0.38),  # bellied with a tall neck
    (0.92, 0.95, 0.97, 0.98, 0.99, 1.0, 1.0, 1.0, 1.0, 1.0),  # cylinder
    (0.6, 0.62, 0.65, 0.7, 0.74, 0.79, 0.84, 0.9, 0.95, 1.0),  # flaring
    (0.6, 0.6, 0.58, 0.56, 0.55, 0.56, 0.6, 0.68, 0.82, 1.0),  # trumpet
    (0.5, 0.8, 0.95, 1.0, 1.0, 0.97, 0.88, 0.72, 0.5, 0.42),  # ball
    (0.7, 0.9, 1.0, 0.97, 0.82, 0.6, 0.36, 0.24, 0.2, 0.22),  # narrow neck
    (0.75, 0.85, 0.93, 0.98, 1.0, 0.98, 0.92, 0.84, 0.78, 0.8),  # barrel
    (0.9, 1.0, 0.97, 0.86, 0.72, 0.58, 0.46, 0.38, 0.33, 0.32),  # cone
)
_POTS: Outlines = (
    (0.7, 0.74, 0.77, 0.81, 0.84, 0.88, 0.92, 0.96, 0.98, 1.0),
    (0.97, 0.98, 0.99, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    (0.6, 0.78, 0.9, 0.97, 1.0, 1.0, 0.98, 0.95, 0.9, 0.88),
    (0.55, 0.68, 0.78, 0.86, 0.91, 0.95, 0.98, 0.99, 1.0, 1.0),
    (0.62, 0.8, 0.92, 0.98, 1.0, 0.97, 0.9, 0.82, 0.8, 0.86),
)
_JARS: Outlines = (
    (0.95, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.97, 0.93),
    (0.7, 0.86, 0.95, 0.99, 1.0, 0.99, 0.94, 0.85, 0.73, 0.66),
    (0.6, 0.72, 0.82, 0.92, 0.98, 1.0, 0.97, 0.88, 0.7, 0.58),
    (0.9, 0.98, 1.0, 1.0, 1.0, 1.0, 0.99, 0.93, 0.78, 0.72),
)
_BOTTLES: Outlines = (
    (0.95, 1.0, 1.0, 1.0, 1.0, 0.97, 0.72, 0.42, 0.34, 0.34),
    (0.97, 1.0, 1.0, 1.0, 0.9, 0.66, 0.45, 0.36, 0.33, 0.36),
    (0.8, 0.96, 1.0, 0.94, 0.78, 0.58, 0.42, 0.34, 0.32, 0.36),
    (0.96, 1.0, 1.0, 1.0, 1.0, 1.0, 0.95, 0.7, 0.45, 0.45),
)
_BOWLS: Outlines = (
    (0.4, 0.55, 0.67, 0.76, 0.83, 0.88, 0.92, 0.95, 0.98, 1.0),
    (0.35, 0.45, 0.54, 0.63, 0.71, 0.78, 0.85, 0.91, 0.96, 1.0),
    (0.5, 0.7, 0.82, 0.9, 0.95, 0.98, 1.0, 1.0, 1.0, 0.99),
    (0.42, 0.36, 0.45, 0.6, 0.73, 0.82, 0.89, 0.94, 0.98, 1.0),
)
_CUPS: Outlines = (
    (0.92, 0.97, 0.98, 0.99, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    (0.5, 0.68, 0.79, 0.86, 0.91, 0.94, 0.96, 0.98, 0.99, 1.0),
    (0.75, 0.78, 0.81, 0.84, 0.87, 0.9, 0.93, 0.96, 0.98, 1.0),
    (0.72, 0.88, 0.96, 1.0, 1.0, 0.98, 0.95, 0.92, 0.9, 0.9),
)
_BINS: Outlines = (
    (0.8, 0.82, 0.84, 0.87, 0.89, 0.91, 0.93, 0.96, 0.98, 1.0),
    (0.99, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    (0.86, 0.92, 0.96, 0.99, 1.0, 1.0, 0.99, 0.97, 0.95, 0.92),
)
_SQUARE: Outlines = (
    (0.72, 0.76, 0.79, 0.82, 0.85, 0.88, 0.91, 0.94, 0.97, 1.0),
    (0.99, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    (0.84, 0.86, 0.88, 0.9, 0.92, 0.93, 0.95, 0.97, 0.98, 1.0),
)
_OUTLINES: Mapping[str, Outlines] = {
    "vase": _VASES,
    "pot": _POTS,
    "plant": _POTS,
    "jar": _JARS,
    "bottle": _BOTTLES,
    "bowl": _BOWLS,
    "cup": _CUPS,
    "bin": _BINS,
}


def drawn_radii(rng: np.random.Generator, outlines: Outlines) -> Float[np.ndarray, " K"]:
    """A random outline: one of those given, a little of another, and a slow wave; the largest radius is 1."""
    first, second = rng.integers(len(outlines), size=2)
    share = 0.3 * float(rng.random()) ** 2
    radii = (1 - share) * np.array(outlines[first]) + share * np.array(outlines[second])
    place = np.linspace(0, np.pi, len(radii))
    for waves in (1, 2, 3):
        radii *= 1 + rng.normal(0, 0.04 / waves) * np.cos(waves * place)
    return np.asarray(radii / radii.max())


def related_radii(
    rng: np.random.Generator,
    category: str,
    choices: Mapping[str, str],
    measures: Mapping[str, float],
) -> dict[str, float]:
    """The profile's radii of a random vessel, as its category usually has them."""
    del measures
    outlines = _OUTLINES.get(category, _VASES)
    if choices.get("section") == "square":
        outlines = _SQUARE
    radii = drawn_radii(rng, outlines)
    return {f"profile_{place}": float(radius) for place, radius in enumerate(radii)}
