"""Products that are finished already are taken over whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from reconstruct import SurfaceOptions
from showroom.catalog.product import CatalogProduct, Price
from showroom.product.files import make_product
from showroom.product.outcome import ProductFileOptions, ProductJob, ProductOutcome
from showroom.product.record import taken_over
from showroom.run import Run

pytestmark = pytest.mark.usefixtures("small_posters")


def _job(folder: Path) -> ProductJob:
    row = CatalogProduct(
        sku="X-1",
        photos=(folder / "photo.png",),
        name="Oak sideboard",
        width_m=0.5,
        height_m=0.8,
        depth_m=0.4,
        price=Price("19.90", "EUR"),
    )
    return ProductJob(row, folder / "out", folder / "store", ProductFileOptions(512, 2000))


def _box(path: Path, colour: tuple[int, int, int]) -> None:
    picture = Image.new("RGBA", (120, 160), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((20, 20, 100, 150), fill=(*colour, 255))
    picture.save(path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[ProductJob, ProductOutcome]:
    folder = tmp_path_factory.mktemp("made")
    _box(folder / "photo.png", (150, 90, 40))
    job = _job(folder)
    assert taken_over(job) is None
    return job, make_product(job)


def test_an_unchanged_product_is_told_exactly_and_not_written_again(
    made: tuple[ProductJob, ProductOutcome],
) -> None:
    job, outcome = made
    stamps = {path: path.stat().st_mtime_ns for path in job.out.rglob("*")}
    again = taken_over(job)
    assert again is not None
    assert replace(again, seconds={}, from_store=False) == replace(
        outcome, seconds={}, from_store=False
    )
    assert again.seconds["total"] < 0.5
    assert {path: path.stat().st_mtime_ns for path in job.out.rglob("*")} == stamps


def _other_price(job: ProductJob) -> ProductJob:
    return replace(job, product=replace(job.product, price=Price("18.90", "EUR")))


def _other_photo(job: ProductJob) -> ProductJob:
    other = job.out.parent / "other.png"
    _box(other, (30, 90, 140))
    return replace(job, product=replace(job.product, photos=(other,)))


@pytest.mark.parametrize(
    "change",
    [
        _other_price,
        _other_photo,
        lambda job: replace(job, product=replace(job.product, name="Pine sideboard")),
        lambda job: replace(job, product=replace(job.product, width_m=0.6)),
        lambda job: replace(job, options=replace(job.options, white_poster=True)),
        lambda job: replace(job, out=job.out.parent / "elsewhere"),
        lambda job: replace(job, product=replace(job.product, photos=(job.out / "gone.png",))),
    ],
)
def test_what_is_changed_is_made(
    made: tuple[ProductJob, ProductOutcome], change: Callable[[ProductJob], ProductJob]
) -> None:
    assert taken_over(change(made[0])) is None


@pytest.mark.parametrize("name", ["X-1.web.glb", "poster.webp", "product.json"])
def test_a_file_that_is_not_as_written_is_made_again(
    made: tuple[ProductJob, ProductOutcome], name: str
) -> None:
    job, outcome = made
    path = job.out / "products" / "X-1" / name
    before = path.read_bytes()
    path.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
    assert taken_over(job) is None
    path.unlink()
    assert taken_over(job) is None
    assert make_product(job).files == outcome.files
    assert path.read_bytes() == before
    assert taken_over(job) is not None


def test_other_code_is_another_record(
    made: tuple[ProductJob, ProductOutcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("showroom.product.record.writing_hash", lambda: "other code")
    assert taken_over(made[0]) is None


def test_a_new_price_draws_no_new_poster_and_changes_only_what_tells_it(
    made: tuple[ProductJob, ProductOutcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    job, outcome = made
    monkeypatch.setattr("showroom.product.files.product_poster", lambda *_: pytest.fail("drawn"))
    cheaper = make_product(_other_price(job))
    changed = {file.path.rsplit("/", 1)[-1] for file in set(cheaper.files) - set(outcome.files)}
    assert "product.json" in changed
    assert not changed & {"poster.webp", "X-1.usdz"}
    told = json.loads((job.out / "products/X-1/product.json").read_bytes())
    assert told["price"]["amount"] == "18.90"
    assert taken_over(job) is None  # the files of the old price are gone
    monkeypatch.undo()
    make_product(job)


def test_a_run_takes_over_and_tells_the_same(
    made: tuple[ProductJob, ProductOutcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    job, outcome = made
    monkeypatch.setenv("SHOWROOM_CACHE", str(job.store))
    monkeypatch.setattr("showroom.run.run_batch", lambda *_, **__: pytest.fail("made again"))
    seen: list[tuple[int, int, str]] = []
    run = Run(job.out, seed=0, jobs=1, progress=lambda *step: seen.append(step))
    run.make_products([job.product], job.options)
    assert run.finish().products[0].files == outcome.files
    assert seen == [(1, 1, "X-1")]


def test_the_usual_fineness_is_that_of_surfaces() -> None:
    assert ProductFileOptions().triangles == SurfaceOptions().triangles
