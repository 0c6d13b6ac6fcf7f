"""Washbasins with what carries them, and kitchen sinks."""

from __future__ import annotations

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.bathroom.tap import add_tap
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import post, tube
from reconstruct.parts.primitives.basin import basin, basin_outline, stacked
from reconstruct.parts.primitives.board import block
from reconstruct.parts.primitives.profile import soft_least

__all__ = ["kitchen_sink", "washbasin"]

Size = tuple[float, float, float]


def washbasin(builder: Builder, values: Values, size_m: Size) -> None:
    """A washbasin with its back at -Z."""
    width, height, depth = size_m
    support = values.of("support")
    tapped = values.of("tap") != "none"
    tap = min(values["tap_height"], 0.4 * height) if tapped else 0.0
    rim = height - tap
    if support == "on_cabinet":
        _vessel_on_cabinet(builder, values, size_m, tap)
        return
    tall = min(values["basin_height"], 0.9 * rim)
    low = rim - tall
    _bowl(builder, values, (width, depth), low, rim, back=True)
    if support == "pedestal":
        _pedestal(builder, values, (width, low, depth), tall)
    elif support == "legs":
        _legs(builder, values, (width, low, depth), tall)
    elif support == "cabinet":
        share = values["cabinet_width"]
        _cabinet(builder, values, (width * share, low + 0.6 * tall, 0.96 * depth))
    foot = (0.0, rim - 0.003, -0.5 * depth + 0.06)
    add_tap(builder, values, foot_m=foot, rise_m=tap, reach_m=0.3 * depth)


def _bowl(
    builder: Builder,
    values: Values,
    plan_m: tuple[float, float],
    low: float,
    high: float,
    *,
    back: bool,
    z_m: float = 0.0,
) -> None:
    """The basin; with a ledge for the tap at its back if it has one."""
    width, depth = plan_m
    detail = builder.detail
    power = values["squareness"]
    inset = values.of("support") == "cabinet"
    outline = basin_outline(
        width, depth, 30.0 if inset else power, detail, flat_back=6.0 if back else 0.0
    )
    wall = min(values["rim_width"], 0.12 * depth)
    ledge = 0.1 + wall if back and values.of("tap") != "none" else wall
    # On a wide cabinet the basin is as wide as a basin is, with room beside it.
    wide = soft_least(width - 2 * wall, 0.62) if inset else width - 2 * wall
    inner = basin_outline(wide, depth - wall - ledge, power, detail, flat_back=1.0)
    inner[:, 1] += 0.5 * (ledge - wall)
    body = basin(
        outline,
        low,
        high,
        foot=0.8 if inset else values["basin_foot"],
        fullness=0.3 if inset else 0.55,
        wall_m=wall,
        floor_m=low + 0.25 * (high - low),
        inner=inner,
        detail=detail,
    )
    builder.add("bowl", "", body.moved(z_m=z_m), "ceramic")


def _vessel_on_cabinet(builder: Builder, values: Values, size_m: Size, tap: float) -> None:
    width, height, depth = size_m
    tall = min(values["basin_height"], 0.3 * height)
    above = max(tall, tap)
    top = height - above
    slab = 0.03
    _cabinet(builder, values, (0.99 * width, top - slab + 0.002, 0.97 * depth))
    board = block(
        (-0.5 * width, top - slab, -0.5 * depth),
        (0.5 * width, top, 0.5 * depth),
        edge_m=0.003,
        detail=builder.detail,
    )
    builder.add("top", "", board, "top")
    wide = min(values["basin_width"] * width, 0.62)
    deep = 0.72 * depth
    _bowl(builder, values, (wide, deep), top - 0.003, top + tall, back=False, z_m=0.1 * depth)
    foot = (0.0, top, -0.5 * depth + 0.045)
    add_tap(builder, values, foot_m=foot, rise_m=tap, reach_m=0.3 * depth)


