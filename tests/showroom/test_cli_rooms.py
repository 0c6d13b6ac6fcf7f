"""`showroom arrange` and `showroom knowledge`, as a user calls them; houses for a catalog."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from showroom.cli import main
from showroom.room.house_rooms import furnish_houses
from showroom.room.selection import Piece

SOFA = {"id": "sofa", "category": "sofa", "width_m": 2.1, "depth_m": 0.9, "height_m": 0.8}
TABLE = {"id": "t", "category": "coffee table", "width_m": 1.1, "depth_m": 0.6, "height_m": 0.4}
SHELF = {"id": "b", "category": "bookcase", "width_m": 0.9, "depth_m": 0.3, "height_m": 1.9}
ROOM = {
    "type": "living_room",
    "width_m": 5.4,
    "depth_m": 4.2,
    "openings": [{"kind": "door", "wall": 0, "offset_m": 0.2}],
}


def run(tmp_path: Path, told: object, *options: str) -> tuple[Result, Path]:
    path, out = tmp_path / "plan.json", tmp_path / "out"
    path.write_text(json.dumps(told), encoding="utf-8")
    result = CliRunner().invoke(main, ["arrange", str(path), "--out", str(out), *options])
    return result, out


def test_a_room_is_arranged_told_and_drawn(tmp_path: Path) -> None:
    result, out = run(tmp_path, {"room": ROOM, "items": [SOFA, TABLE, SHELF]})
    assert result.exit_code == 0, result.output
    assert "in front of the sofa" in result.output
    told = json.loads((out / "arrangement.json").read_bytes())
    assert {p["id"] for p in told["placements"]} == {"sofa", "t", "b"}
    assert (out / "plan.svg").stat().st_size > 1000
    assert (out / "plan.png").read_bytes().startswith(b"\x89PNG")


def test_a_locked_piece_stays_and_reads_back(tmp_path: Path) -> None:
    lock = {"position_m": [5.2, 0.0, 2.0], "yaw_rad": -1.5707963}
    result, out = run(tmp_path, {"room": ROOM, "items": [SOFA, {**SHELF, "locked": lock}]})
    assert result.exit_code == 0, result.output
    told = json.loads((out / "arrangement.json").read_bytes())
    (shelf,) = [p for p in told["placements"] if p["id"] == "b"]
    assert shelf["position_m"] == pytest.approx([5.2, 0.0, 2.0])


def test_alternatives_are_written_beside(tmp_path: Path) -> None:
    result, out = run(
        tmp_path, {"room": ROOM, "items": [SOFA, TABLE, SHELF]}, "--alternatives", "2", "--json"
    )
    assert result.exit_code == 0, result.output
    assert len(json.loads(result.output)["alternatives"]) == 2
    first, second = out / "arrangement.json", out / "alternative-2" / "arrangement.json"
    assert first.read_bytes() != second.read_bytes()


def test_a_house_is_arranged(tmp_path: Path) -> None:
    bed = {"id": "bed", "category": "bed", "width_m": 1.6, "depth_m": 2.1, "height_m": 0.9}
    house = {"room_types": ["living_room", "bedroom"], "area_m2": 45}
    result, out = run(tmp_path, {"house": house, "items": [SOFA, bed]})
    assert result.exit_code == 0, result.output
    told = json.loads((out / "arrangement.json").read_bytes())
    where = {p["id"]: r["room"]["type"] for r in told["rooms"] for p in r["placements"]}
    assert where == {"sofa": "living_room", "bed": "bedroom"}
    assert (out / "rooms" / "bedroom.svg").is_file()


@pytest.mark.parametrize(
    ("told", "options", "says"),
    [
        ({"items": []}, (), "'room' is missing"),
        ({"room": ROOM, "items": [{**SOFA, "width_m": 0}]}, (), "width_m is 0"),
        ({"room": ROOM, "items": [{**SOFA, "locked": {"position_m": [1]}}]}, (), "'position_m' is"),
        ({"room": ROOM, "items": [{**SOFA, "count": 2, "locked": {}}]}, (), "one by one"),
        ({"room": ROOM, "items": [{**SOFA, "count": 501}]}, (), "from 1 to 500"),
        ({"house": {"room_types": ["attic"]}}, (), "no room type 'attic'"),
        (
            {
                "house": {"room_types": ["bedroom"]},
                "items": [{**SOFA, "locked": {"position_m": [1, 0, 1]}}],
            },
            (),
            "only a room's pieces",
        ),
        ({"house": {"room_types": ["bedroom"]}}, ("--alternatives", "2"), "another --seed"),
    ],
)
def test_wrong_files_are_refused_with_a_remedy(
    tmp_path: Path, told: object, options: tuple[str, ...], says: str
) -> None:
    result, out = run(tmp_path, told, *options)
    assert result.exit_code == 2
    assert says in result.output
    assert not out.exists()


def test_what_does_not_fit_is_said_and_exits_with_one(tmp_path: Path) -> None:
    result, _ = run(tmp_path, {"room": ROOM, "items": [SOFA, {**SHELF, "height_m": 3.5}]})
    assert result.exit_code == 1
    assert "b: left out, 3.50 m high, but the room is 2.70 m high" in result.output


def test_knowledge_tells_and_draws(tmp_path: Path) -> None:
    call = ["knowledge", "wing chair", "--out", str(tmp_path)]
    result = CliRunner().invoke(main, call)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("armchair")
    assert (tmp_path / "armchair.svg").read_text("utf-8").startswith("<svg")
    told = json.loads(CliRunner().invoke(main, [*call, "--json"]).output)
    assert told["name"] == "armchair"
    assert told["relations"]
    refused = CliRunner().invoke(main, ["knowledge", "flux", "--out", str(tmp_path)])
    assert refused.exit_code == 2
    assert "no category" in refused.output


def test_a_catalog_becomes_a_house_of_showrooms(tmp_path: Path) -> None:
    pieces = [
        Piece("S", "sofa", 2.0, 0.9, 0.8),
        Piece("C", "coffee_table", 1.0, 0.6, 0.4),
        Piece("B", "bed", 1.6, 2.1, 0.9),
        Piece("N", "nightstand", 0.5, 0.4, 0.5),
    ]
    one, two = furnish_houses(pieces, count=2, seed=4)
    again = furnish_houses(pieces, count=1, seed=4)[0]
    assert [r.showroom_id for r in again.rooms] == [r.showroom_id for r in one.rooms]
    for a, b in zip(again.rooms[1:], one.rooms[1:], strict=True):
        assert a.arrangement is not None
        assert b.arrangement is not None
        assert a.arrangement.placements == b.arrangement.placements
    placed = {
        p.item_id for room in one.rooms if room.arrangement for p in room.arrangement.placements
    }
    assert placed == {"S", "C", "B", "N", "N#2"}
    assert {r.showroom_id for r in one.rooms[1:]} == {"house-1-living-room", "house-1-bedroom"}
    assert one.rooms[0].showroom_id == "house-1"
    assert one.rooms[0].house is one.arrangement
    types = {r.room_type.replace("_", "-") for r in one.rooms[1:]}
    assert one.arrangement.house.reachable() >= types
    assert two.house_id == "house-2"
    assert all(room.showroom_id.startswith("house-2") for room in two.rooms)
    assert furnish_houses([], count=None, seed=0) == ()
