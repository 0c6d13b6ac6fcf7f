"""Measures that chairs, stools and benches share, cut down to the backs, legs and arms that a family has."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from reconstruct.parts.families.seats.underframe import CORNER_LEGS
from reconstruct.parts.parameters import Choice, Measure

__all__ = ["CRESTED_BACKS", "JOINED_BACKS", "JOINT_LEGS", "seat_measures"]

JOINED_BACKS = (
    "panel",
    "padded",
    "framed",
    "ladder",
    "slats",
    "spindles",
    "hoop",
    "bentwood",
    "splat",
    "cross",
    "rail",
    "medallion",
)
"""Backs on posts or a hoop, which arms can be joined to."""

CRESTED_BACKS = ("framed", "slats", "spindles", "splat", "cross", "rail")
"""Backs with a rail on top."""

JOINT_LEGS = (
    "straight",
    "tapered",
    "round",
    "turned",
    "baluster",
    "sabre",
    "cabriole",
)
"""Legs that stretchers can join."""

_SPREAD_LEGS = (*CORNER_LEGS, "dowel", "sled", "cantilever", "folding", "three")
_OWN_POSTS = (
    "round",
    "hairpin",
    "dowel",
    "tube",
    "sled",
    "cantilever",
    "folding",
    "star",
    "disc",
    "panel",
    "rocker",
    "three",
)
_BOARDS = ("square", "round", "slatted", "saddle")
_STRETCHERS = ("sides", "h", "box", "cross", "ring")
_ARMS = ("bar", "curved", "loop", "wrap", "padded")

_ALL = (
    Measure("seat_width", 0.6, 1.0, "share", usual=0.94, spread=0.1),
    Measure("seat_depth", 0.5, 1.0, "share", usual=0.82, spread=0.12),
    Measure("seat_taper", 0.6, 1.1, "share", usual=0.9, spread=0.14),
    Measure("seat_thickness", 0.01, 0.1, usual=0.026, spread=0.14, when={"seat": _BOARDS}),
    Measure(
        "seat_corner",
        0.01,
        0.5,
        "share",
        usual=0.1,
        when={"seat": ("square", "round")},
    ),
    Measure("saddle", 0.02, 0.25, "share", usual=0.1, when={"seat": ("saddle",)}),
    Measure("cushion_thickness", 0.015, 0.14, usual=0.05, when={"cushion": ("pad", "padded")}),
    Measure(
        "leg_thickness",
        0.014,
        0.08,
        usual=0.036,
        spread=0.1,
        when={"legs": (*_SPREAD_LEGS, "panel")},
    ),
    Measure(
        "leg_taper",
        0.35,
        1.15,
        "share",
        usual=0.68,
        spread=0.15,
        when={"legs": ("tapered", "round", "sabre", "dowel", "rocker", "three")},
    ),
    Measure(
        "leg_splay_side",
        -0.05,
        0.3,
        "share",
        usual=0.03,
        spread=0.08,
        when={"legs": (*CORNER_LEGS, "dowel", "sled", "three")},
    ),
    Measure(
        "leg_splay_front",
        -0.08,
        0.35,
        "share",
        usual=0.03,
        spread=0.08,
        when={"legs": (*CORNER_LEGS, "dowel", "sled", "cantilever", "folding")},
    ),
    Measure(
        "leg_splay_back",
        -0.2,
        0.4,
        "share",
        usual=0.12,
        spread=0.1,
        when={"legs": (*CORNER_LEGS, "dowel", "sled", "cantilever", "folding")},
    ),
    Measure(
        "leg_inset",
        0.0,
        0.5,
        "share",
        usual=0.08,
        spread=0.13,
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
                "three",
            )
        },
    ),
    Measure("leg_belly", 0.6, 1.2, "share", usual=0.95, when={"legs": ("turned", "baluster")}),
    Measure("leg_block", 0.05, 0.4, "share", usual=0.22, when={"legs": ("turned", "baluster")}),
    Measure("leg_bend", 0.4, 1.8, "share", usual=1.0, when={"legs": ("cabriole",)}),
    Measure("tube_bend", 0.015, 0.16, usual=0.06, when={"legs": ("tube", "sled", "cantilever")}),
    Measure("leg_curve", 0.05, 0.7, "share", usual=0.25, when={"legs": ("sabre",)}),
    Measure("base_width", 0.5, 1.2, "share", usual=0.92, when={"legs": ("star", "disc")}),
    Measure("column_thickness", 0.025, 0.12, usual=0.05, when={"legs": ("star", "disc")}),
    Measure("apron_height", 0.025, 0.12, usual=0.055, when={"apron": ("rails",)}),
    Measure("stretcher_height", 0.06, 0.85, "share", usual=0.36, when={"stretchers": _STRETCHERS}),
    Measure("stretcher_thickness", 0.01, 0.045, usual=0.022, when={"stretchers": _STRETCHERS}),
    Measure(
        "seat_height",
        0.3,
        0.8,
        "share",
        usual=0.52,
        spread=0.07,
        when={"back": (*JOINED_BACKS, "shell", "wrap")},
    ),
    Measure(
        "back_rake",
        0.0,
        35.0,
        "degrees",
        usual=10.0,
        spread=0.13,
        when={"back": (*JOINED_BACKS, "shell", "wrap")},
    ),
    Measure(
        "back_width",
        0.6,
        1.3,
        "share",
        usual=0.98,
        spread=0.12,
        when={"back": (*JOINED_BACKS, "shell")},
    ),
    Measure("back_curve", 0.0, 0.5, "share", usual=0.14, spread=0.15, when={"back": JOINED_BACKS}),
    Measure("back_bend", -0.06, 0.12, "share", usual=0.02, when={"back": JOINED_BACKS}),
    Measure(
        "back_crown",
        0.0,
        0.3,
        "share",
        usual=0.04,
        spread=0.16,
        when={"back": ("panel", "padded", "ladder", *CRESTED_BACKS)},
    ),
    Measure(
        "back_bottom",
        0.0,
        0.65,
        "share",
        usual=0.25,
        spread=0.15,
        when={"back": ("panel", "padded", "framed", "ladder", "slats", "cross", "medallion")},
    ),
    Measure("back_corner", 0.0, 0.5, "share", usual=0.12, when={"back": ("panel", "padded")}),
    Measure("back_rail", 0.05, 0.6, "share", usual=0.15, spread=0.12, when={"back": CRESTED_BACKS}),
    Measure(
        "back_thickness",
        0.01,
        0.045,
        usual=0.018,
        when={"back": ("panel", "ladder", *CRESTED_BACKS)},
    ),
    Measure(
        "back_padding",
        0.02,
        0.16,
        usual=0.06,
        when={"back": ("padded", "framed", "medallion", "wrap")},
    ),
    Measure(
        "slat_width", 0.15, 0.95, "share", usual=0.5, when={"back": ("ladder", "slats", "splat")}
    ),
    Measure(
        "post_thickness",
        0.01,
        0.05,
        usual=0.026,
        spread=0.13,
        when={"back": JOINED_BACKS, "legs": _OWN_POSTS},
    ),
    Measure(
        "stick_thickness", 0.006, 0.04, usual=0.015, when={"back": ("spindles", "hoop", "cross")}
    ),
    Measure("splat_waist", 0.0, 0.7, "share", usual=0.35, when={"back": ("splat",)}),
    Measure("cross_bow", -0.5, 0.8, "share", usual=0.2, when={"back": ("cross",)}),
    Measure("hoop_spring", 0.1, 0.9, "share", usual=0.5, when={"back": ("hoop", "bentwood")}),
    Measure("loop_size", 0.4, 0.92, "share", usual=0.68, when={"back": ("bentwood",)}),
    Measure(
        "shell_thickness",
        0.005,
        0.03,
        usual=0.01,
        when={"back": ("shell",), "cushion": ("none", "pad")},
    ),
    Measure("shell_dish", 0.0, 0.16, "share", usual=0.05, when={"back": ("shell",)}),
    Measure("shell_bend", 0.05, 0.4, "share", usual=0.2, when={"back": ("shell",)}),
    Measure("shell_round", 0.0, 1.0, "share", usual=0.6, when={"back": ("shell",)}),
    Measure("shell_wing", 0.0, 0.7, "share", usual=0.15, when={"back": ("shell",)}),
    Measure("shell_arm", -0.25, 0.25, "share", usual=0.0, when={"back": ("shell",)}),
    Measure("wrap_height", 0.1, 1.0, "share", usual=0.5, when={"back": ("wrap",)}),
    Measure("wrap_length", 0.35, 1.05, "share", usual=0.8, when={"back": ("wrap",)}),
    Measure("wrap_round", 0.1, 0.98, "share", usual=0.75, when={"back": ("wrap",)}),
    Measure("wrap_slope", 0.4, 2.5, "share", usual=1.0, when={"back": ("wrap",)}),
    Measure("arm_height", 0.15, 1.0, "share", usual=0.48, spread=0.13, when={"arms": _ARMS}),
    Measure("arm_length", 0.5, 1.1, "share", usual=0.86, when={"arms": _ARMS}),
    Measure(
        "arm_out",
        -0.1,
        0.35,
        "share",
        usual=0.06,
        spread=0.13,
        when={"arms": ("bar", "curved", "loop", "wrap")},
    ),
    Measure(
        "arm_thickness", 0.015, 0.06, usual=0.032, when={"arms": ("bar", "curved", "loop", "wrap")}
    ),
    Measure("arm_width", 0.02, 0.11, usual=0.05, when={"arms": ("bar", "wrap", "padded")}),
)


def seat_measures(
    choices: Sequence[Choice],
    *,
    changed: Mapping[str, tuple[float, float, float]] | None = None,
    without: Collection[str] = (),
) -> tuple[Measure, ...]:
    """The measures that mean something with a family's choices.

    Parameters
    ----------
    changed
        Least, most and usual value of measures that differ from a chair's, by name.
    without
        Measures that the family does not have though its choices would allow them.
    """
    options = {choice.name: choice.options for choice in choices}
    kept = []
    for measure in _ALL:
        if measure.name in without:
            continue
        when = {
            name: tuple(option for option in options.get(name, ()) if option in wanted)
            for name, wanted in measure.when.items()
        }
        if not all(when.values()):
            continue
        here = replace(measure, when=when)
        if changed and measure.name in changed:
            low, high, usual = changed[measure.name]
            here = replace(here, low=low, high=high, usual=usual)
        kept.append(here)
    return tuple(kept)
