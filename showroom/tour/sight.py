"""What can be seen from where, on boxes: other pieces and the room's walls stand in the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float

from showroom.tour.floor import Body

__all__ = ["Sight"]

# Furniture does not fill its box: what passes near the box's edge is taken for free.
_SOLID_SHARE = 0.88
_ALONG = (-0.7, 0.0, 0.7)
_UP = (0.2, 0.8)


@dataclass(frozen=True, eq=False)
class Sight:
    """Lines of sight in a furnished room.

    Attributes
    ----------
    bodies
        All placed pieces.
    walls_m
        The room's walls (x0, z0, x1, z1); none for a room without reflex corners, whose walls hide nothing.
    """

    bodies: tuple[Body, ...]
    walls_m: Float[np.ndarray, "W 4"]

    @classmethod
    def of(cls, bodies: tuple[Body, ...], polygon_m: tuple[tuple[float, float], ...]) -> Sight:
        """Sight in the room with these corners."""
        corners = np.array(polygon_m, dtype=np.float64)
        walls = np.concatenate([corners, np.roll(corners, -1, axis=0)], axis=1)
        edges = walls[:, 2:] - walls[:, :2]
        following = np.roll(edges, -1, axis=0)
        turns = edges[:, 0] * following[:, 1] - edges[:, 1] * following[:, 0]
        return cls(bodies, walls if (turns < -1e-9).any() else walls[:0])

    def share(
        self, eyes_m: Float[np.ndarray, "E 3"], subjects: tuple[Body, ...]
    ) -> Float[np.ndarray, " E"]:
        """Share of the subjects that each eye sees, 0 to 1; they do not hide each other."""
        points = np.concatenate([_points(body) for body in subjects])
        return np.asarray(self.clear(eyes_m, points, subjects).mean(axis=1))

    def clear(
        self,
        eyes_m: Float[np.ndarray, "E 3"],
        points_m: Float[np.ndarray, "Q 3"],
        subjects: tuple[Body, ...],
    ) -> Bool[np.ndarray, "E Q"]:
        """Which eye sees which point, leaving the subjects aside."""
        clear = np.ones((len(eyes_m), len(points_m)), dtype=bool)
        for body in self.bodies:
            if body not in subjects:
                clear &= ~_hidden_by(body, eyes_m, points_m)
        if len(self.walls_m):
            clear &= ~_crosses(self.walls_m, eyes_m[:, [0, 2]], points_m[:, [0, 2]])
        return clear


def _points(body: Body) -> Float[np.ndarray, "Q 3"]:
    """Points spread over a body, frame `room`."""
    c, s = np.cos(body.yaw_rad), np.sin(body.yaw_rad)
    u, v, up = (a.ravel() for a in np.meshgrid(_ALONG, _ALONG, _UP))
    u, v = u * body.half_m[0], v * body.half_m[1]
    x = body.centre_m[0] + u * c + v * s
    z = body.centre_m[1] - u * s + v * c
    return np.stack([x, body.bottom_m + up * (body.top_m - body.bottom_m), z], axis=1)


def _hidden_by(
    body: Body, eyes_m: Float[np.ndarray, "E 3"], points_m: Float[np.ndarray, "Q 3"]
) -> Bool[np.ndarray, "E Q"]:
    """Whether the body's box lies between eye and point; it hides no point in itself (a book in its case)."""
    half = np.array(
        [body.half_m[0], (body.top_m - body.bottom_m) / 2, body.half_m[1]], dtype=np.float64
    )
    eye, point = _to_box(body, eyes_m), _to_box(body, points_m)
    inside = (np.abs(point) <= half + 1e-6).all(axis=1)
    half = half * _SOLID_SHARE
    start, step = eye[:, None, :], point[None, :, :] - eye[:, None, :]
    step = np.where(np.abs(step) < 1e-9, 1e-9, step)
    one, other = (-half - start) / step, (half - start) / step
    enter = np.maximum(np.minimum(one, other).max(axis=2), 0.0)
    leave = np.minimum(np.maximum(one, other).min(axis=2), 1.0)
    return np.asarray((enter < leave) & ~inside)


def _to_box(body: Body, points_m: Float[np.ndarray, "N 3"]) -> Float[np.ndarray, "N 3"]:
    c, s = np.cos(body.yaw_rad), np.sin(body.yaw_rad)
    d = points_m - body.middle_m
    return np.stack([d[:, 0] * c - d[:, 2] * s, d[:, 1], d[:, 0] * s + d[:, 2] * c], axis=1)


def _crosses(
    walls_m: Float[np.ndarray, "W 4"],
    eyes: Float[np.ndarray, "E 2"],
    points: Float[np.ndarray, "Q 2"],
) -> Bool[np.ndarray, "E Q"]:
    """Whether the line from eye to point crosses a wall."""
    a, b = eyes[:, None, :], points[None, :, :]
    crossed = np.zeros((len(eyes), len(points)), dtype=bool)
    for x0, z0, x1, z1 in walls_m:
        side_a = (x1 - x0) * (a[..., 1] - z0) - (z1 - z0) * (a[..., 0] - x0)
        side_b = (x1 - x0) * (b[..., 1] - z0) - (z1 - z0) * (b[..., 0] - x0)
        d = b - a
        side_0 = d[..., 0] * (z0 - a[..., 1]) - d[..., 1] * (x0 - a[..., 0])
        side_1 = d[..., 0] * (z1 - a[..., 1]) - d[..., 1] * (x1 - a[..., 0])
        # A picture on the wall lies at it, so an end within a hair of it does not cross.
        crossed |= (side_a > 1e-6) & (side_b < -1e-3) & (side_0 * side_1 < 0)
    return crossed
