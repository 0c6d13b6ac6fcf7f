"""What the merchant said a product is, by its category or its name; the choice in its photos depends on it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from showroom import CatalogProduct
from showroom.product.category import category_of
from viewer.draft import ProductDraft

__all__ = ["retold", "surely_told", "told_category"]


def told_category(product: ProductDraft) -> str | None:
    """The category of the graph that the engine takes from the merchant's words; None if they tell none."""
    return _told(None if product.category_guessed else product.category, product.name)[0]


def surely_told(product: ProductDraft) -> bool:
    """Whether the merchant's words tell the category without a doubt."""
    return _told(None if product.category_guessed else product.category, product.name)[1]


def retold(product: ProductDraft, before: ProductDraft) -> ProductDraft:
    """The product after an edit; if it says another category now, guesses that depended on it are to be made again."""
    told = told_category(product)
    if told == told_category(before):
        return product
    again = any(photo.waits(told) for photo in product.photos)
    if product.category is None or product.category_guessed:
        if told is not None:
            product = replace(product, category=told, category_guessed=True)
        elif again:
            product = replace(product, category=None, category_guessed=False)
    if product.size_guessed and again:
        product = replace(product, width_m=None, height_m=None, depth_m=None, size_guessed=False)
    return product


@cache
def _told(category: str | None, name: str) -> tuple[str | None, bool]:
    row = CatalogProduct(sku="", photos=(), name=name, category=category)
    found, doubts = category_of(row)
    return found, not doubts
