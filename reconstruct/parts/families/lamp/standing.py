"""Lamps that stand: on a stem, a turned body, a tripod, an arc or an arm."""

from __future__ import annotations

import math

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.detail import Detail
from reconstruct.parts.families.lamp.shade import OPEN, Piece, fewer, shade, solid_profile
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import bar, tube
from reconstruct.parts.primitives.board import block
from reconstruct.parts.primitives.lathe import lathe
from reconstruct.parts.primitives.profile import capped, smooth_curve, soft_least

__all__ = ["BODY", "arc_lamp", "arm_lamp", "stick_lamp", "tripod_lamp", "turned_lamp"]

BODY = tuple(f"body_{place}" for place in range(8))
"""Radii of a turned body at even heights from the floor up, as shares of the largest."""

Size = tuple[float, float, float]


def stick_lamp(builder: Builder, values: Values, size_m: Size) -> None:
    """A base, a stem and a shade."""
    width, height, _ = size_m
    radius, foot = _radii(values, width)
    pieces, bottom, hold = _top_shade(values, radius, height, builder.detail)
    rise = _base(builder, values, values.of("base"), foot, 0.5 * bottom)
    thick = min(values["stem_thickness"], 0.6 * foot)
    _stem(builder, thick, 0.5 * rise, hold)
    _collar(builder, thick, rise)
    _put(builder, pieces, y_m=bottom)


def turned_lamp(builder: Builder, values: Values, size_m: Size) -> None:
    """A turned body, as of wood or ceramic, with a shade."""
    width, height, _ = size_m
    wide = values["body_width"] if values.of("shade") != "bulb" else 1.0
    radius = 0.5 * width if values.of("shade") != "bulb" else min(0.03, 0.3 * width)
    pieces, bottom, hold = _top_shade(values, radius, height, builder.detail)
    neck = values["neck"] * height
    top = max(bottom - neck, 0.2 * height)
    radii = np.array([values[name] for name in BODY])
    radii *= 0.5 * width * wide / radii.max()
    curve = smooth_curve(solid_profile(radii, np.linspace(0, top, len(radii))), builder.detail)
    curve[:, 0] = np.maximum(curve[:, 0], 0.004)
    profile = capped(curve, edge_m=0.004, detail=builder.detail)
    builder.add("body", "", lathe(profile, detail=builder.detail), "body")
    thick = min(values["stem_thickness"], 1.8 * float(radii[-1]))
    _stem(builder, thick, 0.9 * top, hold)
    _put(builder, pieces, y_m=bottom)


def tripod_lamp(builder: Builder, values: Values, size_m: Size) -> None:
    """Three splayed legs that meet under the shade."""
    width, height, _ = size_m
    spread = values["foot_spread"]
    radius = 0.5 * width / max(1.0, spread)
    pieces, bottom, hold = _top_shade(values, radius, height, builder.detail)
    thick = values["leg_thickness"]
    hub = bottom * values["tripod_top"]
    reach = radius * spread - 0.5 * thick
    near = 0.9 * thick
    for place, name in enumerate(("front", "back left", "back right")):
        angle = math.pi / 2 + place * 2 * math.pi / 3
        x, z = -math.cos(angle), math.sin(angle)
        path = np.array([[x * reach, 0.0, z * reach], [x * near, hub, z * near]])
        shape = np.array([0.35, 0.5]) * thick
        builder.add("leg", name, tube(path, shape, detail=builder.detail), "legs")
    tall = 0.035 + 0.8 * thick
    profile = solid_profile(
        np.array([1.7, 1.7]) * thick, np.array([hub - 0.75 * tall, hub + 0.25 * tall])
    )
    builder.add(
        "column",
        "hub",
        lathe(capped(profile, edge_m=0.003, detail=builder.detail), detail=builder.detail),
        "metal",
    )
    _stem(builder, min(values["stem_thickness"], thick), hub - 0.5 * tall, hold)
    _put(builder, pieces, y_m=bottom)


