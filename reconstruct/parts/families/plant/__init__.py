"""Plants in pots: foliage of ten kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.plant.foliage import FOLIAGE
from reconstruct.parts.families.plant.growth import Bed
from reconstruct.parts.families.vessel import vessel_body, vessel_stand
from reconstruct.parts.families.vessel_profiles import drawn_radii
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure
from reconstruct.parts.primitives.lathe import lathe

__all__ = ["PLANT"]

POT = tuple(f"pot_{place}" for place in range(6))
"""Radii of the pot at even heights from the bottom up, as shares of the largest."""

_POTS: tuple[tuple[float, ...], ...] = (
    (0.7, 0.76, 0.82, 0.88, 0.94, 1.0),
    (0.97, 0.99, 1.0, 1.0, 1.0, 1.0),
    (0.6, 0.86, 0.98, 1.0, 0.97, 0.9),
    (0.58, 0.76, 0.88, 0.95, 0.99, 1.0),
)
_VASES: tuple[tuple[float, ...], ...] = (
    (0.6, 0.9, 1.0, 0.8, 0.5, 0.6),
    (0.9, 0.95, 1.0, 1.0, 1.0, 1.0),
    (0.5, 0.7, 0.95, 1.0, 0.7, 0.6),
    (0.6, 0.62, 0.68, 0.76, 0.87, 1.0),
)
# Leaf length and width, rise and fall in degrees, and the trunk's height, as each kind of foliage usually has them.
_USUAL: Mapping[str, tuple[float, float, float, float, float]] = {
    "broad": (0.62, 0.58, 60.0, 55.0, 0.35),
    "palm": (0.62, 0.12, 60.0, 75.0, 0.08),
    "upright": (0.6, 0.09, 74.0, 20.0, 0.0),
    "arching": (0.6, 0.06, 60.0, 110.0, 0.03),
    "tree": (0.42, 0.42, 60.0, 40.0, 0.42),
    "ball": (0.45, 0.6, 60.0, 40.0, 0.1),
    "rosette": (0.6, 0.26, 50.0, 20.0, 0.0),
    "cactus": (0.5, 0.3, 60.0, 30.0, 0.0),
    "trailing": (0.5, 0.75, 60.0, 40.0, 0.0),
    "flowers": (0.55, 0.22, 60.0, 40.0, 0.0),
}


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height = float(size_m[0]), float(size_m[1])
    detail = builder.detail
    ratio = values["pot_width"]
    rim = 0.5 * width * ratio / max(1.0, ratio)
    half = 0.5 * width / max(1.0, ratio)
    top = values["pot_height"] * height
    radii = np.array([values[name] for name in POT])
    radii *= rim / radii.max()
    low = vessel_stand(builder, values, rim, float(radii[0]), top)
    section = values.of("section")
    wall = min(0.006 + 0.03 * rim, 0.2 * rim)
    builder.add(
        "pot",
        "",
        vessel_body(
            radii, low, top, wall, section=section, detail=detail, floor_m=0.55 * (top - low)
        ),
        "pot",
    )
    soil = low + 0.84 * (top - low)
    mouth = float(np.interp(0.84, np.linspace(0, 1, len(radii)), radii)) - 0.6 * wall
    disc = np.array([[1.0, soil - 0.1 * (top - low)], [1.0, soil], [0.5, soil + 0.02 * rim]])
    disc[:, 0] *= mouth
    builder.add("plant", "soil", lathe(disc, detail=detail), "soil")
    bed = Bed(half_m=half, tall_m=height - soil, soil_m=soil, mouth_m=mouth, rim_m=rim)
    growth = FOLIAGE[values.of("foliage")](values, bed, detail)
    corners = np.concatenate([mesh.vertices_m for _, mesh, _ in growth])
    reach = np.abs(corners).max(axis=0)
    # The foliage fills its room; the trunk stays in the middle of the pot. A cactus is as wide as the pot allows.
    fill = np.array([half / reach[0], bed.tall_m / corners[:, 1].max(), half / reach[2]])
    if values.of("foliage") == "cactus":
        fill[2] = fill[0] = 1.0 if values.of("cactus_arms") == "none" else fill[0]
    # Drooping leaves end at the floor.
    lowest = corners[:, 1].min() * fill[1]
    deepest = 0.97 * soil
    sag = min(1.0, deepest / max(-lowest, 1e-9))
    for name, mesh, material in growth:
        placed = mesh.vertices_m * fill
        placed[:, 1] = np.where(placed[:, 1] < 0, placed[:, 1] * sag, placed[:, 1]) + soil
        builder.add("plant", name, replace(mesh, vertices_m=placed), material)


def _relate(
    rng: np.random.Generator,
    category: str,
    choices: Mapping[str, str],
    measures: Mapping[str, float],
) -> dict[str, float]:
    """The pot's outline, and leaves as the foliage has them."""
    del category, measures
    foliage = choices["foliage"]
    pots = _VASES if foliage == "flowers" else _POTS
    if choices["section"] == "square":
        pots = _POTS[:2]
    related = dict(zip(POT, drawn_radii(rng, pots).tolist(), strict=True))
    length, width, rise, fall, trunk = _USUAL[foliage]
    chance = 1 + 0.18 * np.clip(rng.normal(size=4), -2, 2)
    related["leaf_length"] = min(max(length * float(chance[0]), 0.15), 1.0)
    related["leaf_width"] = min(max(width * float(chance[1]), 0.03), 1.0)
    related["leaf_rise"] = min(max(rise * float(0.8 + 0.2 * chance[2]), 20.0), 88.0)
    related["leaf_fall"] = min(max(fall * float(chance[2]), 0.0), 160.0)
    if foliage != "ball":
        tall = foliage in ("arching", "palm") and rng.random() < 0.35
        related["trunk_height"] = min(max((0.5 if tall else trunk) * float(chance[3]), 0.0), 0.8)
    return related


