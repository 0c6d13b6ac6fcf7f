"""Rooms and arrangements as JSON: the input and output of `showroom arrange`."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from layout.errors import RoomFileError
from layout.footprint import Footprint
from layout.knowledge import load_knowledge
from layout.placement import Arrangement, Placement
from layout.room import DOOR_HEIGHT_M, FixedElement, Opening, Room

__all__ = [
    "RoomFile",
    "arrangement_json",
    "read_json",
    "read_room_file",
    "room_from_json",
    "room_json",
]

MOST_ITEMS = 500
LARGEST_FILE_BYTES = 5_000_000
_REQUIRED = object()


class Reader:
    """Reads fields of one JSON object and says where it was when something is wrong."""

    def __init__(self, record: object, where: str) -> None:
        if not isinstance(record, Mapping):
            raise RoomFileError(f"{where}: expected an object, found {type(record).__name__}")
        self.record = record
        self.where = where

    def number(self, key: str, default: object = _REQUIRED) -> float:
        """Read a finite number."""
        value = self.record.get(key, default)
        if value is _REQUIRED:
            raise RoomFileError(f"{self.where}: {key!r} is missing; give it in metres")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise RoomFileError(
                f"{self.where}: {key!r} is {value!r}, expected a number such as 2.4 (metres, with a "
                "point)"
            )
        if not math.isfinite(value):
            raise RoomFileError(f"{self.where}: {key!r} is {value}, expected a finite number")
        return float(value)

    def text(self, key: str, default: object = _REQUIRED) -> str | None:
        """Read a string; None where it is null or absent with that default."""
        value = self.record.get(key, default)
        if value is _REQUIRED:
            raise RoomFileError(f"{self.where}: {key!r} is missing")
        if value is not None and not isinstance(value, str):
            raise RoomFileError(f"{self.where}: {key!r} is {value!r}, expected a text")
        return value

    def items(self, key: str) -> list[object]:
        """Read a list, empty if absent."""
        value = self.record.get(key, [])
        if not isinstance(value, list):
            raise RoomFileError(f"{self.where}: {key!r} is {value!r}, expected a list")
        return value

    def points(self, key: str) -> tuple[tuple[float, float], ...]:
        """Read corners [[x, z], ...]."""
        corners = []
        for i, pair in enumerate(self.items(key)):
            if (
                not isinstance(pair, list)
                or len(pair) != 2
                or not all(isinstance(v, int | float) and not isinstance(v, bool) for v in pair)
            ):
                raise RoomFileError(
                    f"{self.where}: corner {i} of {key!r} is {pair!r}, expected [x, z] in metres"
                )
            corners.append((float(pair[0]), float(pair[1])))
        return tuple(corners)


def read_json(path: Path) -> object:
    """Read a JSON file.

    Raises
    ------
    RoomFileError
        If it is missing, too large or no JSON.
    """
    if not path.is_file():
        raise RoomFileError(f"{path}: there is no such file")
    if path.stat().st_size > LARGEST_FILE_BYTES:
        raise RoomFileError(f"{path}: larger than {LARGEST_FILE_BYTES // 1_000_000} MB")
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise RoomFileError(f"{path}: not readable as JSON ({error}); save it as UTF-8") from error


def _opening(record: object, where: str) -> Opening:
    read = Reader(record, where)
    kind = read.text("kind")
    if kind not in ("door", "window"):
        raise RoomFileError(f"{where}: 'kind' is {kind!r}, expected 'door' or 'window'")
    door = kind == "door"
    hinge = read.text("hinge", "start")
    if hinge not in ("start", "end", "none"):
        raise RoomFileError(f"{where}: 'hinge' is {hinge!r}, expected 'start', 'end' or 'none'")
    return Opening(
        kind="door" if door else "window",
        wall=round(read.number("wall")),
        offset_m=read.number("offset_m"),
        width_m=read.number("width_m", 0.9 if door else 1.2),
        sill_m=read.number("sill_m", 0.0 if door else 0.9),
        height_m=read.number("height_m", DOOR_HEIGHT_M if door else 1.3),
        hinge="start" if hinge == "start" else "end" if hinge == "end" else "none",
        leads_to=read.text("leads_to", None),
    )


def room_from_json(record: object, where: str = "room", room_id: str = "room") -> Room:
    """Build a room from its JSON object.

    Corners may run either way round; openings count walls in the order the corners are given.

    Raises
    ------
    RoomFileError
        If a field is missing or of the wrong kind.
    RoomError
        If the room cannot be built.
    """
    read = Reader(record, where)
    openings = tuple(
        _opening(o, f"{where}: opening {i}") for i, o in enumerate(read.items("openings"))
    )
    fixed = []
    for i, element in enumerate(read.items("fixed")):
        part = Reader(element, f"{where}: fixed element {i}")
        fixed.append(
            FixedElement(
                part.text("id", f"fixed-{i}") or f"fixed-{i}",
                part.points("polygon_m"),
                part.number("height_m", 2.5),
            )
        )
    name = read.text("id", room_id) or room_id
    kind = read.text("type", "living_room") or "living_room"
    known = load_knowledge().room_types
    if kind not in known:
        raise RoomFileError(f"{where}: the type is {kind!r}, expected one of {', '.join(known)}")
    height = read.number("height_m", known[kind].height_m)
    if "polygon_m" in read.record:
        corners = read.points("polygon_m")
        turns = sum(
            x0 * z1 - x1 * z0
            for (x0, z0), (x1, z1) in zip(corners, corners[1:] + corners[:1], strict=True)
        )
        if turns < 0:
            corners, openings = _reversed(corners, openings)
        return Room(name, kind, corners, height, openings, tuple(fixed))
    return Room.rectangle(
        name, kind, read.number("width_m"), read.number("depth_m"), height, openings, tuple(fixed)
    )


def _reversed(
    corners: tuple[tuple[float, float], ...], openings: tuple[Opening, ...]
) -> tuple[tuple[tuple[float, float], ...], tuple[Opening, ...]]:
    """Turn the tour of a room round; wall i from corner i to i + 1 becomes wall n - 2 - i."""
    count = len(corners)
    backwards = tuple(reversed(corners))
    turned = []
    for o in openings:
        if not 0 <= o.wall < count:
            turned.append(o)  # the room itself will complain, with the number as given
            continue
        a, b = corners[o.wall], corners[(o.wall + 1) % count]
        turned.append(
            Opening(
                o.kind,
                (count - 2 - o.wall) % count,
                math.dist(a, b) - o.offset_m - o.width_m,
                o.width_m,
                o.sill_m,
                o.height_m,
                {"start": "end", "end": "start"}.get(o.hinge, "none"),  # type: ignore[arg-type]
                o.leads_to,
            )
        )
    return backwards, tuple(turned)


def pieces_from_json(records: Sequence[object]) -> tuple[list[Footprint], list[Placement]]:
    """Read the items and where those that are locked stand.

    An item with a count becomes as many pieces, `id`, `id#2` and so on.
    """
    footprints: list[Footprint] = []
    locked: list[Placement] = []
    for i, record in enumerate(records):
        read = Reader(record, f"item {i}")
        item_id = read.text("id")
        if not item_id:
            raise RoomFileError(f"item {i}: 'id' is empty; give each item its own id")
        read.where = f"item {i} ({item_id})"
        count = read.number("count", 1)
        if count != int(count) or not 1 <= count <= MOST_ITEMS:
            raise RoomFileError(
                f"{read.where}: 'count' is {count:g}, expected a whole number from 1 to {MOST_ITEMS}"
            )
        if "locked" in read.record:
            if count > 1:
                raise RoomFileError(
                    f"{read.where}: 'locked' with a count of {count:g}; list the pieces one by one"
                )
            locked.append(_lock(read.record["locked"], read.where, item_id))
        for k in range(int(count)):
            footprints.append(
                Footprint(
                    item_id if k == 0 else f"{item_id}#{k + 1}",
                    read.text("category", None),
                    read.number("width_m"),
                    read.number("depth_m"),
                    read.number("height_m"),
                )
            )
    if len(footprints) > MOST_ITEMS:
        raise RoomFileError(
            f"{len(footprints)} items, expected at most {MOST_ITEMS}; make several rooms"
        )
    return footprints, locked


def _lock(record: object, where: str, item_id: str) -> Placement:
    """Read where a locked piece stands, in the words of `arrangement_json`."""
    read = Reader(record, f"{where}: locked")
    place = read.items("position_m")
    numbers = [v for v in place if isinstance(v, int | float) and not isinstance(v, bool)]
    if len(place) != 3 or len(numbers) != 3:
        raise RoomFileError(
            f"{read.where}: 'position_m' is {place!r}, expected [x, y, z] in metres"
        )
    x, y, z = (float(v) for v in numbers)
    return Placement(item_id, x, y, z, read.number("yaw_rad", 0.0), "locked")


@dataclass(frozen=True)
class RoomFile:
    """What ROOM.json holds.

    Attributes
    ----------
    room
        The room.
    footprints
        What is to stand in it.
    locked
        Those of them that stay where they are, `room` frame.
    """

    room: Room
    footprints: tuple[Footprint, ...]
    locked: tuple[Placement, ...]


def read_room_file(path: Path | str) -> RoomFile:
    """Read ROOM.json: {"room": {...}, "items": [...]}, lengths in metres.

    Raises
    ------
    RoomFileError, RoomError, FootprintError
        With the place in the file, what was expected and what was found.
    """
    path = Path(path)
    data = Reader(read_json(path), str(path))
    if "room" not in data.record:
        raise RoomFileError(f"{path}: 'room' is missing; give its type and size")
    room = room_from_json(data.record["room"], f"{path}: room", path.stem)
    footprints, locked = pieces_from_json(data.items("items"))
    return RoomFile(room, tuple(footprints), tuple(locked))


def room_json(room: Room) -> dict[str, Any]:
    """Write a room as JSON data; `room_from_json` reads it back."""
    return {
        "id": room.room_id,
        "type": room.room_type,
        "polygon_m": [[round(x, 6), round(z, 6)] for x, z in room.polygon_m],
        "height_m": round(room.height_m, 6),
        "openings": [
            {
                "kind": o.kind,
                "wall": o.wall,
                "offset_m": round(o.offset_m, 6),
                "width_m": round(o.width_m, 6),
                "sill_m": round(o.sill_m, 6),
                "height_m": round(o.height_m, 6),
                "hinge": o.hinge,
                "leads_to": o.leads_to,
            }
            for o in room.openings
        ],
        "fixed": [
            {
                "id": f.element_id,
                "polygon_m": [[round(x, 6), round(z, 6)] for x, z in f.polygon_m],
                "height_m": round(f.height_m, 6),
            }
            for f in room.fixed
        ],
    }


def arrangement_json(arrangement: Arrangement) -> dict[str, Any]:
    """Write an arrangement as JSON data; times are left out, so equal input gives equal bytes."""
    return {
        "schema_version": 1,
        "room": room_json(arrangement.room),
        "status": arrangement.status,
        "gap": arrangement.gap,
        "cost": arrangement.cost,
        "placements": [
            {
                "id": p.item_id,
                "category": arrangement.category(p.item_id),
                "size_m": [
                    arrangement.footprint(p.item_id).width_m,
                    arrangement.footprint(p.item_id).height_m,
                    arrangement.footprint(p.item_id).depth_m,
                ],
                "position_m": [round(p.x_m, 4), round(p.y_m, 4), round(p.z_m, 4)],
                "yaw_rad": round(p.yaw_rad, 6),
                "reason": p.reason,
            }
            for p in arrangement.placements
        ],
        "left_out": [{"id": o.item_id, "reason": o.reason} for o in arrangement.left_out],
        "wishes": [
            {"id": w.item_id, "wish": w.wish, "prevented_by": w.prevented_by}
            for w in arrangement.wishes
        ],
        "warnings": [{"code": w.code, "message": w.message} for w in arrangement.warnings],
    }
