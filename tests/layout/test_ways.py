"""Walks told incrementally, beside the slow walk over the whole floor; searches that open ways."""

from __future__ import annotations

import time

import numpy as np
import pytest

from layout import Opening, Room
from layout.candidates import candidates_of
from layout.choice import FORBIDDEN, Problem, State, total_cost
from layout.compose import compose_groups
from layout.items import items_of
from layout.knowledge import load_knowledge
from layout.open_ways import open_ways, walked
from layout.site import make_site
from layout.solve import SolveOptions
from layout.walkways import PERSON_RADIUS_M, WALKWAY_RADIUS_M, make_raster
from layout.ways import Ways
from tests.layout.rooms import box

ROOM = Room.rectangle("r", "living_room", 4.0, 3.0, 2.6, (Opening("door", 3, 1.0, 0.9, 0.0, 2.05),))


@pytest.fixture(scope="module")
def ways() -> Ways:
    goods = [box("a", "bookcase", 0.9, 0.35, 1.9), box("b", "armchair", 0.8, 0.8, 0.9)]
    goods.append(box("c", "sideboard", 1.6, 0.45, 0.8))
    items, _ = items_of(goods, load_knowledge())
    site = make_site(ROOM)
    places = tuple(candidates_of(g, site) for g in compose_groups(items, ()))
    return Ways(places, make_raster(site))


def slow_misses(ways: Ways, labels: np.ndarray, radius_m: float) -> dict[int, int]:
    """Walk over the whole floor as the measure does, and count each group's missed sides."""
    boxes = [c.solids[k][0] for c, k in zip(ways.candidates, labels, strict=True) if k < len(c)]
    walk = ways.raster.walk(np.array(boxes), np.zeros(len(boxes)), np.ones(len(boxes)))
    reached = walk.reached(radius_m)
    missed = {}
    for a, c in enumerate(ways.candidates):
        if labels[a] < len(c):
            strips = [
                b
                for b, real in zip(c.clears[labels[a]], c.has_clear[labels[a]], strict=True)
                if real
            ]
            lost = sum(not ways.raster.touches(reached, b) for b in strips)
            if lost:
                missed[a] = lost
    return missed


def test_incremental_walks_equal_the_slow_ones(ways: Ways):
    rng = np.random.default_rng(0)
    for _ in range(25):
        labels = np.array([int(rng.integers(len(c) + 1)) for c in ways.candidates])
        told = ways.blocked(labels)
        wide, person = (slow_misses(ways, labels, r) for r in (WALKWAY_RADIUS_M, PERSON_RADIUS_M))
        assert told.unreached == person
        both = {a: told.unreached.get(a, 0) + told.cramped.get(a, 0) for a in wide}
        assert both == wide


def test_an_empty_floor_is_open(ways: Ways):
    nothing = np.array([len(c) for c in ways.candidates])
    told = ways.blocked(nothing)
    assert told.none
    assert ways.placed(nothing) == []


def test_a_group_in_the_way_is_moved(ways: Ways):
    # The sideboard across the door's landing bars the room; elsewhere it costs a little more.
    problem = Problem.of([np.append(np.zeros(len(c)), 50.0) for c in ways.candidates])
    rng = np.random.default_rng(1)
    worst = max(
        (np.array([int(rng.integers(len(c))) for c in ways.candidates]) for _ in range(200)),
        key=lambda labels: sum(ways.blocked(labels).cramped.values()),
    )
    before = walked(problem, ways, worst)
    assert before.blocked.cramped
    after = open_ways(problem, ways, before, rng, SolveOptions(), time.perf_counter() + 60)
    assert after.blocked.none
    assert after.cost < before.cost


def test_conditional_costs_are_those_of_a_sum_from_the_start():
    rng = np.random.default_rng(2)
    problem = Problem.of([rng.uniform(size=n) for n in (4, 3, 5)])
    for a, b in ((0, 1), (0, 2), (1, 2)):
        problem.set_pair(a, b, rng.uniform(size=problem.pair(a, b).shape))
    problem.pair(0, 1)[0, 0] = FORBIDDEN
    state = State(problem, np.array([1, 2, 3]))
    for a, label in ((0, 3), (2, 0), (1, 1), (0, 2)):
        state.move(a, label)
        for other in range(len(problem.place(1))):
            labels = state.labels.copy()
            labels[1] = other
            rest = state.labels.copy()
            rest[1] = 0
            difference = total_cost(problem, labels) - total_cost(problem, rest)
            told = state.conditional(1)
            assert told[other] - told[0] == pytest.approx(difference)
