"""A product that is not good enough to be sold, in the app: what it says, and the switch that builds it anyway."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from reconstruct.refusal import Refusal
from showroom.picture import picture
from showroom.problem import Problem
from showroom.product import files
from showroom.site import publish
from tests.showroom.scene_fixtures import box_product
from viewer import adopt, publishing
from viewer.catalog_row import catalog_row
from viewer.draft import PhotoDraft, ProductDraft
from viewer.problem_words import problem_words
from viewer.product_gallery import status_of
from viewer.products_job import run, to_make
from viewer.project import Project, ProjectFolder
from viewer.words import Words

EN, ZH = Words("en"), Words("zh")
REFUSAL = Refusal("plain_background", "the product is hard to tell from its background in 1.png")


class _Told:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def progress(
        self, done: int, total: int, item: str = "", *, stage: str = "", workers: int = 1
    ) -> None:
        pass

    def problem(self, problem: Problem) -> None:
        self.problems.append(problem)


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is reconstructed: boxes that are not good enough, with pictures too small to take time."""
    done: list[str] = []

    def reconstruct(_store: object, recipe: files.ProductRecipe) -> object:
        done.append(recipe.product_id)
        return replace(box_product(recipe.product_id), refusal=REFUSAL)

    monkeypatch.setattr(files, "_reconstruct", reconstruct)
    small = picture.PictureOptions(width_px=96, height_px=96, gather_rays=4, edge_rays=1)
    monkeypatch.setattr(picture, "_PRODUCT", small)
    return done


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = ProjectFolder(tmp_path).create(name="x")
    Image.new("RGB", (64, 64), "white").save(project.folder / "photos" / "1.png")
    draft = ProductDraft(
        "A-1",
        "Table",
        (PhotoDraft("1.png", "mine.png", status="cut_out"),),
        "coffee_table",
        width_m=1.0,
        height_m=0.5,
        depth_m=0.6,
        status="cut_out",
    )
    with project.change() as change:
        change.state = change.state.with_product(draft)
    return project


def _product(project: Project) -> ProductDraft:
    product = project.state().product("A-1")
    assert product is not None
    return product


def _change(project: Project, **values: object) -> None:
    with project.change() as change:
        changed = replace(_product(project), **values)  # type: ignore[arg-type]
        change.state = change.state.with_product(changed)


def test_a_refused_product_says_so_and_is_built_when_the_switch_is_on(
    project: Project, refused: list[str]
) -> None:
    run(project, _Told(), {})
    product = _product(project)
    assert (product.status, product.needs_photo, product.made) == (
        "failed",
        "plain_background",
        False,
    )
    assert status_of(product, EN) == ("Needs another photo", "bad")
    assert status_of(product, ZH) == ("需要补充照片", "bad")
    assert to_make(project.state()) == (product,)
    _change(project, keep_doubtful=True)
    run(project, _Told(), {})
    product = _product(project)
    assert refused == ["A-1"]  # reconstructed once
    assert (product.status, product.needs_photo, product.outdated) == ("made", None, False)
    assert [p.code for p in product.problems if p.code.startswith("doubtful")] == [
        "doubtful_product"
    ]
    _change(project, keep_doubtful=False)
    assert _product(project).outdated
    run(project, _Told(), {})
    product = _product(project)
    assert (product.status, product.made) == ("failed", False)
    assert not (project.out / "products" / "A-1").exists()


def test_only_the_product_with_the_switch_is_built(project: Project, refused: list[str]) -> None:
    del refused
    other = replace(_product(project), sku="B-1", keep_doubtful=True)
    with project.change() as change:
        change.state = change.state.with_product(other)
    for sku in ("A-1", "B-1"):
        run(project, _Told(), {"skus": [sku]})
    states = {product.sku: product.status for product in project.state().products}
    assert states == {"A-1": "failed", "B-1": "made"}


def test_an_impossible_size_is_to_be_checked(project: Project, refused: list[str]) -> None:
    _change(project, width_m=20.0)
    run(project, _Told(), {})
    product = _product(project)
    assert status_of(product, EN) == ("Check the size", "bad")
    assert (product.needs_photo, refused) == (None, [])


