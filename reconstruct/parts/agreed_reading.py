"""What several photos, the merchant's word and the given size say together of a product's parts."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from jaxtyping import Float

from reconstruct.kinds import look_alikes
from reconstruct.parts.families import all_families, family_named
from reconstruct.parts.family import Family
from reconstruct.parts.reading import PartReading

__all__ = ["agreed_reading"]

TOLD, NOT_TOLD = 0.05, 1e-5
"""A family that the told category is sold as has at least this probability, and others this factor: the merchant
knows best what is sold."""
UNUSUAL_SIZE = 6.0
"""What an unusual size costs a family, in the unit of the logarithm of odds: of the sum of squared logarithms by which
the sides lie outside those of its nearest kind. Sides half as long again as any cost a factor of e each."""
NESTS = "nesting_tables"


def agreed_reading(
    readings: Sequence[PartReading], told: str | None, size_m: Float[np.ndarray, "3"] | None
) -> PartReading:
    """The mean of what is read in each photo; families that are sold as told, and in such sizes, are likelier.

    Parameters
    ----------
    readings
        One for each photo.
    told
        The merchant's category, in a word of the furniture graph; None for none.
    size_m
        Width, height and depth as given; None if any of it is a guess.
    """
    first = readings[0]
    odds = {
        name: float(np.mean([reading.family[name] for reading in readings]))
        for name in first.family
    }
    families = {f.name: f for f in all_families() if f.name in odds}
    words = {told, *look_alikes(told)} - {None}
    sold = {name for name, family in families.items() if _is_sold_as(family, words)}
    for name, family in families.items():
        if sold:
            odds[name] = max(odds[name], TOLD) if name in sold else odds[name] * NOT_TOLD
        if size_m is not None:
            odds[name] *= math.exp(-UNUSUAL_SIZE * family.size_misfit(size_m))
    total = max(sum(odds.values()), 1e-300)
    choices = {
        key: np.mean([reading.choices[key] for reading in readings], axis=0)
        for key in first.choices
    }
    if told is not None and told != NESTS and ("table", "set") in choices:
        # A table behind other things looks like a nest; a nest is sold as one.
        (nest,) = (c for c in family_named("table").choices if c.name == "set")
        choices["table", "set"] = np.array([float(o == "single") for o in nest.options])
    return PartReading(
        family={name: share / total for name, share in odds.items()},
        choices=choices,
        measures={
            key: (
                float(np.mean([reading.measures[key][0] for reading in readings])),
                float(np.mean([reading.measures[key][1] for reading in readings])),
            )
            for key in first.measures
        },
    )


def _is_sold_as(family: Family, words: set[str | None]) -> bool:
    return any(kind.category in words for kind in family.kinds)
