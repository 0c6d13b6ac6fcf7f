import math

import pytest

from layout import Opening, Room, RoomError


def test_walls_run_round_the_room_with_the_inside_on_their_left():
    room = Room.rectangle("r", "bedroom", 4.0, 3.0)
    assert [w.compass for w in room.walls] == ["north", "east", "south", "west"]
    assert [w.inward for w in room.walls] == [(0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (1.0, 0.0)]
    assert room.area_m2 == pytest.approx(12.0)
    assert room.walls[1].at(1.0, 0.5) == pytest.approx((3.5, 1.0))
    assert math.isclose(room.walls[3].facing_yaw_rad, math.pi / 2)


@pytest.mark.parametrize(
    ("corners", "says"),
    [
        (((0, 0), (4, 0)), "at least three corners"),
        (((0, 0), (4, 3), (4, 0), (0, 3)), "cross or touch themselves"),
        (((0, 0), (0, 3), (4, 3), (4, 0)), "wrong way round"),
        (((0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1)), "floor area"),
        (((0, 0), (4, 0), (4, 0), (0, 3)), "same point"),
        (((0, 0), (math.nan, 0), (4, 3), (0, 3)), "corner 1"),
    ],
)
def test_rooms_nobody_could_build_are_refused(corners, says):
    corners = tuple((float(x), float(z)) for x, z in corners)
    with pytest.raises(RoomError, match=says):
        Room("r", "bedroom", corners, 2.5, ())


@pytest.mark.parametrize(
    ("opening", "says"),
    [
        (Opening("door", 7, 0.0, 0.9, 0.0, 2.0), "wall 7"),
        (Opening("door", 0, 3.5, 0.9, 0.0, 2.0), "wall 0 is 4 m long"),
        (Opening("window", 0, 1.0, 0.9, 2.0, 1.0), "room is 2.5 m high"),
        (Opening("door", 0, 1.0, 0.0, 0.0, 2.0), "width above"),
    ],
)
def test_openings_outside_their_wall_are_refused(opening, says):
    with pytest.raises(RoomError, match=says):
        Room.rectangle("r", "bedroom", 4.0, 3.0, 2.5, (opening,))


def test_overlapping_openings_are_refused():
    doors = (Opening("door", 0, 1.0, 0.9, 0.0, 2.0), Opening("window", 0, 1.5, 1.0, 0.9, 1.0))
    with pytest.raises(RoomError, match=r"overlap by 0\.40 m"):
        Room.rectangle("r", "bedroom", 4.0, 3.0, 2.5, doors)
