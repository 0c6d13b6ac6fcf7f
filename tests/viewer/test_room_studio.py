"""A room in a merchant's hands: asked, shown, taken back, kept in the project."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.viewer.small_showroom import PRODUCTS, write_small_showroom
from viewer.adopt import open_results
from viewer.project import Project, ProjectFolder
from viewer.room_studio import (
    Studio,
    arrange_all,
    finished_products,
    new_design,
    save_design,
    without_missing,
)

LONG_S = 60.0


@pytest.fixture
def project(tmp_path: Path) -> Project:
    results = write_small_showroom(tmp_path / "results")
    opened = open_results(ProjectFolder(tmp_path / "served"), results, language="en")
    with opened.change() as change:
        change.state = replace(change.state, rooms=())
    return opened


def test_history_goes_back_and_forth_and_is_kept(project: Project) -> None:
    products, old = finished_products(project, project.state())
    assert sorted(products) == sorted(sku for sku, *_ in PRODUCTS)
    assert old == ()
    design = new_design(project.state(), products, title="Mine", room_type="living_room")
    assert set(dict(design.products)) == set(products)
    save_design(project, design)
    studio = Studio(project)
    studio.ask(design, products, arrange_all)
    assert studio.collect(LONG_S)
    first = studio.view
    assert first is not None
    assert first.src.startswith(f"/files/{project.token}/out/drafts/living-room-1/showroom.json?v=")
    assert (project.out / "drafts" / "living-room-1" / "showroom.json").is_file()
    told = {
        "mount": "a",
        "gestures": [
            {"n": 1, "kind": "move", "id": "SOFA-1", "x_m": 2.0, "z_m": 2.0, "yaw_rad": 0.0},
            {"n": 2, "kind": "remove", "id": "CASE-4"},
        ],
    }
    assert studio.take_gestures(told, products)
    assert studio.collect(LONG_S)
    assert not studio.take_gestures(told, products)
    assert studio.view is not None
    assert "CASE-4" not in dict(studio.view.design.products)
    assert studio.view.src != first.src
    assert studio.gestures.ack == ("a", 2)
    kept = project.state().rooms
    assert [room["title"] for room in kept] == ["Mine"]
    assert kept[0] == studio.view.design.as_json()
    studio.undo(products)
    assert studio.collect(LONG_S)
    assert studio.view.design.piece("SOFA-1").x_m == 2.0
    assert "CASE-4" in dict(studio.view.design.products)
    studio.undo(products)
    assert studio.collect(LONG_S)
    assert studio.view.design == first.design
    studio.redo(products)
    assert studio.collect(LONG_S)
    assert studio.view.design.piece("SOFA-1").x_m == 2.0
    assert len(studio.past) == len(studio.future) == 1


def test_a_wish_that_cannot_be_met_leaves_the_room_as_it_was(project: Project) -> None:
    products, _ = finished_products(project, project.state())
    design = new_design(project.state(), products, title="Mine", room_type="bedroom")
    studio = Studio(project)
    studio.ask(design.with_products({"SOFA-1": 1}), products)
    assert studio.collect(LONG_S)
    before = studio.view
    crossed = [[0, 0], [4, 0], [0, 3], [4, 3]]
    gesture = {"n": 1, "kind": "shape", "polygon_m": crossed, "openings": []}
    assert studio.take_gestures({"mount": "a", "gestures": [gesture]}, products)
    assert studio.view == before
    assert "cross" in str(studio.error)
    assert studio.gestures.ack == ("a", 1)


def test_products_that_went_leave_the_room(project: Project) -> None:
    products, _ = finished_products(project, project.state())
    design = new_design(project.state(), products, title="", room_type="living_room")
    (project.out / "products" / "CASE-4" / "product.json").unlink()
    left, _ = finished_products(project, project.state())
    assert "CASE-4" not in dict(without_missing(design, left).products)
    (project.out / "products" / "SOFA-1" / "product.json").write_text("{}")
    left, old = finished_products(project, project.state())
    assert old == ("SOFA-1",)
    assert set(left) == {"TABLE 2", "CHAIR.3"}
