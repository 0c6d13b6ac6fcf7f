"""Projects that begin with something in them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.viewer.small_showroom import HOSTILE_NAME, write_small_showroom
from viewer.adopt import open_results, sample_project
from viewer.products_job import to_make
from viewer.project import ProjectFolder


def test_the_sample_is_a_project_with_its_catalog_and_nothing_made(tmp_path: Path) -> None:
    project = sample_project(ProjectFolder(tmp_path), name="Sample", language="zh")
    state = project.state()
    assert (state.name, state.language, len(state.products)) == ("Sample", "zh", 18)
    assert sum(len(product.photos) for product in state.products) == 20
    sofa = state.product("LIV-SOFA-01")
    assert sofa is not None
    assert (sofa.category, len(sofa.photos), sofa.price) == ("sofa", 2, "1149.00")
    assert len(to_make(state)) == 18


def test_results_become_a_project_and_stay_as_they_are(tmp_path: Path) -> None:
    write_small_showroom(tmp_path)
    projects = ProjectFolder(tmp_path)
    assert projects.results() == (tmp_path,)
    project = open_results(projects, tmp_path, language=None)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert (project.out / "manifest.json").read_text() == (tmp_path / "manifest.json").read_text()
    made = [product["sku"] for product in manifest["products"]]
    state = project.state()
    assert [product.sku for product in state.products] == sorted(made)
    for product in state.products:
        assert product.made
        assert not product.outdated
    assert HOSTILE_NAME in {product.name for product in state.products}
    room = next((project.out / "showrooms").iterdir()) / "showroom.json"
    # Linked, not copied: a second project of the same results takes no room.
    assert room.stat().st_nlink >= 2


def test_the_projects_are_no_results(tmp_path: Path) -> None:
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects" / "manifest.json").write_text("{}")
    assert ProjectFolder(tmp_path).results() == ()
