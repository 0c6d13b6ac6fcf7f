"""What carries the top of a table or desk: legs and their braces, ends, pedestals, blocks and C-shapes."""

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
from reconstruct.parts.families.legs import LEG_STYLES, add_legs, four_legs, three_legs
from reconstruct.parts.families.pedestals import add_pedestal
from reconstruct.parts.families.stands import (
    add_a_frames,
    add_cross_loops,
    add_cross_panels,
    add_crossed,
    add_loops,
    add_panels,
    add_sawhorses,
    add_trestles,
    add_tube_loops,
)
from reconstruct.parts.families.tables.tops import Frame, top_outline
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import bar, post
from reconstruct.parts.primitives.board import block, board

__all__ = ["DRAWERS", "leg_section", "stand_on"]

DRAWERS = {"one": 1, "two": 2, "three": 3}


def stand_on(builder: Builder, values: Values, frame: Frame) -> None:
    """Add what carries a top, as the choice `legs` says."""
    legs = values.of("legs")
    if legs in LEG_STYLES:
        _on_corner_legs(builder, values, frame)
    elif legs == "three":
        _on_three_legs(builder, values, frame)
    elif legs in ("loop_ends", "loop_long", "tube_ends"):
        _on_loops(builder, values, frame)
    elif legs in ("panel_ends", "trestle", "x_ends", "x_long", "a_frame", "sawhorses"):
        _on_ends(builder, values, frame)
    elif legs in ("pedestal", "two_pedestals"):
        _on_pedestals(builder, values, frame)
    elif legs in ("c_frame", "c_panel"):
        _on_one_side(builder, values, frame)
    else:
        _on_middle(builder, values, frame)


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


def _on_corner_legs(builder: Builder, values: Values, frame: Frame) -> None:
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
    if values.of("stretcher") not in ("", "none"):
        y = max(values["stretcher_height"] * frame.top_y_m, 0.6 * values["stretcher_width"])
        thick = min(values["stretcher_width"], 0.9 * width)
        add_stretchers(builder, values.of("stretcher"), legs, y, thick, 1.25 * thick)
    if values.of("shelf") not in ("", "none"):
        y = values["shelf_height"] * frame.top_y_m
        at = legs[0].at(y)
        grow = 1.3 if frame.is_round else 1.0
        half_x = grow * (at[0] + 0.2 * width)
        half_z = grow * (at[2] + 0.2 * depth)
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


def _on_three_legs(builder: Builder, values: Values, frame: Frame) -> None:
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


def _on_loops(builder: Builder, values: Values, frame: Frame) -> None:
    style = values.of("legs")
    width, depth = leg_section(values, frame)
    x, z = _half_sides(values, frame, width, depth)
    if style == "tube_ends":
        add_tube_loops(builder, x, z, frame.top_y_m, min(width, 0.06))
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
        _add_beam(builder, values, x, 0.0, min(width, depth), frame)
    if values.of("shelf") not in ("", "none"):
        y = values["shelf_height"] * frame.top_y_m
        at = legs[0].at(y)
        thickness = min(values["shelf_thickness"], 0.5 * y)
        add_shelf(
            builder, values.of("shelf"), at[0] + 0.2 * width, at[2] + 0.2 * depth, y, thickness
        )


def _add_beam(
    builder: Builder, values: Values, half_x_m: float, z_m: float, width_m: float, frame: Frame
) -> None:
    upright = min(values["beam_upright"], 0.3 * frame.top_y_m)
    y = max(values["beam_height"] * (frame.top_y_m - upright), 0.0) + upright / 2
    start, end = (half_x_m, y, z_m), (-half_x_m, y, z_m)
    made = bar(start, end, min(0.7 * width_m, upright), upright, detail=builder.detail)
    builder.add("stretcher", "beam", made, "legs")


def _on_ends(builder: Builder, values: Values, frame: Frame) -> None:
    style = values.of("legs")
    width, depth = leg_section(values, frame)
    inset = values["end_inset"]
    if style == "panel_ends":
        thickness = min(values["panel_thickness"], 0.2 * frame.width_m)
        x = frame.width_m / 2 * (1 - 0.5 * inset) * min(frame.reach_x + 0.1, 1.0)
        z = frame.depth_m / 2 * values["panel_depth"] * min(frame.reach_z, 1.0)
        add_panels(
            builder,
            x,
            z,
            frame.top_y_m,
            thickness,
            foot_half_z_m=z * min(values["foot_depth"] / 0.85, 1.0),
        )
        if values.of("beam") == "one":
            _add_beam(builder, values, x - thickness / 2, 0.0, 0.03, frame)
        if values.of("shelf") not in ("", "none"):
            y = values["shelf_height"] * frame.top_y_m
            thin = min(values["shelf_thickness"], 0.5 * y)
            add_shelf(builder, values.of("shelf"), x - 0.5 * thickness, 0.92 * z, y, thin)
        return
    x = max(frame.width_m / 2 * (1 - 2 * inset) * frame.reach_x - width / 2, 0.6 * width)
    z = frame.depth_m / 2 * values["foot_depth"] * min(frame.reach_z + 0.1, 1.0)
    if style == "trestle":
        foot = min(values["foot_height"], 0.2 * frame.top_y_m)
        posts = 2 if values.of("posts") == "two" else 1
        head = z * values["head_depth"] / 0.85
        add_trestles(
            builder, x, z, frame.top_y_m, width, 1.3 * depth, foot, head_half_z_m=head, posts=posts
        )
    elif style in ("x_ends", "x_long"):
        upper = min(values["head_depth"] / 0.7, 1.1)
        along = "z" if style == "x_ends" else "x"
        add_crossed(builder, x, z, frame.top_y_m, width, depth, along=along, top_share=upper)
    elif style == "sawhorses":
        lean = min(0.12 + 0.3 * inset, 0.2) * frame.top_y_m
        add_sawhorses(builder, x - 0.6 * lean, z, frame.top_y_m, width, lean, 0.35)
    else:
        add_a_frames(builder, x, z, frame.top_y_m, width, depth, 0.42)
    if values.of("beam") == "one":
        _add_beam(builder, values, x, 0.0, width, frame)


