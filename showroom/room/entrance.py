"""How a shopper comes into a room, and the light around it; known without any mesh."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

from layout.room import Room
from showroom.scene import Environment, Node, PerspectiveCamera, rotation_looking_along
from showroom.style.style import Style

__all__ = ["EYE_HEIGHT_M", "Entrance", "entrance", "entrance_node", "environment_of", "sku_of"]

EYE_HEIGHT_M = 1.6


@dataclass(frozen=True)
class Entrance:
    """Where a shopper starts: position in the frame `room`, in metres; yaw 0 looks along +Z."""

    position_m: tuple[float, float, float]
    yaw_rad: float


def sku_of(item_id: str) -> str:
    """SKU of a placed piece: the second piece of `A1` has the id `A1#2`."""
    return item_id.split("#", 1)[0]


def environment_of(style: Style) -> Environment:
    """The light around the room."""
    light = style.light
    horizon = np.minimum(np.array(light.sky) * 0.5 + 0.55, 1.2)
    return Environment(
        sky=light.sky,
        horizon=(float(horizon[0]), float(horizon[1]), float(horizon[2])),
        ground=light.ground,
        exposure_ev=light.exposure_ev,
    )


def entrance(room: Room) -> Entrance:
    """Just inside the first door, looking at the middle of the room; at the first wall if there is no door."""
    middle = room.shape.centroid
    doors = room.doors
    wall = room.walls[doors[0].wall if doors else 0]
    along_m = doors[0].offset_m + doors[0].width_m / 2 if doors else wall.length_m / 2
    x, z = wall.at(along_m, 0.35)
    if not room.shape.contains(shapely.Point(x, z)):
        x, z = wall.at(along_m, 0.05)
    yaw_rad = math.atan2(middle.x - x, middle.y - z)
    return Entrance((round(x, 4), EYE_HEIGHT_M, round(z, 4)), round(yaw_rad, 6))


def entrance_node(room: Room) -> Node:
    """The camera at the entrance."""
    start = entrance(room)
    looking = np.array([math.sin(start.yaw_rad), 0.0, math.cos(start.yaw_rad)])
    return Node(
        name="entrance",
        translation_m=start.position_m,
        rotation=rotation_looking_along(looking),
        camera=PerspectiveCamera("entrance", vertical_fov_rad=math.radians(60)),
    )
