"""What the room itself forbids: walls, door swings, windows, built-in elements, as boxes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from jaxtyping import Bool, Float

from layout.boxes import TOUCH_M, inside_polygon, separation
from layout.room import Opening, Room, Wall

__all__ = ["WINDOW_ZONE_M", "Site", "door_zone", "make_site", "opening_box", "snapped_yaw"]

WINDOW_ZONE_M = 0.5
SILL_SLACK_M = 0.02
SMALLEST_DOOR_ZONE_M = 0.8


def snapped_yaw(yaw_rad: float) -> float:
    """Return the nearest quarter turn where it is within a hundredth of a degree."""
    quarter = round(yaw_rad / (math.pi / 2))
    return quarter * math.pi / 2 if abs(yaw_rad - quarter * math.pi / 2) < 2e-4 else yaw_rad


def opening_box(wall: Wall, opening: Opening, depth_m: float) -> Float[np.ndarray, " 5"]:
    """Return the box of the floor before an opening, `depth_m` into the room."""
    x, z = wall.at(opening.offset_m + opening.width_m / 2, depth_m / 2)
    yaw = snapped_yaw(wall.facing_yaw_rad)
    return np.array([x, z, opening.width_m / 2, depth_m / 2, yaw])


def door_zone(wall: Wall, door: Opening) -> Float[np.ndarray, " 5"]:
    """Return the floor that a door needs: its own width deep."""
    return opening_box(wall, door, max(door.width_m, SMALLEST_DOOR_ZONE_M))


@dataclass(frozen=True)
class Site:
    """A room as obstacles, in the frame of the room given.

    Attributes
    ----------
    room
        The room.
    polygon
        Its corners.
    edges
        Each wall as a box without depth.
    doors, windows, fixed
        Boxes that nothing may enter, that nothing higher than the sill may enter, built-in things.
    sills_m
        The sill of each window.
    fixed_heights_m
        The height of each built-in thing.
    """

    room: Room
    polygon: Float[np.ndarray, "C 2"]
    edges: Float[np.ndarray, "C 5"]
    doors: Float[np.ndarray, "D 5"]
    windows: Float[np.ndarray, "W 5"]
    sills_m: Float[np.ndarray, " W"]
    fixed: Float[np.ndarray, "F 5"]
    fixed_heights_m: Float[np.ndarray, " F"]

    def allows(
        self, boxes: Float[np.ndarray, "*N 5"], height_m: Float[np.ndarray, "*N"]
    ) -> Bool[np.ndarray, "*N"]:
        """Tell which solid boxes of these heights may stand where they are."""
        ok = inside_polygon(boxes, self.polygon)
        for zone in self.doors:
            ok &= separation(boxes, zone) >= -TOUCH_M
        for zone, sill in zip(self.windows, self.sills_m, strict=True):
            ok &= (separation(boxes, zone) >= -TOUCH_M) | (height_m <= sill + SILL_SLACK_M)
        for zone in self.fixed:
            ok &= separation(boxes, zone) >= -TOUCH_M
        return np.asarray(ok)

    def clear(self, boxes: Float[np.ndarray, "*N 5"]) -> Bool[np.ndarray, "*N"]:
        """Tell which boxes of free floor lie in the room and on nothing built in."""
        ok = inside_polygon(boxes, self.polygon)
        for zone in self.fixed:
            ok &= separation(boxes, zone) >= -TOUCH_M
        return np.asarray(ok)


def _enclosing_box(polygon: tuple[tuple[float, float], ...]) -> Float[np.ndarray, " 5"]:
    """Return the box around a built-in element: along the axes, or its smallest turned rectangle."""
    shape = shapely.Polygon(polygon)
    x0, z0, x1, z1 = shape.bounds
    if (x1 - x0) * (z1 - z0) <= 1.02 * shape.area:
        return np.array([(x0 + x1) / 2, (z0 + z1) / 2, (x1 - x0) / 2, (z1 - z0) / 2, 0.0])
    ring = np.array(shapely.get_coordinates(shapely.minimum_rotated_rectangle(shape)))
    side, other = ring[1] - ring[0], ring[2] - ring[1]
    centre = ring[:4].mean(axis=0)
    yaw = snapped_yaw(math.atan2(-side[1], side[0]))
    return np.array([centre[0], centre[1], np.hypot(*side) / 2, np.hypot(*other) / 2, yaw])


def _edge(wall: Wall) -> list[float]:
    x, z = wall.at(wall.length_m / 2)
    dx, dz = wall.direction
    return [x, z, wall.length_m / 2, 0.0, math.atan2(-dz, dx)]


def make_site(room: Room) -> Site:
    """Work out a room's obstacles."""
    walls = room.walls
    doors = [door_zone(walls[o.wall], o) for o in room.doors]
    windows = [opening_box(walls[o.wall], o, WINDOW_ZONE_M) for o in room.windows]
    fixed = [_enclosing_box(f.polygon_m) for f in room.fixed]
    return Site(
        room=room,
        polygon=np.array(room.polygon_m, dtype=np.float64),
        edges=np.array([_edge(wall) for wall in walls], dtype=np.float64),
        doors=np.array(doors, dtype=np.float64).reshape(-1, 5),
        windows=np.array(windows, dtype=np.float64).reshape(-1, 5),
        sills_m=np.array([o.sill_m for o in room.windows], dtype=np.float64),
        fixed=np.array(fixed, dtype=np.float64).reshape(-1, 5),
        fixed_heights_m=np.array([f.height_m for f in room.fixed], dtype=np.float64),
    )
