"""What all foliage has in common: the room it has, stalks, trunks and crowns; the soil lies at y = 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import Detail
from reconstruct.parts.family import Values
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.bar import tube
from reconstruct.parts.primitives.leaves import GOLDEN_RAD, Blades, blades, scattered
from reconstruct.parts.primitives.profile import soft_least

__all__ = [
    "Bed",
    "Growth",
    "count_of",
    "crown_points",
    "golden_spread",
    "straight_stalks",
    "trunk_part",
    "trunk_thickness",
]

Growth = list[tuple[str, PartMesh, str]]
"""Name, mesh and material of each part."""


@dataclass(frozen=True)
class Bed:
    """The room that a plant has: half its width, its height above the soil, and the pot below, metres.

    Attributes
    ----------
    half_m, tall_m
        Half the width and the height of the foliage.
    soil_m
        Height of the soil above the floor.
    mouth_m
        Radius of the soil.
    rim_m
        Outer radius of the pot.
    """

    half_m: float
    tall_m: float
    soil_m: float
    mouth_m: float
    rim_m: float


def count_of(values: Values, few: int, many: int) -> int:
    """How many leaves there are, by the density."""
    return many if values.of("density") == "many" else few


def golden_spread(values: Values, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Headings by the golden angle, places from the inside out, and a number that looks random, of each leaf."""
    place = (np.arange(count) + 0.5) / count
    return np.arange(count) * GOLDEN_RAD + 0.4, place, scattered(count, 1.0)


def straight_stalks(
    base_m: Float[np.ndarray, "L 3"],
    end_m: Float[np.ndarray, "L 3"],
    width_m: float,
    detail: Detail,
) -> PartMesh:
    """Thin straight stalks between points."""
    way = end_m - base_m
    level = np.hypot(way[:, 0], way[:, 2])
    length = np.sqrt((way * way).sum(axis=1))
    return blades(
        Blades(
            base_m=base_m,
            heading_rad=np.arctan2(-way[:, 2], way[:, 0]),
            rise_rad=np.arctan2(way[:, 1], level),
            fall_rad=np.zeros(len(way)),
            length_m=length,
            width_m=np.full(len(way), width_m),
        ),
        steps=detail.along,
        fold=0.0,
        thickness=0.5,
    )


def trunk_thickness(values: Values, bed: Bed) -> float:
    """The trunk's thickness, which leaves room in the pot."""
    return soft_least(values["trunk_thickness"], 0.6 * bed.mouth_m)


def trunk_part(values: Values, bed: Bed, top_m: float, detail: Detail) -> Growth:
    """A trunk that bends a little, up to a height."""
    thick = 0.5 * trunk_thickness(values, bed)
    share = np.linspace(0, 1, 3 + 2 * detail.along)
    path = np.zeros((len(share), 3))
    path[:, 1] = -0.02 + (max(top_m, 0.02 * bed.tall_m) + 0.03) * share
    path[:, 0] = 0.06 * top_m * np.sin(np.pi * share)
    return [("trunk", tube(path, thick * (1.15 - 0.4 * share), detail=detail), "trunk")]


def crown_points(
    count: int, centre_m: Float[np.ndarray, "3"], radii_m: Float[np.ndarray, "3"], inside: float
) -> tuple[np.ndarray, np.ndarray]:
    """Points scattered on and in an ellipsoid, and their directions from its middle."""
    place = (np.arange(count) + 0.5) / count
    high = 1 - 1.9 * place
    level = np.sqrt(np.maximum(1 - high * high, 0))
    angle = np.arange(count) * GOLDEN_RAD
    way = np.stack([np.cos(angle) * level, high, np.sin(angle) * level], axis=1)
    depth = inside + (1 - inside) * np.sqrt(scattered(count, 2.0))
    return centre_m + way * depth[:, None] * radii_m, way
