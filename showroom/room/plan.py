"""The designer's moves: arrange, shuffle, alternatives, move and turn, and what is wrong with a plan."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from layout import (
    Arrangement,
    ArrangeOptions,
    HouseArrangement,
    LeftOut,
    LockError,
    Placement,
    Room,
    arrange_alternatives,
    arrange_house,
    arrange_room,
    broken_rules,
    generate_house,
    house_for,
)
from layout.alternatives import visibly_different
from layout.items import Item, can_carry, items_of
from layout.knowledge import load_knowledge
from layout.usual_room import growing_rooms
from showroom.errors import DesignError
from showroom.room.design import BY_HAND, PlacedPiece, RoomDesign, footprints_for
from showroom.room.selection import Piece
from showroom.seeds import derive_seed

__all__ = [
    "Fault",
    "Plan",
    "alternatives",
    "arranged",
    "faults",
    "freed",
    "moved",
    "plan_of",
    "shuffled",
    "with_added",
]

QUICK_S = 0.6
"""Wall-clock seconds after which an arrangement for the screen is not improved further."""
MOST_SHUFFLES, SHUFFLE_S = 12, 1.0
"""Tastes that are tried for one that shows, and seconds after which no other is begun."""
_TOP_M = 0.02  # so far from a top a thing still stands on it
_SERIOUS = ("inside", "no_collision", "doors_free")


@dataclass(frozen=True)
class Plan:
    """A design as the layout sees it.

    Attributes
    ----------
    rooms
        What stands in each room.
    house
        The same as a house, where it is one.
    """

    rooms: tuple[Arrangement, ...]
    house: HouseArrangement | None = None


@dataclass(frozen=True)
class Fault:
    """A rule that a piece breaks.

    Attributes
    ----------
    rule
        Its name in `layout.rules`.
    item_id
        The piece.
    other
        What it meets: another piece, a side, or nothing.
    serious
        Whether the room is wrong so, and not only less good: out of the room, in another piece, before a door.
    """

    rule: str
    item_id: str
    other: str
    serious: bool


def arranged(
    design: RoomDesign, known: Mapping[str, Piece], *, limit_s: float = QUICK_S
) -> RoomDesign:
    """Find a place for everything; what is locked stays.

    A usual room that is too small for its products is made anew, unless something is locked in it.

    Parameters
    ----------
    known
        Finished products by SKU.
    limit_s
        Wall-clock seconds after which a plan is not improved further.

    Raises
    ------
    DesignError
        If a product is missing.
    LayoutError
        If the room cannot be made, or locked pieces stand where nothing can.
    """
    if design.own_shape or design.is_house or design.locked:
        return _solved(_with_rooms(design, known), known, _taste(design), limit_s)
    if design.rooms:
        solved = _solved(design, known, _taste(design), limit_s)
        if not solved.left_out:
            return solved
    for room in _usual_rooms(design, known):
        solved = _solved(replace(design, rooms=(room,)), known, _taste(design), limit_s)
        if not solved.left_out:
            break
    return solved


def shuffled(
    design: RoomDesign, known: Mapping[str, Piece], *, limit_s: float = QUICK_S
) -> RoomDesign:
    """Arrange to another taste, one that shows; what is locked stays.

    Raises
    ------
    DesignError, LayoutError
        As `arranged`.
    """
    design = _with_rooms(design, known)
    before = plan_of(design, known).rooms
    ends = time.perf_counter() + SHUFFLE_S
    best = design
    for step in range(1, MOST_SHUFFLES + 1):
        other = replace(design, shuffle=design.shuffle + step)
        tried = _solved(other, known, _taste(other), limit_s)
        after = plan_of(tried, known).rooms
        if any(visibly_different(a, b) for a, b in zip(before, after, strict=True)):
            return tried
        # A chair elsewhere is better than nothing elsewhere.
        if best is design or _places(best) == _places(design):
            best = tried
        if time.perf_counter() > ends:
            break
    return best


def _places(design: RoomDesign) -> set[tuple[str, float, float]]:
    return {(p.item_id, round(p.x_m, 2), round(p.z_m, 2)) for p in design.pieces}


def alternatives(
    design: RoomDesign, known: Mapping[str, Piece], count: int = 3, *, limit_s: float = QUICK_S
) -> tuple[RoomDesign, ...]:
    """Up to `count` visibly different plans of the same room, the first to its present taste.

    Raises
    ------
    DesignError, LayoutError
        As `arranged`.
    """
    design = _with_rooms(design, known)
    if design.is_house:
        tries = [replace(design, shuffle=design.shuffle + k) for k in range(count)]
        return tuple(_solved(one, known, _taste(one), limit_s) for one in tries)
    boxes = footprints_for(design, known)
    found = arrange_alternatives(
        design.rooms[0],
        boxes,
        count,
        seed=_taste(design),
        options=ArrangeOptions(limit_s),
        locked=design.locked,
    )
    return tuple(
        _filled(replace(design, shuffle=design.shuffle + k), one.placements, one.left_out)
        for k, one in enumerate(found)
    )


def with_added(
    design: RoomDesign, known: Mapping[str, Piece], *, limit_s: float = QUICK_S
) -> RoomDesign:
    """Find a place for what has none yet; everything else stays where it is, if that leaves nothing out.

    Raises
    ------
    DesignError, LayoutError
        As `arranged`.
    """
    standing = {piece.item_id for piece in design.pieces}
    if not standing or not design.rooms:
        return arranged(design, known, limit_s=limit_s)
    if all(item_id in standing for item_id, _ in design.item_ids):
        return replace(design, left_out=())
    held = replace(design, pieces=tuple(replace(p, locked=True) for p in design.pieces))
    try:
        kept = _solved(held, known, _taste(design), limit_s)
    except LockError:
        return arranged(design, known, limit_s=limit_s)
    if kept.left_out:
        return arranged(design, known, limit_s=limit_s)
    locks = {piece.item_id: piece for piece in design.pieces}
    return replace(kept, pieces=tuple(locks.get(p.item_id, p) for p in kept.pieces))


def moved(
    design: RoomDesign,
    known: Mapping[str, Piece],
    item_id: str,
    x_m: float,
    z_m: float,
    yaw_rad: float,
) -> RoomDesign:
    """Put a piece elsewhere by hand and hold it there; what stands on it comes along.

    A thing for tables that comes over one is set on its top, and on the floor elsewhere.

    Raises
    ------
    DesignError
        If it does not stand in the room, or the place is no finite one.
    """
    old = design.piece(item_id)
    if not all(map(math.isfinite, (x_m, z_m, yaw_rad))):
        raise DesignError(f"{item_id}: ({x_m}, {z_m}) is no place in metres")
    items = {i.item_id: i for i in _items(design, known)}
    yaw_rad = math.atan2(math.sin(yaw_rad), math.cos(yaw_rad))
    riders = {
        p.item_id for p in design.pieces if _stands_on(p, old, items[p.item_id], items[item_id])
    }
    y_m = old.y_m
    if items[item_id].facts.mount == "top":
        y_m = _top_under(design, items, item_id, riders, x_m, z_m)
    turn = yaw_rad - old.yaw_rad
    c, s = math.cos(turn), math.sin(turn)
    pieces = []
    for piece in design.pieces:
        if piece.item_id == item_id:
            pieces.append(PlacedPiece(item_id, x_m, y_m, z_m, yaw_rad, locked=True, reason=BY_HAND))
        elif piece.item_id in riders:
            dx, dz = piece.x_m - old.x_m, piece.z_m - old.z_m
            along = replace(
                piece,
                x_m=x_m + c * dx + s * dz,
                z_m=z_m - s * dx + c * dz,
                yaw_rad=math.remainder(piece.yaw_rad + turn, 2 * math.pi),
            )
            pieces.append(along)
        else:
            pieces.append(piece)
    return replace(design, pieces=tuple(pieces))


def faults(design: RoomDesign, known: Mapping[str, Piece]) -> tuple[Fault, ...]:
    """What is wrong with a plan, the serious faults first."""
    found = [
        Fault(b.rule, b.item_id, b.with_what, b.rule in _SERIOUS)
        for room in plan_of(design, known).rooms
        for b in broken_rules(room, hard_only=True)
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda f: (not f.serious, f.item_id, f.rule)))


def freed(design: RoomDesign, known: Mapping[str, Piece]) -> tuple[RoomDesign, tuple[str, ...]]:
    """Let go of locked pieces that cannot stay where they are, as in a room that has become smaller.

    Returns
    -------
    RoomDesign
        With only such locks as can hold together.
    tuple
        Ids of the pieces that were let go.
    """
    held = replace(design, pieces=tuple(p for p in design.pieces if p.locked))
    gone: list[str] = []
    while held.pieces and (serious := [f for f in faults(held, known) if f.serious]):
        gone.append(serious[-1].item_id)
        held = replace(held, pieces=tuple(p for p in held.pieces if p.item_id != gone[-1]))
    pieces = tuple(replace(p, locked=p.locked and p.item_id not in gone) for p in design.pieces)
    return replace(design, pieces=pieces), tuple(gone)


def plan_of(design: RoomDesign, known: Mapping[str, Piece]) -> Plan:
    """The design in the words of the layout, for judging, drawing and finishing.

    Raises
    ------
    DesignError
        If it has no floor plan yet, or a product is missing.
    """
    if not design.rooms:
        raise DesignError(f"{design.showroom_id}: it has no floor plan yet; arrange it first")
    boxes = footprints_for(design, known)
    categories = {i.item_id: i.category for i in _items(design, known)}
    home = {p.item_id: 0 for p in design.pieces}
    house = design.house() if design.is_house else None
    if house is not None:
        names = [room.room_id for room in house.rooms]
        home = {p.item_id: names.index(house.room_at(p.x_m, p.z_m).room_id) for p in design.pieces}
    parts = tuple(
        Arrangement(
            room=room,
            footprints=tuple(b for b in boxes if home.get(b.item_id, 0) == number),
            placements=tuple(p.placement for p in design.pieces if home[p.item_id] == number),
            left_out=design.left_out if house is None else (),
            status="feasible",
            gap=None,
            cost=0.0,
            solve_seconds=0.0,
            categories=tuple(c for c in categories.items() if home.get(c[0], 0) == number),
        )
        for number, room in enumerate(design.rooms)
    )
    if house is None:
        return Plan(parts)
    return Plan(parts, HouseArrangement(house, parts, design.left_out, 0.0))


def _taste(design: RoomDesign) -> int:
    return derive_seed(design.shuffle, "arrange", design.showroom_id) if design.shuffle else 0


def _with_rooms(design: RoomDesign, known: Mapping[str, Piece]) -> RoomDesign:
    """The design with a floor plan, a usual one where it has none."""
    if design.rooms:
        return design
    if not design.is_house:
        return replace(design, rooms=(next(iter(_usual_rooms(design, known))),))
    seed = derive_seed(0, "room", design.showroom_id)
    if design.areas:
        house = generate_house(design.areas, seed, design.showroom_id)
    else:
        house = house_for(footprints_for(design, known), seed, design.showroom_id)
    return replace(design, rooms=house.rooms)


def _usual_rooms(design: RoomDesign, known: Mapping[str, Piece]) -> Iterator[Room]:
    """A usual room for the products, then larger ones."""
    seed = derive_seed(0, "room", design.showroom_id)
    for room in growing_rooms(footprints_for(design, known), design.room_type, seed):
        yield replace(room, room_id=design.showroom_id)


def _solved(
    design: RoomDesign, known: Mapping[str, Piece], seed: int, limit_s: float
) -> RoomDesign:
    boxes = footprints_for(design, known)
    options = ArrangeOptions(limit_s)
    if design.is_house:
        house = arrange_house(
            design.house(), boxes, seed=seed, options=options, locked=design.locked
        )
        placements = [p for room in house.arrangements for p in room.placements]
        return _filled(design, placements, house.left_out)
    room = arrange_room(design.rooms[0], boxes, seed=seed, options=options, locked=design.locked)
    return _filled(design, room.placements, room.left_out)


def _filled(
    design: RoomDesign, placements: Sequence[Placement], left_out: Sequence[LeftOut]
) -> RoomDesign:
    held = {place.item_id: place for place in design.locked}
    pieces = tuple(
        PlacedPiece(
            p.item_id, p.x_m, p.y_m, p.z_m, p.yaw_rad, p.item_id in held,
            held[p.item_id].reason if p.item_id in held else p.reason,
        )
        for p in placements
    )  # fmt: skip
    return replace(design, pieces=pieces, left_out=tuple(left_out))


def _items(design: RoomDesign, known: Mapping[str, Piece]) -> tuple[Item, ...]:
    return items_of(footprints_for(design, known), load_knowledge())[0]


def _stands_on(thing: PlacedPiece, host: PlacedPiece, item: Item, table: Item) -> bool:
    top_m = host.y_m + table.footprint.height_m
    # A top is often lower than the highest point of its piece.
    on_top = _TOP_M < thing.y_m <= top_m + _TOP_M and item.facts.mount == "top"
    return on_top and thing.item_id != host.item_id and _over(host, table, thing.x_m, thing.z_m)


def _over(host: PlacedPiece, table: Item, x_m: float, z_m: float) -> bool:
    dx, dz = x_m - host.x_m, z_m - host.z_m
    c, s = math.cos(host.yaw_rad), math.sin(host.yaw_rad)
    inside = abs(c * dx - s * dz) <= table.footprint.width_m / 2
    return bool(inside and abs(s * dx + c * dz) <= table.footprint.depth_m / 2)


def _top_under(
    design: RoomDesign,
    items: Mapping[str, Item],
    item_id: str,
    riders: set[str],
    x_m: float,
    z_m: float,
) -> float:
    """Height of the highest top under a place that can carry the piece; 0 on the floor."""
    tops = [
        items[p.item_id].footprint.height_m
        for p in design.pieces
        if p.item_id != item_id
        and p.item_id not in riders
        and can_carry(items[p.item_id], items[item_id])
        and _over(p, items[p.item_id], x_m, z_m)
    ]
    return float(np.max(tops)) if tops else 0.0