def _pedestal(builder: Builder, values: Values, size_m: Size, tall: float) -> None:
    width, low, depth = size_m
    wide = values["pedestal_width"] * width
    shares = np.linspace(0, 1, 4 + 2 * builder.detail.along)
    outlines, heights, shifts = [], [], []
    for t in shares:
        grown = 1.0 - 0.28 * np.sin(np.pi * min(float(t) * 0.9 + 0.12, 1.0))
        outlines.append(basin_outline(wide * grown, 0.9 * wide * grown, 2.8, builder.detail))
        heights.append(float(t) * (low + 0.3 * tall))
        shifts.append(-0.5 * depth + 0.62 * wide + 0.03)
    builder.add("column", "", stacked(outlines, heights, shifts), "ceramic")


def _legs(builder: Builder, values: Values, size_m: Size, tall: float) -> None:
    width, low, depth = size_m
    thick = values["leg_thickness"]
    top = low + 0.82 * tall
    x, front, back = 0.42 * width, 0.33 * depth, -0.44 * depth
    spots = (("front left", x, front), ("front right", -x, front), ("back left", x, back))
    for name, side, z in (*spots, ("back right", -x, back)):
        leg = post((side, 0.0, z), (side, top, z), (thick, thick), detail=builder.detail)
        builder.add("leg", name, leg, "metal")
    for name, start, end in (
        ("front", (-x, front), (x, front)),
        ("left", (x, front), (x, back)),
        ("right", (-x, front), (-x, back)),
    ):
        path = np.array([[start[0], 0.78 * low, start[1]], [end[0], 0.78 * low, end[1]]])
        rail = tube(path, 0.35 * thick, detail=builder.detail)
        builder.add("stretcher", name, rail, "metal")


def _cabinet(builder: Builder, values: Values, size_m: Size) -> None:
    """A cabinet below, from the floor or, as on a wall, from some height; then it has feet to the floor."""
    width, top, depth = size_m
    detail = builder.detail
    low = values["cabinet_rise"] * top
    half, deep = 0.5 * width, 0.5 * depth
    front = 0.02
    fronts = values.of("fronts")
    body_low = low
    if fronts == "open_shelf":
        body_low = low + 0.5 * (top - low)
        shelf = block((-half, low, -deep), (half, low + 0.025, deep), detail=detail)
        builder.add("shelf", "", shelf, "cabinet")
    # Of panels and open above: the basin reaches into it.
    inner, board = half - 0.018, deep - front
    panels = {
        "side left": ((inner, body_low, -deep), (half, top, board)),
        "side right": ((-half, body_low, -deep), (-inner, top, board)),
        "panel back": ((-inner, body_low, -deep), (inner, top, -deep + 0.012)),
        "panel bottom": ((-inner, body_low, -deep), (inner, body_low + 0.018, board)),
    }
    for name, (corner, opposite) in panels.items():
        role, _, place = name.partition(" ")
        builder.add(role, place, block(corner, opposite, detail=detail), "cabinet")
    thick = 0.035
    for name, x, z in (
        ("front left", 1, 1),
        ("front right", -1, 1),
        ("back left", 1, -1),
        ("back right", -1, -1),
    ):
        at = (x * (half - 0.5 * thick - 0.002), z * (deep - 0.5 * thick - front))
        end = body_low + 0.01
        leg = post((at[0], 0.0, at[1]), (at[0], end, at[1]), (thick, thick), detail=detail)
        builder.add("leg", name, leg, "cabinet")
    for name, left, right, bottom, upper in _front_places(fronts, half, body_low, top):
        gap = 0.002
        door = block(
            (left + gap, bottom + gap, deep - front - 0.001),
            (right - gap, upper - gap, deep),
            edge_m=0.002,
            detail=detail,
        )
        role = "door" if "door" in name else "drawer"
        builder.add(role, name.removeprefix(f"{role} "), door, "front")
        _handle(builder, values, role, name, (left, right, bottom, upper, deep))


