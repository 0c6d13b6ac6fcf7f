"""Houses: rooms in one frame with doors between them, read or generated, and furnished by the graph."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from layout.arrange import ArrangeOptions, arrange_room
from layout.assign import assign_to_rooms
from layout.errors import HouseError
from layout.footprint import Footprint
from layout.items import items_of
from layout.knowledge import load_knowledge
from layout.placement import Arrangement, LeftOut, Placement
from layout.room import Opening, Room

__all__ = [
    "House",
    "HouseArrangement",
    "arrange_house",
    "generate_house",
    "house_for",
]

HALL_WIDTH_M = 1.6
INNER_WALL_M = 0.1
SHALLOWEST_M = 3.6
DOOR_WIDTH_M = 0.9
COVERAGE = 0.28
SHARED_WALL_M = 0.35
"""Two rooms share a wall if their floors are no further apart: the wall's own thickness."""

DAY_ROOMS = ("living_room", "kitchen", "dining_room", "terrace")


@dataclass(frozen=True)
class House:
    """Rooms in one `room` frame (metres, (x, z)); doors name the room they lead to.

    Attributes
    ----------
    house_id
        Its name.
    rooms
        The rooms; at least one door leads outside (`leads_to` None): the entrance.
    """

    house_id: str
    rooms: tuple[Room, ...]

    def __post_init__(self) -> None:
        names = [r.room_id for r in self.rooms]
        if not names:
            raise HouseError(f"{self.house_id}: a house has at least one room")
        twice = {n for n in names if names.count(n) > 1}
        if twice:
            raise HouseError(
                f"{self.house_id}: two rooms are called {sorted(twice)[0]!r}; rename one"
            )
        self._check_apart()
        self._check_doors()
        lost = set(names) - self.reachable()
        if lost:
            raise HouseError(
                f"{self.house_id}: no way leads from the entrance to {', '.join(sorted(lost))}; give "
                "a door with 'leads_to'"
            )

    def room(self, room_id: str) -> Room:
        """Return the room with this id."""
        return next(r for r in self.rooms if r.room_id == room_id)

    def room_at(self, x_m: float, z_m: float) -> Room:
        """Return the room over whose floor a point is, or the nearest one."""
        point = shapely.Point(x_m, z_m)
        return min(self.rooms, key=lambda r: float(r.shape.distance(point)))

    def reachable(self) -> set[str]:
        """Return the ids of rooms that one can walk to from an entrance."""
        links: dict[str, set[str]] = {r.room_id: set() for r in self.rooms}
        entrances = []
        for room in self.rooms:
            for door in room.doors:
                if door.leads_to is None:
                    entrances.append(room.room_id)
                elif door.leads_to in links:
                    links[room.room_id].add(door.leads_to)
                    links[door.leads_to].add(room.room_id)
        if not entrances:
            raise HouseError(
                f"{self.house_id}: no door leads outside; leave 'leads_to' of the entrance empty"
            )
        found: set[str] = set()
        queue = entrances
        while queue:
            name = queue.pop()
            if name not in found:
                found.add(name)
                queue += sorted(links[name] - found)
        return found

    def _check_apart(self) -> None:
        for i, a in enumerate(self.rooms):
            for b in self.rooms[i + 1 :]:
                shared = a.shape.intersection(b.shape).area
                if shared > 1e-3:
                    raise HouseError(
                        f"{self.house_id}: {a.room_id} and {b.room_id} share {shared:.2f} m² of floor; "
                        "move one of them"
                    )

    def _check_doors(self) -> None:
        known = {r.room_id: r for r in self.rooms}
        for room in self.rooms:
            for door in room.doors:
                if door.leads_to is None:
                    continue
                if door.leads_to not in known:
                    raise HouseError(
                        f"{self.house_id}: a door of {room.room_id} leads to {door.leads_to!r}, which "
                        f"is none of {', '.join(known)}"
                    )
                wall = room.walls[door.wall]
                middle = shapely.Point(wall.at(door.offset_m + door.width_m / 2))
                gap = known[door.leads_to].shape.distance(middle)
                if gap > SHARED_WALL_M:
                    raise HouseError(
                        f"{self.house_id}: the door of {room.room_id} to {door.leads_to} is "
                        f"{gap:.2f} m away from that room; put it in a shared wall"
                    )


@dataclass(frozen=True)
class HouseArrangement:
    """A furnished house: one arrangement a room, and what found no place in any."""

    house: House
    arrangements: tuple[Arrangement, ...]
    left_out: tuple[LeftOut, ...]
    solve_seconds: float


