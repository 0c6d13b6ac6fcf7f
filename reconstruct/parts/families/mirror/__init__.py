"""Mirrors and pictures: hung, leaning or on a stand of their own."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.mirror.face import face
from reconstruct.parts.families.mirror.outline import FREE_OUTLINES, OUTLINE
from reconstruct.parts.families.vessel_profiles import drawn_radii
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure
from reconstruct.parts.primitives.bar import bar, post, tube
from reconstruct.parts.primitives.lathe import lathe
from reconstruct.parts.primitives.profile import capped, soft_least

__all__ = ["MIRROR"]


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    stand = values.of("stand")
    if stand == "hung":
        _add_face(builder, values, width, height, depth, y_m=0.5 * height)
        return
    thick = soft_least(values["frame_depth"], 0.8 * depth)
    if stand == "lean":
        lean = math.atan2(depth - thick, height)
        _add_face(builder, values, width, height, thick, y_m=0.5 * height, lean_rad=lean)
    elif stand == "easel":
        lean = math.atan2(0.45 * (depth - thick), height)
        middle = 0.25 * (depth - thick)
        _add_face(
            builder, values, width, height, thick, y_m=0.5 * height, z_m=middle, lean_rad=lean
        )
        _easel(builder, values, (width, height, depth), thick, lean, middle)
    elif stand == "posts":
        _posts(builder, values, (width, height, depth), thick)
    else:
        _pedestal(builder, values, (width, height, depth), thick)


def _add_face(
    builder: Builder,
    values: Values,
    width_m: float,
    height_m: float,
    thick_m: float,
    *,
    y_m: float,
    z_m: float = 0.0,
    lean_rad: float = 0.0,
) -> None:
    """The mirror or picture itself, its middle at a height; leaning backwards."""
    for role, name, mesh, material in face(values, width_m, height_m, thick_m, builder.detail):
        placed = mesh.turned("x", -lean_rad) if lean_rad else mesh
        builder.add(role, name, placed.moved(y_m=y_m, z_m=z_m), material)


def _easel(
    builder: Builder,
    values: Values,
    size_m: tuple[float, float, float],
    thick_m: float,
    lean_rad: float,
    middle_m: float,
) -> None:
    width, height, depth = size_m
    section = values["leg_thickness"]
    start = 0.3 * height
    top = (
        0.0,
        0.5 * height + start,
        middle_m - start * math.tan(lean_rad) - 0.5 * thick_m - 0.35 * section,
    )
    end = (0.0, 0.0, -0.5 * depth + 0.5 * section)
    spread = 0.3 * width * values["leg_spread"]
    for side, name in ((1.0, "left"), (-1.0, "right")):
        leg = post(
            (side * spread, end[1], end[2]),
            (side * spread, top[1], top[2]),
            (section, section),
            detail=builder.detail,
        )
        builder.add("leg", name, leg, "frame")
    rail = 0.3
    at = (end[1] + (top[1] - end[1]) * rail, end[2] + (top[2] - end[2]) * rail)
    cross = bar(
        (-spread, at[0], at[1]),
        (spread, at[0], at[1]),
        0.7 * section,
        0.7 * section,
        detail=builder.detail,
    )
    builder.add("stretcher", "", cross, "frame")


def _posts(
    builder: Builder, values: Values, size_m: tuple[float, float, float], thick_m: float
) -> None:
    """A mirror that turns between two posts on feet."""
    width, height, depth = size_m
    section = values["leg_thickness"]
    rise = values["face_rise"] * height
    half = 0.5 * width - 0.5 * section
    post_top = rise + (height - rise) * values["post_height"]
    inner = width - 2 * section - 0.02
    tall = height - rise
    _add_face(builder, values, inner, tall, thick_m, y_m=rise + 0.5 * tall, lean_rad=0.06)
    foot = 0.03 + 0.3 * section
    for side, name in ((1.0, "left"), (-1.0, "right")):
        x = side * half
        builder.add(
            "column",
            name,
            post(
                (x, 0.5 * foot, 0.0), (x, post_top, 0.0), (section, section), detail=builder.detail
            ),
            "frame",
        )
        builder.add(
            "foot",
            name,
            bar(
                (x, 0.5 * foot, -0.5 * depth),
                (x, 0.5 * foot, 0.5 * depth),
                section,
                foot,
                edge_m=0.006,
                detail=builder.detail,
            ),
            "frame",
        )
        level = rise + 0.5 * tall
        pin = np.array([[x, level, 0.0], [side * (0.5 * inner - 0.006), level, 0.0]])
        builder.add("frame", f"pin {name}", tube(pin, 0.006, detail=builder.detail), "metal")
    beam = bar(
        (-half, 1.4 * foot, 0.0),
        (half, 1.4 * foot, 0.0),
        0.7 * section,
        section,
        detail=builder.detail,
    )
    builder.add("stretcher", "", beam, "frame")


def _pedestal(
    builder: Builder, values: Values, size_m: tuple[float, float, float], thick_m: float
) -> None:
    """A small mirror on a stem, as on a dressing table."""
    width, height, depth = size_m
    rise = values["face_rise"] * height
    tall = height - rise
    _add_face(builder, values, width, tall, thick_m, y_m=rise + 0.5 * tall, lean_rad=0.1)
    radius = 0.5 * depth
    low = np.array([[radius, 0.0], [radius, 0.014]])
    disc = lathe(capped(low, edge_m=0.004, detail=builder.detail), detail=builder.detail)
    builder.add("base", "", disc, "frame")
    stem = np.array([[0.0, 0.007, 0.0], [0.0, rise + 0.006, 0.0]])
    builder.add(
        "column", "", tube(stem, 0.4 * values["leg_thickness"], detail=builder.detail), "frame"
    )


def _relate(
    rng: np.random.Generator,
    category: str,
    choices: Mapping[str, str],
    measures: Mapping[str, float],
) -> dict[str, float]:
    """A free outline as they are usual."""
    del category, measures
    if choices["outline"] != "free":
        return {}
    return dict(zip(OUTLINE, drawn_radii(rng, FREE_OUTLINES).tolist(), strict=True))


_HUNG: dict[str, dict[str, float | int]] = {
    "stand": {"hung": 1, "lean": 0, "easel": 0, "posts": 0, "pedestal": 0}
}
_GLASS: dict[str, dict[str, float | int]] = {
    "content": {"mirror": 1, "mat": 0, "picture": 0, "canvas": 0}
}
_PICTURE: dict[str, dict[str, float | int]] = {
    "content": {"mirror": 0, "mat": 4, "picture": 3, "canvas": 3},
    "outline": {"rectangle": 20, "rounded": 0, "round": 0.4, "arched": 0, "free": 0},
    "frame": {"none": 0, "rays": 0},
}
_FRAMED = {"content": ("mirror", "mat", "picture")}
_STOOD = {"stand": ("lean", "easel", "posts", "pedestal")}

MIRROR = Family(
    name="mirror",
    kinds=(
        Kind("mirror", (0.4, 0.5, 0.015), (0.9, 1.2, 0.045), {**_HUNG, **_GLASS}, weight=3.0),
        Kind(
            "mirror",
            (0.4, 0.4, 0.015),
            (1.0, 1.0, 0.04),
            {
                **_HUNG,
                **_GLASS,
                "outline": {"rectangle": 0.3, "rounded": 0.3, "round": 8, "arched": 0, "free": 0.3},
                "frame": {"rays": 1.5},
            },
            weight=1.5,
            alike=1.0,
        ),
        Kind(
            "mirror",
            (0.4, 1.5, 0.18),
            (0.9, 2.0, 0.45),
            {
                **_GLASS,
                "stand": {"lean": 4, "easel": 4, "posts": 0, "pedestal": 0, "hung": 0},
                "outline": {"rectangle": 5, "rounded": 3, "round": 0.2, "arched": 4, "free": 0.6},
                "frame": {"rays": 0, "none": 0.1},
            },
            weight=2.0,
        ),
        Kind(
            "mirror",
            (0.5, 1.4, 0.4),
            (0.8, 1.75, 0.55),
            {
                **_GLASS,
                "stand": {"lean": 0, "easel": 0, "posts": 1, "pedestal": 0, "hung": 0},
                "outline": {"rectangle": 3, "rounded": 2, "round": 2, "arched": 2, "free": 0.2},
                "frame": {"rays": 0, "none": 0.1},
            },
            weight=0.7,
        ),
        Kind(
            "mirror",
            (0.15, 0.25, 0.1),
            (0.3, 0.45, 0.16),
            {
                **_GLASS,
                "stand": {"lean": 0, "easel": 0, "posts": 0, "pedestal": 1, "hung": 0},
                "outline": {"rectangle": 1, "rounded": 2, "round": 8, "arched": 1, "free": 0.2},
                "frame": {"rays": 0},
            },
            weight=0.7,
            alike=0.9,
            usual={
                "frame_width": 0.009,
                "frame_depth": 0.014,
                "leg_thickness": 0.018,
                "face_rise": 0.28,
            },
        ),
        Kind("wall_art", (0.25, 0.3, 0.015), (1.0, 1.2, 0.045), {**_HUNG, **_PICTURE}, weight=3.0),
        Kind("wall_art", (0.6, 0.3, 0.015), (1.6, 0.9, 0.045), {**_HUNG, **_PICTURE}, weight=1.5),
        Kind(
            "wall_art",
            (0.1, 0.13, 0.05),
            (0.24, 0.3, 0.12),
            {
                **_PICTURE,
                "content": {"mirror": 0, "mat": 3, "picture": 4, "canvas": 0},
                "stand": {"hung": 0, "lean": 0, "easel": 1, "posts": 0, "pedestal": 0},
            },
            usual={
                "frame_width": 0.018,
                "frame_depth": 0.016,
                "leg_thickness": 0.012,
                "leg_spread": 0.15,
            },
            alike=0.9,
        ),
    ),
    choices=(
        Choice("content", {"mirror": 5, "mat": 2, "picture": 2, "canvas": 1.5}),
        Choice("stand", {"hung": 6, "lean": 1, "easel": 1, "posts": 0.5, "pedestal": 0.5}),
        Choice("outline", {"rectangle": 5, "rounded": 2, "round": 2.5, "arched": 2, "free": 0.8}),
        Choice(
            "frame",
            {"flat": 5, "rounded": 2, "bevelled": 1.5, "stepped": 1.2, "none": 0.8, "rays": 0},
            when=_FRAMED,
        ),
    ),
    measures=(
        Measure("frame_width", 0.005, 0.2, usual=0.025, spread=0.15, when=_FRAMED),
        Measure("frame_depth", 0.01, 0.08, usual=0.028, when=_STOOD),
        Measure("glass_depth", 0.2, 0.95, "share", usual=0.6, when=_FRAMED),
        Measure("mat_width", 0.05, 0.35, "share", usual=0.18, when={"content": ("mat",)}),
        Measure("corner", 0.03, 0.5, "share", usual=0.18, when={"outline": ("rounded",)}),
        Measure("arch", 0.15, 1.0, "share", usual=0.9, spread=0.2, when={"outline": ("arched",)}),
        *(
            Measure(name, 0.1, 1.0, "share", usual=usual, spread=0.08, when={"outline": ("free",)})
            for name, usual in zip(OUTLINE, FREE_OUTLINES[2], strict=True)
        ),
        Measure("ray_length", 0.25, 0.7, "share", usual=0.5, when={"frame": ("rays",)}),
        Measure("leg_thickness", 0.008, 0.07, usual=0.032, spread=0.12, when=_STOOD),
        Measure("leg_spread", 0.05, 1.0, "share", usual=0.6, when={"stand": ("easel",)}),
        Measure(
            "face_rise",
            0.04,
            0.5,
            "share",
            usual=0.1,
            spread=0.1,
            when={"stand": ("posts", "pedestal")},
        ),
        Measure("post_height", 0.45, 1.0, "share", usual=0.7, when={"stand": ("posts",)}),
    ),
    construct=_construct,
    relate=_relate,
)
