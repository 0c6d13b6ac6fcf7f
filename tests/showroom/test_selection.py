"""Which products share a showroom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layout import room_types
from showroom.errors import WrongUseError
from showroom.room.selection import LARGEST_GROUP, Piece, RoomSelection, select_rooms

TYPES = tuple(room_types())
KNOWN = ("sofa", "armchair", "coffee_table", "bed", "nightstand", "wardrobe", "desk", "vase", None)


def _piece(sku: str, category: str | None, width_m: float = 0.8) -> Piece:
    return Piece(sku, category, width_m, 0.6, 0.9)


def _select(
    pieces: list[Piece], *, room: str = "auto", count: int | None = None
) -> tuple[RoomSelection, ...]:
    return select_rooms(pieces, room=room, count=count, room_types=TYPES)


def test_living_and_bedroom_part_ways() -> None:
    living = ["sofa", "armchair", "coffee_table", "tv_stand", "bookcase"]
    sleeping = ["bed", "nightstand", "wardrobe"]
    pieces = [_piece(c.upper(), c, 1.6 if c == "bed" else 0.5) for c in [*living, *sleeping]]
    rooms = {room.room_type: room for room in _select(pieces)}
    assert set(rooms) == {"living_room", "bedroom"}
    assert "SOFA" in {f.item_id for f in rooms["living_room"].footprints}
    ids = {f.item_id for f in rooms["bedroom"].footprints}
    assert {"BED", "NIGHTSTAND", "NIGHTSTAND#2"} <= ids


def test_a_table_comes_with_its_chairs() -> None:
    pieces = [_piece("T", "dining_table", 1.6), _piece("C", "dining_chair", 0.5)]
    (room,) = _select(pieces, room="dining_room")
    # 1.6 m seat two of 0.6 m on each long side.
    assert [f.item_id for f in room.footprints] == ["C", "C#2", "C#3", "C#4", "T"]


def test_count_repeats_and_cuts() -> None:
    pieces = [_piece("S", "sofa"), _piece("A", "armchair")]
    rooms = _select(pieces, room="living_room", count=3)
    assert [room.showroom_id for room in rooms] == [f"living-room-{k}" for k in (1, 2, 3)]
    many = [_piece(f"S{k}", "sofa") for k in range(3 * LARGEST_GROUP)]
    assert len(_select(many, room="living_room")) == 3
    assert len(_select(many, room="living_room", count=2)) == 2


def test_nothing_to_place() -> None:
    assert _select([]) == ()


@pytest.mark.parametrize(
    ("room", "count", "words"), [("cellar", None, "cellar"), ("auto", 0, "--count 0")]
)
def test_wrong_use(room: str, count: int | None, words: str) -> None:
    with pytest.raises(WrongUseError, match=words):
        _select([], room=room, count=count)


@given(st.lists(st.sampled_from(KNOWN), max_size=60))
def test_every_product_is_in_exactly_one_room(categories: list[str | None]) -> None:
    pieces = [_piece(f"P{k}", category) for k, category in enumerate(categories)]
    placed = [
        f.item_id for room in _select(pieces) for f in room.footprints if "#" not in f.item_id
    ]
    assert sorted(placed) == sorted(piece.sku for piece in pieces)
