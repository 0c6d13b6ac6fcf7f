"""Proportions of a shape's parts: each axis stretched piecewise, so that flat stays flat and square stays square.

A seat moves up, arms grow wider, a back leans no more than before: moving the positions along one axis by a monotone
function of that axis alone keeps every face that is square to the axes square, which free deformation does not. The
width is warped alike on both sides of the mirror plane.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Float32, Int

__all__ = ["KNOTS", "Warp"]

# Free knots of each axis, at even places of the axis (of half of it, for x): how far along they are moved to.
KNOTS = (2, 3, 3)
SHYNESS = 0.03
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

    @classmethod
    def towards(
        cls,
        points: Float[np.ndarray, "N 3"],
        moves: Float[np.ndarray, "N 3"],
        half: Float[np.ndarray, "3"],
    ) -> Warp:
        """The warp that comes nearest to moving each point by its move, shy of large moves.

        Parameters
        ----------
        points, moves
            Positions whose bounds are centred, and where they would go.
        half
            Half of the bounds.
        """
        found = []
        for axis in range(3):
            extent = max(float(half[axis]) * (1 if axis == 0 else 2), 1e-9)
            share = np.abs(points[:, 0]) if axis == 0 else points[:, axis] + half[axis]
            wanted = moves[:, axis] * (np.sign(points[:, 0]) if axis == 0 else 1) / extent
            even = np.linspace(0, 1, KNOTS[axis] + 2)
            hats = np.maximum(1 - np.abs(share[:, None] / extent - even) / even[1], 0)[:, 1:-1]
            weight = SHYNESS * len(points) * np.eye(KNOTS[axis])
            found.append(np.linalg.solve(hats.T @ hats + weight, hats.T @ wanted))
        return cls(np.concatenate(found))

    def plus(self, other: Warp) -> Warp:
        """Both sets of moves added."""
        return Warp(self.moves + other.moves)

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

    def warped_grid(self, grid: Float32[np.ndarray, "X Y Z"]) -> Float32[np.ndarray, "X Y Z"]:
        """The same done to matter in the cells of the box: each cell asks where it came from."""
        for axis in range(3):
            grid = np.take(grid, self._sources(axis, grid.shape[axis]), axis=axis)
        return np.asarray(grid, dtype=np.float32)

    def _sources(self, axis: int, cells: int) -> Int[np.ndarray, " n"]:
        places = self._places(axis)
        even = np.linspace(0, 1, len(places))
        middle = (np.arange(cells) + 0.5) / cells
        if axis == 0:
            side = np.sign(middle - 0.5)
            came = side * np.interp(np.abs(middle - 0.5) * 2, places, even) / 2 + 0.5
        else:
            came = np.interp(middle, places, even)
        return np.asarray(np.clip((came * cells).astype(np.int64), 0, cells - 1))
