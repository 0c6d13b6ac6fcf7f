"""What carries the top of a table or desk: legs and their braces, ends, pedestals, blocks and C-shapes."""

from __future__ import annotations

import math

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.braces import add_shelf
from reconstruct.parts.families.legs import LEG_STYLES
from reconstruct.parts.families.pedestals import add_pedestal
from reconstruct.parts.families.stands import (
    add_a_frames,
    add_cross_loops,
    add_cross_panels,
    add_crossed,
    add_panels,
    add_sawhorses,
    add_trestles,
)
from reconstruct.parts.families.tables.on_legs import (
    add_beam,
    leg_section,
    on_corner_legs,
    on_loops,
    on_spider,
    on_three_legs,
)
from reconstruct.parts.families.tables.tops import Frame, top_outline
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import post
from reconstruct.parts.primitives.board import block, board

__all__ = ["stand_on"]


def stand_on(builder: Builder, values: Values, frame: Frame) -> None:
    """Add what carries a top, as the choice `legs` says."""
    legs = values.of("legs")
    if legs in LEG_STYLES:
        on_corner_legs(builder, values, frame)
    elif legs == "three":
        on_three_legs(builder, values, frame)
    elif legs == "spider":
        on_spider(builder, values, frame)
    elif legs == "picnic":
        _on_picnic_frames(builder, values, frame)
    elif legs in ("loop_ends", "loop_long", "tube_ends"):
        on_loops(builder, values, frame)
    elif legs in ("panel_ends", "trestle", "x_ends", "x_long", "a_frame", "sawhorses"):
        _on_ends(builder, values, frame)
    elif legs in ("pedestal", "two_pedestals"):
        _on_pedestals(builder, values, frame)
    elif legs in ("c_frame", "c_panel"):
        _on_one_side(builder, values, frame)
    else:
        _on_middle(builder, values, frame)


def _on_ends(builder: Builder, values: Values, frame: Frame) -> None:
    style = values.of("legs")
    width, depth = leg_section(values, frame)
    inset = values["end_inset"]
    if style == "panel_ends":
        thickness = min(values["panel_thickness"], 0.2 * frame.width_m)
        x = frame.width_m / 2 * (1 - 2 * values["panel_inset"]) * min(frame.reach_x + 0.1, 1.0)
        z = frame.depth_m / 2 * values["panel_depth"] * min(frame.reach_z, 1.0)
        add_panels(
            builder,
            x,
            z,
            frame.top_y_m,
            thickness,
            foot_half_z_m=z * values["panel_foot"],
        )
        if values.of("beam") == "one":
            add_beam(builder, values, x - thickness / 2, 0.0, 0.03, frame)
        if values.of("shelf") not in ("", "none"):
            y = values["shelf_height"] * frame.top_y_m
            thin = min(values["shelf_thickness"], 0.5 * y)
            add_shelf(builder, values.of("shelf"), x - 0.5 * thickness, 0.92 * z, y, thin)
        return
    x = max(frame.width_m / 2 * (1 - 2 * inset) * frame.reach_x - width / 2, 0.6 * width)
    z = frame.depth_m / 2 * values["foot_depth"] * min(frame.reach_z + 0.1, 1.0)
    beam = values.of("beam") == "one"
    if style == "trestle":
        foot = min(values["foot_height"], 0.2 * frame.top_y_m)
        posts = 2 if values.of("posts") == "two" else 1
        head = z * values["head_depth"]
        add_trestles(
            builder, x, z, frame.top_y_m, width, depth, foot, head_half_z_m=head, posts=posts
        )
        if beam:
            y = add_beam(builder, values, x, 0.0, width, frame)
            if posts == 2:
                _add_rails(builder, x, 0.22 * z + 0.5 * depth, y, 0.6 * width)
    elif style in ("x_ends", "x_long"):
        along = "z" if style == "x_ends" else "x"
        top = values["cross_top"]
        add_crossed(builder, x, z, frame.top_y_m, width, depth, along=along, top_share=top)
        if beam:
            # Where the legs cross, they can hold it.
            crossing = frame.top_y_m / (1 + top)
            if along == "z":
                add_beam(builder, values, x, 0.0, width, frame, height_m=crossing)
            else:
                _add_rail_along_z(builder, values, z - depth / 2, crossing, 0.7 * width, frame)
    elif style == "sawhorses":
        lean = min(math.tan(math.radians(values["lean"])) * frame.top_y_m, 0.25 * x) + 0.7 * width
        middle = max(x - 0.6 * lean, lean)
        add_sawhorses(builder, middle, z, frame.top_y_m, width, lean, values["bar_height"])
    else:
        share = values["bar_height"]
        add_a_frames(builder, x, z, frame.top_y_m, width, depth, share)
        if beam:
            add_beam(builder, values, x, 0.0, width, frame, height_m=share * frame.top_y_m)


