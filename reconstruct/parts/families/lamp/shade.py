"""Shades of lamps, with what holds them and the bulb inside."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import Detail
from reconstruct.parts.family import Values
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.bar import bar
from reconstruct.parts.primitives.lathe import hoop, lathe
from reconstruct.parts.primitives.profile import hollow, smooth_curve

__all__ = ["BELL", "OPEN", "Piece", "bulb", "fewer", "shade", "solid_profile"]

BELL = tuple(f"bell_{place}" for place in range(6))
"""Radii of a bell-shaped shade at even heights from its rim up, as shares of the largest."""

OPEN = ("drum", "empire")
"""Shades that are open above and below, held by a ring with spokes."""

Piece = tuple[str, str, PartMesh, str]
"""Role, name, mesh and material of a part."""


@cache
def fewer(detail: Detail) -> Detail:
    """Half as many corners around, for thin and small things."""
    return replace(detail, around=max(detail.around // 2, 3))


def solid_profile(
    radii_m: Float[np.ndarray, " K"], heights_m: Float[np.ndarray, " K"]
) -> Float[np.ndarray, "K 2"]:
    """Radius and height of each ring."""
    return np.stack([radii_m, heights_m], axis=1)


def bulb(radius_m: float, low_m: float, high_m: float, detail: Detail, *, up: bool) -> PartMesh:
    """A light bulb between two heights, its socket at the lower end if it points up."""
    shares = np.array([0.0, 0.28, 0.34, 0.55, 0.75, 0.92, 1.0])
    radii = np.array([0.45, 0.45, 0.5, 0.86, 1.0, 0.7, 0.12]) * radius_m
    if not up:
        shares, radii = 1 - shares[::-1], radii[::-1]
    profile = solid_profile(radii, low_m + (high_m - low_m) * shares)
    return lathe(profile, detail=fewer(detail))


def shade(
    form: str,
    name: str,
    radius_m: float,
    rise_m: float,
    values: Values,
    detail: Detail,
    *,
    up: bool,
) -> list[Piece]:
    """A shade around the y axis, its lower rim at y = 0.

    Parameters
    ----------
    form
        Option of the choice "shade".
    name
        Where it is, for the parts' names.
    radius_m, rise_m
        Its largest radius and its height.
    up
        Whether the lamp stands under it, not hangs above.
    """
    wall = min(values["shade_thickness"], 0.1 * radius_m)
    if form in OPEN:
        top = radius_m * values[f"{form}_top"]
        outer = np.array([[radius_m, 0.0], [top, rise_m]])
        inner = np.array([[top - wall, rise_m], [radius_m - wall, 0.0]])
        level = 0.88 * rise_m
        reach = radius_m + (top - radius_m) * 0.88 - 0.5 * wall
        return [
            ("shade", name, hoop(np.concatenate([outer, inner]), detail=detail), "shade"),
            ("frame", f"{name} across".strip(), _spoke((reach, level, 0.0)), "metal"),
            ("frame", f"{name} along".strip(), _spoke((0.0, level, reach)), "metal"),
            (
                "bulb",
                name,
                bulb(0.22 * top + 0.008, 0.3 * rise_m, 0.9 * rise_m, detail, up=up),
                "bulb",
            ),
        ]
    if form == "bulb":
        return [("bulb", name, bulb(radius_m, 0.0, rise_m, detail, up=up), "bulb")]
    if form == "globe":
        angle = np.linspace(0.08, np.pi - 0.08, 4 + 7 * detail.along)
        profile = solid_profile(radius_m * np.sin(angle), rise_m * (1 - np.cos(angle)) / 2)
        return [("shade", name, lathe(profile, detail=detail), "shade")]
    if form == "bowl":
        angle = np.linspace(0.1, np.pi / 2, 3 + 3 * detail.along)
        outer = solid_profile(radius_m * np.sin(angle), rise_m * (1 - np.cos(angle)))
        profile = hollow(outer, wall, floor_m=0.1 * rise_m, detail=detail)
        return [
            ("shade", name, lathe(profile, detail=detail), "shade"),
            (
                "bulb",
                name,
                bulb(0.25 * radius_m, 0.08 * rise_m, 0.85 * rise_m, detail, up=True),
                "bulb",
            ),
        ]
    outer = _closed_outline(form, radius_m, rise_m, values, detail)
    profile = _closed_above(outer, wall)
    glow = min(0.3 * radius_m + 0.006, 0.8 * float(outer[:, 0].mean()))
    return [
        ("shade", name, lathe(profile, detail=detail), "shade"),
        ("bulb", name, bulb(glow, 0.12 * rise_m, 0.97 * rise_m, detail, up=False), "bulb"),
    ]


def _spoke(end_m: tuple[float, float, float]) -> PartMesh:
    x, y, z = end_m
    return bar((-x, y, -z), (x, y, z), 0.004, 0.003)


def _closed_outline(
    form: str, radius_m: float, rise_m: float, values: Values, detail: Detail
) -> Float[np.ndarray, "K 2"]:
    """Outer radius and height of a shade that is closed above, from its rim up."""
    if form == "cone":
        top = radius_m * values["cone_top"]
        radii = np.array([radius_m, radius_m - 0.94 * (radius_m - top), top, 0.72 * top])
        return solid_profile(radii, rise_m * np.array([0.0, 0.9, 0.94, 1.0]))
    if form == "cylinder":
        return solid_profile(
            radius_m * np.array([1.0, 1.0, 0.97, 0.9]), rise_m * np.array([0.0, 0.96, 0.99, 1.0])
        )
    if form == "dome":
        angle = np.linspace(0, 0.46 * np.pi, 5 + 4 * detail.along)
        lift = 0.1 * rise_m
        heights = lift + (rise_m - lift) * np.sin(angle) / np.sin(angle[-1])
        radii = radius_m * np.cos(angle) ** values["dome_fullness"]
        return np.concatenate([[[radius_m, 0.0]], solid_profile(radii, heights)])
    radii = np.array([values[place] for place in BELL])
    knots = solid_profile(radius_m * radii / radii.max(), np.linspace(0, rise_m, len(BELL)))
    return smooth_curve(knots, detail)


def _closed_above(outer_m: Float[np.ndarray, "K 2"], wall_m: float) -> Float[np.ndarray, "R 2"]:
    """The profile of a hollow shade: from the middle of its ceiling down inside, around the rim and up outside."""
    rise = float(outer_m[-1, 1])
    inner = outer_m[::-1].copy()
    inner[:, 0] = np.maximum(inner[:, 0] - wall_m, 0.4 * inner[:, 0])
    inner[:, 1] *= 1 - min(1.5 * wall_m / rise, 0.1)
    return np.concatenate([inner, outer_m])
