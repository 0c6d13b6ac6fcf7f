"""Where a visitor with a camera can be: the floor that walls and furniture leave, and the ways over it.

Plans are (x, z) in the frame `room`, metres. Distances are exact, to boxes and walls; only the places to stand are a
grid. A visibility graph over the free floor's corners was left aside: 0.3 s where the grid takes 0.02 s.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sparse
import shapely
from jaxtyping import Float, Int
from scipy.sparse import csgraph

from layout.room import Room

__all__ = ["BODY_RADIUS_M", "Body", "Floor", "Ways"]

BODY_RADIUS_M = 0.2
"""No point of the way is nearer than this to a wall or a body."""
_MARGIN_M = 0.012  # for the chords between the points of a way
_STEP_OVER_M = 0.12  # rugs and sills
_HEAD_M = 1.9  # what hangs higher is walked under
_CELL_M = 0.1
_MOST_CELLS = 10_000
_COMFORT_M = 0.45  # a way keeps this far off where it costs little
_LEAST_FLOOR_M2 = 0.1  # smaller parts of the floor are no place to start from
_NEAR_ENTRANCE_M = 0.6


@dataclass(frozen=True)
class Body:
    """A placed piece as a box.

    Attributes
    ----------
    node
        Id of the piece, `SKU` or `SKU#2`.
    centre_m
        Middle of its box on the plan.
    half_m
        Half its width and half its depth.
    bottom_m, top_m
        Its lowest and highest point.
    yaw_rad
        Where its front looks; 0 is +Z.
    """

    node: str
    centre_m: tuple[float, float]
    half_m: tuple[float, float]
    bottom_m: float
    top_m: float
    yaw_rad: float

    @property
    def in_the_way(self) -> bool:
        """Whether a visitor has to go around it."""
        return self.top_m > _STEP_OVER_M and self.bottom_m < _HEAD_M

    @property
    def middle_m(self) -> Float[np.ndarray, " 3"]:
        """Middle of the box, frame `room`."""
        return np.array(
            [self.centre_m[0], (self.bottom_m + self.top_m) / 2, self.centre_m[1]], dtype=np.float64
        )

    def outside_m(self, points: Float[np.ndarray, "P 2"]) -> Float[np.ndarray, " P"]:
        """Distance of points of the plan to the box; below 0 inside."""
        return _boxes_outside_m(np.array([_row(self)]), points)


@dataclass(frozen=True)
class Ways:
    """Shortest ways from some places to all others.

    Attributes
    ----------
    costs_m
        Length of the way from source to place, longer where it is narrow.
    before
        The place before each on that way; negative at its source.
    """

    costs_m: Float[np.ndarray, "S P"]
    before: Int[np.ndarray, "S P"]

    def way(self, source: int, place: int) -> list[int]:
        """Places from the source (its row) to a place."""
        way = [place]
        while self.before[source, way[-1]] >= 0:
            way.append(int(self.before[source, way[-1]]))
        return way[::-1]


class Floor:
    """The free floor of a furnished room.

    Parameters
    ----------
    room
        The room, with what is built in.
    bodies
        All placed pieces.
    start_m
        Where the visitor comes in; only places that can be reached from there count.
    """

    def __init__(self, room: Room, bodies: tuple[Body, ...], start_m: tuple[float, float]) -> None:
        self._shape = room.shape
        rings = [room.polygon_m, *(element.polygon_m for element in room.fixed)]
        ends = [
            [(*ring[k], *ring[(k + 1) % len(ring)]) for k in range(len(ring))] for ring in rings
        ]
        self._edges = np.array([edge for ring in ends for edge in ring], dtype=np.float64)
        self._inner = [shapely.Polygon(element.polygon_m) for element in room.fixed]
        rows = [_row(body) for body in bodies if body.in_the_way]
        self._boxes = np.array(rows, dtype=np.float64).reshape(-1, 6)
        x0, z0, x1, z1 = self._shape.bounds
        self._cell_m = max(_CELL_M, math.sqrt((x1 - x0) * (z1 - z0) / _MOST_CELLS))
        self.places = self._reached(start_m)

    @property
    def least_m(self) -> float:
        """Clearance that the points of a way keep, so that the chords between them keep the radius."""
        return BODY_RADIUS_M + _MARGIN_M

    def clearance_m(self, points: Float[np.ndarray, "P 2"]) -> Float[np.ndarray, " P"]:
        """Distance of points to the nearest wall or body in the way; negative outside and inside bodies."""
        gap = _edges_m(self._edges, points)
        inside = shapely.contains_xy(self._shape, points[:, 0], points[:, 1])
        for shape in self._inner:
            inside &= ~shapely.contains_xy(shape, points[:, 0], points[:, 1])
        gap = np.where(inside, gap, -gap)
        if len(self._boxes):
            gap = np.minimum(gap, _boxes_outside_m(self._boxes, points))
        return gap

    def nearest(self, point: tuple[float, float]) -> int:
        """Index of the place nearest to a point."""
        return int(np.argmin(np.round(np.hypot(*(self.places - np.array(point)).T), 6)))

    def ways(self, sources: list[int]) -> Ways:
        """Ways from some places to all."""
        costs, before = csgraph.dijkstra(
            self._graph, directed=False, indices=sources, return_predecessors=True
        )
        return Ways(np.asarray(costs, dtype=np.float64), np.asarray(before, dtype=np.int64))

    @cached_property
    def place_clearance_m(self) -> Float[np.ndarray, " P"]:
        """Clearance of each place."""
        return self.clearance_m(self.places)

    @cached_property
    def _graph(self) -> sparse.csr_matrix:
        number = np.full(self._grid_shape, -1, dtype=np.int64)
        i, j = self._grid_index
        number[i, j] = np.arange(len(i))
        narrow = np.clip((_COMFORT_M - self.place_clearance_m) / _COMFORT_M, 0.0, 1.0)
        rows, columns, lengths = [], [], []
        for di, dj in ((1, 0), (0, 1), (1, 1), (1, -1)):
            ni, nj = i + di, j + dj
            ok = (ni < self._grid_shape[0]) & (nj >= 0) & (nj < self._grid_shape[1])
            other = np.where(
                ok, number[np.minimum(ni, self._grid_shape[0] - 1), nj % self._grid_shape[1]], -1
            )
            here = np.flatnonzero(other >= 0)
            there = other[here]
            rows.append(here)
            columns.append(there)
            lengths.append(self._cell_m * math.hypot(di, dj) * (1.0 + narrow[here] + narrow[there]))
        size = len(i)
        data = (np.concatenate(lengths), (np.concatenate(rows), np.concatenate(columns)))
        return sparse.csr_matrix(data, shape=(size, size))

    def _reached(self, start_m: tuple[float, float]) -> Float[np.ndarray, "P 2"]:
        """Places that can be reached, on a grid; none if nobody can stand anywhere."""
        x0, z0, x1, z1 = self._shape.bounds
        cell = self._cell_m
        xs = np.arange(x0 + cell / 2, x1, cell)
        zs = np.arange(z0 + cell / 2, z1, cell)
        points = np.stack(np.meshgrid(xs, zs, indexing="ij"), axis=-1).reshape(-1, 2)
        # Between two neighbours the way keeps its distance to a corner too.
        least = math.hypot(self.least_m, cell * math.sqrt(0.5))
        clearance = self.clearance_m(points)
        free = np.flatnonzero(clearance >= least)
        self._grid_shape = (len(xs), len(zs))
        self._grid_index = np.unravel_index(free, self._grid_shape)
        self.__dict__["place_clearance_m"] = clearance[free]
        self.places = points[free]
        if len(free) == 0:
            return self.places
        count, part = csgraph.connected_components(self._graph, directed=False)
        del self.__dict__["_graph"]
        away = np.hypot(*(self.places - np.array(start_m)).T)
        sizes = np.bincount(part, minlength=count)
        nearest = np.full(count, np.inf)
        np.minimum.at(nearest, part, away)
        large = sizes * cell * cell >= _LEAST_FLOOR_M2
        # The largest part that begins at the entrance, or else the nearest large enough to walk in.
        ranks = [
            (
                not large[k],
                nearest[k] > _NEAR_ENTRANCE_M,
                -sizes[k] if nearest[k] <= _NEAR_ENTRANCE_M else nearest[k],
                k,
            )
            for k in range(count)
        ]
        keep = part == min(ranks)[3]
        self._grid_index = (self._grid_index[0][keep], self._grid_index[1][keep])
        self.__dict__["place_clearance_m"] = clearance[free][keep]
        return np.asarray(self.places[keep])


def _row(body: Body) -> list[float]:
    c, s = math.cos(body.yaw_rad), math.sin(body.yaw_rad)
    return [*body.centre_m, *body.half_m, c, s]


def _boxes_outside_m(
    boxes: Float[np.ndarray, "B 6"], points: Float[np.ndarray, "P 2"]
) -> Float[np.ndarray, " P"]:
    """Distance to the nearest box (centre, halves, cosine and sine of its yaw); below 0 inside."""
    x, z, half_w, half_d, c, s = boxes.T[:, :, None]
    dx, dz = points[None, :, 0] - x, points[None, :, 1] - z
    u = np.abs(dx * c - dz * s) - half_w
    v = np.abs(dx * s + dz * c) - half_d
    outside = np.hypot(np.maximum(u, 0.0), np.maximum(v, 0.0)) + np.minimum(np.maximum(u, v), 0.0)
    return np.asarray(outside.min(axis=0))


def _edges_m(
    edges: Float[np.ndarray, "E 4"], points: Float[np.ndarray, "P 2"]
) -> Float[np.ndarray, " P"]:
    """Distance to the nearest edge (x0, z0, x1, z1)."""
    x0, z0, x1, z1 = edges.T[:, :, None]
    dx, dz = x1 - x0, z1 - z0
    px, pz = points[None, :, 0] - x0, points[None, :, 1] - z0
    t = np.clip((px * dx + pz * dz) / (dx * dx + dz * dz), 0.0, 1.0)
    return np.asarray(np.hypot(px - t * dx, pz - t * dz).min(axis=0))
