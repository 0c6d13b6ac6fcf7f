"""What storage stands on: plinth, side panels, legs, feet, runners, wheels."""

from __future__ import annotations

import math

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.legs import add_legs, four_legs
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import tube
from reconstruct.parts.primitives.lathe import lathe
from reconstruct.parts.primitives.slabs import Slabs

__all__ = ["add_base", "base_height_m"]

# Legs enter the carcass by this much, so that nothing floats.
_INTO_M = 0.003


def base_height_m(values: Values, height_m: float) -> float:
    """Height of the carcass above the floor."""
    base = values.of("base")
    if base in ("", "none"):
        return 0.0
    if base == "legs_and_shelf":
        return values["stand_share"] * height_m
    limit = 0.45 if base in ("legs", "sled", "metal_frame") else 0.22
    most = limit * height_m
    wanted = values["base_height"]
    if base in ("plinth", "side_panels", "bun_feet", "wheels"):
        wanted *= 0.65
    # Smooth where it nears what the piece's height allows.
    return most * math.tanh(wanted / most)


def add_base(
    builder: Builder,
    slabs: Slabs,
    values: Values,
    x: tuple[float, float],
    z: tuple[float, float],
    height: float,
) -> None:
    """Add the base under a carcass that spans x and z."""
    base = values.of("base")
    if base == "plinth":
        recess = values["plinth_recess"]
        slabs.add(
            "base",
            "plinth",
            (x[0] + 0.4 * recess, x[1] - 0.4 * recess),
            (0.0, height + _INTO_M),
            (z[0], z[1] - recess - 0.001),
            thin="z",
            material="body",
        )
    elif base == "side_panels":
        recess = values["plinth_recess"]
        slabs.add(
            "base",
            "kick board",
            (x[0] + 0.002, x[1] - 0.002),
            (0.0, height + _INTO_M),
            (z[1] - recess - 0.016, z[1] - recess - 0.001),
            thin="z",
            material="body",
        )
    elif base == "bracket_feet":
        _add_bracket_feet(slabs, values, x, z, height)
    elif base == "legs":
        _add_legs(builder, values, x, z, height)
    elif base == "legs_and_shelf":
        _add_stand(slabs, values, x, z, height)
    elif base in ("sled", "metal_frame"):
        _add_runners(slabs, values, x, z, height)
    elif base == "bun_feet":
        radius = 0.5 * height
        bun = lathe(
            np.array(
                [
                    [0.55 * radius, 0.0],
                    [0.95 * radius, 0.3 * height],
                    [0.95 * radius, 0.65 * height],
                    [0.5 * radius, height + _INTO_M],
                ]
            ),
            detail=builder.detail,
        )
        for place, px, pz in _corners(values, x, z, radius):
            builder.add("foot", place, bun.moved(px, 0.0, pz), "legs")
    elif base == "wheels":
        radius = 0.42 * height
        wheel = tube(
            np.array([[-0.3 * radius, radius, 0.0], [0.3 * radius, radius, 0.0]]),
            radius,
            detail=builder.detail,
        )
        for place, px, pz in _corners(values, x, z, radius):
            builder.add("wheel", place, wheel.moved(px, 0.0, pz), "wheels")
            slabs.add(
                "foot",
                place,
                (px - 0.5 * radius, px + 0.5 * radius),
                (1.6 * radius, height + _INTO_M),
                (pz - 0.5 * radius, pz + 0.5 * radius),
                thin="x",
                grain="y",
                material="wheels",
            )


def _corners(
    values: Values, x: tuple[float, float], z: tuple[float, float], half: float
) -> list[tuple[str, float, float]]:
    """Where four feet stand; left is +X."""
    width, depth = x[1] - x[0], z[1] - z[0]
    inset = values["leg_inset"] * min(width, 2 * depth)
    across = min(inset + half, 0.45 * width)
    along = min(0.35 * inset + half, 0.45 * depth)
    return [
        (f"{far} {side}", x[1] - across if side == "left" else x[0] + across, pz)
        for far, pz in (("front", z[1] - along), ("back", z[0] + along))
        for side in ("left", "right")
    ]


