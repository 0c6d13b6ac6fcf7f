"""Rugs and mats: flat, of a few outlines, bound or fringed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.detail import Detail
from reconstruct.parts.families.vessel_profiles import drawn_radii
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure
from reconstruct.parts.primitives.board import block, board
from reconstruct.parts.primitives.outline import ellipse, rounded_rectangle
from reconstruct.parts.primitives.profile import smooth_curve
from reconstruct.parts.primitives.repeat import repeated

__all__ = ["RUG"]

OUTLINE = tuple(f"outline_{place}" for place in range(8))
"""Depths of a free outline at even places from the right (-x) to the left, as shares of the largest."""

_FREE = (
    (0.4, 0.8, 0.95, 1.0, 0.96, 0.9, 0.8, 0.45),  # pebble
    (0.35, 0.9, 0.8, 0.72, 0.74, 0.85, 1.0, 0.4),  # hide
    (0.5, 0.85, 1.0, 0.86, 0.7, 0.8, 0.9, 0.5),  # cloud
)
_TASSELS = 40


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    detail = builder.detail
    if values.of("ends") == "fringe":
        long = values["fringe_length"] * width
        _fringe(builder, width, height, depth, long)
        width -= 2 * long
    outline = _outline(values, width, depth, detail)
    if values.of("border") == "bound":
        # The border is a board of its own, a little lower than what lies on it.
        rim = board(outline, 0.8 * height, edge_m=0.3 * height, detail=detail)
        builder.add("rug", "border", rim, "border")
        reach = np.abs(outline).max(axis=0)
        inner = outline * (1 - values["border_width"] * reach.min() / reach)
        middle = board(inner, 0.9 * height, edge_m=0.2 * height, detail=detail)
        builder.add("rug", "", middle.moved(y_m=0.1 * height))
    else:
        builder.add("rug", "", board(outline, height, edge_m=0.4 * height, detail=detail))


def _outline(
    values: Values, width_m: float, depth_m: float, detail: Detail
) -> Float[np.ndarray, "N 2"]:
    form = values.of("outline")
    if form == "round":
        return ellipse(width_m, depth_m, detail)
    if form == "free":
        shares = np.array([values[name] for name in OUTLINE])
        steps = replace(detail, along=2 * detail.along)
        half = 0.5 * depth_m * np.maximum(smooth_curve(shares[:, None], steps)[:, 0], 0.05)
        half /= shares.max()
        across = width_m * np.linspace(-0.5, 0.5, len(half))
        low = np.stack([across, -half], axis=1)
        return np.concatenate([low, low[::-1] * [1.0, -1.0]])
    if form == "hexagon":
        angle = np.arange(6) * np.pi / 3
        corners = np.stack([np.cos(angle), np.sin(angle) / np.sin(np.pi / 3)], axis=1)
        return np.asarray(corners * [0.5 * width_m, 0.5 * depth_m])
    radius = values["corner"] * min(width_m, depth_m) if form == "rounded" else 0.0
    return rounded_rectangle(width_m, depth_m, radius, detail)


def _fringe(builder: Builder, width: float, height: float, depth: float, long: float) -> None:
    """Tassels at both ends; one strip each while a fit tries shapes."""
    count = _TASSELS if builder.detail.bevel else 1
    step = depth / count
    for name, side in (("left", 1.0), ("right", -1.0)):
        gap = 0.18 * step if builder.detail.bevel else 0.0
        inner, outer = side * (0.5 * width - 1.1 * long), side * 0.5 * width
        low = -0.5 * depth
        one = block((inner, 0.0, low + gap), (outer, 0.45 * height, low + step - gap))
        offsets = np.arange(count)[:, None] * np.array([0.0, 0.0, step])
        builder.add("rug", f"fringe {name}", repeated(one, offsets), "fringe")


def _relate(
    rng: np.random.Generator,
    category: str,
    choices: Mapping[str, str],
    measures: Mapping[str, float],
) -> dict[str, float]:
    """A free outline as hides and pebbles have it."""
    del category, measures
    if choices["outline"] != "free":
        return {}
    return dict(zip(OUTLINE, drawn_radii(rng, _FREE).tolist(), strict=True))


_ROUND = {"rectangle": 0, "rounded": 0, "round": 5, "hexagon": 0.5, "free": 0}
_BOX = {"outline": ("rectangle",)}

RUG = Family(
    name="rug",
    kinds=(
        Kind(
            "rug",
            (0.9, 0.006, 0.6),
            (3.5, 0.03, 2.5),
            {"outline": {"round": 0.4}},
            weight=3.0,
            alike=0.7,
        ),
        Kind("rug", (1.4, 0.006, 0.5), (3.2, 0.02, 0.9), {"outline": {"round": 0, "free": 0}}),
        Kind("rug", (0.5, 0.008, 0.4), (0.9, 0.03, 0.6)),
        Kind("rug", (0.8, 0.006, 0.8), (2.6, 0.03, 2.6), {"outline": _ROUND}, square=True),
    ),
    choices=(
        Choice(
            "outline", {"rectangle": 6, "rounded": 2, "round": 1.5, "hexagon": 0.15, "free": 0.7}
        ),
        Choice("ends", {"plain": 3, "fringe": 1.5}, when=_BOX),
        Choice("border", {"none": 5, "bound": 1.5}),
    ),
    measures=(
        Measure("corner", 0.02, 0.5, "share", usual=0.1, when={"outline": ("rounded",)}),
        *(
            Measure(name, 0.1, 1.0, "share", usual=usual, spread=0.08, when={"outline": ("free",)})
            for name, usual in zip(OUTLINE, _FREE[0], strict=True)
        ),
        Measure("border_width", 0.03, 0.4, "share", usual=0.12, when={"border": ("bound",)}),
        Measure("fringe_length", 0.01, 0.08, "share", usual=0.03, when={"ends": ("fringe",)}),
    ),
    construct=_construct,
    relate=_relate,
)
