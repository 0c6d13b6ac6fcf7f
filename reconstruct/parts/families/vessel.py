"""Vases, pots, jars, bottles, bowls, cups and bins: turned, with a free profile."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.detail import Detail
from reconstruct.parts.families.vessel_profiles import related_radii
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.bar import post, tube
from reconstruct.parts.primitives.lathe import lathe
from reconstruct.parts.primitives.outline import rounded_rectangle
from reconstruct.parts.primitives.profile import capped, hollow, smooth_curve
from reconstruct.parts.primitives.rings import ringed

__all__ = ["PROFILE", "VESSEL", "vessel_body", "vessel_stand"]

PROFILE = tuple(f"profile_{place}" for place in range(10))
"""Radii at even heights from the bottom to the lip, as shares of the largest."""

_USUAL = (0.55, 0.72, 0.86, 0.96, 1.0, 0.95, 0.8, 0.6, 0.5, 0.55)


def vessel_radii(values: Values) -> Float[np.ndarray, "10"]:
    """The profile's radii, the largest 1."""
    radii = np.array([values[name] for name in PROFILE])
    return np.asarray(radii / radii.max())


def vessel_body(
    radii_m: Float[np.ndarray, " K"],
    low_m: float,
    high_m: float,
    wall_m: float,
    *,
    section: str,
    detail: Detail,
    floor_m: float | None = None,
) -> PartMesh:
    """A hollow vessel between two heights, round or square in section."""
    heights = np.linspace(low_m, high_m, len(radii_m))
    curve = smooth_curve(np.stack([radii_m, heights], axis=1), detail)
    curve[:, 0] = np.maximum(curve[:, 0], 0.02 * float(radii_m.max()))
    floor = 0.04 * (high_m - low_m) if floor_m is None else floor_m
    profile = hollow(curve, wall_m, floor_m=floor, detail=detail)
    return lathe(profile, detail=detail) if section == "round" else _squared(profile, detail)


def _squared(profile_m: Float[np.ndarray, "K 2"], detail: Detail) -> PartMesh:
    """As `lathe`, with a rounded square for the circle."""
    flat = rounded_rectangle(2.0, 2.0, 0.2, detail)[::-1]
    outline = np.insert(flat, 1, 0.0, axis=1)
    rings = profile_m[:, 0, None, None] * outline
    rings[:, :, 1] = profile_m[:, 1, None]
    return ringed(rings, np.eye(3)[[1, 2, 0]])


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    detail = builder.detail
    handles = {"one": 1, "two": 2}.get(values.of("handles"), 0)
    radius = 0.5 * width / (1 + 0.5 * handles * values["handle_reach"])
    foot = radius * float(vessel_radii(values)[0])
    low = vessel_stand(builder, values, radius, foot, height)
    high = height * (1 - _lid_share(values))
    radii = radius * vessel_radii(values)
    wall = min(values["wall"], 0.2 * radius)
    body = vessel_body(radii, low, high, wall, section=values.of("section"), detail=detail)
    squash = depth / (2 * radius)
    builder.add("body", "", _squashed(body, squash), "body")
    _lid(builder, values, float(radii[-1]), wall, high, height, squash)
    for side in range(handles):
        name = ("right", "left")[side] if handles == 2 else ""
        handle = _handle(values, radii, low, high, radius, wall, detail)
        builder.add("handle", name, handle.mirrored() if side == 0 else handle, "body")


def _squashed(mesh: PartMesh, depth_of_width: float) -> PartMesh:
    return PartMesh(mesh.vertices_m * [1.0, 1.0, depth_of_width], mesh.faces, mesh.axes)


def vessel_stand(
    builder: Builder, values: Values, radius_m: float, foot_m: float, height_m: float
) -> float:
    """What a vessel stands on, given its largest radius and that of its foot; returns the height of its bottom."""
    stand, detail = values.of("stand"), builder.detail
    if stand == "legs":
        rise = values["stand_height"] * height_m
        thick = 0.1 * radius_m + 0.006
        for name, x, z in (
            ("front left", 1, 1),
            ("front right", -1, 1),
            ("back left", 1, -1),
            ("back right", -1, -1),
        ):
            top, end = 0.62 * foot_m, 0.74 * foot_m
            builder.add(
                "leg",
                name,
                post(
                    (x * end, 0.0, z * end),
                    (x * top, rise * 1.08, z * top),
                    (0.7 * thick, 0.7 * thick),
                    (thick, thick),
                    detail=detail,
                ),
                "legs",
            )
        return rise
    if stand == "saucer":
        thick = 0.06 * height_m
        rim = np.array([[1.05 * foot_m, 0.0], [1.28 * foot_m, 0.6 * thick], [1.34 * foot_m, thick]])
        inner = np.array([[1.24 * foot_m, thick * 0.95], [1.1 * foot_m, 0.5 * thick]])
        profile = np.concatenate([rim, inner])
        square = values.of("section") == "square"
        dish = _squared(profile, detail) if square else lathe(profile, detail=detail)
        builder.add("base", "saucer", dish, "saucer")
        return 0.5 * thick
    return 0.0


def _lid_share(values: Values) -> float:
    return values["lid_height"] if values.of("lid") in ("knob", "stopper", "cap") else 0.0


