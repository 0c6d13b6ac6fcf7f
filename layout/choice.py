"""Choosing one place for each group: the problem, a search for a good answer, a bound on all.

Groups are nodes, their candidate places labels; each label has a cost and each pair of labels of two
nodes another (infinite where they collide).  The last label of a node means "left out".
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

__all__ = ["FORBIDDEN", "Problem", "State", "local_search", "lower_bound", "total_cost"]

FORBIDDEN = 1e5
"""Cost of a pair that breaks a hard rule; any answer at or above it is none."""


@dataclass(frozen=True)
class Problem:
    """Costs of labels and of pairs of labels, all nodes' labels in one row.

    Attributes
    ----------
    starts
        Where each node's labels begin in the row; one more for the end.
    places
        The cost of each label.
    pairs
        The cost of each pair of labels, symmetric; 0 within a node.
    """

    starts: Int[np.ndarray, " M"]
    places: Float[np.ndarray, " L"]
    pairs: Float[np.ndarray, "L L"]

    @classmethod
    def of(cls, places: Sequence[Float[np.ndarray, " _"]]) -> Problem:
        """Begin a problem with these costs of labels and none of pairs."""
        starts = np.cumsum([0, *(len(p) for p in places)])
        return cls(starts, np.concatenate(places), np.zeros((int(starts[-1]), int(starts[-1]))))

    @property
    def count(self) -> int:
        """How many nodes there are."""
        return len(self.starts) - 1

    def span(self, a: int) -> slice:
        """The labels of node a in the row."""
        return slice(int(self.starts[a]), int(self.starts[a + 1]))

    def place(self, a: int) -> Float[np.ndarray, " _"]:
        """Costs of node a's labels, a view."""
        return self.places[self.span(a)]

    def pair(self, a: int, b: int) -> Float[np.ndarray, "_ _"]:
        """Pair costs with a's labels in rows, a view."""
        return self.pairs[self.span(a), self.span(b)]

    def set_pair(self, a: int, b: int, table: Float[np.ndarray, "_ _"]) -> None:
        """Fill in the costs between two nodes, a's labels in rows."""
        self.pairs[self.span(a), self.span(b)] = table
        self.pairs[self.span(b), self.span(a)] = table.T

    def copy(self) -> Problem:
        """The same problem, to be made dearer."""
        return Problem(self.starts, self.places.copy(), self.pairs.copy())


class State:
    """An answer in the making: its labels, and what each label would cost with all others as they are.

    A move costs one subtraction and one addition of a row; a conditional cost is a look.
    """

    def __init__(self, problem: Problem, labels: Int[np.ndarray, " N"]) -> None:
        """Begin with these labels; nodes below 0 do not count."""
        self.problem = problem
        self.labels = labels.copy()
        rows = problem.starts[:-1][labels >= 0] + labels[labels >= 0]
        self.field = problem.places + problem.pairs[rows].sum(axis=0)

    def conditional(self, a: int) -> Float[np.ndarray, " _"]:
        """Cost of each label of node a with all others as they are, a view."""
        return np.asarray(self.field[self.problem.span(a)])

    def move(self, a: int, label: int) -> None:
        """Give node a another label; below 0 for none."""
        start, was = int(self.problem.starts[a]), int(self.labels[a])
        if was == label:
            return
        if was >= 0:
            self.field -= self.problem.pairs[start + was]
        if label >= 0:
            self.field += self.problem.pairs[start + label]
        self.labels[a] = label

    def improve(self) -> None:
        """Move one node at a time to its best label until none moves."""
        for _ in range(30):
            moved = False
            for a in range(self.problem.count):
                cost = self.conditional(a)
                best = int(cost.argmin())
                if cost[best] < cost[self.labels[a]] - 1e-9:
                    self.move(a, best)
                    moved = True
            if not moved:
                return

    def improve_pairs(self) -> bool:
        """Move two nodes at once to their best labels; tell whether any moved."""
        moved = False
        for a, b in itertools.combinations(range(self.problem.count), 2):
            table = self.problem.pair(a, b)
            i, j = int(self.labels[a]), int(self.labels[b])
            cost_a, cost_b = self.conditional(a) - table[:, j], self.conditional(b) - table[i]
            now = cost_a[i] + cost_b[j] + table[i, j]
            # Only labels that are cheap enough apart can be cheaper together.
            rows = np.flatnonzero(cost_a < now - cost_b.min() - 1e-9)
            columns = np.flatnonzero(cost_b < now - cost_a.min() - 1e-9)
            if not len(rows) or not len(columns):
                continue
            both = cost_a[rows, None] + cost_b[columns] + table[np.ix_(rows, columns)]
            k, m = divmod(int(both.argmin()), len(columns))
            if both[k, m] < now - 1e-9:
                self.move(a, int(rows[k]))
                self.move(b, int(columns[m]))
                moved = True
        return moved


