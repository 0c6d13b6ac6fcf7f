"""From groups to chosen places: candidates, costs, search, open ways, second thoughts, proof."""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from jaxtyping import Bool, Float, Int

from layout.candidates import Candidates, candidates_near, candidates_of, joined
from layout.choice import FORBIDDEN, Problem, State, local_search
from layout.compose import compose_groups
from layout.costs import imbalance, leave_out_cost, pair_costs, place_costs
from layout.group import Group
from layout.items import Item, Wanted, wanted_relations
from layout.knowledge import load_knowledge
from layout.open_ways import Walked, learn, open_ways, walked
from layout.site import Site
from layout.solve import Choice, SolveOptions, solve_choice
from layout.walkways import FloorRaster
from layout.ways import Blocked, Ways

__all__ = ["Chosen", "Floor", "choose_places"]

FEWEST_PLACES, MOST_PLACES = 40, 220
PART_M = 0.8
SECOND_THOUGHTS = 2


@dataclass(frozen=True)
class Floor:
    """What places are judged by.

    Attributes
    ----------
    site, raster
        The room as obstacles and as cells.
    wanted, items
        The relations of its pieces, and the pieces by id.
    above
        By piece: how much is wished to hang above it, and how wide the widest of that is in metres.
    locked
        Anchors that stay where they are: x, z, yaw in the canonical frame.
    taste
        A generator where walls and variants are to be moved in favour; None for the plain best.
    """

    site: Site
    raster: FloorRaster
    wanted: Sequence[Wanted]
    items: Mapping[str, Item]
    above: Mapping[str, tuple[float, float]]
    locked: Mapping[str, tuple[float, float, float]]
    taste: np.random.Generator | None

    @cached_property
    def mass_m2(self) -> float:
        """Floor that all standing pieces take together, square metres."""
        standing = (i for i in self.items.values() if i.facts.mount == "floor")
        return sum(i.footprint.area_m2 for i in standing)

    def cost_of(self, places: Candidates, *, plain: bool = False) -> Float[np.ndarray, " N"]:
        """Cost of each place by itself, without taste if `plain`."""
        wall, taste = places.group.anchor.facts.against_wall, None if plain else self.taste
        return place_costs(places, self.site, wall, taste, self.above, self.mass_m2)


@dataclass(frozen=True)
class Chosen:
    """The outcome: for each group one place or none.

    Attributes
    ----------
    candidates
        For each group its places; those solved, in the order of the groups.
    labels
        The chosen place of each group, len(candidates) for none.
    choice
        Cost, bound and status.
    blocked
        What it leaves unreached.
    """

    candidates: tuple[Candidates, ...]
    labels: Int[np.ndarray, " _"]
    choice: Choice
    blocked: Blocked

    def placed(self) -> list[int]:
        """Indices of groups that found a place."""
        return [a for a, c in enumerate(self.candidates) if self.labels[a] < len(c)]


@dataclass(frozen=True)
class _Table:
    """Groups, their places, and the costs of all of them."""

    candidates: tuple[Candidates, ...]
    problem: Problem


def choose_places(
    groups: Sequence[Group],
    floor: Floor,
    rng: np.random.Generator,
    options: SolveOptions,
    until: float,
) -> Chosen:
    """Choose a place for every group.

    Pieces for which a group had no room are then offered places of their own, while everything else may
    still move.

    Parameters
    ----------
    until
        Clock (`time.perf_counter`) after which no further improvement is begun.
    """
    table = _table(groups, floor, options)
    best, dearer = _with_ways(table, floor, rng, options, None, until)
    for _ in range(SECOND_THOUGHTS):
        missing = _missing(table.candidates, best.labels)
        if not missing or time.perf_counter() > until:
            break
        wider, start = _with_missing(table, best.labels, missing, floor, options)
        outcome, learned = _with_ways(wider, floor, rng, options, start, until)
        if len(_missing(wider.candidates, outcome.labels)) >= len(missing):
            break
        table, best, dearer = wider, outcome, learned
    if not best.blocked.none and time.perf_counter() < until:
        finer, start = _finer(table, best.labels, floor, options)
        outcome, learned = _with_ways(finer, floor, rng, options, start, until)
        if outcome.cost < best.cost - 1e-9:
            table, best, dearer = finer, outcome, learned
    if time.perf_counter() > until:
        choice = Choice(best.labels, best.cost, -np.inf, "time limit")
        return Chosen(table.candidates, best.labels, choice, best.blocked)
    choice = solve_choice(dearer, options, best.labels)
    if (choice.labels != best.labels).any():
        outcome = walked(table.problem, Ways(table.candidates, floor.raster), choice.labels)
        if outcome.cost < best.cost:
            best = outcome
        else:
            choice = replace(choice, labels=best.labels, status="feasible")
    return Chosen(table.candidates, best.labels, choice, best.blocked)


