"""What several photos and the merchant's word say together of a product's parts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reconstruct.kinds import look_alikes
from reconstruct.parts.families import all_families
from reconstruct.parts.reading import NONE, PartReading

__all__ = ["agreed_reading"]

TOLD, NOT_TOLD = 0.05, 1e-5
"""A family that the told category is sold as has at least this probability, and others this factor: the merchant
knows best what is sold."""
NESTS = "nesting_tables"


def agreed_reading(readings: Sequence[PartReading], told: str | None) -> PartReading:
    """The mean of what is read in each photo; the families of a told category are likelier.

    Parameters
    ----------
    readings
        One for each photo.
    told
        The merchant's category, in a word of the furniture graph; None for none.
    """
    first = readings[0]
    family = {
        name: float(np.mean([reading.family[name] for reading in readings]))
        for name in first.family
    }
    words = {told, *look_alikes(told)} - {None}
    if any(_is_sold_as(name, words) for name in family):
        for name in family:
            if name == NONE:
                continue
            if _is_sold_as(name, words):
                family[name] = max(family[name], TOLD)
            else:
                family[name] *= NOT_TOLD
        total = sum(family.values())
        family = {name: share / total for name, share in family.items()}
    choices = {
        key: np.mean([reading.choices[key] for reading in readings], axis=0)
        for key in first.choices
    }
    if told is not None and told != NESTS and ("table", "set") in choices:
        # A table behind other things looks like a nest; a nest is sold as one.
        choices["table", "set"] = np.eye(len(choices["table", "set"]))[0]
    return PartReading(
        family=family,
        choices=choices,
        measures={
            key: (
                float(np.mean([reading.measures[key][0] for reading in readings])),
                float(np.mean([reading.measures[key][1] for reading in readings])),
            )
            for key in first.measures
        },
    )


def _is_sold_as(name: str, words: set[str | None]) -> bool:
    return any(
        kind.category in words
        for family in all_families()
        if family.name == name
        for kind in family.kinds
    )
