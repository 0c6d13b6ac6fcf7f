"""Opening ways through a choice: learn what blocks them, then move groups, judged by the walk."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from layout.boxes import separation
from layout.candidates import Candidates
from layout.choice import Problem, State, total_cost
from layout.ways import Blocked, Ways

__all__ = ["Walked", "learn", "open_ways", "walked"]

UNREACHED = 6.0
NO_WALKWAY = 1.0
POCKETS = 20.0
LEARN_NEAR_M = 0.35
NEAR_ENOUGH_M = 1.6
PLAY = 0.6
"""How freely a group is set at places that are not its cheapest, in points."""

TRIES_A_WALK = 8


@dataclass(frozen=True)
class Walked:
    """A choice and its whole cost: that of its places, and that of the ways it leaves."""

    labels: Int[np.ndarray, " G"]
    cost: float
    blocked: Blocked

    @property
    def unreached(self) -> tuple[int, ...]:
        """Groups with a side that nobody reaches."""
        return tuple(self.blocked.unreached)


def walked(problem: Problem, ways: Ways, labels: Int[np.ndarray, " G"]) -> Walked:
    """Walk through a choice and add the cost of its ways."""
    blocked = ways.blocked(labels)
    return Walked(labels, total_cost(problem, labels) + _way_cost(blocked), blocked)


def _way_cost(blocked: Blocked) -> float:
    return (
        UNREACHED * sum(blocked.unreached.values())
        + NO_WALKWAY * sum(blocked.cramped.values())
        + POCKETS * (1.0 - blocked.open_share)
    )


def open_ways(
    problem: Problem,
    ways: Ways,
    best: Walked,
    rng: np.random.Generator,
    trials: int,
    until: float,
) -> Walked:
    """Take some groups out and set them elsewhere, as long as that costs less, the walk included.

    Those in the way are taken more often than others (large neighbourhood search: P. Shaw, CP 1998).

    Parameters
    ----------
    trials
        At most so many choices are walked through.
    until
        Clock (`time.perf_counter`) after which none is begun.
    """
    tried: set[bytes] = set()
    weights = None
    # Most tries cost more than they could open, which is known without a walk.
    for _ in range(TRIES_A_WALK * trials):
        if trials <= 0 or best.blocked.none or time.perf_counter() > until:
            break
        if weights is None:
            weights = _in_the_way(ways, best)
            trials -= len(weights)
        labels = _reset(problem, best.labels, weights, rng)
        key = labels.tobytes()
        if key in tried:
            continue
        tried.add(key)
        if total_cost(problem, labels) >= best.cost - 1e-9:
            continue
        trials -= 1
        outcome = walked(problem, ways, labels)
        if outcome.cost < best.cost - 1e-9:
            best, weights = outcome, None
    return best


def _in_the_way(ways: Ways, best: Walked) -> Float[np.ndarray, " G"]:
    """How likely each group is taken out: by what opens without it, whether it is blocked, and near whom."""
    now = _way_cost(best.blocked)
    weights = np.full(len(ways.candidates), 0.3)
    for a in ways.placed(best.labels):
        without = ways.blocked(best.labels, a)
        kept = {k: n for k, n in best.blocked.unreached.items() if k != a}
        narrow = {k: n for k, n in best.blocked.cramped.items() if k != a}
        own = now - _way_cost(Blocked(kept, narrow, best.blocked.open_share))
        weights[a] += max(0.0, now - own - _way_cost(without))
    for a in [*best.blocked.unreached, *best.blocked.cramped]:
        weights[a] += 1.0
        for b in _neighbours(ways, best.labels, a)[:3]:
            weights[b] += 0.4
    return weights / weights.sum()


def _reset(
    problem: Problem,
    labels: Int[np.ndarray, " G"],
    weights: Float[np.ndarray, " G"],
    rng: np.random.Generator,
) -> Int[np.ndarray, " G"]:
    """Take one to three groups out and set each at one of its cheaper places."""
    count = min(problem.count, int(rng.integers(1, 4)))
    out = rng.choice(problem.count, size=count, replace=False, p=weights)
    state = State(problem, labels)
    for a in out:
        state.move(int(a), -1)
    for a in out:
        cost = state.conditional(int(a))
        # The cheapest of noisy costs: a place is taken the rarer, the dearer it is.
        noise = rng.gumbel(0.0, PLAY, size=len(cost))
        state.move(int(a), int((cost - noise).argmin()))
    return state.labels


def _neighbours(ways: Ways, labels: Int[np.ndarray, " G"], blocked: int) -> list[int]:
    """Placed groups near a blocked one, the nearest first."""
    own = ways.candidates[blocked]
    mine = own.solids[labels[blocked]]
    gaps = []
    for b in ways.placed(labels):
        if b != blocked:
            other = ways.candidates[b].solids[labels[b]]
            gaps.append((float(separation(mine[:, None], other[None]).min()), b))
    return [b for gap, b in sorted(gaps) if gap < NEAR_ENOUGH_M][:5]


def learn(problem: Problem, ways: Ways, outcome: Walked) -> Problem:
    """Make the company that blocks a way dearer, so that the next search avoids it."""
    dearer = problem.copy()
    labels, blocked = outcome.labels, outcome.blocked
    badly = bool(blocked.unreached)
    fine = UNREACHED if badly else NO_WALKWAY
    for a in [*(blocked.unreached or blocked.cramped)][:3]:
        suspects = _neighbours(ways, labels, a)
        culprits = [b for b in suspects if _frees(ways, labels, a, b, badly)]
        rows = _near(ways.candidates[a], int(labels[a]))
        # Where no single neighbour is to blame, all of them together are.
        for b in culprits or suspects[:2]:
            columns = _near(ways.candidates[b], int(labels[b]))
            table = dearer.pair(a, b).copy()
            table[np.ix_(rows, columns)] += fine if culprits else fine / 2
            dearer.set_pair(a, b, table)
        if not culprits:
            dearer.place(a)[rows] += fine / 2
    return dearer


def _frees(
    ways: Ways, labels: Int[np.ndarray, " G"], blocked: int, culprit: int, badly: bool
) -> bool:
    """Whether a group is reached once another one is gone."""
    rest = ways.blocked(labels, culprit)
    return blocked not in rest.unreached and (badly or blocked not in rest.cramped)


def _near(candidates: Candidates, label: int) -> Int[np.ndarray, " K"]:
    """Labels that are almost the same place."""
    pose = candidates.poses[label]
    away = np.hypot(*(candidates.poses[:, :2] - pose[:2]).T)
    same = np.abs(np.cos(candidates.poses[:, 2]) - np.cos(pose[2])) < 0.1
    return np.flatnonzero((away <= LEARN_NEAR_M) & same)