def test_any_other_failure_keeps_what_was_made(project: Project, refused: list[str]) -> None:
    del refused
    _change(project, keep_doubtful=True)
    run(project, _Told(), {})
    made_of = _product(project).made_of
    assert made_of
    (project.folder / "photos" / "1.png").unlink()
    run(project, _Told(), {"skus": ["A-1"]})
    product = _product(project)
    assert (product.status, product.made_of) == ("failed", made_of)
    assert status_of(product, EN)[0] == "Could not be made"


def test_the_switch_is_part_of_what_a_product_is_made_of() -> None:
    product = ProductDraft("A-1", "Table", keep_doubtful=False)
    kept = replace(product, keep_doubtful=True)
    assert kept.fingerprint() != product.fingerprint()
    assert replace(product, needs_photo="another_side").fingerprint() == product.fingerprint()
    assert ProductDraft.from_json(json.loads(json.dumps(kept.as_json()))) == kept
    before = product.as_json()
    del before["keep_doubtful"], before["needs_photo"]
    assert ProductDraft.from_json(before) == product  # a project of an earlier version


def test_the_engine_gets_the_switch(project: Project) -> None:
    assert not catalog_row(project, _product(project)).keep_doubtful
    _change(project, keep_doubtful=True)
    assert catalog_row(project, _product(project)).keep_doubtful


def test_the_command_lines_flag_is_not_for_the_app() -> None:
    message = "A-1: it was not built. Add a photo, or build it anyway (--keep-doubtful)."
    for language in (EN, ZH):
        assert "keep" not in problem_words("needs_another_photo", message, language)
    assert "build it anyway" in problem_words("needs_another_photo", message, EN)


def test_a_site_has_only_the_doubtful_products_that_were_switched_on(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def publish_site(*_: object, keep_doubtful: object, **__: object) -> object:
        asked.append(keep_doubtful)
        raise publish.SiteError("enough")

    monkeypatch.setattr(publishing, "publish_site", publish_site)
    for wanted in (False, True):
        _change(project, keep_doubtful=wanted)
        with pytest.raises(publish.SiteError):
            publishing.run(project, _Told(), {"lang": "en"})
    assert asked == [[], ["A-1"]]


def test_results_that_were_built_anyway_stay_so() -> None:
    told = {
        "sku": "A-1",
        "name": "T",
        "category": None,
        "size_m": [1.0, 1.0, 1.0],
        "doubtful": True,
    }
    assert adopt._draft(told).keep_doubtful
    assert not adopt._draft(told | {"doubtful": False}).keep_doubtful


def _dialog(folder: str, language: str) -> None:
    from pathlib import Path

    import streamlit as st

    from viewer.product_dialog import open_product
    from viewer.project import Project
    from viewer.words import Words

    st.session_state.setdefault("open-product", "A-1")
    open_product(Project(Path(folder)), Words(language))


@pytest.fixture
def _main_script(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit's test page takes the place of the main script, which processes of other tests run when they begin."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.mark.usefixtures("_main_script")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_dialog_tells_the_photo_and_has_the_switch(project: Project, language: str) -> None:
    message = (
        "A-1: it was not built, because of 1.png. Add one, or build it anyway (--keep-doubtful)."
    )
    problem = Problem("A-1", "needs_another_photo", message, "error")
    _change(project, status="failed", needs_photo="plain_background", problems=(problem,))
    t = Words(language)
    page = AppTest.from_function(_dialog, args=(str(project.folder), language)).run(timeout=30)
    assert not page.exception
    assert [told.value for told in page.info] == [t("products.needs_plain_background")]
    (told,) = page.error
    assert "mine" in told.value
    assert "keep" not in told.value
    (switch,) = page.toggle
    assert (switch.label, switch.value) == (t("products.keep_doubtful"), False)
    switch.set_value(True).run(timeout=30)
    assert _product(project).keep_doubtful


@pytest.mark.usefixtures("_main_script")
def test_a_product_without_doubts_has_no_switch(project: Project) -> None:
    page = AppTest.from_function(_dialog, args=(str(project.folder), "en")).run(timeout=30)
    assert not page.exception
    assert not page.toggle
