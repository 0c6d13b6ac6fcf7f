"""One product's files: the category it is taken for, and what is told about it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from showroom.catalog_product import CatalogProduct, Price
from showroom.product_files import ProductJob, ProductOutcome, make_product


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    picture = Image.new("RGBA", (120, 160), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((20, 20, 100, 150), fill=(150, 90, 40, 255))
    picture.save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


def _make(photo: Path, *, name: str = "X", category: str | None = None) -> ProductOutcome:
    row = CatalogProduct(
        sku="X-1",
        photos=(photo,),
        name=name,
        category=category,
        width_m=0.5,
        height_m=0.8,
        depth_m=0.4,
        price=Price("19.90", "EUR"),
    )
    out = photo.parent
    return make_product(ProductJob(row, out / "out", out / "store"))


def test_files_say_what_the_catalog_said(photo: Path) -> None:
    outcome = _make(photo, name='A "chair" <b>', category="chair")
    assert outcome.made
    told = json.loads((photo.parent / "out/products/X-1/product.json").read_bytes())
    assert told["name"] == 'A "chair" <b>'
    assert told["size_m"] == [0.5, 0.8, 0.4]
    assert told["price"] == {"amount": "19.90", "currency": "EUR"}
    linked = json.loads((photo.parent / "out/products/X-1/product.jsonld").read_bytes())
    assert (linked["@type"], linked["sku"]) == ("Product", "X-1")
    assert linked["offers"] == {"@type": "Offer", "price": "19.90", "priceCurrency": "EUR"}
    assert linked["height"]["value"] == 80.0
    models = [m["encoding"][0]["contentUrl"] for m in linked["subjectOf"]]
    assert models == ["X-1.store.glb", "X-1.web.glb", "X-1.usdz"]
    assert all((photo.parent / "out/products/X-1" / name).is_file() for name in models)
    page = (photo.parent / "out/products/X-1/embed.html").read_text()
    assert "A &quot;chair&quot; &lt;b&gt;" in page
    assert "<b>" not in page
    assert all(address in page for address in ("X-1.store.glb", "X-1.usdz", "poster.webp"))
    again = _make(photo, name='A "chair" <b>', category="chair")
    assert again.from_store
    assert again.files == outcome.files


@pytest.mark.parametrize(
    ("name", "category", "expected", "code"),
    [
        ("Oak thing", "wing chair", "armchair", None),
        ("Lovely armchair in green", None, "armchair", None),
        ("Qwxyz", "flurbelstuhl-xyzzy", None, "unknown_category"),
        ("Qwxyz", None, None, "no_category"),
    ],
)
def test_category(
    photo: Path, name: str, category: str | None, expected: str | None, code: str | None
) -> None:
    outcome = _make(photo, name=name, category=category)
    assert outcome.made
    codes = {problem.code for problem in outcome.problems}
    if code is None:
        assert outcome.category == expected
        assert not codes & {"unknown_category", "no_category"}
    else:
        assert outcome.category is None
        assert code in codes


def test_a_photo_that_vanished_is_told(photo: Path) -> None:
    photo.unlink()
    outcome = _make(photo)
    assert not outcome.made
    (problem,) = [p for p in outcome.problems if p.severity == "error"]
    assert problem.code == "unreadable_photo"
    assert "photo.png" in problem.message
