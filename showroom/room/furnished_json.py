"""What `showroom.json` says of any furnished room, finished or draft: the room, its light, and what stands where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from layout import Arrangement
from showroom.environment import MOODS, environment_name, garden_name
from showroom.product.facts import ProductFacts
from showroom.product.outcome import ProductLevel
from showroom.room.entrance import entrance, sku_of

__all__ = ["SHOWROOM_SCHEMA_VERSION", "furnished_json"]

SHOWROOM_SCHEMA_VERSION = 1


def furnished_json(
    showroom_id: str,
    style: str,
    arrangement: Arrangement,
    facts: Mapping[str, ProductFacts],
    levels: Mapping[str, Sequence[ProductLevel]],
) -> dict[str, Any]:
    """The part of `showroom.json` that needs no mesh.

    Parameters
    ----------
    showroom_id
        Name of its folder, two levels below the results folder.
    style
        Name of its style.
    arrangement
        Where everything stands; a house as one room.
    facts, levels
        What the shopper is told of each product, and its files for rooms, by SKU.
    """
    placements: dict[str, list[dict[str, Any]]] = {}
    for placement in arrangement.placements:
        placements.setdefault(sku_of(placement.item_id), []).append(
            {
                "node": placement.item_id,
                "position_m": [placement.x_m, placement.y_m, placement.z_m],
                "yaw_rad": placement.yaw_rad,
                "reason": placement.reason,
            }
        )
    room = arrangement.room
    start = entrance(room)
    return {
        "schema_version": SHOWROOM_SCHEMA_VERSION,
        "id": showroom_id,
        "room": {
            "type": room.room_type,
            "polygon_m": [list(corner) for corner in room.polygon_m],
            "height_m": room.height_m,
            "openings": [
                {
                    "kind": opening.kind,
                    "wall": opening.wall,
                    "offset_m": opening.offset_m,
                    "width_m": opening.width_m,
                    "sill_m": opening.sill_m,
                    "height_m": opening.height_m,
                }
                for opening in room.openings
            ],
        },
        "style": style,
        "environment": {
            mood: f"../../environments/{environment_name(style, mood)}" for mood in MOODS
        }
        | {"garden": f"../../environments/{garden_name(style)}"},
        "entrance": {"position_m": list(start.position_m), "yaw_rad": start.yaw_rad},
        "layout": {"status": arrangement.status, "gap": arrangement.gap},
        "products": [
            {
                **facts[sku].as_json(),
                "glb": f"../../products/{sku}/{sku}.web.glb",
                "poster": f"../../products/{sku}/poster.webp",
                "lods": [level.as_json(f"../../products/{sku}") for level in levels[sku]],
                "placements": pieces,
            }
            for sku, pieces in sorted(placements.items())
        ],
        "left_out": [
            {"sku": sku_of(left.item_id), "reason": left.reason} for left in arrangement.left_out
        ],
    }