def _front_places(
    fronts: str, half: float, low: float, top: float
) -> list[tuple[str, float, float, float, float]]:
    """Name, left, right, bottom and top of each front."""
    if fronts == "two_doors":
        return [("door left", 0.0, half, low, top), ("door right", -half, 0.0, low, top)]
    if fronts == "two_drawers":
        middle = 0.5 * (low + top)
        return [
            ("drawer upper", -half, half, middle, top),
            ("drawer lower", -half, half, low, middle),
        ]
    return [("drawer upper", -half, half, low, top)]


def _handle(
    builder: Builder,
    values: Values,
    role: str,
    name: str,
    place_m: tuple[float, float, float, float, float],
) -> None:
    left, right, bottom, upper, front = place_m
    form = values.of("handles")
    if form == "none":
        return
    level = bottom + 0.72 * (upper - bottom)
    middle = 0.5 * (left + right)
    if role == "door":
        # Where the two doors meet.
        middle = left + 0.05 if left >= 0 else right - 0.05
    reach = min(0.07, 0.3 * (right - left))
    if form == "knobs":
        path = np.array([[middle, level, front - 0.002], [middle, level, front + 0.022]])
        mesh = tube(path, np.array([0.008, 0.014]), detail=builder.detail)
    elif role == "door":
        mesh = block(
            (middle - 0.006, level - reach, front - 0.001),
            (middle + 0.006, level + reach, front + 0.022),
            edge_m=0.003,
            detail=builder.detail,
        )
    else:
        mesh = block(
            (middle - reach, level - 0.006, front - 0.001),
            (middle + reach, level + 0.006, front + 0.022),
            edge_m=0.003,
            detail=builder.detail,
        )
    builder.add("handle", name, mesh, "metal")


def kitchen_sink(builder: Builder, values: Values, size_m: Size) -> None:
    """A sink of one or two bowls, with a drainer or without."""
    width, height, depth = size_m
    detail = builder.detail
    tapped = values.of("tap") != "none"
    rim = height * values["bowl_height"] if tapped else height
    drainer = values.of("drainer")
    basins = width * (values["bowl_width"] if drainer == "none" else 0.56)
    share = 1.0 if drainer == "none" else basins / width
    used = width * share
    middle = {"none": 0.0, "right": 0.5 * (width - used), "left": -0.5 * (width - used)}[drainer]
    count = 2 if values.of("bowls") == "two" else 1
    one = used / count
    ledge = 0.085 if tapped else values["rim_width"]
    rim_width = min(values["rim_width"], 0.12 * one)
    for place in range(count):
        x = middle + (place - 0.5 * (count - 1)) * -one
        outline = basin_outline(one * 1.002, depth, 40.0, detail)
        inner = basin_outline(
            one - 2 * rim_width, depth - rim_width - ledge, values["squareness"], detail
        )
        inner[:, 1] += 0.5 * (ledge - rim_width)
        body = basin(
            outline,
            0.0,
            rim,
            foot=0.94,
            wall_m=rim_width,
            floor_m=0.08 * rim,
            inner=inner,
            fullness=1.0,
            detail=detail,
        )
        name = ("left", "right")[place] if count == 2 else ""
        builder.add("bowl", name, body.moved(x_m=x), "metal")
    if drainer != "none":
        side = -1.0 if drainer == "right" else 1.0
        near, far = middle + side * 0.5 * used, side * 0.5 * width
        low, high = min(near, far), max(near, far)
        sheet = block((low, rim - 0.012, -0.5 * depth), (high, rim, 0.5 * depth), detail=detail)
        builder.add("top", "drainer", sheet, "metal")
        for line in range(6):
            x = low + (high - low) * (line + 1) / 7
            ridge = block(
                (x - 0.004, rim - 0.002, -0.36 * depth),
                (x + 0.004, rim + 0.003, 0.4 * depth),
                detail=detail,
            )
            builder.add("top", f"ridge {line + 1}", ridge, "metal")
    foot = (middle, rim - 0.001, -0.5 * depth + 0.045)
    add_tap(builder, values, foot_m=foot, rise_m=height - rim, reach_m=0.4 * depth)
