"""What a seat stands on: legs at the corners, dowels, bent tubes, sleds, cantilevers, stars, discs, panels, rockers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.legs import (
    LEG_STYLES,
    Leg,
    add_legs,
    four_legs,
    leg_mesh,
    three_legs,
)
from reconstruct.parts.families.seats.plan import Plan
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import bar, bar_section, post, tube
from reconstruct.parts.primitives.board import block
from reconstruct.parts.primitives.lathe import lathe
from reconstruct.parts.primitives.sweep import bars, rounded_path, sweep

__all__ = [
    "CORNER_LEGS",
    "FRAMED_LEGS",
    "Underframe",
    "add_pedestal",
    "add_underframe",
]

FRAMED_LEGS = ("straight", "tapered", "turned", "baluster", "cabriole", "sabre", "runner")
"""Legs that stand flush at the seat's corners; the back's posts go on from the rear ones."""

CORNER_LEGS = (*FRAMED_LEGS, "round", "hairpin", "tube", "rocker")
"""All kinds with a leg near each corner, which stretchers can join."""

_X = np.array([1.0, 0.0, 0.0])
_BACKWARDS = np.array([0.0, 0.0, -1.0])
_BASE_ARMS = 4
_WIDEST = {"hairpin": 2.6, "cabriole": 1.5, "turned": 1.15, "baluster": 1.15}
"""Width of a leg where it is widest over the usual thickness of legs."""


@dataclass(frozen=True)
class Underframe:
    """Where a seat's legs are, metres.

    Attributes
    ----------
    legs
        Front left, front right, back left, back right.
    thickness_m
        Of a leg at its top.
    """

    legs: tuple[Leg, ...]
    thickness_m: float


def corner_legs(values: Values, plan: Plan, kind: str, top_y_m: float) -> Underframe:
    """Legs at or near the corners of a seat."""
    thick = values["leg_thickness"]
    flush = 0.5 * thick
    factor = plan.legs_reach
    inset = 0.0 if kind in FRAMED_LEGS else values["leg_inset"]
    half_depth = max((plan.depth_m / 2 * factor - flush) * (1 - inset), 0.02)
    half_front = max((plan.half_front_m * factor - flush) * (1 - inset), 0.02)
    half_back = max((plan.half_back_m * factor - flush) * (1 - inset), 0.02)
    legs = four_legs(
        1.0,
        half_depth,
        top_y_m,
        splay_z_m=values["leg_splay_front"] * top_y_m,
        splay_back_m=values["leg_splay_back"] * top_y_m,
        middle_z_m=plan.middle_z_m,
    )
    splay = values["leg_splay_side"] * top_y_m
    moved = []
    for leg, half in zip(legs, (half_front, half_front, half_back, half_back), strict=True):
        side = math.copysign(1.0, leg.top_m[0])
        moved.append(
            Leg(
                leg.name,
                (side * (half + splay), 0.0, leg.bottom_m[2]),
                (side * half, top_y_m, leg.top_m[2]),
            )
        )
    return Underframe(tuple(moved), thick)


def add_underframe(builder: Builder, values: Values, plan: Plan, kind: str) -> Underframe:
    """Add what the seat stands on, and say where its legs are."""
    top = plan.under_y_m + 0.004
    frame = corner_legs(values, plan, kind, top)
    if kind in LEG_STYLES:
        _add_plain(builder, values, frame, kind)
    elif kind == "runner":
        _add_runners(builder, frame)
    elif kind == "sabre":
        _add_sabre(builder, values, frame)
    elif kind == "dowel":
        return _add_dowels(builder, values, plan, top)
    elif kind == "tube":
        _add_tubes(builder, values, frame)
    elif kind == "sled":
        _add_sled(builder, values, frame)
    elif kind == "cantilever":
        _add_cantilever(builder, values, frame)
    elif kind == "rocker":
        _add_rockers(builder, values, frame)
    elif kind == "panel":
        _add_panels(builder, frame)
    elif kind == "folding":
        _add_folding(builder, frame)
    elif kind == "three":
        _add_three(builder, values, plan, top)
    elif kind == "box":
        _add_box(builder, plan)
    elif kind in ("star", "disc"):
        add_pedestal(builder, values, plan, kind)
    else:
        raise ValueError(f"underframe {kind!r}: expected a kind of legs that chairs have")
    return frame


def _add_plain(builder: Builder, values: Values, frame: Underframe, kind: str) -> None:
    width = _WIDEST.get(kind, 1.0) * frame.thickness_m
    add_legs(
        builder,
        kind,
        frame.legs,
        width,
        taper=values["leg_taper"] if kind in ("tapered", "round") else 1.0,
        belly=values["leg_belly"] if kind in ("turned", "baluster") else 1.0,
        block=values["leg_block"] if kind in ("turned", "baluster") else 0.0,
        bend=values["leg_bend"] if kind == "cabriole" else 1.0,
    )


def _add_runners(builder: Builder, frame: Underframe) -> None:
    """On each side a frame of flat bars that stands on its lower one."""
    detail = builder.detail
    thick = 0.6 * frame.thickness_m
    for leg in frame.legs:
        mesh = post(leg.bottom_m, leg.top_m, (frame.thickness_m, thick), detail=detail)
        builder.add("leg", leg.name, mesh, "legs")
    ends = np.array(
        [[frame.legs[a].bottom_m, frame.legs[b].bottom_m] for a, b in ((0, 2), (1, 3))]
        + [[frame.legs[a].top_m, frame.legs[b].top_m] for a, b in ((0, 2), (1, 3))]
    )
    ends[:2, :, 1] += thick / 2
    ends[2:, :, 1] -= thick / 2
    ends[:, 0, 2] += thick / 2
    ends[:, 1, 2] -= thick / 2
    made = bars(ends, 0.998 * frame.thickness_m, thick, detail=detail)
    for name, mesh in zip(("low left", "low right", "left", "right"), made, strict=True):
        builder.add("foot" if "low" in name else "frame", name, mesh, "legs")


def _add_sabre(builder: Builder, values: Values, frame: Underframe) -> None:
    """Square legs that curve outwards at the foot."""
    detail = builder.detail
    share = np.linspace(0, 1, 5 * detail.along)[:, None]
    section = bar_section((frame.thickness_m, frame.thickness_m), 0.004, detail)
    sections = section * (values["leg_taper"] + (1 - values["leg_taper"]) * share)[..., None]
    for leg in frame.legs:
        low, high = np.array(leg.bottom_m), np.array(leg.top_m)
        path = low + (high - low) * share
        # The leg bows inwards below the seat and meets the floor outside.
        bow = values["leg_curve"] * high[1] * (share**2 - share)[:, 0]
        path[:, 2] += math.copysign(1.0, high[2] - frame_middle(frame)) * bow
        path[:, 0] += 0.3 * math.copysign(1.0, high[0]) * bow
        builder.add("leg", leg.name, sweep(path, _X, _BACKWARDS, sections), "legs")


def frame_middle(frame: Underframe) -> float:
    """Middle between the front and the back legs' tops along z."""
    return (frame.legs[0].top_m[2] + frame.legs[2].top_m[2]) / 2


