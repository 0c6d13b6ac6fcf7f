"""Houses as JSON: the other input and output of `showroom arrange`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from layout.errors import HouseError, RoomFileError
from layout.footprint import Footprint
from layout.house import House, HouseArrangement, generate_house
from layout.knowledge import load_knowledge
from layout.room_file import (
    Reader,
    RoomFile,
    arrangement_json,
    pieces_from_json,
    read_json,
    read_room_file,
    room_from_json,
)

__all__ = ["HouseFile", "house_json", "read_house_file", "read_plan_file"]


@dataclass(frozen=True)
class HouseFile:
    """What HOUSE.json holds: the house, and what is to stand in it."""

    house: House
    footprints: tuple[Footprint, ...]


def read_plan_file(path: Path | str) -> RoomFile | HouseFile:
    """Read a file that holds either a room or a house; errors as of their own readers."""
    data = Reader(read_json(Path(path)), str(path))
    return read_house_file(path) if "house" in data.record else read_room_file(path)


def read_house_file(path: Path | str) -> HouseFile:
    """Read HOUSE.json: {"house": {"id", "rooms": [ROOM, ...]}, "items": [...]}, lengths in metres.

    Instead of "rooms" the house may give "room_types" and "area_m2" and is then generated.

    Raises
    ------
    RoomFileError, RoomError, HouseError, FootprintError
        With the place in the file, what was expected and what was found.
    """
    path = Path(path)
    data = Reader(read_json(path), str(path))
    house = Reader(data.record.get("house"), f"{path}: house")
    name = house.text("id", path.stem) or path.stem
    items, locked = pieces_from_json(data.items("items"))
    if locked:
        raise RoomFileError(
            f"{path}: {locked[0].item_id} is locked, but only a room's pieces can be; arrange its room alone"
        )
    kinds = [str(k) for k in house.items("room_types")]
    if kinds:
        graph = load_knowledge()
        unknown = [k for k in kinds if k not in graph.room_types]
        if unknown:
            raise HouseError(
                f"{path}: no room type {unknown[0]!r}, expected one of {', '.join(graph.room_types)}"
            )
        usual = [graph.room_types[k].area_m2.typical_m for k in kinds]
        area = house.number("area_m2", sum(usual))
        scaled = [(k, u * area / sum(usual)) for k, u in zip(kinds, usual, strict=True)]
        return HouseFile(generate_house(scaled, int(house.number("seed", 0)), name), tuple(items))
    rooms = tuple(
        room_from_json(r, f"{path}: room {i}", f"room-{i + 1}")
        for i, r in enumerate(house.items("rooms"))
    )
    return HouseFile(House(name, rooms), tuple(items))


def house_json(arrangement: HouseArrangement) -> dict[str, Any]:
    """Write a furnished house as JSON data; times are left out, so equal input gives equal bytes."""
    return {
        "schema_version": 1,
        "house": arrangement.house.house_id,
        "rooms": [arrangement_json(a) for a in arrangement.arrangements],
        "left_out": [{"id": o.item_id, "reason": o.reason} for o in arrangement.left_out],
    }
