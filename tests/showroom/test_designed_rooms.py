"""Designs are finished where their pieces stand, and earlier showrooms of the folder stay in the manifest."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from showroom import showroom_files
from showroom.product.facts import ProductFacts
from showroom.product.outcome import ROOM_LEVEL, ProductOutcome
from showroom.product.recipe import default_store_root, light_key
from showroom.product.store import ProductStore
from showroom.room.design import RoomDesign
from showroom.room.designed import build_rooms, remove_showroom
from showroom.room.plan import arranged, moved
from showroom.room.selection import Piece
from showroom.room.templates import template_room
from showroom.run import Run
from showroom.style.wish import StyleWish
from tests.showroom.scene_fixtures import box_product, details

PIECES = {
    "S": Piece("S", "sofa", 2.0, 0.9, 0.8),
    "C": Piece("C", "coffee_table", 1.0, 0.6, 0.4),
    "B": Piece("B", "bed", 1.6, 2.1, 0.9),
}


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Products that are finished already; pictures have tests of their own, and take most of the time."""
    store = ProductStore(default_store_root())
    for piece in PIECES.values():
        box = box_product(piece.sku, piece.width_m, piece.height_m, piece.depth_m)
        store.save(light_key(piece.sku, ROOM_LEVEL), box)

    def make_products(run: Run, _rows: object, _files: object) -> None:
        run.products = [
            ProductOutcome(
                sku,
                (),
                key=sku,
                category=piece.category,
                facts=ProductFacts(details(sku), (piece.width_m, piece.height_m, piece.depth_m)),
            )
            for sku, piece in PIECES.items()
        ]

    monkeypatch.setattr(Run, "make_products", make_products)
    flat = np.zeros((8, 8, 3), dtype=np.uint8)
    for name in ("dollhouse_poster", "room_poster"):
        monkeypatch.setattr(showroom_files, name, lambda *_args, **_more: flat)


def _design(showroom_id: str) -> RoomDesign:
    wanted = RoomDesign(showroom_id, "Mine", "living_room", style=StyleWish("japandi"), fill=False)
    shaped = wanted.with_products({"S": 1, "C": 1}).with_shape(
        template_room("rectangle", "living_room")
    )
    return arranged(shaped, PIECES)


def test_a_design_is_finished_as_it_stands_and_others_stay(tmp_path: Path) -> None:
    design = moved(_design("room-1"), PIECES, "S", 2.5, 2.2, 0.3)
    build_rooms((), [design], tmp_path, jobs=1)
    told = json.loads((tmp_path / "showrooms" / "room-1" / "showroom.json").read_bytes())
    places = {p["node"]: p for product in told["products"] for p in product["placements"]}
    assert places["S"]["position_m"] == [2.5, 0.0, 2.2]
    assert places["S"]["yaw_rad"] == pytest.approx(0.3)
    assert told["style"] == "japandi"
    assert told["tour"]["stops"]
    report = build_rooms((), [_design("room-2")], tmp_path, jobs=1, keep=["room-1"])
    assert report.all_good
    manifest = json.loads((tmp_path / "manifest.json").read_bytes())
    assert [room["id"] for room in manifest["showrooms"]] == ["room-1", "room-2"]
    assert {f.split("/")[1] for f in manifest["files"] if f.startswith("showrooms/")} == {
        "room-1",
        "room-2",
    }
    build_rooms((), [design], tmp_path, jobs=1, keep=["room-1", "room-2"])
    ids = [r["id"] for r in json.loads((tmp_path / "manifest.json").read_bytes())["showrooms"]]
    assert ids == ["room-1", "room-2"]
    remove_showroom(tmp_path, "room-1")
    manifest = json.loads((tmp_path / "manifest.json").read_bytes())
    assert [room["id"] for room in manifest["showrooms"]] == ["room-2"]
    assert not (tmp_path / "showrooms" / "room-1").exists()
    assert not any(f.startswith("showrooms/room-1/") for f in manifest["files"])


def test_a_house_is_one_showroom_and_one_of_each_room(tmp_path: Path) -> None:
    wanted = RoomDesign("house-1", "", "house", style=StyleWish("classic"), fill=False)
    design = arranged(wanted.with_products({"S": 1, "C": 1, "B": 1}), PIECES)
    report = build_rooms((), [design], tmp_path, jobs=1)
    assert report.all_good, report.problems
    made = {outcome.showroom_id for outcome in report.showrooms}
    assert "house-1" in made
    assert len(made) >= 3
    assert all(outcome.style == "classic" for outcome in report.showrooms)


def test_a_design_of_missing_products_costs_only_itself(tmp_path: Path) -> None:
    lost = RoomDesign("lost", "", "bedroom").with_products({"GONE": 1})
    report = build_rooms((), [lost, _design("room-1")], tmp_path, jobs=1)
    assert [(p.item, p.severity) for p in report.problems if p.severity == "error"] == [
        ("lost", "error")
    ]
    assert [outcome.showroom_id for outcome in report.showrooms] == ["room-1"]
