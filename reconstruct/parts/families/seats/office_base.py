"""The base of an office chair: five arms with wheels or glides, a gas column, the plate under the seat."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.detail import Detail
from reconstruct.parts.families.seats.plan import Plan
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import bar_section
from reconstruct.parts.primitives.board import block
from reconstruct.parts.primitives.lathe import lathe
from reconstruct.parts.primitives.sweep import circle_section, sweeps

__all__ = ["add_office_base"]

_ARMS = 5
_UP, _RIGHT, _FRONT = (
    np.array([0.0, 1.0, 0.0]),
    np.array([1.0, 0.0, 0.0]),
    np.array([0.0, 0.0, 1.0]),
)
_WHEELS = {
    True: (np.array([-1.0, 1.0]), np.ones(2)),
    False: (np.array([-1.0, -0.85, 0.85, 1.0]), np.array([0.8, 1.0, 1.0, 0.8])),
}
"""Places along a wheel's axle and the radius there, of the coarse and of the fine mesh."""


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
    turn = 2 * math.pi * (np.arange(_ARMS) + 0.5) / _ARMS
    ways = np.stack([np.sin(turn), np.zeros(_ARMS), np.cos(turn)], axis=1)
    paths = ways[:, None] * ((reach_m - 0.45 * size) * share)[:, None]
    paths[..., 1] = tip_y + values["base_rise"] * rise
    across = np.stack([ways[:, 2], ways[:, 1], -ways[:, 0]], axis=1)[:, None]
    feet = sweeps(paths, across, _UP, sections)
    tips = ways * (reach_m - 0.5 * size)
    stems = np.repeat(tips[:, None], 2, axis=1)
    stems[:, 0, 1], stems[:, 1, 1] = (0.6 * size if wheels else 0.0), tip_y
    stem = circle_section(0.007 if wheels else 0.014, detail)
    posts = sweeps(stems, _RIGHT, -_FRONT, stem)
    for arm in range(_ARMS):
        builder.add("foot", str(arm + 1), feet[arm], "base")
        name = f"stem {arm + 1}" if wheels else str(arm + 1)
        builder.add("wheel", name, posts[arm], "base" if wheels else "wheels")
    if wheels:
        # Each castor has swivelled its own way.
        swivel = turn + 0.9 + 1.7 * np.arange(_ARMS)
        axle = np.stack([np.cos(swivel), np.zeros(_ARMS), -np.sin(swivel)], axis=1)
        side = np.stack([-axle[:, 2], axle[:, 1], axle[:, 0]], axis=1)
        reach, rim = _WHEELS[detail.along == 1]
        middle = tips + np.array([0.0, size / 2, 0.0])
        discs = middle[:, None] + 0.42 * size * axle[:, None] * reach[:, None]
        tyre = _tyre(0.5 * size, detail) * rim[:, None, None]
        for arm, made in enumerate(sweeps(discs, _UP, side[:, None], tyre)):
            builder.add("wheel", str(arm + 1), made, "wheels")
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


def _tyre(radius_m: float, detail: Detail) -> Float[np.ndarray, "N 2"]:
    angle = np.arange(detail.around) * 2 * math.pi / detail.around
    return radius_m * np.stack([np.cos(angle), np.sin(angle)], axis=1)
