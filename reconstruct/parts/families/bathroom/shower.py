"""Showers: a tray with glass and a rail."""

from __future__ import annotations

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import post, tube
from reconstruct.parts.primitives.board import block
from reconstruct.parts.primitives.lathe import lathe

__all__ = ["shower"]

_GLASS_M = 0.008


def shower(builder: Builder, values: Values, size_m: tuple[float, float, float]) -> None:
    """A shower whose back is at -Z; in a corner, its closed side is at -X."""
    width, height, depth = size_m
    detail, cabin = builder.detail, values.of("cabin")
    half, deep, tray = 0.5 * width, 0.5 * depth, values["tray_height"]
    floor = block((-half, 0.0, -deep), (half, tray, deep), edge_m=0.01, detail=detail)
    builder.add("base", "tray", floor, "ceramic")
    panes = {
        "front": (-half + 0.01, half - 0.01, deep - 0.03, deep - 0.03 + _GLASS_M),
        "left": (half - 0.03, half - 0.03 + _GLASS_M, -deep + 0.01, deep - 0.03),
    }
    shown = {"corner": ("front", "left"), "front": ("front",), "walk_in": ("left",)}[cabin]
    for name in shown:
        x0, x1, z0, z1 = panes[name]
        pane = block((x0, tray - 0.002, z0), (x1, height - 0.01, z1), edge_m=0.001, detail=detail)
        builder.add("glass", name, pane, "glass")
        rail = block((x0, height - 0.03, z0 - 0.01), (x1, height, z1 + 0.01), detail=detail)
        builder.add("frame", f"above {name}", rail, "metal")
    spots = {"front left": (half - 0.02, deep - 0.02)}
    if "front" in shown:
        spots["front right"] = (-half + 0.02, deep - 0.02)
    if "left" in shown:
        spots["back left"] = (half - 0.02, -deep + 0.02)
    for name, (x, z) in spots.items():
        upright = post((x, tray - 0.002, z), (x, height, z), (0.03, 0.03), detail=detail)
        builder.add("frame", name, upright, "metal")
    x, z = -half + 0.3 * width, -deep + 0.04
    top = 0.96 * height
    rail_path = np.array([[x, 0.42 * height, z], [x, 0.75 * height, z], [x, top, z]])
    builder.add("tap", "rail", tube(rail_path, 0.011, detail=detail), "metal")
    arm = np.array([[x, top - 0.01, z - 0.01], [x, top - 0.01, z + 0.38 * depth]])
    builder.add("tap", "arm", tube(arm, 0.011, detail=detail), "metal")
    head = np.array([[0.11, 0.0], [0.11, 0.012], [0.02, 0.03]])
    drop = lathe(head, detail=detail).moved(x, top - 0.035, z + 0.37 * depth)
    builder.add("tap", "head", drop, "metal")
    box = block(
        (x - 0.13, 0.42 * height, -deep), (x + 0.13, 0.42 * height + 0.05, z + 0.03), detail=detail
    )
    builder.add("tap", "mixer", box, "metal")
