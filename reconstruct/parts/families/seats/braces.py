"""What holds a seat's legs together: stretchers, rails under the seat, and hoops for the feet."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.seats.plan import Plan
from reconstruct.parts.families.seats.underframe import Underframe
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import bar, tube
from reconstruct.parts.primitives.sweep import bars

__all__ = ["add_aprons", "add_footring", "add_stretchers"]


def add_stretchers(builder: Builder, values: Values, frame: Underframe, kind: str) -> None:
    """Add bars between corner legs: "sides", "h", "box", "cross", "ring"."""
    if kind in ("", "none"):
        return
    detail = builder.detail
    thick = values["stretcher_thickness"]
    y = values["stretcher_height"] * frame.legs[0].top_m[1]
    at = [np.array(leg.at(y)) for leg in frame.legs]
    if kind == "ring":
        _add_ring(builder, at, thick, y)
        return
    pairs: list[tuple[str, Float[np.ndarray, "3"], Float[np.ndarray, "3"]]] = []
    if kind in ("sides", "h", "box"):
        pairs += [("left", at[0], at[2]), ("right", at[1], at[3])]
    if kind == "h":
        pairs.append(("middle", (at[0] + at[2]) / 2, (at[1] + at[3]) / 2))
    if kind == "box":
        # Those from left to right are let in higher, so that the tenons do not meet.
        rise = 0.06 * frame.legs[0].top_m[1]
        for name, a, b in (("front", 0, 1), ("back", 2, 3)):
            low, high = (np.array(frame.legs[i].at(y + rise)) for i in (a, b))
            pairs.append((name, low, high))
    if kind == "cross":
        pairs += [("first", at[0], at[3]), ("second", at[1], at[2])]
    ends = np.array([[a, b] for _, a, b in pairs])
    made = bars(ends, 0.8 * thick, thick, edge_m=0.004, detail=detail)
    for (name, _, _), mesh in zip(pairs, made, strict=True):
        builder.add("stretcher", name, mesh, "legs")


def _add_ring(
    builder: Builder, at: list[Float[np.ndarray, "3"]], thick_m: float, y_m: float
) -> None:
    """A hoop around the inside of the legs."""
    middle = (at[0] + at[1] + at[2] + at[3]) / 4
    half_x = (at[0][0] - at[1][0] + at[2][0] - at[3][0]) / 4
    half_z = (at[0][2] - at[2][2]) / 2
    reach_x, reach_z = 1.38 * half_x, 1.38 * half_z
    steps = 16 * builder.detail.along
    turn = np.arange(steps // 2 + 1) * 2 * np.pi / steps
    for name, start in (("left", 0.0), ("right", np.pi)):
        path = np.empty((len(turn), 3))
        path[:, 0] = reach_x * np.sin(turn + start)
        path[:, 1] = y_m
        path[:, 2] = middle[2] + reach_z * np.cos(turn + start)
        builder.add(
            "stretcher", f"ring {name}", tube(path, 0.5 * thick_m, detail=builder.detail), "legs"
        )


def add_aprons(builder: Builder, height_m: float, frame: Underframe) -> None:
    """Add rails between the corner legs' tops."""
    thick = 0.55 * frame.thickness_m
    tops = np.array([leg.top_m for leg in frame.legs])
    ends = tops[[[0, 1], [0, 2], [1, 3], [2, 3]]]
    ends[..., 1] -= height_m / 2
    made = bars(ends, thick, height_m, edge_m=0.003, detail=builder.detail)
    for name, mesh in zip(("front", "left", "right", "back"), made, strict=True):
        builder.add("apron", name, mesh, "legs")


def add_footring(builder: Builder, values: Values, plan: Plan) -> None:
    """Add a hoop to rest the feet on around a column, held by one bar."""
    detail = builder.detail
    y, z = 0.4 * plan.under_y_m, plan.middle_z_m
    reach = 0.62 * values["base_width"] * min(plan.half_front_m, plan.depth_m / 2)
    forward = 0.3 * reach
    turn = np.linspace(0, np.pi, 8 * detail.along + 1)
    for name, start in (("left", 0.0), ("right", np.pi)):
        path = np.empty((len(turn), 3))
        path[:, 0] = reach * np.sin(turn + start)
        path[:, 1] = y
        path[:, 2] = z + forward + reach * np.cos(turn + start)
        builder.add("stretcher", f"ring {name}", tube(path, 0.009, detail=detail), "legs")
    arm = bar((0.0, y, z), (0.0, y, z + forward + reach), 0.014, 0.014, detail=detail)
    builder.add("stretcher", "ring arm", arm, "legs")
