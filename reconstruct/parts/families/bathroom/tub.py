"""Bathtubs: built in, freestanding, on feet."""

from __future__ import annotations

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.bathroom.tap import add_tap
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import tube
from reconstruct.parts.primitives.basin import basin, basin_outline

__all__ = ["bathtub"]


def bathtub(builder: Builder, values: Values, size_m: tuple[float, float, float]) -> None:
    """A bathtub that is long from left to right."""
    width, height, depth = size_m
    detail, form = builder.detail, values.of("tub_form")
    has_tap = values.of("tap") in ("arched", "straight")
    tap = min(values["tap_height"], 0.35 * height) if has_tap else 0.0
    rim = height - tap
    wall = values["rim_width"]
    if form == "built_in":
        outline = basin_outline(width, depth, 60.0, detail)
        inner = basin_outline(
            width * values["inner_length"], depth * 0.86, 1.0 + values["squareness"], detail
        )
        body = basin(
            outline, 0.0, rim, foot=1.0, wall_m=wall, floor_m=0.22 * rim, inner=inner, detail=detail
        )
    else:
        outline = basin_outline(width, depth, values["squareness"], detail)
        low = values["feet_height"] * rim if form == "claw_feet" else 0.0
        dip = values["tub_dip"] * (rim - low)
        high = rim - dip * (1 - (2 * outline[:, 0] / width) ** 2)
        body = basin(
            outline,
            low,
            high,
            foot=0.4 + 0.55 * values["basin_foot"],
            wall_m=wall,
            floor_m=low + 0.16 * (rim - low),
            fullness=0.45,
            detail=detail,
        )
        if form == "claw_feet":
            _claws(builder, width, depth, low, rim)
    builder.add("body", "", body, "ceramic")
    if has_tap:
        on_rim = (0.0, rim, -0.465 * depth)
        foot = on_rim if form == "built_in" else (0.0, rim - 0.02, -0.5 * depth + 0.4 * wall)
        add_tap(builder, values, foot_m=foot, rise_m=tap, reach_m=0.16)


def _claws(builder: Builder, width: float, depth: float, low: float, rim: float) -> None:
    for name, x, z in (
        ("front left", 1, 1),
        ("front right", -1, 1),
        ("back left", 1, -1),
        ("back right", -1, -1),
    ):
        at = np.array([x * 0.27 * width, 0.0, z * 0.23 * depth])
        way = np.array([x * 0.05, 0.0, z * 0.09])
        path = np.stack(
            [
                at + way * 1.3 + [0, 0.012, 0],
                at + way * 1.0 + [0, 0.25 * low, 0],
                at + way * 1.1 + [0, 0.7 * low, 0],
                at + way * 0.5 + [0, low + 0.1 * (rim - low), 0],
            ]
        )
        path[0, 1] = 0.0
        radius = np.array([0.03, 0.018, 0.026, 0.03])
        builder.add("foot", name, tube(path, radius, detail=builder.detail), "metal")
