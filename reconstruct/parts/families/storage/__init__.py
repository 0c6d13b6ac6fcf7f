"""Storage: a grid of openings with shelves, doors and drawers, and shelves on posts, ladders and walls."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.storage.carcass import add_carcass
from reconstruct.parts.families.storage.kinds import KINDS
from reconstruct.parts.families.storage.open_frame import add_ladder, add_plank, add_posts
from reconstruct.parts.families.storage.parameters import CHOICES, MEASURES
from reconstruct.parts.family import Family, Values

__all__ = ["STORAGE"]

_BODIES = {"boards": add_carcass, "posts": add_posts, "ladder": add_ladder, "plank": add_plank}


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    _BODIES[values.of("body")](builder, values, width, height, depth)


def _related(
    rng: np.random.Generator,
    category: str,
    choices: Mapping[str, str],
    measures: Mapping[str, float],
) -> Mapping[str, float]:
    """Doors over drawers or shelves are the larger part; of a wardrobe, they are drawn so already."""
    del rng
    if category != "wardrobe" and choices.get("layout", "").startswith("doors_over_"):
        return {"upper_share": min(1 - measures["upper_share"], 0.8)}
    return {}


STORAGE = Family(
    name="storage",
    kinds=KINDS,
    choices=CHOICES,
    measures=MEASURES,
    construct=_construct,
    relate=_related,
)
