"""Racks to hang things on: coat stands, clothes rails, towel ladders and towel stands."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure
from reconstruct.parts.primitives.bar import bar, tube
from reconstruct.parts.primitives.board import block
from reconstruct.parts.primitives.lathe import lathe
from reconstruct.parts.primitives.profile import capped

__all__ = ["RACK"]

_COUNTS = {"three": 3, "four": 4, "five": 5, "six": 6, "eight": 8}


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    form = {"tree": _tree, "rail": _rail, "ladder": _ladder, "bars": _bars}[values.of("form")]
    form(builder, values, (width, height, depth))


def _rod(builder: Builder, role: str, name: str, path: list[list[float]], thick_m: float) -> None:
    mesh = tube(np.array(path), 0.5 * thick_m, detail=builder.detail)
    builder.add(role, name, mesh, "frame")


def _tree(builder: Builder, values: Values, size_m: tuple[float, float, float]) -> None:
    """A pole with hooks around its top, on feet or a disc."""
    width, height, _ = size_m
    thick, half = values["thickness"], 0.5 * width
    _rod(
        builder,
        "column",
        "",
        [[0.0, 0.01, 0.0], [0.0, 0.5 * height, 0.0], [0.0, height, 0.0]],
        thick,
    )
    if values.of("foot") == "disc":
        profile = np.array([[0.7 * half, 0.0], [0.7 * half, 0.025]])
        disc = lathe(capped(profile, edge_m=0.005, detail=builder.detail), detail=builder.detail)
        builder.add("base", "", disc, "frame")
    else:
        feet = 3 if values.of("foot") == "three" else 4
        rise = values["foot_height"] * height
        for place in range(feet):
            angle = 2 * math.pi * (place + 0.5) / feet
            x, z = math.sin(angle), math.cos(angle)
            # Four feet point to the corners: their ends touch the sides of the room they have.
            reach = half * (math.sqrt(2) if feet == 4 else 1.0) - 0.4 * thick
            path = [
                [x * reach, 0.35 * thick, z * reach],
                [x * 0.6 * reach, 0.4 * rise, z * 0.6 * reach],
                [0.0, rise, 0.0],
            ]
            _rod(builder, "foot", str(place + 1), path, 0.7 * thick)
    hooks = _COUNTS[values.of("hooks")]
    reach = half * values["hook_reach"]
    for place in range(hooks):
        angle = 2 * math.pi * place / hooks + 0.3
        x, z = math.sin(angle) * reach, math.cos(angle) * reach
        low = height * (0.97 - values["hook_drop"] * (1.0 if place % 2 == 0 else 1.9))
        rise = 0.55 * reach
        path = [
            [0.0, low, 0.0],
            [0.55 * x, low + 0.1 * rise, 0.55 * z],
            [0.9 * x, low + 0.45 * rise, 0.9 * z],
            [x, low + rise, z],
        ]
        _rod(builder, "arm", str(place + 1), path, 0.5 * thick)


def _rail(builder: Builder, values: Values, size_m: tuple[float, float, float]) -> None:
    """Two uprights on feet with a rail above, and a shelf below if the design has one."""
    width, height, depth = size_m
    thick = values["thickness"]
    x, top = 0.5 * width - 0.5 * thick, height - 0.5 * thick
    lean = 0.5 * depth - 0.5 * thick
    crossed = values.of("uprights") == "splayed"
    for side, name in ((1.0, "left"), (-1.0, "right")):
        at = side * x
        if crossed:
            for way, end in ((1.0, "front"), (-1.0, "back")):
                foot = [at, 0.5 * thick, way * lean]
                _rod(builder, "leg", f"{end} {name}", [foot, [at, top, 0.0]], thick)
        else:
            _rod(builder, "leg", name, [[at, 0.5 * thick, 0.0], [at, top, 0.0]], thick)
            foot_path = [[at, 0.5 * thick, -lean], [at, 0.5 * thick, lean]]
            _rod(builder, "foot", name, foot_path, thick)
    _rod(builder, "frame", "rail", [[-0.5 * width, top, 0.0], [0.5 * width, top, 0.0]], thick)
    if values.of("low_shelf") == "board":
        level = values["shelf_height"] * height
        deep = lean * (1 - level / height) if crossed else 0.85 * lean
        shelf = block((-x, level, -deep), (x, level + 0.018, deep), detail=builder.detail)
        builder.add("shelf", "", shelf, "shelf")
    else:
        level = values["shelf_height"] * height
        _rod(builder, "stretcher", "", [[-x, level, 0.0], [x, level, 0.0]], 0.7 * thick)
        if crossed:
            deep = lean * (1 - level / height)
            for side, name in ((1.0, "left"), (-1.0, "right")):
                ends = [[side * x, level, -deep], [side * x, level, deep]]
                _rod(builder, "stretcher", name, ends, 0.7 * thick)


def _ladder(builder: Builder, values: Values, size_m: tuple[float, float, float]) -> None:
    """A ladder that leans against a wall."""
    width, height, depth = size_m
    thick = values["thickness"]
    x, z = 0.5 * width - 0.5 * thick, 0.5 * depth - 0.5 * thick
    for side, name in ((1.0, "left"), (-1.0, "right")):
        ends = ((side * x, 0.0, z), (side * x, height, -z))
        side_bar = bar(*ends, thick, 0.8 * thick, detail=builder.detail)
        builder.add("side", name, side_bar, "frame")
    rungs = _COUNTS[values.of("rungs")]
    for place in range(rungs):
        share = 0.16 + 0.78 * place / (rungs - 1)
        at = z - 2 * z * share
        path = [[-x, share * height, at], [x, share * height, at]]
        _rod(builder, "stretcher", str(place + 1), path, 0.7 * thick)


def _bars(builder: Builder, values: Values, size_m: tuple[float, float, float]) -> None:
    """Two side frames with bars at several heights, on feet."""
    width, height, depth = size_m
    thick = values["thickness"]
    x, z = 0.5 * width - 0.5 * thick, 0.5 * depth - 0.5 * thick
    rungs = _COUNTS[values.of("rungs")]
    for side, name in ((1.0, "left"), (-1.0, "right")):
        at = side * x
        _rod(builder, "foot", name, [[at, 0.5 * thick, -z], [at, 0.5 * thick, z]], thick)
        up = [[at, 0.5 * thick, z], [at, 0.5 * height, 0.0], [at, height - 0.5 * thick, -z]]
        _rod(builder, "leg", name, up, thick)
    for place in range(rungs):
        share = 0.3 + 0.7 * place / (rungs - 1)
        level = share * (height - thick) + 0.5 * thick
        at = z * (1 - 2 * share)
        _rod(builder, "stretcher", str(place + 1), [[-x, level, at], [x, level, at]], 0.8 * thick)


def _form(form: str, **others: dict[str, float | int]) -> dict[str, dict[str, float | int]]:
    names = ("tree", "rail", "ladder", "bars")
    return {"form": {name: float(name == form) for name in names}, **others}


RACK = Family(
    name="rack",
    kinds=(
        Kind("other", (0.36, 1.6, 0.36), (0.6, 1.95, 0.6), _form("tree"), weight=2.0, square=True),
        Kind("other", (0.8, 1.35, 0.36), (1.4, 1.75, 0.55), _form("rail"), weight=2.0),
        Kind(
            "other",
            (0.4, 1.5, 0.1),
            (0.6, 1.95, 0.4),
            _form("ladder"),
            usual={"thickness": 0.034},
        ),
        Kind(
            "other",
            (0.45, 0.75, 0.18),
            (0.75, 1.0, 0.36),
            _form("bars", rungs={"five": 0, "six": 0}),
            usual={"thickness": 0.019},
        ),
    ),
    choices=(
        Choice("form", {"tree": 2, "rail": 2, "ladder": 1, "bars": 1}),
        Choice("foot", {"four": 2, "three": 2, "disc": 1.5}, when={"form": ("tree",)}),
        Choice("hooks", {"four": 1, "six": 3, "eight": 2}, when={"form": ("tree",)}),
        Choice("uprights", {"straight": 3, "splayed": 2}, when={"form": ("rail",)}),
        Choice("low_shelf", {"board": 2, "bar": 2}, when={"form": ("rail",)}),
        Choice(
            "rungs",
            {"three": 1, "four": 2, "five": 2, "six": 1},
            when={"form": ("ladder", "bars")},
        ),
    ),
    measures=(
        Measure("thickness", 0.012, 0.07, usual=0.028, spread=0.15),
        Measure("foot_height", 0.04, 0.3, "share", usual=0.12, when={"foot": ("four", "three")}),
        Measure("hook_reach", 0.4, 1.0, "share", usual=0.75, when={"form": ("tree",)}),
        Measure("hook_drop", 0.02, 0.2, "share", usual=0.08, when={"form": ("tree",)}),
        Measure("shelf_height", 0.06, 0.35, "share", usual=0.14, when={"form": ("rail",)}),
    ),
    construct=_construct,
)
