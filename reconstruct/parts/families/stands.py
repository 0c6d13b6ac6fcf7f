"""What stands in for legs at the two ends of a table: loops, panels, trestles, crossed and A-shaped legs, sawhorses."""

from __future__ import annotations

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.legs import Leg, add_legs, four_legs
from reconstruct.parts.primitives.bar import bar, post, tube
from reconstruct.parts.primitives.board import block

__all__ = [
    "add_a_frames",
    "add_cross_loops",
    "add_cross_panels",
    "add_crossed",
    "add_loops",
    "add_panels",
    "add_sawhorses",
    "add_trestles",
    "add_tube_loops",
]

SIDES = (("left", 1.0), ("right", -1.0))


def add_loops(
    builder: Builder,
    half_x_m: float,
    half_z_m: float,
    top_y_m: float,
    width_m: float,
    depth_m: float,
    *,
    along: str = "z",
    splay_m: float = 0.0,
    runner: bool = True,
    head: bool = True,
    material: str = "legs",
) -> tuple[Leg, ...]:
    """Frames of bars: one at each end (`along` "z"), or front and back ("x"), closed or without runner or head.

    `half_x_m` and `half_z_m` reach to the middles of the uprights; `splay_m` is how much farther out (square to the
    frames) the runners lie. Returns the uprights, for stretchers.
    """
    splay_x, splay_z = (splay_m, 0.0) if along == "z" else (0.0, splay_m)
    legs = four_legs(half_x_m, half_z_m, top_y_m, splay_x_m=splay_x, splay_z_m=splay_z)
    add_legs(builder, "straight", legs, width_m, depth_m, material=material)
    bar_m = min(width_m, depth_m)
    detail = builder.detail
    places = SIDES if along == "z" else (("front", 1.0), ("back", -1.0))
    for name, side in places:
        bars = ([("foot", 0.0, splay_m)] if runner else []) + (
            [("frame", top_y_m - bar_m, 0.0)] if head else []
        )
        for role, y, out in bars:
            if along == "z":
                x, z = side * (half_x_m + out), half_z_m - depth_m / 2
                low, high = (x - width_m / 2, y, -z), (x + width_m / 2, y + bar_m, z)
            else:
                x, z = half_x_m - width_m / 2, side * (half_z_m + out)
                low, high = (-x, y, z - depth_m / 2), (x, y + bar_m, z + depth_m / 2)
            builder.add(role, name, block(low, high, detail=detail), material)
    return legs


def add_tube_loops(
    builder: Builder,
    half_x_m: float,
    half_z_m: float,
    top_y_m: float,
    thickness_m: float,
    *,
    bend_m: float = 0.06,
    material: str = "legs",
) -> None:
    """A bent tube at each end: down in front, along the floor, and up at the back."""
    radius = thickness_m / 2
    bend = min(bend_m, 0.4 * half_z_m, 0.4 * top_y_m)
    steps = np.linspace(0, np.pi / 2, 2 + 2 * builder.detail.along)
    cos, sin = np.cos(steps), np.sin(steps)
    low, z = radius, half_z_m
    front = np.stack([low + bend * (1 - sin), z - bend * (1 - cos)], 1)
    back = np.stack([low + bend * (1 - cos), -(z - bend * (1 - sin))], 1)
    profile = np.concatenate([[[top_y_m, z]], front, back, [[top_y_m, -z]]])
    for name, side in SIDES:
        path = np.empty((len(profile), 3))
        path[:, 0], path[:, 1:] = side * half_x_m, profile
        builder.add("leg", name, tube(path, radius, detail=builder.detail), material)


def add_panels(
    builder: Builder,
    half_x_m: float,
    half_z_m: float,
    top_y_m: float,
    thickness_m: float,
    *,
    foot_half_z_m: float | None = None,
    middle_z_m: float = 0.0,
    material: str = "legs",
) -> None:
    """A board at each end; `half_x_m` reaches to its outer face, `foot_half_z_m` is its half depth at the floor."""
    foot = half_z_m if foot_half_z_m is None else foot_half_z_m
    for name, side in SIDES:
        x = side * (half_x_m - thickness_m / 2)
        made = post(
            (x, 0.0, middle_z_m),
            (x, top_y_m, middle_z_m),
            (thickness_m, 2 * foot),
            (thickness_m, 2 * half_z_m),
            detail=builder.detail,
        )
        builder.add("side", name, made, material)


