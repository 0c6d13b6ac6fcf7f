"""One product's files: the category it is taken for, and what is told about it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from reconstruct.see.thing import PhotoBox
from showroom.catalog.product import CatalogProduct, CatalogVariant, Price
from showroom.cli import build, convert
from showroom.gltf import read_glb
from showroom.product.files import make_product
from showroom.product.outcome import ProductFileOptions, ProductJob, ProductOutcome

pytestmark = pytest.mark.usefixtures("small_posters")

COARSE = ProductFileOptions(512, 2000)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One store for all: what a test before has made of the same photo need not be made again."""
    return tmp_path_factory.mktemp("store")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    picture = Image.new("RGBA", (120, 160), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((20, 20, 100, 150), fill=(150, 90, 40, 255))
    picture.save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


def _make(
    photo: Path,
    store: Path,
    *,
    name: str = "X",
    category: str | None = None,
    options: ProductFileOptions | None = None,
) -> ProductOutcome:
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
    return make_product(
        ProductJob(row, photo.parent / "out", store, options or ProductFileOptions())
    )


def test_files_say_what_the_catalog_said(photo: Path, store: Path) -> None:
    outcome = _make(photo, store, name='A "chair" <b>', category="chair")
    assert outcome.made
    told = json.loads((photo.parent / "out/products/X-1/product.json").read_bytes())
    assert told["name"] == 'A "chair" <b>'
    assert told["size_m"] == [0.5, 0.8, 0.4]
    assert told["price"] == {"amount": "19.90", "currency": "EUR"}
    linked = json.loads((photo.parent / "out/products/X-1/product.jsonld").read_bytes())
    assert (linked["@type"], linked["sku"]) == ("Product", "X-1")
    assert linked["offers"] == {"@type": "Offer", "price": "19.90", "priceCurrency": "EUR"}
    assert linked["height"]["value"] == 80.0
    assert told["photos"] == [
        {
            "name": "photo.png",
            "role": "whole",
            "used_for": ["shape", "texture"],
            "why": "it shows the product whole",
        }
    ]
    assert 500 <= told["triangles"]["master"] <= 20_000
    assert told["triangles"]["lod2"] < told["triangles"]["lod1"] <= 10_000
    assert "X-1.lod1.glb" in told["files"]
    models = [m["encoding"][0]["contentUrl"] for m in linked["subjectOf"]]
    assert models == ["X-1.store.glb", "X-1.web.glb", "X-1.usdz"]
    assert all((photo.parent / "out/products/X-1" / name).is_file() for name in models)
    page = (photo.parent / "out/products/X-1/embed.html").read_text()
    assert "A &quot;chair&quot; &lt;b&gt;" in page
    assert "<b>" not in page
    assert all(address in page for address in ("X-1.store.glb", "X-1.usdz", "poster.webp"))
    again = _make(photo, store, name='A "chair" <b>', category="chair")
    assert again.from_store
    assert again.files == outcome.files


@pytest.mark.parametrize(
    ("name", "category", "expected", "code"),
    [
        ("Oak thing", "wing chair", "armchair", None),
        ("Lovely armchair in green", None, "armchair", None),
        ("Qwxyz", "flurbelstuhl-xyzzy", None, "unknown_category"),
        ("Qwxyz", None, None, "guessed_category"),
    ],
)
def test_category(
    photo: Path,
    store: Path,
    name: str,
    category: str | None,
    expected: str | None,
    code: str | None,
) -> None:
    outcome = _make(photo, store, name=name, category=category, options=COARSE)
    assert outcome.made
    codes = {problem.code for problem in outcome.problems}
    if code is None:
        assert outcome.category == expected
        assert not codes & {"unknown_category", "no_category", "guessed_category"}
        assert outcome.facts is not None
        assert outcome.facts.category_source == ("merchant" if category else "name")
        assert outcome.facts.category_probability is None
    else:
        assert {code, "guessed_category"} <= codes
        assert "no_category" not in codes
        assert outcome.category is not None
        assert outcome.facts is not None
        assert outcome.facts.category_source == "photo"
        assert 0 < (outcome.facts.category_probability or 0) <= 1


def test_a_photo_that_vanished_is_told(photo: Path, store: Path) -> None:
    photo.unlink()
    outcome = _make(photo, store)
    assert not outcome.made
    (problem,) = [p for p in outcome.problems if p.severity == "error"]
    assert problem.code == "unreadable_photo"
    assert "photo.png" in problem.message


def test_a_box_reaches_the_cut_out(photo: Path, store: Path) -> None:
    outside = CatalogProduct(
        sku="X-1", photos=(photo,), name="X", boxes=(PhotoBox(900.0, 0.0, 50.0, 50.0),)
    )
    outcome = make_product(ProductJob(outside, photo.parent / "out", store, COARSE))
    assert not outcome.made
    (problem,) = [p for p in outcome.problems if p.severity == "error"]
    assert problem.code == "bad_box"
    assert "photo.png" in problem.message


def test_variants_share_the_shape_and_a_bad_one_costs_only_itself(photo: Path) -> None:
    empty = photo.parent / "empty.png"
    Image.new("RGB", (200, 200), "white").save(empty)
    green = photo.parent / "green.png"
    picture = Image.new("RGBA", (120, 160), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((20, 20, 100, 150), fill=(40, 150, 60, 255))
    picture.save(green)
    row = CatalogProduct(
        sku="X-1",
        photos=(photo,),
        name="X",
        category="cabinet",
        variant_name="Brown",
        variants=(
            CatalogVariant("X-2", "Navy", (), (20, 40, 120)),
            CatalogVariant("X-3", "Green", (green,), None),
            CatalogVariant("X-4", "Lost", (empty,), None),
            CatalogVariant(
                "X-5", "Outside", (green,), None, boxes=(PhotoBox(900.0, 0.0, 50.0, 50.0),)
            ),
        ),
    )
    out = photo.parent
    outcome = make_product(ProductJob(row, out / "out", out / "store", COARSE))
    assert outcome.made
    for lost in ("Lost", "Outside"):
        assert [p.code for p in outcome.problems if lost in p.message] == ["variant_failed"]
    document, blob = read_glb((out / "out/products/X-1/X-1.glb").read_bytes())
    names = [v["name"] for v in document["extensions"]["KHR_materials_variants"]["variants"]]
    assert names == ["Brown", "Navy", "Green"]
    means = []
    for material in document["materials"]:
        texture = document["textures"][
            material["pbrMetallicRoughness"]["baseColorTexture"]["index"]
        ]
        view = document["bufferViews"][document["images"][texture["source"]]["bufferView"]]
        start = view.get("byteOffset", 0)
        with Image.open(io.BytesIO(blob[start : start + view["byteLength"]])) as picture:
            means.append(np.asarray(picture.convert("RGB"), dtype=float).mean(axis=(0, 1)))
    brown, navy, green_mean = means
    assert brown.argmax() == 0
    assert navy.argmax() == 2
    assert green_mean.argmax() == 1
    told = json.loads((out / "out/products/X-1/product.json").read_bytes())
    assert told["looks"] == names
    assert [v["sku"] for v in told["variants"]] == ["X-2", "X-3", "X-4", "X-5"]
    page = (out / "out/products/X-1/embed.html").read_text()
    assert "<option>Green</option>" in page


def test_fewer_triangles_on_request(photo: Path) -> None:
    row = CatalogProduct(sku="X-1", photos=(photo,), name="X", category="cabinet")
    out = photo.parent
    options = ProductFileOptions(triangles=1200, texture_px=512, white_poster=True)
    outcome = make_product(ProductJob(row, out / "out", out / "store", options))
    assert outcome.triangles <= 1200
    with Image.open(out / "out/products/X-1/poster.white.webp") as picture:
        assert picture.mode == "RGB"
        assert picture.getpixel((2, 2)) == (255, 255, 255)


def test_the_command_line_offers_what_is_made_anyway() -> None:
    usual = ProductFileOptions()
    for command in (convert, build):
        offered = {param.name: param.default for param in command.params}
        assert offered["triangles"] == usual.triangles
        assert int(offered["texture_px"]) == usual.texture_px
