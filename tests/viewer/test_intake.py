"""Drops become products."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.viewer.pictures import product_png
from viewer.intake import take
from viewer.limits import LIMITS
from viewer.project import Project, ProjectFolder
from viewer.upload import Upload

CATALOG = (
    "sku,name,category,width_cm,photo,price,currency\n"
    "S-1,Fjord sofa,sofa,180,photos/sofa.png|photos/sofa-front.png,99.00,EUR\n"
    "S-2,Lamp,,,photos/lamp.png,,\n"
    "S-3,Bad,,-4,photos/sofa.png,,\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return ProjectFolder(tmp_path).create(name="x")


def _photo(name: str, shade: int) -> Upload:
    return Upload.of(name, product_png(shade=shade))


def test_photos_become_products_and_views_of_one_belong_together(project: Project) -> None:
    taken = take(
        project,
        [
            _photo("blue_armchair.png", 10),
            _photo("blue_armchair_front.png", 20),
            _photo("oak-table-1.png", 30),
            _photo("oak-table-2.png", 40),
            Upload.of("notes.docx", b"x"),
        ],
    )
    assert taken.photos == 4
    assert [str(fault) for fault in taken.faults] == [
        "notes.docx: this is not a picture that can be read. Save it as JPEG or PNG."
    ]
    products = {p.sku: p for p in project.state().products}
    assert list(products) == ["blue_armchair", "oak-table-1", "oak-table-2"]
    armchair = products["blue_armchair"]
    assert [photo.original_name for photo in armchair.photos] == [
        "blue_armchair.png",
        "blue_armchair_front.png",
    ]
    assert (armchair.name, armchair.category, armchair.category_guessed) == (
        "Blue armchair",
        "armchair",
        True,
    )
    for photo in armchair.photos:
        assert (project.folder / "photos" / photo.file).is_file()


def test_the_same_photo_twice_is_one(project: Project) -> None:
    take(project, [_photo("a.png", 10)])
    taken = take(project, [_photo("again.png", 10)])
    assert (taken.photos, taken.known) == (0, 1)
    assert len(project.state().products) == 1


def test_a_zip_with_a_catalog_fills_the_table(project: Project) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("shop/catalog.csv", CATALOG)
        archive.writestr("shop/photos/sofa.png", product_png(shade=10))
        archive.writestr("shop/photos/sofa-front.png", product_png(shade=20))
        archive.writestr("shop/photos/lamp.png", product_png(shade=30))
    taken = take(project, [Upload.of("shop.zip", stream.getvalue())])
    sofa, lamp = project.state().products
    assert (sofa.sku, sofa.category, sofa.width_m, sofa.price) == ("S-1", "sofa", 1.8, "99.00")
    assert (sofa.category_guessed, len(sofa.photos)) == (False, 2)
    assert lamp.name == "Lamp"
    assert [problem.item for problem in taken.problems] == ["S-3"]
    assert taken.waiting == ()


def test_photos_after_the_catalog_find_their_rows(project: Project) -> None:
    taken = take(project, [Upload.of("catalog.csv", CATALOG.encode())])
    assert taken.waiting == ("photos/sofa.png", "photos/sofa-front.png", "photos/lamp.png")
    assert project.state().products == ()
    taken = take(project, [_photo("LAMP.png", 30), _photo("other.png", 50)])
    assert [p.sku for p in project.state().products] == ["S-2", "other"]
    assert taken.waiting == ("photos/sofa.png", "photos/sofa-front.png")


def test_a_catalog_after_the_photos_takes_the_products_over(project: Project) -> None:
    take(project, [_photo("sofa.png", 10), _photo("lamp.png", 30)])
    with project.change() as change:
        lamp = change.state.product("lamp")
        assert lamp is not None
        change.state = change.state.with_product(replace(lamp, turn_deg=90))
    take(project, [Upload.of("list.csv", CATALOG.encode())])
    assert [p.sku for p in project.state().products] == ["S-1", "S-2"]


def test_limits_are_told_and_what_fits_is_kept(project: Project) -> None:
    limits = replace(LIMITS, photos=1)
    taken = take(project, [_photo("a.png", 10), _photo("b.png", 20)], limits)
    assert taken.photos == 1
    assert "at most 1 photos" in str(taken.faults[0])
    full = take(project, [_photo("c.png", 30)], replace(LIMITS, project_bytes=10))
    assert full.photos == 0
    assert "full" in str(full.faults[0])


def test_a_catalog_that_is_none_is_told_without_the_servers_folders(project: Project) -> None:
    taken = take(project, [Upload.of("c.csv", b"name,price\nx,1\n"), Upload.of("t.xlsx", b"PK")])
    (spreadsheet,), (catalog,) = taken.faults, taken.problems
    assert "CSV UTF-8" in str(spreadsheet)
    assert (catalog.item, catalog.code, catalog.severity) == ("catalog.csv", "catalog", "error")
    assert "sku" in catalog.message
    assert str(project.folder) not in catalog.message
