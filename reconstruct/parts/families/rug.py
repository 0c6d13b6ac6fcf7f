"""Rugs and mats: flat, of a few outlines."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure
from reconstruct.parts.primitives.board import board
from reconstruct.parts.primitives.outline import ellipse, rounded_rectangle

__all__ = ["RUG"]


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    if values.of("outline") == "round":
        outline = ellipse(width, depth, builder.detail)
    else:
        radius = values["corner"] * min(width, depth) if values.of("outline") == "rounded" else 0.0
        outline = rounded_rectangle(width, depth, radius, builder.detail)
    builder.add("rug", "", board(outline, height, edge_m=height * 0.4, detail=builder.detail))


RUG = Family(
    name="rug",
    kinds=(Kind("rug", (0.5, 0.006, 0.5), (3.5, 0.04, 3.0)),),
    choices=(Choice("outline", {"rectangle": 5, "rounded": 2, "round": 2}),),
    measures=(Measure("corner", 0.02, 0.5, "share", usual=0.1, when={"outline": ("rounded",)}),),
    construct=_construct,
)
