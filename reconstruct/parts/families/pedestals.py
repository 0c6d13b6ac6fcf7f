"""Columns on a base: one or two, straight, conical or turned, on a disc, a plate or feet."""

from __future__ import annotations

import math

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.legs import Leg, finer, spun
from reconstruct.parts.primitives.bar import bar, post, tube
from reconstruct.parts.primitives.board import board
from reconstruct.parts.primitives.lathe import lathe
from reconstruct.parts.primitives.outline import rounded_rectangle

__all__ = ["COLUMNS", "PEDESTAL_BASES", "add_pedestal"]

COLUMNS = ("straight", "square", "cone", "trumpet", "turned")
PEDESTAL_BASES = ("disc", "plate", "four_feet", "three_feet", "cross")

_TURNED_COLUMN = np.array(
    [(0.0, 0.8), (0.06, 0.95), (0.12, 0.72), (0.16, 0.7), (0.3, 1.0), (0.42, 0.9), (0.6, 0.55),
     (0.72, 0.5), (0.76, 0.7), (0.8, 0.7), (0.84, 0.52), (1.0, 0.62)]
)  # fmt: skip


def add_pedestal(
    builder: Builder,
    column: str,
    base: str,
    top_y_m: float,
    column_m: float,
    half_x_m: float,
    half_z_m: float,
    base_height_m: float,
    *,
    waist: float = 0.5,
    foot_m: float = 0.04,
    middle_x_m: float = 0.0,
    name: str = "",
    material: str = "legs",
) -> None:
    """A column on a base.

    Parameters
    ----------
    column, base
        One of `COLUMNS` and of `PEDESTAL_BASES`.
    column_m
        Diameter of the column.
    half_x_m, half_z_m
        How far the base reaches.
    base_height_m
        Of a disc or plate; of feet, where they leave the column.
    foot_m
        How thick feet are.
    waist
        Of cones and trumpets: the thinner part's diameter over the thicker one's.
    """
    detail = builder.detail
    x = middle_x_m
    flat = min(base_height_m, 0.3 * top_y_m)
    if base == "disc":
        profile = np.array([(1.0, 0.0), (1.0, 0.35), (0.93, 0.6), (0.55, 0.85), (0.2, 1.0)])
        made = lathe(
            profile * [half_x_m, flat], flatten=half_z_m / max(half_x_m, 1e-6), detail=detail
        )
        builder.add("base", name, made.moved(x), material)
    elif base == "plate":
        outline = rounded_rectangle(2 * half_x_m, 2 * half_z_m, 0.0, detail)
        made = board(outline, 0.6 * flat, edge_m=0.003, detail=detail)
        builder.add("base", name, made.moved(x), material)
    else:
        _add_feet(builder, base, foot_m, half_x_m, half_z_m, flat, x, name, material)
    foot_y = {"disc": 0.5 * flat, "plate": 0.3 * flat, "cross": 0.3 * flat}.get(base, 0.45 * flat)
    leg = Leg(name, (x, foot_y, 0.0), (x, top_y_m, 0.0))
    radius = column_m / 2
    if column == "square":
        made = post(leg.bottom_m, leg.top_m, (column_m, column_m), edge_m=0.004, detail=detail)
    elif column == "straight":
        made = spun(leg, np.array([(0.0, 1.0), (1.0, 1.0)]), radius, radius, detail)
    elif column == "cone":
        made = spun(leg, np.array([(0.0, 1.0), (1.0, waist)]), radius, radius, detail)
    elif column == "trumpet":
        share = np.linspace(0, 1, 6 + 4 * detail.along)
        wide = waist + (1 - waist) * np.maximum((1 - share) ** 4, 0.8 * share**5)
        flare = np.stack([share, wide], axis=1)
        made = spun(leg, flare, radius / max(waist, 0.2), radius / max(waist, 0.2), detail)
    else:
        made = spun(leg, finer(_TURNED_COLUMN, detail), radius, radius, detail)
    builder.add("column", name, made, material)


def _add_feet(
    builder: Builder,
    base: str,
    thick: float,
    half_x_m: float,
    half_z_m: float,
    height_m: float,
    x: float,
    name: str,
    material: str,
) -> None:
    detail = builder.detail
    if base == "cross":
        for way, reach in (("x", (half_x_m, 0.0)), ("z", (0.0, half_z_m))):
            made = bar(
                (x + reach[0], 0.3 * height_m, reach[1]),
                (x - reach[0], 0.3 * height_m, -reach[1]),
                thick,
                0.6 * height_m,
                edge_m=0.004,
                detail=detail,
            )
            builder.add("foot", f"{name} along {way}".strip(), made, material)
        return
    count = 4 if base == "four_feet" else 3
    first = math.pi / 4 if count == 4 else math.pi / 2
    share = np.linspace(0, 1, 3 + 2 * detail.along)
    for index in range(count):
        turn = first + index * 2 * math.pi / count
        grow = math.sqrt(2) if count == 4 else 1.0
        out = np.array([math.cos(turn) * half_x_m, math.sin(turn) * half_z_m]) * grow
        path = np.empty((len(share), 3))
        path[:, 0], path[:, 2] = x + out[0] * share, out[1] * share
        # From the column outwards and down in a curve that ends level on the floor.
        path[:, 1] = thick * 0.45 + height_m * (1 - share) ** 1.6
        radius = thick * (0.6 - 0.15 * share)
        builder.add(
            "foot", f"{name} {index + 1}".strip(), tube(path, radius, detail=detail), material
        )
