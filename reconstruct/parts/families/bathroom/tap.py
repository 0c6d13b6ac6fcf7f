"""Taps: a body with a spout and a lever."""

from __future__ import annotations

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.lamp.shade import fewer
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import bar, tube

__all__ = ["add_tap"]


def add_tap(
    builder: Builder,
    values: Values,
    *,
    foot_m: tuple[float, float, float],
    rise_m: float,
    reach_m: float,
) -> None:
    """A tap of a height on a spot, its spout reaching to the front; nothing if the design has none."""
    form = values.of("tap")
    if form in ("", "none"):
        return
    detail = fewer(builder.detail)
    body = 0.35 if form == "arched" else 0.78
    post = np.array([[0.0, -0.02, 0.0], [0.0, body * rise_m, 0.0]])
    radius = 0.02 if form == "straight" else 0.016
    builder.add("tap", "body", tube(post, radius, detail=builder.detail).moved(*foot_m), "metal")
    if form == "arched":
        angle = np.linspace(0, 1.25 * np.pi, 8 + 4 * detail.along)
        bow = 0.5 * min(reach_m, 1.1 * rise_m)
        path = np.zeros((len(angle) + 1, 3))
        path[0, 1] = 0.3 * rise_m
        path[1:, 1] = rise_m - bow - 0.01 + bow * np.sin(angle)
        path[1:, 2] = bow - bow * np.cos(angle)
        spout = tube(path, 0.011, detail=builder.detail)
        lever = bar((0.0, 0.25 * rise_m, 0.0), (-0.06, 0.3 * rise_m, 0.0), 0.01, 0.01)
    else:
        path = np.array([[0.0, 0.62, -0.0], [0.0, 0.66, 0.5], [0.0, 0.62, 0.97], [0.0, 0.5, 1.0]])
        path *= [1.0, rise_m, reach_m]
        spout = tube(path, 0.014, detail=builder.detail)
        lever = bar((0.0, 0.76 * rise_m, -0.01), (0.0, 0.97 * rise_m, 0.4 * reach_m), 0.02, 0.008)
    builder.add("tap", "spout", spout.moved(*foot_m), "metal")
    builder.add("tap", "lever", lever.moved(*foot_m), "metal")