def _add_dowels(builder: Builder, values: Values, plan: Plan, top_y_m: float) -> Underframe:
    """Round legs that spread from near the middle, braced crosswise, as under moulded shells."""
    detail = builder.detail
    thick = values["leg_thickness"]
    spread_x = plan.half_front_m * (1 - values["leg_inset"]) * 0.62
    spread_z = plan.depth_m / 2 * (1 - values["leg_inset"]) * 0.62
    legs = four_legs(
        spread_x,
        spread_z,
        top_y_m,
        splay_x_m=(0.1 + values["leg_splay_side"]) * top_y_m,
        splay_z_m=(0.1 + values["leg_splay_front"]) * top_y_m,
        splay_back_m=(0.1 + values["leg_splay_back"]) * top_y_m,
        middle_z_m=plan.middle_z_m,
    )
    for leg in legs:
        mesh = leg_mesh("round", leg, thick, thick, detail, taper=values["leg_taper"])
        builder.add("leg", leg.name, mesh, "legs")
    low, high = 0.62 * top_y_m, top_y_m - 0.02
    for name, a, b in (
        ("front", 0, 1),
        ("left", 0, 2),
        ("right", 1, 3),
        ("back", 2, 3),
    ):
        path = np.array([legs[a].at(high), legs[b].at(low)])
        rod = tube(path, 0.12 * thick + 0.001, detail=detail)
        builder.add("stretcher", name, rod, "metal")
    return Underframe(legs, thick)


def _add_tubes(builder: Builder, values: Values, frame: Underframe) -> None:
    """On each side one tube: front leg, rail under the seat, back leg."""
    radius = 0.36 * frame.thickness_m
    for name, front, back in (("left", 0, 2), ("right", 1, 3)):
        a, b = frame.legs[front], frame.legs[back]
        points = np.array([a.bottom_m, a.top_m, b.top_m, b.bottom_m])
        points[1:3, 1] -= radius
        path = rounded_path(points, values["tube_bend"], 1 + 2 * builder.detail.along)
        builder.add("leg", name, tube(path, radius, detail=builder.detail), "legs")
    for name, i in (("front", 0), ("back", 2)):
        low = np.array([frame.legs[i].top_m, frame.legs[i + 1].top_m])
        low[:, 1] -= radius
        builder.add("frame", name, tube(low, 0.9 * radius, detail=builder.detail), "legs")


