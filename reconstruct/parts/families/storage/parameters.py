"""What can be chosen and measured in storage furniture.

Lengths were read from catalogues of large furniture shops: boards of 16 to 28 mm, gaps of 2 to 4 mm, knobs of 25 to
35 mm.
"""

from __future__ import annotations

from reconstruct.parts.parameters import Choice, Measure

__all__ = ["BESIDE", "CHOICES", "MEASURES", "OVER"]

OVER = (
    "drawers_over_doors",
    "doors_over_drawers",
    "open_over_doors",
    "doors_over_open",
    "open_over_drawers",
)
BESIDE = (
    "doors_beside_drawers",
    "drawers_beside_doors",
    "doors_beside_open",
    "drawers_beside_open",
    "open_beside_doors",
)
_NICHE = ("doors_niche_doors", "doors_niche_drawers")
_LAYOUTS = ("open", "doors", "drawers", *OVER, *_NICHE, *BESIDE)
_DOORS = tuple(layout for layout in _LAYOUTS if "doors" in layout)
_DRAWERS = tuple(layout for layout in _LAYOUTS if "drawers" in layout)
_OPEN_STACKED = ("open", *(layout for layout in BESIDE if "open" in layout))
_FRONTS = tuple(layout for layout in _LAYOUTS if layout != "open")
_STACKED = ("open", "drawers", *BESIDE)
_BANDED = (*OVER, "doors_niche_drawers")

_BOARDS = {"body": ("boards",)}
_SEVERAL = ("2", "3", "4", "5", "6", "7")
_PULLED = {"handle": ("knob", "bar", "cup")}
_LEGGED = ("legs", "legs_and_shelf", "sled", "metal_frame")

CHOICES = (
    Choice("body", {"boards": 30, "posts": 3, "ladder": 1, "plank": 1}),
    Choice(
        "layout",
        {
            "open": 8,
            "doors": 8,
            "drawers": 8,
            "drawers_over_doors": 4,
            "doors_over_drawers": 2,
            "open_over_doors": 2,
            "doors_over_open": 1,
            "open_over_drawers": 1,
            "doors_niche_doors": 1,
            "doors_niche_drawers": 1,
            "doors_beside_drawers": 3,
            "drawers_beside_doors": 1,
            "doors_beside_open": 2,
            "drawers_beside_open": 1,
            "open_beside_doors": 1,
        },
        when=_BOARDS,
    ),
    Choice(
        "columns",
        {"1": 5, "2": 5, "3": 3, "4": 2, "5": 1},
        when={"layout": ("open", "doors", "drawers", *OVER, *_NICHE)},
    ),
    Choice("beside", {"one_end": 3, "both_ends": 5, "both_ends_wide": 2}, when={"layout": BESIDE}),
    Choice("mirrored", {"no": 1, "yes": 1}, when={"beside": ("one_end",)}),
    Choice(
        "rows",
        {"1": 2, "2": 4, "3": 6, "4": 6, "5": 4, "6": 2, "7": 1},
        when={"layout": _STACKED},
    ),
    Choice("band_rows", {"1": 6, "2": 2, "3": 1}, when={"layout": _BANDED}),
    Choice(
        "top_drawers",
        {"one": 5, "two": 3, "three": 1},
        when={"layout": ("drawers",), "columns": ("1",)},
    ),
    Choice("shelves", {"2": 1, "3": 3, "4": 3, "5": 3, "6": 1}, when={"body": ("posts", "ladder")}),
    Choice("leaves", {"single": 5, "double": 4, "sliding": 1}, when={"layout": _DOORS}),
    Choice(
        "front",
        {
            "flat": 10,
            "framed": 6,
            "raised": 2,
            "louvred": 1,
            "glass": 1,
            "glass_bars": 1,
            "mirrored": 0,
            "mirrored_middle": 0,
        },
        when={"layout": _DOORS},
    ),
    Choice("drawer_front", {"flat": 12, "framed": 3, "raised": 1}, when={"layout": _DRAWERS}),
    Choice("mounting", {"inset": 4, "overlay": 6}, when={"layout": _FRONTS}),
    Choice(
        "handle",
        {"none": 3, "knob": 6, "bar": 5, "cup": 1, "groove": 2},
        when={"layout": _FRONTS},
    ),
    Choice("pulls", {"one": 4, "two": 1}, when={**_PULLED, "layout": _DRAWERS}),
    Choice(
        "base",
        {
            "none": 5,
            "plinth": 5,
            "side_panels": 4,
            "legs": 7,
            "legs_and_shelf": 0,
            "corner_posts": 1,
            "bracket_feet": 2,
            "bun_feet": 1,
            "sled": 1,
            "metal_frame": 1,
            "wheels": 1,
        },
        when=_BOARDS,
    ),
    Choice(
        "leg_style",
        {"straight": 5, "tapered": 5, "round": 6, "turned": 1, "cabriole": 1, "hairpin": 1},
        when={"base": ("legs",)},
    ),
    Choice("top", {"flush": 4, "between": 3, "overhang": 5, "cornice": 1}, when=_BOARDS),
    Choice("back", {"panel": 5, "open": 1}, when={"layout": ("open",)}),
    Choice("upper", {"none": 30, "open": 1, "glass_doors": 1}, when=_BOARDS),
    Choice("post", {"square": 3, "round": 1}, when={"body": ("posts",)}),
    Choice("brace", {"none": 4, "cross": 2, "rails": 2}, when={"body": ("posts",)}),
    Choice("frieze", {"none": 8, "drawers": 1}, when={"body": ("posts",)}),
    Choice("feet", {"none": 4, "wheels": 1}, when={"body": ("posts",)}),
    Choice("bracket", {"none": 3, "angle": 3, "ledge": 1}, when={"body": ("plank",)}),
)

