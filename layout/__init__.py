"""Footprints to placements: furnish rooms and houses from boxes in metres.

Frames: `room` (metres, +Y up, floor at y = 0), floor plans are (x, z), `yaw_rad` is right-handed about
+Y (0 faces +Z).  Everything public is named here; importing the package loads none of it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from layout.alternatives import arrange_alternatives
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
    from layout.evaluate import broken_rules
    from layout.footprint import Footprint
    from layout.house import (
        House,
        HouseArrangement,
        arrange_house,
        generate_house,
        house_for,
    )
    from layout.house_file import HouseFile, house_json, read_house_file, read_plan_file
    from layout.house_floor import as_one_room
    from layout.knowledge import load_knowledge, room_types, rooms_for, typical_size
    from layout.knowledge_view import category_json, describe_category, neighbourhood_svg
    from layout.matching import CategoryMatch, canonical_category
    from layout.measure import measure_plan
    from layout.placement import Arrangement, LayoutWarning, LeftOut, Placement, Wish
    from layout.plan_picture import plan_png, svg_png
    from layout.plan_view import PlanOptions, house_svg, plan_svg
    from layout.room import FixedElement, Opening, Room, Wall
    from layout.room_file import (
        RoomFile,
        arrangement_json,
        read_room_file,
        room_from_json,
        room_json,
    )
    from layout.subject import Broken
    from layout.usual_room import room_for

_HOME = {
    "as_one_room": "house_floor",
    "ArrangeOptions": "arrange",
    "Arrangement": "placement",
    "Broken": "subject",
    "CategoryMatch": "matching",
    "FixedElement": "room",
    "Footprint": "footprint",
    "FootprintError": "errors",
    "House": "house",
    "HouseArrangement": "house",
    "HouseError": "errors",
    "HouseFile": "house_file",
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
    "RoomFile": "room_file",
    "RoomFileError": "errors",
    "Wall": "room",
    "Wish": "placement",
    "arrange_alternatives": "alternatives",
    "arrange_house": "house",
    "arrange_room": "arrange",
    "arrangement_json": "room_file",
    "canonical_category": "matching",
    "category_json": "knowledge_view",
    "describe_category": "knowledge_view",
    "broken_rules": "evaluate",
    "generate_house": "house",
    "house_for": "house",
    "house_svg": "plan_view",
    "load_knowledge": "knowledge",
    "measure_plan": "measure",
    "neighbourhood_svg": "knowledge_view",
    "plan_png": "plan_picture",
    "plan_svg": "plan_view",
    "house_json": "house_file",
    "read_house_file": "house_file",
    "read_plan_file": "house_file",
    "read_room_file": "room_file",
    "room_for": "usual_room",
    "room_from_json": "room_file",
    "room_json": "room_file",
    "room_types": "knowledge",
    "rooms_for": "knowledge",
    "svg_png": "plan_picture",
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
    "House",
    "HouseArrangement",
    "HouseError",
    "HouseFile",
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
    "RoomFile",
    "RoomFileError",
    "Wall",
    "Wish",
    "arrange_alternatives",
    "arrange_house",
    "arrange_room",
    "arrangement_json",
    "as_one_room",
    "broken_rules",
    "canonical_category",
    "category_json",
    "describe_category",
    "generate_house",
    "house_for",
    "house_json",
    "house_svg",
    "load_knowledge",
    "measure_plan",
    "neighbourhood_svg",
    "plan_png",
    "plan_svg",
    "read_house_file",
    "read_plan_file",
    "read_room_file",
    "room_for",
    "room_from_json",
    "room_json",
    "room_types",
    "rooms_for",
    "svg_png",
    "typical_size",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'layout' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"layout.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
