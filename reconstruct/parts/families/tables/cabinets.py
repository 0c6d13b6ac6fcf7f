"""Drawer cabinets of desks: hung under the top beside the legs, or standing and carrying it."""

from __future__ import annotations

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.drawer_row import add_drawers, add_handle
from reconstruct.parts.families.tables.tops import Frame
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import post
from reconstruct.parts.primitives.board import block

__all__ = ["add_cabinet_stand", "add_cabinets"]

COUNTS = {"two_drawers": 2, "three_drawers": 3, "four_drawers": 4}
FRONT_M = 0.018


def add_cabinets(builder: Builder, values: Values, frame: Frame) -> None:
    """Cabinets under the top, as the choice `cabinet` says; they hang or reach to the floor."""
    sides = {"left": (1.0,), "right": (-1.0,), "both": (1.0, -1.0)}.get(values.of("cabinet"), ())
    width = min(values["cabinet_width"], 0.36 * frame.width_m)
    inset = 0.05 * frame.width_m + 0.5 * values["leg_width"]
    depth = 0.94 * frame.depth_m * values["cabinet_depth"]
    high = frame.top_y_m + 0.001
    for side in sides:
        outer = frame.width_m / 2 - inset
        x0, x1 = sorted((side * outer, side * (outer - width)))
        low = high * (1 - values["cabinet_height"])
        name = "left" if side > 0 else "right"
        _add_cabinet(
            builder,
            values.of("cabinet_handle"),
            values.of("cabinet_front"),
            name,
            (x0, low),
            (x1, high),
            depth,
        )


def add_cabinet_stand(builder: Builder, values: Values, frame: Frame) -> None:
    """Cabinets that carry the top: two, or one with a panel, legs or a frame at the other side."""
    width = min(values["stand_width"], 0.4 * frame.width_m)
    outer = frame.width_m / 2 * (1 - values["top_overhang"])
    depth = frame.depth_m * values["stand_depth"]
    high = frame.top_y_m
    plinth = min(values["plinth_height"], 0.3 * high)
    other = values.of("other_side")
    detail = builder.detail
    # Legs at the open side stand under the corners of the top.
    open_outer, open_depth = outer * min(frame.reach_x, 1.0), depth * min(frame.reach_z, 1.0)
    thick = values["other_thickness"]
    open_side = {"left": -1.0, "right": 1.0}.get(values.of("cabinet_side"), 0.0)
    for side, name in ((1.0, "left"), (-1.0, "right")):
        if side == open_side:
            _add_other_side(builder, other, side * open_outer, open_depth, high, thick)
            continue
        x0, x1 = sorted((side * outer, side * (outer - width)))
        front = values.of("stand_front")
        _add_cabinet(
            builder, values.of("stand_handle"), front, name, (x0, plinth), (x1, high), depth
        )
        low = (x0 + 0.012, 0.0, -0.46 * depth)
        foot = block(low, (x1 - 0.012, plinth + 0.001, 0.46 * depth), detail=detail)
        builder.add("foot", name, foot, "panels")
    if values.of("middle_drawer") == "one":
        left = open_outer - thick if open_side > 0 else outer - width
        right = thick - open_outer if open_side < 0 else width - outer
        under = high - min(values["middle_drawer_height"], 0.25 * high)
        body = block((right, under, -0.4 * depth), (left, high, depth / 2 - 0.02), detail=detail)
        builder.add("body", "middle", body, "panels")
        add_drawers(
            builder,
            1,
            (right, under),
            (left, high),
            depth / 2 - 0.004,
            FRONT_M,
            0.003,
            values.of("stand_handle"),
            0.026,
            name="middle",
        )


def _add_other_side(
    builder: Builder, other: str, outer_m: float, depth_m: float, high_m: float, thick_m: float
) -> None:
    detail = builder.detail
    z = depth_m / 2
    side, place = (1.0, "left") if outer_m > 0 else (-1.0, "right")
    x = outer_m - side * thick_m / 2
    x0, x1 = x - thick_m / 2, x + thick_m / 2
    if other == "panel":
        made = block((x0, 0.0, -z), (x1, high_m, z), detail=detail)
        builder.add("side", place, made, "panels")
        return
    for name, way in (("front", 1.0), ("back", -1.0)):
        at = way * (z - thick_m / 2)
        made = post((x, 0.0, at), (x, high_m, at), (thick_m, thick_m), detail=detail)
        builder.add("leg", f"{name} {place}", made, "legs")
    if other == "frame":
        for role, low in (("foot", 0.0), ("frame", high_m - thick_m)):
            a, b = (x0, low, -z + thick_m / 2), (x1, low + thick_m, z - thick_m / 2)
            builder.add(role, f"other {place}", block(a, b, detail=detail), "legs")


def _add_cabinet(
    builder: Builder,
    handle: str,
    front: str,
    name: str,
    low_m: tuple[float, float],
    high_m: tuple[float, float],
    depth_m: float,
) -> None:
    """A box between two corners (x, y) with its front at +z."""
    detail = builder.detail
    (x0, y0), (x1, y1), z = low_m, high_m, depth_m / 2
    board_m = min(0.018, 0.1 * (x1 - x0), 0.1 * (y1 - y0))
    if front == "open":
        for part, a, b in (
            ("left", (x1 - board_m, y0, -z), (x1, y1, z)),
            ("right", (x0, y0, -z), (x0 + board_m, y1, z)),
            ("floor", (x0 + board_m, y0, -z), (x1 - board_m, y0 + board_m, z)),
            ("back", (x0 + board_m, y0, -z), (x1 - board_m, y1, -z + board_m)),
            (
                "shelf",
                (x0 + board_m, (y0 + y1 - board_m) / 2, -z),
                (x1 - board_m, (y0 + y1 + board_m) / 2, z),
            ),
        ):
            builder.add("panel", f"{name} {part}", block(a, b, detail=detail), "panels")
        return
    body = block((x0, y0, -z), (x1, y1, z - FRONT_M), detail=detail)
    builder.add("body", name, body, "panels")
    size = 0.026
    if front in COUNTS:
        add_drawers(
            builder, COUNTS[front], (x0, y0), (x1, y1), z, FRONT_M - 0.001, 0.0025, handle, size,
            upright=True, name=name,
        )  # fmt: skip
        return
    split = y1 if front == "door" else y0 + 0.72 * (y1 - y0)
    door = block(
        (x0 + 0.0025, y0 + 0.0025, z - FRONT_M + 0.001),
        (x1 - 0.0025, split - 0.0025, z),
        detail=detail,
    )
    builder.add("door", name, door, "fronts")
    inner = x0 if x0 + x1 > 0 else x1
    at_x = inner + 0.14 * (x0 + x1 - 2 * inner)
    add_handle(builder, handle, f"{name} door", (at_x, y0 + 0.8 * (split - y0), z), 0.2, size)
    if front == "drawer_and_door":
        add_drawers(
            builder, 1, (x0, split), (x1, y1), z, FRONT_M - 0.001, 0.0025, handle, size, name=name
        )
