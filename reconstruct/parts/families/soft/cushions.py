"""Loose cushions of sofas and armchairs: on the seat, against the back, and throw pillows."""

from __future__ import annotations

import math

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.soft.plan import SEAM_M, Plan
from reconstruct.parts.family import Values
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.padding import padded, throw_pillow

__all__ = [
    "add_back_cushions",
    "add_return_cushions",
    "add_seat_cushions",
    "add_side_cushions",
    "add_throw_pillows",
    "seat_spans",
]

Span = tuple[float, float]


def seat_spans(right_m: float, left_m: float, seats: int) -> list[Span]:
    """From where to where each of some equal seats goes along x."""
    step = (left_m - right_m) / seats
    return [(left_m - (i + 1) * step, left_m - i * step) for i in range(seats)]


def _seat(builder: Builder, values: Values, plan: Plan, x: Span, z: Span) -> PartMesh:
    round_m = values["cushion_edge"] * plan.cushion
    return padded(
        (x[0] + SEAM_M, plan.seat - plan.cushion, z[0]),
        (x[1] - SEAM_M, plan.seat, z[1]),
        edge_m=round_m,
        corner_m=max(round_m, 0.02),
        crown_m=values["crown"],
        bulge_m=0.07 * plan.cushion,
        detail=builder.detail,
    )


def add_seat_cushions(
    builder: Builder, values: Values, plan: Plan, spans: list[Span], *, back_m: float
) -> None:
    """Cushions of the seats, one for each or one for all, from z = `back_m` to the front."""
    z = (back_m, plan.front)
    if values.of("seat_cushions") == "one":
        whole = _seat(builder, values, plan, (spans[-1][0], spans[0][1]), z)
        builder.add("cushion", "seat", whole, "upholstery")
        return
    for number, x in enumerate(spans):
        builder.add(
            "cushion", f"seat {number + 1}", _seat(builder, values, plan, x, z), "upholstery"
        )


def add_return_cushions(
    builder: Builder, values: Values, plan: Plan, x: Span, *, back_m: float, front_m: float
) -> None:
    """Cushions of a chaise (one, as long as it is) or of a corner (one in the corner, one before it)."""
    if plan.shape == "chaise":
        long = _seat(builder, values, plan, x, (back_m, front_m))
        builder.add("cushion", "chaise", long, "upholstery")
        return
    for name, z in (("corner", (back_m, plan.front)), ("return", (plan.front + SEAM_M, front_m))):
        builder.add("cushion", name, _seat(builder, values, plan, x, z), "upholstery")


def add_back_cushions(builder: Builder, values: Values, plan: Plan, spans: list[Span]) -> None:
    """A cushion for each seat that stands on it and leans on the back."""
    for number, x in enumerate(spans):
        mesh = _standing(builder, values, plan, x, plan.rear + 0.9 * plan.back)
        builder.add("cushion", f"back {number + 1}", mesh, "upholstery")


def _standing(builder: Builder, values: Values, plan: Plan, x: Span, back_m: float) -> PartMesh:
    thick = values["back_cushion"]
    mesh = padded(
        (x[0] + SEAM_M, plan.seat - 0.015, back_m),
        (x[1] - SEAM_M, plan.height, back_m + thick),
        facing="z",
        edge_m=0.45 * thick,
        corner_m=max(values["back_corner"] * thick, 0.02),
        crown_m=values["puff"],
        under_m=0.3 * values["puff"],
        bulge_m=0.04 * thick,
        detail=builder.detail,
    )
    # They lean a little more than the back, as they are thinner on top.
    return plan.leaning(mesh, extra=0.05)


def add_side_cushions(
    builder: Builder, values: Values, plan: Plan, *, back_m: float, front_m: float
) -> None:
    """The cushion along the side of a corner's return."""
    thick = values["back_cushion"]
    inner = plan.width / 2 - 0.9 * plan.back
    mesh = padded(
        (inner - thick, plan.seat - 0.015, back_m + SEAM_M),
        (inner, plan.height, front_m),
        facing="x",
        edge_m=0.45 * thick,
        corner_m=max(values["back_corner"] * thick, 0.02),
        under_m=values["puff"],
        crown_m=0.3 * values["puff"],
        bulge_m=0.04 * thick,
        detail=builder.detail,
    )
    builder.add("cushion", "back left", mesh, "upholstery")


def add_throw_pillows(
    builder: Builder,
    values: Values,
    *,
    seat_m: float,
    x_m: Span,
    rest_m: float,
) -> None:
    """Throw pillows on a seat: a small one in the middle, or one at each end.

    Parameters
    ----------
    seat_m
        Height of the seat.
    x_m
        From right to left between the arms.
    rest_m
        z of what they lean on, at the seat.
    """
    kind = values.of("pillows")
    if kind in ("none", ""):
        return
    side = min(values["pillow"], 0.85 * (x_m[1] - x_m[0]))
    lean = 0.32
    places = [("", (x_m[0] + x_m[1]) / 2, 0.0)]
    if kind == "two":
        places = [
            ("left", x_m[1] - 0.55 * side, -0.28),
            ("right", x_m[0] + 0.55 * side, 0.28),
        ]
    tall = side if kind == "two" else 0.62 * side
    thick = 0.3 * side
    for name, x, turn in places:
        mesh = throw_pillow(side, tall, thick, detail=builder.detail)
        mesh = mesh.turned("x", -lean).turned("y", turn)
        y = seat_m + 0.5 * tall * math.cos(lean) - 0.01
        z = rest_m + 0.5 * thick + 0.35 * tall * math.sin(lean)
        builder.add("pillow", name, mesh.moved(x, y, z), "pillows")
