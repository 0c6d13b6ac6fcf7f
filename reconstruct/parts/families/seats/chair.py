"""Chairs: dining, shell, upholstered, school, garden, rocking and children's chairs, with arms or without."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.seats.arms import add_arms
from reconstruct.parts.families.seats.back_sheet import BackSheet
from reconstruct.parts.families.seats.backs import add_back
from reconstruct.parts.families.seats.chair_kinds import CHAIR_KINDS
from reconstruct.parts.families.seats.plan import Plan, add_seat
from reconstruct.parts.families.seats.shells import add_shell, add_wrap
from reconstruct.parts.families.seats.underframe import (
    CORNER_LEGS,
    FRAMED_LEGS,
    Underframe,
    add_aprons,
    add_stretchers,
    add_underframe,
)
from reconstruct.parts.family import Family, Values
from reconstruct.parts.parameters import Choice, Measure

__all__ = ["CHAIR"]

_JOINED = (
    "panel",
    "padded",
    "framed",
    "ladder",
    "slats",
    "spindles",
    "splat",
    "cross",
    "loop",
    "rail",
    "medallion",
)
_CRESTED = ("framed", "slats", "spindles", "splat", "cross", "loop", "rail")
_SEATED = (*_JOINED, "wrap")
_POSTED = ("straight", "tapered", "round", "turned", "sabre", "cabriole", "hairpin")


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    back, legs, cushion = values.of("back"), values.of("legs"), values.of("cushion")
    seat_y = values["seat_height"] * height
    half = values["seat_width"] * width / 2
    seat_depth = values["seat_depth"] * depth
    soft = values["cushion_thickness"] if cushion in ("pad", "padded") else 0.0
    board = values["seat_thickness"]
    under = seat_y - board - soft
    if back == "shell":
        under = seat_y - values["shell_dish"] * seat_depth - 0.5 * values["shell_thickness"]
    plan = Plan(
        half_front_m=half,
        half_back_m=half * values["seat_taper"],
        front_z_m=depth / 2,
        back_z_m=depth / 2 - seat_depth,
        under_y_m=max(under, 0.3 * seat_y),
        top_y_m=seat_y,
        is_round=values.of("seat") == "round",
    )
    frame = add_underframe(builder, values, plan, legs)
    add_stretchers(builder, values, frame, values.of("stretchers"))
    if back == "shell":
        add_shell(builder, values, plan, height, cushion)
        return
    if values.of("apron") == "rails":
        add_aprons(builder, values["apron_height"], frame)
    add_seat(
        builder,
        plan,
        kind=values.of("seat"),
        cushion=cushion or "none",
        thickness_m=board,
        cushion_m=soft,
        corner=values["seat_corner"],
    )
    if back == "wrap":
        add_wrap(builder, values, plan, height)
        return
    sheet = _sheet(values, plan, frame, legs, height)
    foot_z = frame.legs[2].top_m[2] if legs in FRAMED_LEGS else sheet.base_z_m
    post = 0.9 * frame.thickness_m if legs in FRAMED_LEGS else values["stick_thickness"] * 1.6
    add_back(builder, values, sheet, back, post, foot_z)
    add_arms(builder, values, plan, sheet, values.of("arms"))


def _sheet(values: Values, plan: Plan, frame: Underframe, legs: str, height_m: float) -> BackSheet:
    """Where the back lies: over the rear legs, or on the seat's back edge."""
    if legs in FRAMED_LEGS:
        base_half, base_z = frame.legs[2].top_m[0], frame.legs[2].top_m[2]
        base_y = plan.under_y_m
    else:
        base_half = (0.68 if plan.is_round else 0.86) * plan.half_back_m
        base_z = plan.back_z_m + (0.16 if plan.is_round else 0.06) * plan.depth_m
        base_y = plan.top_y_m - 0.012
    return BackSheet(
        base_y_m=base_y,
        top_y_m=height_m,
        base_half_m=base_half,
        top_half_m=base_half * values["back_width"],
        base_z_m=base_z,
        rake=math.tan(math.radians(values["back_rake"])),
        curve=values["back_curve"],
        bend=values["back_bend"],
        crown_m=values["back_crown"] * (height_m - plan.top_y_m),
    )


