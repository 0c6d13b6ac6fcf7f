"""Which thing in a photo is the product: kept in the draft, looked at again, and given to the engine."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from reconstruct.see.labels import PERSON
from reconstruct.see.thing import PhotoBox
from showroom import CatalogProduct, PhotoPreview, PhotoThing, Problem
from showroom.catalog.product import CatalogVariant
from showroom.product.category_guess import GraphGuess
from viewer import preview_job
from viewer.catalog_row import catalog_row
from viewer.category_question import likely_categories
from viewer.draft import PhotoDraft, ProductDraft
from viewer.intake import _draft
from viewer.product_gallery import status_of
from viewer.project import Project, ProjectFolder, ProjectState
from viewer.table import apply_edits, table_rows
from viewer.thing_choice import thing_word
from viewer.told_category import told_category
from viewer.waiting_photos import waiting_photos
from viewer.words import Words

BOX = PhotoBox(40.0, 50.0, 60.0, 70.0)
CHAIR = PhotoThing("chair", 0.6, PhotoBox(10.0, 20.0, 30.0, 40.0))
SOFA = PhotoThing("couch", 0.5, BOX)
SEEN = PhotoDraft(
    "a.jpg",
    "a.jpg",
    status="cut_out",
    mask="m.png",
    things=(CHAIR, SOFA),
    ask=True,
    photo_px=(400, 300),
    looked_for="dining_chair",
    category_guesses=(("chair", 0.6), ("sofa", 0.3)),
)
PRODUCT = ProductDraft(
    "A",
    "Oak chair",
    photos=(SEEN,),
    category="chair",
    category_guessed=True,
    width_m=0.5,
    height_m=0.9,
    depth_m=0.5,
    size_guessed=True,
    status="cut_out",
)


class _Report:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def progress(self, *_: Any, **__: Any) -> None:
        """Nobody watches."""

    def problem(self, problem: Problem) -> None:
        self.problems.append(problem)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return ProjectFolder(tmp_path).create(name="x")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the engine was asked; it always finds a chair beside a sofa and takes the product for a bench."""
    asked: list[dict[str, Any]] = []

    def preview_photo(path: Path, **words: Any) -> PhotoPreview:
        asked.append(words)
        return PhotoPreview(
            name=path.name,
            size_px=(400, 300),
            mask_png=b"mask",
            thumbnail_webp=b"thumbnail",
            confidence=0.9,
            role="whole",
            warnings=(),
            category_guess=(GraphGuess("bench", 0.7),),
            size_guess_m=(1.2, 0.5, 0.4),
            chosen=CHAIR,
            candidates=(CHAIR, SOFA),
            ask=True,
        )

    monkeypatch.setattr(preview_job, "preview_photo", preview_photo)
    return asked


def _keep(project: Project, *products: ProductDraft) -> None:
    with project.change() as change:
        change.state = ProjectState(products=products)


def _look(project: Project) -> ProductDraft:
    preview_job.run(project, _Report(), {})
    return project.state().products[0]


def test_a_box_is_part_of_what_a_product_is_made_of() -> None:
    boxed = PRODUCT.with_photo(SEEN.with_box(BOX))
    assert boxed.fingerprint() != PRODUCT.fingerprint()
    assert boxed.with_photo(boxed.photos[0].with_box(None)).fingerprint() == PRODUCT.fingerprint()
    elsewhere = PRODUCT.with_photo(SEEN.with_box(PhotoBox(1.0, 1.0, 9.0, 9.0, "percent")))
    assert elsewhere.fingerprint() != boxed.fingerprint()
    # A repair overrides it.
    repaired = replace(SEEN, repaired=True)
    assert (
        PRODUCT.with_photo(replace(repaired, box=BOX)).fingerprint()
        == PRODUCT.with_photo(repaired).fingerprint()
    )


def test_products_of_before_there_were_boxes_are_not_outdated() -> None:
    plain = ProductDraft("A-1", "Chair", photos=(PhotoDraft("aa.jpg", "1.jpg", mask="m.png"),))
    assert plain.fingerprint() == "ddeea5379da2306a"


def test_a_choice_survives_its_file() -> None:
    product = PRODUCT.with_photo(replace(SEEN.with_box(BOX), repair={"box_px": None}))
    assert ProductDraft.from_json(json.loads(json.dumps(product.as_json()))) == product
    old = {
        name: value
        for name, value in asdict(PhotoDraft("aa.jpg", "1.jpg", status="cut_out")).items()
        if name not in ("box", "things", "ask", "photo_px", "looked_for", "category_guesses")
    }
    assert PhotoDraft.from_json(old) == PhotoDraft("aa.jpg", "1.jpg", status="cut_out")


