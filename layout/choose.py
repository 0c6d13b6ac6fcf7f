"""From groups to chosen places: candidates, costs, the solver, and walkways learned on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Int

from layout.boxes import separation
from layout.candidates import Candidates, candidates_of
from layout.choice import FORBIDDEN, Problem, local_search, total_cost
from layout.compose import Group
from layout.costs import conflicts, leave_out_cost, pair_costs, place_costs
from layout.items import Item, Wanted
from layout.site import Site
from layout.solve import Choice, SolveOptions, solve_choice
from layout.walkways import PERSON_RADIUS_M, WALKWAY_RADIUS_M, FloorRaster
from layout.ways import Ways

__all__ = ["Chosen", "choose_places"]

LABELS = 1500
"""Places of all groups together; the pair tables grow with its square."""

LEARN_NEAR_M = 0.35
UNREACHED = 6.0
NO_WALKWAY = 1.2
POCKETS = 20.0
NEAR_ENOUGH_M = 1.6
PLACES_TRIED = 8


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
    unreached
        Groups with a side that nobody can walk to.
    """

    candidates: tuple[Candidates, ...]
    labels: Int[np.ndarray, " _"]
    choice: Choice
    unreached: tuple[int, ...]

    def placed(self) -> list[int]:
        """Indices of groups that found a place."""
        return [a for a, c in enumerate(self.candidates) if self.labels[a] < len(c)]


def _thin(candidates: Candidates, cost: np.ndarray, most: int) -> tuple[Candidates, np.ndarray]:
    """Keep the best places, but some of every wall and variant."""
    if len(candidates) <= most:
        return candidates, cost
    order = np.argsort(cost, kind="stable")
    rank: dict[tuple[int, int, int], int] = {}
    handicap = np.empty(len(cost))
    for index in order:
        quarter = round(float(candidates.poses[index, 2]) * 2 / np.pi) % 4
        key = (int(candidates.variant[index]), int(candidates.wall[index]), quarter)
        rank[key] = rank.get(key, 0) + 1
        handicap[index] = cost[index] + 0.05 * rank[key]
    keep = np.sort(np.argsort(handicap, kind="stable")[:most])
    return candidates.take(keep), cost[keep]


def choose_places(
    groups: Sequence[Group],
    fixed: Sequence[Candidates],
    site: Site,
    raster: FloorRaster,
    wanted: Sequence[Wanted],
    items: Mapping[str, Item],
    rng: np.random.Generator,
    taste: np.random.Generator | None,
    *,
    fine: float = 1.0,
    rounds: int = 7,
    above: Mapping[str, float] | None = None,
    locked: Mapping[str, tuple[float, float, float]] | None = None,
    solve_options: SolveOptions | None = None,
) -> Chosen:
    """Choose a place for every group; groups already placed (`fixed`) stay where they are.

    Parameters
    ----------
    fine
        1 for the usual grid; 2 for one twice as fine with twice the places.
    above
        By piece: how much is wished to hang above it.
    locked
        Anchors that stay where they are: x, z, yaw in the canonical frame.
    rounds
        How often a solution whose sides cannot be reached is refused and solved again.
    """
    options = solve_options or SolveOptions()
    above, locked = above or {}, locked or {}
    count = len(groups) + len(fixed)
    most = int(np.clip(LABELS * fine / max(1, count), 40, 220 * fine))
    all_candidates: list[Candidates] = list(fixed)
    places: list[np.ndarray] = [np.append(np.zeros(len(c)), FORBIDDEN) for c in fixed]
    for group in groups:
        lock = locked.get(group.name)
        found = candidates_of(
            group, site, wall_step_m=0.2 / fine, floor_step_m=0.25 / fine, only=lock
        )
        cost = place_costs(found, site, group.anchor.facts.against_wall, taste, above)
        found, cost = _thin(found, cost, most)
        out = sum(leave_out_cost(items[i]) for i in _all_ids(group))
        if lock is not None:
            out = 3 * FORBIDDEN
        all_candidates.append(found)
        places.append(np.append(cost, out))
    pairs = {}
    for a in range(count):
        for b in range(a + 1, count):
            one, two = all_candidates[a], all_candidates[b]
            table = np.zeros((len(one) + 1, len(two) + 1))
            if len(one) and len(two):
                cost = pair_costs(one, two, wanted, items)
                if not (one.group.name in locked and two.group.name in locked):
                    cost[conflicts(one, two)] = FORBIDDEN
                table[:-1, :-1] = cost
            pairs[a, b] = table
    problem = Problem(tuple(places), pairs)
    return _with_ways(problem, tuple(all_candidates), raster, rng, rounds, options)


def _all_ids(group: Group) -> list[str]:
    first = group.variants[0]
    return [m.item.item_id for m in first.members]


