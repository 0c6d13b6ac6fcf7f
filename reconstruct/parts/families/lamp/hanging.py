"""Lamps that hang, sit on the ceiling or on a wall."""

from __future__ import annotations

import math

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.lamp.shade import OPEN, bulb, fewer, shade, solid_profile
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import tube
from reconstruct.parts.primitives.board import block
from reconstruct.parts.primitives.lathe import hoop, lathe
from reconstruct.parts.primitives.profile import capped, smooth_curve, soft_least

__all__ = ["chandelier", "flush_lamp", "pendant_lamp", "ring_lamp", "wall_lamp"]

Size = tuple[float, float, float]
ARMS = {"three": 3, "five": 5, "six": 6, "eight": 8}


def pendant_lamp(builder: Builder, values: Values, size_m: Size) -> None:
    """One shade on a cord, or three in a row."""
    width, height, depth = size_m
    detail, form = builder.detail, values.of("shade")
    row = values.of("pendants") == "three"
    radius = 0.5 * depth if row else 0.5 * width
    if form == "bulb":
        radius = min(radius, 0.065)
    rise = soft_least(2 * radius * (1.4 if form == "bulb" else values["shade_rise"]), 0.9 * height)
    canopy = 0.5 * values["canopy_width"]
    thick = 0.022
    if row:
        half = 0.5 * width - 0.3 * radius
        mesh = block(
            (-half, height - thick, -0.5 * canopy), (half, height, 0.5 * canopy), detail=detail
        )
    else:
        canopy = soft_least(canopy, 0.5 * width)
        profile = solid_profile(
            np.array([0.92, 1.0, 1.0]) * canopy, height - thick * np.array([1.0, 0.8, 0.0])
        )
        mesh = lathe(capped(profile, edge_m=0.004, detail=detail), detail=detail)
    builder.add("base", "canopy", mesh, "metal")
    hold = (0.88 if form in OPEN else 0.96) * rise
    step = 0.5 * width - radius
    places = ((step, "left "), (0.0, "middle "), (-step, "right ")) if row else ((0.0, ""),)
    for x, name in places:
        path = np.array([[x, hold, 0.0], [x, height - 0.5 * thick, 0.0]])
        builder.add("cord", name.strip(), tube(path, 0.0035, detail=fewer(detail)), "cord")
        socket = solid_profile(
            np.array([0.02, 0.022, 0.02, 0.006]),
            hold + np.array([-0.01, 0.0, 0.03, 0.05]) * min(1.0, 4 * (height - rise)),
        )
        builder.add(
            "frame", f"{name}socket", lathe(socket, detail=fewer(detail)).moved(x_m=x), "metal"
        )
        for role, part, made, material in shade(
            form, name.strip(), radius, rise, values, detail, up=False
        ):
            builder.add(role, part, made.moved(x_m=x), material)


def flush_lamp(builder: Builder, values: Values, size_m: Size) -> None:
    """A lamp on the ceiling: a plate with a diffuser below, or a bar with spots."""
    width, height, depth = size_m
    detail, form = builder.detail, values.of("flush")
    plate = height * values["flush_plate"]
    radius = 0.5 * width
    if form == "spots":
        builder.add(
            "base",
            "canopy",
            block(
                (-radius, height - plate, -0.3 * depth),
                (radius, height, 0.3 * depth),
                detail=detail,
            ),
            "metal",
        )
        size = min(0.5 * depth, 0.13 * width)
        long = (height - plate) * 0.86
        for place, name in ((0.68, "left"), (0.0, "middle"), (-0.68, "right")):
            path = np.array([[0.0, height - 0.5 * plate, 0.0], [0.0, 0.7 * long, 0.0]])
            pin = tube(path, 0.012, detail=fewer(detail))
            builder.add("arm", name, pin.moved(x_m=place * radius), "metal")
            for role, part, made, material in shade(
                "cylinder", name, size, long, values, detail, up=False
            ):
                builder.add(role, part, made.moved(x_m=place * radius), material)
        return
    if form == "square":
        rim = block(
            (-radius, height - plate, -0.5 * depth), (radius, height, 0.5 * depth), detail=detail
        )
        inner, deep = 0.95 * radius, 0.475 * depth
        low = block((-inner, 0.0, -deep), (inner, height - 0.9 * plate, deep), detail=detail)
        builder.add("base", "canopy", rim, "metal")
        builder.add("shade", "", low, "shade")
        return
    steps = 4 + 3 * detail.along
    top = height - 0.7 * plate
    if form == "dome":
        angle = np.linspace(0.1, np.pi / 2, steps)
        profile = solid_profile(0.96 * radius * np.sin(angle), top * (1 - np.cos(angle)))
    else:
        profile = capped(
            solid_profile(np.array([1.0, 1.0]) * 0.97 * radius, np.array([0.0, top])),
            edge_m=0.012,
            detail=detail,
        )
    builder.add("shade", "", lathe(profile, detail=detail), "shade")
    share = 1.0 if form == "dome" else 0.8
    over = radius * share if form != "disc" else radius
    ring = solid_profile(np.array([1.0, 1.0]) * over, np.array([height - plate, height]))
    builder.add(
        "base", "canopy", lathe(capped(ring, edge_m=0.004, detail=detail), detail=detail), "metal"
    )


