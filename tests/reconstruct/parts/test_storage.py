"""Storage: openings, fronts and gaps where they were asked for."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from reconstruct.parts.assembly import Assembly, Part
from reconstruct.parts.detail import LIGHT
from reconstruct.parts.families import family_named
from reconstruct.parts.families.storage import STORAGE

SIZE_M = np.array([1.2, 0.8, 0.45])


def _built(options: dict[str, str], measures: dict[str, float] | None = None) -> Assembly:
    design = STORAGE.complete(
        {"body": "boards", "base": "none", "upper": "none", **options}, measures or {}
    )
    return STORAGE.build(design, SIZE_M, LIGHT)


def _bounds(made: Assembly, part: Part) -> tuple[np.ndarray, np.ndarray]:
    corners = made.vertices_m[part.first_vertex : part.first_vertex + part.vertices]
    return corners.min(axis=0), corners.max(axis=0)


def _of_role(made: Assembly, role: str) -> list[Part]:
    return [part for part in made.parts if part.role == role]


@pytest.mark.parametrize(
    ("options", "doors", "drawers"),
    [
        ({"layout": "drawers", "columns": "2", "rows": "3"}, 0, 6),
        ({"layout": "drawers", "columns": "1", "rows": "4", "top_drawers": "two"}, 0, 5),
        ({"layout": "doors", "columns": "3", "leaves": "double", "front": "flat"}, 6, 0),
        (
            {"layout": "drawers_over_doors", "columns": "2", "band_rows": "1", "leaves": "single"},
            2,
            2,
        ),
        (
            {
                "layout": "doors_beside_drawers",
                "beside": "both_ends",
                "rows": "3",
                "leaves": "single",
            },
            2,
            3,
        ),
        ({"layout": "open", "columns": "2", "rows": "4"}, 0, 0),
    ],
)
def test_as_many_doors_and_drawers_as_chosen(options, doors: int, drawers: int) -> None:
    made = _built(options)
    assert (len(_of_role(made, "door")), len(_of_role(made, "drawer"))) == (doors, drawers)


def test_shelves_divide_the_columns() -> None:
    made = _built({"layout": "open", "columns": "2", "rows": "4"})
    assert len(_of_role(made, "shelf")) == 2 * 3
    assert [part.name for part in made.parts if "divider" in part.name] == ["side divider 1"]


@pytest.mark.parametrize("gap_m", [0.002, 0.004])
def test_drawers_are_a_gap_apart(gap_m: float) -> None:
    made = _built(
        {
            "layout": "drawers",
            "columns": "1",
            "rows": "3",
            "top_drawers": "one",
            "mounting": "overlay",
            "handle": "none",
            "top": "between",
        },
        {"gap": gap_m},
    )
    bounds = [_bounds(made, part) for part in _of_role(made, "drawer")]
    spaces = [above[0][1] - below[1][1] for above, below in itertools.pairwise(bounds)]
    # The whole is stretched a little to its exact size.
    assert spaces == pytest.approx([gap_m, gap_m], rel=0.02)


def test_drawers_at_one_end_change_places() -> None:
    options = {
        "layout": "drawers_beside_doors",
        "beside": "one_end",
        "rows": "2",
        "leaves": "single",
    }
    at = {}
    for mirrored in ("no", "yes"):
        made = _built({**options, "mirrored": mirrored})
        low, high = _bounds(made, _of_role(made, "drawer")[0])
        at[mirrored] = (low[0] + high[0]) / 2
    assert at["no"] < 0 < at["yes"]


def test_inset_fronts_lie_between_the_sides() -> None:
    options = {"layout": "doors", "columns": "1", "leaves": "single", "front": "flat"}
    for mounting, inside in (("inset", True), ("overlay", False)):
        made = _built({**options, "mounting": mounting, "handle": "none", "top": "between"})
        (door,) = _of_role(made, "door")
        side = next(part for part in made.parts if part.name == "side left")
        assert bool(_bounds(made, door)[1][0] < _bounds(made, side)[0][0]) is inside


@pytest.mark.parametrize("name", ["storage", "appliance", "television", "container"])
def test_every_measure_moves_something(name: str) -> None:
    family = family_named(name)
    rng = np.random.default_rng(11)
    seen: dict[str, float] = {}
    for _ in range(60):
        kind = family.draw_kind(rng)
        size_m = kind.draw_size(rng)
        design = family.draw(rng, kind)
        genes = family.genes(design)
        before = family.build(design, size_m).vertices_m
        for index, measure in enumerate(family.active_measures(design.choices)):
            changed = genes.copy()
            changed[index] += 0.25 if genes[index] < 0.6 else -0.25
            after = family.build(family.with_genes(design, changed), size_m).vertices_m
            most = float(np.abs(after - before).max())
            seen[measure.name] = max(seen.get(measure.name, 0.0), most)
    assert {measure for measure, most in seen.items() if most < 0.0005} == set()
