"""Which products go into which showroom, and how many pieces of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from layout import Arrangement, Footprint, HouseArrangement, load_knowledge, rooms_for
from showroom.errors import WrongUseError

__all__ = [
    "HOUSE",
    "Piece",
    "RoomSelection",
    "check_request",
    "footprints_of",
    "select_rooms",
    "suggested_products",
]

HOUSE = "house"
"""Asked for instead of a room type: rooms with doors between them, for all products."""

# A corner of five products or more is worth a room of its own; a table and a chair join the living room.
SMALLEST_GROUP = 5
LARGEST_GROUP = 14
# On the graph's scale of how much a room wants a category: a bed alone is worth a bedroom.
ROOM_NAMING_WANT = 10
AT_HOME_ELSEWHERE = 0.35
# A place at the table is 0.6 m wide.
PLACE_AT_TABLE_M = 0.6
DOUBLE_BED_M = 1.2


@dataclass(frozen=True)
class Piece:
    """One product that may be placed, with the category of the knowledge graph it was taken for.

    Attributes
    ----------
    sku
        The product.
    category
        Category of the graph, or None.
    width_m, depth_m, height_m
        Its box.
    """

    sku: str
    category: str | None
    width_m: float
    depth_m: float
    height_m: float


@dataclass(frozen=True)
class RoomSelection:
    """One showroom to make.

    Attributes
    ----------
    showroom_id
        Folder name, "living-room-1".
    room_type
        Room type of the graph.
    footprints
        Boxes to place; the first piece of a product has the SKU as its id, the second "SKU#2".
    again
        How many showrooms before it show the same products: it is then arranged to another taste.
    arrangement
        Where they stand, if that has been solved already, as for a room of a house.
    house
        All rooms of a house, for a showroom of the whole.
    """

    showroom_id: str
    room_type: str
    footprints: tuple[Footprint, ...]
    again: int = 0
    arrangement: Arrangement | None = None
    house: HouseArrangement | None = None


def select_rooms(
    pieces: Sequence[Piece], *, room: str, count: int | None, room_types: Sequence[str]
) -> tuple[RoomSelection, ...]:
    """Divide the products over showrooms.

    Parameters
    ----------
    pieces
        Every finished product.
    room
        A room type, or "auto": the graph says where each product belongs.
    count
        How many showrooms; None for as many as the products fill. More than that repeats them (each is arranged
        with its own seed), fewer keeps the fullest.
    room_types
        The types there are.

    Raises
    ------
    WrongUseError
        If the room type does not exist or the count is not positive.
    """
    check_request(room, count, room_types)
    groups = _groups_by_room(pieces) if room == "auto" else {room: list(pieces)}
    chosen = [
        (room_type, part) for room_type, group in groups.items() for part in _split(group) if part
    ]
    kinds = len(chosen)
    if count is not None and chosen:
        if kinds > count:
            chosen.sort(key=lambda pair: -len(pair[1]))
        chosen = [chosen[index % kinds] for index in range(count)]
    numbers: dict[str, int] = {}
    selections = []
    for index, (room_type, part) in enumerate(chosen):
        numbers[room_type] = numbers.get(room_type, 0) + 1
        selections.append(
            RoomSelection(
                showroom_id=f"{room_type.replace('_', '-')}-{numbers[room_type]}",
                room_type=room_type,
                footprints=footprints_of(part),
                again=index // kinds,
            )
        )
    return tuple(selections)


def suggested_products(pieces: Sequence[Piece], room_type: str) -> dict[str, int]:
    """Which products a room of a type, or a house, begins with, and how many pieces of each.

    What the graph has in such a room, what it wants most first; everything for a house or a gallery.
    """
    graph = load_knowledge()

    def weight(piece: Piece) -> float:
        known = graph.categories.get(piece.category or "")
        if room_type in (HOUSE, "gallery") or known is None:
            return 1.0
        most = max(known.rooms.values(), default=0.0)
        own = known.rooms.get(room_type, 0.0)
        return own * known.wanted if own > AT_HOME_ELSEWHERE * most else 0.0

    kept = sorted((p for p in pieces if weight(p) > 0), key=lambda p: (-weight(p), p.sku))
    chosen = kept if room_type == HOUSE else kept[:LARGEST_GROUP]
    counts = Counter(box.item_id.split("#", 1)[0] for box in footprints_of(chosen))
    return {piece.sku: counts[piece.sku] for piece in chosen}


def check_request(room: str, count: int | None, room_types: Sequence[str]) -> None:
    """Refuse room types that do not exist and counts below one.

    Raises
    ------
    WrongUseError
        With what there is to choose from.
    """
    if count is not None and count < 1:
        raise WrongUseError(f"--count {count}: ask for at least one showroom.")
    if room not in ("auto", HOUSE, *room_types):
        raise WrongUseError(
            f"--room {room}: there is no such room type. Choose auto, {HOUSE}, {', '.join(room_types)}."
        )


def _groups_by_room(pieces: Sequence[Piece]) -> dict[str, list[Piece]]:
    """Every product goes where it belongs most; small groups join the room of the others that suits them best."""
    weights = {piece.sku: dict(rooms_for([piece.category])) for piece in pieces}
    best = {piece.sku: rooms_for([piece.category])[0][0] for piece in pieces}
    sizes = Counter(best.values())
    anchored = {best[piece.sku] for piece in pieces if _names_a_room(piece.category)}
    kept = [
        room_type
        for room_type, size in sizes.items()
        if size >= SMALLEST_GROUP or room_type in anchored
    ]
    if not kept:
        kept = [rooms_for([piece.category for piece in pieces])[0][0]]
    groups: dict[str, list[Piece]] = {room_type: [] for room_type in sorted(kept)}
    for piece in pieces:
        room_type = best[piece.sku]
        if room_type not in groups:
            room_type = _next_best(weights[piece.sku], groups)
        groups[room_type].append(piece)
    return groups


def _names_a_room(category: str | None) -> bool:
    """Whether the category is wanted most and at home in one room only: a bed, but not a dining table."""
    known = load_knowledge().categories.get(category or "")
    if known is None or known.wanted < ROOM_NAMING_WANT:
        return False
    weights = sorted(known.rooms.values())
    return len(weights) < 2 or weights[-2] <= AT_HOME_ELSEWHERE * weights[-1]


def _next_best(weights: Mapping[str, float], groups: Mapping[str, Sequence[Piece]]) -> str:
    # With nothing known of the product, the emptiest room takes it.
    return min(groups, key=lambda room_type: (-weights[room_type], len(groups[room_type])))


def _split(group: Sequence[Piece]) -> list[list[Piece]]:
    """Rooms of at most `LARGEST_GROUP` products, the categories dealt out evenly."""
    rooms = -(-len(group) // LARGEST_GROUP)
    ordered = sorted(group, key=lambda piece: piece.category or "")
    return [ordered[start::rooms] for start in range(rooms)]


def footprints_of(part: Sequence[Piece]) -> tuple[Footprint, ...]:
    """One box a piece; a table is shown with its chairs, a double bed with two nightstands."""
    tables = [piece for piece in part if piece.category == "dining_table"]
    chairs = [piece for piece in part if piece.category == "dining_chair"]
    beds = [piece for piece in part if piece.category in ("bed", "double_bed")]
    nightstands = [piece for piece in part if piece.category == "nightstand"]
    copies = {piece.sku: 1 for piece in part}
    if tables and chairs:
        seats = max(2, 2 * int(max(tables[0].width_m, tables[0].depth_m) / PLACE_AT_TABLE_M))
        for index, chair in enumerate(chairs):
            copies[chair.sku] = max(1, (min(seats, 8) + len(chairs) - 1 - index) // len(chairs))
    if beds and len(nightstands) == 1 and beds[0].width_m >= DOUBLE_BED_M:
        copies[nightstands[0].sku] = 2
    return tuple(
        Footprint(
            item_id=piece.sku if copy == 0 else f"{piece.sku}#{copy + 1}",
            category=piece.category,
            width_m=piece.width_m,
            depth_m=piece.depth_m,
            height_m=piece.height_m,
        )
        for piece in part
        for copy in range(copies[piece.sku])
    )
