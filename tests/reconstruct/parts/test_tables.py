"""Tables and desks: all that can be measured can be seen, and nothing floats."""

from __future__ import annotations

import numpy as np
import pytest

from reconstruct.parts.families import family_named

FAMILIES = pytest.mark.parametrize("name", ["table", "desk"])


@FAMILIES
def test_every_measure_that_applies_moves_something(name: str) -> None:
    family = family_named(name)
    rng = np.random.default_rng(0)
    still: dict[str, set[bool]] = {}
    for _ in range(60):
        kind = family.draw_kind(rng)
        size_m = kind.draw_size(rng)
        design = family.draw(rng, kind)
        for index, measure in enumerate(family.active_measures(design.choices)):
            genes = family.genes(design)
            ends = []
            for gene in (0.3, 0.7):
                genes[index] = gene
                ends.append(family.build(family.with_genes(design, genes), size_m).vertices_m)
            moved = float(np.abs(ends[0] - ends[1]).max())
            still.setdefault(measure.name, set()).add(moved > 0.0008)
    assert {measure for measure, moves in still.items() if True not in moves} == set()


@FAMILIES
def test_every_measure_can_apply(name: str) -> None:
    family = family_named(name)
    odds = {choice.name: set(choice.odds) for choice in family.choices}
    for measure in family.measures:
        for choice, options in measure.when.items():
            assert set(options) & odds[choice], f"{measure.name} needs {choice} {options}"
    for choice in family.choices:
        for earlier, options in choice.when.items():
            assert set(options) & odds[earlier], f"{choice.name} needs {earlier} {options}"
