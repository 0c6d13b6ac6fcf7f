"""A room's design as the plan editor is told of it, and what the merchant did there, back into the design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from layout import room_from_json, room_json
from layout.items import items_of
from layout.knowledge import load_knowledge
from layout.plan_symbols import symbol
from showroom.errors import DesignError
from showroom.product.finished import FinishedProduct
from showroom.room.design import RoomDesign, footprints_for
from showroom.room.plan import Fault, moved
from showroom.room.selection import Piece

__all__ = ["Gestures", "changed_by", "plan_json"]

_PX_PER_M = 100.0


class Gestures:
    """Which gestures of which editor have been taken in; every mount of the editor counts for itself."""

    def __init__(self) -> None:
        self.ack: tuple[str, int] | None = None

    def new(self, told: Mapping[str, Any] | None) -> list[dict[str, Any]]:
        """Those of an event that were not taken in before, in their order; they count as taken in now."""
        if not told:
            return []
        mount = str(told["mount"])
        last = self.ack[1] if self.ack is not None and self.ack[0] == mount else 0
        fresh = sorted(
            (g for g in told["gestures"] if int(g["n"]) > last), key=lambda g: int(g["n"])
        )
        if fresh:
            self.ack = (mount, int(fresh[-1]["n"]))
        return [dict(gesture) for gesture in fresh]


def changed_by(
    design: RoomDesign, gesture: Mapping[str, Any], known: Mapping[str, Piece]
) -> RoomDesign:
    """The design after one gesture of the merchant.

    Raises
    ------
    DesignError
        If it names a piece that is not there, or a place that is none.
    RoomError, RoomFileError
        If a drawn floor plan is no room.
    """
    kind = gesture["kind"]
    if kind == "move":
        where = (float(gesture["x_m"]), float(gesture["z_m"]), float(gesture["yaw_rad"]))
        return moved(design, known, str(gesture["id"]), *where)
    if kind == "lock":
        return design.with_lock(str(gesture["id"]), bool(gesture["locked"]))
    if kind == "remove":
        return design.without_piece(str(gesture["id"]))
    if kind == "shape":
        if design.is_house or len(design.rooms) != 1:
            raise DesignError(f"{design.showroom_id}: only a single room's walls can be drawn")
        before = design.rooms[0]
        told = {
            "id": before.room_id,
            "type": before.room_type,
            "height_m": before.height_m,
            "polygon_m": [list(corner) for corner in gesture["polygon_m"]],
            "openings": [_within(opening, before.height_m) for opening in gesture["openings"]],
        }
        return design.with_shape(room_from_json(told, design.showroom_id))
    raise DesignError(f"{design.showroom_id}: {kind!r} is nothing that can be done on a plan")


def _within(opening: Mapping[str, Any], height_m: float) -> dict[str, Any]:
    """An opening no higher than its room: a new one has a usual height, whatever the ceiling."""
    sill = float(opening["sill_m"])
    return {**opening, "height_m": min(float(opening["height_m"]), height_m - sill)}


def plan_json(
    design: RoomDesign,
    products: Mapping[str, FinishedProduct],
    found: Sequence[Fault],
    *,
    language: str = "en",
    ack: tuple[str, int] | None = None,
) -> dict[str, Any]:
    """What `<plan-editor>` draws.

    Parameters
    ----------
    found
        What `showroom.room.plan.faults` said of this very design.
    language
        Tag of the language that products are named in, where they have a name in it.
    ack
        As `Gestures.ack`.
    """
    boxes = footprints_for(design, {sku: product.piece for sku, product in products.items()})
    items = {item.item_id: item for item in items_of(boxes, load_knowledge())[0]}
    skus = dict(design.item_ids)
    pieces = []
    for piece in design.pieces:
        item = items[piece.item_id]
        box, details = item.footprint, products[skus[piece.item_id]].facts.details
        shapes = symbol(
            item.category, box.width_m * _PX_PER_M, box.depth_m * _PX_PER_M, box.height_m
        )
        pieces.append(
            {
                "id": piece.item_id,
                "name": details.names.get(language, details.name),
                "size_m": [box.width_m, box.height_m, box.depth_m],
                "position_m": [piece.x_m, piece.y_m, piece.z_m],
                "yaw_rad": piece.yaw_rad,
                "mount": item.facts.mount,
                "top": _carries(item.facts.mount, box.height_m)
                and (item.facts.top or "storage" in item.kinds),
                "locked": piece.locked,
                "symbol": "".join(shapes),
            }
        )
    return {
        "ack": list(ack) if ack else None,
        "rooms": [room_json(room) for room in design.rooms],
        "pieces": pieces,
        "faults": [
            {"id": f.item_id, "rule": f.rule, "other": f.other, "serious": f.serious} for f in found
        ],
        "drawable": not design.is_house,
    }


def _carries(mount: str, height_m: float) -> bool:
    return mount == "floor" and 0.25 <= height_m <= 1.3
