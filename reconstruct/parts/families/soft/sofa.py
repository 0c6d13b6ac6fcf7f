"""Sofas and armchairs."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.soft.sides import Sides
from reconstruct.parts.families.soft.upholstered import add_upholstered
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure

__all__ = ["SOFA"]

PADDED = {"body": ("upholstered",)}
ON_LEGS = ("straight", "tapered", "round", "turned", "sled", "plinth")
STANDING = {"legs": ("straight", "tapered", "round", "turned", "sled")}
SHAPED = {"shape": ("chaise_left", "chaise_right", "corner_left", "corner_right")}
WITH_ARMS = {"arms": ("box", "rolled", "sloped", "rounded")}


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    sides = Sides(builder, mirrored=values.of("shape").endswith("right"))
    add_upholstered(sides, values, size_m)


SOFA = Family(
    name="sofa",
    kinds=(
        Kind(
            "armchair",
            (0.65, 0.7, 0.68),
            (1.1, 1.1, 0.95),
            odds={
                "seats": {"one": 1, "two": 0, "three": 0, "four": 0},
                "shape": {"straight": 1},
                "pillows": {"none": 5, "one": 1, "two": 0},
            },
            weight=1.2,
        ),
        Kind(
            "sofa",
            (1.35, 0.7, 0.75),
            (1.85, 0.95, 0.98),
            odds={"seats": {"one": 0, "two": 1, "three": 0, "four": 0}},
            weight=0.9,
        ),
        Kind(
            "sofa",
            (1.85, 0.68, 0.78),
            (2.45, 0.95, 1.02),
            odds={"seats": {"one": 0, "two": 2, "three": 3, "four": 0.4}},
            weight=1.3,
        ),
    ),
    choices=(
        Choice("body", {"upholstered": 1}),
        Choice("seats", {"one": 0.5, "two": 2, "three": 3, "four": 0.4}),
        Choice("shape", {"straight": 1}, when=PADDED),
        Choice(
            "arms",
            {"box": 5, "rolled": 1.5, "sloped": 1.5, "rounded": 1.5, "none": 0.6},
            when=PADDED,
        ),
        Choice(
            "back",
            {"cushions": 5, "tight": 3, "channels": 0.5, "stacked": 0.5, "camel": 0.5, "wing": 0.3},
            when=PADDED,
        ),
        Choice("seat_cushions", {"each": 4, "one": 2}, when=PADDED),
        Choice(
            "legs",
            {
                "tapered": 3,
                "straight": 3,
                "round": 2,
                "none": 1.5,
                "plinth": 1,
                "turned": 0.7,
                "sled": 0.8,
                "skirt": 0.4,
            },
            when=PADDED,
        ),
        Choice("pillows", {"none": 4, "two": 2, "one": 1}, when=PADDED),
    ),
    measures=(
        Measure("seat_height", 0.36, 0.64, "share", usual=0.51, spread=0.15),
        Measure("arm_width", 0.06, 0.34, usual=0.17, spread=0.2, when=WITH_ARMS),
        Measure("arm_rise", 0.1, 0.9, "share", usual=0.5, when=WITH_ARMS),
        Measure("arm_edge", 0.06, 0.42, "share", usual=0.18, when={"arms": ("box", "sloped")}),
        Measure(
            "arm_corner", 0.05, 0.8, "share", usual=0.2, when={"arms": ("box", "sloped", "rounded")}
        ),
        Measure("arm_slope", 0.1, 0.7, "share", usual=0.4, when={"arms": ("sloped",)}),
        Measure("arm_setback", 0.0, 0.2, "share", usual=0.02, spread=0.12, when=WITH_ARMS),
        Measure("roll", 0.55, 1.0, "share", usual=0.8, when={"arms": ("rolled",)}),
        Measure("edge", 0.015, 0.07, usual=0.035, when=PADDED),
        Measure("seat_cushion", 0.06, 0.26, usual=0.15, when=PADDED),
        Measure("cushion_edge", 0.1, 0.48, "share", usual=0.28, when=PADDED),
        Measure("crown", 0.004, 0.05, usual=0.018, when=PADDED),
        Measure("back_thickness", 0.08, 0.3, usual=0.16, when=PADDED),
        Measure("rake", 0.0, 22.0, "degrees", usual=8.0, when=PADDED),
        Measure("puff", 0.004, 0.07, usual=0.025, when=PADDED),
        Measure("frame_height", 0.45, 1.0, "share", usual=0.8, when={"back": ("cushions",)}),
        Measure("back_cushion", 0.09, 0.26, usual=0.16, when={"back": ("cushions",)}),
        Measure("back_corner", 0.1, 0.7, "share", usual=0.35, when={"back": ("cushions",)}),
        Measure("hump", 0.1, 0.6, "share", usual=0.3, when={"back": ("camel",)}),
        Measure("wing_reach", 0.12, 0.5, "share", usual=0.25, when={"back": ("wing",)}),
        Measure("wing_round", 0.1, 0.95, "share", usual=0.6, when={"back": ("wing",)}),
        Measure("leg_height", 0.03, 0.24, usual=0.12, when={"legs": ON_LEGS}),
        Measure("leg_inset", 0.005, 0.2, usual=0.03, when={"legs": ON_LEGS}),
        Measure("leg_width", 0.018, 0.09, usual=0.045, when=STANDING),
        Measure("leg_taper", 0.35, 0.95, "share", usual=0.6, when={"legs": ("tapered", "round")}),
        Measure("leg_splay", -2.0, 25.0, "degrees", usual=6.0, when={"legs": ("tapered", "round")}),
        Measure("return_width", 0.7, 1.15, usual=0.9, when=SHAPED),
        Measure("main_depth", 0.75, 1.1, usual=0.92, when=SHAPED),
        Measure("pillow", 0.35, 0.6, usual=0.45, when={"pillows": ("one", "two")}),
    ),
    construct=_construct,
)
