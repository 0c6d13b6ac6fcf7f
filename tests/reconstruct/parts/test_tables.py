"""Tables and desks: every choice and measure can apply, and all that can be measured can be seen."""

from __future__ import annotations

import numpy as np
import pytest

from reconstruct.parts.families import family_named
from reconstruct.parts.family import Family
from reconstruct.parts.parameters import Measure, When

FAMILIES = pytest.mark.parametrize("name", ["table", "desk"])


def _options(family: Family, when: When, taken: dict[str, str]) -> dict[str, str]:
    """Options that make something apply, and what those options need themselves."""
    choices = {choice.name: choice for choice in family.choices}
    for name, options in when.items():
        known = [option for option in options if option in choices[name].odds]
        assert known, f"{family.name} has no {name} of {options}"
        if name not in taken:
            taken[name] = known[0]
            _options(family, choices[name].when, taken)
    return taken


def _movement_m(family: Family, measure: Measure) -> float:
    """How far the farthest corner moves when a measure goes from low to high."""
    options = _options(family, measure.when, {})
    size_m = np.array([1.2, 1.3 if options.get("upper", "none") != "none" else 0.75, 0.8])
    ends = []
    for gene in (0.25, 0.75):
        design = family.complete(options, {measure.name: measure.value(gene)})
        assert measure.name in design.measures, f"{measure.name} does not apply to {design.choices}"
        ends.append(family.build(design, size_m).vertices_m)
    return float(np.abs(ends[0] - ends[1]).max())


@FAMILIES
def test_every_measure_can_apply_and_is_seen(name: str) -> None:
    family = family_named(name)
    moved = {measure.name: _movement_m(family, measure) for measure in family.measures}
    assert {name: way for name, way in moved.items() if way < 0.002} == {}


@FAMILIES
def test_every_choice_can_apply(name: str) -> None:
    family = family_named(name)
    for choice in family.choices:
        design = family.complete(_options(family, choice.when, {}), {})
        assert choice.name in design.choices
