"""Sofas and armchairs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.soft.frame import add_frame
from reconstruct.parts.families.soft.shell_chair import add_shell_chair
from reconstruct.parts.families.soft.sides import Sides
from reconstruct.parts.families.soft.supports import SUPPORTS
from reconstruct.parts.families.soft.upholstered import add_upholstered
from reconstruct.parts.families.soft.wrap import add_wrap
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure

__all__ = ["SOFA"]

BOX = {"body": ("upholstered",)}
WRAP = {"body": ("wrap",)}
FRAME = {"body": ("frame",)}
SHELL = {"body": ("shell",)}
PADDED = {"body": ("upholstered", "wrap")}
CUSHIONED = {"body": ("upholstered", "wrap", "frame")}
STANDING = {"legs": SUPPORTS}
LEGS = {"legs": tuple(kind for kind in SUPPORTS if kind != "plinth")}
SHAPED = {"shape": ("chaise_left", "chaise_right", "corner_left", "corner_right")}
ARMS = ("box", "rolled", "sloped", "rounded")

Odds = dict[str, dict[str, float | int]]
ONE: Odds = {"seats": {"two": 0, "three": 0, "four": 0}, "shape": dict.fromkeys(SHAPED["shape"], 0)}
ROW: Odds = {
    "shape": dict.fromkeys(SHAPED["shape"], 0),
    "body": {"shell": 0, "frame": 0.6, "wrap": 1},
    "back": {"wing": 0, "stacked": 0.3},
}


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    body = values.of("body")
    if body == "wrap":
        add_wrap(builder, values, size_m)
    elif body == "frame":
        add_frame(builder, values, size_m)
    elif body == "shell":
        add_shell_chair(builder, values, size_m)
    else:
        mirrored = values.of("shape").endswith("right")
        add_upholstered(Sides(builder, mirrored), values, size_m)


def _relate(
    rng: np.random.Generator,
    category: str,
    choices: Mapping[str, str],
    measures: Mapping[str, float],
) -> dict[str, float]:
    """Chesterfields have a wall of one height and tight corners; armchairs have slimmer arms than sofas."""
    changed: dict[str, float] = {}
    if choices.get("wrap_top") == "rolled" and rng.random() < 0.65:
        changed["wrap_rise"] = float(rng.uniform(0.9, 1.0))
        changed["wrap_corner"] = float(rng.uniform(0.05, 0.4))
        changed["wall"] = float(rng.uniform(0.13, 0.24))
        changed["flare"] = float(rng.uniform(0.0, 4.0))
    if "arm_width" in measures and choices.get("seats") == "one":
        changed["arm_width"] = 0.85 * measures["arm_width"]
    return changed


SOFA = Family(
    name="sofa",
    kinds=(
        Kind(
            "armchair",
            (0.62, 0.7, 0.66),
            (1.05, 1.05, 0.95),
            odds={
                **ONE,
                "body": {"upholstered": 5, "wrap": 2.5, "frame": 2.5, "shell": 1.5},
                "pillows": {"none": 6, "one": 1, "two": 0},
                "back": {"cushions": 3, "tight": 4, "wing": 1.5, "camel": 0.3},
                "legs": {"sled": 0.3},
            },
            weight=1.5,
            alike=0.4,
        ),
        Kind(
            "sofa",
            (1.35, 0.7, 0.76),
            (1.85, 0.95, 0.98),
            odds={**ROW, "seats": {"one": 0, "two": 1, "three": 0, "four": 0}},
            weight=0.9,
        ),
        Kind(
            "sofa",
            (1.85, 0.68, 0.8),
            (2.45, 0.92, 1.02),
            odds={**ROW, "seats": {"one": 0, "two": 2, "three": 3, "four": 0.3}},
            weight=1.3,
        ),
        Kind(
            "sofa",
            (2.2, 0.68, 1.4),
            (3.1, 0.92, 1.9),
            odds={
                "body": {"wrap": 0, "frame": 0, "shell": 0},
                "shape": {"straight": 0},
                "seats": {"one": 0, "two": 0, "three": 3, "four": 1},
                "back": {"wing": 0, "stacked": 0, "camel": 0, "channels": 0.2, "tight": 1.5},
                "arms": {"rolled": 0.4, "sloped": 0.4},
                "legs": {"cabriole": 0, "skirt": 0.1, "turned": 0.3},
            },
            weight=0.8,
        ),
    ),
    choices=(
        Choice("body", {"upholstered": 6, "wrap": 1.5, "frame": 1.2, "shell": 0.6}),
        Choice("seats", {"one": 3, "two": 2.5, "three": 4, "four": 0.6}),
        Choice(
            "shape",
            {
                "straight": 8,
                "chaise_left": 1,
                "chaise_right": 1,
                "corner_left": 1,
                "corner_right": 1,
            },
            when={"body": ("upholstered",), "seats": ("two", "three", "four")},
        ),
        Choice(
            "corner_end", {"open": 1, "arm": 1}, when={"shape": ("corner_left", "corner_right")}
        ),
        Choice(
            "arms", {"box": 5, "rolled": 1.5, "sloped": 1.2, "rounded": 1.5, "none": 0.5}, when=BOX
        ),
        Choice(
            "back",
            {
                "cushions": 5,
                "tight": 3,
                "channels": 0.4,
                "stacked": 0.5,
                "camel": 0.4,
                "wing": 0.3,
            },
            when=BOX,
        ),
        Choice("wrap_top", {"plain": 3, "rolled": 1.5}, when=WRAP),
        Choice("wrap_cushions", {"none": 3, "each": 1}, when=WRAP),
        Choice("seat_cushions", {"each": 4, "one": 2}, when=PADDED),
        Choice(
            "legs",
            {
                "tapered": 3,
                "straight": 3,
                "round": 2.5,
                "none": 1.5,
                "plinth": 0.8,
                "turned": 0.7,
                "sled": 0.7,
                "skirt": 0.4,
                "cabriole": 0.2,
                "hairpin": 0.2,
            },
            when=PADDED,
        ),
        Choice("frame_sides", {"posts": 4, "loop": 1, "bent": 1, "panel": 0.6}, when=FRAME),
        Choice(
            "frame_arms",
            {"board": 5, "none": 0.5},
            when={"frame_sides": ("posts", "loop", "panel")},
        ),
        Choice("frame_back", {"slats": 1, "rails": 1, "few_rails": 1}, when=FRAME),
        Choice(
            "shell_base",
            {"round": 2, "tapered": 0.7, "star": 1.5, "disc": 1, "sled": 0.7},
            when=SHELL,
        ),
        Choice("shell_pad", {"none": 1.5, "seat": 1.5, "seat_and_back": 1}, when=SHELL),
        Choice("pillows", {"none": 4, "two": 2, "one": 1}, when=CUSHIONED),
    ),
    measures=(
        Measure("seat_height", 0.36, 0.64, "share", usual=0.51, spread=0.13, when=CUSHIONED),
        Measure("seat_cushion", 0.06, 0.26, usual=0.14, when=CUSHIONED),
        Measure("cushion_edge", 0.1, 0.48, "share", usual=0.28, when=CUSHIONED),
        Measure("crown", 0.004, 0.05, usual=0.018, when=CUSHIONED),
        # The padded box.
        Measure("arm_width", 0.06, 0.34, usual=0.16, when={"arms": ARMS}),
        Measure("arm_rise", 0.1, 0.9, "share", usual=0.5, spread=0.17, when={"arms": ARMS}),
        Measure("arm_edge", 0.06, 0.42, "share", usual=0.18, when={"arms": ("box", "sloped")}),
        Measure(
            "arm_corner", 0.05, 0.8, "share", usual=0.2, when={"arms": ("box", "sloped", "rounded")}
        ),
        Measure("arm_slope", 0.1, 0.7, "share", usual=0.4, when={"arms": ("sloped",)}),
        Measure("roll", 0.55, 1.0, "share", usual=0.85, when={"arms": ("rolled",)}),
        Measure("back_thickness", 0.08, 0.3, usual=0.16, when=BOX),
        Measure("back_round", 0.04, 0.9, "share", usual=0.14, when={"back": ("tight", "wing")}),
        Measure("rake", 0.0, 22.0, "degrees", usual=8.0, spread=0.17, when=BOX),
        Measure("frame_height", 0.45, 1.0, "share", usual=0.8, when={"back": ("cushions",)}),
        Measure("back_cushion", 0.09, 0.26, usual=0.15, when={"back": ("cushions",)}),
        Measure("back_corner", 0.1, 0.7, "share", usual=0.35, when={"back": ("cushions",)}),
        Measure("hump", 0.1, 0.6, "share", usual=0.3, when={"back": ("camel",)}),
        Measure("wing_reach", 0.12, 0.6, "share", usual=0.3, when={"back": ("wing",)}),
        Measure("wing_round", 0.1, 0.95, "share", usual=0.6, when={"back": ("wing",)}),
        Measure("return_width", 0.7, 1.15, usual=0.9, when=SHAPED),
        Measure("main_depth", 0.75, 1.1, usual=0.92, when=SHAPED),
        # The wall of tub chairs and chesterfields.
        Measure("wall", 0.05, 0.3, usual=0.12, when=WRAP),
        Measure("wrap_corner", 0.05, 1.0, "share", usual=0.5, spread=0.25, when=WRAP),
        Measure("wrap_rise", 0.15, 1.0, "share", usual=0.7, spread=0.25, when=WRAP),
        Measure("wrap_fall", 0.0, 0.9, "share", usual=0.4, when=WRAP),
        Measure("wrap_round", 0.2, 0.98, "share", usual=0.7, when={"wrap_top": ("plain",)}),
        Measure("wrap_roll", 0.55, 1.0, "share", usual=0.85, when={"wrap_top": ("rolled",)}),
        Measure("wrap_cushion", 0.09, 0.24, usual=0.14, when={"wrap_cushions": ("each",)}),
        Measure("flare", 0.0, 18.0, "degrees", usual=4.0, when=WRAP),
        # Both.
        Measure("edge", 0.015, 0.07, usual=0.035, when=PADDED),
        Measure("arm_setback", 0.0, 0.2, "share", usual=0.02, spread=0.12, when=PADDED),
        Measure("leg_height", 0.03, 0.24, usual=0.12, when=STANDING),
        Measure("leg_width", 0.018, 0.09, usual=0.045, when=LEGS),
        Measure("leg_taper", 0.35, 0.95, "share", usual=0.6, when={"legs": ("tapered", "round")}),
        Measure("leg_splay", -2.0, 25.0, "degrees", usual=6.0, when={"legs": ("tapered", "round")}),
        Measure("leg_inset", 0.005, 0.2, usual=0.03, when=STANDING),
        # Open frames.
        Measure("post", 0.025, 0.1, usual=0.05, when={"frame_sides": ("posts",)}),
        Measure("bar", 0.018, 0.06, usual=0.03, when=FRAME),
        Measure("arm_board", 0.03, 0.13, usual=0.06, when=FRAME),
        Measure("frame_arm_rise", 0.1, 0.75, "share", usual=0.38, when=FRAME),
        Measure(
            "arm_fall",
            0.0,
            1.0,
            "share",
            usual=0.2,
            when={"frame_arms": ("board",), "frame_sides": ("posts", "panel")},
        ),
        Measure("frame_rake", 8.0, 34.0, "degrees", usual=18.0, when=FRAME),
        Measure("frame_cushion", 0.07, 0.24, usual=0.13, when=FRAME),
        Measure("rail", 0.025, 0.12, usual=0.05, when=FRAME),
        Measure("head_rise", -0.12, 0.12, usual=0.0, when=FRAME),
        Measure("bend", 0.02, 0.2, usual=0.07, when={"frame_sides": ("loop", "bent")}),
        Measure("post_lean", -2.0, 16.0, "degrees", usual=3.0, when={"frame_sides": ("posts",)}),
        Measure("post_taper", 0.45, 1.0, "share", usual=0.75, when={"frame_sides": ("posts",)}),
        # Shells.
        Measure("shell_height", 0.3, 0.6, "share", usual=0.44, when=SHELL),
        Measure("shell_thickness", 0.02, 0.12, usual=0.06, when=SHELL),
        Measure("shell_seat", 0.6, 1.0, "share", usual=0.8, when=SHELL),
        Measure("shell_top", 0.4, 1.0, "share", usual=0.75, when=SHELL),
        Measure("shell_round", 0.1, 1.0, "share", usual=0.55, when=SHELL),
        Measure("curl", 0.0, 0.6, "share", usual=0.28, when=SHELL),
        Measure("shell_bend", 0.08, 0.28, usual=0.19, when=SHELL),
        Measure("shell_rake", 8.0, 35.0, "degrees", usual=18.0, when=SHELL),
        Measure("lip", 0.005, 0.09, usual=0.03, when=SHELL),
        Measure("pad", 0.03, 0.14, usual=0.07, when={"shell_pad": ("seat", "seat_and_back")}),
        Measure("base_width", 0.02, 0.09, usual=0.04, when=SHELL),
        Measure("base_reach", 0.4, 1.0, "share", usual=0.75, when=SHELL),
        # Shared by several.
        Measure("seat_tilt", 0.0, 16.0, "degrees", usual=6.0, when={"body": ("frame", "shell")}),
        Measure("puff", 0.004, 0.07, usual=0.022, when=BOX),
        Measure("pillow", 0.35, 0.6, usual=0.45, when={"pillows": ("one", "two")}),
    ),
    construct=_construct,
    relate=_relate,
)
