"""A finished showroom as a design again, so that rooms of the command line can be changed in the app."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layout import LeftOut, Opening, Room
from layout.errors import LayoutError
from showroom.errors import DesignError
from showroom.room.design import PlacedPiece, RoomDesign
from showroom.style.wish import StyleWish

__all__ = ["design_of_showroom"]


def design_of_showroom(told: Mapping[str, Any], title: str = "") -> RoomDesign:
    """The design that `showroom.json` describes: its floor plan as the merchant's own, everything where it stands.

    Parameters
    ----------
    told
        Content of `showroom.json` of a single room; a house is none.
    title
        The merchant's name for it.

    Raises
    ------
    DesignError
        If it is damaged, of a house, or of a room with columns: `showroom.json` does not tell of those.
    """
    name = str(told.get("id"))
    try:
        room = told["room"]
        plan = Room(
            room_id=name,
            room_type=room["type"],
            polygon_m=tuple((float(x), float(z)) for x, z in room["polygon_m"]),
            height_m=float(room["height_m"]),
            openings=tuple(Opening(**opening) for opening in room["openings"]),
        )
        return RoomDesign(
            showroom_id=name,
            title=title,
            room_type=room["type"],
            # What was left out has no piece, and may be placed once the merchant changes the room.
            products=tuple((p["sku"], len(p["placements"])) for p in told["products"]),
            rooms=(plan,),
            own_shape=True,
            pieces=tuple(_piece(p) for product in told["products"] for p in product["placements"]),
            left_out=tuple(LeftOut(out["sku"], out["reason"]) for out in told["left_out"]),
            style=StyleWish(told["style"]),
            fill="fillers" in told,
        )
    except (KeyError, TypeError, ValueError, LayoutError) as error:
        raise DesignError(f"{name}: cannot be changed as a design ({error!r})") from error


def _piece(told: Mapping[str, Any]) -> PlacedPiece:
    x_m, y_m, z_m = (float(side) for side in told["position_m"])
    return PlacedPiece(told["node"], x_m, y_m, z_m, float(told["yaw_rad"]), reason=told["reason"])
