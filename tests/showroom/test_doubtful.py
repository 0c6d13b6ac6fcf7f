"""Products that are not good enough to be sold: refused, or built because the merchant insists."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from reconstruct.refusal import Refusal
from showroom.catalog.product import CatalogProduct
from showroom.cli import main
from showroom.errors import OutputError
from showroom.output import OutputFolder
from showroom.product import files
from showroom.product.doubt import photo_doubt
from showroom.product.files import make_product
from showroom.product.outcome import ProductFileOptions, ProductJob
from showroom.product.record import taken_over
from tests.showroom.scene_fixtures import box_product

pytestmark = pytest.mark.usefixtures("small_posters")

REFUSAL = Refusal("whole_product", "photo.png shows only part of the product")
COARSE = ProductFileOptions(512, 2000)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is reconstructed: a box that is not good enough."""
    done: list[str] = []

    def reconstruct(_store: object, recipe: files.ProductRecipe) -> object:
        done.append(recipe.product_id)
        return replace(box_product(recipe.product_id), refusal=REFUSAL)

    monkeypatch.setattr(files, "_reconstruct", reconstruct)
    return done


@pytest.fixture
def job(tmp_path: Path) -> ProductJob:
    Image.new("RGB", (64, 64), "white").save(tmp_path / "photo.png")
    row = CatalogProduct("X-1", (tmp_path / "photo.png",), "Oak thing", "coffee table")
    return ProductJob(row, tmp_path / "out", tmp_path / "store", COARSE)


def _kept(job: ProductJob) -> ProductJob:
    return replace(job, options=replace(job.options, keep_doubtful=True))


def _kept_alone(job: ProductJob) -> ProductJob:
    return replace(job, product=replace(job.product, keep_doubtful=True))


def test_a_refused_product_has_no_files_and_says_what_would_help(
    job: ProductJob, made: list[str]
) -> None:
    outcome = make_product(job)
    assert (outcome.made, outcome.files, outcome.needs_photo) == (False, (), "whole_product")
    (problem,) = outcome.problems
    assert (problem.code, problem.severity) == ("needs_another_photo", "error")
    assert problem.message == (
        "X-1: it was not built, because photo.png shows only part of the product. "
        "Add a photo that shows the whole product, or build it anyway (--keep-doubtful)."
    )
    assert not (job.out / "products" / "X-1").exists()
    assert taken_over(job) is None
    assert made == ["X-1"]


@pytest.mark.parametrize("keep", [_kept, _kept_alone])
def test_it_is_built_on_request_without_a_second_reconstruction(
    job: ProductJob, made: list[str], keep: Callable[[ProductJob], ProductJob]
) -> None:
    make_product(job)
    outcome = make_product(keep(job))
    assert made == ["X-1"]
    assert outcome.made
    assert outcome.from_store
    assert outcome.needs_photo is None
    warning = next(p for p in outcome.problems if p.code == "doubtful_product")
    assert warning.severity == "warning"
    assert "built although photo.png shows only part" in warning.message
    folder = job.out / "products" / "X-1"
    told = json.loads((folder / "product.json").read_bytes())
    assert (told["doubtful"], told["doubt"]) == (True, REFUSAL.reason)
    again = taken_over(keep(job))
    assert again is not None
    assert again.doubts == outcome.doubts
    # Without the wish it is not sold any longer.
    assert taken_over(job) is None
    assert not make_product(job).made
    assert not folder.exists()


def test_the_wish_changes_nothing_about_a_good_product(
    job: ProductJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        files, "_reconstruct", lambda _store, recipe: box_product(recipe.product_id)
    )
    outcome = make_product(job)
    told = json.loads((job.out / "products" / "X-1" / "product.json").read_bytes())
    assert (outcome.doubts, told["doubtful"], told["doubt"]) == ((), False, None)
    for wish in (_kept(job), _kept_alone(job)):
        again = taken_over(wish)
        assert again is not None
        assert again.files == outcome.files


def test_an_impossible_size_costs_no_reconstruction(job: ProductJob, made: list[str]) -> None:
    wide = replace(job, product=replace(job.product, width_m=20.0))
    folder = job.out / "products" / "X-1"
    folder.mkdir(parents=True)
    (folder / "X-1.glb").write_bytes(b"of an earlier run")
    outcome = make_product(wide)
    assert (outcome.made, outcome.needs_photo, made) == (False, None, [])
    assert [(p.code, p.severity) for p in outcome.problems] == [("implausible_size", "error")]
    assert not folder.exists()
    kept = make_product(_kept(wide))
    assert kept.made
    codes = [p.code for p in kept.problems]
    assert codes.count("doubtful_product") == 2  # the size, and the photo
    told = json.loads((folder / "product.json").read_bytes())
    assert "width of 2000 cm" in told["doubt"]
    assert REFUSAL.reason in told["doubt"]


def test_an_unusual_size_is_a_warning(job: ProductJob, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        files, "_reconstruct", lambda _store, recipe: box_product(recipe.product_id)
    )
    outcome = make_product(replace(job, product=replace(job.product, height_m=0.7)))
    assert outcome.made
    assert ("unusual_size", "warning") in [(p.code, p.severity) for p in outcome.problems]
    assert outcome.doubts == ()


def test_the_command_says_it_and_leaves_with_code_1(
    job: ProductJob, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOWROOM_CACHE", str(job.store))
    (photo,) = job.product.photos
    words = ["convert", str(photo), "--category", "coffee table", "--out", str(job.out)]
    words += ["--texture-px", "512", "--jobs", "1"]
    plain = CliRunner().invoke(main, words)
    assert plain.exit_code == 1
    assert "needs another photo" in plain.stdout
    told = json.loads(CliRunner().invoke(main, [*words, "--json"]).stdout)
    (product,) = told["products"]
    assert (product["made"], product["needs_photo"]) == (False, "whole_product")
    assert product["doubts"] == [REFUSAL.reason]
    assert CliRunner().invoke(main, [*words, "--keep-doubtful"]).exit_code == 0
    assert (job.out / "products" / "photo" / "photo.glb").is_file()
    assert made == ["photo"]


@pytest.mark.parametrize(
    ("needs", "words"),
    [
        ("whole_product", "Add a photo that shows the whole product,"),
        ("another_side", "Add a photo of it from another side,"),
        ("plain_background", "Add a photo of it in front of a plain wall,"),
    ],
)
def test_each_kind_of_photo_has_its_words(needs: str, words: str) -> None:
    assert words in photo_doubt(needs, "it is so").error("X-1").message


def test_a_folder_that_stays_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = OutputFolder(tmp_path)
    out.remove("products/none")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("showroom.output.shutil.rmtree", refuse)
    with pytest.raises(OutputError, match="cannot be removed"):
        out.remove("products/X-1")
