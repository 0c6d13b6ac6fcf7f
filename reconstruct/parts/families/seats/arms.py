"""Arms of chairs: bars on posts, bent ones, tube loops, rails around the back, padded sides."""

from __future__ import annotations

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.seats.back_sheet import BackSheet
from reconstruct.parts.families.seats.plan import Plan
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import bar_section, tube
from reconstruct.parts.primitives.cushion import cushion
from reconstruct.parts.primitives.sweep import rounded_path, sweep

__all__ = ["add_arms"]

_X = np.array([1.0, 0.0, 0.0])
_UP = np.array([0.0, 1.0, 0.0])


def add_arms(builder: Builder, values: Values, plan: Plan, sheet: BackSheet, kind: str) -> None:
    """Add arms: "bar", "curved", "loop", "wrap", "padded"; nothing for "none"."""
    if kind in ("", "none"):
        return
    y = plan.top_y_m + values["arm_height"] * (sheet.top_y_m - plan.top_y_m)
    front = plan.back_z_m + values["arm_length"] * plan.depth_m
    x = plan.half_at(front) * (1 + values["arm_out"])
    if kind == "wrap":
        _add_wrap(builder, values, plan, sheet, (x, y, front))
        return
    for name, side in (("left", 1.0), ("right", -1.0)):
        _ONE[kind](builder, values, plan, sheet, name, side, (x, y, front))


Place = tuple[float, float, float]
"""Where the front end of the left arm is."""


def _add_bar(
    builder: Builder,
    values: Values,
    plan: Plan,
    sheet: BackSheet,
    name: str,
    side: float,
    place: Place,
) -> None:
    """A flat bar on a post."""
    detail = builder.detail
    thick = values["arm_thickness"]
    x, y, front = place
    back = sheet.point(side, y)
    share = np.linspace(0, 1, 4 * detail.along)
    path = np.empty((len(share), 3))
    path[:, 0] = back[0] + (side * x - back[0]) * (1 - (1 - share) ** 2)
    path[:, 1] = y - 0.5 * thick - 0.15 * thick * np.sin(np.pi * share)
    path[:, 2] = back[2] - 0.3 * thick + (front - back[2] + 0.3 * thick) * share
    section = bar_section((values["arm_width"], 0.8 * thick), 0.005, detail)
    sections = section * np.array([1.0, 1.0]) * (0.65 + 0.35 * share)[:, None, None]
    builder.add("arm", name, sweep(path, _X, _UP, sections), "arms")
    z = front - 0.16 * plan.depth_m
    foot = (side * (plan.half_at(z) - 0.35 * thick), plan.under_y_m, z)
    post = np.array([foot, (side * (x - 0.1 * thick), y - 0.5 * thick, z)])
    upright = bar_section((0.8 * thick, 0.9 * thick), 0.004, detail)
    made = sweep(post, _X, np.array([0.0, 0.0, -1.0]), upright)
    builder.add("arm", f"post {name}", made, "arms")


def _add_curved(
    builder: Builder,
    values: Values,
    plan: Plan,
    sheet: BackSheet,
    name: str,
    side: float,
    place: Place,
) -> None:
    """One bar that runs forward and bends down to the seat."""
    x, y, front = place
    thick = values["arm_thickness"]
    back = sheet.point(side, y)
    foot_z = front - 0.22 * plan.depth_m
    points = np.array(
        [
            (back[0], y - 0.3 * thick, back[2]),
            (side * x, y - 0.5 * thick, front),
            (side * (plan.half_at(foot_z) - 0.2 * thick), plan.under_y_m + 0.01, foot_z),
        ]
    )
    path = rounded_path(points, 0.3 * plan.depth_m, 4 * builder.detail.along)
    made = tube(path, 0.45 * thick, detail=builder.detail)
    builder.add("arm", name, made, "arms")


def _add_loop(
    builder: Builder,
    values: Values,
    plan: Plan,
    sheet: BackSheet,
    name: str,
    side: float,
    place: Place,
) -> None:
    """A tube up from the seat's side, forward, and down again."""
    x, y, front = place
    thick = values["arm_thickness"]
    back_z = plan.back_z_m + 0.12 * plan.depth_m
    foot_z = front - 0.05 * plan.depth_m
    radius = 0.32 * thick
    points = np.array(
        [
            (side * (plan.half_at(back_z) - radius), plan.under_y_m + 0.01, back_z),
            (side * x, y - radius, back_z - 0.1 * plan.depth_m),
            (side * x, y - radius, front),
            (side * (plan.half_at(foot_z) - radius), plan.under_y_m + 0.01, foot_z),
        ]
    )
    path = rounded_path(points, 0.12 * plan.depth_m, 2 + 2 * builder.detail.along)
    builder.add("arm", name, tube(path, radius, detail=builder.detail), "arms")


def _add_padded(
    builder: Builder,
    values: Values,
    plan: Plan,
    sheet: BackSheet,
    name: str,
    side: float,
    place: Place,
) -> None:
    """An upholstered side from the seat's frame up."""
    _, y, front = place
    back_z = sheet.point(side, y)[2] - 0.01
    width = 1.6 * values["arm_width"]
    low = plan.under_y_m - 0.002
    made = cushion(
        width,
        y - low,
        front - back_z,
        edge_m=0.4 * width,
        corner_m=0.45 * width,
        detail=builder.detail,
    )
    # Its inner face lies against the seat.
    x = plan.half_front_m + width / 2 - 0.006
    moved = made.moved(side * x, low, (front + back_z) / 2)
    builder.add("arm", name, moved, "upholstery")


def _add_wrap(builder: Builder, values: Values, plan: Plan, sheet: BackSheet, place: Place) -> None:
    """A rail from one arm around the back to the other, on a post at each front end."""
    detail = builder.detail
    thick = values["arm_thickness"]
    x, y, front = place
    back = sheet.point(0.0, y)[2] - 0.3 * thick
    side = max(sheet.half_at(y) + 0.2 * thick, 0.9 * x)
    turn = np.linspace(0, np.pi, 9 if detail.along == 1 else 25)
    reach = 0.55 * (front - back)
    bent = np.empty((len(turn), 3))
    bent[:, 0] = -side * np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** 0.7
    bent[:, 2] = back + reach * (1 - np.sin(turn) ** 0.8)
    bent[:, 1] = y - 0.5 * thick
    ends = [np.array([[s * x, y - 0.62 * thick, front]]) for s in (-1.0, 1.0)]
    path = np.concatenate([ends[0], bent, ends[1]])
    ways = np.gradient(path, axis=0)
    ways[:, 1] = 0
    ways /= np.maximum(np.sqrt((ways * ways).sum(axis=1, keepdims=True)), 1e-9)
    inward = np.stack([-ways[:, 2], np.zeros(len(ways)), ways[:, 0]], axis=1)
    section = bar_section((0.9 * thick, 0.7 * values["arm_width"]), 0.005, detail)
    builder.add("arm", "", sweep(path, _UP, inward, section), "arms")
    z = front - 0.16 * plan.depth_m
    for name, s in (("left", 1.0), ("right", -1.0)):
        ends_m = np.array(
            [
                (s * (plan.half_at(z) - 0.4 * thick), plan.under_y_m + 0.01, z),
                (s * x, y - 0.7 * thick, z + 0.02),
            ]
        )
        post = tube(ends_m, 0.36 * thick, detail=detail)
        builder.add("arm", f"post {name}", post, "arms")


_ONE = {"bar": _add_bar, "curved": _add_curved, "loop": _add_loop, "padded": _add_padded}
