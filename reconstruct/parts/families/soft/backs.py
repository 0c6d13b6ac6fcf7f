"""Backs of padded sofas and armchairs, without their loose cushions."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.soft.plan import Plan
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.padding import padded, reshaped
from reconstruct.parts.primitives.quilted import quilted

__all__ = ["add_back"]

SUNK_M = 0.05
"""How far what is above the seat reaches below it, so that no gap shows."""


def add_back(builder: Builder, values: Values, plan: Plan) -> None:
    """The back of the seats, and that of a corner's return."""
    kind = values.of("back")
    # It ends inside the arms, where there are any.
    half = plan.width / 2 - 0.65 * plan.arm
    if kind == "channels":
        _add_channels(builder, values, plan, half)
    elif kind == "stacked":
        _add_rows(builder, values, plan, half)
    else:
        edge = values["edge"]
        mesh = padded(
            (-half, plan.under + 0.002, plan.rear),
            (half, plan.back_top, plan.rear + plan.back),
            facing="z",
            edge_m=edge,
            corner_m=_corners(values, plan, half),
            crown_m=0.0 if kind == "cushions" else values["puff"],
            detail=builder.detail,
        )
        if kind == "camel":
            mesh = reshaped(mesh, lambda corners: _humped(corners, plan, half, values["hump"]))
        builder.add("back", "", plan.leaning(mesh), "upholstery")
    if kind == "wing":
        _add_wings(builder, values, plan)
    if plan.shape == "corner":
        mesh = padded(
            (plan.width / 2 - plan.back, plan.under + 0.002, plan.rear + 0.01),
            (plan.width / 2, plan.back_top, plan.depth / 2 - 0.006),
            facing="x",
            edge_m=values["edge"],
            corner_m=values["edge"],
            detail=builder.detail,
        )
        builder.add("back", "left", mesh, "upholstery")


def _corners(values: Values, plan: Plan, half: float) -> tuple[float, float, float, float]:
    """Radii of a back's corners: the upper ones are round on a tight back, the lower ones hardly."""
    edge = values["edge"]
    round_m = edge
    if values.of("back") in ("tight", "wing"):
        round_m = max(values["back_round"] * min(half, plan.back_top - plan.seat), edge)
    return (round_m, round_m, 0.3 * edge, 0.3 * edge)


def _add_channels(builder: Builder, values: Values, plan: Plan, half: float) -> None:
    """Upright padded channels side by side."""
    mesh = quilted(
        (-half, plan.under + 0.002, plan.rear),
        (half, plan.back_top, plan.rear + plan.back),
        columns=4 * plan.seats + 3,
        depth_m=values["puff"] + 0.01,
        edge_m=values["edge"],
        detail=builder.detail,
    )
    builder.add("back", "", plan.leaning(mesh), "upholstery")


def _add_rows(builder: Builder, values: Values, plan: Plan, half: float) -> None:
    """A recliner's back: for each seat a thick roll above a taller one, on a board."""
    board = padded(
        (-half, plan.under + 0.002, plan.rear),
        (half, plan.back_top - 0.04, plan.rear + 0.5 * plan.back),
        facing="z",
        edge_m=0.02,
        corner_m=values["edge"],
        detail=builder.detail,
    )
    builder.add("back", "", plan.leaning(board), "upholstery")
    foot = plan.seat - SUNK_M
    split = foot + 0.58 * (plan.back_top - foot)
    inner = plan.width / 2 - plan.arm
    step = 2 * inner / plan.seats
    round_m = min(0.48 * plan.back, 2.0 * values["edge"])
    for seat in range(plan.seats):
        x = inner - seat * step
        for name, low, high in (
            ("low", foot, split + 0.01),
            ("high", split - 0.01, plan.back_top),
        ):
            mesh = padded(
                (x - step + 0.002, low, plan.rear + 0.2 * plan.back),
                (
                    x - 0.002,
                    high,
                    plan.rear + plan.back + (0.3 * values["puff"] if name == "high" else 0.0),
                ),
                facing="z",
                edge_m=round_m,
                corner_m=0.8 * round_m,
                crown_m=values["puff"],
                detail=builder.detail,
            )
            builder.add("cushion", f"{name} {seat + 1}", plan.leaning(mesh), "upholstery")


def _humped(
    corners: Float[np.ndarray, "V 3"], plan: Plan, half: float, share: float
) -> Float[np.ndarray, "V 3"]:
    """The top edge lowered towards the sides, along a cosine."""
    moved = corners.copy()
    across = np.clip(corners[:, 0] / half, -1, 1)
    drop = share * (plan.back_top - plan.seat) * (1 - np.cos(np.pi * across)) / 2
    lift = np.clip((corners[:, 1] - plan.under) / (plan.back_top - plan.under), 0, 1)
    moved[:, 1] -= drop * lift * lift
    return moved


def _add_wings(builder: Builder, values: Values, plan: Plan) -> None:
    """Cheeks at both sides of a high back, from the arms to its top."""
    thick = max(0.55 * plan.arm, 0.05)
    reach = values["wing_reach"] * (plan.front - plan.rear - plan.back)
    edge = min(values["edge"], 0.45 * thick)
    front = plan.rear + plan.back + reach
    curve = values["wing_round"] * min(plan.back_top - plan.arm_top, plan.back + reach)
    for side, name in ((1.0, "left"), (-1.0, "right")):
        outer = side * (plan.width / 2 - 0.35 * plan.arm)
        mesh = padded(
            (outer, plan.arm_top - SUNK_M, plan.rear + 0.01),
            (outer - side * thick, plan.back_top - 0.01, front),
            facing="x",
            edge_m=edge,
            corner_m=(curve, edge, edge, edge),
            detail=builder.detail,
        )
        builder.add("side", f"wing {name}", plan.leaning(mesh), "upholstery")
