"""Lengths that the parts of a bed share."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from reconstruct.parts.family import Values

__all__ = ["BedPlan", "bed_plan"]


@dataclass(frozen=True)
class BedPlan:
    """Lengths in metres, in the product frame: the head is at -z.

    Attributes
    ----------
    width, height, depth
        Of the whole.
    under, rail_top, mattress_low, mattress_top
        Heights: of the frame's underside, of its rails, of the mattress.
    half
        Half the width of the frame.
    mattress_half
        Half the width of the mattress.
    head, foot
        z where the frame begins and ends, inside head- and footboard.
    mattress_back, mattress_front
        z where the mattress begins and ends.
    head_top
        Height of the headboard.
    head_thick, foot_thick
        Of head- and footboard; the footboard's is 0 without one.
    rake
        Tangent of the headboard's lean.
    """

    width: float
    height: float
    depth: float
    under: float
    rail_top: float
    mattress_low: float
    mattress_top: float
    half: float
    mattress_half: float
    head: float
    foot: float
    mattress_back: float
    mattress_front: float
    head_top: float
    head_thick: float
    foot_thick: float
    rake: float


def bed_plan(values: Values, size_m: Float[np.ndarray, "3"]) -> BedPlan:
    """Lengths from the values, kept within each other."""
    width, height, depth = (float(side) for side in size_m)
    headboard = values.of("headboard")
    without = headboard in ("none", "")
    top = height * (0.9 if without else values["mattress_top"])
    mattress = min(values["mattress"], 0.7 * top)
    base = values.of("base")
    if base in ("padded", "box_spring"):
        under = min(values["leg_height"], 0.7 * (top - mattress))
    elif base == "plinth":
        under = min(0.5 * (top - mattress), 0.22 * top)
    else:
        under = 0.004
    low = top - mattress
    rail_top = min(low + values["sunk"] * mattress, low + 0.8 * mattress)
    if base == "box_spring":
        rail_top = low
    elif base == "rails":
        # Legs reach from the floor to the rails.
        under = max(rail_top - values["rail"], 0.02)
    head_thick = 0.0 if without else values["head_thickness"]
    rake = 0.0 if without else math.tan(math.radians(values["head_rake"]))
    head_top = height
    if values.of("posts") == "canopy":
        head_top = top + values["head_under_canopy"] * 0.6 * (height - top)
    head = -depth / 2 + head_thick + rake * (head_top - under)
    if headboard == "bookcase":
        head_thick = values["head_depth"]
        head = -depth / 2 + head_thick
    foot_thick = 0.0 if values.of("footboard") in ("none", "") else 0.7 * values["foot_thickness"]
    foot = depth / 2 - foot_thick
    wings = values["wing_thickness"] if headboard == "winged" else 0.0
    overhang = 0.0 if without else min(values["head_overhang"], 0.12 * width)
    if headboard in ("slatted", "rails", "panelled", "metal_bars", "bookcase"):
        # Boards and pads may be much wider than the bed, posts are not.
        overhang = min(overhang, 0.02)
    half = width / 2 - overhang - wings
    margin = min(values["margin"], 0.15 * half)
    return BedPlan(
        width=width,
        height=height,
        depth=depth,
        under=under,
        rail_top=rail_top,
        mattress_low=low,
        mattress_top=top,
        half=half,
        mattress_half=half - margin,
        head=head,
        foot=foot,
        mattress_back=head + 0.01,
        mattress_front=foot - margin,
        head_top=head_top,
        head_thick=head_thick,
        foot_thick=foot_thick,
        rake=rake,
    )
