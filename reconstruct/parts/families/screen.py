"""Room dividers: panels joined by hinges that stand in a zigzag."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.board import block
from reconstruct.parts.primitives.repeat import repeated

__all__ = ["SCREEN"]

_PANELS = {"three": 3, "four": 4, "five": 5, "six": 6}
_SLATS, _BARS = 14, 6


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    count = _PANELS[values.of("panels")]
    thick = values["thickness"]
    step, swing = width / count, max(depth - thick, 0.0)
    long, angle = math.hypot(step, swing), math.atan2(swing, step)
    panel = _panel(builder, values, long, height, thick)
    # All panels are alike and turned one way or the other.
    turned = [
        [(role, name, mesh.turned("y", turn), material) for role, name, mesh, material in panel]
        for turn in (angle, -angle)
    ]
    for place in range(count):
        x = 0.5 * width - (place + 0.5) * step
        for role, name, mesh, material in turned[place % 2]:
            builder.add(role, f"{name} {place + 1}".strip(), mesh.moved(x_m=x), material)


def _panel(
    builder: Builder, values: Values, wide: float, height: float, thick: float
) -> list[tuple[str, str, PartMesh, str]]:
    """One panel around the y axis: two stiles, two rails and what fills them."""
    detail = builder.detail
    half, deep, low = 0.5 * wide, 0.5 * thick, values["feet"] * height
    stile = values["stile_width"]
    rail = 1.2 * stile
    inner = half - 0.95 * stile
    made = [
        ("frame", "left", block((half - stile, 0.0, -deep), (half, height, deep), detail=detail)),
        ("frame", "right", block((-half, 0.0, -deep), (stile - half, height, deep), detail=detail)),
        (
            "frame",
            "above",
            block((-inner, height - rail, -deep), (inner, height, deep), detail=detail),
        ),
        ("frame", "below", block((-inner, low, -deep), (inner, low + rail, deep), detail=detail)),
    ]
    parts = [(role, name, mesh, "frame") for role, name, mesh in made]
    bottom, top = low + 0.9 * rail, height - 0.9 * rail
    filling, sheet = values.of("filling"), 0.25 * thick
    if filling == "sheet":
        mesh = block((-inner, bottom, -sheet), (inner, top, sheet), detail=detail)
        return [*parts, ("panel", "", mesh, "panel")]
    if filling == "slats":
        step = (top - bottom) / _SLATS
        one = block(
            (-inner, bottom + 0.14 * step, -sheet),
            (inner, bottom + 0.86 * step, sheet),
            detail=detail,
        )
        offsets = np.arange(_SLATS)[:, None] * np.array([0.0, step, 0.0])
    else:
        step = 2 * inner / _BARS
        one = block(
            (-inner + 0.25 * step, bottom, -sheet),
            (-inner + 0.75 * step, top, sheet),
            detail=detail,
        )
        offsets = np.arange(_BARS)[:, None] * np.array([step, 0.0, 0.0])
    return [*parts, ("slat", "", repeated(one, offsets), "panel")]


SCREEN = Family(
    name="screen",
    kinds=(Kind("other", (1.1, 1.5, 0.15), (2.1, 1.95, 0.45)),),
    choices=(
        Choice("panels", {"three": 4, "four": 3, "five": 0.6, "six": 0.6}),
        Choice("filling", {"sheet": 5, "slats": 1.5, "bars": 1.5}),
    ),
    measures=(
        Measure("thickness", 0.012, 0.05, usual=0.022),
        Measure("stile_width", 0.015, 0.07, usual=0.03),
        Measure("feet", 0.0, 0.15, "share", usual=0.03),
    ),
    construct=_construct,
)
