"""Toilets: bowl, seat, lid and tank."""

from __future__ import annotations

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.basin import basin, basin_outline
from reconstruct.parts.primitives.board import block, board
from reconstruct.parts.primitives.rings import looped

__all__ = ["toilet"]

Size = tuple[float, float, float]


def toilet(builder: Builder, values: Values, size_m: Size) -> None:
    """A toilet whose back is at -Z."""
    width, height, depth = size_m
    form, detail = values.of("toilet_form"), builder.detail
    seat = values["seat_thickness"]
    back = 0.0
    rim = height - seat
    wide = width
    if form == "close_coupled":
        back = values["tank_depth"] * depth
        rim = height * (1 - values["tank_height"])
        wide = width / max(1.0, values["tank_width"])
    front = 0.5 * depth
    long = depth - 0.15 * back
    middle = front - 0.5 * long
    outline = basin_outline(wide, long, 2.1, detail, flat_back=2.0 * values["squareness"])
    low = 0.12 * rim if form == "wall_hung" else 0.0
    bowl = basin(
        outline,
        low,
        rim,
        foot=values["foot_width"],
        wall_m=0.11 * wide,
        floor_m=rim - 0.5 * (rim - low),
        fullness=1.6 if form != "wall_hung" else 0.6,
        shift_m=-0.5 * long * (1 - values["foot_width"]) * values["foot_back"],
        detail=detail,
    )
    builder.add("bowl", "", bowl.moved(z_m=middle), "ceramic")
    if form == "close_coupled":
        half = 0.5 * min(width, wide * values["tank_width"])
        tank = block(
            (-half, 0.97 * rim, -front),
            (half, height - 0.035, -front + back),
            edge_m=0.02,
            detail=detail,
        )
        lid = block(
            (-half - 0.006, height - 0.036, -front - 0.002),
            (half + 0.006, height - 0.008, -front + back + 0.008),
            edge_m=0.008,
            detail=detail,
        )
        button = block(
            (-0.035, height - 0.01, -front + 0.5 * back - 0.02),
            (0.035, height, -front + 0.5 * back + 0.02),
            edge_m=0.004,
            detail=detail,
        )
        builder.add("body", "tank", tank, "ceramic")
        builder.add("top", "tank lid", lid, "ceramic")
        builder.add("handle", "button", button, "metal")
    _seat(builder, values, (wide, rim, front), long - 0.9 * back, seat)


def _seat(builder: Builder, values: Values, place_m: Size, long_m: float, thick_m: float) -> None:
    """The seat and its lid on the rim, or the lid up."""
    wide, rim, front = place_m
    detail = builder.detail
    long = long_m - 0.02
    outline = basin_outline(0.98 * wide, long, 2.1, detail, flat_back=1.2 * values["squareness"])
    middle = front - 0.5 * long
    half = 0.5 * thick_m
    hole = outline * [0.62, 0.66]
    rings = [(outline, 0.0), (outline, half), (hole, half), (hole, 0.0)]
    ring = looped(
        np.stack([np.stack([o[:, 0], np.full(len(o), y), o[:, 1]], axis=1) for o, y in rings]),
        np.eye(3)[[0, 2, 1]],
    )
    builder.add("seat", "", ring.moved(y_m=rim - 0.001, z_m=middle), "seat")
    # `board` wants its outline the other way round.
    lid = board(outline[::-1], half, edge_m=0.4 * half, detail=detail)
    if values.of("lid") == "open":
        hinge = middle - 0.5 * long
        raised = (
            lid.moved(z_m=0.5 * long).turned("x", -1.62).moved(y_m=rim + thick_m, z_m=hinge + 0.03)
        )
        builder.add("top", "lid", raised, "seat")
    else:
        builder.add("top", "lid", lid.moved(y_m=rim + half - 0.001, z_m=middle), "seat")
