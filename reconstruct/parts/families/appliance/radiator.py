"""Radiators: panels, columns, towel rails."""

from __future__ import annotations

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import tube
from reconstruct.parts.primitives.slabs import Slabs

__all__ = ["add_radiator"]


def add_radiator(
    builder: Builder, values: Values, width: float, height: float, depth: float
) -> None:
    """A radiator that hangs on a wall or stands."""
    kind = values.of("radiator")
    if kind == "panel":
        _add_panel(builder, width, height, depth)
    elif kind == "columns":
        _add_columns(builder, values, width, height, depth)
    else:
        _add_rails(builder, values, width, height, depth)


def _add_panel(builder: Builder, width: float, height: float, depth: float) -> None:
    slabs = Slabs(builder.detail)
    x, z = (-width / 2, width / 2), (-depth / 2, depth / 2)
    sheet = 0.16 * depth
    slabs.add(
        "panel",
        "front",
        (x[0] + 0.004, x[1] - 0.004),
        (0.0, height - 0.004),
        (z[1] - sheet, z[1]),
        thin="z",
        edge_m=0.006,
        material="body",
    )
    slabs.add(
        "panel",
        "back",
        (x[0] + 0.004, x[1] - 0.004),
        (0.0, height - 0.004),
        (z[0], z[0] + sheet),
        thin="z",
        edge_m=0.006,
        material="body",
    )
    for side, span in (("left", (x[1] - 0.004, x[1])), ("right", (x[0], x[0] + 0.004))):
        slabs.add(
            "side",
            side,
            span,
            (0.02, height - 0.001),
            (z[0] + 0.004, z[1] - 0.004),
            thin="x",
            grain="y",
            material="body",
        )
    # The grating on top, bars across.
    count = 9 * builder.detail.along
    step = width / count
    for index in range(count):
        middle = x[0] + (index + 0.5) * step
        slabs.add(
            "slat",
            str(index + 1),
            (middle - 0.33 * step, middle + 0.33 * step),
            (height - 0.012, height),
            (z[0] + 0.7 * sheet, z[1] - 0.7 * sheet),
            grain="z",
            material="body",
        )
    # Shallow channels pressed into the front.
    ribs = 8 * builder.detail.along
    pitch = (width - 0.03) / ribs
    for index in range(ribs):
        middle = x[0] + 0.015 + (index + 0.5) * pitch
        slabs.add(
            "panel",
            f"rib {index + 1}",
            (middle - 0.28 * pitch, middle + 0.28 * pitch),
            (0.05 * height, 0.93 * height),
            (z[1] - 0.5 * sheet, z[1] + 0.004),
            thin="z",
            grain="y",
            edge_m=0.004,
            material="body",
        )
    slabs.finish(builder)


def _add_columns(
    builder: Builder, values: Values, width: float, height: float, depth: float
) -> None:
    """Sections side by side, each a flat ring of two upright tubes that are joined above and below."""
    slabs = Slabs(builder.detail)
    count = int(values.of("sections"))
    step = width / count
    half = values["fin"] * step / 2
    low = values["stand"] * height
    tube_m = values["tube"] * depth / 2
    for index in range(count):
        middle = -width / 2 + (index + 0.5) * step
        slabs.add(
            "slat",
            str(index + 1),
            (middle - half, middle + half),
            (low, height),
            (-depth / 2, depth / 2),
            thin="x",
            grain="y",
            material="body",
            edge_m=0.5 * half,
            profile=((tube_m, 0.0),),
            is_frame=True,
        )
    for name, at in (("low", low + 0.5 * tube_m), ("high", height - 0.5 * tube_m)):
        line = np.array([[-width / 2 + half, at, 0.0], [width / 2 - half, at, 0.0]])
        radius = min(0.016, 0.4 * depth)
        builder.add("stretcher", name, tube(line, radius, detail=builder.detail), "body")
    for side, sign in (("left", 1.0), ("right", -1.0)):
        middle = sign * (width / 2 - 0.5 * step)
        slabs.add(
            "foot",
            side,
            (middle - 0.8 * half, middle + 0.8 * half),
            (0.0, low + 0.004),
            (-0.4 * depth, 0.4 * depth),
            thin="x",
            grain="y",
            material="body",
        )
    slabs.finish(builder)


def _add_rails(builder: Builder, values: Values, width: float, height: float, depth: float) -> None:
    """Two upright tubes with rungs for towels."""
    count = int(values.of("sections"))
    radius = min(0.45 * depth, 0.02)
    front = depth / 2 - radius
    for side, x in (("left", width / 2 - radius), ("right", -width / 2 + radius)):
        line = np.array([[x, 0.0, front], [x, height, front]])
        builder.add("side", side, tube(line, radius, detail=builder.detail), "body")
        for name, at in (("low", 0.08 * height), ("high", 0.92 * height)):
            peg = np.array([[x, at, -depth / 2], [x, at, front]])
            builder.add(
                "stretcher",
                f"{name} {side}",
                tube(peg, 0.5 * radius, detail=builder.detail),
                "body",
            )
    step = 0.94 * height / count
    rung = values["fin"] * min(0.42 * step, 0.9 * radius)
    line = np.array([[-width / 2 + radius, 0.0, front], [width / 2 - radius, 0.0, front]])
    mesh = tube(line, rung, detail=builder.detail)
    for index in range(count):
        # Every sixth place is free, so that towels can be put through.
        if (index + 1) % 6:
            at = 0.03 * height + (index + 0.5) * step
            builder.add("slat", str(index + 1), mesh.moved(0.0, at, 0.0), "body")
