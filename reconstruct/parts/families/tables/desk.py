"""Desks: plain ones, with drawers or cabinets, with a hutch, mirror or drop front, and in an L."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.tables.bases import stand_on
from reconstruct.parts.families.tables.cabinets import add_cabinet_stand, add_cabinets
from reconstruct.parts.families.tables.corner_desk import construct_corner
from reconstruct.parts.families.tables.desk_upper import UPPERS, add_upper, work_top_height
from reconstruct.parts.families.tables.parameters import BARS, BRACED, LEANING, SUPPORTS, TOPS
from reconstruct.parts.families.tables.tops import Frame, add_top
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure
from reconstruct.parts.primitives.board import block

__all__ = ["DESK"]

_CABINET = ("left", "right", "both")
_STANDS = (*BARS, "hairpin", "loop_ends", "tube_ends", "panel_ends")
_IN_AN_L = ("corner_left", "corner_right", "wave_left", "wave_right")
_DRAWERS = ("one", "two", "three")

CHOICES = (
    Choice(
        "layout",
        {"straight": 24, "corner_left": 2, "corner_right": 2, "wave_left": 1, "wave_right": 1},
    ),
    Choice(
        "legs",
        {
            "straight": 11,
            "tapered": 6,
            "round": 4,
            "turned": 1.5,
            "baluster": 0.5,
            "cabriole": 1.2,
            "hairpin": 1,
            "loop_ends": 4,
            "tube_ends": 0.6,
            "panel_ends": 5,
            "trestle": 3,
            "x_ends": 1.5,
            "a_frame": 1,
            "sawhorses": 1.2,
            "cabinets": 5,
        },
        when={"layout": ("straight",)},
    ),
    Choice(
        "other_side",
        {"cabinet": 4, "panel": 2.5, "legs": 2, "frame": 1},
        when={"legs": ("cabinets",)},
    ),
    Choice(
        "cabinet_side", {"left": 1, "right": 1}, when={"other_side": ("panel", "legs", "frame")}
    ),
    Choice(
        "corner_legs",
        {"straight": 3, "panels": 2, "frames": 1.5},
        when={"layout": _IN_AN_L},
    ),
    Choice(
        "outline",
        {"rectangle": 10, "rounded": 2, "boat": 0.3, "live_edge": 0.3},
        when={"layout": ("straight",)},
    ),
    Choice("surface", {"solid": 20, "glass": 0.8}, when={"layout": ("straight",)}),
    Choice("edge", {"square": 9, "bevelled": 2, "bullnose": 0.8}, when={"surface": ("solid",)}),
    Choice("stance", {"upright": 3, "splayed": 1.2}, when={"legs": LEANING}),
    Choice(
        "stretcher",
        {"none": 10, "h_shape": 1, "box": 0.6, "x_shape": 0.2, "sides": 0.8},
        when={"legs": BRACED},
    ),
    Choice(
        "beam", {"none": 1, "one": 1}, when={"legs": ("trestle", "x_ends", "a_frame", "loop_ends")}
    ),
    Choice(
        "loop", {"closed": 3, "open_below": 1.5, "open_above": 0.5}, when={"legs": ("loop_ends",)}
    ),
    Choice("posts", {"one": 2, "two": 1}, when={"legs": ("trestle",)}),
    Choice("apron", {"none": 1.5, "straight": 3, "arched": 0.2}, when={"legs": BARS}),
    Choice(
        "drawers",
        {"none": 2, "one": 1.5, "two": 1.5, "three": 1.2},
        when={"apron": ("straight",)},
    ),
    Choice("cabinet", {"none": 9, "left": 1.5, "right": 2, "both": 0.8}, when={"legs": _STANDS}),
    Choice(
        "cabinet_front",
        {
            "two_drawers": 2,
            "three_drawers": 4,
            "four_drawers": 1,
            "door": 1,
            "drawer_and_door": 1,
            "open": 0.6,
        },
        when={"cabinet": _CABINET},
    ),
    Choice(
        "stand_front",
        {
            "three_drawers": 5,
            "four_drawers": 2,
            "two_drawers": 1.5,
            "door": 1,
            "drawer_and_door": 2,
        },
        when={"legs": ("cabinets",)},
    ),
    Choice("middle_drawer", {"none": 2, "one": 1}, when={"legs": ("cabinets",)}),
    Choice("handle", {"knob": 3, "bow": 3, "lip": 1.5, "none": 1.5}, when={"drawers": _DRAWERS}),
    Choice(
        "cabinet_handle", {"knob": 3, "bow": 4, "lip": 1.5, "none": 1.5}, when={"cabinet": _CABINET}
    ),
    Choice(
        "stand_handle", {"knob": 3, "bow": 4, "lip": 1.5, "none": 1.5}, when={"legs": ("cabinets",)}
    ),
    Choice("back_panel", {"none": 3, "panel": 1.6}),
    Choice("cable_tray", {"none": 8, "tray": 1}, when={"layout": ("straight",)}),
    Choice(
        "upper",
        {"none": 12, "gallery": 1, "shelf": 1, "hutch": 2, "mirror": 0.3, "secretary": 0.7},
        when={"layout": ("straight",)},
    ),
    Choice(
        "hutch",
        {"open": 2, "two_bays": 2, "cubbies": 1.2, "drawers": 1},
        when={"upper": ("hutch",)},
    ),
    Choice(
        "mirror_shape", {"rectangle": 2, "round": 2, "arched": 1.5}, when={"upper": ("mirror",)}
    ),
)

_HAS_CABINET = {"cabinet": _CABINET}
_CORNER = {"layout": _IN_AN_L}

DESK_MEASURES = (
    Measure("cabinet_width", 0.16, 0.6, usual=0.36, spread=0.14, when=_HAS_CABINET),
    Measure("cabinet_height", 0.2, 0.99, "share", usual=0.6, spread=0.25, when=_HAS_CABINET),
    Measure("cabinet_depth", 0.6, 1.0, "share", usual=0.9, when=_HAS_CABINET),
    Measure("stand_width", 0.16, 0.6, usual=0.4, spread=0.12, when={"legs": ("cabinets",)}),
    Measure("stand_depth", 0.6, 1.0, "share", usual=0.93, when={"legs": ("cabinets",)}),
    Measure("plinth_height", 0.005, 0.2, usual=0.05, when={"legs": ("cabinets",)}),
    Measure(
        "top_overhang", 0.0, 0.08, "share", usual=0.012, spread=0.2, when={"legs": ("cabinets",)}
    ),
    Measure(
        "other_thickness", 0.012, 0.09, usual=0.03, when={"other_side": ("panel", "legs", "frame")}
    ),
    Measure("middle_drawer_height", 0.05, 0.16, usual=0.09, when={"middle_drawer": ("one",)}),
    Measure(
        "back_panel_height",
        0.15,
        0.98,
        "share",
        usual=0.45,
        spread=0.25,
        when={"back_panel": ("panel",)},
    ),
    Measure("back_panel_inset", 0.0, 0.5, "share", usual=0.1, when={"back_panel": ("panel",)}),
    Measure("tray_height", 0.04, 0.16, usual=0.09, when={"cable_tray": ("tray",)}),
    Measure(
        "work_height",
        0.45,
        0.9,
        "share",
        usual=0.6,
        spread=0.12,
        when={"upper": ("hutch", "mirror", "secretary")},
    ),
    Measure("gallery_height", 0.03, 0.3, usual=0.1, when={"upper": ("gallery", "shelf")}),
    Measure(
        "upper_depth", 0.2, 0.8, "share", usual=0.4, when={"upper": ("shelf", "hutch", "gallery")}
    ),
    Measure(
        "upper_width", 0.35, 1.0, "share", usual=0.95, when={"upper": ("shelf", "hutch", "mirror")}
    ),
    Measure("upper_board", 0.008, 0.04, usual=0.018, when={"upper": UPPERS}),
    Measure("hutch_base", 0.0, 0.6, "share", usual=0.35, when={"upper": ("hutch",)}),
    Measure("hutch_split", 0.2, 0.8, "share", usual=0.5, when={"upper": ("hutch",)}),
    Measure(
        "flap_slope", 0.0, 0.6, "share", usual=0.25, spread=0.25, when={"upper": ("secretary",)}
    ),
    Measure("corner_depth", 0.25, 0.85, "share", usual=0.42, when=_CORNER),
    Measure("corner_width", 0.25, 0.75, "share", usual=0.38, when=_CORNER),
    Measure("corner_leg", 0.02, 0.09, usual=0.045, when=_CORNER),
)

_LEGS = tuple(CHOICES[1].odds)


def _can_apply(measure: Measure) -> bool:
    """Whether desks have any of the options that a measure of tables needs."""
    odds = {choice.name: choice.odds for choice in CHOICES}
    return all(set(options) & set(odds.get(name, {})) for name, options in measure.when.items())


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    if values.of("layout") != "straight":
        construct_corner(builder, values, width, height, depth)
        return
    level = work_top_height(values, height)
    frame = add_top(builder, values, width, level, depth)
    if values.of("legs") == "cabinets":
        add_cabinet_stand(builder, values, frame)
    else:
        # Panels and loops carry a desk at its very ends.
        stand_on(builder, values, frame)
        add_cabinets(builder, values, replace(frame, top_y_m=frame.top_y_m))
    _add_back(builder, values, frame)
    add_upper(builder, values, frame, level, height)


def _add_back(builder: Builder, values: Values, frame: Frame) -> None:
    """A modesty panel and a cable tray."""
    detail = builder.detail
    x, z = 0.46 * frame.width_m, -frame.depth_m / 2
    if values.of("back_panel") == "panel":
        at = z + (0.03 + values["back_panel_inset"]) * frame.depth_m
        low = frame.top_y_m * (1 - values["back_panel_height"])
        made = block((-x, low, at), (x, frame.top_y_m + 0.001, at + 0.016), detail=detail)
        builder.add("panel", "back", made, "panels")
    if values.of("cable_tray") == "tray":
        at = z + 0.16 * frame.depth_m
        deep = min(0.12, 0.25 * frame.depth_m)
        low = frame.top_y_m - values["tray_height"]
        for name, a, b in (
            ("floor", (-0.8 * x, low, at), (0.8 * x, low + 0.004, at + deep)),
            ("front", (-0.8 * x, low, at + deep - 0.004), (0.8 * x, low + 0.055, at + deep)),
            ("back", (-0.8 * x, low, at), (0.8 * x, frame.top_y_m, at + 0.004)),
        ):
            builder.add("shelf", f"cables {name}", block(a, b, detail=detail), "metal")


_PLAIN = {"upper": {"hutch": 0, "mirror": 0, "secretary": 0}}
_NO_CORNER = {"layout": dict.fromkeys(_IN_AN_L, 0)}

KINDS = (
    Kind("desk", (0.85, 0.7, 0.45), (1.8, 0.8, 0.85), {**_PLAIN, **_NO_CORNER}, weight=7),
    Kind(
        "desk",
        (0.9, 0.72, 0.55),
        (1.8, 1.2, 0.85),
        {
            **_NO_CORNER,
            "upper": {"none": 1, "gallery": 0, "shelf": 0, "hutch": 0, "mirror": 0, "secretary": 0},
            "legs": {
                **dict.fromkeys(_LEGS, 0),
                "trestle": 4,
                "loop_ends": 1,
            },
            "drawers": {"one": 0, "two": 0, "three": 0},
            "beam": {"one": 4},
        },
        weight=0.7,
        usual={
            "leg_width": 0.07,
            "foot_height": 0.035,
            "leg_ratio": 1.0,
            "foot_depth": 0.9,
            "beam_height": 0.9,
        },
    ),
    Kind(
        "desk",
        (0.8, 1.05, 0.45),
        (1.9, 1.75, 0.85),
        {
            **_NO_CORNER,
            "upper": {
                "none": 0,
                "gallery": 0,
                "shelf": 0,
                "hutch": 5,
                "mirror": 0,
                "secretary": 0.6,
            },
            "legs": {"cabriole": 0.2, "sawhorses": 0.3, "hairpin": 0.3},
            "outline": {"boat": 0, "live_edge": 0, "rounded": 0},
            "surface": {"glass": 0},
        },
        weight=1.5,
    ),
    Kind(
        "desk",
        (0.8, 1.2, 0.38),
        (1.3, 1.65, 0.55),
        {
            **_NO_CORNER,
            "upper": {"none": 0, "gallery": 0, "shelf": 0, "hutch": 0, "mirror": 5, "secretary": 0},
            "legs": {
                "cabriole": 5,
                "trestle": 0,
                "x_ends": 0,
                "a_frame": 0,
                "sawhorses": 0,
                "hairpin": 0.4,
            },
            "drawers": {"none": 0.5},
            "cable_tray": {"tray": 0},
            "back_panel": {"panel": 0.2},
            "surface": {"glass": 0},
        },
        weight=0.8,
        usual={"work_height": 0.54, "upper_width": 0.75},
    ),
    Kind(
        "desk",
        (0.7, 0.95, 0.38),
        (1.1, 1.35, 0.55),
        {
            **_NO_CORNER,
            "upper": {"none": 0, "gallery": 0, "shelf": 0, "hutch": 0, "mirror": 0, "secretary": 5},
            "legs": {"trestle": 0, "x_ends": 0, "a_frame": 0, "sawhorses": 0},
            "outline": {"boat": 0, "live_edge": 0, "rounded": 0},
            "surface": {"glass": 0},
            "cable_tray": {"tray": 0},
        },
        weight=0.45,
        usual={"work_height": 0.65},
    ),
    Kind(
        "desk",
        (1.1, 0.72, 1.0),
        (1.9, 0.78, 1.7),
        {"layout": {"straight": 0}},
        weight=1.0,
    ),
)

DESK = Family(
    "desk", KINDS, CHOICES, (*filter(_can_apply, (*TOPS, *SUPPORTS)), *DESK_MEASURES), _construct
)
