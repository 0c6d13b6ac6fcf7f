"""Tables on legs at their corners, on three legs, and on loops of bars; the aprons and beams of all."""

from __future__ import annotations

import math

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.braces import (
    add_apron,
    add_round_apron,
    add_shelf,
    add_stretchers,
)
from reconstruct.parts.families.drawer_row import add_drawers
from reconstruct.parts.families.legs import add_legs, four_legs, three_legs
from reconstruct.parts.families.stands import add_loops, add_tube_loops
from reconstruct.parts.families.tables.tops import Frame
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import bar
from reconstruct.parts.primitives.board import block

__all__ = ["add_beam", "leg_section", "on_corner_legs", "on_loops", "on_spider", "on_three_legs"]

DRAWERS = {"one": 1, "two": 2, "three": 3}


def _half_sides(
    values: Values, frame: Frame, width_m: float, depth_m: float
) -> tuple[float, float]:
    """Where the middles of corner legs stand."""
    out_x = frame.reach_x / 2 - values["overhang_x"] * frame.reach_x
    out_z = frame.reach_z / 2 - values["overhang_z"] * frame.reach_z
    x = max(frame.width_m * out_x - width_m / 2, 0.55 * width_m)
    return x, max(frame.depth_m * out_z - depth_m / 2, 0.55 * depth_m)


def leg_section(values: Values, frame: Frame) -> tuple[float, float]:
    """Width and depth of a leg, no more than the table can bear."""
    most = 0.3 * min(frame.width_m, frame.depth_m)
    width = min(values["leg_width"], most)
    squared = values.of("legs") not in ("round", "turned", "baluster", "cabriole", "three")
    return width, min(width * values["leg_ratio"], most) if squared else width


def on_corner_legs(builder: Builder, values: Values, frame: Frame) -> None:
    """Four legs with their stretchers, shelf, apron and drawers."""
    style = values.of("legs")
    width, depth = leg_section(values, frame)
    splay_x = splay_z = 0.0
    if style == "hairpin":
        width = depth = min(values["rod_spread"], 0.3 * min(frame.width_m, frame.depth_m))
        splay_x = splay_z = 0.6 * frame.top_y_m * math.tan(math.radians(values["splay"]))
    elif values.of("stance") == "splayed":
        splay_x = frame.top_y_m * math.tan(math.radians(values["splay_x"]))
        splay_z = frame.top_y_m * math.tan(math.radians(values["splay_z"]))
    x, z = _half_sides(values, frame, width, depth)
    # Legs that lean outwards start farther in, so that they stand about under the top's rim.
    x, z = max(x - 0.7 * splay_x, 0.35 * x), max(z - 0.7 * splay_z, 0.35 * z)
    legs = four_legs(x, z, frame.top_y_m, splay_x_m=splay_x, splay_z_m=splay_z)
    add_legs(
        builder,
        style,
        legs,
        width,
        depth,
        taper=values["leg_taper"],
        belly=values["leg_belly"],
        block=values["leg_block"],
        bend=values["leg_bend"],
    )
    if style == "tapered":
        # These lean by as much as their inner faces do.
        thinner = (1 - values["leg_taper"]) / 2
        out_x, out_z = splay_x + thinner * width, splay_z + thinner * depth
        legs = four_legs(x, z, frame.top_y_m, splay_x_m=out_x, splay_z_m=out_z)
    if values.of("stretcher") not in ("", "none"):
        y = max(values["stretcher_height"] * frame.top_y_m, 0.6 * values["stretcher_width"])
        thick = min(values["stretcher_width"], 0.9 * width)
        add_stretchers(
            builder, values.of("stretcher"), legs, y, thick, values["stretcher_ratio"] * thick
        )
    if values.of("shelf") not in ("", "none"):
        y = values["shelf_height"] * frame.top_y_m
        at = legs[0].at(y)
        grow = 1.41 if frame.is_round else 1.0  # round shelves reach to the legs' middles
        half_x = values["shelf_reach"] * grow * (at[0] + 0.15 * width)
        half_z = values["shelf_reach"] * grow * (at[2] + 0.15 * depth)
        add_shelf(
            builder,
            values.of("shelf"),
            half_x,
            half_z,
            y,
            min(values["shelf_thickness"], 0.5 * y),
            is_round=frame.is_round,
        )
    if values.of("apron") not in ("", "none"):
        _add_table_apron(builder, values, frame, (x, z), (width, depth))


