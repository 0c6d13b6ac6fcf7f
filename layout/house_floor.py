"""A furnished house as one room: its floor is all rooms and the ways through their doors.

What walks, looks or is measured in a room then does so in a house.
"""

from __future__ import annotations

from dataclasses import replace

import shapely

from layout.house import SHARED_WALL_M, House, HouseArrangement
from layout.placement import Arrangement
from layout.room import Opening, Point, Room

__all__ = ["HOUSE_TYPE", "as_one_room"]

HOUSE_TYPE = "house"
_ON_WALL_M = 1e-3


def as_one_room(furnished: HouseArrangement) -> Arrangement:
    """The rooms and their furniture as a single arrangement in the same frame.

    Doors between rooms become floor; windows and doors outside stay openings, on the walls of the whole. Built-in
    elements stay. A courtyard that rooms enclose on all sides counts as floor.
    """
    house, parts = furnished.house, furnished.arrangements
    shape = _floor(house)
    corners = tuple((round(x, 4), round(z, 4)) for x, z in shape.exterior.coords[:-1])
    if not shape.exterior.is_ccw:
        corners = corners[::-1]
    bare = Room(
        room_id=house.house_id,
        room_type=HOUSE_TYPE,
        polygon_m=corners,
        height_m=max(room.height_m for room in house.rooms),
        openings=(),
        fixed=tuple(element for room in house.rooms for element in room.fixed),
    )
    openings = [
        moved
        for room in house.rooms
        for opening in room.openings
        if opening.leads_to is None and (moved := _moved(opening, room, bare)) is not None
    ]
    gaps = [part.gap for part in parts]
    return Arrangement(
        room=replace(bare, openings=tuple(openings)),
        footprints=tuple(f for part in parts for f in part.footprints),
        placements=tuple(p for part in parts for p in part.placements),
        left_out=furnished.left_out,
        status="optimal" if all(p.status in ("optimal", "empty") for p in parts) else "feasible",
        gap=None if None in gaps else max((g for g in gaps if g is not None), default=None),
        cost=sum(part.cost for part in parts),
        solve_seconds=furnished.solve_seconds,
        categories=tuple(c for part in parts for c in part.categories),
        warnings=tuple(w for part in parts for w in part.warnings),
        wishes=tuple(w for part in parts for w in part.wishes),
    )


def _floor(house: House) -> shapely.Polygon:
    """All floors, joined through the doors between them."""
    pieces = [room.shape for room in house.rooms]
    for room in house.rooms:
        for door in room.doors:
            if door.leads_to is None:
                continue
            wall = room.walls[door.wall]
            near, far = door.offset_m, door.offset_m + door.width_m
            reach = house.room(door.leads_to).shape
            middle = shapely.Point(wall.at((near + far) / 2))
            through = min(reach.distance(middle), SHARED_WALL_M) + _ON_WALL_M
            ends = ((near, _ON_WALL_M), (far, _ON_WALL_M), (far, -through), (near, -through))
            pieces.append(shapely.Polygon([wall.at(*end) for end in ends]))
    joined = shapely.union_all(pieces)
    if isinstance(joined, shapely.MultiPolygon):
        # Two floors that only touch through a rounding error: a millimetre joins them.
        joined = shapely.union_all([p.buffer(_ON_WALL_M, join_style="mitre") for p in pieces])
    parts = joined.geoms if isinstance(joined, shapely.MultiPolygon) else [joined]
    largest = max(
        (part for part in parts if isinstance(part, shapely.Polygon)), key=lambda part: part.area
    )
    simple = shapely.Polygon(largest.exterior).simplify(2 * _ON_WALL_M)
    assert isinstance(simple, shapely.Polygon)
    return simple


def _moved(opening: Opening, room: Room, whole: Room) -> Opening | None:
    """The opening on the wall of the whole that it lies in."""
    wall = room.walls[opening.wall]
    start: Point = wall.at(opening.offset_m)
    end: Point = wall.at(opening.offset_m + opening.width_m)
    for other in whole.walls:
        line = shapely.LineString([other.start_m, other.end_m])
        if max(line.distance(shapely.Point(p)) for p in (start, end)) < 5 * _ON_WALL_M:
            offset = min(line.project(shapely.Point(p)) for p in (start, end))
            return replace(opening, wall=other.index, offset_m=max(0.0, round(offset, 4)))
    return None
