"""Lights of a room: the sun through its largest window, and lamps where the products are lamps."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely
from jaxtyping import Float

from layout.knowledge import load_knowledge
from layout.placement import Arrangement, Placement
from layout.room import Room
from showroom.scene import Node, PunctualLight, rotation_looking_along
from showroom.shell.shell import OPEN_AIR
from showroom.style.style import Style, kelvin_rgb

__all__ = ["ceiling_lights", "lamp_nodes", "sun_node"]

_LIGHTING = "lighting"
_LAMP_AREA_M2 = 8.0  # one ceiling light for so much floor, in a room without any lamp
_LAMP_REACH_M = 7.0
_HANGS_M = 1.2  # a lamp that begins higher hangs, and its light is low in it
_CEILING_STRENGTH, _LAMP_STRENGTH = 3.0, 2.0


def sun_node(rooms: Sequence[Room], style: Style) -> Node:
    """The sun, shining into the largest window of all rooms from a little aside."""
    windows = sorted(
        ((room, opening) for room in rooms for opening in room.windows),
        key=lambda both: (-both[1].width_m * both[1].height_m, both[0].room_id, both[1].wall),
    )
    x, z = windows[0][0].walls[windows[0][1].wall].inward if windows else (0.6, 0.8)
    middle = shapely.union_all([room.shape for room in rooms]).centroid
    light = style.light
    return Node(
        name="light-sun",
        translation_m=(middle.x, max(room.height_m for room in rooms) + 2.0, middle.y),
        rotation=rotation_looking_along(_travels((x, z), style)),
        light=PunctualLight("sun", "directional", kelvin_rgb(light.sun_kelvin), light.sun_lux),
    )


def _travels(inward: tuple[float, float], style: Style) -> Float[np.ndarray, " 3"]:
    """Direction of sunlight that comes in along `inward` (x, z), turned and raised as the style has it."""
    x, z = inward
    a, up = style.light.sun_azimuth_rad, style.light.sun_elevation_rad
    x, z = x * math.cos(a) - z * math.sin(a), x * math.sin(a) + z * math.cos(a)
    return np.array([x * math.cos(up), -math.sin(up), z * math.cos(up)])


def lamp_nodes(
    arrangement: Arrangement, style: Style, prefix: str = "", *, most: int | None = None
) -> list[Node]:
    """A light in each lamp that stands or hangs in the room; a room without lamps gets lights under the ceiling.

    `prefix` goes before the names of those lights, and there are at most `most` of them.
    """
    colour = kelvin_rgb(style.light.lamp_kelvin)
    lamp = PunctualLight("lamp", "point", colour, _LAMP_STRENGTH, _LAMP_REACH_M)
    lamps = [p for p in arrangement.placements if _is_lamp(arrangement, p)]
    nodes = [
        Node(f"light-{placement.item_id}", translation_m=_bulb(arrangement, placement), light=lamp)
        for placement in lamps
    ]
    return nodes or ceiling_lights(arrangement.room, style, prefix, most=most)


def ceiling_lights(
    room: Room, style: Style, prefix: str = "", *, most: int | None = None
) -> list[Node]:
    """Lights under the ceiling, for a room without lamps; none under the open sky."""
    if room.room_type in OPEN_AIR:
        return []
    colour = kelvin_rgb(style.light.lamp_kelvin)
    light = PunctualLight("ceiling light", "point", colour, _CEILING_STRENGTH, _LAMP_REACH_M)
    high = round(room.height_m - 0.25, 4)
    return [
        Node(f"light-{prefix}ceiling-{number}", translation_m=(x, high, z), light=light)
        for number, (x, z) in enumerate(_lamp_places(room)[:most])
    ]


def _is_lamp(arrangement: Arrangement, placement: Placement) -> bool:
    name = arrangement.category(placement.item_id)
    return name is not None and load_knowledge().is_a(name, _LIGHTING)


def _bulb(arrangement: Arrangement, placement: Placement) -> tuple[float, float, float]:
    """Where the light is: high in a lamp that stands, low in one that hangs."""
    height_m = arrangement.footprint(placement.item_id).height_m
    share = 0.2 if placement.y_m > _HANGS_M else 0.82
    return placement.x_m, round(placement.y_m + share * height_m, 4), placement.z_m


def _lamp_places(room: Room) -> list[tuple[float, float]]:
    """A grid of ceiling lights over the room's bounds, those inside the room with some distance to walls."""
    x0, z0, x1, z1 = room.shape.bounds
    across = max(1, round((x1 - x0) / math.sqrt(_LAMP_AREA_M2)))
    deep = max(1, round((z1 - z0) / math.sqrt(_LAMP_AREA_M2)))
    inside = room.shape.buffer(-0.3)
    places = [
        (round(x0 + (x1 - x0) * (i + 0.5) / across, 4), round(z0 + (z1 - z0) * (k + 0.5) / deep, 4))
        for k in range(deep)
        for i in range(across)
    ]
    kept = [p for p in places if inside.contains(shapely.Point(*p))]
    point = room.shape.representative_point()
    return kept or [(round(point.x, 4), round(point.y, 4))]