MEASURES = (
    Measure("board", 0.01, 0.05, usual=0.02, spread=0.14),
    Measure("top_board", 0.012, 0.06, usual=0.024, spread=0.15, when=_BOARDS),
    Measure(
        "overhang", 0.003, 0.06, usual=0.015, spread=0.17, when={"top": ("overhang", "cornice")}
    ),
    Measure(
        "shelf_inset",
        0.0,
        0.04,
        usual=0.006,
        spread=0.15,
        when={"layout": _OPEN_STACKED, "rows": _SEVERAL},
    ),
    Measure(
        "row_growth",
        0.5,
        2.2,
        "share",
        usual=1.12,
        spread=0.08,
        when={"layout": _STACKED, "rows": _SEVERAL},
    ),
    Measure(
        "column_ratio", 0.4, 2.6, "share", usual=1.05, spread=0.1, when={"columns": ("3", "4", "5")}
    ),
    Measure("inner_ratio", 0.3, 3.0, "share", usual=1.2, spread=0.2, when={"layout": BESIDE}),
    Measure(
        "upper_share", 0.12, 0.8, "share", usual=0.3, spread=0.13, when={"layout": (*OVER, *_NICHE)}
    ),
    Measure("niche_share", 0.1, 0.4, "share", usual=0.2, when={"layout": _NICHE}),
    Measure("gap", 0.0012, 0.007, usual=0.003, when={"layout": _FRONTS}),
    Measure("front_board", 0.012, 0.03, usual=0.019, when={"mounting": ("overlay",)}),
    Measure("recess", 0.0, 0.025, usual=0.002, when={"mounting": ("inset",)}),
    Measure(
        "frame",
        0.03,
        0.11,
        usual=0.06,
        when={
            "front": (
                "framed",
                "raised",
                "louvred",
                "glass",
                "glass_bars",
                "mirrored",
                "mirrored_middle",
            )
        },
    ),
    Measure("drawer_frame", 0.015, 0.07, usual=0.035, when={"drawer_front": ("framed", "raised")}),
    Measure("handle_length", 0.05, 0.45, usual=0.13, spread=0.18, when={"handle": ("bar", "cup")}),
    Measure("handle_width", 0.006, 0.045, usual=0.014, spread=0.15, when=_PULLED),
    Measure("handle_depth", 0.014, 0.045, usual=0.025, when=_PULLED),
    Measure(
        "handle_height",
        0.1,
        0.92,
        "share",
        usual=0.6,
        spread=0.15,
        when={**_PULLED, "layout": _DOORS},
    ),
    Measure("handle_edge", 0.02, 0.09, usual=0.035, when={**_PULLED, "layout": _DOORS}),
    Measure(
        "pull_height",
        0.2,
        0.92,
        "share",
        usual=0.52,
        spread=0.1,
        when={**_PULLED, "layout": _DRAWERS},
    ),
    Measure("pull_spread", 0.3, 0.85, "share", usual=0.55, when={"pulls": ("two",)}),
    Measure("groove", 0.008, 0.04, usual=0.018, when={"handle": ("groove",)}),
    Measure(
        "base_height",
        0.03,
        0.4,
        usual=0.12,
        spread=0.16,
        when={
            "base": (
                "plinth",
                "side_panels",
                "legs",
                "corner_posts",
                "sled",
                "metal_frame",
                "bracket_feet",
                "bun_feet",
                "wheels",
            )
        },
    ),
    Measure(
        "stand_share",
        0.3,
        0.72,
        "share",
        usual=0.55,
        spread=0.2,
        when={"base": ("legs_and_shelf",)},
    ),
    Measure(
        "plinth_recess",
        0.0,
        0.06,
        usual=0.012,
        when={"base": ("plinth", "side_panels", "bracket_feet")},
    ),
    Measure("leg", 0.016, 0.09, usual=0.036, when={"base": (*_LEGGED, "corner_posts")}),
    Measure(
        "leg_taper",
        0.35,
        1.0,
        "share",
        usual=0.6,
        when={"leg_style": ("tapered", "round")},
    ),
    Measure(
        "leg_splay",
        0.0,
        16.0,
        "degrees",
        usual=4.0,
        when={"leg_style": ("straight", "tapered", "round", "hairpin")},
    ),
    Measure(
        "leg_inset",
        0.0,
        0.25,
        "share",
        usual=0.04,
        spread=0.13,
        when={"base": ("legs", "sled", "metal_frame", "bun_feet", "wheels")},
    ),
    Measure(
        "upper_height", 0.35, 0.7, "share", usual=0.55, when={"upper": ("open", "glass_doors")}
    ),
    Measure("upper_depth", 0.4, 0.95, "share", usual=0.7, when={"upper": ("open", "glass_doors")}),
    Measure("post_width", 0.012, 0.06, usual=0.026, spread=0.17, when={"body": ("posts",)}),
    Measure("lowest", 0.01, 0.45, usual=0.1, spread=0.17, when={"body": ("posts", "ladder")}),
    Measure("above_top", 0.0, 0.2, "share", usual=0.005, spread=0.1, when={"body": ("posts",)}),
    Measure(
        "spacing", 0.6, 1.6, "share", usual=0.97, spread=0.1, when={"shelves": ("3", "4", "5", "6")}
    ),
    Measure("frieze_height", 0.08, 0.22, usual=0.13, when={"frieze": ("drawers",)}),
    Measure("top_depth", 0.25, 0.9, "share", usual=0.5, when={"body": ("ladder",)}),
    Measure("bracket_place", 0.02, 0.35, "share", usual=0.15, when={"bracket": ("angle",)}),
)
