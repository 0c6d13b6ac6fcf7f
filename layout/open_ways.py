"""Opening ways through a choice: learn what blocks them, then move groups, judged by the walk."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float, Int

from layout.boxes import separation
from layout.candidates import Candidates
from layout.choice import FORBIDDEN, Problem, State, total_cost
from layout.solve import SolveOptions
from layout.ways import Blocked, Ways

__all__ = ["Walked", "learn", "open_ways", "walked"]

UNREACHED = 8.0
NO_WALKWAY = 4.0
POCKETS = 20.0
LEARN_NEAR_M = 0.35
NEAR_ENOUGH_M = 1.6
MOVERS = 8
PLACES_TRIED = 12
APART_M = 0.15
"""Two places of a group that are tried are at least so far apart."""

PLAY = 1.5
"""How freely a group is set at places that are not its cheapest, in points."""

ELSEWHERE = 4.0
"""What it costs the group taken out first to be set back where it was."""

MOST_AT_ONCE = 5


@dataclass(frozen=True)
class Walked:
    """A choice and its whole cost: that of its places, and that of the ways it leaves."""

    labels: Int[np.ndarray, " G"]
    cost: float
    blocked: Blocked


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
    options: SolveOptions,
    until: float,
) -> Walked:
    """Take some groups out and set them elsewhere, as long as that costs less, the walk included.

    Those in the way are taken more often than others (large neighbourhood search: P. Shaw, CP 1998).

    Parameters
    ----------
    options
        How many choices may be walked through.
    until
        Clock (`time.perf_counter`) after which none is begun.
    """
    search = _Search(problem, ways, best, options.trials, options.patience, until)
    search.step_by_step()
    search.at_random(rng)
    return search.best


@dataclass
class _Search:
    """The best choice so far, and how many more may be walked through."""

    problem: Problem
    ways: Ways
    best: Walked
    trials: int
    patience: int
    until: float
    tried: set[bytes] = field(default_factory=set)
    _near: tuple[Walked, list[list[int]]] | None = None
    _blame: tuple[tuple[dict[int, int], dict[int, int]], np.ndarray] | None = None

    @property
    def over(self) -> bool:
        """Whether there is nothing left to open or no more time to spend."""
        lost = len(self.ways.placed(self.best.labels)) < len(self.ways.candidates)
        good = self.best.blocked.none and not lost
        return good or self.trials <= 0 or time.perf_counter() > self.until

    def better(self, labels: Int[np.ndarray, " G"]) -> bool:
        """Try a choice; take it over if it costs less."""
        key = labels.tobytes()
        if key in self.tried:
            return False
        self.tried.add(key)
        if total_cost(self.problem, labels) >= self.best.cost - 1e-9:
            return False
        self.trials -= 1
        outcome = walked(self.problem, self.ways, labels)
        if outcome.cost >= self.best.cost - 1e-9:
            return False
        self.best = outcome
        return True

    def step_by_step(self) -> None:
        """Move single groups, those most in the way first, to their cheapest other places."""
        moved = True
        while moved and not self.over:
            moved = False
            weights, _ = self.blame()
            for mover in np.argsort(-weights, kind="stable")[:MOVERS]:
                labels = self.best.labels
                for label in _other_places(self.problem, self.ways, labels, int(mover)):
                    other = self.best.labels.copy()
                    other[mover] = label
                    moved |= self.better(other)
                if moved or self.over:
                    break

    def at_random(self, rng: np.random.Generator) -> None:
        """Take a few groups out at a time and set them again."""
        since = 0
        while since < self.patience and not self.over:
            since += 1
            weights, near = self.blame()
            if self.better(_reset(self.problem, self.best.labels, weights, near, rng)):
                since = 0

    def blame(self) -> tuple[np.ndarray, list[list[int]]]:
        """Say how likely each group is to be taken out, and what stands near each."""
        blocked = (self.best.blocked.unreached, self.best.blocked.cramped)
        if self._near is None or self._near[0] is not self.best:
            self._near = (self.best, _neighbours(self.ways, self.best.labels))
        # Who is in the way takes a walk a group to tell; it is told again only once other sides are blocked.
        if self._blame is None or self._blame[0] != blocked:
            self._blame = (blocked, _in_the_way(self.ways, self.best, self._near[1]))
            self.trials -= len(self._blame[1])
        return self._blame[1], self._near[1]


def _in_the_way(ways: Ways, best: Walked, near: Sequence[Sequence[int]]) -> Float[np.ndarray, " G"]:
    """How likely each group is taken out: by what opens without it, whether it is blocked, and near whom."""
    now = _way_cost(best.blocked)
    weights = np.where(
        [k < len(c) for k, c in zip(best.labels, ways.candidates, strict=True)], 0.3, 3.0
    )
    for a in ways.placed(best.labels):
        without = ways.blocked(best.labels, a)
        kept = {k: n for k, n in best.blocked.unreached.items() if k != a}
        narrow = {k: n for k, n in best.blocked.cramped.items() if k != a}
        own = now - _way_cost(Blocked(kept, narrow, best.blocked.open_share))
        weights[a] += min(3.0, max(0.0, now - own - _way_cost(without)))
    for a in [*best.blocked.unreached, *best.blocked.cramped]:
        weights[a] += 1.0
        for b in near[a][:3]:
            weights[b] += 0.4
    return np.asarray(weights / weights.sum())


def _reset(
    problem: Problem,
    labels: Int[np.ndarray, " G"],
    weights: Float[np.ndarray, " G"],
    neighbours: Sequence[Sequence[int]],
    rng: np.random.Generator,
) -> Int[np.ndarray, " G"]:
    """Take a group out, with some of its neighbours and some others, and set each at a cheap place again."""
    first = int(rng.choice(problem.count, p=weights))
    out = [first]
    near = neighbours[first]
    for _ in range(int(rng.integers(0, MOST_AT_ONCE))):
        pool = [b for b in near if b not in out]
        if pool and rng.uniform() < 0.6:
            out.append(pool[int(rng.integers(len(pool)))])
        else:
            out.append(int(rng.choice(problem.count, p=weights)))
    state = State(problem, labels)
    out = list(dict.fromkeys(out))
    for a in out:
        state.move(a, -1)
    for a in rng.permutation(out):
        cost = state.conditional(int(a))
        # The cheapest of noisy costs: a place is taken the rarer, the dearer it is.
        noisy = cost - rng.gumbel(0.0, PLAY, size=len(cost))
        if a == first:
            noisy[labels[a]] += ELSEWHERE
        state.move(int(a), int(noisy.argmin()))
    return state.labels


def _other_places(
    problem: Problem, ways: Ways, labels: Int[np.ndarray, " G"], mover: int
) -> list[int]:
    """The cheapest places of one group with all others as they are, each some way from the last."""
    cost = State(problem, labels).conditional(mover)
    own = ways.candidates[mover]
    picked: list[int] = []
    for index in np.argsort(cost, kind="stable"):
        label = int(index)
        if cost[label] >= FORBIDDEN or len(picked) >= PLACES_TRIED:
            break
        if label == labels[mover] or label >= len(own):
            continue
        pose = own.poses[label]
        if all(np.abs(own.poses[k] - pose).max() > APART_M for k in picked):
            picked.append(label)
    return picked


def _neighbours(ways: Ways, labels: Int[np.ndarray, " G"]) -> list[list[int]]:
    """For each group the placed ones near it, the nearest first; none near one without a place."""
    boxes, owner = [], []
    for a in ways.placed(labels):
        solids = np.unique(ways.candidates[a].solids[labels[a]], axis=0)
        boxes.append(solids)
        owner += [a] * len(solids)
    near: list[list[int]] = [[] for _ in labels]
    if not boxes:
        return near
    every, owners = np.concatenate(boxes), np.array(owner)
    gaps = separation(every[:, None], every[None])
    for a in np.unique(owners):
        least: dict[int, float] = {}
        rows = gaps[owners == a].min(axis=0)
        for b, gap in zip(owner, rows, strict=True):
            if b != a and gap < NEAR_ENOUGH_M:
                least[b] = min(float(gap), least.get(b, np.inf))
        near[int(a)] = sorted(least, key=lambda b: (least[b], b))[:5]
    return near


def learn(problem: Problem, ways: Ways, outcome: Walked) -> Problem:
    """Make the company that blocks a way dearer, so that the next search avoids it."""
    dearer = problem.copy()
    labels, blocked = outcome.labels, outcome.blocked
    badly = bool(blocked.unreached)
    fine = UNREACHED if badly else NO_WALKWAY
    near = _neighbours(ways, labels)
    for a in [*(blocked.unreached or blocked.cramped)][:3]:
        suspects = near[a]
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
