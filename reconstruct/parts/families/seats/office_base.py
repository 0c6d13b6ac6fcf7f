"""The base of an office chair: five arms with wheels or glides, a gas column, the plate under the seat."""

from __future__ import annotations

import math

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.seats.plan import Plan
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import bar_section, tube
from reconstruct.parts.primitives.board import block
from reconstruct.parts.primitives.lathe import lathe
from reconstruct.parts.primitives.sweep import sweep

__all__ = ["add_office_base"]

_ARMS = 5


def add_office_base(builder: Builder, values: Values, plan: Plan, reach_m: float) -> None:
    """Add all that is under the seat; the arms reach so far from the column's middle."""
    detail = builder.detail
    wheels = values.of("feet") == "wheels"
    size = values["wheel_size"] if wheels else 0.012
    thick = values["foot_thickness"]
    z = 0.0
    tip_y = size + (0.012 if wheels else 0.0) + 0.35 * thick
    hub_y = tip_y + values["base_rise"]
    radius = values["column_thickness"] / 2
    top = plan.under_y_m + 0.003
    share = np.linspace(0, 1, 4 * detail.along)
    rise = 1 - share**2 if values.of("base") == "arched" else 1 - share
    section = bar_section((thick, 0.75 * thick), 0.3 * thick, detail)
    sections = section * (1 - 0.45 * share)[:, None, None]
    for arm in range(_ARMS):
        turn = 2 * math.pi * (arm + 0.5) / _ARMS
        sin, cos = math.sin(turn), math.cos(turn)
        path = np.empty((len(share), 3))
        far = (reach_m - 0.45 * size) * share
        path[:, 0], path[:, 2] = sin * far, z + cos * far
        path[:, 1] = tip_y + values["base_rise"] * rise
        across = np.array([cos, 0.0, -sin])
        foot = sweep(path, across, np.array([0.0, 1.0, 0.0]), sections)
        builder.add("foot", str(arm + 1), foot, "base")
        x, foot_z = sin * (reach_m - 0.5 * size), z + cos * (reach_m - 0.5 * size)
        if wheels:
            # Each castor has swivelled its own way.
            way = turn + 0.9 + 1.7 * arm
            axle = np.array([math.cos(way), 0.0, -math.sin(way)]) * 0.42 * size
            middle = np.array([x, size / 2, foot_z])
            disc = np.stack(
                [middle - axle, middle - 0.85 * axle, middle + 0.85 * axle, middle + axle]
            )
            rim = 0.5 * size * np.array([0.8, 1.0, 1.0, 0.8])
            builder.add("wheel", str(arm + 1), tube(disc, rim, detail=detail), "wheels")
            stem = np.array([[x, 0.6 * size, foot_z], [x, tip_y, foot_z]])
            builder.add("wheel", f"stem {arm + 1}", tube(stem, 0.007, detail=detail), "base")
        else:
            glide = np.array([[x, 0.0, foot_z], [x, tip_y, foot_z]])
            builder.add("wheel", str(arm + 1), tube(glide, 0.014, detail=detail), "wheels")
    profile = np.array(
        [
            (1.25 * radius, hub_y - 0.45 * thick),
            (1.35 * radius, hub_y + 0.3 * thick),
            (radius, hub_y + 0.6 * thick),
            (radius, hub_y + 0.5 * (top - hub_y)),
            (0.6 * radius, hub_y + 0.52 * (top - hub_y)),
            (0.6 * radius, top - 0.01),
        ]
    )
    builder.add("column", "", lathe(profile, detail=detail).moved(z_m=z), "base")
    plate = block(
        (-0.36 * plan.half_back_m, top - 0.04, z - 0.22 * plan.depth_m),
        (0.36 * plan.half_back_m, top, z + 0.2 * plan.depth_m),
        edge_m=0.008,
        detail=detail,
    )
    builder.add("frame", "plate", plate, "frame")
