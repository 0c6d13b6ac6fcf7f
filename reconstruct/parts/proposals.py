"""The likeliest complete designs, given what a network says of families, options and measures: a beam search."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from reconstruct.parts.families import all_families
from reconstruct.parts.family import Family
from reconstruct.parts.parameters import Choice, Design
from reconstruct.parts.reading import PartReading, usual_gene, usual_odds

__all__ = ["Proposal", "expected_measures", "option_odds", "proposal_of", "propose_designs"]

# No option is less likely: a network that never saw one may still be wrong.
LEAST = 1e-4


@dataclass(frozen=True)
class Proposal:
    """A complete design to begin a fit with.

    Attributes
    ----------
    design
        Family, options and measures, the measures as expected.
    log_odds
        Logarithm of its family's probability and of its options' odds against the likeliest design of the family.
        A family with many choices is not less likely for having them.
    expected
        Mean and standard deviation of each gene.
    """

    design: Design
    log_odds: float
    expected: Mapping[str, tuple[float, float]]


def propose_designs(reading: PartReading, count: int, *, families: int = 3) -> list[Proposal]:
    """The likeliest designs, the likeliest first.

    Parameters
    ----------
    reading
        What the network says; what it leaves out is as usual in the family.
    count
        How many.
    families
        At most so many; each gets a share of the count by its probability, two at least.
    """
    ranked = sorted(
        (f for f in all_families() if reading.family.get(f.name, 0.0) > LEAST),
        key=lambda f: -reading.family[f.name],
    )[:families]
    total = sum(reading.family[f.name] for f in ranked)
    found: list[Proposal] = []
    for family in ranked:
        share = max(2, round(count * reading.family[family.name] / total))
        found += _likeliest(family, reading, share)
    return sorted(found, key=lambda p: -p.log_odds)[:count]


def proposal_of(family: Family, reading: PartReading, choices: Mapping[str, str]) -> Proposal:
    """The proposal with given options: of what is missing the likeliest, without what does not apply."""
    taken: dict[str, str] = {}
    log_odds = math.log(max(reading.family.get(family.name, 0.0), LEAST))
    for choice in family.choices:
        if choice.applies(taken):
            odds = option_odds(family, choice, reading)
            best = max(odds, key=lambda option: odds[option])
            wanted = choices.get(choice.name, best)
            taken[choice.name] = wanted if wanted in odds else best
            log_odds += math.log(odds[taken[choice.name]] / odds[best])
    expected = expected_measures(family, reading, taken)
    values = {m.name: m.value(expected[m.name][0]) for m in family.active_measures(taken)}
    return Proposal(Design(family.name, taken, values), log_odds, expected)


def option_odds(family: Family, choice: Choice, reading: PartReading) -> dict[str, float]:
    """Probability of each option of a choice."""
    read = reading.choices.get((family.name, choice.name))
    odds = usual_odds(choice) if read is None else read
    return {option: max(float(p), LEAST) for option, p in zip(choice.options, odds, strict=True)}


def expected_measures(
    family: Family, reading: PartReading, choices: Mapping[str, str]
) -> dict[str, tuple[float, float]]:
    """Mean and standard deviation of the gene of each measure that applies."""
    return {
        m.name: reading.measures.get((family.name, m.name), usual_gene(m))
        for m in family.active_measures(choices)
    }


def _likeliest(family: Family, reading: PartReading, count: int) -> list[Proposal]:
    """Options taken one choice after the other, the likeliest beginnings kept."""
    beam: list[tuple[float, dict[str, str]]] = [(0.0, {})]
    for choice in family.choices:
        odds = option_odds(family, choice, reading)
        best = max(odds.values())
        longer: list[tuple[float, dict[str, str]]] = []
        for worth, taken in beam:
            if not choice.applies(taken):
                longer.append((worth, taken))
                continue
            longer += [
                (worth + math.log(p / best), {**taken, choice.name: option})
                for option, p in odds.items()
            ]
        beam = sorted(longer, key=lambda item: -item[0])[:count]
    return [proposal_of(family, reading, taken) for _, taken in beam]
