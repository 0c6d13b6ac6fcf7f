"""The plan editor's gestures become designs, each once, and a design becomes what the editor draws."""

from __future__ import annotations

from pathlib import Path

import pytest

from layout import RoomError
from showroom.errors import DesignError
from showroom.product.finished import FinishedProduct, read_finished_product
from showroom.room.design import RoomDesign
from showroom.room.plan import arranged, faults, moved
from showroom.room.templates import template_room
from tests.viewer.small_showroom import HOSTILE_NAME, PRODUCTS, write_small_showroom
from viewer.plan_data import Gestures, changed_by, plan_json


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> dict[str, FinishedProduct]:
    out: Path = write_small_showroom(tmp_path_factory.mktemp("results"))
    return {sku: read_finished_product(out / "products" / sku) for sku, *_ in PRODUCTS}


@pytest.fixture(scope="module")
def design(products: dict[str, FinishedProduct]) -> RoomDesign:
    wanted = RoomDesign("mine", "", "living_room").with_products(dict.fromkeys(products, 1))
    shaped = wanted.with_shape(template_room("rectangle", "living_room"))
    return arranged(shaped, {sku: p.piece for sku, p in products.items()})


def test_every_gesture_counts_once_though_it_is_told_again() -> None:
    gestures = Gestures()
    first = {"mount": "a", "gestures": [{"n": 1, "kind": "lock"}, {"n": 2, "kind": "lock"}]}
    assert [g["n"] for g in gestures.new(first)] == [1, 2]
    again = {"mount": "a", "gestures": [*first["gestures"], {"n": 3, "kind": "move"}]}
    assert [g["n"] for g in gestures.new(again)] == [3]
    assert gestures.new(again) == []
    assert gestures.ack == ("a", 3)
    # Another mount of the editor begins at one.
    assert [g["n"] for g in gestures.new({"mount": "b", "gestures": [{"n": 1}]})] == [1]
    assert gestures.new(None) == []


def test_gestures_change_the_design(
    design: RoomDesign, products: dict[str, FinishedProduct]
) -> None:
    known = {sku: p.piece for sku, p in products.items()}
    move = {"kind": "move", "id": "SOFA-1", "x_m": 2.0, "z_m": 1.5, "yaw_rad": 0.5}
    sofa = changed_by(design, move, known).piece("SOFA-1")
    assert (sofa.x_m, sofa.z_m, sofa.yaw_rad, sofa.locked) == (2.0, 1.5, 0.5, True)
    locked = changed_by(design, {"kind": "lock", "id": "CASE-4", "locked": True}, known)
    assert locked.piece("CASE-4").locked
    less = changed_by(design, {"kind": "remove", "id": "CASE-4"}, known)
    assert "CASE-4" not in dict(less.products)
    door = {
        **{"kind": "door", "wall": 0, "offset_m": 0.5, "width_m": 0.9},
        **{"sill_m": 0.0, "height_m": 9.0},
    }
    corners = [[0, 0], [4, 0], [4, 3], [0, 3]]
    shape = {"kind": "shape", "polygon_m": corners, "openings": [door]}
    room = changed_by(design, shape, known).rooms[0]
    assert room.area_m2 == pytest.approx(12.0)
    assert room.openings[0].height_m == room.height_m
    with pytest.raises(RoomError, match="cross"):
        changed_by(design, shape | {"polygon_m": [[0, 0], [4, 0], [0, 3], [4, 3]]}, known)
    with pytest.raises(DesignError, match="does not stand in it"):
        changed_by(design, move | {"id": "GONE"}, known)
    with pytest.raises(DesignError, match="'explode' is nothing"):
        changed_by(design, {"kind": "explode"}, known)


def test_the_editor_is_told_all_it_draws(
    design: RoomDesign, products: dict[str, FinishedProduct]
) -> None:
    known = {sku: p.piece for sku, p in products.items()}
    outside = moved(design, known, "CASE-4", 50.0, 0.0, 0.0)
    told = plan_json(outside, products, faults(outside, known), ack=("a", 3))
    assert told["ack"] == ["a", 3]
    assert told["drawable"]
    pieces = {piece["id"]: piece for piece in told["pieces"]}
    assert pieces["TABLE 2"]["name"] == HOSTILE_NAME
    assert pieces["TABLE 2"]["size_m"] == [1.0, 0.42, 0.6]
    assert pieces["TABLE 2"]["top"]
    assert not pieces["SOFA-1"]["top"]
    assert pieces["CASE-4"]["locked"]
    # Drawings are the layout's own: no word of the merchant's is in them.
    assert HOSTILE_NAME not in pieces["TABLE 2"]["symbol"]
    assert pieces["TABLE 2"]["symbol"].startswith("<")
    assert {"id": "CASE-4", "rule": "inside", "other": "", "serious": True} in told["faults"]
