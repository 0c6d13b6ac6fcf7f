"""What photos, the merchant's word and the size say together of a product's parts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reconstruct.parts.agreed_reading import agreed_reading
from reconstruct.parts.families import all_families, family_named
from reconstruct.parts.reading import NONE, PartReading, usual_reading

USUAL = usual_reading(all_families())
TABLE_M = np.array([1.4, 0.75, 0.8])


def _sure_of(name: str, share: float = 0.9) -> PartReading:
    others = (1 - share) / (len(USUAL.family) - 1)
    return replace(USUAL, family={n: share if n == name else others for n in USUAL.family})


def test_photos_are_averaged() -> None:
    said = agreed_reading([_sure_of("chair"), _sure_of("stool")], None, None)
    assert said.family["chair"] == pytest.approx(said.family["stool"])
    assert sum(said.family.values()) == pytest.approx(1)
    assert set(said.choices) == set(USUAL.choices)


def test_the_merchant_knows_best() -> None:
    """A table's photo that looks like a bed."""
    said = agreed_reading([_sure_of("bed", 0.999)], "dining_table", None)
    assert said.family["table"] > 1000 * said.family["bed"]
    unknown = agreed_reading([_sure_of("bed")], "barbecue", None)
    assert unknown.family["bed"] == pytest.approx(0.9)


def test_a_size_that_no_kind_has_speaks_against_a_family() -> None:
    """Rugs are flat: one 40 cm thick is none, and one of 1 cm may be."""
    for height_m, likely in ((0.4, False), (0.01, True)):
        said = agreed_reading([_sure_of("rug")], None, np.array([2.0, height_m, 1.5]))
        assert (said.family["rug"] > 0.8) == likely


def test_the_nearest_usual_size_moves_only_what_is_unusual() -> None:
    family = family_named("pillow")
    kind = family.kinds[0]
    inside_m = np.sqrt(np.array(kind.low_m) * np.array(kind.high_m))
    np.testing.assert_allclose(family.nearest_usual(inside_m), inside_m)
    assert family.size_misfit(inside_m) == pytest.approx(0)
    highest_m = max(kind.high_m[0] for kind in family.kinds)
    wide_m = inside_m * [10 * highest_m / inside_m[0], 1, 1]
    assert family.nearest_usual(wide_m)[0] <= highest_m
    assert family.size_misfit(wide_m) >= np.log(10) ** 2 - 1e-9


def test_a_nest_is_sold_as_one() -> None:
    options = next(c for c in family_named("table").choices if c.name == "set").options
    single = options.index("single")
    for told, sure in (("coffee_table", True), ("nesting_tables", False), (None, False)):
        said = agreed_reading([USUAL], told, None).choices["table", "set"]
        assert (said[single] == 1.0) == sure


def test_nothing_that_fits_leaves_none() -> None:
    said = agreed_reading([_sure_of(NONE)], None, TABLE_M)
    assert said.family[NONE] > 0.8
