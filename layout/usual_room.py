"""A usual room for a set of products: as large as they need."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from layout.arrange import arrange_room
from layout.errors import RoomError
from layout.footprint import Footprint
from layout.items import items_of
from layout.knowledge import load_knowledge
from layout.room import Room
from layout.room_shapes import make_room

__all__ = ["growing_rooms", "room_for"]

COVERAGE = 0.29
"""Share of the floor that furniture takes in a room one would live in."""

GROWTH = 1.13
MOST_GROWTHS = 6


def room_for(footprints: Sequence[Footprint], room_type: str, seed: int = 0) -> Room:
    """Make a usual room of that type in which these products fit, grown until nothing is left out.

    Raises
    ------
    RoomError
        If the room type is unknown.
    """
    rooms = growing_rooms(footprints, room_type, seed)
    room = next(rooms)
    for larger in rooms:
        if not arrange_room(room, footprints, seed=seed).left_out:
            break
        room = larger
    return room


def growing_rooms(footprints: Sequence[Footprint], room_type: str, seed: int = 0) -> Iterator[Room]:
    """Yield a usual room for these products, then ever larger ones for whoever leaves something out.

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
    for _ in range(MOST_GROWTHS + 1):
        yield _tall_enough(make_room(room_type, area, seed), tallest)
        area *= GROWTH


def _tall_enough(room: Room, tallest_m: float) -> Room:
    height = max(room.height_m, math.ceil((tallest_m + 0.1) * 10) / 10)
    return Room(
        room.room_id, room.room_type, room.polygon_m, min(height, 20.0), room.openings, room.fixed
    )
