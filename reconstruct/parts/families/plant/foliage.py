"""Foliage by its kind."""

from __future__ import annotations

from collections.abc import Callable

from reconstruct.parts.detail import Detail
from reconstruct.parts.families.plant.growth import Bed, Growth
from reconstruct.parts.families.plant.leafy import (
    arching_leaves,
    broad_leaves,
    palm_leaves,
    rosette_leaves,
    upright_leaves,
)
from reconstruct.parts.families.plant.shaped import (
    ball_plant,
    cactus_plant,
    flowers_plant,
    trailing_plant,
    tree_plant,
)
from reconstruct.parts.family import Values

__all__ = ["FOLIAGE"]

FOLIAGE: dict[str, Callable[[Values, Bed, Detail], Growth]] = {
    "broad": broad_leaves,
    "palm": palm_leaves,
    "upright": upright_leaves,
    "arching": arching_leaves,
    "tree": tree_plant,
    "ball": ball_plant,
    "rosette": rosette_leaves,
    "cactus": cactus_plant,
    "trailing": trailing_plant,
    "flowers": flowers_plant,
}
