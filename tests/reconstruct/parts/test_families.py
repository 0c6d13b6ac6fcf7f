"""Every family: closed parts, exact sizes, topology by structure alone, fast enough to fit with."""

from __future__ import annotations

import time

import numpy as np
import pytest

from reconstruct.parts.assembly import ROLES, Assembly
from reconstruct.parts.detail import FINE, LIGHT
from reconstruct.parts.families import all_families, family_named
from reconstruct.parts.family import Family

FAMILIES = pytest.mark.parametrize("family", all_families(), ids=lambda f: f.name)
DRAWS = 40


def _open_edges(assembly: Assembly, part: int) -> int:
    """Edges of a part that do not have exactly one triangle on each side, corners by index."""
    faces = assembly.faces[assembly.part_of_face == part]
    ways = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    there = {tuple(way) for way in ways.tolist()}
    assert len(there) == len(ways), "an edge is used twice the same way"
    return sum((b, a) not in there for a, b in there)


def _volumes(assembly: Assembly) -> np.ndarray:
    a, b, c = (assembly.vertices_m[assembly.faces[:, corner]] for corner in range(3))
    return np.bincount(assembly.part_of_face, np.einsum("ij,ij->i", a, np.cross(b, c)) / 6)


@FAMILIES
@pytest.mark.parametrize("detail", [LIGHT, FINE], ids=["light", "fine"])
def test_parts_are_closed_and_the_size_is_exact(family: Family, detail) -> None:
    rng = np.random.default_rng(1)
    for _ in range(DRAWS):
        kind = family.draw_kind(rng)
        size_m = kind.draw_size(rng)
        design = family.draw(rng, kind)
        made = family.build(design, size_m, detail)
        assert np.isfinite(made.vertices_m).all(), design
        low, high = made.vertices_m.min(axis=0), made.vertices_m.max(axis=0)
        np.testing.assert_allclose(high - low, size_m, rtol=1e-6)
        np.testing.assert_allclose((low + high) / 2, [0, size_m[1] / 2, 0], atol=1e-6)
        names = [part.name for part in made.parts]
        assert len(set(names)) == len(names), f"{design}: {names}"
        assert {part.role for part in made.parts} <= set(ROLES)
        assert (_volumes(made) > 0).all(), (
            f"{design}: {[n for n, v in zip(names, _volumes(made), strict=True) if v <= 0]}"
        )
        assert [_open_edges(made, part) for part in range(len(names))] == [0] * len(names), design
        assert len(made.faces) <= 12_000, f"{design}: {len(made.faces)} triangles"
        for part in made.parts:
            np.testing.assert_allclose(part.axes @ part.axes.T, np.eye(3), atol=1e-6)


@FAMILIES
def test_topology_depends_on_the_structure_alone(family: Family) -> None:
    rng = np.random.default_rng(2)
    for _ in range(DRAWS):
        kind = family.draw_kind(rng)
        design = family.draw(rng, kind)
        one = family.build(design, kind.draw_size(rng))
        other = family.build(
            family.with_genes(design, rng.random(len(family.genes(design)))), kind.draw_size(rng)
        )
        assert np.array_equal(one.faces, other.faces), design.structure
        assert [p.name for p in one.parts] == [p.name for p in other.parts]


@FAMILIES
def test_genes_and_values_go_both_ways(family: Family) -> None:
    design = family.draw(np.random.default_rng(3))
    again = family.with_genes(design, family.genes(design))
    assert again.choices == design.choices
    for name, value in design.measures.items():
        assert again.measures[name] == pytest.approx(value)


@FAMILIES
def test_same_seed_same_design_and_it_takes_little_time(family: Family) -> None:
    one, other = (family.draw(np.random.default_rng(4)) for _ in range(2))
    assert one == other
    size_m = family.kinds[0].draw_size(np.random.default_rng(5))
    family.build(one, size_m)
    best = min(_seconds(family, one, size_m) for _ in range(5))
    assert best < 0.006, "twice the budget of a sample, for a busy machine"


def _seconds(family: Family, design, size_m) -> float:
    begun = time.process_time()
    family.build(design, size_m)
    return time.process_time() - begun


@FAMILIES
def test_a_design_completed_from_nothing_is_whole(family: Family) -> None:
    design = family.complete({}, {})
    for choice in family.choices:
        assert (choice.name in design.choices) == choice.applies(design.choices)
    assert set(design.measures) == {m.name for m in family.active_measures(design.choices)}


def test_an_unknown_family_is_named_with_those_there_are() -> None:
    with pytest.raises(KeyError, match=r"sofabed.*expected one of .*rug"):
        family_named("sofabed")