def _with_ways(
    problem: Problem,
    candidates: tuple[Candidates, ...],
    raster: FloorRaster,
    rng: np.random.Generator,
    rounds: int,
    options: SolveOptions,
) -> Chosen:
    """Search; where a side cannot be reached, make that company dearer and search again.

    The best choice found then goes to the solver, which proves it or finds a better one.
    """
    ways = Ways(candidates, raster)
    best: tuple[float, np.ndarray, tuple[int, ...]] | None = None
    labels = local_search(problem, rng, options.restarts)
    dearer = problem
    for round_ in range(max(1, rounds)):
        unreached, cramped, open_share = ways.blocked(labels)
        cost = total_cost(problem, labels) + _way_cost(unreached, cramped, open_share)
        if best is None or cost < best[0] - 1e-9:
            best = (cost, labels, tuple(unreached))
        if (not unreached and not cramped and open_share > 0.99) or round_ == rounds - 1:
            break
        dearer = _learn(dearer, ways, labels, unreached, cramped)
        labels = local_search(dearer, rng, max(4, options.restarts // 3), start=labels)
    if best is None:
        raise AssertionError("at least one round is searched")
    best = _repair(problem, ways, best, options.repairs)
    choice = solve_choice(dearer, options, best[1])
    if (choice.labels != best[1]).any():
        unreached, cramped, open_share = ways.blocked(choice.labels)
        cost = total_cost(problem, choice.labels) + _way_cost(unreached, cramped, open_share)
        if cost < best[0]:
            best = (cost, choice.labels, tuple(unreached))
        else:
            choice = replace(choice, labels=best[1], status="feasible")
    return Chosen(candidates, best[1], choice, best[2])


Best = tuple[float, np.ndarray, tuple[int, ...]]


def _repair(problem: Problem, ways: Ways, best: Best, trials: int) -> Best:
    """Move single groups where that opens a way, judged by the walk itself."""
    tried: set[tuple[int, ...]] = set()
    while trials > 0:
        unreached, cramped, open_share = ways.blocked(best[1])
        if not unreached and not cramped and open_share > 0.99:
            break
        stuck = [*unreached, *cramped] or ways.placed(best[1])[:4]
        movers = list(
            dict.fromkeys([*stuck, *(b for a in stuck for b in _suspects(ways, best[1], a))])
        )
        found: Best | None = None
        for mover in movers:
            for label in _other_places(problem, ways, best[1], mover):
                labels = best[1].copy()
                labels[mover] = label
                key = tuple(int(k) for k in labels)
                if key in tried or trials <= 0:
                    continue
                tried.add(key)
                # A move that costs more than all it could open is no move.
                plain = total_cost(problem, labels)
                if plain >= best[0]:
                    continue
                trials -= 1
                outcome = ways.blocked(labels)
                cost = plain + _way_cost(*outcome)
                if cost < (found or best)[0] - 1e-9:
                    found = (cost, labels, tuple(outcome[0]))
            if found is not None:
                break
        if found is None:
            break
        best = found
    return best


def _other_places(problem: Problem, ways: Ways, labels: np.ndarray, mover: int) -> list[int]:
    """The cheapest places of one group with all others as they are, each some way from the last."""
    cost = problem.conditional(labels, mover)
    own = ways.candidates[mover]
    picked: list[int] = []
    for index in np.argsort(cost, kind="stable"):
        label = int(index)
        if cost[label] >= FORBIDDEN or len(picked) >= PLACES_TRIED:
            break
        if label == labels[mover] or label >= len(own):
            continue
        pose = own.poses[label]
        if all(np.abs(own.poses[k] - pose).max() > 0.15 for k in picked):
            picked.append(label)
    return picked


def _way_cost(unreached: Sequence[int], cramped: Sequence[int], open_share: float) -> float:
    pockets = POCKETS * (1.0 - open_share)
    return UNREACHED * len(unreached) + NO_WALKWAY * len(cramped) + pockets


def _near(candidates: Candidates, label: int) -> np.ndarray:
    """Labels that are almost the same place."""
    pose = candidates.poses[label]
    away = np.hypot(*(candidates.poses[:, :2] - pose[:2]).T)
    same = np.abs(np.cos(candidates.poses[:, 2]) - np.cos(pose[2])) < 0.1
    return np.flatnonzero((away <= LEARN_NEAR_M) & same)


def _suspects(ways: Ways, labels: np.ndarray, blocked: int) -> list[int]:
    """Placed groups near a blocked one, the nearest first."""
    own = ways.candidates[blocked]
    mine = own.solids[labels[blocked]]
    gaps = []
    for b, c in enumerate(ways.candidates):
        if b != blocked and labels[b] < len(c):
            other = c.solids[labels[b]]
            gaps.append((float(separation(mine[:, None], other[None]).min()), b))
    return [b for gap, b in sorted(gaps) if gap < NEAR_ENOUGH_M][:5]


def _learn(
    problem: Problem, ways: Ways, labels: np.ndarray, unreached: list[int], cramped: list[int]
) -> Problem:
    """Make the company that blocks a way dearer."""
    places = [p.copy() for p in problem.places]
    pairs = dict(problem.pairs)
    radius = PERSON_RADIUS_M if unreached else WALKWAY_RADIUS_M
    fine = UNREACHED if unreached else NO_WALKWAY
    for a in (unreached or cramped)[:3]:
        suspects = _suspects(ways, labels, a)
        culprits = [b for b in suspects if ways.frees(labels, a, b, radius)]
        rows = _near(ways.candidates[a], int(labels[a]))
        # Where no single neighbour is to blame, all of them together are.
        for b in culprits or suspects[:2]:
            columns = _near(ways.candidates[b], int(labels[b]))
            low, high = min(a, b), max(a, b)
            table = pairs[low, high].copy()
            block = np.ix_(rows, columns) if a < b else np.ix_(columns, rows)
            table[block] += fine if culprits else fine / 2
            pairs[low, high] = table
        if not culprits:
            places[a][rows] += fine / 2
    return Problem(tuple(places), pairs)
