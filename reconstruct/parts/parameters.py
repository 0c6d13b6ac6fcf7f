"""What can be chosen and measured in a family of furniture, and one design of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

__all__ = ["Choice", "Design", "Measure", "When"]

When = Mapping[str, tuple[str, ...]]
"""Options of earlier choices, any of which has to be taken for each choice named."""


def _applies(when: When, choices: Mapping[str, str]) -> bool:
    return all(choices.get(name) in options for name, options in when.items())


@dataclass(frozen=True)
class Choice:
    """A kind that is one of a few.

    Attributes
    ----------
    name
        As "legs"; lower case, words joined by "_".
    odds
        How usual each option is, in any unit, by its name; the order is kept.
    when
        Where it applies.
    """

    name: str
    odds: Mapping[str, float | int]
    when: When = field(default_factory=dict)

    @property
    def options(self) -> tuple[str, ...]:
        """Names of the options."""
        return tuple(self.odds)

    def applies(self, choices: Mapping[str, str]) -> bool:
        """Whether it means anything with these earlier choices."""
        return _applies(self.when, choices)


@dataclass(frozen=True)
class Measure:
    """A length, share or angle.

    Attributes
    ----------
    name
        As "top_thickness".
    low, high
        The least and the most, in `unit`.
    unit
        "m" for metres, "share" of another length, "degrees".
    usual
        What it most often is; None if all values are as likely.
    spread
        Standard deviation around `usual`, as a share of the range (of its logarithm for lengths).
    when
        Where it applies.
    """

    name: str
    low: float
    high: float
    unit: Literal["m", "share", "degrees"] = "m"
    usual: float | None = None
    spread: float = 0.2
    when: When = field(default_factory=dict)

    def applies(self, choices: Mapping[str, str]) -> bool:
        """Whether it means anything with these choices."""
        return _applies(self.when, choices)

    @property
    def _is_logarithmic(self) -> bool:
        return self.unit == "m" and self.low > 0

    def value(self, gene: float) -> float:
        """From a gene in [0, 1]; lengths run in equal factors."""
        gene = min(max(gene, 0.0), 1.0)
        if self._is_logarithmic:
            return self.low * math.pow(self.high / self.low, gene)
        return self.low + (self.high - self.low) * gene

    def gene(self, value: float) -> float:
        """The gene in [0, 1] of a value; values out of range are moved to its end."""
        if self._is_logarithmic:
            share = math.log(max(value, 1e-9) / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return min(max(share, 0.0), 1.0)

    def draw(self, rng: np.random.Generator, usual: float | None = None) -> float:
        """A random value, around `usual` if that is given, else around the measure's own."""
        usual = self.usual if usual is None else usual
        if usual is None:
            return self.value(float(rng.random()))
        middle = self.gene(usual)
        for _ in range(20):
            gene = float(rng.normal(middle, self.spread))
            if 0 <= gene <= 1:
                return self.value(gene)
        return usual


@dataclass(frozen=True)
class Design:
    """One piece of furniture in parameters.

    Attributes
    ----------
    family
        Name of the family.
    choices
        Option of each choice that applies.
    measures
        Value of each measure that applies, in its unit.
    """

    family: str
    choices: Mapping[str, str]
    measures: Mapping[str, float]

    @property
    def structure(self) -> tuple[str, ...]:
        """Family and options: designs with the same structure have the same parts and the same topology."""
        return (self.family, *(f"{name}={option}" for name, option in sorted(self.choices.items())))