CHAIR = Family(
    name="chair",
    kinds=CHAIR_KINDS,
    choices=(
        Choice(
            "back",
            {
                "panel": 3,
                "padded": 4,
                "framed": 3,
                "ladder": 4,
                "slats": 4,
                "spindles": 3,
                "splat": 1.5,
                "cross": 1.5,
                "loop": 1,
                "rail": 2,
                "medallion": 1,
                "shell": 4,
                "wrap": 2,
            },
        ),
        Choice(
            "legs",
            {
                "straight": 5,
                "tapered": 5,
                "round": 5,
                "turned": 2,
                "sabre": 2,
                "cabriole": 1,
                "hairpin": 0.4,
                "dowel": 1,
                "tube": 2,
                "sled": 1.2,
                "cantilever": 1,
                "star": 1,
                "disc": 0.6,
                "panel": 0.3,
                "rocker": 0.4,
            },
        ),
        Choice("seat", {"square": 8, "round": 2, "slatted": 1}, when={"back": _SEATED}),
        Choice("cushion", {"none": 4, "pad": 1.5, "padded": 4}),
        Choice(
            "apron",
            {"none": 2, "rails": 3},
            when={"legs": FRAMED_LEGS, "back": _SEATED},
        ),
        Choice("frame", {"posts": 2, "hoop": 1}, when={"back": ("spindles", "splat", "loop")}),
        Choice(
            "sticks",
            {"3": 2, "4": 2, "5": 3, "6": 2, "7": 2, "9": 1},
            when={"back": ("slats", "spindles")},
        ),
        Choice("rungs", {"2": 2, "3": 4, "4": 3, "5": 1}, when={"back": ("ladder",)}),
        Choice(
            "arms",
            {"none": 6, "bar": 2, "curved": 1, "loop": 0.6, "wrap": 0.6, "padded": 0.6},
            when={"back": _JOINED},
        ),
        Choice(
            "stretchers",
            {"none": 5, "sides": 1, "h": 2, "box": 2, "cross": 0.3, "ring": 0.3},
            when={"legs": _POSTED},
        ),
    ),
    measures=(
        Measure("seat_height", 0.3, 0.7, "share", usual=0.52, spread=0.09),
        Measure("seat_width", 0.6, 1.0, "share", usual=0.94, spread=0.1),
        Measure("seat_depth", 0.5, 1.0, "share", usual=0.82, spread=0.12),
        Measure("seat_taper", 0.6, 1.1, "share", usual=0.9, spread=0.14),
        Measure("seat_thickness", 0.01, 0.1, usual=0.026, spread=0.14, when={"back": _SEATED}),
        Measure(
            "seat_corner",
            0.01,
            0.5,
            "share",
            usual=0.1,
            spread=0.2,
            when={"back": _SEATED, "seat": ("square", "round")},
        ),
        Measure(
            "cushion_thickness",
            0.015,
            0.14,
            usual=0.05,
            spread=0.2,
            when={"cushion": ("pad", "padded")},
        ),
        Measure(
            "leg_thickness",
            0.014,
            0.08,
            usual=0.036,
            spread=0.12,
            when={"legs": (*CORNER_LEGS, "dowel", "sled", "cantilever", "panel")},
        ),
        Measure(
            "leg_taper",
            0.35,
            1.15,
            "share",
            usual=0.65,
            spread=0.15,
            when={"legs": ("straight", "tapered", "round", "sabre", "dowel", "rocker")},
        ),
        Measure(
            "leg_splay_side",
            -0.05,
            0.3,
            "share",
            usual=0.03,
            spread=0.1,
            when={"legs": (*CORNER_LEGS, "dowel", "sled")},
        ),
        Measure(
            "leg_splay_front",
            -0.08,
            0.35,
            "share",
            usual=0.03,
            spread=0.1,
            when={"legs": (*CORNER_LEGS, "dowel", "sled", "cantilever")},
        ),
        Measure(
            "leg_splay_back",
            -0.2,
            0.4,
            "share",
            usual=0.12,
            spread=0.12,
            when={"legs": (*CORNER_LEGS, "dowel", "sled", "cantilever")},
        ),
        Measure(
            "leg_inset",
            0.0,
            0.5,
            "share",
            usual=0.08,
            spread=0.15,
            when={
                "legs": (
                    "round",
                    "hairpin",
                    "tube",
                    "rocker",
                    "dowel",
                    "sled",
                    "cantilever",
                    "panel",
                )
            },
        ),
        Measure("leg_curve", 0.05, 0.7, "share", usual=0.25, spread=0.2, when={"legs": ("sabre",)}),
        Measure("base_width", 0.5, 1.2, "share", usual=0.9, when={"legs": ("star", "disc")}),
        Measure("column_thickness", 0.025, 0.12, usual=0.05, when={"legs": ("star", "disc")}),
        Measure("apron_height", 0.025, 0.12, usual=0.055, when={"apron": ("rails",)}),
        Measure(
            "stretcher_height",
            0.06,
            0.85,
            "share",
            usual=0.38,
            when={"stretchers": ("sides", "h", "box", "cross", "ring")},
        ),
        Measure(
            "stretcher_thickness",
            0.01,
            0.045,
            usual=0.022,
            when={"stretchers": ("sides", "h", "box", "cross", "ring")},
        ),
        Measure(
            "back_rake",
            0.0,
            35.0,
            "degrees",
            usual=10.0,
            spread=0.14,
            when={"back": (*_SEATED, "shell")},
        ),
        Measure(
            "back_width",
            0.6,
            1.3,
            "share",
            usual=0.98,
            spread=0.13,
            when={"back": (*_JOINED, "shell")},
        ),
        Measure("back_curve", 0.0, 0.5, "share", usual=0.14, spread=0.16, when={"back": _JOINED}),
        Measure("back_bend", -0.06, 0.12, "share", usual=0.02, spread=0.2, when={"back": _JOINED}),
        Measure(
            "back_crown",
            0.0,
            0.3,
            "share",
            usual=0.04,
            spread=0.18,
            when={"back": ("panel", "padded", "ladder", *_CRESTED)},
        ),
        Measure(
            "back_bottom",
            0.0,
            0.65,
            "share",
            usual=0.25,
            spread=0.16,
            when={"back": ("panel", "padded", "framed", "ladder", "slats", "cross", "medallion")},
        ),
        Measure(
            "back_corner",
            0.0,
            0.5,
            "share",
            usual=0.12,
            spread=0.2,
            when={"back": ("panel", "padded")},
        ),
        Measure("back_rail", 0.05, 0.6, "share", usual=0.16, spread=0.14, when={"back": _CRESTED}),
        Measure(
            "back_thickness",
            0.01,
            0.045,
            usual=0.018,
            when={"back": ("panel", "ladder", *_CRESTED)},
        ),
        Measure(
            "back_padding",
            0.02,
            0.16,
            usual=0.06,
            when={"back": ("padded", "framed", "medallion", "wrap")},
        ),
        Measure(
            "slat_width",
            0.15,
            0.95,
            "share",
            usual=0.5,
            when={"back": ("ladder", "slats", "splat")},
        ),
        Measure("stick_thickness", 0.008, 0.04, usual=0.018),
        Measure("splat_waist", 0.0, 0.7, "share", usual=0.35, when={"back": ("splat",)}),
        Measure("cross_bow", -0.5, 0.8, "share", usual=0.2, when={"back": ("cross",)}),
        Measure("hoop_spring", 0.1, 0.9, "share", usual=0.5, when={"frame": ("hoop",)}),
        Measure("loop_size", 0.4, 0.92, "share", usual=0.68, when={"back": ("loop",)}),
        Measure("shell_thickness", 0.005, 0.03, usual=0.01, when={"back": ("shell",)}),
        Measure("shell_dish", 0.0, 0.16, "share", usual=0.06, when={"back": ("shell",)}),
        Measure("shell_bend", 0.05, 0.4, "share", usual=0.2, when={"back": ("shell",)}),
        Measure("shell_round", 0.0, 1.0, "share", usual=0.55, when={"back": ("shell",)}),
        Measure("shell_wing", 0.0, 0.7, "share", usual=0.15, when={"back": ("shell",)}),
        Measure("shell_arm", -0.25, 0.25, "share", usual=0.0, when={"back": ("shell",)}),
        Measure("wrap_height", 0.1, 1.0, "share", usual=0.5, when={"back": ("wrap",)}),
        Measure("wrap_length", 0.35, 1.05, "share", usual=0.8, when={"back": ("wrap",)}),
        Measure("wrap_round", 0.1, 0.98, "share", usual=0.7, when={"back": ("wrap",)}),
        Measure("wrap_slope", 0.4, 2.5, "share", usual=1.0, when={"back": ("wrap",)}),
        Measure(
            "arm_height",
            0.15,
            1.0,
            "share",
            usual=0.5,
            when={"arms": ("bar", "curved", "loop", "wrap", "padded")},
        ),
        Measure(
            "arm_length",
            0.5,
            1.1,
            "share",
            usual=0.86,
            when={"arms": ("bar", "curved", "loop", "wrap", "padded")},
        ),
        Measure(
            "arm_out",
            -0.1,
            0.35,
            "share",
            usual=0.08,
            when={"arms": ("bar", "curved", "loop", "wrap", "padded")},
        ),
        Measure(
            "arm_thickness",
            0.015,
            0.06,
            usual=0.032,
            when={"arms": ("bar", "curved", "loop", "wrap")},
        ),
        Measure("arm_width", 0.02, 0.11, usual=0.05, when={"arms": ("bar", "wrap", "padded")}),
    ),
    construct=_construct,
)
