"""Ottomans and poufs: upholstered blocks, cylinders and balls, on the floor or on legs."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.legs import add_legs, four_legs
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure
from reconstruct.parts.primitives.board import board
from reconstruct.parts.primitives.cushion import cushioned
from reconstruct.parts.primitives.lathe import lathe
from reconstruct.parts.primitives.outline import ellipse, rounded_rectangle

__all__ = ["OTTOMAN"]

_ON_LEGS = ("straight", "tapered", "round", "turned", "hairpin")


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    detail = builder.detail
    if values.of("shape") == "pouf":
        _add_pouf(builder, values, width, height, depth)
        return
    is_round = values.of("shape") == "round"
    base = values.of("base")
    bottom = 0.0 if base == "none" else values["leg_height"] * height
    if is_round:
        outline = ellipse(width, depth, detail)
    else:
        outline = rounded_rectangle(width, depth, values["corner"] * min(width, depth), detail)
    lid = values["lid"] * (height - bottom) if values.of("top") == "cushion" else 0.0
    edge = values["edge"]
    crown = values["crown"] * height
    body = cushioned(
        outline * (0.985 if lid else 1.0),
        height - bottom - lid + (0.004 if lid else 0.0),
        crown_m=0.0 if lid else crown,
        edge_m=edge,
        detail=detail,
    )
    builder.add("seat", "", body.moved(y_m=bottom), "upholstery")
    if values.of("top") == "cushion":
        top = cushioned(
            outline, lid, crown_m=2.5 * values["crown"] * lid, edge_m=edge, detail=detail
        )
        builder.add("cushion", "", top.moved(y_m=height - lid), "cushion")
    if base == "plinth":
        plinth = board(outline * 0.9, bottom + 0.004, edge_m=0.003, detail=detail)
        builder.add("base", "", plinth, "legs")
    elif base != "none":
        thick = values["leg_thickness"]
        reach = (0.72 if is_round else 0.94) * (1 - values["leg_inset"])
        legs = four_legs(
            max(width / 2 * reach - thick / 2, thick),
            max(depth / 2 * reach - thick / 2, thick),
            bottom + 0.006 + 0.5 * edge,
            splay_x_m=values["leg_splay"] * bottom,
            splay_z_m=values["leg_splay"] * bottom,
        )
        wide = 2.4 * thick if base == "hairpin" else thick
        add_legs(builder, base, legs, wide, taper=values["leg_taper"])


def _add_pouf(
    builder: Builder, values: Values, width_m: float, height_m: float, depth_m: float
) -> None:
    """A stuffed ball, flattened."""
    detail = builder.detail
    turn = np.linspace(-np.pi / 2, np.pi / 2, 9 * detail.along)
    power = 1 - 0.6 * values["squareness"]
    radius = np.cos(turn) ** power
    y = 0.5 + 0.5 * np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** power
    radius[[0, -1]] = 0.02
    profile = np.stack([radius * width_m / 2, y * height_m], axis=1)
    builder.add("seat", "", lathe(profile, flatten=depth_m / width_m, detail=detail), "upholstery")


OTTOMAN = Family(
    name="ottoman",
    kinds=(
        Kind(
            "stool",
            (0.36, 0.34, 0.36),
            (0.8, 0.5, 0.7),
            {"shape": {"block": 1, "round": 0, "pouf": 0}},
            weight=2.0,
        ),
        Kind(
            "stool",
            (0.34, 0.32, 0.34),
            (0.7, 0.5, 0.7),
            {"shape": {"block": 0.5, "round": 3, "pouf": 0}},
            weight=2.0,
            square=True,
        ),
        Kind(
            "stool",
            (0.36, 0.28, 0.36),
            (0.62, 0.46, 0.62),
            {"shape": {"block": 0, "round": 0, "pouf": 1}},
            weight=1.0,
            square=True,
        ),
        # Upholstered benches and footstools of sofas.
        Kind(
            "bench",
            (0.8, 0.38, 0.42),
            (1.3, 0.5, 0.8),
            {"shape": {"block": 1, "round": 0.1, "pouf": 0}},
            weight=1.0,
        ),
    ),
    choices=(
        Choice("shape", {"block": 4, "round": 3, "pouf": 1.5}),
        Choice(
            "base",
            {
                "none": 4,
                "plinth": 1.5,
                "straight": 1.5,
                "tapered": 2,
                "round": 3,
                "turned": 0.7,
                "hairpin": 0.7,
            },
            when={"shape": ("block", "round")},
        ),
        Choice("top", {"plain": 3, "cushion": 2}, when={"shape": ("block", "round")}),
    ),
    measures=(
        Measure("corner", 0.01, 0.45, "share", usual=0.08, when={"shape": ("block",)}),
        Measure("edge", 0.004, 0.09, usual=0.022, when={"shape": ("block", "round")}),
        Measure("crown", 0.0, 0.2, "share", usual=0.05, when={"shape": ("block", "round")}),
        Measure("squareness", 0.0, 1.0, "share", usual=0.5, when={"shape": ("pouf",)}),
        Measure("lid", 0.12, 0.6, "share", usual=0.3, when={"top": ("cushion",)}),
        Measure("leg_height", 0.03, 0.6, "share", usual=0.3, when={"base": (*_ON_LEGS, "plinth")}),
        Measure("leg_thickness", 0.015, 0.08, usual=0.036, when={"base": _ON_LEGS}),
        Measure(
            "leg_taper",
            0.35,
            1.1,
            "share",
            usual=0.7,
            when={"base": ("tapered", "round")},
        ),
        Measure("leg_splay", -0.05, 0.4, "share", usual=0.08, when={"base": _ON_LEGS}),
        Measure("leg_inset", 0.0, 0.5, "share", usual=0.08, when={"base": _ON_LEGS}),
    ),
    construct=_construct,
)