def generate_house(
    room_areas: Sequence[tuple[str, float]], seed: int = 0, house_id: str = "house"
) -> House:
    """Lay rooms of these types and areas (m²) along both sides of a hall.

    Rooms of the day on one side, of the night on the other; each has a door to the hall and windows
    outside.  A hallway among the types is the hall; else one is added.

    Raises
    ------
    HouseError
        If no room is wanted.
    KnowledgeError, RoomError
        If a type is unknown or an area absurd.
    """
    graph = load_knowledge()
    wanted = [(t, a) for t, a in room_areas if t != "hallway"]
    if not wanted:
        raise HouseError(f"{house_id}: a house needs a room besides its hall; name at least one")
    for kind, area in wanted:
        if kind not in graph.room_types or not math.isfinite(area) or not 2.0 <= area <= 500.0:
            raise HouseError(
                f"{house_id}: a {kind!r} of {area:g} m² cannot be made; expected one of "
                f"{', '.join(graph.room_types)} with 2 to 500 m²"
            )
    rng = np.random.default_rng((seed, 11))
    names = _names([t for t, _ in wanted])
    order = [int(i) for i in rng.permutation(len(wanted))]
    order.sort(key=lambda i: wanted[i][0] not in DAY_ROOMS)
    sides = _split(order, [a for _, a in wanted])
    total = [sum(wanted[i][1] for i in side) for side in sides]
    # No room becomes a corridor: the house grows longer until the smallest is wide enough.
    wide = [
        total[side] * min(2.5, math.sqrt(0.6 * wanted[i][1])) / wanted[i][1]
        for side, indices in enumerate(sides)
        for i in indices
    ]
    length = max(math.sqrt(sum(total) * 1.25), 4.0, *(t / 6.0 for t in total), *wide)
    rooms, doors = [], []
    for side, indices in enumerate(sides):
        if not indices:
            continue
        depth = max(total[side] / length, SHALLOWEST_M)
        # A side with little to hold ends before the hall does, rather than being shallow.
        row = min(length, total[side] / depth)
        x = 0.0
        for position, i in enumerate(indices):
            kind, area = wanted[i]
            last = position == len(indices) - 1
            width = row - x if last else round(row * area / total[side], 2)
            room, door = _side_room(names[i], kind, x, width, depth, side, rng)
            rooms.append(room)
            doors.append((names[i], side, door))
            x += width
    hall = _hall(length, doors)
    return House(house_id, (hall, *rooms))


