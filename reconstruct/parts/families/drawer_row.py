"""Drawers side by side or one over the other, with their handles."""

from __future__ import annotations

import math

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.primitives.bar import tube
from reconstruct.parts.primitives.board import block
from reconstruct.parts.primitives.lathe import lathe

__all__ = ["HANDLES", "add_drawers", "add_handle"]

HANDLES = ("knob", "bow", "lip", "none")

_KNOB = np.array([(0.35, 0.0), (0.35, 0.4), (0.85, 0.55), (1.0, 0.75), (0.75, 1.0)])


def add_handle(
    builder: Builder,
    style: str,
    name: str,
    at_m: tuple[float, float, float],
    width_m: float,
    size_m: float,
    *,
    material: str = "handles",
) -> None:
    """A handle on a front that faces +z.

    Parameters
    ----------
    style
        One of `HANDLES`; nothing is added for "none".
    at_m
        Its middle on the front's surface.
    width_m
        Of the front: bows and lips are a share of it.
    size_m
        Diameter of a knob; how far other handles stand out is about that.
    """
    x, y, z = at_m
    detail = builder.detail
    if style == "knob":
        made = lathe(_KNOB * [size_m / 2, 0.9 * size_m], detail=detail).turned("x", math.pi / 2)
        builder.add("handle", name, made.moved(x, y, z - 0.002), material)
    elif style == "bow":
        half, out = min(0.2 * width_m, 2.2 * size_m), 0.9 * size_m
        path = np.array([(half, 0, 0), (half, 0, 0.8 * out), (half - 0.2 * out, 0, out),
                         (0.2 * out - half, 0, out), (-half, 0, 0.8 * out), (-half, 0, 0)])  # fmt: skip
        radius = 0.003 + 0.06 * size_m
        made = tube(path + np.array([x, y, z - 0.002]), radius, detail=detail)
        builder.add("handle", name, made, material)
    elif style == "lip":
        half = 0.2 * width_m
        low = (x - half, y - 0.004, z - 0.002)
        builder.add(
            "handle",
            name,
            block(low, (x + half, y + 0.004, z + 0.6 * size_m), detail=detail),
            material,
        )


def add_drawers(
    builder: Builder,
    count: int,
    low_m: tuple[float, float],
    high_m: tuple[float, float],
    front_z_m: float,
    thickness_m: float,
    gap_m: float,
    handle: str,
    handle_m: float,
    *,
    upright: bool = False,
    name: str = "",
    material: str = "fronts",
) -> None:
    """Fronts that fill a rectangle (x, y), side by side or, `upright`, one over the other.

    Parameters
    ----------
    front_z_m
        Of their faces.
    gap_m
        Around each front.
    handle, handle_m
        As of `add_handle`.
    """
    way = 1 if upright else 0
    step = (high_m[way] - low_m[way]) / count
    for index in range(count):
        low, high = list(low_m), list(high_m)
        low[way], high[way] = low_m[way] + index * step, low_m[way] + (index + 1) * step
        x0, x1, y0, y1 = low[0] + gap_m, high[0] - gap_m, low[1] + gap_m, high[1] - gap_m
        full = f"{name} {index + 1}".strip()
        made = block(
            (x0, y0, front_z_m - thickness_m),
            (x1, y1, front_z_m),
            edge_m=0.002,
            detail=builder.detail,
        )
        builder.add("drawer", full, made, material)
        y = y1 - 0.004 if handle == "lip" else (y0 + y1) / 2
        add_handle(builder, handle, full, ((x0 + x1) / 2, y, front_z_m), x1 - x0, handle_m)
