"""Projects: the key, the state, and two tabs at once."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from showroom import Problem
from viewer.draft import PhotoDraft, ProductDraft, VariantDraft
from viewer.errors import ProjectError
from viewer.project import Project, ProjectFolder, ProjectState


@pytest.fixture
def projects(tmp_path: Path) -> ProjectFolder:
    return ProjectFolder(tmp_path)


def _full_state() -> ProjectState:
    photo = PhotoDraft(
        file="aa.jpg",
        original_name="<b>1</b>.jpg",
        mask="m.png",
        warnings=(Problem("1.jpg", "doubtful_cutout", "look", "warning"),),
        repair={"box_px": [0, 0, 5, 5], "strokes": []},
    )
    product = ProductDraft(
        sku="A-1",
        name="<img src=x onerror=alert(1)>",
        photos=(photo,),
        width_m=0.5,
        names={"zh": "椅子"},
        variants=(VariantDraft("A-2", "red", photos=("bb.jpg",), rgb=(200, 0, 0)),),
        problems=(Problem("A-1", "code", "what", "warning"),),
        turn_deg=90,
    )
    rooms = ({"id": "living-1"},)
    return ProjectState(name="Shop", language="zh", products=(product,), rooms=rooms)


def test_a_state_survives_its_file(projects: ProjectFolder) -> None:
    project = projects.create(name="x")
    with project.change() as change:
        change.state = _full_state()
    assert project.state() == replace(_full_state(), revision=1)


def test_a_photos_warning_of_an_earlier_version_is_kept() -> None:
    told = asdict(PhotoDraft("aa.jpg", "1.jpg")) | {"warnings": ["look"]}
    assert PhotoDraft.from_json(told).warnings == (Problem("1.jpg", "", "look", "warning"),)


def test_only_a_whole_key_opens_a_project(projects: ProjectFolder, tmp_path: Path) -> None:
    project = projects.create(name="x")
    assert projects.find(project.token) == project
    other = projects.create(name="y")
    assert other.token != project.token
    assert len(project.token) == 32
    (tmp_path / "projects" / "link").symlink_to(project.folder)
    for key in (None, "", "link", ".", "..", project.token[:-1], project.token + "/", "*" * 32):
        assert projects.find(key) is None
    (tmp_path / "projects" / ("L" * 32)).symlink_to(project.folder)
    assert projects.find("L" * 32) is None


def test_two_tabs_lose_nothing_of_each_other(projects: ProjectFolder) -> None:
    project = projects.create(name="x")

    def add(start: int) -> None:
        for number in range(start, start + 10):
            with Project(project.folder).change() as change:
                change.state = change.state.with_product(ProductDraft(f"P-{number}", "x"))

    threads = [threading.Thread(target=add, args=(start,)) for start in (0, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    state = project.state()
    assert {product.sku for product in state.products} == {f"P-{n}" for n in range(20)}
    assert state.revision == 20


def test_a_failed_change_leaves_the_state_as_it_was(projects: ProjectFolder) -> None:
    project = projects.create(name="x")

    def half_a_change() -> None:
        with project.change() as change:
            change.state = replace(change.state, name="half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_a_change()
    assert project.state().name == "x"


def test_a_state_of_another_version_is_told(projects: ProjectFolder) -> None:
    project = projects.create(name="x")
    told = json.loads((project.folder / "project.json").read_text())
    (project.folder / "project.json").write_text(json.dumps(told | {"schema_version": 99}))
    with pytest.raises(ProjectError, match="another version"):
        project.state()
    (project.folder / "project.json").write_text("{")
    with pytest.raises(ProjectError, match="cannot be read"):
        project.state()


def test_a_fingerprint_follows_what_goes_into_the_product_and_nothing_else() -> None:
    product = _full_state().products[0]
    print_before = product.fingerprint()
    for change in (
        {"name": "other"},
        {"turn_deg": 180},
        {"model": "m.glb"},
        {"price": "1"},
        {"photos": (replace(product.photos[0], repaired=True),)},
    ):
        assert replace(product, **change).fingerprint() != print_before  # type: ignore[arg-type]
    for change in ({"status": "made"}, {"left_out": True}, {"problems": ()}):
        assert replace(product, **change).fingerprint() == print_before  # type: ignore[arg-type]
    # What only the engine guessed is guessed again: it is no wish of the merchant's.
    guess = replace(product, size_guessed=True)
    assert replace(guess, width_m=0.7).fingerprint() == guess.fingerprint()


def test_addresses_carry_the_key_and_are_escaped(projects: ProjectFolder) -> None:
    project = projects.create(name="x")
    path = project.out / "products" / "a b#" / "a.glb"
    assert project.url(path) == f"/files/{project.token}/out/products/a%20b%23/a.glb"