def test_a_variants_boxes_are_kept(project: Project, tmp_path: Path) -> None:
    photo = tmp_path / "red.jpg"
    variant = CatalogVariant("A-2", "red", (photo,), None, boxes=(BOX,))
    row = CatalogProduct(sku="A", photos=(), name="Chair", variants=(variant,))
    draft = _draft(row, {photo: replace(SEEN, file="red.jpg")}, ())
    assert ProductDraft.from_json(json.loads(json.dumps(draft.as_json()))) == draft
    assert catalog_row(project, draft).variants[0].boxes == (BOX,)
    plain = replace(draft, variants=(replace(draft.variants[0], boxes=()),))
    assert plain.fingerprint() != draft.fingerprint()


def test_a_chosen_box_replaces_a_repair_and_waits() -> None:
    repaired = replace(SEEN, repaired=True)
    assert not repaired.waits("sofa")
    chosen = repaired.with_box(BOX)
    assert (chosen.repaired, chosen.box, chosen.waits("dining_chair")) == (False, BOX, True)
    looked = replace(chosen, status="cut_out")
    assert (looked.waits("sofa"), looked.asks) == (False, False)
    assert SEEN.asks


def test_the_engine_gets_the_box_in_pixels_unless_a_mask_overrides_it(project: Project) -> None:
    second = replace(SEEN, file="b.jpg", box=BOX)
    third = replace(SEEN, file="c.jpg", box=BOX, repaired=True)
    row = catalog_row(project, replace(PRODUCT, photos=(SEEN, second, third)))
    assert row.boxes == (None, BOX, None)
    assert row.cutouts == (None, None, project.folder / "masks" / "m.png")


def test_a_catalogs_boxes_are_taken_over(tmp_path: Path) -> None:
    paths = (tmp_path / "a.jpg", tmp_path / "b.jpg")
    known = {paths[0]: replace(SEEN, box=BOX), paths[1]: replace(SEEN, file="b.jpg")}
    percent = PhotoBox(10.0, 10.0, 50.0, 50.0, "percent")
    row = CatalogProduct(sku="A", photos=paths, name="Chair", boxes=(None, percent))
    both = {"a.jpg", "b.jpg", SEEN.file}
    first, second = _draft(row, known, both).photos
    assert first == known[paths[0]]
    assert (second.box, second.status) == (percent, "new")
    again = CatalogProduct(sku="A", photos=paths, name="Chair", boxes=(BOX,))
    assert _draft(again, known, both).photos[0] == known[paths[0]]


