"""The store of finished products."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reconstruct import (
    PbrMaterial,
    PhotoUse,
    ProductSize,
    ProductWarning,
    Refusal,
    TexturedProduct,
)
from reconstruct.parts.parameters import Design
from reconstruct.parts.product_parts import NamedPart, ProductParts
from reconstruct.see.thing import PhotoBox
from showroom.catalog.product import CatalogVariant
from showroom.product import recipe as product_recipe
from showroom.product.recipe import ProductRecipe, default_store_root
from showroom.product.store import ProductStore


def _look(name: str, rng: np.random.Generator) -> PbrMaterial:
    base_colour, orm = (rng.integers(0, 256, (side, side, 3)).astype(np.uint8) for side in (8, 4))
    return PbrMaterial(name, base_colour, orm)


@pytest.fixture
def product() -> TexturedProduct:
    rng = np.random.default_rng(3)
    return TexturedProduct(
        product_id="TRI-1",
        vertices_m=np.array([[0.0, 0.0, 0.0], [0.3, 0.0, 0.1], [0.0, 0.7, 0.0]]),
        normals=np.tile([0.0, 0.0, 1.0], (3, 1)),
        uvs=np.array([[0.0, 1.0], [1.0, 1.0], [0.0, 0.0]]),
        faces=np.array([[0, 1, 2]]),
        material=_look("oak", rng),
        size_m=ProductSize(0.3, 0.7, 0.1),
        size_source="given",
        variants=(_look("ash", rng),),
        cutouts=(),
        photo_uses=(
            PhotoUse("a.jpg", "whole", ("shape", "texture"), "it shows the product whole"),
        ),
        stage_seconds={"shape": 0.5},
        shape_confidence=0.75,
        known_shape="infinigen-0-00007",
        warnings=(ProductWarning("cropped_photo", "TRI-1: cut off"),),
        category_odds={"sofa": 0.75, "bed": 0.25},
        refusal=Refusal("another_side", "the shape cannot be told well enough from a.jpg"),
    )


@pytest.fixture
def recipe(tmp_path: Path) -> ProductRecipe:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"one")
    return ProductRecipe("TRI-1", (photo,), "chair", 0.9, 0.3, 0.7, 0.1, 1024, 20_000)


def test_what_is_saved_comes_back_exactly(tmp_path: Path, product: TexturedProduct) -> None:
    store = ProductStore(tmp_path)
    store.save("ab12", product)
    loaded = store.load("ab12")
    assert loaded is not None
    for name in ("vertices_m", "normals", "uvs", "faces"):
        np.testing.assert_array_equal(getattr(loaded, name), getattr(product, name))
    looks = zip(
        (loaded.material, *loaded.variants), (product.material, *product.variants), strict=True
    )
    for found, wanted in looks:
        assert found.name == wanted.name
        np.testing.assert_array_equal(found.base_colour, wanted.base_colour)
        np.testing.assert_array_equal(found.orm, wanted.orm)
    assert loaded.photo_uses == product.photo_uses
    assert loaded.warnings == product.warnings
    assert loaded.size_m == product.size_m
    assert loaded.refusal == product.refusal
    store.save("cd34", replace(product, refusal=None))
    good = store.load("cd34")
    assert good is not None
    assert good.refusal is None
    assert list(loaded.category_odds.items()) == [("sofa", 0.75), ("bed", 0.25)]


def test_parts_come_back_exactly(tmp_path: Path, product: TexturedProduct) -> None:
    parts = ProductParts(
        design=Design("rug", {"outline": "rounded"}, {"corner": 1 / 3}),
        size_m=np.array([0.3, 0.7, 0.1]),
        turn_rad=0.5,
        parts=(NamedPart("rug", "rug", "rug"),),
        part_of_face=np.array([0]),
        uvs_m=np.array([[0.0, 0.0], [0.3, 0.0], [0.0, 0.7]]),
    )
    store = ProductStore(tmp_path)
    store.save("ab12", replace(product, parts=parts))
    loaded = store.load("ab12")
    assert loaded is not None
    assert loaded.parts is not None
    for name in ("design", "turn_rad", "parts"):
        assert getattr(loaded.parts, name) == getattr(parts, name)
    for name in ("size_m", "part_of_face", "uvs_m"):
        np.testing.assert_array_equal(getattr(loaded.parts, name), getattr(parts, name))


@pytest.mark.parametrize("damage", ["mesh.npz", "base_colour_0.png", "orm_1.png", "product.json"])
def test_a_damaged_or_missing_file_means_make_it_again(
    tmp_path: Path, product: TexturedProduct, damage: str
) -> None:
    store = ProductStore(tmp_path)
    assert store.load("ab12") is None
    store.save("ab12", product)
    path = tmp_path / "products" / "ab" / "ab12" / damage
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert store.load("ab12") is None
    path.unlink()
    assert store.load("ab12") is None


def test_the_key_follows_everything_that_decides_the_result(
    recipe: ProductRecipe, tmp_path: Path
) -> None:
    key = recipe.key()
    assert recipe.key() == key
    for change in (
        {"product_id": "TRI-2"},
        {"design": Design("rug", {"outline": "round"}, {})},
        {"category": None},
        {"width_m": 0.31},
        {"texture_px": 2048},
        {"typical_height_m": None},
        {"triangles": 5000},
        {"variant_name": "oak"},
        {"variants": (CatalogVariant("A", "ash", (), (200, 190, 170)),)},
        {"boxes": (PhotoBox(1.0, 2.0, 3.0, 4.0),)},
    ):
        assert replace(recipe, **change).key() != key
    other = tmp_path / "ash.jpg"
    other.write_bytes(b"ash")
    photographed = replace(recipe, variants=(CatalogVariant("A", "ash", (other,), None),))
    before = photographed.key()
    boxed = replace(photographed.variants[0], boxes=(PhotoBox(1.0, 2.0, 3.0, 4.0),))
    assert replace(photographed, variants=(boxed,)).key() != before
    other.write_bytes(b"other ash")
    assert photographed.key() != before
    recipe.photos[0].write_bytes(b"two")
    assert recipe.key() != key


def test_other_weights_are_another_key(
    recipe: ProductRecipe, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    key = recipe.key()
    (tmp_path / "SHA256SUMS").write_text("0123  reader.safetensors\n")
    monkeypatch.setattr(product_recipe, "weights_folder", lambda: tmp_path)
    product_recipe._engine_hash.cache_clear()
    try:
        assert recipe.key() != key
    finally:
        product_recipe._engine_hash.cache_clear()


def test_the_place_of_the_photo_does_not_matter(recipe: ProductRecipe, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere.jpg"
    moved.write_bytes(b"one")
    assert replace(recipe, photos=(moved,)).key() == recipe.key()


def test_the_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SHOWROOM_CACHE", str(tmp_path))
    assert default_store_root() == tmp_path
    monkeypatch.delenv("SHOWROOM_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_store_root() == tmp_path / "showroom"