def _thin(candidates: Candidates, cost: np.ndarray, most: int) -> tuple[Candidates, np.ndarray]:
    """Keep the best places, but some of every wall and variant and of every part of the room."""
    if len(candidates) <= most:
        return candidates, cost
    order = np.argsort(cost, kind="stable")
    rank: dict[tuple[int, ...], int] = {}
    handicap = np.full(len(cost), np.inf)
    for index in order:
        quarter = round(float(candidates.poses[index, 2]) * 2 / np.pi) % 4
        key = (int(candidates.variant[index]), int(candidates.wall[index]), quarter)
        x, z, _ = candidates.poses[index]
        part = (*key, round(float(x) / PART_M), round(float(z) / PART_M))
        rank[key], rank[part] = rank.get(key, 0) + 1, rank.get(part, 0) + 1
        handicap[index] = cost[index] + 0.05 * rank[key] + 0.3 * (rank[part] - 1)
    keep = np.sort(np.argsort(handicap, kind="stable")[:most])
    return candidates.take(keep), cost[keep]


def _places(
    group: Group, floor: Floor, fine: float, most: int
) -> tuple[Candidates, Float[np.ndarray, " _"]]:
    """The places of one group and what each costs, "left out" last."""
    lock = floor.locked.get(group.name)
    found = candidates_of(
        group, floor.site, wall_step_m=0.2 / fine, floor_step_m=0.25 / fine, only=lock
    )
    cost = floor.cost_of(found)
    found, cost = _thin(found, cost, most)
    out = sum(leave_out_cost(floor.items[i]) for i in group.ids)
    return found, np.append(cost, 3 * FORBIDDEN if lock is not None else out)


def _most(groups: int, labels: int, fine: float = 1.0) -> int:
    return int(np.clip(labels * fine / max(1, groups), FEWEST_PLACES, MOST_PLACES * fine))


def _table(groups: Sequence[Group], floor: Floor, options: SolveOptions) -> _Table:
    most = _most(len(groups), options.labels, options.fine)
    pairs = [_places(group, floor, options.fine, most) for group in groups]
    return _fill([c for c, _ in pairs], [cost for _, cost in pairs], floor)


def _fill(
    candidates: Sequence[Candidates],
    costs: Sequence[np.ndarray],
    floor: Floor,
    known: _Known | None = None,
) -> _Table:
    """Work out the costs of all pairs of places, those that are known already apart."""
    problem = Problem.of(costs)
    arms = [imbalance(c, floor.site, floor.mass_m2) for c in candidates]
    new = [_new_places(known, a, c) for a, c in enumerate(candidates)]
    every = [np.arange(len(c)) for c in candidates]
    old = [e[~np.isin(e, n)] for e, n in zip(every, new, strict=True)]
    for a, b in itertools.combinations(range(len(candidates)), 2):
        one, two = candidates[a], candidates[b]
        whole = np.zeros((len(one) + 1, len(two) + 1))
        if known is not None and len(old[a]) and len(old[b]):
            whole[np.ix_(old[a], old[b])] = known.pair(a, b, old[a], old[b])
        for rows, columns in ((new[a], every[b]), (old[a], new[b])):
            if len(rows) and len(columns):
                balance = arms[a][rows] @ arms[b][columns].T
                part = _pair(one.take(rows), two.take(columns), floor, balance)
                whole[np.ix_(rows, columns)] = part
        problem.set_pair(a, b, whole)
    return _Table(tuple(candidates), problem)


