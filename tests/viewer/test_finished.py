"""What a project's results hold, and the files to hand over."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from showroom.room.design import RoomDesign
from tests.viewer.small_showroom import write_small_showroom
from viewer.finished import finished_showrooms, product_files, room_files
from viewer.project import Project, ProjectFolder
from viewer.room_names import design_names, showroom_names
from viewer.words import Words


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = ProjectFolder(tmp_path).create(name="Test")
    shutil.rmtree(made.out)
    write_small_showroom(made.out)
    return made


def test_a_new_project_has_nothing_finished(tmp_path: Path) -> None:
    assert finished_showrooms(ProjectFolder(tmp_path).create(name="Test")) == ()


def test_only_showrooms_that_the_manifest_names_are_finished(project: Project) -> None:
    (project.out / "showrooms" / "old-1").mkdir()
    (project.out / "showrooms" / "old-1" / "showroom.json").write_text("{}")
    (room,) = finished_showrooms(project)
    assert (room.showroom_id, room.room_type) == ("living-1", "living_room")
    assert room.skus == ("SOFA-1", "TABLE 2", "CHAIR.3", "CASE-4")


def test_files_are_told_by_what_they_are_for(project: Project) -> None:
    (room,) = finished_showrooms(project)
    assert [file.kind for file in room_files(room)] == ["glb", "web", "plan", "poster"]
    files = product_files(project, "TABLE 2")
    assert [file.kind for file in files] == ["glb", "web"]
    assert all(file.bytes == file.path.stat().st_size > 0 for file in files)
    assert project.url(files[0].path).endswith("/out/products/TABLE%202/TABLE%202.glb")


def test_rooms_of_one_type_are_counted_and_titles_win(project: Project) -> None:
    other = project.out / "showrooms" / "living-2"
    shutil.copytree(project.out / "showrooms" / "living-1", other)
    manifest = json.loads((project.out / "manifest.json").read_text())
    manifest["showrooms"].append({"id": "living-2", "made": True})
    (project.out / "manifest.json").write_text(json.dumps(manifest))
    with project.change() as change:
        change.state = type(change.state)(
            name="Test", rooms=({"showroom_id": "living-2", "title": "Anna's corner"},)
        )
    names = showroom_names(project.state(), finished_showrooms(project), Words("zh"))
    assert names == {"living-1": "客厅 1", "living-2": "Anna's corner"}


def test_designs_without_a_title_are_named_by_their_type() -> None:
    designs = {
        "one": RoomDesign(showroom_id="one", title="", room_type="bedroom"),
        "two": RoomDesign(showroom_id="two", title="Anna's corner", room_type="bedroom"),
    }
    assert design_names(designs, Words("en")) == {"one": "Bedroom 1", "two": "Anna's corner"}
