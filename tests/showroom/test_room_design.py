"""Designs are values: they go through JSON, are arranged around what is locked, and say what is wrong with them."""

from __future__ import annotations

import json
import math
import time
from dataclasses import replace

import pytest

from layout import House, LockError, Opening, Room
from showroom.errors import DesignError
from showroom.room.design import RoomDesign
from showroom.room.plan import (
    alternatives,
    arranged,
    faults,
    freed,
    moved,
    plan_of,
    with_added,
)
from showroom.room.selection import Piece
from showroom.room.templates import ROOM_TEMPLATES, template_room

KNOWN = {
    sku: Piece(sku, category, width_m, depth_m, height_m)
    for sku, category, width_m, depth_m, height_m in (
        ("SOFA", "sofa", 2.0, 0.9, 0.8),
        ("ARM", "armchair", 0.8, 0.8, 0.9),
        ("TABLE", "coffee_table", 1.0, 0.6, 0.42),
        ("VASE", "vase", 0.2, 0.2, 0.3),
        ("BOOKS", "bookcase", 0.9, 0.35, 1.9),
        ("BED", "bed", 1.6, 2.1, 0.6),
        ("LAMP", "floor_lamp", 0.4, 0.4, 1.6),
        ("BOARD", "sideboard", 1.6, 0.45, 0.75),
    )
}
LIVING = {"SOFA": 1, "ARM": 2, "TABLE": 1, "VASE": 1, "BOOKS": 1, "LAMP": 1, "BOARD": 1}
DOOR = Opening("door", 2, 0.3, 0.9, 0.0, 2.05)
OWN = Room.rectangle("own", "living_room", 6.0, 5.0, 2.7, (DOOR,))


@pytest.fixture(scope="module")
def design() -> RoomDesign:
    empty = RoomDesign("living-1", "Summer", "living_room").with_products(LIVING)
    return arranged(empty.with_shape(OWN), KNOWN)


def test_a_design_is_the_same_after_json(design: RoomDesign) -> None:
    told = json.loads(json.dumps(design.as_json()))
    assert RoomDesign.from_json(told).as_json() == told
    assert [p.item_id for p in design.pieces if p.item_id.startswith("ARM")] == ["ARM", "ARM#2"]
    with pytest.raises(DesignError, match="version 9, expected 1"):
        RoomDesign.from_json(told | {"schema_version": 9})
    with pytest.raises(DesignError, match="damaged"):
        RoomDesign.from_json(told | {"pieces": [{"id": "SOFA"}]})


def test_a_usual_room_is_made_for_its_products_and_in_time() -> None:
    wanted = RoomDesign("living-2", "", "living_room").with_products(LIVING | {"ARM": 4, "LAMP": 2})
    arranged(wanted, KNOWN)
    begun = time.perf_counter()
    made = arranged(wanted, KNOWN)
    seconds = time.perf_counter() - begun
    assert len(made.pieces) == 11
    assert made.left_out == ()
    assert faults(made, KNOWN) == ()
    assert not made.own_shape
    # Under a second alone on this machine; the tests may share it with others.
    assert seconds < 3.0


def test_what_is_locked_stays_when_the_rest_is_shuffled(design: RoomDesign) -> None:
    sofa = design.piece("SOFA")
    held = design.with_lock("SOFA", True)
    for shuffle in (1, 2):
        other = arranged(replace(held, shuffle=shuffle), KNOWN)
        assert replace(other.piece("SOFA"), reason="") == replace(sofa, locked=True, reason="")
        assert [f for f in faults(other, KNOWN) if f.serious] == []
    elsewhere = [arranged(replace(design, shuffle=n), KNOWN).piece("SOFA") for n in (1, 2, 3)]
    assert any(math.dist((p.x_m, p.z_m), (sofa.x_m, sofa.z_m)) > 0.3 for p in elsewhere)


def test_alternatives_differ_and_keep_the_lock(design: RoomDesign) -> None:
    found = alternatives(design.with_lock("BOARD", True), KNOWN, 3)
    assert len(found) >= 2
    places = {tuple((round(p.x_m, 2), round(p.z_m, 2)) for p in one.pieces) for one in found}
    assert len(places) == len(found)
    board = design.piece("BOARD")
    assert {(one.piece("BOARD").x_m, one.piece("BOARD").z_m) for one in found} == {
        (board.x_m, board.z_m)
    }


def test_a_piece_moves_with_what_stands_on_it() -> None:
    """By hand: a quarter turn takes what lies ahead of the table (+Z) to its side (+X)."""
    table = RoomDesign("r", "", "living_room").with_products({"TABLE": 1, "VASE": 1})
    start = arranged(table.with_shape(OWN), KNOWN)
    at = moved(start, KNOWN, "TABLE", 2.0, 2.0, 0.0)
    vase = at.piece("VASE")
    assert vase.y_m == pytest.approx(0.42)
    ahead = replace(vase, x_m=2.0, z_m=2.2)
    at = replace(at, pieces=tuple(ahead if p.item_id == "VASE" else p for p in at.pieces))
    turned = moved(at, KNOWN, "TABLE", 3.0, 2.5, math.pi / 2)
    vase = turned.piece("VASE")
    assert (vase.x_m, vase.y_m, vase.z_m) == pytest.approx((3.2, 0.42, 2.5))
    assert vase.yaw_rad == pytest.approx(math.remainder(ahead.yaw_rad + math.pi / 2, 2 * math.pi))
    assert turned.piece("TABLE").locked
    assert turned.piece("TABLE").reason == "placed by hand"
    beside = moved(turned, KNOWN, "VASE", 5.0, 4.0, 0.0)
    assert beside.piece("VASE").y_m == 0.0
    back = moved(beside, KNOWN, "VASE", 3.0, 2.5, 0.0)
    assert back.piece("VASE").y_m == pytest.approx(0.42)