@dataclass(frozen=True)
class _Known:
    """Which places of a new table an older one has: for each group its number and its places there, -1 for none."""

    problem: Problem
    group: Sequence[int]
    places: Sequence[Int[np.ndarray, " _"]]

    def pair(self, a: int, b: int, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Costs between old places of two groups."""
        table = self.problem.pair(self.group[a], self.group[b])
        return table[np.ix_(self.places[a][rows], self.places[b][columns])]


def _new_places(known: _Known | None, a: int, candidates: Candidates) -> Int[np.ndarray, " K"]:
    if known is None:
        return np.arange(len(candidates))
    return np.flatnonzero(known.places[a] < 0)


def _pair(
    one: Candidates, two: Candidates, floor: Floor, balance: Float[np.ndarray, "N M"]
) -> Float[np.ndarray, "N M"]:
    cost, bad = pair_costs(one, two, floor.wanted, floor.items, balance)
    if one.group.name in floor.locked and two.group.name in floor.locked:
        # What the merchant put side by side stays so; what follows it is not free to collide.
        bad &= ~(_alone(one)[:, None] & _alone(two)[None, :])
    cost[bad] = FORBIDDEN
    return cost


def _alone(places: Candidates) -> Bool[np.ndarray, " N"]:
    """Tell at which places a group's anchor stands without company."""
    few = np.array([len(v.members) == 1 for v in places.group.variants])
    return np.asarray(few[places.variant])


def _missing(candidates: Sequence[Candidates], labels: Int[np.ndarray, " G"]) -> list[str]:
    """Ids of pieces that no chosen place has."""
    lost: dict[str, None] = {}
    found: set[str] = set()
    for c, label in zip(candidates, labels, strict=True):
        lost |= dict.fromkeys(c.group.ids)
        if label < len(c):
            found |= {m.item.item_id for m in c.group.variants[int(c.variant[label])].members}
    return [i for i in lost if i not in found]


def _with_missing(
    table: _Table,
    labels: Int[np.ndarray, " G"],
    missing: Sequence[str],
    floor: Floor,
    options: SolveOptions,
) -> tuple[_Table, Int[np.ndarray, " K"]]:
    """Add groups of the missing pieces; those placed keep their members and may move.

    Returns the wider table and the choice so far in it, below 0 for the new groups.
    """
    candidates, costs, start, old, places = [], [], [], [], []
    for a, c in enumerate(table.candidates):
        if labels[a] >= len(c):
            continue
        ids = [frozenset(m.item.item_id for m in v.members) for v in c.group.variants]
        now = ids[int(c.variant[labels[a]])]
        keep = np.flatnonzero([ids[v] == now for v in c.variant])
        candidates.append(c.take(keep))
        costs.append(np.append(table.problem.place(a)[keep], 2 * FORBIDDEN))
        start.append(int(np.searchsorted(keep, labels[a])))
        old.append(a)
        places.append(keep)
    items = [floor.items[i] for i in missing]
    groups = compose_groups(items, wanted_relations(items, load_knowledge()), set(floor.locked))
    most = _most(len(groups) + len(candidates), options.labels, options.fine)
    for group in groups:
        found, cost = _places(group, floor, options.fine, most)
        candidates.append(found)
        costs.append(cost)
        start.append(-1)
        old.append(-1)
        places.append(np.full(len(found), -1))
    return _fill(candidates, costs, floor, _Known(table.problem, old, places)), np.array(start)


def _finer(
    table: _Table, labels: Int[np.ndarray, " G"], floor: Floor, options: SolveOptions
) -> tuple[_Table, Int[np.ndarray, " G"]]:
    """Add places a few small steps from the chosen ones, where ways are still blocked."""
    candidates, costs, start, places = [], [], [], []
    most = _most(len(table.candidates), options.labels)
    for a, c in enumerate(table.candidates):
        own, label = table.problem.place(a), int(labels[a])
        keep = np.arange(len(c))
        if label < len(c) and c.group.name not in floor.locked:
            near = candidates_near(c, label, floor.site, step_m=0.1, reach_m=0.4)
            here = c.take(keep[label : label + 1])
            plain, now = (floor.cost_of(k, plain=True) for k in (near, here))
            # Relative to the chosen place, whose cost may hold taste.
            near, cost = _thin(near, plain - now + own[label], most // 2)
            # The place that was chosen comes first.
            cheap = np.argsort(own[:-1], kind="stable")
            keep = np.array([label, *cheap[cheap != label][: most - len(near) - 1]])
            c, own = joined(c.take(keep), near), np.concatenate([own[keep], cost, own[-1:]])
            label, keep = 0, np.append(keep, np.full(len(near), -1))
        candidates.append(c)
        costs.append(own)
        start.append(label)
        places.append(keep)
    known = _Known(table.problem, range(len(candidates)), places)
    return _fill(candidates, costs, floor, known), np.array(start)


def _with_ways(
    table: _Table,
    floor: Floor,
    rng: np.random.Generator,
    options: SolveOptions,
    start: Int[np.ndarray, " G"] | None,
    until: float,
) -> tuple[Walked, Problem]:
    """Search; where a side cannot be reached, make that company dearer and search again; then open ways.

    Returns the best choice, and the problem with what was learned.
    """
    ways = Ways(table.candidates, floor.raster)
    problem = dearer = table.problem
    if start is not None:
        state = State(problem, start)
        for a in np.flatnonzero(start < 0):
            state.move(int(a), int(state.conditional(int(a)).argmin()))
        start = state.labels
    best = outcome = walked(
        problem, ways, local_search(problem, rng, options.restarts, start=start)
    )
    for _ in range(options.rounds):
        if outcome.blocked.none or time.perf_counter() > until:
            break
        dearer = learn(dearer, ways, outcome)
        again = max(4, options.restarts // 3)
        labels = local_search(dearer, rng, again, start=outcome.labels)
        outcome = walked(problem, ways, labels)
        if outcome.cost < best.cost - 1e-9:
            best = outcome
    return open_ways(problem, ways, best, rng, options, until), dearer
