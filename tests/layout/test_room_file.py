import json

import pytest

from layout import RoomFileError, read_room_file, room_json
from layout.room_file import room_from_json


def write(tmp_path, data):
    path = tmp_path / "room.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


GOOD = {
    "room": {
        "type": "bedroom",
        "width_m": 4.0,
        "depth_m": 3.5,
        "openings": [{"kind": "door", "wall": 1, "offset_m": 0.5}],
    },
    "items": [
        {"id": "bed", "category": "bed", "width_m": 1.6, "depth_m": 2.0, "height_m": 0.9},
        {"id": "n", "width_m": 0.4, "depth_m": 0.4, "height_m": 0.5, "count": 2},
    ],
}


def test_a_room_file_reads_and_writes_back(tmp_path):
    read = read_room_file(write(tmp_path, GOOD))
    room, items = read.room, read.footprints
    assert [i.item_id for i in items] == ["bed", "n", "n#2"]
    assert room_from_json(room_json(room)) == room


def test_corners_may_run_either_way_round():
    backwards = {
        "type": "bedroom",
        "polygon_m": [[0, 0], [0, 3], [4, 3], [4, 0]],
        "openings": [{"kind": "door", "wall": 0, "offset_m": 0.5, "width_m": 0.9}],
    }
    room = room_from_json(backwards)
    wall = room.walls[room.openings[0].wall]
    ends = sorted(wall.at(a) for a in (room.openings[0].offset_m, room.openings[0].offset_m + 0.9))
    assert ends[0] == pytest.approx((0, 0.5))
    assert ends[1] == pytest.approx((0, 1.4))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("{not json", "not readable as JSON"),
        ([], "expected an object"),
        ({"items": []}, "'room' is missing"),
        ({"room": {"type": "bedroom", "depth_m": 3}}, "'width_m' is missing"),
        ({"room": {"type": "bedroom", "width_m": "4,0", "depth_m": 3}}, "'width_m' is '4,0'"),
        ({"room": {"type": "ballroom", "width_m": 4, "depth_m": 3}}, "expected one of living_room"),
        ({"room": GOOD["room"], "items": [{"id": ""}]}, "'id' is empty"),
        ({"room": GOOD["room"], "items": [{"id": "a", "width_m": 1, "depth_m": 1}]}, "'height_m'"),
        ({"room": GOOD["room"], "items": [dict(GOOD["items"][0], count=501)]}, "'count' is 501"),
    ],
)
def test_errors_say_where_and_what(tmp_path, change, says):
    with pytest.raises(RoomFileError, match=says):
        read_room_file(write(tmp_path, change))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(RoomFileError, match="no such file"):
        read_room_file(tmp_path / "none.json")