def total_cost(problem: Problem, labels: Int[np.ndarray, " N"]) -> float:
    """Return the cost of one answer."""
    rows = problem.starts[:-1] + labels
    return float(problem.places[rows].sum() + problem.pairs[np.ix_(rows, rows)].sum() / 2)


def local_search(
    problem: Problem,
    rng: np.random.Generator,
    restarts: int,
    *,
    start: Int[np.ndarray, " N"] | None = None,
) -> Int[np.ndarray, " N"]:
    """Search for a good answer: greedy starts, kicks, moves of one node and of two."""
    count = problem.count
    sizes = np.array([problem.place(a)[-1] for a in range(count)])
    best: np.ndarray | None = None if start is None else start.copy()
    best_cost = np.inf if start is None else total_cost(problem, start)
    for round_ in range(max(1, restarts)):
        if best is None or round_ % 4 == 1:
            # Greedy: the most wanted first, in later rounds in a shaken order.
            shake = rng.uniform(0.5, 1.5, size=count) if round_ else np.ones(count)
            state = State(problem, np.full(count, -1))
            for a in np.argsort(-sizes * shake, kind="stable"):
                state.move(int(a), int(state.conditional(int(a)).argmin()))
        else:
            state = State(problem, best)
            for a in rng.choice(count, size=min(count, 2), replace=False):
                state.move(int(a), int(rng.integers(len(problem.place(int(a))))))
        state.improve()
        cost = total_cost(problem, state.labels)
        if cost < best_cost + 2.0 and state.improve_pairs():
            state.improve()
            cost = total_cost(problem, state.labels)
        if cost < best_cost - 1e-9:
            best, best_cost = state.labels.copy(), cost
    assert best is not None
    return best


def lower_bound(problem: Problem, passes: int) -> tuple[float, tuple[Float[np.ndarray, " _"], ...]]:
    """Bound the cost of every answer from below, and of every answer that uses a given label.

    Sequential tree-reweighted message passing (TRW-S): costs move between labels and pairs without
    changing any answer's cost until the sum of the smallest ones, a bound, is large.

    Source: V. Kolmogorov, Convergent tree-reweighted message passing for energy minimization,
    IEEE TPAMI 28(10), 2006, section 3.
    """
    count = problem.count
    towards = {
        (a, b): np.zeros(len(problem.place(b))) for a, b in itertools.permutations(range(count), 2)
    }
    best = _bound_of(problem, towards)
    for sweep in range(passes):
        order = range(count) if sweep % 2 == 0 else range(count - 1, -1, -1)
        for a in order:
            belief = problem.place(a) + sum(
                (towards[b, a] for b in range(count) if b != a), np.zeros(1)
            )
            later = range(a + 1, count) if sweep % 2 == 0 else range(a)
            weight = 1.0 / max(a, count - 1 - a, 1)
            for b in later:
                rest = weight * belief - towards[b, a]
                message = (rest[:, None] + problem.pair(a, b)).min(axis=0)
                towards[a, b] = message - message.min()
    # A pair that is forbidden can carry a bound far down before it brings it up again.
    return max(best, _bound_of(problem, towards), key=lambda bound: bound[0])


def _bound_of(
    problem: Problem, towards: dict[tuple[int, int], np.ndarray]
) -> tuple[float, tuple[np.ndarray, ...]]:
    """Sum the smallest costs after reparametrisation; per label, the bound with it forced."""
    count = problem.count
    beliefs = [
        problem.place(a) + sum((towards[b, a] for b in range(count) if b != a), np.zeros(1))
        for a in range(count)
    ]
    extra = [np.zeros(len(belief)) for belief in beliefs]
    total = sum(float(belief.min()) for belief in beliefs)
    for a, b in itertools.combinations(range(count), 2):
        rest = problem.pair(a, b) - towards[b, a][:, None] - towards[a, b][None, :]
        least = float(rest.min())
        total += least
        extra[a] += rest.min(axis=1) - least
        extra[b] += rest.min(axis=0) - least
    forced = tuple(total - b.min() + b + e for b, e in zip(beliefs, extra, strict=True))
    return total, forced
