"""A usual room for a set of products: its size, door and windows."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from layout.arrange import arrange_room
from layout.errors import RoomError
from layout.footprint import Footprint
from layout.items import items_of
from layout.knowledge import load_knowledge
from layout.room import Opening, Room

__all__ = ["make_room", "room_for"]

COVERAGE = 0.29
"""Share of the floor that furniture takes in a room one would live in."""

GROWTH = 1.13
MOST_GROWTHS = 6


def make_room(room_type: str, area_m2: float, seed: int, room_id: str | None = None) -> Room:
    """Make a rectangular room of a type and area, with a door and the type's windows.

    The seed chooses proportions, the door's wall and end, and where the windows are.
    """
    known = load_knowledge().room_types
    if room_type not in known:
        raise RoomError(f"no room type {room_type!r}, expected one of {', '.join(known)}")
    rng = np.random.default_rng((seed, 7))
    aspect = float(rng.uniform(1.15, 1.4))
    depth = round(math.sqrt(area_m2 / aspect), 1)
    width = round(area_m2 / depth, 1)
    lengths = (width, depth, width, depth)
    door_wall = int(rng.choice([1, 3])) if rng.uniform() < 0.7 else 0
    door_width = 0.9
    end = bool(rng.integers(2))
    offset = 0.25 if not end else lengths[door_wall] - 0.25 - door_width
    openings = [
        Opening(
            "door", door_wall, round(offset, 2), door_width, 0.0, 2.05, "end" if end else "start"
        )
    ]
    opposite = (door_wall + 2) % 4
    walls = [2 if door_wall != 2 else 0, opposite] if door_wall in (1, 3) else [2, 1]
    for wall in walls[: known[room_type].windows]:
        width_m = min(2.2, max(1.0, 0.42 * lengths[wall]))
        start = round((lengths[wall] - width_m) / 2, 2)
        openings.append(Opening("window", wall, start, round(width_m, 2), 0.9, 1.4))
    height = known[room_type].height_m
    return Room.rectangle(
        room_id or room_type.replace("_", "-"), room_type, width, depth, height, tuple(openings)
    )


def room_for(footprints: Sequence[Footprint], room_type: str, seed: int = 0) -> Room:
    """Make a usual room of that type in which these products fit, grown until nothing is left out.

    Raises
    ------
    RoomError
        If the room type is unknown.
    """
    graph = load_knowledge()
    if room_type not in graph.room_types:
        raise RoomError(
            f"no room type {room_type!r}, expected one of {', '.join(graph.room_types)}"
        )
    items, _ = items_of(footprints, graph)
    floor = sum(i.footprint.area_m2 for i in items if i.facts.mount == "floor")
    usual = graph.room_types[room_type].area_m2
    area = min(max(floor / COVERAGE, usual.low_m), max(usual.high_m, floor / 0.4))
    tallest = max((i.footprint.height_m for i in items), default=0.0)
    room = _tall_enough(make_room(room_type, area, seed), tallest)
    for _ in range(MOST_GROWTHS):
        if not arrange_room(room, footprints, seed=seed).left_out:
            break
        area *= GROWTH
        room = _tall_enough(make_room(room_type, area, seed), tallest)
    return room


def _tall_enough(room: Room, tallest_m: float) -> Room:
    height = max(room.height_m, math.ceil((tallest_m + 0.1) * 10) / 10)
    return Room(
        room.room_id, room.room_type, room.polygon_m, min(height, 20.0), room.openings, room.fixed
    )
