"""What is measured on tables and desks: their tops, and all that carries them."""

from __future__ import annotations

from reconstruct.parts.parameters import Measure

__all__ = ["BARS", "BRACED", "CORNER_LEGS", "LEANING", "SUPPORTS", "TOPS"]

BRACED = ("straight", "tapered", "round", "turned", "baluster")
BARS = (*BRACED, "cabriole")
CORNER_LEGS = (*BARS, "hairpin")
LEANING = ("straight", "tapered", "round")
_SQUARE_BARS = (
    "straight", "tapered", "loop_ends", "loop_long", "trestle", "x_ends", "x_long", "a_frame", "sawhorses",
    "spider", "picnic",
)  # fmt: skip

_HAS_APRON = {"apron": ("straight", "arched")}
_FEET = ("trestle", "x_ends", "x_long", "a_frame", "sawhorses")
_ON_LEGS = ("loop_ends", "loop_long", "tube_ends", "block", "drum", "cross_panels", "cross_loops")
_ENDS = (
    "trestle", "x_ends", "x_long", "a_frame",
    "sawhorses", "picnic",
)  # fmt: skip

TOPS = (
    Measure("top_thickness", 0.008, 0.1, usual=0.028, spread=0.17),
    Measure("corner", 0.03, 0.5, "share", usual=0.15, spread=0.3, when={"outline": ("rounded",)}),
    Measure("squareness", 2.3, 6.0, "share", usual=3.2, when={"outline": ("superellipse",)}),
    Measure("bow", 0.03, 0.3, "share", usual=0.12, when={"outline": ("boat",)}),
    Measure("wave", 0.02, 0.16, "share", usual=0.07, when={"outline": ("live_edge",)}),
    Measure("bevel_run", 0.006, 0.12, usual=0.025, when={"edge": ("bevelled",)}),
    Measure("bevel_share", 0.25, 0.95, "share", usual=0.6, when={"edge": ("bevelled",)}),
    Measure("rim_height", 0.01, 0.08, usual=0.025, when={"edge": ("tray",)}),
    Measure("picnic_top", 0.4, 0.62, "share", usual=0.5, when={"legs": ("picnic",)}),
    Measure("plank_gap", 0.002, 0.02, usual=0.005, when={"surface": ("planks",)}),
    Measure("frame_width", 0.015, 0.12, usual=0.05, when={"surface": ("framed_glass", "slatted")}),
)

