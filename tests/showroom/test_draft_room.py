"""A draft opens as any showroom, in a fraction of a second, and its shell is made only when the room changes."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from showroom.errors import DesignError, SceneError
from showroom.gltf import read_glb
from showroom.product.finished import FinishedProduct, read_finished_product
from showroom.room.design import RoomDesign
from showroom.room.draft import write_draft
from showroom.room.plan import arranged, moved
from showroom.style.wish import StyleWish
from tests.gltf_validation import assert_valid_glb
from tests.viewer.small_showroom import PRODUCTS, write_small_showroom


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_showroom(tmp_path_factory.mktemp("results"))


@pytest.fixture(scope="module")
def products(out: Path) -> dict[str, FinishedProduct]:
    return {sku: read_finished_product(out / "products" / sku) for sku, *_ in PRODUCTS}


def _design(products: dict[str, FinishedProduct], room_type: str = "living_room") -> RoomDesign:
    wanted = RoomDesign("mine", "", room_type).with_products(dict.fromkeys(products, 1))
    return arranged(wanted, {sku: p.piece for sku, p in products.items()})


def test_a_draft_holds_what_the_view_needs(out: Path, products: dict[str, FinishedProduct]) -> None:
    design = _design(products)
    draft = write_draft(design, products, "scandinavian", out)
    told = json.loads(draft.path.read_text())
    assert draft.path == out / "drafts" / "mine" / "showroom.json"
    for file in (told["shell"], told["environment"]["day"], told["products"][0]["lods"][1]["glb"]):
        assert (draft.path.parent / file).resolve().is_file(), file
    placed = {q["node"]: q["position_m"] for p in told["products"] for q in p["placements"]}
    assert placed == {p.item_id: [p.x_m, p.y_m, p.z_m] for p in design.pieces}
    assert "poster" not in told
    assert "tour" not in told
    document, _ = read_glb((draft.path.parent / told["shell"]).read_bytes(), "shell")
    assert {"shell", "shell-floor", "light-sun", "entrance"} <= {
        n["name"] for n in document["nodes"]
    }
    assert_valid_glb(draft.path.parent / told["shell"])


def test_the_shell_is_made_only_when_room_or_style_change(
    out: Path, products: dict[str, FinishedProduct]
) -> None:
    design = _design(products)
    known = {sku: p.piece for sku, p in products.items()}
    first = write_draft(design, products, "scandinavian", out)
    shell = json.loads(first.path.read_text())["shell"]
    stamp = (first.path.parent / shell).stat().st_mtime_ns
    begun = time.perf_counter()
    pushed = moved(design, known, "SOFA-1", 1.5, 1.5, 1.0)
    second = write_draft(pushed, products, "scandinavian", out)
    assert time.perf_counter() - begun < 1.0
    assert second.version == first.version
    assert (first.path.parent / shell).stat().st_mtime_ns == stamp
    painted = replace(design, style=StyleWish(wall_colour="navy"))
    third = write_draft(painted, products, "scandinavian", out)
    assert third.version != first.version
    assert [file.name for file in third.path.parent.glob("shell-*")] != [shell]
    fewer = design.without_piece("CASE-4")
    assert write_draft(fewer, products, "scandinavian", out).version != first.version


def test_a_house_is_one_draft(out: Path, products: dict[str, FinishedProduct]) -> None:
    design = _design(products, "house")
    told = json.loads(write_draft(design, products, "classic", out).path.read_text())
    assert told["room"]["type"] == "house"
    document, _ = read_glb((out / "drafts" / "mine" / told["shell"]).read_bytes(), "shell")
    rooms = {
        node["name"].split("-floor")[0] for node in document["nodes"] if "-floor" in node["name"]
    }
    assert len(rooms) == len(design.rooms)


def test_what_is_missing_is_named(out: Path, products: dict[str, FinishedProduct]) -> None:
    with pytest.raises(DesignError, match="no floor plan yet"):
        write_draft(RoomDesign("mine", "", "bedroom"), products, "classic", out)
    with pytest.raises(SceneError, match="GONE: expected a finished product"):
        read_finished_product(out / "products" / "GONE")
