"""Which photos belong together, by their names."""

from __future__ import annotations

from viewer.draft import PhotoDraft, ProductDraft
from viewer.grouping import grouped, sku_for, suggested_merges, title_for


def _photo(name: str) -> PhotoDraft:
    return PhotoDraft(file=name, original_name=name)


def _product(name: str) -> ProductDraft:
    return ProductDraft(sku=name.split(".")[0], name=name, photos=(_photo(name),))


def test_views_are_one_product_and_other_folders_are_others() -> None:
    names = [
        "chair_back.jpg",
        "chair.jpg",
        "chair-side 2.jpg",
        "b/chair.jpg",
        "椅子_正面.jpg",
        "椅子.jpg",
    ]
    groups = grouped([_photo(name) for name in names])
    assert [[p.original_name for p in group] for group in groups] == [
        ["chair.jpg", "chair_back.jpg", "chair-side 2.jpg"],
        ["b/chair.jpg"],
        ["椅子.jpg", "椅子_正面.jpg"],
    ]


def test_counted_names_are_a_suggestion_and_cameras_count_everything() -> None:
    names = [
        "chair-1.jpg",
        "chair-2.jpg",
        "IMG_0001.jpg",
        "IMG_0002.jpg",
        "table (1).jpg",
        "table (2).jpg",
    ]
    assert suggested_merges([_product(name) for name in names]) == [
        ("chair-1", "chair-2"),
        ("table (1)", "table (2)"),
    ]


def test_article_numbers_are_safe_and_unlike_each_other() -> None:
    assert sku_for(_photo("a/Blue chair (new)!.jpg"), []) == "Blue-chair-new"
    assert sku_for(_photo("chair.jpg"), ["CHAIR", "chair-2"]) == "chair-3"
    assert sku_for(_photo("con.jpg"), []) == "product"
    assert sku_for(_photo("..jpg"), ["product"]) == "product-2"
    assert len(sku_for(_photo("x" * 200 + ".jpg"), [])) <= 64


def test_titles_read_as_names() -> None:
    assert title_for(_photo("blue_padded-chair_front.jpg")) == "Blue padded chair"
