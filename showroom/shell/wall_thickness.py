"""How thick the walls of a house's rooms are: two rooms share what lies between their floors."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from layout.house import SHARED_WALL_M
from layout.room import Room

__all__ = ["wall_thicknesses"]

_THINNEST_M = 0.02


def wall_thicknesses(room: Room, rooms: Sequence[Room], outer_m: float) -> list[float]:
    """Of each wall of a room: half of the gap to the room behind it, or `outer_m` where no room is."""
    thicknesses = []
    for wall in room.walls:
        # A strip before the wall's outer side, short of its ends: a room around the corner is not behind it.
        inset = min(0.05, wall.length_m / 4)
        near, far = inset, wall.length_m - inset
        ends = ((near, -1e-4), (far, -1e-4), (far, -SHARED_WALL_M), (near, -SHARED_WALL_M))
        strip = shapely.Polygon([wall.at(*end) for end in ends])
        line = shapely.LineString([wall.at(near), wall.at(far)])
        gaps = [
            line.distance(other.shape)
            for other in rooms
            if other.room_id != room.room_id and strip.intersects(other.shape)
        ]
        thicknesses.append(max(_THINNEST_M, min(gaps) / 2) if gaps else outer_m)
    return thicknesses
