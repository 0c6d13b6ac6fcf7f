"""Loudspeakers: a cabinet with one to four cones."""

from __future__ import annotations

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.lathe import lathe
from reconstruct.parts.primitives.profile import soft_least
from reconstruct.parts.primitives.slabs import Slabs

__all__ = ["add_speaker"]

# A cone seen in section: radius and height, as shares of the cone's radius.
_CONE = np.array(
    [[1.0, -0.02], [1.0, 0.05], [0.9, 0.08], [0.8, 0.06], [0.34, 0.012], [0.3, 0.05], [0.12, 0.1]]
)


def add_speaker(
    builder: Builder, values: Values, width: float, height: float, depth: float
) -> None:
    """A cabinet on small feet, its cones smaller upwards."""
    slabs = Slabs(builder.detail)
    foot = min(values["foot"], 0.1 * height)
    is_covered = values.of("grille") == "cloth"
    out = values["grille_out"] if is_covered else 0.012
    x, front = (-width / 2, width / 2), depth / 2 - out
    slabs.add(
        "body",
        "",
        x,
        (foot, height),
        (-depth / 2, front),
        thin="z",
        grain="y",
        edge_m=values["rounding"],
        is_round=True,
    )
    slabs.add(
        "base",
        "",
        (0.85 * x[0], 0.85 * x[1]),
        (0.0, foot + 0.001),
        (-0.42 * depth, 0.42 * depth - out),
        material="base",
    )
    count = int(values.of("drivers"))
    tall = height - foot
    sizes = values["cone"] * width / 2 * values["cone_fall"] ** np.arange(count)
    # Cones that do not fit above each other are all made smaller.
    needed = 2.16 * float(sizes.sum())
    fit = soft_least(1.0, 0.94 * tall / needed)
    free = tall - fit * needed
    spread = values["cone_spread"]
    at = foot + free * (1 - spread) + free * spread / (count + 1)
    for index, size in enumerate(fit * sizes):
        radius = float(size)
        at += 1.08 * radius
        mesh = lathe(_CONE * radius, detail=builder.detail).turned("x", np.pi / 2)
        if not is_covered:
            builder.add("panel", f"cone {index + 1}", mesh.moved(0.0, at, front), "cone")
        at += 1.08 * radius + free * spread / (count + 1)
    if is_covered:
        slabs.add(
            "panel",
            "grille",
            (0.95 * x[0], 0.95 * x[1]),
            (foot + 0.03 * tall, height - 0.03 * tall),
            (front - 0.001, depth / 2),
            thin="z",
            edge_m=0.6 * out,
            material="grille",
        )
    slabs.finish(builder)
