"""Sizes that a merchant gave, against the knowledge graph's usual ranges."""

from __future__ import annotations

from pathlib import Path

import pytest

from layout.knowledge import load_knowledge
from showroom.catalog.catalog import read_catalog
from showroom.catalog.product import CatalogProduct
from showroom.problem import Problem
from showroom.product.category import category_of
from showroom.product.doubt import Doubt
from showroom.product.given_size import given_size_doubt


def _row(
    width_m: float | None = None, height_m: float | None = None, depth_m: float | None = None
) -> CatalogProduct:
    return CatalogProduct("S-1", (), "Sofa", "sofa", width_m, height_m, depth_m)


def test_the_graphs_sofa_is_as_these_tests_have_it() -> None:
    sofa = load_knowledge().category("sofa")
    found = [(s.low_m, s.high_m) for s in (sofa.width, sofa.height, sofa.depth) if s]
    assert found == [(1.7, 2.6), (0.65, 1.0), (0.8, 1.2)]


@pytest.mark.parametrize(
    "size_m",
    [(2.1, 0.85, 0.94), (1.7, 0.65, 0.8), (2.6, 1.0, 1.2), (None, None, None), (None, 0.8, None)],
)
def test_a_usual_size_is_not_mentioned(
    size_m: tuple[float | None, float | None, float | None],
) -> None:
    assert given_size_doubt(_row(*size_m), "sofa") is None


def test_an_unknown_category_is_not_checked() -> None:
    assert given_size_doubt(_row(20.0, 20.0, 20.0), None) is None
    assert given_size_doubt(_row(20.0, 20.0, 20.0), "furniture") is None  # a class, without sizes


@pytest.mark.parametrize(
    ("width_m", "kind"),
    # Half of 1.7 m is 0.85 m, twice 2.6 m is 5.2 m; 15 % beside the range are not worth a word.
    [
        *((0.84, Doubt), (0.86, Problem), (1.47, Problem), (1.49, None)),
        *((2.98, None), (3.0, Problem), (5.19, Problem), (5.21, Doubt)),
    ],
)
def test_half_and_twice_the_usual_range_are_the_limits(
    width_m: float, kind: type[Doubt] | type[Problem] | None
) -> None:
    found = given_size_doubt(_row(width_m), "sofa")
    assert found is None if kind is None else isinstance(found, kind)


def test_the_message_names_side_value_and_usual_range() -> None:
    far = given_size_doubt(_row(2.1, 2.5, 0.94), "sofa")
    assert isinstance(far, Doubt)
    assert far.code == "implausible_size"
    assert far.error("S-1").message == (
        "S-1: it was not built, because a height of 250 cm (usually 65 to 100 cm) is far outside what is usual for "
        "the category sofa. Correct the size or the category, or build it anyway (--keep-doubtful)."
    )
    near = given_size_doubt(_row(2.1, 1.2, 0.5), "sofa")
    assert isinstance(near, Problem)
    assert (near.code, near.severity) == ("unusual_size", "warning")
    assert near.message == (
        "S-1: a height of 120 cm (usually 65 to 100 cm) and a depth of 50 cm (usually 80 to 120 cm) are unusual "
        "for the category sofa. Check the size and the category."
    )


@pytest.mark.parametrize(
    ("size_m", "hint"),
    [
        ((21.0, 8.5, 9.4), "written in millimetres"),
        ((0.021, 0.0085, 0.0094), "written in metres"),
        ((0.83, 0.33, 0.37), "written in inches"),
        ((2.1, None, 9.4), None),
        ((21.0, None, None), "written in millimetres"),
        ((0.85, 2.1, 0.94), "width and height were exchanged"),
        ((0.7, 0.94, 2.1), "width and depth were exchanged"),
    ],
)
def test_a_mistake_that_explains_all_sides_is_named(
    size_m: tuple[float | None, float | None, float | None], hint: str | None
) -> None:
    found = given_size_doubt(_row(*size_m), "sofa")
    assert isinstance(found, Doubt)
    assert "looks as if" not in found.reason if hint is None else hint in found.reason


def test_height_and_depth_exchanged_are_named() -> None:
    bed = CatalogProduct("B-1", (), "Bed", "bed", 1.6, 2.1, 0.95)
    found = given_size_doubt(bed, "bed")
    assert found is not None
    said = found.reason if isinstance(found, Doubt) else found.message
    assert "height and depth were exchanged" in said


def test_where_the_category_is_doubtful_it_is_only_a_warning() -> None:
    found = given_size_doubt(_row(20.0), "sofa", sure=False)
    assert isinstance(found, Problem)
    assert found.severity == "warning"


def test_of_the_samples_two_are_unusual_and_none_impossible(repository: Path) -> None:
    rows = read_catalog(repository / "assets" / "samples" / "catalog.csv").products
    found = {row.sku: given_size_doubt(row, category_of(row)[0]) for row in rows}
    assert len(found) == 18
    said = {sku: told for sku, told in found.items() if told is not None}
    # An armchair with its footrest, and a wardrobe too shallow for hangers.
    assert said.keys() == {"LIV-ARM-01", "BED-WARD-01"}
    assert all(isinstance(told, Problem) for told in said.values())
