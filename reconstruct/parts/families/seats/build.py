"""Builds chairs, stools and benches from one description: underframe, seat, back and arms."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.seats.arms import add_arms
from reconstruct.parts.families.seats.back_sheet import BackSheet
from reconstruct.parts.families.seats.backs import add_back
from reconstruct.parts.families.seats.braces import add_aprons, add_footring, add_stretchers
from reconstruct.parts.families.seats.plan import Plan, add_seat
from reconstruct.parts.families.seats.shells import add_shell, add_wrap
from reconstruct.parts.families.seats.underframe import (
    FRAMED_LEGS,
    Underframe,
    add_underframe,
)
from reconstruct.parts.family import Values

__all__ = ["build_seat"]

_LEGS_REACH = {"shell": 0.74, "wrap": 0.82}
"""Share of the way to the seat's corners at which legs stand, under seats that are round at the back."""


def build_seat(
    builder: Builder,
    values: Values,
    size_m: Float[np.ndarray, "3"],
    *,
    seat_width: float | None = None,
) -> tuple[Plan, Underframe]:
    """Add all parts; say where the seat and the legs are.

    Parameters
    ----------
    seat_width
        Share of the whole width, of families that do not measure it.
    """
    width, height, depth = (float(side) for side in size_m)
    back, legs = values.of("back") or "none", values.of("legs") or "box"
    cushion = values.of("cushion") or "none"
    share = values["seat_width"] if seat_width is None else seat_width
    plan = _plan(values, share * width / 2, height, depth, back, cushion)
    frame = add_underframe(builder, values, plan, legs)
    add_stretchers(builder, values, frame, values.of("stretchers"))
    if values.of("footrest") == "ring":
        add_footring(builder, values, plan)
    if back == "shell":
        add_shell(builder, values, plan, height, cushion)
        return plan, frame
    if values.of("apron") == "rails":
        add_aprons(builder, values["apron_height"], frame)
    seat = values.of("seat") or "square"
    add_seat(
        builder,
        plan,
        kind=seat,
        cushion=cushion,
        thickness_m=values["seat_thickness"],
        cushion_m=values["cushion_thickness"] if cushion != "none" else 0.0,
        corner=values["seat_corner"],
        saddle=values["saddle"] if seat == "saddle" else 0.0,
    )
    if back == "none":
        return plan, frame
    if back == "wrap":
        add_wrap(builder, values, plan, height)
        return plan, frame
    sheet = _sheet(values, plan, frame, legs, height)
    foot_z = frame.legs[2].top_m[2] if legs in FRAMED_LEGS else sheet.base_z_m
    post = 0.9 * frame.thickness_m if legs in FRAMED_LEGS else values["post_thickness"]
    add_back(builder, values, sheet, back, post, foot_z)
    add_arms(builder, values, plan, sheet, values.of("arms"))
    return plan, frame


def _plan(
    values: Values, half_m: float, height_m: float, depth_m: float, back: str, cushion: str
) -> Plan:
    seat_y = height_m if back == "none" else values["seat_height"] * height_m
    seat_depth = values["seat_depth"] * depth_m
    soft = values["cushion_thickness"] if cushion != "none" else 0.0
    # Slats are half as thick as the rails that carry them, and the legs reach up to the slats.
    board = values["seat_thickness"] * (0.5 if values.of("seat") == "slatted" else 1.0)
    under = seat_y - board - soft
    if back == "shell":
        under = seat_y - values["shell_dish"] * seat_depth - 0.5 * values["shell_thickness"]
    if values.of("seat") == "saddle":
        under -= 0.3 * values["saddle"] * half_m
    return Plan(
        half_front_m=half_m,
        half_back_m=half_m * values["seat_taper"],
        front_z_m=depth_m / 2,
        back_z_m=depth_m / 2 - seat_depth,
        under_y_m=max(under, 0.3 * seat_y),
        top_y_m=seat_y,
        is_round=values.of("seat") == "round",
        legs_reach=_LEGS_REACH.get(back, 0.76 if values.of("seat") == "round" else 1.0),
    )


def _sheet(values: Values, plan: Plan, frame: Underframe, legs: str, height_m: float) -> BackSheet:
    """Where the back lies: over the rear legs, or on the seat's back edge."""
    if legs in FRAMED_LEGS:
        base_half, base_z = frame.legs[2].top_m[0], frame.legs[2].top_m[2]
        base_y = plan.under_y_m
        # Legs of a round seat stand close together; its back is as wide as others.
        widen = 1.2 if plan.is_round else 1.0
    else:
        widen = 1.0
        base_half = (0.68 if plan.is_round else 0.86) * plan.half_back_m
        base_z = plan.back_z_m + (0.16 if plan.is_round else 0.06) * plan.depth_m
        base_y = plan.under_y_m + 0.2 * (plan.top_y_m - plan.under_y_m)
    return BackSheet(
        base_y_m=base_y,
        top_y_m=height_m,
        base_half_m=base_half,
        top_half_m=widen * base_half * values["back_width"],
        base_z_m=base_z,
        rake=math.tan(math.radians(values["back_rake"])),
        curve=values["back_curve"],
        bend=values["back_bend"],
        crown_m=values["back_crown"] * (height_m - plan.top_y_m),
    )
