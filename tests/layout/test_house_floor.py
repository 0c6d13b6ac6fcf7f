from __future__ import annotations

import pytest
import shapely

from layout.footprint import Footprint
from layout.house import House, arrange_house, generate_house
from layout.house_floor import as_one_room
from layout.room import Opening, Room


def two_rooms() -> House:
    """A living room with the entrance in the west, and a bedroom east of a wall of 0.1 m."""
    living = Room.rectangle(
        "living", "living_room", 4.0, 3.0, 2.6,
        (Opening("door", 3, 1.0, 0.9, 0.0, 2.05),
         Opening("door", 1, 1.0, 0.9, 0.0, 2.05, "start", "bed"),
         Opening("window", 0, 1.0, 1.5, 0.9, 1.2)),
    )  # fmt: skip
    bed = Room(
        "bed", "bedroom", ((4.1, 0.0), (7.6, 0.0), (7.6, 3.0), (4.1, 3.0)), 2.8,
        (Opening("door", 3, 1.1, 0.9, 0.0, 2.05, "none", "living"),),
    )  # fmt: skip
    return House("flat", (living, bed))


def test_the_floor_is_both_rooms_and_the_doorway() -> None:
    furnished = arrange_house(two_rooms(), [])
    room = as_one_room(furnished).room
    assert room.room_type == "house"
    assert room.height_m == 2.8
    assert room.shape.area == pytest.approx(4 * 3 + 3.5 * 3 + 0.9 * 0.1, abs=0.01)
    assert room.shape.contains(shapely.Point(4.05, 1.45))
    assert not room.shape.contains(shapely.Point(4.05, 2.5))


def test_doors_and_windows_outside_stay_where_they_are() -> None:
    room = as_one_room(arrange_house(two_rooms(), [])).room
    (door,) = room.doors
    assert room.walls[door.wall].at(door.offset_m + 0.45) == pytest.approx((0.0, 1.55))
    (window,) = room.windows
    assert room.walls[window.wall].at(window.offset_m) == pytest.approx((1.0, 0.0))


def test_all_that_stands_in_the_rooms_stands_in_the_house() -> None:
    goods = [
        Footprint("S", "sofa", 2.0, 0.9, 0.8),
        Footprint("B", "bed", 1.6, 2.05, 0.9),
    ]
    furnished = arrange_house(two_rooms(), goods)
    whole = as_one_room(furnished)
    assert {p.item_id for p in whole.placements} == {"S", "B"}
    assert whole.category("B") == "bed"
    assert whole.status in ("optimal", "feasible")


@pytest.mark.parametrize("seed", range(4))
def test_generated_houses_are_one_floor(seed: int) -> None:
    areas = [("living_room", 24.0), ("bedroom", 14.0), ("kitchen", 10.0), ("bathroom", 6.0)]
    house = generate_house(areas, seed)
    room = as_one_room(arrange_house(house, [])).room
    for part in house.rooms:
        assert room.shape.buffer(0.01).contains(part.shape)
    assert len(room.doors) == 1