def _add_sled(builder: Builder, values: Values, frame: Underframe) -> None:
    """On each side one tube: down in front, along the floor, and up at the back."""
    radius = 0.33 * frame.thickness_m
    for name, front, back in (("left", 0, 2), ("right", 1, 3)):
        a, b = frame.legs[front], frame.legs[back]
        points = np.array([a.top_m, a.bottom_m, b.bottom_m, b.top_m])
        points[1:3, 1] += radius
        path = rounded_path(points, values["tube_bend"], 1 + 2 * builder.detail.along)
        builder.add("leg", name, tube(path, radius, detail=builder.detail), "legs")
    for name, i in (("front", 0), ("back", 2)):
        ends = np.array([frame.legs[i].top_m, frame.legs[i + 1].top_m])
        ends[:, 1] -= radius
        builder.add("frame", name, tube(ends, 0.9 * radius, detail=builder.detail), "legs")


def _add_cantilever(builder: Builder, values: Values, frame: Underframe) -> None:
    """Two tubes that run forward under the seat, down, and back along the floor, joined there."""
    radius = 0.4 * frame.thickness_m
    for name, front, back in (("left", 0, 2), ("right", 1, 3)):
        a, b = frame.legs[front], frame.legs[back]
        points = np.array([b.top_m, a.top_m, a.bottom_m, b.bottom_m])
        points[:2, 1] -= radius
        points[2:, 1] += radius
        points[2:, 0] = points[1, 0]
        points[0, 0] = points[1, 0]
        path = rounded_path(points, values["tube_bend"], 2 + 2 * builder.detail.along)
        builder.add("leg", name, tube(path, radius, detail=builder.detail), "legs")
    half = frame.legs[0].top_m[0]
    z = frame.legs[2].bottom_m[2]
    ends = np.array([[half, radius, z], [-half, radius, z]])
    builder.add("foot", "back", tube(ends, radius, detail=builder.detail), "legs")
    ends = np.array([frame.legs[2].top_m, frame.legs[3].top_m])
    ends[:, 0] = (half, -half)
    ends[:, 1] -= radius
    builder.add("frame", "back", tube(ends, 0.8 * radius, detail=builder.detail), "legs")


def _add_rockers(builder: Builder, values: Values, frame: Underframe) -> None:
    """Round legs on two curved runners."""
    detail = builder.detail
    share = np.linspace(0, 1, 6 * detail.along)
    height = 1.1 * frame.thickness_m
    section = bar_section((0.8 * frame.thickness_m, height), 0.004, detail)
    rise = 0.16 * frame.legs[0].top_m[1]
    for name, front, back in (("left", 0, 2), ("right", 1, 3)):
        a, b = frame.legs[front], frame.legs[back]
        reach = a.bottom_m[2] - b.bottom_m[2]
        z0, z1 = b.bottom_m[2] - 0.45 * reach, a.bottom_m[2] + 0.2 * reach
        path = np.empty((len(share), 3))
        path[:, 2] = z0 + (z1 - z0) * share
        middle = (a.bottom_m[2] + b.bottom_m[2]) / 2
        path[:, 1] = height / 2 + rise * ((path[:, 2] - middle) / max(reach, 1e-6)) ** 2
        path[:, 0] = (a.bottom_m[0] + b.bottom_m[0]) / 2
        runner = sweep(path, _X, np.array([0.0, 1.0, 0.0]), section)
        builder.add("foot", name, runner, "legs")
    for leg in frame.legs:
        x, _, z = leg.bottom_m
        y = 0.25 * rise + height / 2
        mesh = leg_mesh(
            "round",
            Leg(leg.name, (x, y, z), leg.top_m),
            frame.thickness_m,
            frame.thickness_m,
            detail,
            taper=values["leg_taper"],
        )
        builder.add("leg", leg.name, mesh, "legs")


def _add_panels(builder: Builder, frame: Underframe) -> None:
    thick = frame.thickness_m / 2
    for name, front, back in (("left", 0, 2), ("right", 1, 3)):
        a, b = frame.legs[front], frame.legs[back]
        x = a.top_m[0]
        low = (x - thick, 0.0, b.top_m[2] - thick)
        high = (x + thick, a.top_m[1], a.top_m[2] + thick)
        builder.add("side", name, block(low, high, edge_m=0.004, detail=builder.detail), "legs")


