"""A house, from finished products to its folder of files."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from showroom import showroom_files
from showroom.gltf import read_glb
from showroom.product.facts import ProductFacts
from showroom.product.outcome import ROOM_LEVEL
from showroom.product.recipe import light_key
from showroom.product.store import ProductStore
from showroom.room.house_rooms import furnish_houses
from showroom.room.selection import Piece
from showroom.showroom_files import make_showroom
from showroom.showroom_outcome import ShowroomJob
from showroom.style.wish import StyleWish
from tests.gltf_validation import assert_valid_glb
from tests.showroom.scene_fixtures import box_product, details

PIECES = [
    Piece("S", "sofa", 2.0, 0.9, 0.8),
    Piece("C", "coffee_table", 1.0, 0.6, 0.4),
    Piece("B", "bed", 1.6, 2.1, 0.9),
]


def test_a_house_gets_the_files_of_a_showroom_and_its_own_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Pictures have tests of their own, and take most of the time.
    flat = np.zeros((8, 8, 3), dtype=np.uint8)
    monkeypatch.setattr(showroom_files, "dollhouse_poster", lambda *_args, **_more: flat)
    store = ProductStore(tmp_path / "store")
    for piece in PIECES:
        box = box_product(piece.sku, piece.width_m, piece.height_m, piece.depth_m)
        store.save(light_key(piece.sku, ROOM_LEVEL), box)
    (house,) = furnish_houses(PIECES, count=1, seed=0)
    sizes = {p.sku: (p.width_m, p.height_m, p.depth_m) for p in PIECES}
    outcome = make_showroom(
        ShowroomJob(
            selection=house.rooms[0],
            facts={sku: ProductFacts(details(sku), size) for sku, size in sizes.items()},
            keys={sku: sku for sku in sizes},
            levels=dict.fromkeys(sizes, ()),
            out=tmp_path / "out",
            store=tmp_path / "store",
            style=StyleWish("japandi"),
            seed=0,
            fill=True,
        )
    )
    assert outcome.made, outcome.problems
    folder = tmp_path / "out" / "showrooms" / "house-1"
    assert {path.name for path in folder.iterdir()} == {
        "showroom.glb", "showroom.web.glb", "shell.web.glb", "showroom.json", "house.json",
        "plan.svg", "plan.png", "poster.webp", "dollhouse.webp",
    }  # fmt: skip
    assert_valid_glb(folder / "showroom.glb")
    document, _ = read_glb((folder / "showroom.glb").read_bytes())
    names = [node["name"] for node in document["nodes"]]
    assert {"S", "C", "B", "shell-hall-floor", "shell-bedroom-floor"} <= set(names)
    told = json.loads((folder / "showroom.json").read_bytes())
    assert told["room"]["type"] == "house"
    assert told["style"] == "japandi"
    assert {filler["node"] for filler in told["fillers"]} <= set(names)
    assert len(json.loads((folder / "house.json").read_bytes())["rooms"]) == 3
