"""Footprints to placements: furnish rooms and houses from boxes in metres.

Frames: `room` (metres, +Y up, floor at y = 0), floor plans are (x, z), `yaw_rad` is right-handed about
+Y (0 faces +Z).  Everything public is named here; importing the package loads none of it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from layout.arrange import ArrangeOptions, arrange_room
    from layout.errors import (
        FootprintError,
        HouseError,
        KnowledgeError,
        LayoutError,
        LockError,
        RoomError,
        RoomFileError,
    )
    from layout.evaluate import Broken, evaluate
    from layout.footprint import Footprint
    from layout.knowledge import load_knowledge, room_types, rooms_for, typical_size
    from layout.matching import CategoryMatch, canonical_category
    from layout.placement import Arrangement, LayoutWarning, LeftOut, Placement, Wish
    from layout.plan_picture import plan_png
    from layout.plan_view import PlanOptions, plan_svg
    from layout.room import FixedElement, Opening, Room, Wall
    from layout.room_file import arrangement_json, read_room_file, room_json
    from layout.usual_room import room_for

_HOME = {
    "ArrangeOptions": "arrange",
    "Arrangement": "placement",
    "Broken": "evaluate",
    "CategoryMatch": "matching",
    "FixedElement": "room",
    "Footprint": "footprint",
    "FootprintError": "errors",
    "HouseError": "errors",
    "KnowledgeError": "errors",
    "LayoutError": "errors",
    "LayoutWarning": "placement",
    "LeftOut": "placement",
    "LockError": "errors",
    "Opening": "room",
    "Placement": "placement",
    "PlanOptions": "plan_view",
    "Room": "room",
    "RoomError": "errors",
    "RoomFileError": "errors",
    "Wall": "room",
    "Wish": "placement",
    "arrange_room": "arrange",
    "arrangement_json": "room_file",
    "canonical_category": "matching",
    "evaluate": "evaluate",
    "load_knowledge": "knowledge",
    "plan_png": "plan_picture",
    "plan_svg": "plan_view",
    "read_room_file": "room_file",
    "room_for": "usual_room",
    "room_json": "room_file",
    "room_types": "knowledge",
    "rooms_for": "knowledge",
    "typical_size": "knowledge",
}

__all__ = [
    "ArrangeOptions",
    "Arrangement",
    "Broken",
    "CategoryMatch",
    "FixedElement",
    "Footprint",
    "FootprintError",
    "HouseError",
    "KnowledgeError",
    "LayoutError",
    "LayoutWarning",
    "LeftOut",
    "LockError",
    "Opening",
    "Placement",
    "PlanOptions",
    "Room",
    "RoomError",
    "RoomFileError",
    "Wall",
    "Wish",
    "arrange_room",
    "arrangement_json",
    "canonical_category",
    "evaluate",
    "load_knowledge",
    "plan_png",
    "plan_svg",
    "read_room_file",
    "room_for",
    "room_json",
    "room_types",
    "rooms_for",
    "typical_size",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'layout' has no attribute {name!r}")
    # `evaluate` is both a module and its main function: the function is the public name.
    value = getattr(importlib.import_module(f"layout.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