def _add_rail_along_z(
    builder: Builder, values: Values, half_z_m: float, y_m: float, width_m: float, frame: Frame
) -> None:
    """A beam from the front to the back in the middle."""
    upright = min(values["beam_upright"], 0.3 * frame.top_y_m)
    low = (-width_m / 2, y_m - upright / 2, -half_z_m)
    high = (width_m / 2, y_m + upright / 2, half_z_m)
    builder.add("stretcher", "beam", block(low, high, detail=builder.detail), "legs")


def _add_rails(
    builder: Builder, half_x_m: float, half_z_m: float, y_m: float, thick_m: float
) -> None:
    """A short rail between the two posts of each trestle, which carries the beam."""
    for name, side in (("left", 1.0), ("right", -1.0)):
        x = side * half_x_m
        low = (x - thick_m / 2, y_m - thick_m / 2, -half_z_m)
        high = (x + thick_m / 2, y_m + thick_m / 2, half_z_m)
        builder.add("stretcher", name, block(low, high, detail=builder.detail), "legs")


def _on_pedestals(builder: Builder, values: Values, frame: Frame) -> None:
    column, base = values.of("column"), values.of("base")
    spread = values["base_spread"]
    column_m = min(values["column_width"], 0.6 * spread * frame.depth_m)
    height = values["feet_rise" if base in ("four_feet", "three_feet") else "base_height"]
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
            foot_m=min(values["foot_width"], 0.14 * spread * frame.depth_m),
        )
        return
    x = max(frame.width_m / 2 * (1 - 2 * values["pedestal_inset"]), 0.6 * column_m)
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
            foot_m=min(values["foot_width"], 0.14 * spread * frame.depth_m),
            middle_x_m=side * x,
            name=name,
        )
    if values.of("beam") == "one":
        add_beam(builder, values, x, 0.0, 0.5 * column_m, frame)


def _on_middle(builder: Builder, values: Values, frame: Frame) -> None:
    style, detail = values.of("legs"), builder.detail
    if style == "waterfall":
        thick = min(frame.thickness_m, 0.2 * frame.width_m)
        half_z = frame.depth_m / 2 * frame.reach_z
        add_panels(builder, frame.width_m / 2, half_z, frame.top_y_m, thick, material="top")
        return
    square = frame.is_round and style == "block"
    x = frame.width_m / 2 * (1 - 2 * values["overhang_x"]) * (frame.reach_x if square else 1.0)
    z = frame.depth_m / 2 * (1 - 2 * values["overhang_z"]) * (frame.reach_z if square else 1.0)
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
        add_cross_panels(builder, 0.96 * x, 0.96 * z, frame.top_y_m, thick, values["panel_foot"])
    else:
        thick = min(values["leg_width"], 0.2 * z)
        add_cross_loops(
            builder, 0.95 * x * frame.reach_x, 0.95 * z * frame.reach_z, frame.top_y_m, thick
        )


def _on_one_side(builder: Builder, values: Values, frame: Frame) -> None:
    detail = builder.detail
    z = frame.depth_m / 2 * values["panel_depth"]
    half = frame.width_m / 2
    foot = min(values["foot_height"], 0.1 * frame.top_y_m)
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
    width = min(values["leg_width"], 0.2 * frame.width_m, 0.3 * z)
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


def _on_picnic_frames(builder: Builder, values: Values, frame: Frame) -> None:
    """Leaning legs at both ends that carry benches in front of the table and behind it."""
    detail = builder.detail
    width, depth = leg_section(values, frame)
    half_z = 0.5 * frame.depth_m / values["picnic_top"]
    seat_y, seat_z = values["seat_height"] * frame.top_y_m, values["seat_width"] * 2 * half_z
    thick = frame.thickness_m
    for name, side in (("left", 1.0), ("right", -1.0)):
        x = side * frame.width_m * (0.5 - values["end_inset"])
        for way, front in (("front", 1.0), ("back", -1.0)):
            foot = (x, 0.0, front * (half_z - 0.6 * seat_z))
            top = (x, frame.top_y_m, front * (0.4 * frame.depth_m))
            made = post(foot, top, (width, depth), edge_m=0.003, detail=detail)
            builder.add("leg", f"{way} {name}", made, "legs")
        beam_m = min(1.2 * depth, 0.3 * seat_y)
        inner = x - side * width
        low = (inner - width / 2, seat_y - thick - beam_m, -half_z + 0.02)
        high = (inner + width / 2, seat_y - thick, half_z - 0.02)
        builder.add("stretcher", name, block(low, high, detail=detail), "legs")
        low = (inner - width / 2, frame.top_y_m - beam_m, -0.47 * frame.depth_m)
        high = (inner + width / 2, frame.top_y_m + 0.001, 0.47 * frame.depth_m)
        builder.add("frame", name, block(low, high, detail=detail), "legs")
    half_x = frame.width_m / 2
    for name, front in (("front", 1.0), ("back", -1.0)):
        z0, z1 = np.sort([front * half_z, front * (half_z - seat_z)]).tolist()
        made = block(
            (-half_x, seat_y - thick, z0), (half_x, seat_y, z1), edge_m=0.003, detail=detail
        )
        builder.add("seat", name, made, "top")