def _lid(
    builder: Builder,
    values: Values,
    mouth: float,
    wall: float,
    low: float,
    high: float,
    squash: float,
) -> None:
    lid, detail = values.of("lid"), builder.detail
    tall = high - low
    if lid == "knob":
        heights = low + tall * np.array([-0.05, 0.0, 0.16, 0.34, 0.48, 0.56, 0.72, 0.9, 1.0])
        radii = np.array([0.85, 1.03, 0.98, 0.6, 0.15, 0.12, 0.2, 0.17, 0.06]) * mouth
    elif lid == "stopper":
        heights = low + tall * np.array([-0.35, 0.0, 0.04, 0.35, 0.7, 0.94, 1.0])
        radii = np.array([0.6, 0.72, 0.9, 0.95, 0.98, 0.95, 0.75]) * (mouth - 0.4 * wall)
    elif lid == "cap":
        heights = low + tall * np.array([-0.15, 0.9, 1.0])
        radii = np.array([1.06, 1.06, 1.0]) * mouth
    else:
        return
    profile = np.stack([radii, heights], axis=1)
    mesh = lathe(capped(profile, edge_m=0.004, detail=detail), detail=detail)
    builder.add("top", "lid", _squashed(mesh, squash), "lid")


def _handle(
    values: Values,
    radii: Float[np.ndarray, "10"],
    low: float,
    high: float,
    radius: float,
    wall: float,
    detail: Detail,
) -> PartMesh:
    """A handle on the left side (+x), its ends inside the wall."""
    thick = min(values["handle_thickness"] * radius, 0.03)
    top = low + (high - low) * values["handle_top"]
    bottom = low + (high - low) * values["handle_top"] * values["handle_bottom"]
    heights = np.linspace(low, high, len(radii))
    out = radius * (1 + values["handle_reach"]) - thick
    ends = np.interp([bottom, top], heights, radii) - 0.5 * wall
    angle = np.linspace(-np.pi / 2, np.pi / 2, 5 + 5 * detail.along)
    bow = np.cos(angle) ** 0.7
    middle = ends[0] + (ends[1] - ends[0]) * (np.sin(angle) + 1) / 2
    path = np.zeros((len(angle), 3))
    path[:, 0] = middle + (out - middle) * bow
    path[:, 1] = (top + bottom) / 2 + (top - bottom) / 2 * np.sin(angle)
    return tube(path, thick, detail=detail)


_HANDLED = {"handles": ("one", "two")}

VESSEL = Family(
    name="vessel",
    kinds=(
        Kind("vase", (0.08, 0.14, 0.08), (0.3, 0.5, 0.3), weight=4.0, square=True, alike=0.6),
        Kind(
            "vase",
            (0.14, 0.14, 0.1),
            (0.32, 0.4, 0.3),
            {"handles": {"none": 0, "two": 5, "one": 1}},
            depth_of_width=(0.62, 0.78),
            alike=0.7,
        ),
        Kind(
            "pot",
            (0.1, 0.09, 0.1),
            (0.5, 0.5, 0.5),
            {"stand": {"legs": 3, "saucer": 2}, "section": {"square": 3}},
            weight=3.0,
            square=True,
            alike=0.9,
        ),
        Kind(
            "jar",
            (0.07, 0.09, 0.07),
            (0.2, 0.28, 0.2),
            {"lid": {"none": 2, "knob": 4, "stopper": 2, "cap": 3}},
            weight=2.0,
            square=True,
            alike=0.7,
        ),
        Kind(
            "bottle",
            (0.06, 0.18, 0.06),
            (0.12, 0.36, 0.12),
            {"lid": {"none": 4, "stopper": 3, "cap": 3}, "section": {"square": 1}},
            weight=2.0,
            square=True,
            alike=0.7,
        ),
        Kind("bowl", (0.12, 0.05, 0.12), (0.4, 0.15, 0.4), weight=2.0, square=True, alike=0.8),
        Kind("cup", (0.06, 0.06, 0.06), (0.1, 0.13, 0.1), square=True, alike=0.4),
        Kind(
            "cup",
            (0.1, 0.07, 0.07),
            (0.14, 0.11, 0.1),
            {"handles": {"one": 1, "none": 0}},
            weight=2.0,
            depth_of_width=(0.66, 0.76),
            alike=0.6,
        ),
        Kind(
            "bin",
            (0.2, 0.24, 0.2),
            (0.45, 0.65, 0.45),
            {"lid": {"none": 5, "cap": 3}, "section": {"square": 3}},
            weight=2.0,
            square=True,
            alike=0.6,
        ),
    ),
    choices=(
        Choice("section", {"round": 10, "square": 0}),
        Choice("handles", {"none": 10, "one": 0, "two": 0}),
        Choice("lid", {"none": 10, "knob": 0, "stopper": 0, "cap": 0}),
        Choice("stand", {"none": 10, "legs": 0, "saucer": 0}),
    ),
    measures=(
        *(
            Measure(name, 0.06, 1.0, "share", usual=usual, spread=0.06)
            for name, usual in zip(PROFILE, _USUAL, strict=True)
        ),
        Measure("wall", 0.002, 0.03, usual=0.005, spread=0.12),
        Measure(
            "lid_height",
            0.04,
            0.4,
            "share",
            usual=0.13,
            spread=0.12,
            when={"lid": ("knob", "stopper", "cap")},
        ),
        Measure(
            "stand_height", 0.1, 0.6, "share", usual=0.3, spread=0.15, when={"stand": ("legs",)}
        ),
        Measure("handle_reach", 0.2, 0.9, "share", usual=0.5, spread=0.1, when=_HANDLED),
        Measure("handle_top", 0.5, 0.97, "share", usual=0.85, spread=0.12, when=_HANDLED),
        Measure("handle_bottom", 0.1, 0.75, "share", usual=0.3, spread=0.15, when=_HANDLED),
        Measure("handle_thickness", 0.05, 0.25, "share", usual=0.12, spread=0.15, when=_HANDLED),
    ),
    construct=_construct,
    relate=related_radii,
)
