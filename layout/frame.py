"""The canonical frame in which a room is solved, so that turning or shifting it changes nothing.

Origin at the first corner of the longest wall, that wall along +x, coordinates rounded to a
micrometre.  Of equally long walls the one whose tour of the room (lengths, turns, openings) comes
first in order is taken: a rule that does not look at coordinates.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from layout.room import Point, Room

__all__ = ["CanonicalFrame", "canonical_frame", "wrap_angle"]

_DIGITS = 6


def wrap_angle(angle_rad: float) -> float:
    """Bring an angle into (-pi, pi]."""
    wrapped = math.remainder(angle_rad, 2 * math.pi)
    return math.pi if wrapped <= -math.pi + 1e-12 else wrapped


@dataclass(frozen=True)
class CanonicalFrame:
    """The room in its canonical frame, and the way back.

    Attributes
    ----------
    room
        The same room, turned and shifted; its walls start with the longest.
    origin_m
        Where the canonical origin lies in the `room` frame.
    yaw_rad
        Yaw of the canonical frame in the `room` frame.
    first_wall
        Which wall of the given room is wall 0 here.
    """

    room: Room
    origin_m: Point
    yaw_rad: float
    first_wall: int

    def to_room(self, x_m: float, z_m: float, yaw_rad: float) -> tuple[float, float, float]:
        """Carry a pose of the canonical frame to the `room` frame."""
        cos, sin = math.cos(self.yaw_rad), math.sin(self.yaw_rad)
        return (
            self.origin_m[0] + cos * x_m + sin * z_m,
            self.origin_m[1] - sin * x_m + cos * z_m,
            wrap_angle(yaw_rad + self.yaw_rad),
        )

    def to_canonical(self, x_m: float, z_m: float, yaw_rad: float) -> tuple[float, float, float]:
        """Carry a pose of the `room` frame to the canonical frame."""
        cos, sin = math.cos(self.yaw_rad), math.sin(self.yaw_rad)
        dx, dz = x_m - self.origin_m[0], z_m - self.origin_m[1]
        return (
            round(cos * dx - sin * dz, _DIGITS),
            round(sin * dx + cos * dz, _DIGITS),
            round(wrap_angle(yaw_rad - self.yaw_rad), 9),
        )


def _tour(room: Room, first: int) -> tuple[tuple[float, ...], ...]:
    """Describe the walls from `first` on without coordinates: length, turn, openings."""
    walls = room.walls
    steps = []
    for k in range(len(walls)):
        wall, following = (
            walls[(first + k) % len(walls)],
            walls[(first + k + 1) % len(walls)],
        )
        turn = wrap_angle(following.facing_yaw_rad - wall.facing_yaw_rad)
        openings = sorted(
            (float(o.kind == "door"), round(o.offset_m, 4), round(o.width_m, 4))
            for o in room.openings
            if o.wall == wall.index
        )
        steps.append(
            (-round(wall.length_m, 4), round(turn, 4), *(v for o in openings for v in o)),
        )
    return tuple(steps)


def canonical_frame(room: Room) -> CanonicalFrame:
    """Turn and shift a room into its canonical frame."""
    walls = room.walls
    longest = max(round(w.length_m, 4) for w in walls)
    first = min(
        (w.index for w in walls if round(w.length_m, 4) == longest),
        key=lambda index: (_tour(room, index), index),
    )
    origin = walls[first].start_m
    # The wall's direction (dx, dz) becomes +x: local X of yaw a is (cos a, -sin a).
    dx, dz = walls[first].direction
    yaw = math.atan2(-dz, dx)
    frame = CanonicalFrame(room, origin, yaw, first)

    def carry(point: Point) -> Point:
        x, z, _ = frame.to_canonical(point[0], point[1], 0.0)
        return (x, z)

    count = len(walls)
    turned = replace(
        room,
        polygon_m=tuple(carry(room.polygon_m[(first + k) % count]) for k in range(count)),
        openings=tuple(replace(o, wall=(o.wall - first) % count) for o in room.openings),
        fixed=tuple(replace(f, polygon_m=tuple(carry(p) for p in f.polygon_m)) for f in room.fixed),
    )
    return replace(frame, room=turned)