def ring_lamp(builder: Builder, values: Values, size_m: Size) -> None:
    """A ring of light on three wires."""
    width, height, _ = size_m
    detail = builder.detail
    tall = values["ring_height"]
    outer, inner = 0.5 * width, 0.5 * width - values["ring_width"]
    profile = np.array([[outer, 0.0], [outer, tall], [inner, tall], [inner, 0.0]])
    builder.add("shade", "ring", hoop(profile, detail=detail), "shade")
    canopy = soft_least(0.5 * values["canopy_width"], 0.4 * width)
    plate = solid_profile(np.array([1.0, 1.0]) * canopy, np.array([height - 0.025, height]))
    builder.add(
        "base", "canopy", lathe(capped(plate, edge_m=0.004, detail=detail), detail=detail), "metal"
    )
    for place, name in enumerate(("front", "back left", "back right")):
        angle = math.pi / 2 + place * 2 * math.pi / 3
        x, z = -math.cos(angle), math.sin(angle)
        middle = 0.5 * (outer + inner)
        path = np.array(
            [
                [x * middle, 0.8 * tall, z * middle],
                [x * 0.6 * canopy, height - 0.012, z * 0.6 * canopy],
            ]
        )
        builder.add("cord", name, tube(path, 0.0015, detail=fewer(detail)), "cord")


def chandelier(builder: Builder, values: Values, size_m: Size) -> None:
    """A turned column with arms that carry candles, globes or small shades."""
    width, height, _ = size_m
    detail = builder.detail
    count = ARMS[values.of("arms")]
    size = 0.5 * values["light_width"] * width
    top = height * values["column_height"]
    wide = 0.5 * values["column_width"] * width
    shares = np.array([0.0, 0.05, 0.12, 0.24, 0.34, 0.45, 0.62, 0.8, 0.93, 1.0])
    radii = np.array([0.12, 0.4, 0.32, 0.85, 1.0, 0.6, 0.32, 0.5, 0.55, 0.16]) * wide
    builder.add(
        "column", "", lathe(smooth_curve(solid_profile(radii, top * shares), detail), detail=detail)
    )
    rod = np.array([[0.0, 0.9 * top, 0.0], [0.0, height - 0.01, 0.0]])
    builder.add("cord", "", tube(rod, 0.006, detail=fewer(detail)), "metal")
    canopy = soft_least(0.5 * values["canopy_width"], 0.3 * width)
    dish = solid_profile(np.array([0.3, 0.8, 1.0]) * canopy, height - np.array([0.05, 0.025, 0.0]))
    builder.add("base", "canopy", lathe(dish, detail=detail), "metal")
    reach = 0.5 * width - size
    start, end = top * 0.3, top * values["arm_rise"]
    sag = top * values["arm_sag"]
    knots = np.array(
        [
            [0.5 * wide, start + 0.25 * sag],
            [0.3 * reach, start - 0.6 * sag],
            [0.65 * reach, start - sag],
            [0.97 * reach, start - 0.1 * sag + 0.4 * (end - start)],
            [reach, end],
        ]
    )
    # Steps between the knots only where it is seen: eight arms are many triangles.
    flat = smooth_curve(knots, detail) if detail.along > 1 else knots
    form = values.of("arm_light")
    tall = 2 * size * {"candle": 2.6, "globe": 1.0}.get(form, 0.9)
    thin = fewer(detail)
    for place in range(count):
        angle = math.pi / 2 + place * 2 * math.pi / count
        x, z = -math.cos(angle), math.sin(angle)
        path = np.stack([x * flat[:, 0], flat[:, 1], z * flat[:, 0]], axis=1)
        name = str(place + 1)
        builder.add("arm", name, tube(path, 0.006 + 0.004 * width, detail=fewer(thin)), "metal")
        at = (x * reach, end, z * reach)
        if form == "candle":
            cup = solid_profile(
                np.array([0.3, 1.0, 0.8, 0.5, 0.5]) * size,
                tall * np.array([-0.04, 0.06, 0.07, 0.09, 0.55]),
            )
            builder.add("frame", f"cup {name}", lathe(cup, detail=fewer(thin)).moved(*at), "metal")
            flame = bulb(0.45 * size, 0.5 * tall, tall, thin, up=True)
            builder.add("bulb", name, flame.moved(*at), "bulb")
            continue
        kind = "globe" if form == "globe" else "bowl"
        for role, part, made, material in shade(kind, name, size, tall, values, thin, up=True):
            builder.add(role, part, made.moved(*at), material)


def wall_lamp(builder: Builder, values: Values, size_m: Size) -> None:
    """A plate on the wall, an arm to the front and a shade."""
    width, height, depth = size_m
    detail, form = builder.detail, values.of("shade")
    radius = 0.5 * width if form != "bulb" else 0.3 * width
    rise = soft_least(2 * radius * (1.6 if form == "bulb" else values["shade_rise"]), 0.85 * height)
    plate = 0.5 * values["wall_plate"] * width
    level = 0.5 * (height - rise) * values["wall_arm"]
    disc = solid_profile(np.array([1.0, 1.0]) * plate, np.array([0.0, 0.02]))
    mesh = lathe(capped(disc, edge_m=0.004, detail=detail), detail=detail).turned("x", math.pi / 2)
    ahead = 0.5 * depth - radius
    builder.add("base", "plate", mesh.moved(y_m=max(level, plate), z_m=-0.5 * depth), "metal")
    hold = height - rise + (0.88 if form in OPEN else 0.1) * rise
    start = max(level, plate)
    bend = np.array([0.0, 0.5, 1.0, 1.0, 1.0])
    ends = np.array([0.0, 0.0, 0.12, 0.6, 1.0])
    path = np.zeros((5, 3))
    path[:, 1] = start + (hold - start) * ends
    path[:, 2] = -0.5 * depth + 0.01 + (ahead + 0.5 * depth - 0.01) * bend
    thick = 0.5 * values["stem_thickness"]
    builder.add("arm", "", tube(path, thick, detail=detail), "metal")
    for role, part, made, material in shade(form, "", radius, rise, values, detail, up=True):
        builder.add(role, part, made.moved(y_m=height - rise, z_m=ahead), material)
