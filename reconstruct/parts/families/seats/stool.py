"""Stools: low and bar stools on legs, sleds, columns, with round, square and saddle seats, some with low backs."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.seats.build import build_seat
from reconstruct.parts.families.seats.measures import JOINT_LEGS, seat_measures
from reconstruct.parts.families.seats.underframe import FRAMED_LEGS
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice

__all__ = ["STOOL"]

_BACKLESS = {"none": 1, "panel": 0, "padded": 0, "rail": 0, "spindles": 0, "shell": 0, "wrap": 0}
_BACKED = {"none": 0, "panel": 3, "padded": 4, "rail": 2, "spindles": 1, "shell": 3, "wrap": 2}

_CHOICES = (
    Choice(
        "back",
        {"none": 6, "panel": 1, "padded": 1, "rail": 0.8, "spindles": 0.4, "shell": 1, "wrap": 0.7},
    ),
    Choice(
        "legs",
        {
            "straight": 4,
            "tapered": 2,
            "round": 5,
            "three": 1.5,
            "turned": 0.6,
            "baluster": 0.3,
            "sabre": 0.5,
            "cabriole": 0.1,
            "hairpin": 0.6,
            "tube": 1.2,
            "sled": 1,
            "star": 0.6,
            "disc": 1.2,
            "panel": 0.5,
            "runner": 0.8,
        },
    ),
    Choice(
        "seat",
        {"square": 4, "round": 5, "saddle": 1.2, "slatted": 0.3},
        when={"back": ("none", "panel", "padded", "rail", "spindles", "wrap")},
    ),
    Choice(
        "cushion",
        {"none": 5, "pad": 1, "padded": 3},
        when={"seat": ("square", "round")},
    ),
    Choice(
        "apron",
        {"none": 3, "rails": 2},
        when={"legs": FRAMED_LEGS, "seat": ("square", "round", "slatted")},
    ),
    Choice("sticks", {"3": 1, "4": 1, "5": 2, "6": 1, "7": 1}, when={"back": ("spindles",)}),
    Choice(
        "stretchers",
        {"none": 3, "sides": 0.7, "h": 2, "box": 3, "cross": 0.4, "ring": 1.5},
        when={"legs": (*JOINT_LEGS, "tube")},
    ),
    Choice("footrest", {"none": 1, "ring": 2}, when={"legs": ("star", "disc")}),
)

_TALL_STRETCHERS = {"none": 0.6, "sides": 0.3, "h": 1.5, "box": 5, "cross": 0.2, "ring": 3}

_KINDS = (
    Kind(
        "stool",
        (0.28, 0.4, 0.28),
        (0.46, 0.5, 0.42),
        {
            "back": _BACKLESS,
            "legs": {"star": 0.2, "disc": 0.3},
            "footrest": {"none": 1, "ring": 0},
        },
        weight=3.0,
        usual={"leg_splay_side": 0.06, "leg_splay_front": 0.06, "leg_splay_back": 0.06},
    ),
    Kind(
        "stool",
        (0.3, 0.4, 0.3),
        (0.42, 0.5, 0.42),
        {
            "back": _BACKLESS,
            "seat": {"square": 0, "round": 1, "saddle": 0, "slatted": 0},
            "legs": {"star": 0.3, "disc": 0.4, "three": 3, "straight": 1, "tapered": 1},
        },
        weight=1.5,
        square=True,
        usual={"leg_splay_side": 0.1, "leg_splay_front": 0.1, "leg_splay_back": 0.1},
    ),
    # Step and children's stools.
    Kind(
        "stool",
        (0.26, 0.2, 0.2),
        (0.4, 0.34, 0.32),
        {
            "back": _BACKLESS,
            "cushion": {"none": 8, "pad": 0.4, "padded": 0.6},
            "legs": {"star": 0, "disc": 0, "hairpin": 0.1, "panel": 3, "sled": 0.2},
        },
        weight=0.8,
    ),
    # Bar stools without a back.
    Kind(
        "stool",
        (0.34, 0.6, 0.34),
        (0.46, 0.8, 0.44),
        {"back": _BACKLESS, "legs": {"panel": 0, "cabriole": 0}, "stretchers": _TALL_STRETCHERS},
        weight=2.5,
        usual={
            "leg_splay_side": 0.07,
            "leg_splay_front": 0.06,
            "leg_splay_back": 0.06,
            "stretcher_height": 0.32,
        },
    ),
    # Bar stools with one.
    Kind(
        "stool",
        (0.38, 0.85, 0.4),
        (0.52, 1.12, 0.55),
        {
            "back": _BACKED,
            "seat": {"square": 5, "round": 2, "saddle": 0, "slatted": 0},
            "legs": {"three": 0, "panel": 0, "cabriole": 0, "star": 0.8, "disc": 1.5},
            "cushion": {"none": 3, "pad": 0.5, "padded": 5},
            "stretchers": _TALL_STRETCHERS,
        },
        weight=2.5,
        usual={"seat_height": 0.7, "stretcher_height": 0.32, "leg_splay_side": 0.06},
    ),
)


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    build_seat(builder, values, size_m)


STOOL = Family(
    name="stool",
    kinds=_KINDS,
    choices=_CHOICES,
    measures=seat_measures(
        _CHOICES,
        changed={
            "seat_height": (0.45, 0.88, 0.7),
            "seat_taper": (0.8, 1.05, 0.98),
            "seat_depth": (0.6, 1.0, 0.95),
            "leg_thickness": (0.012, 0.06, 0.03),
            "leg_splay_back": (-0.08, 0.35, 0.05),
            "back_bottom": (0.0, 0.65, 0.2),
        },
    ),
    construct=_construct,
)
