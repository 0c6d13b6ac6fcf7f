"""Office chairs: a star on wheels, a gas column, a padded seat, backs of mesh or upholstery, arms, headrests."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.seats.back_sheet import BackSheet
from reconstruct.parts.families.seats.office_base import add_office_base
from reconstruct.parts.families.seats.plan import Plan, plan_outline
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure
from reconstruct.parts.primitives.bar import bar, tube
from reconstruct.parts.primitives.curved import curved, soft_thickness, spaced
from reconstruct.parts.primitives.cushion import cushion, cushioned
from reconstruct.parts.primitives.sweep import rounded_path

__all__ = ["OFFICE_CHAIR"]


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    detail = builder.detail
    seat_y = values["seat_height"] * height
    half = values["seat_width"] * width / 2
    thick = values["cushion_thickness"]
    middle = 0.06 * depth
    plan = Plan(
        half_front_m=half,
        half_back_m=half * 0.94,
        front_z_m=middle + values["seat_depth"] * depth / 2,
        back_z_m=middle - values["seat_depth"] * depth / 2,
        under_y_m=seat_y - thick,
        top_y_m=seat_y,
    )
    reach = values["base_width"] * min(width, depth) / 2
    add_office_base(builder, values, plan, reach)
    outline = plan_outline(plan, values["seat_corner"], detail)
    made = cushioned(outline, thick, crown_m=0.25 * thick, edge_m=0.4 * thick, detail=detail)
    builder.add("seat", "", made.moved(y_m=plan.under_y_m, z_m=plan.middle_z_m), "seat")
    head = 0.82 if values.of("headrest") == "pad" else 1.0
    sheet = BackSheet(
        base_y_m=seat_y,
        top_y_m=seat_y + head * (height - seat_y),
        base_half_m=0.92 * half,
        top_half_m=0.92 * half * values["back_width"],
        base_z_m=plan.back_z_m + 0.03,
        rake=math.tan(math.radians(values["back_rake"])),
        curve=values["back_curve"],
        bend=-values["back_lumbar"],
        crown_m=values["back_crown"] * (height - seat_y),
    )
    _add_back(builder, values, plan, sheet)
    if values.of("headrest") == "pad":
        _add_headrest(builder, values, sheet, height)
    kind = values.of("arms")
    if kind != "none":
        for name, side in (("left", 1.0), ("right", -1.0)):
            _add_arm(builder, values, plan, sheet, kind, name, side)


def _add_back(builder: Builder, values: Values, plan: Plan, sheet: BackSheet) -> None:
    detail = builder.detail
    fine = detail.along > 1
    bottom = sheet.base_y_m + values["back_bottom"] * sheet.height_m
    v, u = spaced(15 if fine else 6), spaced(15 if fine else 6)
    corner = values["back_corner"]
    inset = 1 - corner * np.abs(v)[:, None] ** 5
    top = sheet.crest_y(u)
    y = bottom + (top - bottom)[None, :] * (0.5 + 0.5 * v)[:, None]
    kind = values.of("back")
    points = sheet.at(u[None, :] * inset, y)
    thick = values["back_padding"]
    if kind == "mesh":
        builder.add("back", "", curved(points[1:-1, 1:-1], 0.012), "mesh")
        rim = np.concatenate([points[0, :-1], points[:-1, -1], points[-1, :0:-1]])
        left = np.concatenate([points[-1, :1], points[-2:0:-1, 0], points[0, :1]])
        builder.add("frame", "back", tube(rim, 0.3 * thick, detail=detail), "frame")
        builder.add("frame", "back side", tube(left, 0.3 * thick, detail=detail), "frame")
    elif kind == "split":
        middle = bottom + 0.45 * (sheet.top_y_m - bottom)
        for name, low, high in (("low", bottom, middle - 0.006), ("", middle + 0.006, None)):
            share = (0.5 + 0.5 * v)[:, None]
            end = top if high is None else np.full(len(u), high)
            patch = sheet.at(u[None, :] * inset**0.5, low + (end - low)[None, :] * share)
            pad = curved(patch, thick * soft_thickness(v, u, rim=0.2))
            builder.add("back", name, pad, "back")
    else:
        builder.add("back", "", curved(points, thick * soft_thickness(v, u)), "back")
    # What holds the back: from under the seat up behind it.
    z = sheet.point(0.0, bottom)[2]
    rise = bottom + 0.35 * (sheet.top_y_m - bottom)
    behind = 0.35 * thick + 0.012
    path = np.array(
        [
            (0.0, plan.under_y_m - 0.012, plan.middle_z_m - 0.1 * plan.depth_m),
            (0.0, plan.under_y_m - 0.008, min(z, plan.back_z_m) - behind - 0.02),
            (0.0, rise, sheet.point(0.0, rise)[2] - behind),
        ]
    )
    spine = rounded_path(path, 0.07, 3 * detail.along)
    builder.add("frame", "spine", tube(spine, 0.02, detail=detail), "frame")


def _add_headrest(builder: Builder, values: Values, sheet: BackSheet, height_m: float) -> None:
    fine = builder.detail.along > 1
    low = sheet.top_y_m + 0.12 * (height_m - sheet.top_y_m)
    v, u = spaced(9 if fine else 5), spaced(11 if fine else 5)
    y = low + (height_m - low) * (0.5 + 0.5 * v)
    half = values["headrest_width"]
    points = sheet.at(half * u[None, :] * (1 - 0.15 * np.abs(v)[:, None] ** 5), y[:, None])
    thick = (0.6 * values["back_padding"] + 0.02) * soft_thickness(v, u)
    builder.add("cushion", "head", curved(points, thick), "back")
    rod = sheet.rod(
        np.zeros(2),
        np.array([sheet.top_y_m - 0.08, (low + height_m) / 2]),
        0.012,
        builder.detail,
    )
    builder.add("frame", "head", rod, "frame")


def _add_arm(
    builder: Builder,
    values: Values,
    plan: Plan,
    sheet: BackSheet,
    kind: str,
    name: str,
    side: float,
) -> None:
    """T: a pad on a post beside the seat. Loop: a bent bar with a pad."""
    detail = builder.detail
    y = plan.top_y_m + values["arm_height"] * (sheet.top_y_m - plan.top_y_m)
    x = side * (plan.half_front_m + values["arm_out"] * plan.half_front_m)
    length, width = values["arm_length"] * plan.depth_m, values["arm_width"]
    z = plan.middle_z_m - 0.04 * plan.depth_m
    thick = 0.03
    pad = cushion(
        width,
        thick,
        length,
        crown_m=0.004,
        edge_m=0.01,
        corner_m=0.4 * width,
        detail=detail,
    )
    builder.add("arm", name, pad.moved(x, y - thick, z), "arms")
    low = plan.under_y_m - 0.004
    if kind == "t":
        points = np.array([(0.4 * x, low, z), (x, low, z), (x, y - thick + 0.004, z)])
        path = rounded_path(points, 0.05, 2 * detail.along)
        builder.add("arm", f"post {name}", tube(path, 0.45 * width, detail=detail), "frame")
        return
    near, far = z - 0.46 * length, z + 0.4 * length
    inner = side * 0.9 * plan.half_front_m
    points = np.array(
        [
            (inner, low + 0.01, near + 0.12 * length),
            (x, y - thick, near),
            (x, y - thick, far),
            (inner, low + 0.01, far - 0.18 * length),
        ]
    )
    path = rounded_path(points, 0.2 * length, 2 + 2 * detail.along)
    builder.add("arm", f"post {name}", tube(path, 0.35 * width, detail=detail), "frame")
    under = bar((inner, low, near), (inner, low, far), 0.03, 0.012, detail=detail)
    builder.add("frame", f"arm {name}", under, "frame")


_PADDED = {"mesh": 0, "padded": 3, "split": 2}

OFFICE_CHAIR = Family(
    name="office_chair",
    kinds=(
        # Work chairs.
        Kind("office_chair", (0.56, 0.86, 0.56), (0.7, 1.08, 0.7), weight=3.0),
        # Taller ones with headrests or thick upholstery.
        Kind(
            "office_chair",
            (0.6, 1.08, 0.6),
            (0.74, 1.34, 0.76),
            {
                "arms": {"none": 0.2, "t": 3, "loop": 2},
                "headrest": {"none": 1, "pad": 1.2},
            },
            weight=2.0,
            usual={"seat_height": 0.41, "back_padding": 0.08, "cushion_thickness": 0.1},
        ),
        # Small ones without arms, for a child's or a small desk.
        Kind(
            "office_chair",
            (0.46, 0.74, 0.46),
            (0.6, 0.92, 0.6),
            {
                "back": _PADDED,
                "arms": {"none": 5, "t": 0.5, "loop": 0.5},
                "headrest": {"none": 1, "pad": 0},
            },
            weight=1.2,
            usual={"back_bottom": 0.25, "seat_height": 0.54},
        ),
    ),
    choices=(
        Choice("back", {"mesh": 3, "padded": 4, "split": 1}),
        Choice("base", {"flat": 2, "arched": 3}),
        Choice("feet", {"wheels": 9, "glides": 0.6}),
        Choice("arms", {"none": 2, "t": 4, "loop": 2}),
        Choice("headrest", {"none": 4, "pad": 1}),
    ),
    measures=(
        Measure("seat_height", 0.32, 0.66, "share", usual=0.48, spread=0.12),
        Measure("seat_width", 0.55, 0.98, "share", usual=0.76, spread=0.12),
        Measure("seat_depth", 0.55, 0.95, "share", usual=0.74, spread=0.12),
        Measure("seat_corner", 0.05, 0.45, "share", usual=0.2),
        Measure("cushion_thickness", 0.03, 0.16, usual=0.07),
        Measure("base_width", 0.75, 1.05, "share", usual=0.96),
        Measure("base_rise", 0.02, 0.14, usual=0.06),
        Measure("foot_thickness", 0.02, 0.07, usual=0.04),
        Measure("wheel_size", 0.035, 0.08, usual=0.055, when={"feet": ("wheels",)}),
        Measure("column_thickness", 0.03, 0.08, usual=0.05),
        Measure("back_rake", 0.0, 28.0, "degrees", usual=8.0),
        Measure("back_width", 0.6, 1.15, "share", usual=0.9),
        Measure("back_curve", 0.0, 0.5, "share", usual=0.16),
        Measure("back_lumbar", -0.05, 0.14, "share", usual=0.04),
        Measure("back_bottom", 0.0, 0.4, "share", usual=0.1),
        Measure("back_crown", 0.0, 0.2, "share", usual=0.05),
        Measure("back_corner", 0.02, 0.5, "share", usual=0.15),
        Measure("back_padding", 0.03, 0.16, usual=0.055),
        Measure("arm_height", 0.2, 0.6, "share", usual=0.36, when={"arms": ("t", "loop")}),
        Measure("arm_length", 0.35, 0.8, "share", usual=0.55, when={"arms": ("t", "loop")}),
        Measure("arm_out", 0.0, 0.35, "share", usual=0.16, when={"arms": ("t", "loop")}),
        Measure("arm_width", 0.035, 0.11, usual=0.065, when={"arms": ("t", "loop")}),
        Measure("headrest_width", 0.4, 1.0, "share", usual=0.62, when={"headrest": ("pad",)}),
    ),
    construct=_construct,
)
