"""What appliances have in common: doors with handles, dials, feet."""

from __future__ import annotations

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import tube
from reconstruct.parts.primitives.slabs import Slabs

__all__ = ["add_bar_handle", "add_body", "add_dials", "add_disc"]

Span = tuple[float, float]


def add_body(slabs: Slabs, values: Values, x: Span, y: Span, z: Span) -> None:
    """The cabinet on a kick that is set back."""
    kick = min(values["kick"], 0.16 * y[1])
    slabs.add(
        "body",
        "",
        x,
        (kick, y[1]),
        z,
        thin="x",
        grain="y",
        edge_m=values["rounding"],
        is_round=True,
    )
    slabs.add(
        "base",
        "",
        (0.94 * x[0], 0.94 * x[1]),
        (0.0, kick + 0.002),
        (z[0] + 0.02, z[1] - 0.02),
        thin="z",
        material="base",
    )


def add_bar_handle(
    builder: Builder,
    values: Values,
    name: str,
    x: Span,
    y: Span,
    face: float,
    *,
    is_upright: bool,
) -> None:
    """A bent bar on a face: along the middle of x if it lies, of y if it is upright.

    Parameters
    ----------
    x, y
        Where the handle's line may lie: one of them is its length, of the other the middle is taken.
    face
        Height (z) of the face that it is fixed to.
    """
    if values.of("handle") != "bar":
        return
    along, across = (y, x) if is_upright else (x, y)
    half = values["handle_length"] * (along[1] - along[0]) / 2
    middle, at = (along[0] + along[1]) / 2, (across[0] + across[1]) / 2
    out = face + values["handle_out"] - values["handle_width"] / 2
    low = face - 0.001
    ends = np.array([middle - half, middle - half, middle + half, middle + half])
    flat = np.full(4, at)
    path = np.stack([flat, ends] if is_upright else [ends, flat], axis=1)
    path = np.column_stack([path, [low, out, out, low]])
    builder.add("handle", name, tube(path, values["handle_width"] / 2, detail=builder.detail))


def add_disc(
    builder: Builder,
    role: str,
    name: str,
    middle: tuple[float, float, float],
    radius: float,
    height: float,
    *,
    axis: str,
    material: str,
) -> None:
    """A flat round part on a face that looks along +y or +z; `middle` lies on that face."""
    profile = np.array([-0.001, height])
    path = np.zeros((2, 3))
    path[:, {"y": 1, "z": 2}[axis]] = profile
    builder.add(
        role,
        name,
        tube(path + np.array(middle), np.array([radius, 0.94 * radius]), detail=builder.detail),
        material,
    )


def add_dials(
    builder: Builder, count: int, x: Span, y: float, face: float, diameter: float, *, first: int = 0
) -> None:
    """A row of dials on a face."""
    step = (x[1] - x[0]) / count
    radius = min(diameter, 0.8 * step) / 2
    for index in range(count):
        add_disc(
            builder,
            "handle",
            f"dial {first + index + 1}",
            (x[0] + (index + 0.5) * step, y, face),
            radius,
            0.022,
            axis="z",
            material="dials",
        )