def _add_table_apron(
    builder: Builder,
    values: Values,
    frame: Frame,
    middles_m: tuple[float, float],
    section_m: tuple[float, float],
) -> None:
    (x, z), (width, depth) = middles_m, section_m
    height = min(values["apron_height"], 0.45 * frame.top_y_m)
    setback = values["apron_setback"]
    if frame.is_round and values.of("drawers") in ("", "none"):
        grow = 1.36
        half_x = min(grow * x, 0.47 * frame.width_m) * (1 - 0.15 * setback)
        half_z = min(grow * z, 0.47 * frame.depth_m) * (1 - 0.15 * setback)
        add_round_apron(builder, half_x, half_z, frame.top_y_m, height)
        return
    thickness = min(0.02, 0.6 * width, 0.6 * depth)
    # From flush with the legs to the middle of them.
    half_x = x + width / 2 - setback * (width - thickness)
    half_z = z + depth / 2 - setback * (depth - thickness)
    arch = values["arch"] if values.of("apron") == "arched" else None
    add_apron(builder, half_x, half_z, frame.top_y_m, height, thickness, arch=arch)
    if values.of("drawers") not in DRAWERS:
        return
    low, high = frame.top_y_m - height, frame.top_y_m
    floor = block((-half_x, low, -half_z), (half_x, low + 0.006, half_z), detail=builder.detail)
    builder.add("apron", "floor", floor, "legs")
    margin = (1 - values["front_height"]) / 2 * height
    inner = max(x - width / 2, 0.3 * x)
    gap = 0.003 + 0.25 * margin
    face = half_z + 0.003 + 0.006 * (1 - values["front_height"])
    add_drawers(
        builder,
        DRAWERS[values.of("drawers")],
        (-inner, low + margin),
        (inner, high - margin),
        face,
        0.014,
        gap,
        values.of("handle"),
        min(values["handle_size"], 0.45 * height),
    )


def on_three_legs(builder: Builder, values: Values, frame: Frame) -> None:
    """Three round legs, with a round shelf if there is one."""
    width, _ = leg_section(values, frame)
    reach = values["leg_reach"]
    x = max(reach * frame.width_m / 2 - width / 2, width)
    z = max(reach * frame.depth_m / 2 - width / 2, width)
    splay = frame.top_y_m * math.tan(math.radians(values["splay"]))
    legs = three_legs(
        max(x - 0.5 * splay, 0.3 * x), max(z - 0.5 * splay, 0.3 * z), frame.top_y_m, splay_m=splay
    )
    add_legs(builder, "round", legs, width, taper=values["leg_taper"])
    if values.of("shelf") not in ("", "none"):
        y = values["shelf_height"] * frame.top_y_m
        back = -legs[2].at(y)[2]
        side = legs[0].at(y)[0] / math.cos(math.radians(30))
        add_shelf(
            builder,
            "glass" if values.of("shelf") == "glass" else "solid",
            side + 0.3 * width,
            back + 0.3 * width,
            y,
            min(values["shelf_thickness"], 0.5 * y),
            is_round=True,
        )


def on_loops(builder: Builder, values: Values, frame: Frame) -> None:
    """A loop of bars at each end, or in front and at the back."""
    style = values.of("legs")
    width, depth = leg_section(values, frame)
    x, z = _half_sides(values, frame, width, depth)
    if style == "tube_ends":
        add_tube_loops(builder, x, z, frame.top_y_m, min(width, 0.06), bend_m=values["tube_bend"])
        return
    splay = frame.top_y_m * math.tan(math.radians(values["loop_splay"]))
    along = "z" if style == "loop_ends" else "x"
    legs = add_loops(
        builder,
        x,
        z,
        frame.top_y_m,
        width,
        depth,
        along=along,
        splay_m=splay,
        runner=values.of("loop") != "open_below",
        head=values.of("loop") != "open_above",
    )
    if values.of("beam") == "one":
        y = beam_height_m(values, frame)
        reach = abs(legs[0].at(y)[0])
        add_beam(builder, values, reach, -z, min(width, depth), frame, height_m=y)
    if values.of("shelf") not in ("", "none"):
        y = values["shelf_height"] * frame.top_y_m
        at = legs[0].at(y)
        thickness = min(values["shelf_thickness"], 0.5 * y)
        add_shelf(
            builder, values.of("shelf"), at[0] + 0.2 * width, at[2] + 0.2 * depth, y, thickness
        )


def beam_height_m(values: Values, frame: Frame) -> float:
    """Height of a beam's middle: from the floor to the top as its measure says."""
    upright = min(values["beam_upright"], 0.3 * frame.top_y_m)
    return values["beam_height"] * (frame.top_y_m - upright) + upright / 2


def add_beam(
    builder: Builder,
    values: Values,
    half_x_m: float,
    z_m: float,
    width_m: float,
    frame: Frame,
    *,
    height_m: float | None = None,
) -> float:
    """A beam along x between the two ends, its middle at a height if one is given; returns that height."""
    upright = min(values["beam_upright"], 0.3 * frame.top_y_m)
    y = beam_height_m(values, frame) if height_m is None else max(height_m, upright / 2)
    start, end = (half_x_m, y, z_m), (-half_x_m, y, z_m)
    made = bar(start, end, min(0.7 * width_m, upright), upright, detail=builder.detail)
    builder.add("stretcher", "beam", made, "legs")
    return y


def on_spider(builder: Builder, values: Values, frame: Frame) -> None:
    """Four bars that meet under the middle of the top and spread to its corners on the floor."""
    width, depth = leg_section(values, frame)
    x = values["base_spread"] * frame.width_m / 2 * frame.reach_x - width / 2
    z = values["base_spread"] * frame.depth_m / 2 * frame.reach_z - depth / 2
    near_x, near_z = 0.6 * width, 0.6 * depth
    legs = four_legs(
        near_x,
        near_z,
        frame.top_y_m,
        splay_x_m=max(x - near_x, 0.0),
        splay_z_m=max(z - near_z, 0.0),
    )
    add_legs(builder, "straight", legs, width, depth)