def _names(kinds: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    names = []
    for kind in kinds:
        seen[kind] = seen.get(kind, 0) + 1
        plain = kind.replace("_", "-")
        names.append(plain if seen[kind] == 1 else f"{plain}-{seen[kind]}")
    return names


def _split(order: Sequence[int], areas: Sequence[float]) -> list[list[int]]:
    """Cut the ordered rooms in two halves of about equal area."""
    best = min(
        range(len(order) + 1) if len(order) > 1 else [1],
        key=lambda k: abs(sum(areas[i] for i in order[:k]) - sum(areas[i] for i in order[k:])),
    )
    return [list(order[:best]), list(order[best:])]


def _side_room(
    name: str, kind: str, x: float, width: float, depth: float, side: int, rng: np.random.Generator
) -> tuple[Room, tuple[float, float]]:
    """Make a room north (side 0) or south (side 1) of the hall; its door's span along the hall."""
    known = load_knowledge().room_types[kind]
    x0, x1 = round(x + INNER_WALL_M / 2, 3), round(x + width - INNER_WALL_M / 2, 3)
    half = HALL_WIDTH_M / 2 + INNER_WALL_M
    z0, z1 = (-half - depth, -half) if side == 0 else (half, half + depth)
    corners = ((x0, z0), (x1, z0), (x1, z1), (x0, z1))
    span = x1 - x0
    door_width = min(DOOR_WIDTH_M, span - 0.2)
    margin = min(0.15, (span - door_width) / 2)
    start = x0 + margin if rng.integers(2) else x1 - margin - door_width
    # Wall 2 runs from x1 to x0, wall 0 from x0 to x1; the hall is south of side 0.
    door_wall, offset = (2, x1 - start - door_width) if side == 0 else (0, start - x0)
    window_wall = 0 if side == 0 else 2
    openings = [
        Opening(
            "door", door_wall, round(offset, 3), round(door_width, 3), 0.0, 2.05, "start", "hall"
        )
    ]
    if span > 1.4 and (known.windows or kind == "bathroom"):
        window = min(2.0, 0.45 * span)
        openings.append(
            Opening(
                "window", window_wall, round((span - window) / 2, 3), round(window, 3), 0.9, 1.4
            )
        )
    room = Room(name, kind, tuple((round(a, 3), round(b, 3)) for a, b in corners),
                max(known.height_m, 2.6), tuple(openings))  # fmt: skip
    return room, (start, door_width)


def _hall(length: float, doors: Sequence[tuple[str, int, tuple[float, float]]]) -> Room:
    """Make the hall between the two sides, its entrance at the west end."""
    half = HALL_WIDTH_M / 2
    length = round(length, 3)
    corners = ((0.0, -half), (length, -half), (length, half), (0.0, half))
    entrance = (HALL_WIDTH_M - DOOR_WIDTH_M) / 2
    openings = [Opening("door", 3, entrance, DOOR_WIDTH_M, 0.0, 2.05, "start", None)]
    for name, side, (start, width) in doors:
        wall, offset = (0, start) if side == 0 else (2, length - start - width)
        openings.append(
            Opening("door", wall, round(offset, 3), round(width, 3), 0.0, 2.05, "none", name)
        )
    return Room("hall", "hallway", corners, 2.6, tuple(openings))


def house_for(footprints: Sequence[Footprint], seed: int = 0, house_id: str = "house") -> House:
    """Generate a house in which these products find their rooms, each as large as its goods need."""
    graph = load_knowledge()
    homes = assign_to_rooms(
        footprints, tuple((t, t) for t in graph.room_types if t != "gallery"), {}
    )
    floor: dict[str, float] = {}
    for footprint in footprints:
        kind = homes.get(footprint.item_id)
        if kind is not None and kind != "hallway":
            floor[kind] = floor.get(kind, 0.0) + footprint.area_m2
    if not floor:
        floor = {"living_room": 4.0}
    areas = []
    for kind, taken in sorted(floor.items()):
        usual = graph.room_types[kind].area_m2
        need = max(taken / COVERAGE, usual.low_m)
        count = max(1, math.ceil(need / usual.high_m))
        areas += [(kind, need / count)] * count
    return generate_house(areas, seed, house_id)


def arrange_house(
    house: House,
    footprints: Sequence[Footprint],
    *,
    seed: int = 0,
    options: ArrangeOptions | None = None,
    locked: Sequence[Placement] = (),
) -> HouseArrangement:
    """Assign products to rooms by the graph and furnish every room.

    What a room has no place for is offered to the others before it is left out.

    Parameters
    ----------
    locked
        Pieces that stay where they are, and so in the room they are in.

    Raises
    ------
    LockError
        As `arrange_room`.
    """
    rooms = tuple((r.room_id, r.room_type) for r in house.rooms)
    capacity = {r.room_id: 0.36 * r.area_m2 for r in house.rooms}
    homes = assign_to_rooms(footprints, rooms, capacity)
    locks: dict[str, list[Placement]] = {r.room_id: [] for r in house.rooms}
    for place in locked:
        homes[place.item_id] = house.room_at(place.x_m, place.z_m).room_id
        locks[homes[place.item_id]].append(place)
    by_room: dict[str, list[Footprint]] = {r.room_id: [] for r in house.rooms}
    for footprint in footprints:
        by_room[homes.get(footprint.item_id) or house.rooms[0].room_id].append(footprint)
    done: dict[str, Arrangement] = {}
    for room in house.rooms:
        done[room.room_id] = arrange_room(
            room, by_room[room.room_id], seed=seed, options=options, locked=locks[room.room_id]
        )
    left = [(room_id, out) for room_id, a in done.items() for out in a.left_out]
    seconds = sum(a.solve_seconds for a in done.values())
    still: list[LeftOut] = []
    by_id = {f.item_id: f for f in footprints}
    for home, out in left:
        moved = _second_home(house, done, by_id[out.item_id], home, seed, options)
        if moved is None:
            still.append(out)
        else:
            done[moved.room.room_id] = moved
            seconds += moved.solve_seconds
        kept = tuple(f for f in done[home].footprints if f.item_id != out.item_id)
        rest = tuple(o for o in done[home].left_out if o.item_id != out.item_id)
        done[home] = replace(done[home], footprints=kept, left_out=rest)
    return HouseArrangement(
        house, tuple(done[r.room_id] for r in house.rooms), tuple(still), seconds
    )


def _belongs(footprint: Footprint, room_type: str) -> bool:
    """Whether a room type is one where the graph would have this piece at all."""
    items, _ = items_of([footprint], load_knowledge())
    return items[0].category is None or items[0].facts.rooms.get(room_type, 0.0) > 0


def _second_home(
    house: House,
    done: Mapping[str, Arrangement],
    footprint: Footprint,
    home: str,
    seed: int,
    options: ArrangeOptions | None,
) -> Arrangement | None:
    """Find another room for a piece, the one with most free floor first, without moving what stands."""
    others = sorted(
        (a for name, a in done.items() if name != home and _belongs(footprint, a.room.room_type)),
        key=lambda a: sum(f.area_m2 for f in a.footprints) / a.room.area_m2,
    )
    for arrangement in others[:2]:
        tried = arrange_room(
            arrangement.room,
            (*arrangement.footprints, footprint),
            seed=seed,
            options=options,
            locked=arrangement.placements,
        )
        before = {o.item_id for o in arrangement.left_out}
        if {o.item_id for o in tried.left_out} <= before:
            return tried
    return None