def _on_pedestals(builder: Builder, values: Values, frame: Frame) -> None:
    column, base = values.of("column"), values.of("base")
    spread = values["base_spread"]
    column_m = min(values["column_width"], 0.6 * spread * frame.depth_m)
    height = values["base_height"]
    if base in ("four_feet", "three_feet"):
        height = height * 2.5
    if values.of("legs") == "pedestal":
        add_pedestal(
            builder,
            column,
            base,
            frame.top_y_m,
            column_m,
            spread * frame.width_m / 2,
            spread * frame.depth_m / 2,
            height,
            waist=values["waist"],
        )
        return
    x = max(frame.width_m / 2 * (1 - 2 * values["end_inset"]) - 0.1 * frame.width_m, 0.6 * column_m)
    half_z = spread * frame.depth_m / 2
    half_x = min(half_z, 0.9 * x)
    for name, side in (("left", 1.0), ("right", -1.0)):
        add_pedestal(
            builder,
            column,
            base,
            frame.top_y_m,
            column_m,
            half_x,
            half_z,
            height,
            waist=values["waist"],
            middle_x_m=side * x,
            name=name,
        )
    if values.of("beam") == "one":
        _add_beam(builder, values, x, 0.0, 0.5 * column_m, frame)


def _on_middle(builder: Builder, values: Values, frame: Frame) -> None:
    style, detail = values.of("legs"), builder.detail
    if style == "waterfall":
        thick = min(frame.thickness_m, 0.2 * frame.width_m)
        half_z = frame.depth_m / 2 * frame.reach_z
        add_panels(builder, frame.width_m / 2, half_z, frame.top_y_m, thick, material="top")
        return
    x = frame.width_m / 2 * (1 - 2 * values["overhang_x"])
    z = frame.depth_m / 2 * (1 - 2 * values["overhang_z"])
    if style in ("block", "drum"):
        shape = "round" if style == "drum" else "rectangle"
        outline = top_outline(shape, 2 * x, 2 * z, 0.0, detail)
        made = board(outline, frame.top_y_m, edge_m=0.004, detail=detail)
        vertices = made.vertices_m.copy()
        share = vertices[:, 1:2] / frame.top_y_m
        vertices[:, [0, 2]] *= values["drum_waist"] + (1 - values["drum_waist"]) * share
        builder.add("body", "", type(made)(vertices, made.faces, made.axes), "legs")
    elif style == "cross_panels":
        thick = min(values["panel_thickness"], 0.3 * z)
        add_cross_panels(
            builder, 0.96 * x, 0.96 * z, frame.top_y_m, thick, min(values["foot_depth"], 1.0)
        )
    else:
        thick = min(values["leg_width"], 0.2 * z)
        add_cross_loops(
            builder, 0.95 * x * frame.reach_x, 0.95 * z * frame.reach_z, frame.top_y_m, thick
        )


def _on_one_side(builder: Builder, values: Values, frame: Frame) -> None:
    detail = builder.detail
    z = frame.depth_m / 2 * values["panel_depth"]
    half = frame.width_m / 2
    foot = min(values["foot_height"] * 0.5, 0.1 * frame.top_y_m)
    if values.of("legs") == "c_panel":
        thick = min(values["panel_thickness"], 0.25 * frame.width_m)
        side = post(
            (half - thick / 2, 0.0, 0.0),
            (half - thick / 2, frame.top_y_m, 0.0),
            (thick, 2 * z),
            detail=detail,
        )
        builder.add("side", "left", side, "legs")
        builder.add(
            "base",
            "",
            block((-half, 0.0, -z), (half - thick + 0.001, foot, z), detail=detail),
            "legs",
        )
        return
    width = min(values["leg_width"] * 0.6, 0.2 * frame.width_m, 0.3 * z)
    x = half - width / 2
    for name, end in (("front", 1.0), ("back", -1.0)):
        at = end * (z - width / 2)
        upright = post((x, 0.0, at), (x, frame.top_y_m, at), (width, width), detail=detail)
        builder.add("leg", name, upright, "legs")
        low, high = (-half, 0.0, at - width / 2), (x, foot, at + width / 2)
        builder.add("foot", name, block(low, high, detail=detail), "legs")
        low, high = (
            (-0.6 * half, frame.top_y_m - 0.6 * width, at - width / 2),
            (x, frame.top_y_m, at + width / 2),
        )
        builder.add("frame", name, block(low, high, detail=detail), "legs")
    cross = block((-half, 0.0, -z), (-half + width, foot, z), detail=detail)
    builder.add("foot", "across", cross, "legs")