def _only(foliage: str) -> dict[str, float | int]:
    return {name: float(name == foliage) for name in FOLIAGE}


_LEAFY = ("broad", "palm", "arching", "tree", "ball")

PLANT = Family(
    name="plant",
    kinds=(
        Kind(
            "plant",
            (0.12, 0.16, 0.12),
            (0.4, 0.5, 0.4),
            {
                "foliage": {
                    "tree": 0.3,
                    "palm": 0.4,
                    "flowers": 0,
                    "rosette": 2.5,
                    "cactus": 1.5,
                    "ball": 0,
                }
            },
            weight=3.0,
            usual={"pot_height": 0.4, "pot_width": 0.6, "trunk_thickness": 0.012},
            square=True,
            alike=0.6,
        ),
        Kind(
            "plant",
            (0.4, 0.75, 0.4),
            (0.95, 1.9, 0.95),
            {
                "foliage": {
                    "rosette": 0,
                    "flowers": 0,
                    "trailing": 0,
                    "ball": 0,
                    "cactus": 0.5,
                    "tree": 4,
                    "palm": 4,
                    "broad": 4,
                },
                "stand": {"legs": 2},
                "section": {"square": 2},
            },
            weight=3.0,
            usual={"pot_height": 0.24, "pot_width": 0.48, "trunk_thickness": 0.035},
            square=True,
            alike=0.6,
        ),
        Kind(
            "plant",
            (0.18, 0.28, 0.18),
            (0.5, 0.75, 0.5),
            {"foliage": _only("ball")},
            weight=0.5,
            usual={
                "pot_height": 0.36,
                "pot_width": 0.72,
                "trunk_height": 0.03,
                "trunk_thickness": 0.02,
            },
            square=True,
            alike=1.0,
        ),
        Kind(
            "plant",
            (0.24, 0.7, 0.24),
            (0.45, 1.3, 0.45),
            {"foliage": _only("ball")},
            weight=0.5,
            usual={
                "pot_height": 0.26,
                "pot_width": 0.75,
                "trunk_height": 0.52,
                "trunk_thickness": 0.025,
            },
            square=True,
            alike=1.0,
        ),
        Kind(
            "plant",
            (0.2, 0.32, 0.2),
            (0.4, 0.6, 0.4),
            {"foliage": _only("flowers"), "stand": {"legs": 0, "saucer": 0}},
            weight=0.7,
            usual={"pot_height": 0.45, "pot_width": 0.45},
            square=True,
            alike=0.8,
        ),
    ),
    choices=(
        Choice(
            "foliage",
            {
                "broad": 3,
                "palm": 2,
                "upright": 2,
                "arching": 2,
                "tree": 2,
                "ball": 1.5,
                "rosette": 1,
                "cactus": 1,
                "trailing": 1,
                "flowers": 1,
            },
        ),
        Choice(
            "density",
            {"few": 1, "many": 1},
            when={
                "foliage": ("broad", "palm", "upright", "arching", "tree", "trailing", "flowers")
            },
        ),
        Choice("cactus_arms", {"none": 3, "one": 1, "two": 1}, when={"foliage": ("cactus",)}),
        Choice("section", {"round": 10, "square": 1}),
        Choice("stand", {"none": 10, "legs": 0.5, "saucer": 1}),
    ),
    measures=(
        Measure("pot_height", 0.1, 0.9, "share", usual=0.3, spread=0.1),
        Measure("pot_width", 0.15, 1.4, "share", usual=0.55, spread=0.1),
        *(
            Measure(name, 0.3, 1.0, "share", usual=usual, spread=0.08)
            for name, usual in zip(POT, _POTS[0], strict=True)
        ),
        Measure(
            "stand_height", 0.1, 0.6, "share", usual=0.35, spread=0.15, when={"stand": ("legs",)}
        ),
        Measure("leaf_length", 0.15, 1.0, "share", usual=0.55),
        Measure("leaf_width", 0.03, 1.0, "share", usual=0.3),
        Measure(
            "leaf_rise", 20.0, 88.0, "degrees", usual=60.0, when={"foliage": ("upright", "rosette")}
        ),
        Measure(
            "leaf_fall",
            0.0,
            160.0,
            "degrees",
            usual=60.0,
            when={"foliage": ("broad", "palm", "arching")},
        ),
        Measure("trunk_height", 0.0, 0.8, "share", usual=0.3, when={"foliage": _LEAFY}),
        Measure("trunk_thickness", 0.006, 0.12, usual=0.03, spread=0.12, when={"foliage": _LEAFY}),
        Measure(
            "cactus_width", 0.25, 0.7, "share", usual=0.42, when={"cactus_arms": ("one", "two")}
        ),
        Measure("trail", 0.3, 1.0, "share", usual=0.75, when={"foliage": ("trailing",)}),
    ),
    construct=_construct,
    relate=_relate,
)
