"""Benches: dining, hallway, garden and storage benches, with backs and arms or without."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.seats.build import build_seat
from reconstruct.parts.families.seats.measures import JOINT_LEGS, seat_measures
from reconstruct.parts.families.seats.underframe import FRAMED_LEGS
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure
from reconstruct.parts.primitives.board import block
from reconstruct.parts.primitives.sweep import bars

__all__ = ["BENCH"]

_SHELF_SLATS = 4

_CHOICES = (
    Choice("back", {"none": 6, "panel": 1, "padded": 1, "ladder": 1.2, "slats": 2, "cross": 0.3}),
    Choice("base", {"legs": 6, "box": 1}),
    Choice(
        "legs",
        {
            "straight": 5,
            "tapered": 3,
            "round": 2.5,
            "turned": 0.7,
            "baluster": 0.4,
            "cabriole": 0.4,
            "hairpin": 1,
            "sled": 1.5,
            "panel": 1.5,
            "runner": 1.5,
        },
        when={"base": ("legs",)},
    ),
    Choice("seat", {"square": 4, "slatted": 2}, when={"base": ("legs",)}),
    Choice("cushion", {"none": 4, "pad": 1.5, "padded": 4}),
    Choice("apron", {"none": 2, "rails": 2}, when={"legs": FRAMED_LEGS}),
    Choice("sticks", {"7": 1, "11": 2, "15": 1}, when={"back": ("slats",)}),
    Choice("rungs", {"2": 2, "3": 3, "4": 1}, when={"back": ("ladder",)}),
    Choice(
        "arms",
        {"none": 3, "bar": 3, "padded": 0.6},
        when={"back": ("panel", "padded", "ladder", "slats", "cross")},
    ),
    Choice("stretchers", {"none": 4, "sides": 1, "h": 2, "box": 0.6}, when={"legs": JOINT_LEGS}),
    Choice(
        "shelf",
        {"none": 4, "solid": 1, "slatted": 1},
        when={"legs": ("straight", "tapered", "panel"), "back": ("none", "panel", "slats")},
    ),
)

_NO_BACK = {"none": 1, "panel": 0, "padded": 0, "ladder": 0, "slats": 0, "cross": 0}

_KINDS = (
    # Dining and hallway benches.
    Kind(
        "bench",
        (0.8, 0.42, 0.32),
        (1.8, 0.5, 0.42),
        {
            "back": _NO_BACK,
            "base": {"legs": 1, "box": 0},
            "cushion": {"none": 5, "pad": 1.5, "padded": 0.7},
        },
        weight=3.0,
    ),
    # Upholstered benches for the end of a bed.
    Kind(
        "bench",
        (0.9, 0.4, 0.36),
        (1.5, 0.52, 0.5),
        {
            "back": _NO_BACK,
            "base": {"legs": 4, "box": 0.6},
            "seat": {"square": 1, "slatted": 0},
            "cushion": {"none": 0, "pad": 0.5, "padded": 6},
        },
        weight=2.0,
        usual={"cushion_thickness": 0.09},
    ),
    # Garden benches.
    Kind(
        "bench",
        (1.1, 0.8, 0.55),
        (1.8, 1.0, 0.7),
        {
            "back": {"none": 0, "panel": 0.1, "padded": 0.0, "ladder": 3, "slats": 4, "cross": 0.4},
            "base": {"legs": 1, "box": 0},
            "legs": {
                "straight": 6,
                "tapered": 1,
                "round": 0.3,
                "turned": 0.1,
                "baluster": 0,
                "cabriole": 0.1,
                "hairpin": 0,
                "sled": 0.3,
                "panel": 0.1,
                "runner": 0.5,
            },
            "seat": {"square": 0.5, "slatted": 6},
            "cushion": {"none": 8, "pad": 1, "padded": 0},
            "arms": {"none": 0.4, "bar": 6, "padded": 0},
            "shelf": {"none": 1, "solid": 0, "slatted": 0},
        },
        weight=2.0,
        usual={"seat_height": 0.47, "back_rake": 12.0, "leg_thickness": 0.055},
    ),
    # Benches with a back for the dining table or the hall.
    Kind(
        "bench",
        (0.9, 0.78, 0.42),
        (1.6, 1.0, 0.6),
        {
            "back": {"none": 0, "panel": 3, "padded": 3, "ladder": 1, "slats": 2, "cross": 0.6},
            "base": {"legs": 3, "box": 1},
            "seat": {"square": 1, "slatted": 0.1},
            "arms": {"none": 3, "bar": 2, "padded": 0.3},
        },
        weight=1.5,
        usual={"back_bottom": 0.06},
    ),
    # Storage benches.
    Kind(
        "bench",
        (0.75, 0.42, 0.36),
        (1.4, 0.55, 0.5),
        {
            "back": _NO_BACK,
            "base": {"legs": 0, "box": 1},
            "cushion": {"none": 2, "pad": 2, "padded": 2},
        },
        weight=1.0,
    ),
)


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    plan, frame = build_seat(builder, values, size_m, seat_width=1.0)
    kind = values.of("shelf")
    if kind in ("", "none"):
        return
    detail = builder.detail
    y = values["shelf_height"] * plan.under_y_m
    corners = [leg.at(y) for leg in frame.legs]
    half_x = max(abs(corners[0][0]), abs(corners[2][0]))
    front, back = corners[0][2], corners[2][2]
    if kind == "solid":
        low, high = (-half_x, y - 0.018, back), (half_x, y, front)
        builder.add("shelf", "", block(low, high, detail=detail), "seat")
        return
    pitch = (front - back) / (_SHELF_SLATS - 1)
    ends = np.empty((_SHELF_SLATS, 2, 3))
    ends[..., 0] = half_x, -half_x
    ends[..., 1] = y - 0.009
    ends[..., 2] = (back + pitch * np.arange(_SHELF_SLATS))[:, None]
    for slat, made in enumerate(bars(ends, 0.7 * pitch, 0.018, detail=detail)):
        builder.add("slat", f"shelf {slat + 1}", made, "seat")


BENCH = Family(
    name="bench",
    kinds=_KINDS,
    choices=_CHOICES,
    measures=(
        *seat_measures(
            _CHOICES,
            changed={
                "seat_taper": (0.95, 1.02, 1.0),
                "seat_height": (0.35, 0.65, 0.5),
                "seat_depth": (0.6, 1.0, 0.92),
                "seat_corner": (0.01, 0.5, 0.04),
                "seat_thickness": (0.015, 0.1, 0.035),
                "leg_thickness": (0.016, 0.1, 0.05),
                "leg_inset": (0.0, 0.35, 0.07),
                "leg_splay_side": (-0.05, 0.25, 0.02),
                "leg_splay_back": (-0.08, 0.3, 0.03),
                "back_curve": (0.0, 0.1, 0.01),
                "back_width": (0.85, 1.05, 1.0),
                "back_crown": (0.0, 0.3, 0.03),
                "arm_out": (-0.08, 0.1, 0.0),
            },
            without=("seat_width",),
        ),
        Measure(
            "shelf_height", 0.12, 0.6, "share", usual=0.32, when={"shelf": ("solid", "slatted")}
        ),
    ),
    construct=_construct,
)
