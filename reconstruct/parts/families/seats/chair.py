"""Chairs: dining, shell, upholstered, school, garden, rocking and children's chairs, with arms or without."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.seats.build import build_seat
from reconstruct.parts.families.seats.chair_kinds import CHAIR_KINDS
from reconstruct.parts.families.seats.measures import JOINED_BACKS, JOINT_LEGS, seat_measures
from reconstruct.parts.families.seats.underframe import FRAMED_LEGS
from reconstruct.parts.family import Family, Values
from reconstruct.parts.parameters import Choice

__all__ = ["CHAIR"]

_SEATED = (*JOINED_BACKS, "wrap")

_CHOICES = (
    Choice(
        "back",
        {
            "panel": 3,
            "padded": 4,
            "framed": 3,
            "ladder": 4,
            "slats": 4,
            "spindles": 2,
            "hoop": 1.5,
            "bentwood": 1,
            "splat": 1.5,
            "cross": 1.5,
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
            "turned": 1.5,
            "baluster": 0.6,
            "sabre": 2,
            "cabriole": 1,
            "hairpin": 0.4,
            "dowel": 1,
            "tube": 2,
            "sled": 1.2,
            "cantilever": 1,
            "folding": 0.7,
            "star": 1,
            "disc": 0.6,
            "panel": 0.3,
            "rocker": 0.4,
            "runner": 0.4,
        },
    ),
    Choice("seat", {"square": 8, "round": 2, "slatted": 1}, when={"back": _SEATED}),
    Choice("cushion", {"none": 4, "pad": 1.5, "padded": 4}),
    Choice("apron", {"none": 2, "rails": 3}, when={"legs": FRAMED_LEGS, "back": _SEATED}),
    Choice(
        "sticks",
        {"3": 2, "4": 2, "5": 3, "6": 2, "7": 2, "9": 1},
        when={"back": ("slats", "spindles", "hoop")},
    ),
    Choice("rungs", {"2": 2, "3": 4, "4": 3, "5": 1}, when={"back": ("ladder",)}),
    Choice(
        "arms",
        {"none": 6, "bar": 2, "curved": 1, "loop": 0.6, "wrap": 0.6, "padded": 0.6},
        when={"back": JOINED_BACKS},
    ),
    Choice(
        "stretchers",
        {"none": 5, "sides": 1, "h": 2, "box": 2, "cross": 0.3, "ring": 0.3},
        when={"legs": JOINT_LEGS},
    ),
)


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    build_seat(builder, values, size_m)


CHAIR = Family(
    name="chair",
    kinds=CHAIR_KINDS,
    choices=_CHOICES,
    measures=seat_measures(_CHOICES),
    construct=_construct,
)