def _add_legs(
    builder: Builder,
    values: Values,
    x: tuple[float, float],
    z: tuple[float, float],
    height: float,
) -> None:
    style = values.of("leg_style")
    leg = min(values["leg"], 0.16 * (z[1] - z[0]))
    if style in ("turned", "cabriole"):
        leg *= 1.4
    out = 0.0
    if style in ("straight", "tapered", "round", "hairpin"):
        out = math.tan(math.radians(values["leg_splay"])) * height
    corners = _corners(values, x, z, leg * (1.2 if style == "hairpin" else 0.5))
    (_, right, front), (_, _, back) = corners[0], corners[2]
    middle = (front + back) / 2
    legs = four_legs(
        right - (x[0] + x[1]) / 2,
        (front - back) / 2,
        height + _INTO_M,
        splay_x_m=out,
        splay_z_m=out,
        middle_z_m=middle,
    )
    add_legs(
        builder,
        style,
        legs,
        leg * (2.0 if style == "hairpin" else 1.0),
        taper=values["leg_taper"],
    )


def _add_stand(
    slabs: Slabs, values: Values, x: tuple[float, float], z: tuple[float, float], height: float
) -> None:
    """Long legs at the corners with a shelf between them."""
    leg = min(values["leg"], 0.12 * (x[1] - x[0]))
    for far, pz in (("front", (z[1] - leg - 0.001, z[1] - 0.001)), ("back", (z[0], z[0] + leg))):
        for side, px in (("left", (x[1] - leg, x[1])), ("right", (x[0], x[0] + leg))):
            slabs.add(
                "leg",
                f"{far} {side}",
                px,
                (0.0, height + _INTO_M),
                pz,
                thin="x",
                grain="y",
                material="legs",
                edge_m=0.002,
            )
    slabs.add(
        "shelf",
        "low",
        (x[0] + 0.3 * leg, x[1] - 0.3 * leg),
        (0.25 * height, 0.25 * height + 0.018),
        (z[0] + 0.3 * leg, z[1] - 0.3 * leg),
        material="body",
    )


def _add_runners(
    slabs: Slabs,
    values: Values,
    x: tuple[float, float],
    z: tuple[float, float],
    height: float,
) -> None:
    """A loop of bars on each side, on the floor (sled) or under the carcass (metal frame)."""
    bar = 0.7 * values["leg"]
    is_sled = values.of("base") == "sled"
    for place, px, pz in _corners(values, x, z, bar / 2):
        slabs.add(
            "leg",
            place,
            (px - bar / 2, px + bar / 2),
            (0.0, height + _INTO_M),
            (pz - bar / 2, pz + bar / 2),
            thin="x",
            grain="y",
            material="legs",
        )
    low = 0.0 if is_sled else height - bar
    corners = _corners(values, x, z, bar / 2)
    front, back = corners[0][2] - bar / 2, corners[2][2] + bar / 2
    for place, px, _ in corners[:2]:
        slabs.add(
            "base",
            f"runner {place.split()[1]}",
            (px - bar / 2, px + bar / 2),
            (low, low + bar),
            (back - 0.001, front + 0.001),
            thin="x",
            grain="z",
            material="legs",
        )
    left, right = corners[0][1] - bar / 2, corners[1][1] + bar / 2
    if not is_sled:
        for name, pz in (("front", corners[0][2]), ("back", corners[2][2])):
            slabs.add(
                "base",
                f"rail {name}",
                (right - 0.001, left + 0.001),
                (low, low + bar),
                (pz - bar / 2, pz + bar / 2),
                thin="z",
                material="legs",
            )


def _add_bracket_feet(
    slabs: Slabs,
    values: Values,
    x: tuple[float, float],
    z: tuple[float, float],
    height: float,
) -> None:
    """A rail under the carcass on short wide feet."""
    recess = values["plinth_recess"]
    low, high = (x[0] + 0.3 * recess, x[1] - 0.3 * recess), z[1] - 0.3 * recess
    foot = min(1.1 * height, 0.2 * (x[1] - x[0]))
    board = 0.02
    slabs.add(
        "base",
        "rail",
        low,
        (0.55 * height, height + _INTO_M),
        (high - board, high - 0.001),
        thin="z",
        material="body",
    )
    for side, sign, end in (("left", -1.0, low[1]), ("right", 1.0, low[0])):
        span = (min(end, end + sign * foot), max(end, end + sign * foot))
        slabs.add(
            "foot",
            f"front {side}",
            span,
            (0.0, 0.56 * height),
            (high - board, high - 0.001),
            thin="z",
            grain="y",
            material="body",
        )
        slabs.add(
            "foot",
            f"side {side}",
            (min(end, end + sign * board), max(end, end + sign * board)),
            (0.0, height + _INTO_M),
            (z[0], high - board + 0.001),
            thin="x",
            grain="z",
            material="body",
        )
