"""From groups to chosen places: candidates, costs, the solver, and walkways learned on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Int

from layout.boxes import world_boxes
from layout.candidates import Candidates, candidates_of
from layout.choice import FORBIDDEN, Problem
from layout.compose import Group
from layout.costs import conflicts, leave_out_cost, pair_costs, place_costs
from layout.items import Item, Wanted
from layout.site import Site
from layout.solve import Choice, SolveOptions, solve_choice
from layout.walkways import PERSON_RADIUS_M, WALKWAY_RADIUS_M, FloorRaster

__all__ = ["Chosen", "choose_places"]

LABELS = 1500
"""Places of all groups together; the pair tables grow with its square."""

LEARN_NEAR_M = 0.35
UNREACHED = 6.0
NO_WALKWAY = 1.0


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
    rounds: int = 4,
    solve_options: SolveOptions | None = None,
) -> Chosen:
    """Choose a place for every group; groups already placed (`fixed`) stay where they are.

    Parameters
    ----------
    fine
        1 for the usual grid; 2 for one twice as fine with twice the places.
    rounds
        How often a solution whose sides cannot be reached is refused and solved again.
    """
    options = solve_options or SolveOptions()
    count = len(groups) + len(fixed)
    most = int(np.clip(LABELS * fine / max(1, count), 40, 220 * fine))
    all_candidates: list[Candidates] = list(fixed)
    places: list[np.ndarray] = [np.append(np.zeros(len(c)), FORBIDDEN) for c in fixed]
    for group in groups:
        found = candidates_of(group, site, wall_step_m=0.2 / fine, floor_step_m=0.25 / fine)
        cost = place_costs(found, site, group.anchor.facts.against_wall, taste)
        found, cost = _thin(found, cost, most)
        out = sum(leave_out_cost(items[i]) for i in _all_ids(group))
        all_candidates.append(found)
        places.append(np.append(cost, out))
    pairs = {}
    for a in range(count):
        for b in range(a + 1, count):
            one, two = all_candidates[a], all_candidates[b]
            table = np.zeros((len(one) + 1, len(two) + 1))
            if len(one) and len(two):
                cost = pair_costs(one, two, wanted, items)
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
    """Solve; where a side cannot be reached, make that company dearer and solve again."""
    best: tuple[float, Chosen] | None = None
    for round_ in range(max(1, rounds)):
        effort = (
            options if round_ == 0 else replace(options, restarts=max(4, options.restarts // 3))
        )
        choice = solve_choice(problem, rng, effort)
        unreached, cramped = _blocked(candidates, choice.labels, raster, None)
        true_cost = choice.cost + UNREACHED * len(unreached) + NO_WALKWAY * len(cramped)
        if best is None or true_cost < best[0] - 1e-9:
            best = (true_cost, Chosen(candidates, choice.labels, choice, tuple(unreached)))
        if not unreached and not cramped:
            break
        problem = _learn(problem, candidates, choice.labels, raster, unreached, cramped)
    assert best is not None
    return best[1]


def _blocked(
    candidates: tuple[Candidates, ...],
    labels: np.ndarray,
    raster: FloorRaster,
    without: int | None,
) -> tuple[list[int], list[int]]:
    """Groups with a side that nobody reaches, and those that no walkway reaches."""
    boxes, heights = [], []
    active = [a for a, c in enumerate(candidates) if labels[a] < len(c) and a != without]
    for a in active:
        c, k = candidates[a], labels[a]
        variant = c.group.variants[c.variant[k]]
        for i in range(len(variant.solids)):
            boxes.append(c.solids[k, i])
            heights.append(float(variant.heights[i]))
    if not boxes:
        return [], []
    high = np.array(heights)
    walk = raster.walk(np.array(boxes), np.zeros(len(boxes)), high)
    result: tuple[list[int], list[int]] = ([], [])
    reached = walk.reached(PERSON_RADIUS_M)
    wide = walk.reached(WALKWAY_RADIUS_M)
    for a in active:
        c, k = candidates[a], labels[a]
        variant = c.group.variants[c.variant[k]]
        boxes_of = world_boxes(c.poses[k : k + 1], variant.reach)[0]
        strips = [raster.mask(s, 0.06) for s in boxes_of]
        if any(not (reached & s).any() for s in strips):
            result[0].append(a)
        elif any(not (wide & s).any() for s in strips):
            result[1].append(a)
    return result


def _near(candidates: Candidates, label: int) -> np.ndarray:
    """Labels that are almost the same place."""
    pose = candidates.poses[label]
    away = np.hypot(*(candidates.poses[:, :2] - pose[:2]).T)
    same = np.abs(np.cos(candidates.poses[:, 2]) - np.cos(pose[2])) < 0.1
    return np.flatnonzero((away <= LEARN_NEAR_M) & same)


def _learn(
    problem: Problem,
    candidates: tuple[Candidates, ...],
    labels: np.ndarray,
    raster: FloorRaster,
    unreached: list[int],
    cramped: list[int],
) -> Problem:
    """Make the company that blocks a way dearer."""
    places = [p.copy() for p in problem.places]
    pairs = dict(problem.pairs)
    worst = unreached or cramped
    fine = UNREACHED if unreached else NO_WALKWAY
    kind = 0 if unreached else 1
    for a in worst[:3]:
        culprits = []
        for b in range(len(labels)):
            if b != a and labels[b] < len(candidates[b]):
                still = _blocked(candidates, labels, raster, b)
                if a not in still[0] and (kind == 0 or a not in still[1]):
                    culprits.append(b)
        rows = _near(candidates[a], int(labels[a]))
        for b in culprits:
            columns = _near(candidates[b], int(labels[b]))
            low, high = min(a, b), max(a, b)
            table = pairs[low, high].copy()
            block = np.ix_(rows, columns) if a < b else np.ix_(columns, rows)
            table[block] += fine
            pairs[low, high] = table
        if not culprits:
            places[a][rows] += fine
    return Problem(tuple(places), pairs)
