"""Sofas and armchairs built as a padded box: base, arms, back, cushions; straight, with a chaise or with a corner."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.soft.backs import add_back
from reconstruct.parts.families.soft.cushions import (
    add_back_cushions,
    add_return_cushions,
    add_seat_cushions,
    add_side_cushions,
    add_throw_pillows,
    seat_spans,
)
from reconstruct.parts.families.soft.plan import Plan, plan_of
from reconstruct.parts.families.soft.rolled import rolled_arm
from reconstruct.parts.families.soft.supports import SUPPORTS, add_supports
from reconstruct.parts.family import Values
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.padding import padded, reshaped

__all__ = ["add_upholstered"]


def add_upholstered(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    """All parts of a padded sofa or armchair; a return is drawn at the product's left."""
    plan = plan_of(values, size_m)
    half = plan.width / 2
    _add_base(builder, values, plan)
    if values.of("legs") in SUPPORTS:
        shaped = plan.shape != "straight"
        add_supports(
            builder,
            values,
            plan.under,
            (-half, half),
            (plan.rear, plan.front),
            return_m=(half - plan.return_width, _outer(plan), plan.depth / 2) if shaped else None,
            middle_legs=plan.seats >= 3 and not shaped,
        )
    add_back(builder, values, plan)
    _add_arms(builder, values, plan)
    _add_cushions(builder, values, plan)


def _outer(plan: Plan) -> float:
    """The x of a return's outer side: a chaise ends beside its arm, a corner with the back."""
    return plan.width / 2 - (plan.arm if plan.shape == "chaise" else 0.0)


def _add_base(builder: Builder, values: Values, plan: Plan) -> None:
    top = plan.seat - plan.cushion
    edge = 0.4 * values["edge"]
    skirt = values.of("legs") == "skirt"
    half = plan.width / 2 - 0.5 * plan.arm
    # A cushion stands out a little over what carries it; a skirt hangs over all.
    front = plan.front - (0.0 if skirt else 0.012)
    parts = [("", (-half, plan.rear + 0.004), (half, front))]
    if plan.shape != "straight":
        low = (plan.width / 2 - plan.return_width, plan.front - 0.2)
        parts.append(("return", low, (_outer(plan) - 0.002, plan.depth / 2 - 0.012)))
    for name, low, high in parts:
        mesh = padded(
            (low[0], plan.under, low[1]),
            (high[0], top, high[1]),
            edge_m=edge,
            corner_m=edge,
            detail=builder.detail,
        )
        builder.add("base", name, mesh, "upholstery")
    if skirt:
        width, end = plan.width / 2, max(plan.front, plan.depth / 2)
        tall = min(0.22, 0.6 * top)
        mesh = padded(
            (-width, 0.003, plan.rear - 0.004),
            (width, tall, end),
            edge_m=0.004,
            corner_m=0.02,
            detail=builder.detail,
        )
        builder.add("apron", "skirt", mesh, "upholstery")


def _add_arms(builder: Builder, values: Values, plan: Plan) -> None:
    if values.of("arms") == "none":
        return
    front = plan.front - values["arm_setback"] * (plan.front - plan.rear)
    builder.add("arm", "right", _arm(builder, values, plan, -1.0, front), "upholstery")
    if plan.shape == "corner":
        if values.of("corner_end") == "arm":
            _add_end_arm(builder, values, plan)
        return
    builder.add("arm", "left", _arm(builder, values, plan, 1.0, front), "upholstery")


def _arm(builder: Builder, values: Values, plan: Plan, side: float, front: float) -> PartMesh:
    kind = values.of("arms")
    outer = side * plan.width / 2
    inner = outer - side * plan.arm
    bottom = plan.under + 0.002
    if kind == "rolled":
        back = plan.rear_at(0.5 * (plan.arm_top + plan.under))
        return rolled_arm(
            (min(outer, inner), max(outer, inner)),
            (bottom, plan.arm_top),
            (back, front),
            roll=values["roll"],
            side=side,
            detail=builder.detail,
        )
    edge = (0.42 if kind == "rounded" else values["arm_edge"]) * plan.arm
    corner = max(values["arm_corner"] * (plan.arm_top - plan.seat), 0.8 * edge)
    small = min(edge, 0.02)
    mesh = padded(
        (outer, bottom, plan.rear),
        (inner, plan.arm_top, front),
        facing="x",
        edge_m=edge,
        corner_m=(corner, small, small, max(edge, 0.02)),
        bulge_m=0.004,
        detail=builder.detail,
    )
    slope = values["arm_slope"] if kind == "sloped" else 0.0

    def shaped(corners: Float[np.ndarray, "V 3"]) -> Float[np.ndarray, "V 3"]:
        """The rear edge follows the back's lean; the top falls towards the front."""
        moved = corners.copy()
        ahead = (corners[:, 2] - plan.rear) / (front - plan.rear)
        rise = np.clip((corners[:, 1] - bottom) / (plan.arm_top - bottom), 0, 1)
        moved[:, 2] -= plan.rake * (corners[:, 1] - plan.under) * (1 - ahead)
        moved[:, 1] -= slope * (plan.arm_top - plan.seat) * ahead * rise * rise
        return moved

    return reshaped(mesh, shaped)


def _add_end_arm(builder: Builder, values: Values, plan: Plan) -> None:
    """The arm across the front of a corner's return."""
    edge = min(values["edge"], 0.4 * plan.arm)
    mesh = padded(
        (plan.width / 2 - plan.return_width, plan.under + 0.002, plan.depth / 2 - plan.arm),
        (plan.width / 2, plan.arm_top, plan.depth / 2),
        facing="z",
        edge_m=edge,
        corner_m=(edge, edge, 0.3 * edge, 0.3 * edge),
        detail=builder.detail,
    )
    builder.add("arm", "left", mesh, "upholstery")


def _add_cushions(builder: Builder, values: Values, plan: Plan) -> None:
    right, left = -plan.width / 2 + plan.arm, plan.width / 2 - plan.arm
    back = plan.rear_at(plan.seat) + 0.75 * plan.back
    loose = values.of("back") == "cushions"
    ends = (right, left)
    if plan.shape == "straight":
        spans = seat_spans(right, left, plan.seats)
        back_spans = spans
    else:
        cross = plan.width / 2 - plan.return_width
        ends = (right, cross)
        spans = seat_spans(right, cross, plan.seats - 1)
        outer = left if plan.shape == "chaise" else plan.width / 2 - 0.9 * plan.back
        front = plan.depth / 2
        if plan.shape == "corner" and values.of("corner_end") == "arm":
            front -= plan.arm
        add_return_cushions(builder, values, plan, (cross, outer), back_m=back, front_m=front)
        back_spans = [(cross, outer), *spans]
        if loose and plan.shape == "corner":
            start = back + 0.25 * plan.back + values["back_cushion"]
            add_side_cushions(builder, values, plan, back_m=start, front_m=front - 0.02)
    add_seat_cushions(builder, values, plan, spans, back_m=back)
    rest = plan.rear_at(plan.seat) + plan.back
    if loose:
        add_back_cushions(builder, values, plan, back_spans)
        rest += values["back_cushion"]
    add_throw_pillows(builder, values, seat_m=plan.seat, x_m=ends, rest_m=rest)