def add_trestles(
    builder: Builder,
    half_x_m: float,
    half_z_m: float,
    top_y_m: float,
    width_m: float,
    depth_m: float,
    foot_m: float,
    *,
    head_half_z_m: float | None = None,
    posts: int = 1,
    middle_z_m: float = 0.0,
    material: str = "legs",
) -> None:
    """Posts on feet that run along z, with a head under the top; `half_x_m` reaches to their middles."""
    head = 0.85 * half_z_m if head_half_z_m is None else head_half_z_m
    detail = builder.detail
    for name, side in SIDES:
        x = side * half_x_m
        middle = np.array([x, 0.0, middle_z_m])
        for role, half, low, high in (
            ("foot", half_z_m, 0.0, foot_m),
            ("frame", head, top_y_m - 0.8 * foot_m, top_y_m),
        ):
            narrow = (width_m, 1.5 * half)
            wide = (width_m, 2 * half)
            bottom, top = middle + np.array([0, low, 0]), middle + np.array([0, high, 0])
            # Feet slope towards their ends above, heads below.
            lower, upper = (wide, narrow) if role == "foot" else (narrow, wide)
            made = post(tuple(bottom), tuple(top), lower, upper, edge_m=0.004, detail=detail)
            builder.add(role, name, made, material)
        apart = 0.22 * half_z_m + 0.5 * depth_m
        for index in range(posts):
            z = middle_z_m + (0.0 if posts == 1 else apart * (1 - 2 * index))
            made = post(
                (x, 0.5 * foot_m, z),
                (x, top_y_m - 0.4 * foot_m, z),
                (0.96 * width_m, depth_m),
                edge_m=0.003,
                detail=detail,
            )
            builder.add("leg", name if posts == 1 else f"{name} {index + 1}", made, material)


def add_crossed(
    builder: Builder,
    half_x_m: float,
    half_z_m: float,
    top_y_m: float,
    width_m: float,
    depth_m: float,
    *,
    along: str = "z",
    top_share: float = 1.0,
    material: str = "legs",
) -> None:
    """Two legs that cross, at each end (`along` "z") or in front and at the back ("x").

    `half_x_m` and `half_z_m` reach to the legs' middles; `top_share` is how far apart their upper ends are over the
    lower ones.
    """
    places = SIDES if along == "z" else (("front", 1.0), ("back", -1.0))
    ends = (("front", 1.0), ("back", -1.0)) if along == "z" else SIDES
    for place, side in places:
        for end, way in ends:
            # The one leg stands beside the other by a little, so that both are whole.
            beside = way * 0.02 * width_m
            if along == "z":
                z = way * (half_z_m - depth_m / 2)
                bottom = (side * half_x_m + beside, 0.0, z)
                top = (side * half_x_m + beside, top_y_m, -top_share * z)
            else:
                z = side * (half_z_m - depth_m / 2) + beside
                bottom = (way * half_x_m, 0.0, z)
                top = (-way * top_share * half_x_m, top_y_m, z)
            made = post(bottom, top, (width_m, depth_m), edge_m=0.003, detail=builder.detail)
            builder.add("leg", f"{end} {place}", made, material)


def add_a_frames(
    builder: Builder,
    half_x_m: float,
    half_z_m: float,
    top_y_m: float,
    width_m: float,
    depth_m: float,
    bar_share: float,
    *,
    material: str = "legs",
) -> None:
    """Legs that meet under the top at each end, with a bar between them at a share of the height."""
    detail = builder.detail
    for name, side in SIDES:
        x = side * half_x_m
        for way, front in (("front", 1.0), ("back", -1.0)):
            made = post(
                (x, 0.0, front * (half_z_m - depth_m / 2)),
                (x, top_y_m, front * 0.75 * depth_m),
                (width_m, depth_m),
                edge_m=0.003,
                detail=detail,
            )
            builder.add("leg", f"{way} {name}", made, material)
        reach = (half_z_m - depth_m / 2) * (1 - bar_share) + 0.75 * depth_m * bar_share
        y = bar_share * top_y_m
        made = bar((x, y, reach), (x, y, -reach), 0.7 * width_m, 0.8 * depth_m, detail=detail)
        builder.add("stretcher", name, made, material)


