"""Seats and backs in one: moulded bucket shells, and upholstered tubs that wrap around the seat."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.detail import Detail
from reconstruct.parts.families.seats.plan import Plan
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.curved import curved, soft_thickness, spaced
from reconstruct.parts.primitives.cushion import cushioned
from reconstruct.parts.primitives.outline import superellipse
from reconstruct.parts.primitives.sweep import rounded_path

__all__ = ["add_shell", "add_wrap"]

_RAISED = np.array([0.0, 0.75, 0.66])


def add_shell(builder: Builder, values: Values, plan: Plan, height_m: float, cushion: str) -> None:
    """Add a shell: a sheet that runs from the seat's front edge back and up, its sides raised.

    Parameters
    ----------
    height_m
        Of the back's top.
    cushion
        "none", "pad" (a round one lies on it), "padded" (the shell itself is upholstered).
    """
    detail = builder.detail
    points = _shell_points(values, plan, height_m, detail)
    rows, columns = points.shape[:2]
    thick = values["shell_thickness"]
    if cushion == "padded":
        share = soft_thickness(np.linspace(-1, 1, rows), spaced(columns), rim=0.35)
        builder.add(
            "seat", "shell", curved(points, 0.7 * values["cushion_thickness"] * share), "upholstery"
        )
        return
    builder.add("seat", "shell", curved(points, thick), "shell")
    if cushion == "pad":
        outline = superellipse(1.5 * plan.half_back_m, 0.74 * plan.depth_m, 2.6, detail)
        pad = cushioned(
            outline,
            values["cushion_thickness"],
            crown_m=0.4 * values["cushion_thickness"],
            edge_m=0.3 * values["cushion_thickness"],
            detail=detail,
        )
        sink = values["shell_dish"] * plan.depth_m * 0.6
        builder.add(
            "cushion",
            "",
            pad.moved(y_m=plan.top_y_m - sink, z_m=plan.middle_z_m + 0.04 * plan.depth_m),
            "upholstery",
        )


def _shell_points(
    values: Values, plan: Plan, height_m: float, detail: Detail
) -> Float[np.ndarray, "A B 3"]:
    depth, seat = plan.depth_m, plan.top_y_m
    rise = height_m - seat
    rake = math.tan(math.radians(values["back_rake"]))
    dish = values["shell_dish"] * depth
    corners = np.array(
        [
            [0.0, seat - 0.09 * depth, plan.front_z_m],
            [0.0, seat, plan.front_z_m - 0.16 * depth],
            [0.0, seat - dish, plan.back_z_m + 0.12 * depth],
            [0.0, seat + 0.3 * rise, plan.back_z_m - 0.3 * rake * rise],
            [0.0, height_m, plan.back_z_m - rake * rise],
        ]
    )
    path = rounded_path(corners, values["shell_bend"] * depth, 2 if detail.along == 1 else 6)
    steps = np.sqrt((np.diff(path, axis=0) ** 2).sum(axis=1))
    share = np.concatenate([[0.0], np.cumsum(steps)]) / steps.sum()
    # Rows closer together at both ends, where the outline is rounded.
    wanted = 0.5 + 0.5 * spaced(11 if detail.along == 1 else 27)
    path = np.stack([np.interp(wanted, share, column) for column in path.T], axis=1)
    u = spaced(7 if detail.along == 1 else 17)
    crease = _crease(plan, height_m)
    back = np.clip((wanted - crease) / (1 - crease), 0, 1)
    half = np.where(
        wanted < crease,
        plan.half_front_m + (plan.half_back_m - plan.half_front_m) * wanted / crease,
        plan.half_back_m * (1 + (values["back_width"] - 1) * back),
    )
    power = 2.0 + 8.0 * (1 - values["shell_round"])
    half = half * (1 - np.abs(0.985 * (2 * wanted - 1)) ** power) ** (1 / power)
    # The sides are raised up and forward. Raised square to the sheet, they would meet in the crease.
    middle = crease + values["shell_arm"]
    rise_at = values["shell_wing"] * np.exp(-(((wanted - middle) / 0.24) ** 2)) + 0.04
    lift = depth * rise_at * (1 - (2 * wanted - 1) ** 8)
    points = path[:, None] + lift[:, None, None] * np.abs(u[None, :, None]) ** 2.4 * _RAISED
    points[..., 0] = half[:, None] * u
    return np.asarray(points)


def _crease(plan: Plan, height_m: float) -> float:
    """Share of the shell's length that is seat."""
    return plan.depth_m / (plan.depth_m + height_m - plan.top_y_m + 1e-6)


def add_wrap(builder: Builder, values: Values, plan: Plan, height_m: float) -> None:
    """Add an upholstered back that runs around the seat and ends in arms."""
    detail = builder.detail
    fine = detail.along > 1
    thick = values["back_padding"]
    half, back = plan.half_front_m, plan.back_z_m
    front = back + values["wrap_length"] * plan.depth_m
    radius = values["wrap_round"] * min(half, front - back)
    steps = np.linspace(0, np.pi / 2, 8 if fine else 4)
    corner_x = half - radius + radius * np.cos(steps)
    corner_z = back + radius - radius * np.sin(steps)
    side = np.linspace(front, back + radius, 5 if fine else 3)[:-1]
    x = np.concatenate([np.full(len(side), half), corner_x])
    z = np.concatenate([side, corner_z])
    # From the right arm around the back to the left one.
    x = np.concatenate([-x, [0.0], x[::-1]])
    z = np.concatenate([z, [back], z[::-1]])
    v = spaced(9 if fine else 5)
    arm_y = plan.top_y_m + values["wrap_height"] * (height_m - plan.top_y_m)
    ahead = np.clip((z - back) / max(front - back, 1e-6), 0, 1)
    top = arm_y + (height_m - arm_y) * (1 - ahead) ** (2 * values["wrap_slope"])
    low = plan.under_y_m + 0.01
    y = low + (top - low)[None, :] * (0.5 + 0.5 * v)[:, None]
    rake = math.tan(math.radians(values["back_rake"]))
    lean = rake * (y - low)
    points = np.empty((*y.shape, 3))
    points[..., 0] = x * (1 + 0.35 * lean / half)
    points[..., 1] = y
    points[..., 2] = z - lean * (1 - ahead)
    share = soft_thickness(v, np.linspace(-1, 1, len(x)), rim=0.3)
    builder.add("back", "", curved(points, thick * share), "upholstery")
