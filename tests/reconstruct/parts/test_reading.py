"""The reading of a product of which nothing is seen."""

from __future__ import annotations

import numpy as np
import pytest

from reconstruct.parts.families import all_families
from reconstruct.parts.family import Kind
from reconstruct.parts.parameters import Choice, Measure
from reconstruct.parts.reading import NONE, usual_gene, usual_odds, usual_reading


def test_odds_become_probabilities_in_their_order() -> None:
    np.testing.assert_allclose(
        usual_odds(Choice("legs", {"straight": 3, "turned": 1})), [0.75, 0.25]
    )


def test_odds_are_those_of_the_kinds_sold() -> None:
    size_m = (1.0, 1.0, 1.0)
    chair = Kind("chair", size_m, size_m, weight=3.0)
    stool = Kind("stool", size_m, size_m, odds={"legs": {"hairpin": 2, "straight": 2, "turned": 0}})
    legs = Choice("legs", {"straight": 3, "turned": 1, "hairpin": 0})
    np.testing.assert_allclose(
        usual_odds(legs, (chair, stool)), np.array([0.75 * 3 + 0.5, 0.25 * 3, 0.5]) / 4
    )


def test_genes_of_measures() -> None:
    assert usual_gene(Measure("height", 0.5, 2.0, usual=1.0, spread=0.1)) == pytest.approx(
        (0.5, 0.1)
    )
    assert usual_gene(Measure("share", 0.0, 1.0, "share")) == pytest.approx((0.5, 0.29))


def test_all_families_and_none_are_as_likely() -> None:
    reading = usual_reading(all_families())
    assert set(reading.family) == {NONE, *(f.name for f in all_families())}
    assert sum(reading.family.values()) == pytest.approx(1)
    for family in all_families():
        for choice in family.choices:
            assert len(reading.choices[family.name, choice.name]) == len(choice.options)
        for measure in family.measures:
            assert 0 <= reading.measures[family.name, measure.name][0] <= 1
