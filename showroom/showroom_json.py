"""`showroom.json`: what the viewer and a store need of a showroom beside its geometry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from layout import Arrangement
from showroom.environment import MOODS, environment_name, garden_name
from showroom.fillers.placed import PlacedFiller
from showroom.problem import Problem
from showroom.product_facts import ProductFacts
from showroom.product_outcome import ProductLevel
from showroom.room_scene import entrance, sku_of
from showroom.saved_view import SavedView
from showroom.tour import Tour
from showroom.tour_files import tour_json

__all__ = ["SHOWROOM_SCHEMA_VERSION", "ShowroomFacts", "showroom_json"]

SHOWROOM_SCHEMA_VERSION = 1


@dataclass(frozen=True)
class ShowroomFacts:
    """What is known of a showroom beside its plan.

    Attributes
    ----------
    showroom_id
        Its folder's name.
    style
        Name of its style.
    facts
        What the shopper is told of each product, by SKU.
    levels
        Each product's files for rooms, finest first, by SKU.
    views
        Where its pictures were taken from, by name (`poster`, `dollhouse`).
    """

    showroom_id: str
    style: str
    facts: Mapping[str, ProductFacts]
    levels: Mapping[str, tuple[ProductLevel, ...]]
    views: Mapping[str, SavedView] = field(default_factory=dict)


def showroom_json(
    known: ShowroomFacts,
    arrangement: Arrangement,
    tour: Tour,
    fillers: Sequence[PlacedFiller] | None,
    problems: Sequence[Problem],
) -> dict[str, Any]:
    """What the viewer and a store need beside the geometry.

    Parameters
    ----------
    known
        Of the showroom and its products.
    arrangement
        Where everything stands; a house as one room.
    tour
        Its tour.
    fillers
        What completes it; None where the merchant did not allow any.
    problems
        What the merchant should know.
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
    told = {
        "schema_version": SHOWROOM_SCHEMA_VERSION,
        "id": known.showroom_id,
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
        "style": known.style,
        "scene": "showroom.web.glb",
        "shell": "shell.web.glb",
        "environment": {
            mood: f"../../environments/{environment_name(known.style, mood)}" for mood in MOODS
        }
        | {"garden": f"../../environments/{garden_name(known.style)}"},
        "plan": "plan.svg",
        "poster": "poster.webp",
        "dollhouse": "dollhouse.webp",
        "views": {name: view.as_json() for name, view in sorted(known.views.items())},
        "entrance": {"position_m": list(start.position_m), "yaw_rad": start.yaw_rad},
        **tour_json(tour),
        "layout": {"status": arrangement.status, "gap": arrangement.gap},
        "products": [
            {
                **known.facts[sku].as_json(),
                "glb": f"../../products/{sku}/{sku}.web.glb",
                "poster": f"../../products/{sku}/poster.webp",
                "lods": [level.as_json(f"../../products/{sku}") for level in known.levels[sku]],
                "placements": pieces,
            }
            for sku, pieces in sorted(placements.items())
        ],
        "left_out": [
            {"sku": sku_of(left.item_id), "reason": left.reason} for left in arrangement.left_out
        ],
        "warnings": [{"code": p.code, "message": p.message} for p in problems],
    }
    if fillers is not None:
        told["fillers"] = [filler.as_json() for filler in fillers]
    return told
