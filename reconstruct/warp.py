"""Proportions of a shape's parts: each axis stretched piecewise, so that flat stays flat and square stays square.

A seat moves up, arms grow wider, a back leans no more than before: moving the positions along one axis by a monotone
function of that axis alone keeps every face that is square to the axes square, which free deformation does not. The
width is warped alike on both sides of the mirror plane.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

__all__ = ["KNOTS", "Warp"]

# Free knots of each axis, at even places of the axis (of half of it, for x): how far along they are moved to.
KNOTS = (2, 3, 3)
LEAST_STEP = 0.25  # of the even step: parts may shrink to a quarter


@dataclass(frozen=True)
class Warp:
    """Where the knots of each axis go, in shares of the axis.

    Attributes
    ----------
    moves
        One displacement for each free knot: those of x (from the mirror plane outwards), y, z.
    """

    moves: Float[np.ndarray, " K"]

    @classmethod
    def none(cls) -> Warp:
        """The warp that moves nothing."""
        return cls(np.zeros(sum(KNOTS)))

    def moved(self, knot: int, by: float) -> Warp:
        """The same with one knot moved further."""
        moves = self.moves.copy()
        moves[knot] += by
        return Warp(moves)

    @property
    def is_monotone(self) -> bool:
        """Whether parts keep their order and at least a quarter of their length."""
        return all(
            float(np.diff(places).min()) >= LEAST_STEP / (len(places) - 1)
            for places in (self._places(axis) for axis in range(3))
        )

    @property
    def effort(self) -> float:
        """Mean square displacement, in shares of the axes."""
        return float((self.moves**2).mean())

    def _places(self, axis: int) -> Float[np.ndarray, " n"]:
        """Where the knots of an axis go, both ends included."""
        first = sum(KNOTS[:axis])
        even = np.linspace(0, 1, KNOTS[axis] + 2)
        even[1:-1] += self.moves[first : first + KNOTS[axis]]
        return np.asarray(even)

    def apply(self, vertices: Float[np.ndarray, "V 3"]) -> Float[np.ndarray, "V 3"]:
        """Warp positions whose bounds are centred; the bounds stay."""
        high = np.abs(vertices).max(axis=0)
        answer = np.empty_like(vertices)
        for axis in range(3):
            places = self._places(axis)
            even = np.linspace(0, 1, len(places))
            if axis == 0:
                share = np.abs(vertices[:, 0]) / max(float(high[0]), 1e-9)
                answer[:, 0] = np.sign(vertices[:, 0]) * high[0] * np.interp(share, even, places)
            else:
                share = vertices[:, axis] / max(2 * float(high[axis]), 1e-9) + 0.5
                answer[:, axis] = (np.interp(share, even, places) - 0.5) * 2 * high[axis]
        return answer