def add_sawhorses(
    builder: Builder,
    half_x_m: float,
    half_z_m: float,
    top_y_m: float,
    thickness_m: float,
    spread_m: float,
    bar_share: float,
    *,
    material: str = "legs",
) -> None:
    """A sawhorse at each end: four legs that lean against a beam along z, and a bar between each two of them."""
    detail = builder.detail
    beam_m = 1.6 * thickness_m
    for name, side in SIDES:
        x = side * half_x_m
        low = (x - 0.7 * thickness_m, top_y_m - beam_m, -half_z_m)
        high = (x + 0.7 * thickness_m, top_y_m, half_z_m)
        builder.add("frame", name, block(low, high, detail=detail), material)
        for way, out in (("outer", side), ("inner", -side)):
            lean = (spread_m, 0.7 * thickness_m)
            for end, z in (("front", 1.0), ("back", -1.0)):
                at_z = z * (half_z_m - 1.1 * thickness_m)
                made = post(
                    (x + out * lean[0], 0.0, at_z),
                    (x + out * lean[1], top_y_m - 0.1 * beam_m, at_z),
                    (0.8 * thickness_m, 1.2 * thickness_m),
                    detail=detail,
                )
                builder.add("leg", f"{name} {way} {end}", made, material)
            y = bar_share * top_y_m
            at_x = x + out * (lean[0] + (lean[1] - lean[0]) * bar_share)
            z = half_z_m - 1.1 * thickness_m
            made = bar((at_x, y, z), (at_x, y, -z), 0.6 * thickness_m, thickness_m, detail=detail)
            builder.add("stretcher", f"{name} {way}", made, material)


def add_cross_panels(
    builder: Builder,
    half_x_m: float,
    half_z_m: float,
    top_y_m: float,
    thickness_m: float,
    taper: float,
    *,
    material: str = "legs",
) -> None:
    """Two upright boards that cross in the middle; `taper` is their length at the floor over that at the top."""
    for name, size, foot in (
        ("along", (2 * half_x_m, thickness_m), (2 * taper * half_x_m, thickness_m)),
        ("across", (thickness_m, 2 * half_z_m), (thickness_m, 2 * taper * half_z_m)),
    ):
        made = post((0.0, 0.0, 0.0), (0.0, top_y_m, 0.0), foot, size, detail=builder.detail)
        builder.add("panel", name, made, material)


def add_cross_loops(
    builder: Builder,
    half_x_m: float,
    half_z_m: float,
    top_y_m: float,
    thickness_m: float,
    *,
    material: str = "legs",
) -> None:
    """Two closed frames of bars that cross in the middle, from corner to corner."""
    half = thickness_m / 2
    detail = builder.detail
    for name, turn in (("one", 1.0), ("other", -1.0)):
        a, b = (
            np.array([half_x_m, 0.0, turn * half_z_m]),
            np.array([-half_x_m, 0.0, -turn * half_z_m]),
        )
        for role, y in (("foot", half), ("frame", top_y_m - half)):
            lift = np.array([0.0, y, 0.0])
            made = bar(tuple(a + lift), tuple(b + lift), thickness_m, thickness_m, detail=detail)
            builder.add(role, name, made, material)
        for end, at in (("front" if turn > 0 else "back", a), ("back" if turn > 0 else "front", b)):
            side = "left" if at[0] > 0 else "right"
            made = post(
                tuple(at),
                tuple(at + np.array([0, top_y_m, 0])),
                (thickness_m, thickness_m),
                detail=detail,
            )
            builder.add("leg", f"{end} {side}", made, material)
