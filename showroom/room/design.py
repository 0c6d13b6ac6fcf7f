"""A room as a merchant designs it: what stands in it, where, what holds still, and how it looks.

A design is a value: every change makes another one, so that undo is a list of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from layout import (
    Footprint,
    House,
    LayoutError,
    LeftOut,
    Placement,
    Room,
    room_from_json,
    room_json,
    room_types,
)
from showroom.errors import DesignError
from showroom.room.selection import HOUSE, Piece
from showroom.style.wish import StyleWish

__all__ = [
    "DESIGN_SCHEMA_VERSION",
    "MOST_PIECES",
    "PlacedPiece",
    "RoomDesign",
    "footprints_for",
]

DESIGN_SCHEMA_VERSION = 1
MOST_PIECES = 200
"""Of all products of a design together."""
BY_HAND = "placed by hand"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")


@dataclass(frozen=True)
class PlacedPiece:
    """One piece of a product in its place.

    Attributes
    ----------
    item_id
        The SKU, or `SKU#2` for a second piece.
    x_m, y_m, z_m
        Where its floor centre is, frame `room`.
    yaw_rad
        Right-handed about +Y: 0 faces +Z.
    locked
        Whether it stays where it is when the rest is arranged again.
    reason
        Why it stands there, one phrase for people.
    """

    item_id: str
    x_m: float
    y_m: float
    z_m: float
    yaw_rad: float
    locked: bool = False
    reason: str = ""

    @property
    def placement(self) -> Placement:
        """The same in the words of the layout."""
        return Placement(self.item_id, self.x_m, self.y_m, self.z_m, self.yaw_rad, self.reason)


@dataclass(frozen=True)
class RoomDesign:
    """A room or house to be.

    Attributes
    ----------
    showroom_id
        Folder name of the showroom it becomes.
    title
        The merchant's name for it.
    room_type
        A room type of the knowledge graph, or "house".
    products
        SKU and number of pieces, in the order they were chosen.
    rooms
        The floor plan: one room, or those of the house. None yet where a usual one is still to be made.
    own_shape
        Whether the merchant drew or chose the floor plan; a usual one may be made anew for other products.
    areas
        Room types and floor areas (m²) of a house; none for what its products need.
    pieces
        Where everything stands.
    left_out
        What found no place, and why.
    style
        What the merchant asks of the look.
    fill
        Whether plain things that are not for sale may complete the room.
    shuffle
        Which taste it was arranged to; 0 is the engine's best.
    """

    showroom_id: str
    title: str
    room_type: str
    products: tuple[tuple[str, int], ...] = ()
    rooms: tuple[Room, ...] = ()
    own_shape: bool = False
    areas: tuple[tuple[str, float], ...] = ()
    pieces: tuple[PlacedPiece, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    style: StyleWish = field(default_factory=StyleWish)
    fill: bool = True
    shuffle: int = 0

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.showroom_id):
            raise DesignError(
                f"{self.showroom_id!r}: a room's id names a folder; expected up to 80 letters, digits, - and _"
            )
        if self.room_type not in (HOUSE, *room_types()):
            raise DesignError(
                f"{self.showroom_id}: there is no room type {self.room_type!r}; choose {HOUSE}, "
                f"{', '.join(room_types())}"
            )
        skus = [sku for sku, _ in self.products]
        if len(set(skus)) != len(skus) or any(count < 1 for _, count in self.products):
            raise DesignError(
                f"{self.showroom_id}: expected every product once with at least one piece, found {self.products!r}"
            )
        if sum(count for _, count in self.products) > MOST_PIECES:
            raise DesignError(
                f"{self.showroom_id}: more than {MOST_PIECES} pieces; make several rooms"
            )
        ids = [piece.item_id for piece in self.pieces]
        known = {item_id for item_id, _ in self.item_ids}
        if len(set(ids)) != len(ids) or not set(ids) <= known:
            raise DesignError(
                f"{self.showroom_id}: expected each placed piece once and of a chosen product, found {sorted(ids)}"
            )
        for piece in self.pieces:
            if not all(map(math.isfinite, (piece.x_m, piece.y_m, piece.z_m, piece.yaw_rad))):
                raise DesignError(
                    f"{self.showroom_id}: {piece.item_id} stands at no finite place; move it"
                )
        if len(self.rooms) > 1 and not self.is_house:
            raise DesignError(f"{self.showroom_id}: several rooms are a house; choose that type")

    @property
    def is_house(self) -> bool:
        """Whether it is a house of several rooms."""
        return self.room_type == HOUSE

    @property
    def item_ids(self) -> tuple[tuple[str, str], ...]:
        """Id and SKU of every piece that is to stand in it."""
        return tuple(
            (sku if copy == 0 else f"{sku}#{copy + 1}", sku)
            for sku, count in self.products
            for copy in range(count)
        )

    @property
    def locked(self) -> tuple[Placement, ...]:
        """What stays where it is."""
        return tuple(piece.placement for piece in self.pieces if piece.locked)

    def piece(self, item_id: str) -> PlacedPiece:
        """The placed piece with this id.

        Raises
        ------
        DesignError
            If it does not stand in the room.
        """
        for piece in self.pieces:
            if piece.item_id == item_id:
                return piece
        raise DesignError(f"{self.showroom_id}: {item_id!r} does not stand in it")

    def house(self) -> House:
        """The floor plan of a house.

        Raises
        ------
        HouseError
            If there is none yet, or its rooms do not make a house.
        """
        return House(self.showroom_id, self.rooms)

    def with_lock(self, item_id: str, locked: bool) -> RoomDesign:
        """Hold one piece where it is, or let it go.

        Raises
        ------
        DesignError
            If it does not stand in the room.
        """
        held = replace(self.piece(item_id), locked=locked)
        return replace(self, pieces=tuple(held if p.item_id == item_id else p for p in self.pieces))

    def with_type(self, room_type: str) -> RoomDesign:
        """Make it a room of another type; a floor plan of the merchant's own stays, unless houses are involved."""
        if room_type == self.room_type:
            return self
        keep = self.own_shape and HOUSE not in (room_type, self.room_type)
        return replace(
            self,
            room_type=room_type,
            rooms=tuple(replace(room, room_type=room_type) for room in self.rooms) if keep else (),
            own_shape=keep,
            areas=(),
            pieces=self.pieces if keep else (),
            left_out=(),
        )

    def with_shape(self, room: Room | None) -> RoomDesign:
        """Take another floor plan; None for a usual room. What stands keeps its place, as far as it has one."""
        if self.is_house:
            raise DesignError(f"{self.showroom_id}: the rooms of a house follow from their areas")
        if room is None:
            return replace(self, rooms=(), own_shape=False, pieces=(), left_out=())
        own = replace(room, room_id=self.showroom_id, room_type=self.room_type)
        return replace(self, rooms=(own,), own_shape=True)

    def with_products(self, products: Mapping[str, int]) -> RoomDesign:
        """Choose other products or numbers of pieces; what is no longer wanted leaves the room."""
        wanted = replace(
            self, products=tuple((s, n) for s, n in products.items() if n > 0), pieces=()
        )
        known = {item_id for item_id, _ in wanted.item_ids}
        return replace(
            wanted,
            pieces=tuple(p for p in self.pieces if p.item_id in known),
            left_out=tuple(out for out in self.left_out if out.item_id in known),
        )

    def without_piece(self, item_id: str) -> RoomDesign:
        """Take one piece away; the others of its product are numbered anew.

        Raises
        ------
        DesignError
            If there is no such piece.
        """
        ids = self.item_ids
        if item_id not in {known for known, _ in ids}:
            raise DesignError(f"{self.showroom_id}: {item_id!r} is none of its pieces")
        own = next(sku for known, sku in ids if known == item_id)
        counts = dict(self.products) | {own: dict(self.products)[own] - 1}
        rest = [known for known, sku in ids if sku == own and known != item_id]
        names = {old: own if k == 0 else f"{own}#{k + 1}" for k, old in enumerate(rest)}
        renamed = tuple(
            replace(p, item_id=names.get(p.item_id, p.item_id))
            for p in self.pieces
            if p.item_id != item_id
        )
        out = tuple(
            replace(o, item_id=names.get(o.item_id, o.item_id))
            for o in self.left_out
            if o.item_id != item_id
        )
        products = tuple((sku, n) for sku, n in counts.items() if n > 0)
        return replace(self, products=products, pieces=renamed, left_out=out)

    def as_json(self) -> dict[str, Any]:
        """The design as a file or a project holds it."""
        wish = self.style
        return {
            "schema_version": DESIGN_SCHEMA_VERSION,
            "showroom_id": self.showroom_id,
            "title": self.title,
            "room_type": self.room_type,
            "products": [{"sku": sku, "count": count} for sku, count in self.products],
            "rooms": [room_json(room) for room in self.rooms],
            "own_shape": self.own_shape,
            "areas": [{"type": kind, "area_m2": area_m2} for kind, area_m2 in self.areas],
            "pieces": [
                {
                    "id": p.item_id,
                    "position_m": [round(v, 4) for v in (p.x_m, p.y_m, p.z_m)],
                    "yaw_rad": round(p.yaw_rad, 6),
                    "locked": p.locked,
                    "reason": p.reason,
                }
                for p in self.pieces
            ],
            "left_out": [{"id": o.item_id, "reason": o.reason} for o in self.left_out],
            "style": {
                "name": wish.name,
                "wall_colour": wish.wall_colour,
                "floor_photo": str(wish.floor_photo) if wish.floor_photo else None,
                "floor_photo_m": wish.floor_photo_m,
            },
            "fill": self.fill,
            "shuffle": self.shuffle,
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> RoomDesign:
        """Read a design back.

        Raises
        ------
        DesignError
            If it is of another version or damaged.
        """
        if told.get("schema_version") != DESIGN_SCHEMA_VERSION:
            raise DesignError(
                f"a room design of version {told.get('schema_version')!r}, expected {DESIGN_SCHEMA_VERSION}; "
                "open it with the version that wrote it"
            )
        try:
            return cls._read(told)
        except (KeyError, TypeError, ValueError, LayoutError) as error:
            name = told.get("showroom_id")
            raise DesignError(f"{name}: the room design is damaged ({error!r})") from error

    @classmethod
    def _read(cls, told: Mapping[str, Any]) -> RoomDesign:
        wish = told["style"]
        return cls(
            showroom_id=told["showroom_id"],
            title=told["title"],
            room_type=told["room_type"],
            products=tuple((p["sku"], int(p["count"])) for p in told["products"]),
            rooms=tuple(room_from_json(r, told["showroom_id"]) for r in told["rooms"]),
            own_shape=bool(told["own_shape"]),
            areas=tuple((a["type"], float(a["area_m2"])) for a in told["areas"]),
            pieces=tuple(
                PlacedPiece(
                    p["id"],
                    float(p["position_m"][0]),
                    float(p["position_m"][1]),
                    float(p["position_m"][2]),
                    float(p["yaw_rad"]),
                    bool(p["locked"]),
                    p["reason"],
                )
                for p in told["pieces"]
            ),
            left_out=tuple(LeftOut(o["id"], o["reason"]) for o in told["left_out"]),
            style=StyleWish(
                wish["name"],
                wish["wall_colour"],
                Path(wish["floor_photo"]) if wish["floor_photo"] else None,
                float(wish["floor_photo_m"]),
            ),
            fill=bool(told["fill"]),
            shuffle=int(told["shuffle"]),
        )


def footprints_for(design: RoomDesign, known: Mapping[str, Piece]) -> tuple[Footprint, ...]:
    """A box for each piece that is to stand in the room.

    Parameters
    ----------
    known
        Finished products by SKU.

    Raises
    ------
    DesignError
        If a product of the design is not among them.
    """
    missing = [sku for sku, _ in design.products if sku not in known]
    if missing:
        raise DesignError(
            f"{design.showroom_id}: {', '.join(missing)} is not among the finished products; make it, "
            "or take it out of the room"
        )
    return tuple(
        Footprint(
            item_id,
            known[sku].category,
            known[sku].width_m,
            known[sku].depth_m,
            known[sku].height_m,
        )
        for item_id, sku in design.item_ids
    )
