"""The job behind the Publish page, in this process."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from showroom.problem import Problem
from showroom.usd import usdz
from tests.viewer.small_showroom import write_small_showroom
from viewer.project import Project, ProjectFolder
from viewer.publishing import content_hashes, publication, run, write_zip


class _Told:
    def __init__(self) -> None:
        self.steps: list[tuple[int, int]] = []
        self.problems: list[tuple[str, str]] = []

    def progress(
        self, done: int, total: int, item: str = "", *, stage: str = "", workers: int = 1
    ) -> None:
        self.steps.append((done, total))

    def problem(self, problem: Problem) -> None:
        self.problems.append((problem.item, problem.severity))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, _Told]:
    project = ProjectFolder(tmp_path_factory.mktemp("app")).create(name="Test")
    shutil.rmtree(project.out)
    write_small_showroom(project.out)
    told = _Told()
    arguments: dict[str, Any] = {"lang": "en", "title": "Our rooms", "url": None}
    run(project, told, arguments)
    return project, told


def test_every_step_is_told_and_the_last_is_the_end(published: tuple[Project, _Told]) -> None:
    _, told = published
    assert told.steps == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


def test_the_zip_is_the_site(published: tuple[Project, _Told]) -> None:
    project, _ = published
    last = publication(project)
    assert last is not None
    site = project.folder / "site"
    with zipfile.ZipFile(last.zip_path) as archive:
        names = set(archive.namelist())
        assert names == {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
        assert "index.html" in names
        assert archive.read("index.html") == (site / "index.html").read_bytes()


def test_the_room_gets_its_usdz_and_its_files_are_checked(
    published: tuple[Project, _Told],
) -> None:
    project, _ = published
    room = project.out / "showrooms" / "living-1"
    master = (room / "showroom.glb").read_bytes()
    assert (room / "showroom.usdz").read_bytes() == usdz(master, "living-1")
    last = publication(project)
    assert last is not None
    checked = {(file.owner, file.name) for file in last.checked}
    assert ("living-1", "showroom.glb") in checked
    assert ("SOFA-1", "SOFA-1.web.glb") in checked
    assert str(project.folder) not in str(last.site) + str(last.checked)


def test_a_change_makes_the_publication_old(published: tuple[Project, _Told]) -> None:
    project, _ = published
    last = publication(project)
    assert last is not None
    assert dict(last.showrooms) == content_hashes(project)
    description = project.out / "showrooms" / "living-1" / "showroom.json"
    before = description.read_text()
    description.write_text(before.replace("199.00", "149.00"))
    assert dict(last.showrooms) != content_hashes(project)
    description.write_text(before)


def test_a_zip_of_the_same_folder_has_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text("<p>" * 400)
    (tmp_path / "a" / "model.glb").write_bytes(b"glTF" * 100)
    write_zip(tmp_path / "a", tmp_path / "d" / "one.zip")
    write_zip(tmp_path / "a", tmp_path / "d" / "two.zip")
    assert (tmp_path / "d" / "one.zip").read_bytes() == (tmp_path / "d" / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "d" / "one.zip") as archive:
        assert archive.getinfo("index.html").compress_type == zipfile.ZIP_DEFLATED
        assert archive.getinfo("model.glb").compress_type == zipfile.ZIP_STORED