def test_faults_say_what_meets_what(design: RoomDesign) -> None:
    assert [f for f in faults(design, KNOWN) if f.serious] == []
    board = design.piece("BOARD")
    inside = moved(design, KNOWN, "BOOKS", board.x_m, board.z_m, board.yaw_rad)
    hit = next(f for f in faults(inside, KNOWN) if f.rule == "no_collision")
    assert {hit.item_id, hit.other} == {"BOOKS", "BOARD"}
    assert hit.serious
    outside = moved(design, KNOWN, "BOOKS", 6.5, 2.0, 0.0)
    assert ("inside", "BOOKS") in {(f.rule, f.item_id) for f in faults(outside, KNOWN)}
    wall = OWN.walls[2]
    x, z = wall.at(0.75, 0.3)
    before = moved(design, KNOWN, "BOOKS", x, z, 0.0)
    assert ("doors_free", "BOOKS") in {(f.rule, f.item_id) for f in faults(before, KNOWN)}


def test_locks_that_cannot_hold_are_let_go_by_name(design: RoomDesign) -> None:
    outside = moved(design, KNOWN, "BOOKS", 6.5, 2.0, 0.0).with_lock("SOFA", True)
    with pytest.raises(LockError, match="BOOKS"):
        arranged(outside, KNOWN)
    loose, gone = freed(outside, KNOWN)
    assert gone == ("BOOKS",)
    assert {p.item_id for p in loose.pieces if p.locked} == {"SOFA"}
    assert len(arranged(loose, KNOWN).pieces) == len(design.pieces)


def test_a_new_piece_finds_a_place_and_the_others_stay(design: RoomDesign) -> None:
    more = with_added(design.with_products(LIVING | {"LAMP": 2}), KNOWN)
    assert {p.item_id for p in more.pieces} == {p.item_id for p in design.pieces} | {"LAMP#2"}
    for piece in design.pieces:
        assert (more.piece(piece.item_id).x_m, more.piece(piece.item_id).locked) == (
            piece.x_m,
            False,
        )


def test_a_piece_is_taken_away_and_its_twins_are_numbered_anew(design: RoomDesign) -> None:
    second = design.piece("ARM#2")
    less = design.without_piece("ARM")
    assert dict(less.products)["ARM"] == 1
    assert (less.piece("ARM").x_m, less.piece("ARM").z_m) == (second.x_m, second.z_m)
    assert "LAMP" not in dict(design.without_piece("LAMP").products)
    with pytest.raises(DesignError, match="'SAUNA' is none of its pieces"):
        design.without_piece("SAUNA")


def test_a_house_keeps_its_locks_in_their_room() -> None:
    wanted = RoomDesign("house-1", "", "house").with_products(LIVING | {"BED": 1})
    house = arranged(wanted, KNOWN)
    plan = plan_of(house, KNOWN)
    assert plan.house is not None
    assert isinstance(plan.house.house, House)
    assert {p.item_id for room in plan.rooms for p in room.placements} == {
        p.item_id for p in house.pieces
    }
    bed = house.piece("BED")
    again = arranged(replace(house.with_lock("BED", True), shuffle=3), KNOWN)
    assert (again.piece("BED").x_m, again.piece("BED").z_m) == (bed.x_m, bed.z_m)
    assert RoomDesign.from_json(again.as_json()).as_json() == again.as_json()


@pytest.mark.parametrize("template", ROOM_TEMPLATES, ids=lambda template: template.name)
def test_a_template_is_a_room_of_its_size(template: object) -> None:
    name = getattr(template, "name", "")
    room = template_room(name, "bedroom", width_m=6.2, depth_m=5.4, mirrored=True)
    xs, zs = zip(*room.polygon_m, strict=True)
    assert (max(xs) - min(xs), max(zs) - min(zs)) == pytest.approx((6.2, 5.4), abs=1e-3)
    assert len(room.doors) == 1
    assert len(room.windows) == 1


def test_wrong_designs_say_what_is_wrong(design: RoomDesign) -> None:
    with pytest.raises(DesignError, match="names a folder"):
        RoomDesign("../x", "", "living_room")
    with pytest.raises(DesignError, match="no room type 'sauna'"):
        RoomDesign("x", "", "sauna")
    with pytest.raises(DesignError, match="GONE is not among the finished products"):
        arranged(design.with_products({"GONE": 1}), KNOWN)
    with pytest.raises(DesignError, match="choose rectangle"):
        template_room("ball", "bedroom")
    with pytest.raises(DesignError, match="m a side"):
        template_room("l", "bedroom", width_m=400.0)
    with pytest.raises(DesignError, match="no place in metres"):
        moved(design, KNOWN, "SOFA", math.nan, 0.0, 0.0)
