"""Edits in the table of products."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from viewer.draft import PhotoDraft, ProductDraft
from viewer.project import ProjectState
from viewer.table import apply_edits, category_titles, merge_products, move_photo, table_rows
from viewer.words import Words

STATE = ProjectState(
    products=(
        ProductDraft(
            "A",
            "Chair",
            photos=(PhotoDraft("1.jpg", "1.jpg"), PhotoDraft("2.jpg", "2.jpg")),
            category="chair",
            category_guessed=True,
            width_m=0.5,
            height_m=0.9,
            depth_m=0.5,
            size_guessed=True,
        ),
        ProductDraft("B", "Sofa", photos=(PhotoDraft("3.jpg", "3.jpg"),)),
    )
)


def _edit(**cells: Any) -> ProductDraft:
    done = apply_edits(STATE, {"A": cells})
    assert done.faults == ()
    product = done.state.product("A")
    assert product is not None
    return product


def test_rows_are_in_centimetres_and_name_the_guesses() -> None:
    first, second = table_rows(STATE.products, Words("en"))
    assert (first["width_cm"], first["height_cm"]) == (50.0, 90.0)
    assert first["guessed"] == "category, size"
    assert (second["width_cm"], second["guessed"]) == (None, "")


def test_ones_own_word_is_no_guess() -> None:
    assert _edit(category="armchair").category_guessed is False
    wide = _edit(width_cm=62.5)
    assert (wide.width_m, wide.height_m, wide.size_guessed) == (0.625, None, False)
    assert _edit(price="199,50", currency="eur").price == "199.50"


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("name", "  ", "Write a name"),
        ("width_cm", -3, "centimetres"),
        ("width_cm", 99999, "centimetres"),
        ("price", "cheap", "199.00"),
        ("price", "-1", "199.00"),
        ("currency", "€", "EUR"),
        ("url", "javascript:alert(1)", "https://"),
        ("url", "shop.example", "https://"),
    ],
)
def test_a_bad_cell_is_told_and_the_others_are_kept(cell: str, value: Any, said: str) -> None:
    done = apply_edits(STATE, {"A": {cell: value, "left_out": True}, "B": {"name": "Settee"}})
    (fault,) = done.faults
    assert said in str(fault)
    assert "Chair" in str(fault)
    kept = done.state.product("A")
    assert kept == replace(STATE.products[0], left_out=True)
    other = done.state.product("B")
    assert other is not None
    assert other.name == "Settee"


def test_a_photo_moves_and_an_emptied_product_goes() -> None:
    state = move_photo(STATE, "3.jpg", "A", source="B")
    assert [p.sku for p in state.products] == ["A"]
    assert [p.file for p in state.products[0].photos] == ["1.jpg", "2.jpg", "3.jpg"]
    assert move_photo(STATE, "3.jpg", "gone", source="B") == STATE


def test_products_are_put_together() -> None:
    (merged,) = merge_products(STATE, ["A", "B"]).products
    assert (merged.sku, len(merged.photos)) == ("A", 3)


def test_categories_have_titles_in_the_interfaces_language() -> None:
    assert category_titles("en")["sofa"] == "sofa"
    assert category_titles("zh")["sofa"] != "sofa"