def _add_folding(builder: Builder, frame: Underframe) -> None:
    """Two bars on each side that cross: one up to the back's post, one up to the seat's front."""
    detail = builder.detail
    thick = frame.thickness_m
    for name, front, back in (("left", 0, 2), ("right", 1, 3)):
        a, b = frame.legs[front], frame.legs[back]
        side = math.copysign(1.0, a.top_m[0])
        x, y = max(abs(a.top_m[0]), abs(b.top_m[0])), a.top_m[1]
        low, high = (side * x, 0.0, a.bottom_m[2]), (side * x, y, b.top_m[2])
        outer = post(low, high, (0.5 * thick, thick), detail=detail)
        builder.add("leg", f"front {name}", outer, "legs")
        inner_x = side * (x - 0.55 * thick)
        low, high = (inner_x, 0.0, b.bottom_m[2]), (inner_x, y, a.top_m[2] - thick)
        inner = post(low, high, (0.5 * thick, thick), detail=detail)
        builder.add("leg", f"back {name}", inner, "legs")
    for name, leg in (("front", frame.legs[0]), ("back", frame.legs[2])):
        y = 0.16 * leg.top_m[1]
        other = frame.legs[2].top_m[2] if name == "front" else frame.legs[0].top_m[2]
        z = leg.bottom_m[2] + 0.16 * (other - leg.bottom_m[2])
        half = max(abs(frame.legs[0].top_m[0]), abs(frame.legs[2].top_m[0]))
        half -= 0.0 if name == "front" else 0.55 * thick
        rail = bar((half, y, z), (-half, y, z), 0.4 * thick, 0.8 * thick, detail=detail)
        builder.add("stretcher", name, rail, "legs")


def _add_three(builder: Builder, values: Values, plan: Plan, top_y_m: float) -> None:
    """Two legs in front and one behind."""
    thick = values["leg_thickness"]
    factor = (0.9 if plan.is_round else 1.0) * (1 - values["leg_inset"])
    legs = three_legs(
        max(plan.half_front_m * factor - thick, 0.02),
        max(plan.depth_m / 2 * factor - thick, 0.02),
        top_y_m,
        splay_m=values["leg_splay_side"] * top_y_m,
    )
    for leg in legs:
        low, high = leg.bottom_m, leg.top_m
        placed = Leg(
            leg.name,
            (low[0], low[1], low[2] + plan.middle_z_m),
            (high[0], high[1], high[2] + plan.middle_z_m),
        )
        mesh = leg_mesh("round", placed, thick, thick, builder.detail, taper=values["leg_taper"])
        builder.add("leg", leg.name, mesh, "legs")


def _add_box(builder: Builder, plan: Plan) -> None:
    """A chest up to the seat, on a recessed plinth."""
    half, back = plan.half_front_m - 0.008, plan.back_z_m + 0.008
    front, top, foot = plan.front_z_m - 0.008, plan.under_y_m + 0.002, 0.1 * plan.under_y_m
    detail = builder.detail
    body = block((-half, foot, back), (half, top, front), edge_m=0.004, detail=detail)
    builder.add("body", "", body, "frame")
    low, high = (-half + 0.02, 0.0, back + 0.02), (half - 0.02, foot + 0.002, front - 0.03)
    builder.add("base", "", block(low, high, detail=detail), "frame")


def add_pedestal(
    builder: Builder, values: Values, plan: Plan, kind: str, *, arms: int = _BASE_ARMS
) -> None:
    """Add a column on a disc or on a star of arms."""
    detail = builder.detail
    top = plan.under_y_m + 0.004
    radius = 0.5 * values["column_thickness"]
    reach = values["base_width"] * min(plan.half_front_m, plan.depth_m / 2)
    z = plan.middle_z_m
    if kind == "disc":
        rise = 0.25 * radius
        profile = np.array(
            [
                (0.96 * reach, 0.0),
                (reach, 0.006),
                (0.9 * reach, 0.014),
                (0.35 * reach + 0.65 * radius, 0.014 + rise),
                (1.05 * radius, 0.03 + 3 * rise),
                (radius, 0.4 * top),
                (radius, top - 0.5 * radius),
                (1.9 * radius, top),
            ]
        )
        builder.add("base", "", lathe(profile, detail=detail).moved(z_m=z), "legs")
        return
    column = np.array([[0.0, 0.05, z], [0.0, top, z]])
    builder.add("column", "", tube(column, radius, detail=detail), "legs")
    plate = block(
        (-0.55 * plan.half_back_m, top - 0.025, z - 0.3 * plan.depth_m),
        (0.55 * plan.half_back_m, top, z + 0.3 * plan.depth_m),
        detail=detail,
    )
    builder.add("frame", "plate", plate, "legs")
    for arm in range(arms):
        turn = 2 * math.pi * (arm + 0.5) / arms
        tip = (reach * math.sin(turn), 0.012, z + reach * math.cos(turn))
        made = bar((0.0, 0.06, z), tip, 1.3 * radius, 0.024, edge_m=0.006, detail=detail)
        builder.add("foot", str(arm + 1), made, "legs")
