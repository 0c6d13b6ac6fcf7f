"""A house for a catalog: rooms that share doors, each of them a showroom, and one of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layout import Footprint, HouseArrangement, arrange_house, house_for
from showroom.room.selection import HOUSE, Piece, RoomSelection, footprints_of
from showroom.seeds import derive_seed, taste_seed

__all__ = ["FurnishedHouse", "furnish_houses", "house_selections"]


@dataclass(frozen=True)
class FurnishedHouse:
    """One house, solved.

    Attributes
    ----------
    house_id
        Folder name, "house-1".
    arrangement
        Its rooms and where everything stands.
    rooms
        The showrooms to make of it: the whole, then every room with something in it.
    """

    house_id: str
    arrangement: HouseArrangement
    rooms: tuple[RoomSelection, ...]


def furnish_houses(
    pieces: Sequence[Piece], *, count: int | None, seed: int
) -> tuple[FurnishedHouse, ...]:
    """Lay out and furnish houses for all products; further ones show them in other rooms.

    Raises
    ------
    LayoutError
        If no house can be made for these products.
    """
    if not pieces:
        return ()
    footprints = footprints_of(pieces)
    houses = []
    for number in range(1, (count or 1) + 1):
        house_id = f"house-{number}"
        own_seed = derive_seed(seed, "house", house_id)
        house = house_for(footprints, own_seed, house_id)
        furnished = arrange_house(house, footprints, seed=taste_seed(seed, own_seed, number - 1))
        selections = house_selections(house_id, furnished, footprints)
        houses.append(FurnishedHouse(house_id, furnished, selections))
    return tuple(houses)


def house_selections(
    showroom_id: str, house: HouseArrangement, footprints: tuple[Footprint, ...]
) -> tuple[RoomSelection, ...]:
    """The showrooms of a furnished house: the whole, and each room in which something stands."""
    rooms = tuple(
        RoomSelection(
            showroom_id=f"{showroom_id}-{room.room.room_id}",
            room_type=room.room.room_type,
            footprints=room.footprints,
            arrangement=room,
        )
        for room in house.arrangements
        if room.placements
    )
    return (RoomSelection(showroom_id, HOUSE, footprints, house=house), *rooms)
