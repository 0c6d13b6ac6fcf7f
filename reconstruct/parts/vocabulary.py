"""The names that a network's outputs for parts stand for, as they were when it was trained.

Families change: options come and go, ranges move. A reading is made for the families of today: what the network does
not know gets the families' own odds, and what no longer exists is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Float, Int

from reconstruct.parts.family import Family
from reconstruct.parts.parameters import Choice, Measure
from reconstruct.parts.reading import NONE, PartReading, usual_gene, usual_odds

__all__ = ["KnownMeasure", "Vocabulary", "vocabulary_of"]

LEAST_SPREAD = 0.02


@dataclass(frozen=True)
class KnownMeasure:
    """A measure as it was when the network learned it.

    Attributes
    ----------
    family, name
        Which one.
    low, high, unit
        As in `Measure`.
    """

    family: str
    name: str
    low: float
    high: float
    unit: str

    @property
    def measure(self) -> Measure:
        """With the range of then."""
        return Measure(self.name, self.low, self.high, self.unit)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Vocabulary:
    """What each output stands for.

    Attributes
    ----------
    families
        Of the family outputs; one more stands for `NONE`.
    options
        Family, choice and option of each option output; a choice's options follow each other.
    measures
        Of the measure outputs.
    """

    families: tuple[str, ...]
    options: tuple[tuple[str, str, str], ...]
    measures: tuple[KnownMeasure, ...]

    @cached_property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Family and name of each choice, in the order of their options."""
        return tuple(dict.fromkeys((family, choice) for family, choice, _ in self.options))

    @cached_property
    def choice_of_option(self) -> Int[np.ndarray, " T"]:
        """Row of each option's choice."""
        rows = {choice: row for row, choice in enumerate(self.choices)}
        return np.array([rows[f, c] for f, c, _ in self.options], dtype=np.int64)

    def to_json(self) -> str:
        """As kept in a file's header."""
        return json.dumps(
            {
                "families": self.families,
                "options": self.options,
                "measures": [asdict(measure) for measure in self.measures],
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Vocabulary:
        """From a file's header."""
        read = json.loads(text)
        return cls(
            families=tuple(read["families"]),
            options=tuple((f, c, o) for f, c, o in read["options"]),
            measures=tuple(KnownMeasure(**entry) for entry in read["measures"]),
        )

    def reading(
        self,
        families: Iterable[Family],
        family_odds: Float[np.ndarray, " F"],
        option_odds: Float[np.ndarray, " T"],
        genes: Float[np.ndarray, "M 2"],
    ) -> PartReading:
        """What the outputs say, for the families of today.

        Parameters
        ----------
        families
            Those of today.
        family_odds
            Of each known family and of `NONE`; any unit.
        option_odds
            Of each known option; any unit, but the same within a choice.
        genes
            Mean and standard deviation of each known measure's gene, in its range of then.
        """
        families = tuple(families)
        odds = {o: float(p) for o, p in zip(self.options, option_odds, strict=True)}
        known = {(m.family, m.name): (m.measure, genes[i]) for i, m in enumerate(self.measures)}
        return PartReading(
            family=self._family_odds([f.name for f in families], family_odds),
            choices={
                (f.name, c.name): _option_odds(f, c, odds) for f in families for c in f.choices
            },
            measures={
                (f.name, m.name): _gene(m, *known[f.name, m.name])
                if (f.name, m.name) in known
                else usual_gene(m)
                for f in families
                for m in f.measures
            },
        )

    def _family_odds(self, names: list[str], odds: Float[np.ndarray, " F"]) -> dict[str, float]:
        known = dict(zip((*self.families, NONE), odds.tolist(), strict=True))
        kept = {name: known[name] for name in (*names, NONE) if name in known}
        new = [name for name in names if name not in known]
        share = 1 / (len(names) + 1)
        scale = (1 - share * len(new)) / max(sum(kept.values()), 1e-12)
        return {n: share if n in new else kept[n] * scale for n in (*names, NONE)}


def _option_odds(
    family: Family, choice: Choice, known: dict[tuple[str, str, str], float]
) -> Float[np.ndarray, " O"]:
    """Of a choice's options of today; new ones keep the share that they have in the family's own odds."""
    usual = usual_odds(choice, family.kinds)
    keys = [(family.name, choice.name, option) for option in choice.options]
    old = np.array([key in known for key in keys])
    read = np.array([known.get(key, 0.0) for key in keys])
    if read.sum() <= 0:
        return usual
    return np.asarray(np.where(old, read * usual[old].sum() / read.sum(), usual))


def _gene(measure: Measure, then: Measure, gene: Float[np.ndarray, "2"]) -> tuple[float, float]:
    """Mean and spread in today's range."""
    mean, spread = float(gene[0]), float(gene[1])
    if (then.low, then.high, then.unit) == (measure.low, measure.high, measure.unit):
        return min(max(mean, 0.0), 1.0), max(spread, LEAST_SPREAD)
    low, middle, high = (measure.gene(then.value(mean + step * spread)) for step in (-1, 0, 1))
    return middle, max((high - low) / 2, LEAST_SPREAD)


def vocabulary_of(families: Iterable[Family]) -> Vocabulary:
    """All names of the families of today."""
    families = tuple(families)
    return Vocabulary(
        families=tuple(f.name for f in families),
        options=tuple((f.name, c.name, o) for f in families for c in f.choices for o in c.options),
        measures=tuple(
            KnownMeasure(f.name, m.name, m.low, m.high, m.unit)
            for f in families
            for m in f.measures
        ),
    )