def arc_lamp(builder: Builder, values: Values, size_m: Size) -> None:
    """A base at one end, and a stem that bends over to a shade at the other."""
    width, height, depth = size_m
    ratio = values["base_width"]
    radius, foot = 0.5 * depth / max(1.0, ratio), 0.5 * depth * ratio / max(1.0, ratio)
    rise_m = soft_least(2 * radius * values["shade_rise"], 0.3 * height)
    base_x, end_x = -0.5 * width + foot, 0.5 * width - radius

    rise = _base(builder, values, values.of("base"), foot, 0.2 * height, x_m=base_x)

    thick = values["stem_thickness"]
    start = height * values["arc_start"]
    end = height * values["arc_end"]

    angle = np.linspace(0, np.pi / 2, 5 + 5 * builder.detail.along)
    span = end_x - base_x
    peak = base_x + span * values["arc_peak"]
    up = solid_profile(
        base_x + (peak - base_x) * (1 - np.cos(angle)),
        start + (height - 0.5 * thick - start) * np.sin(angle),
    )
    over = solid_profile(
        peak + (end_x - peak) * np.sin(angle),
        end + (height - 0.5 * thick - end) * np.cos(angle),
    )[1:]
    flat = np.concatenate([[[base_x, 0.5 * rise]], up, over])
    path = np.stack([flat[:, 0], flat[:, 1], np.zeros(len(flat))], axis=1)
    builder.add("column", "", tube(path, 0.5 * thick, detail=builder.detail), "metal")
    form = values.of("shade")
    pieces = shade(form, "", radius, rise_m, values, builder.detail, up=False)
    bottom = end - (0.88 if form in OPEN else 0.98) * rise_m
    _put(builder, pieces, x_m=end_x, y_m=bottom)


def arm_lamp(builder: Builder, values: Values, size_m: Size) -> None:
    """A reading lamp: a base, an arm of two rods or a bent one, and a head that tilts; it reaches to the front."""
    width, height, depth = size_m
    ratio = values["base_width"]
    radius, foot = 0.5 * width / max(1.0, ratio), 0.5 * width * ratio / max(1.0, ratio)
    detail, thick = builder.detail, values["stem_thickness"]
    tilt = math.radians(values["head_tilt"])
    rise_m = soft_least(2 * radius * values["shade_rise"], 0.5 * height)
    base_z = -0.5 * depth + foot + 0.4 * depth * values["base_place"]
    rise = _base(builder, values, values.of("arm_base"), foot, 0.3 * height, z_m=base_z)
    elbow = (
        0.0,
        height * values["elbow_height"],
        base_z - (foot + 0.3 * depth) * values["elbow_back"],
    )
    ahead = 0.5 * depth - radius * math.cos(tilt) - rise_m * math.sin(tilt)
    head = (0.0, height * values["head_height"], max(ahead, base_z + 0.05 * depth))
    low = (0.0, 0.5 * rise, base_z)
    if values.of("arm") == "bent":
        knots = np.array([low, [0.0, 0.6 * elbow[1], base_z], elbow, _between(elbow, head), head])
        knots[2, 1:] += (knots[2, 1:] - knots[4, 1:]) * 0.04
        knots[3, 1] += 0.12 * height
        path = smooth_curve(knots, _finer(detail))
        builder.add("arm", "", tube(path, 0.5 * thick, detail=detail), "metal")
    else:
        for place, name in ((-1.0, "left"), (1.0, "right")):
            shift = 0.75 * thick * place
            for part, one, two in (("lower", low, elbow), ("upper", elbow, head)):
                rod = bar(
                    (-shift, one[1], one[2]),
                    (-shift, two[1], two[2]),
                    0.6 * thick,
                    thick,
                    detail=detail,
                )
                builder.add("arm", f"{part} {name}", rod, "metal")
        for name, at in (("elbow", elbow), ("head", head)):
            pin = np.array([[-1.5 * thick, at[1], at[2]], [1.5 * thick, at[1], at[2]]])
            builder.add("arm", name, tube(pin, 0.8 * thick, detail=detail), "joints")
    pieces = shade(values.of("shade"), "", radius, rise_m, values, detail, up=False)
    for role, name, mesh, material in pieces:
        hung = mesh.moved(y_m=-0.97 * rise_m).turned("x", -tilt)
        builder.add(role, name, hung.moved(*head), material)


def _finer(detail: Detail) -> Detail:
    return Detail(detail.bevel, detail.around, 2 + 2 * detail.along, detail.textured)


def _between(a: Size, b: Size) -> Size:
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2)


def _radii(values: Values, width_m: float) -> tuple[float, float]:
    """Radius of the shade and of the base, the larger one half the width."""
    if values.of("shade") == "bulb":
        return min(0.04, 0.35 * width_m), 0.5 * width_m
    ratio = values["base_width"]
    return 0.5 * width_m / max(1.0, ratio), 0.5 * width_m * ratio / max(1.0, ratio)


