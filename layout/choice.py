"""Choosing one place for each group: the problem, a search for a good answer, a bound on all.

Groups are nodes, their candidate places labels; each label has a cost and each pair of labels of two
nodes another (infinite where they collide).  The last label of a node means "left out".
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

__all__ = ["FORBIDDEN", "Problem", "local_search", "lower_bound", "total_cost"]

FORBIDDEN = 1e5
"""Cost of a pair that breaks a hard rule; any answer at or above it is none."""


@dataclass(frozen=True)
class Problem:
    """Costs of labels and of pairs of labels.

    Attributes
    ----------
    places
        For each node the cost of each label.
    pairs
        For each two nodes a < b the cost of each pair of labels.
    """

    places: tuple[Float[np.ndarray, " _"], ...]
    pairs: dict[tuple[int, int], Float[np.ndarray, "_ _"]]

    def pair(self, a: int, b: int) -> np.ndarray:
        """Pair costs with a's labels in rows."""
        return self.pairs[a, b] if a < b else self.pairs[b, a].T

    def conditional(self, labels: Int[np.ndarray, " _"], a: int) -> Float[np.ndarray, " _"]:
        """Cost of each label of node a with all others as they are; those below 0 do not count."""
        cost = self.places[a].copy()
        for b in range(len(labels)):
            if b != a and labels[b] >= 0:
                cost += self.pair(a, b)[:, labels[b]]
        return cost


def total_cost(problem: Problem, labels: Int[np.ndarray, " _"]) -> float:
    """Return the cost of one answer."""
    cost = sum(float(c[k]) for c, k in zip(problem.places, labels, strict=True))
    return cost + sum(float(m[labels[a], labels[b]]) for (a, b), m in problem.pairs.items())


def _improve(problem: Problem, labels: Int[np.ndarray, " _"]) -> None:
    """Move one node at a time to its best label until none moves (in place)."""
    for _ in range(30):
        moved = False
        for a in range(len(labels)):
            cost = problem.conditional(labels, a)
            best = int(np.argmin(cost))
            if cost[best] < cost[labels[a]] - 1e-9:
                labels[a] = best
                moved = True
        if not moved:
            return


def _improve_pairs(problem: Problem, labels: Int[np.ndarray, " _"]) -> bool:
    """Move two nodes at once to their best labels; tell whether any moved (in place)."""
    moved = False
    count = len(labels)
    for a, b in itertools.combinations(range(count), 2):
        rest = labels.copy()
        rest[a] = rest[b] = -1
        cost_a, cost_b = problem.conditional(rest, a), problem.conditional(rest, b)
        both = cost_a[:, None] + cost_b[None, :] + problem.pairs[a, b]
        best = int(np.argmin(both))
        i, j = divmod(best, both.shape[1])
        if both[i, j] < both[labels[a], labels[b]] - 1e-9:
            labels[a], labels[b] = i, j
            moved = True
    return moved


def local_search(
    problem: Problem,
    rng: np.random.Generator,
    restarts: int,
    *,
    pair_sweeps: bool = True,
    start: Int[np.ndarray, " _"] | None = None,
) -> Int[np.ndarray, " _"]:
    """Search for a good answer: greedy starts, kicks, moves of one node and of two."""
    count = len(problem.places)
    sizes = np.array([c[-1] for c in problem.places])
    best: np.ndarray | None = None if start is None else start.copy()
    best_cost = np.inf if start is None else total_cost(problem, start)
    for round_ in range(max(1, restarts)):
        if best is None or round_ % 4 == 1:
            # Greedy: the most wanted first, in later rounds in a shaken order.
            shake = rng.uniform(0.5, 1.5, size=count) if round_ else np.ones(count)
            labels = np.full(count, -1)
            for a in np.argsort(-sizes * shake, kind="stable"):
                labels[a] = int(np.argmin(problem.conditional(labels, int(a))))
        else:
            labels = best.copy()
            for a in rng.choice(count, size=min(count, 2), replace=False):
                labels[a] = int(rng.integers(len(problem.places[a])))
        _improve(problem, labels)
        cost = total_cost(problem, labels)
        if pair_sweeps and cost < best_cost + 2.0 and _improve_pairs(problem, labels):
            _improve(problem, labels)
            cost = total_cost(problem, labels)
        if cost < best_cost - 1e-9:
            best, best_cost = labels.copy(), cost
    assert best is not None
    return best


def lower_bound(problem: Problem, passes: int) -> tuple[float, tuple[Float[np.ndarray, " _"], ...]]:
    """Bound the cost of every answer from below, and of every answer that uses a given label.

    Sequential tree-reweighted message passing (TRW-S): costs move between labels and pairs without
    changing any answer's cost until the sum of the smallest ones, a bound, is large.

    Source: V. Kolmogorov, Convergent tree-reweighted message passing for energy minimization,
    IEEE TPAMI 28(10), 2006, section 3.
    """
    count = len(problem.places)
    towards = {
        (a, b): np.zeros(len(problem.places[b])) for a, b in itertools.permutations(range(count), 2)
    }
    for sweep in range(passes):
        order = range(count) if sweep % 2 == 0 else range(count - 1, -1, -1)
        for a in order:
            belief = problem.places[a] + sum(
                (towards[b, a] for b in range(count) if b != a), np.zeros(1)
            )
            later = range(a + 1, count) if sweep % 2 == 0 else range(a)
            weight = 1.0 / max(a, count - 1 - a, 1)
            for b in later:
                rest = weight * belief - towards[b, a]
                message = (rest[:, None] + problem.pair(a, b)).min(axis=0)
                towards[a, b] = message - message.min()
    return _bound_of(problem, towards)


def _bound_of(
    problem: Problem, towards: dict[tuple[int, int], np.ndarray]
) -> tuple[float, tuple[np.ndarray, ...]]:
    """Sum the smallest costs after reparametrisation; per label, the bound with it forced."""
    count = len(problem.places)
    beliefs = [
        problem.places[a] + sum((towards[b, a] for b in range(count) if b != a), np.zeros(1))
        for a in range(count)
    ]
    extra = [np.zeros(len(belief)) for belief in beliefs]
    total = sum(float(belief.min()) for belief in beliefs)
    for (a, b), cost in problem.pairs.items():
        rest = cost - towards[b, a][:, None] - towards[a, b][None, :]
        least = float(rest.min())
        total += least
        extra[a] += rest.min(axis=1) - least
        extra[b] += rest.min(axis=0) - least
    forced = tuple(total - b.min() + b + e for b, e in zip(beliefs, extra, strict=True))
    return total, forced