SUPPORTS = (
    Measure(
        "overhang_x",
        0.0,
        0.3,
        "share",
        usual=0.025,
        spread=0.1,
        when={"legs": (*CORNER_LEGS, *_ON_LEGS)},
    ),
    Measure(
        "overhang_z",
        0.0,
        0.3,
        "share",
        usual=0.025,
        spread=0.1,
        when={"legs": (*CORNER_LEGS, *_ON_LEGS)},
    ),
    Measure("end_inset", 0.02, 0.4, "share", usual=0.14, spread=0.15, when={"legs": _ENDS}),
    Measure(
        "leg_width",
        0.012,
        0.16,
        usual=0.055,
        spread=0.13,
        when={
            "legs": (
                *BARS,
                "three",
                "loop_ends",
                "loop_long",
                "tube_ends",
                "trestle",
                "x_ends",
                "x_long",
                "a_frame",
                "sawhorses",
                "spider",
                "picnic",
                "cross_loops",
                "c_frame",
            )
        },
    ),
    Measure("leg_ratio", 0.35, 2.5, "share", usual=1.0, spread=0.08, when={"legs": _SQUARE_BARS}),
    Measure(
        "leg_taper", 0.3, 1.0, "share", usual=0.6, when={"legs": ("tapered", "round", "three")}
    ),
    Measure("leg_belly", 0.6, 1.2, "share", usual=0.95, when={"legs": ("turned", "baluster")}),
    Measure("leg_block", 0.05, 0.4, "share", usual=0.2, when={"legs": ("turned", "baluster")}),
    Measure("leg_bend", 0.4, 1.8, "share", usual=1.0, when={"legs": ("cabriole",)}),
    Measure("rod_spread", 0.05, 0.3, usual=0.14, when={"legs": ("hairpin",)}),
    Measure("leg_reach", 0.3, 0.95, "share", usual=0.7, when={"legs": ("three",)}),
    Measure("splay_x", 1.0, 24.0, "degrees", usual=8.0, when={"stance": ("splayed",)}),
    Measure("splay_z", 0.0, 24.0, "degrees", usual=6.0, when={"stance": ("splayed",)}),
    Measure("splay", -6.0, 24.0, "degrees", usual=7.0, when={"legs": ("three", "hairpin")}),
    Measure(
        "loop_splay",
        -8.0,
        15.0,
        "degrees",
        usual=0.0,
        spread=0.1,
        when={"legs": ("loop_ends", "loop_long")},
    ),
    Measure(
        "stretcher_height",
        0.06,
        0.8,
        "share",
        usual=0.25,
        when={"stretcher": ("h_shape", "box", "x_shape", "ring", "sides")},
    ),
    Measure(
        "stretcher_width",
        0.01,
        0.07,
        usual=0.026,
        when={"stretcher": ("h_shape", "box", "x_shape", "ring", "sides")},
    ),
    Measure(
        "stretcher_ratio",
        0.5,
        3.0,
        "share",
        usual=1.2,
        when={"stretcher": ("h_shape", "box", "x_shape", "ring", "sides")},
    ),
    Measure(
        "beam_height",
        0.08,
        0.92,
        "share",
        usual=0.4,
        spread=0.25,
        when={"beam": ("one",), "legs": ("panel_ends", "trestle", "two_pedestals", "loop_ends")},
    ),
    Measure("beam_upright", 0.02, 0.2, usual=0.07, when={"beam": ("one",)}),
    Measure(
        "shelf_height",
        0.08,
        0.85,
        "share",
        usual=0.28,
        when={"shelf": ("solid", "slatted", "glass")},
    ),
    Measure(
        "shelf_thickness", 0.006, 0.05, usual=0.018, when={"shelf": ("solid", "slatted", "glass")}
    ),
    Measure(
        "shelf_reach",
        0.94,
        1.1,
        "share",
        usual=1.0,
        spread=0.15,
        when={"shelf": ("solid", "slatted", "glass"), "legs": BRACED},
    ),
    Measure("apron_height", 0.025, 0.22, usual=0.08, spread=0.15, when=_HAS_APRON),
    Measure("apron_setback", 0.0, 0.8, "share", usual=0.2, when=_HAS_APRON),
    Measure("arch", 0.15, 0.8, "share", usual=0.45, when={"apron": ("arched",)}),
    Measure(
        "front_height", 0.5, 0.98, "share", usual=0.8, when={"drawers": ("one", "two", "three")}
    ),
    Measure("handle_size", 0.012, 0.05, usual=0.026, when={"handle": ("knob", "bow", "lip")}),
    Measure(
        "panel_thickness",
        0.01,
        0.14,
        usual=0.03,
        when={"legs": ("panel_ends", "cross_panels", "c_panel")},
    ),
    Measure(
        "panel_depth",
        0.5,
        1.0,
        "share",
        usual=0.95,
        when={"legs": ("panel_ends", "c_frame", "c_panel")},
    ),
    Measure(
        "panel_inset", 0.0, 0.25, "share", usual=0.015, spread=0.15, when={"legs": ("panel_ends",)}
    ),
    Measure(
        "panel_foot",
        0.6,
        1.1,
        "share",
        usual=1.0,
        spread=0.1,
        when={"legs": ("panel_ends", "cross_panels")},
    ),
    Measure("foot_depth", 0.5, 1.0, "share", usual=0.85, spread=0.15, when={"legs": _FEET}),
    Measure("cross_top", 0.5, 1.1, "share", usual=0.95, when={"legs": ("x_ends", "x_long")}),
    Measure("bar_height", 0.12, 0.75, "share", usual=0.4, when={"legs": ("a_frame", "sawhorses")}),
    Measure("lean", 2.0, 18.0, "degrees", usual=7.0, when={"legs": ("sawhorses",)}),
    Measure(
        "foot_height", 0.015, 0.14, usual=0.055, when={"legs": ("trestle", "c_frame", "c_panel")}
    ),
    Measure("head_depth", 0.3, 1.1, "share", usual=0.75, when={"legs": ("trestle",)}),
    Measure("column_width", 0.025, 0.4, usual=0.085, when={"legs": ("pedestal", "two_pedestals")}),
    Measure(
        "base_spread",
        0.3,
        1.0,
        "share",
        usual=0.58,
        spread=0.15,
        when={"legs": ("pedestal", "two_pedestals", "spider")},
    ),
    Measure("base_height", 0.01, 0.25, usual=0.05, when={"base": ("disc", "plate", "cross")}),
    Measure("pedestal_inset", 0.12, 0.42, "share", usual=0.23, when={"legs": ("two_pedestals",)}),
    Measure("feet_rise", 0.02, 0.4, usual=0.13, when={"base": ("four_feet", "three_feet")}),
    Measure(
        "foot_width", 0.012, 0.16, usual=0.045, when={"base": ("four_feet", "three_feet", "cross")}
    ),
    Measure("waist", 0.2, 0.9, "share", usual=0.45, when={"column": ("cone", "trumpet")}),
    Measure(
        "drum_waist", 0.45, 1.15, "share", usual=0.98, spread=0.13, when={"legs": ("drum", "block")}
    ),
    Measure("tube_bend", 0.015, 0.2, usual=0.06, when={"legs": ("tube_ends",)}),
    Measure("seat_height", 0.5, 0.72, "share", usual=0.6, when={"legs": ("picnic",)}),
    Measure("seat_width", 0.12, 0.24, "share", usual=0.18, when={"legs": ("picnic",)}),
)
