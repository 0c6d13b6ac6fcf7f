"""The proof: CP-SAT over the places that a bound could not rule out.

A search proposes, a bound removes every place that no better answer can use, and CP-SAT chooses among
the rest.  One worker and a deterministic limit: the same input gives the same answer.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from jaxtyping import Int
from ortools.sat.python import cp_model

from layout.choice import FORBIDDEN, Problem, lower_bound, total_cost

__all__ = ["Choice", "SolveOptions", "solve_choice"]

SCALE = 1000
"""CP-SAT counts in whole numbers: thousandths of a point."""


@dataclass(frozen=True)
class SolveOptions:
    """How much work to spend.

    Attributes
    ----------
    fine
        1 for the usual grid; 2 for one twice as fine with twice the places.
    labels
        Places of all groups together; the pair costs grow with its square.
    restarts
        Starts of the search.
    rounds
        How often a choice whose sides are not reached is refused and searched again.
    trials, patience
        Choices walked through to open ways; so many tries in a row that open nothing end it.
    passes
        Sweeps of the bound.
    deterministic_s
        CP-SAT's own deterministic limit (about seconds of work, the same on every run).
    most_labels, all_labels
        At most so many places of a group, and of all groups, go to CP-SAT.
    """

    fine: float = 1.0
    labels: int = 1500
    restarts: int = 24
    rounds: int = 3
    trials: int = 300
    patience: int = 250
    passes: int = 12
    deterministic_s: float = 0.03
    most_labels: int = 16
    all_labels: int = 180


@dataclass(frozen=True)
class Choice:
    """The label of every node, its cost, a bound on all answers' cost, and what is proven."""

    labels: Int[np.ndarray, " _"]
    cost: float
    bound: float
    status: str

    @property
    def gap(self) -> float:
        """Relative distance from the cost to the bound."""
        return max(0.0, self.cost - self.bound) / max(1.0, abs(self.cost))


def solve_choice(problem: Problem, options: SolveOptions, start: Int[np.ndarray, " _"]) -> Choice:
    """Prove a choice, or find one that costs less."""
    count = problem.count
    labels = start
    cost = total_cost(problem, labels)
    if count == 1:
        best = int(np.argmin(problem.place(0)))
        least = float(problem.place(0)[best])
        return Choice(np.array([best]), least, least, "optimal")
    bound, forced = lower_bound(problem, options.passes)
    keep, cut = [], False
    most = max(3, min(options.most_labels, options.all_labels // count))
    for a in range(count):
        alive = np.flatnonzero(forced[a] < cost - 1.0 / SCALE)
        if len(alive) > most:
            order = np.argsort(forced[a][alive], kind="stable")[:most]
            alive, cut = alive[order], True
        keep.append(np.union1d(alive, [labels[a]]))
    if all(len(k) == 1 for k in keep):
        return Choice(labels, cost, cost, "optimal")
    found, proven = _cp_sat(problem, keep, labels, options)
    if found is not None and total_cost(problem, found) < cost - 1e-9:
        labels, cost = found, total_cost(problem, found)
    if not cut:
        bound = max(bound, min(proven, cost))
    status = "optimal" if cost - bound <= 2.0 * count / SCALE else "feasible"
    return Choice(labels, cost, min(bound, cost), status)


def _cp_sat(
    problem: Problem,
    keep: list[np.ndarray],
    hint: Int[np.ndarray, " _"],
    options: SolveOptions,
) -> tuple[np.ndarray | None, float]:
    """Choose among the kept labels exactly; the answer (or None) and the proven bound."""
    model = cp_model.CpModel()
    chosen = []
    terms: list[cp_model.LinearExprT] = []
    for a, labels in enumerate(keep):
        literals = [model.new_bool_var(f"n{a}_{k}") for k in labels]
        model.add_exactly_one(literals)
        chosen.append(literals)
        for literal, k in zip(literals, labels, strict=True):
            model.add_hint(literal, bool(k == hint[a]))
            terms.append(round(float(problem.place(a)[k]) * SCALE) * literal)
    for a, b in itertools.combinations(range(len(keep)), 2):
        costs = np.rint(problem.pair(a, b)[np.ix_(keep[a], keep[b])] * SCALE).astype(np.int64)
        far = costs >= FORBIDDEN * SCALE
        usual = np.where(far, 0, costs)
        for i, literal in enumerate(chosen[a]):
            barred = [chosen[b][j].negated() for j in np.flatnonzero(far[i])]
            if barred:
                model.add_bool_and(barred).only_enforce_if(literal)
        top = int(usual.max(initial=0))
        if top == 0:
            continue
        both = model.new_int_var(0, top, f"p{a}_{b}")
        terms.append(both)
        for i, literal in enumerate(chosen[a]):
            row = usual[i]
            if row.any():
                weighed = [int(c) * chosen[b][j] for j, c in enumerate(row) if c]
                model.add(both >= cp_model.LinearExpr.sum(weighed)).only_enforce_if(literal)
    model.minimize(cp_model.LinearExpr.sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = options.deterministic_s
    # Rooms are small: presolve and linear relaxations cost more than they save (0.21 s a room, not 0.14).
    solver.parameters.cp_model_presolve = False
    solver.parameters.linearization_level = 0
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, -np.inf
    answer = np.array(
        [
            int(labels[next(i for i, v in enumerate(literals) if solver.boolean_value(v))])
            for labels, literals in zip(keep, chosen, strict=True)
        ]
    )
    return answer, solver.best_objective_bound / SCALE