def _top_shade(
    values: Values, radius_m: float, height_m: float, detail: Detail
) -> tuple[list[Piece], float, float]:
    """The shade on top of a lamp: its parts around the origin, the height of its rim, and where the stem ends."""
    form = values.of("shade")
    share = 1.7 if form == "bulb" else values["shade_rise"]
    rise = soft_least(2 * radius_m * share, 0.62 * height_m)
    bottom = height_m - rise
    hold = {"drum": 0.885, "empire": 0.885, "bulb": 0.15, "globe": 0.05, "bowl": 0.05}
    pieces = shade(form, "", radius_m, rise, values, detail, up=True)
    return pieces, bottom, bottom + hold.get(form, 0.98) * rise


def _stem(builder: Builder, thick_m: float, low_m: float, high_m: float) -> None:
    path = np.array([[0.0, low_m, 0.0], [0.0, high_m, 0.0]])
    builder.add("column", "", tube(path, 0.5 * thick_m, detail=builder.detail), "metal")


def _collar(builder: Builder, thick_m: float, rise_m: float) -> None:
    """A small ring where the stem meets the base."""
    profile = solid_profile(
        np.array([1.5, 1.5, 1.1]) * 0.5 * thick_m,
        np.array([0.9 * rise_m, rise_m + 0.6 * thick_m, rise_m + 1.2 * thick_m]),
    )
    builder.add("column", "collar", lathe(profile, detail=fewer(builder.detail)), "metal")


def _base(
    builder: Builder,
    values: Values,
    form: str,
    radius_m: float,
    limit_m: float,
    *,
    x_m: float = 0.0,
    z_m: float = 0.0,
) -> float:
    """What a stem stands on, no higher than a limit; returns the height at which the stem's foot is hidden."""
    detail = builder.detail
    rise = soft_least(values["base_height"], 0.7 * limit_m)
    if form == "feet":
        up = soft_least(0.35 * radius_m + 2 * values["stem_thickness"], limit_m)
        for place, name in enumerate(("front", "back left", "back right")):
            angle = math.pi / 2 + place * 2 * math.pi / 3
            x, z = -math.cos(angle), math.sin(angle)
            shares = np.array([1.0, 0.55, 0.0])
            rises = np.array([0.5 * values["stem_thickness"], 0.55 * up, up])
            path = np.stack([x * shares * radius_m, rises, z * shares * radius_m], axis=1)
            foot = tube(path, 0.4 * values["stem_thickness"], detail=detail)
            builder.add("foot", name, foot.moved(x_m=x_m, z_m=z_m), "metal")
        return up
    if form == "clamp":
        rise = 0.05
        jaw = 0.35 * radius_m + 0.006
        shapes = {
            "base": block((-jaw, 0.0, -radius_m), (jaw, 0.012, radius_m), detail=detail),
            "back": block((-jaw, 0.0, -radius_m), (jaw, rise, -radius_m + 0.012), detail=detail),
            "top": block((-jaw, rise - 0.012, -radius_m), (jaw, rise, radius_m), detail=detail),
        }
        for name, jaw_part in shapes.items():
            builder.add("base", f"clamp {name}", jaw_part.moved(x_m=x_m, z_m=z_m), "metal")
        return rise
    if form in ("square", "cube"):
        side = 0.97 * radius_m
        tall = rise
        if form == "cube":
            tall = soft_least(2 * radius_m * values["cube_height"], limit_m)
        mesh = block((-side, 0.0, -side), (side, tall, side), edge_m=0.003, detail=detail)
        rise = tall
    elif form == "dome":
        tall = rise + soft_least(0.25 * radius_m, 0.3 * limit_m)
        shares = np.array([0.0, 0.12, 0.3, 0.52, 0.75, 0.92, 1.0])
        radii = radius_m * np.array([1.0, 0.99, 0.92, 0.74, 0.46, 0.24, 0.1])
        mesh = lathe(solid_profile(radii, tall * shares), detail=detail)
        rise = tall
    else:
        profile = solid_profile(np.array([1.0, 1.0]) * radius_m, np.array([0.0, rise]))
        mesh = lathe(capped(profile, edge_m=0.004, detail=detail), detail=detail)
    builder.add("base", "", mesh.moved(x_m=x_m, z_m=z_m), "base")
    return rise


def _put(
    builder: Builder, pieces: list[Piece], *, x_m: float = 0.0, y_m: float = 0.0, z_m: float = 0.0
) -> None:
    for role, name, mesh, material in pieces:
        builder.add(role, name, mesh.moved(x_m, y_m, z_m), material)