def test_a_catalog_that_is_only_read_again_leaves_the_choice(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    chosen = replace(SEEN, box=BOX)
    other = PhotoBox(1.0, 2.0, 30.0, 40.0)
    row = CatalogProduct(sku="A", photos=(path,), name="Chair", boxes=(other,))
    assert _draft(row, {path: chosen}, ()).photos == (chosen,)
    assert _draft(row, {path: chosen}, (SEEN.file,)).photos[0].box == other


def test_a_photo_is_looked_at_for_what_its_name_says(
    project: Project, asked: list[dict[str, Any]]
) -> None:
    _keep(project, replace(PRODUCT, photos=(PhotoDraft("a.jpg", "a.jpg"),), status="new"))
    product = _look(project)
    assert asked == [{"category": "dining_chair", "box": None}]
    photo = product.photos[0]
    assert (photo.looked_for, photo.things, photo.photo_px) == (
        "dining_chair",
        (CHAIR, SOFA),
        (400, 300),
    )
    assert photo.asks
    assert product.category == "chair"
    assert not waiting_photos(project.state())


def test_a_choice_is_cut_out_and_guessed_anew(
    project: Project, asked: list[dict[str, Any]]
) -> None:
    unnamed = replace(PRODUCT, name="Nr. 42", photos=(replace(SEEN, looked_for=None),))
    _keep(project, unnamed)
    assert not waiting_photos(project.state())
    _keep(project, unnamed.with_photo(unnamed.photos[0].with_box(BOX)))
    product = _look(project)
    assert asked == [{"category": None, "box": BOX}]
    assert (product.category, product.width_m, product.size_guessed) == ("bench", 1.2, True)
    assert (product.photos[0].box, product.photos[0].asks) == (BOX, False)
    # What was offered stays, so that another may be tried.
    assert product.photos[0].things == (CHAIR, SOFA)


def test_another_name_or_category_has_the_photo_looked_at_again(
    project: Project, asked: list[dict[str, Any]]
) -> None:
    boxed = replace(SEEN, file="b.jpg", box=BOX)
    repaired = replace(SEEN, file="c.jpg", repaired=True)
    _keep(project, replace(PRODUCT, photos=(SEEN, boxed, repaired)))
    state = apply_edits(project.state(), {"A": {"name": "Oak chair, white"}}).state
    assert not waiting_photos(state)
    state = apply_edits(state, {"A": {"name": "Oak sofa"}}).state
    assert [waiting.photo.file for waiting in waiting_photos(state)] == ["a.jpg"]
    sofa = state.products[0]
    assert (sofa.category, sofa.category_guessed, sofa.width_m) == ("sofa", True, None)
    _keep(project, sofa)
    assert _look(project).width_m == 1.2
    assert asked == [{"category": "sofa", "box": None}]
    said = apply_edits(project.state(), {"A": {"category": "bed"}}).state
    assert told_category(said.products[0]) == "bed"
    assert len(waiting_photos(said)) == 1
    # A name that tells nothing leaves it to the photo.
    unnamed = apply_edits(project.state(), {"A": {"name": "Nr. 42"}}).state.products[0]
    assert (unnamed.category, unnamed.size_guessed) == (None, False)


def test_the_merchants_own_size_stays_when_the_name_changes() -> None:
    own = replace(PRODUCT, size_guessed=False)
    state = apply_edits(ProjectState(products=(own,)), {"A": {"name": "Oak sofa"}}).state
    assert state.products[0].width_m == 0.5


def test_what_is_chosen_while_the_photo_is_looked_at_comes_next(
    project: Project, asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = preview_job.preview_photo
    _keep(project, PRODUCT.with_photo(replace(SEEN, status="new")))

    def slow(path: Path, **words: Any) -> PhotoPreview:
        if not asked:
            with project.change() as change:
                product = change.state.products[0]
                chosen = product.photos[0].with_box(BOX)
                change.state = change.state.with_product(product.with_photo(chosen))
        return quick(path, **words)

    monkeypatch.setattr(preview_job, "preview_photo", slow)
    product = _look(project)
    assert [words["box"] for words in asked] == [None, BOX]
    assert product.photos[0].box == BOX


def test_a_photo_of_two_products_is_cut_out_for_each(
    project: Project, asked: list[dict[str, Any]]
) -> None:
    new = replace(SEEN, status="new")
    sofa = ProductDraft("B", "Sofa", photos=(new.with_box(BOX),))
    _keep(project, replace(PRODUCT, photos=(new,)), sofa)
    first = _look(project)
    assert [words["box"] for words in asked] == [BOX, None]
    assert [p.photos[0].box for p in project.state().products] == [None, BOX]
    assert first.photos[0].status == "cut_out"


def test_a_box_that_cannot_be_used_is_told_once(project: Project) -> None:
    outside = SEEN.with_box(PhotoBox(9000.0, 0.0, 10.0, 10.0))
    (project.folder / "photos" / "a.jpg").write_text("no picture")
    _keep(project, PRODUCT.with_photo(outside))
    report = _Report()
    preview_job.run(project, report, {})
    assert [problem.severity for problem in report.problems] == ["error"]
    assert not waiting_photos(project.state())


def test_an_open_choice_is_told_in_gallery_and_table() -> None:
    t = Words("en")
    assert status_of(PRODUCT, t) == ("Which one is it?", "look")
    assert table_rows([PRODUCT], t)[0]["guessed"] == "category, size, which object"
    chosen = PRODUCT.with_photo(replace(SEEN, box=BOX))
    assert status_of(chosen, t) == ("Cut out", "plain")


def test_the_likely_categories_are_offered_where_no_word_tells() -> None:
    assert likely_categories(PRODUCT) == ()
    assert likely_categories(replace(PRODUCT, name="Nr. 42")) == (("chair", 0.6), ("sofa", 0.3))
    said = replace(PRODUCT, name="Nr. 42", category="bed", category_guessed=False)
    assert likely_categories(said) == ()
    # A town's name is only taken for a category that is spelled alike.
    assert len(likely_categories(replace(PRODUCT, name="Bergen"))) == 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_things_are_called_in_the_merchants_words(language: str) -> None:
    t = Words(language)
    words = {label: thing_word(label, t) for label in ("chair", "dining table", PERSON, "bird")}
    assert len(set(words.values())) == 4
    assert words["bird"] == thing_word("stands out", t)
