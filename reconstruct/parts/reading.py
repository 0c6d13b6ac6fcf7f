"""What a network says of the parts of a product in a photo: family, options and measures, each with its odds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from reconstruct.parts.family import Family, Kind
from reconstruct.parts.parameters import Choice, Measure

__all__ = ["NONE", "PartReading", "usual_gene", "usual_odds", "usual_reading"]

NONE = "none"
"""Stands among the families for everything that none of them can build."""

FLAT_SPREAD = 0.29
"""Standard deviation of a gene of which all values are as likely."""


@dataclass(frozen=True)
class PartReading:
    """Odds of what a product is built of.

    Attributes
    ----------
    family
        Probability of each family by name, and of `NONE`; they add up to 1.
    choices
        Probability of each option, in the choice's own order, by (family, choice), given that family and that the
        choice applies.
    measures
        Mean and standard deviation of the gene, by (family, measure), given that family and that the measure applies.
    """

    family: Mapping[str, float]
    choices: Mapping[tuple[str, str], Float[np.ndarray, " O"]]
    measures: Mapping[tuple[str, str], tuple[float, float]]


def usual_odds(choice: Choice, kinds: Iterable[Kind] = ()) -> Float[np.ndarray, " O"]:
    """Probability of each option where no photo says more: over all kinds that a family is sold as, if given."""
    total = np.zeros(len(choice.odds))
    for weight, own in [(kind.weight, kind.odds.get(choice.name, {})) for kind in kinds] or [
        (1, {})
    ]:
        odds = np.array(list({**choice.odds, **own}.values()), dtype=np.float64)
        total += weight * odds / odds.sum()
    return np.asarray(total / total.sum())


def usual_gene(measure: Measure) -> tuple[float, float]:
    """Mean and standard deviation of a measure's gene where no photo says more."""
    if measure.usual is None:
        return 0.5, FLAT_SPREAD
    return measure.gene(measure.usual), min(measure.spread, FLAT_SPREAD)


def usual_reading(families: Iterable[Family]) -> PartReading:
    """What is known of a product of which nothing is seen: the families' own odds, all families as likely."""
    families = tuple(families)
    share = 1 / (len(families) + 1)
    return PartReading(
        family={**{family.name: share for family in families}, NONE: share},
        choices={(f.name, c.name): usual_odds(c, f.kinds) for f in families for c in f.choices},
        measures={(f.name, m.name): usual_gene(m) for f in families for m in f.measures},
    )
