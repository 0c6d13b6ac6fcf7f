"""The order of a tour's stops: a short walk from the first to the last."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

__all__ = ["short_walk"]

_SAVES = 1e-6


def short_walk(costs: Float[np.ndarray, "N N"]) -> list[int]:
    """Order of all stops that begins with the first, ends with the last and is short.

    Nearest neighbour, then turned stretches (2-opt) and moved stops until nothing helps. The same costs give the same
    order.

    Parameters
    ----------
    costs
        Cost of each stop to each other, symmetric.
    """
    count = len(costs)
    table = np.round(costs, 6).tolist()
    left = list(range(1, count - 1))
    order = [0]
    while left:
        nearest = min(left, key=lambda k: (table[order[-1]][k], k))
        order.append(nearest)
        left.remove(nearest)
    if count > 1:
        order.append(count - 1)
    while _turned(order, table) or _moved(order, table):
        pass
    return order


def _turned(order: list[int], table: list[list[float]]) -> bool:
    """Turn the first stretch that makes the walk shorter that way."""
    for i in range(1, len(order) - 1):
        for j in range(i + 1, len(order) - 1):
            a, b, c, d = order[i - 1], order[i], order[j], order[j + 1]
            if table[a][c] + table[b][d] < table[a][b] + table[c][d] - _SAVES:
                order[i : j + 1] = order[i : j + 1][::-1]
                return True
    return False


def _moved(order: list[int], table: list[list[float]]) -> bool:
    """Move the first stop that makes the walk shorter elsewhere."""
    for i in range(1, len(order) - 1):
        a, stop, b = order[i - 1], order[i], order[i + 1]
        saved = table[a][stop] + table[stop][b] - table[a][b]
        rest = order[:i] + order[i + 1 :]
        for j in range(1, len(rest)):
            c, d = rest[j - 1], rest[j]
            if table[c][stop] + table[stop][d] - table[c][d] < saved - _SAVES:
                order[:] = [*rest[:j], stop, *rest[j:]]
                return True
    return False
