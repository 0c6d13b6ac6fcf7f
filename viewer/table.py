"""The table of products: what stands in its cells, and what a merchant's edits do to the project."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from showroom.catalog.measures import LARGEST_CM, SMALLEST_CM
from viewer.draft import PhotoDraft, ProductDraft
from viewer.errors import AppError
from viewer.project import ProjectState
from viewer.told_category import retold
from viewer.words import DEFAULT_LANGUAGE, Words

__all__ = [
    "COLUMNS",
    "SIDES",
    "CellError",
    "Edited",
    "apply_edits",
    "category_titles",
    "merge_products",
    "move_photo",
    "table_rows",
]

COLUMNS = (
    "name",
    "category",
    "width_cm",
    "height_cm",
    "depth_cm",
    "guessed",
    "price",
    "currency",
    "url",
    "left_out",
)
SIDES = ("width_cm", "height_cm", "depth_cm")
_LONGEST_NAME = 200
_LONGEST_URL = 2000


class CellError(AppError):
    """A cell whose value cannot be used; the message names product, value and remedy."""


@dataclass(frozen=True)
class Edited:
    """What a round of edits did.

    Attributes
    ----------
    state
        The state with every usable edit in it.
    faults
        The cells that could not be used; they keep their earlier value.
    """

    state: ProjectState
    faults: tuple[CellError, ...]


@cache
def category_titles(language: str) -> dict[str, str]:
    """Every category that a product can have, by its title in that language, or in English where it has none."""
    from layout import load_knowledge

    categories = [c for c in load_knowledge().categories.values() if c.width is not None]
    titled = {c.name: c.labels.get(language, c.labels[DEFAULT_LANGUAGE]) for c in categories}
    return dict(sorted(titled.items(), key=lambda item: item[1].casefold()))


def table_rows(products: Sequence[ProductDraft], t: Words) -> list[dict[str, Any]]:
    """One row for each product, with the columns of `COLUMNS`."""
    return [
        {
            "name": product.name,
            "category": product.category,
            "width_cm": _cm(product.width_m),
            "height_cm": _cm(product.height_m),
            "depth_cm": _cm(product.depth_m),
            "guessed": _guesses(product, t),
            "price": product.price,
            "currency": product.currency,
            "url": product.url,
            "left_out": product.left_out,
        }
        for product in products
    ]


def apply_edits(state: ProjectState, edits: Mapping[str, Mapping[str, Any]]) -> Edited:
    """Take over edited cells, by SKU and column; a cell that cannot be used is told, the others are kept.

    Saying a guess again in one's own words makes it one's own: it is no guess any longer.
    """
    faults: list[CellError] = []
    for sku, cells in edits.items():
        product = before = state.product(sku)
        if product is None or before is None:
            continue
        for column, value in cells.items():
            try:
                product = _edited(product, column, value)
            except CellError as error:
                faults.append(error)
        state = state.with_product(retold(product, before))
    return Edited(state, tuple(faults))


def move_photo(state: ProjectState, file: str, sku: str, *, source: str) -> ProjectState:
    """Put a photo to another product; a product that has no photo left, and no model, is gone."""
    target, giver = state.product(sku), state.product(source)
    if target is None or giver is None or source == sku:
        return state
    photo = next((p for p in giver.photos if p.file == file), None)
    if photo is None:
        return state
    left = tuple(p for p in giver.photos if p.file != file)
    emptied = not left and giver.model is None
    state = (
        state.without_product(source)
        if emptied
        else state.with_product(replace(giver, photos=left))
    )
    return state.with_product(replace(target, photos=(*target.photos, photo)))


def merge_products(state: ProjectState, skus: Sequence[str]) -> ProjectState:
    """Make one product of several: the first, with the photos of all."""
    photos: list[PhotoDraft] = []
    for sku in skus:
        product = state.product(sku)
        photos += product.photos if product else ()
    first = state.product(skus[0])
    if first is None:
        return state
    for sku in skus[1:]:
        state = state.without_product(sku)
    return state.with_product(replace(first, photos=tuple(photos)))


def _cm(side_m: float | None) -> float | None:
    return None if side_m is None else round(side_m * 100, 1)


def _guesses(product: ProductDraft, t: Words) -> str:
    said = [t("products.guess_category")] if product.category_guessed else []
    said += [t("products.guess_size")] if product.size_guessed else []
    said += [t("products.guess_thing")] if any(photo.asks for photo in product.photos) else []
    return ", ".join(said)


def _edited(product: ProductDraft, column: str, value: Any) -> ProductDraft:
    if column in SIDES:
        return _with_side(product, column, value)
    if column == "left_out":
        return replace(product, left_out=bool(value))
    if column == "category":
        return replace(product, category=value or None, category_guessed=False)
    text = re.sub(r"\s+", " ", str(value or "")).strip()
    if column == "name":
        if not text or len(text) > _LONGEST_NAME:
            raise CellError("error.cell_name", name=product.name, most=_LONGEST_NAME)
        return replace(product, name=text)
    if column == "price":
        return replace(product, price=_price(product, text))
    if column == "currency":
        if text and not re.fullmatch(r"[A-Za-z]{3}", text):
            raise CellError("error.cell_currency", name=product.name, value=text)
        return replace(product, currency=text.upper())
    if column == "url":
        if text and not _is_address(text):
            raise CellError("error.cell_url", name=product.name, value=text)
        return replace(product, url=text)
    raise KeyError(column)


def _with_side(product: ProductDraft, column: str, value: Any) -> ProductDraft:
    side_m: float | None
    if value is None or value == "":
        side_m = None
    else:
        side_cm = float(value)
        if not SMALLEST_CM <= side_cm <= LARGEST_CM:
            raise CellError(
                "error.cell_size",
                name=product.name,
                value=f"{side_cm:g}",
                least=f"{SMALLEST_CM:g}",
                most=f"{LARGEST_CM:g}",
            )
        side_m = side_cm / 100
    sides_m: list[float | None] = [product.width_m, product.height_m, product.depth_m]
    if product.size_guessed:
        # The other sides were guessed together with this one; the engine fits them to what is known now.
        sides_m = [None, None, None]
    sides_m[SIDES.index(column)] = side_m
    width_m, height_m, depth_m = sides_m
    return replace(
        product,
        width_m=width_m,
        height_m=height_m,
        depth_m=depth_m,
        size_guessed=product.size_guessed and side_m is None,
    )


def _price(product: ProductDraft, text: str) -> str:
    if not text:
        return ""
    plain = text.replace(",", ".") if re.fullmatch(r"\d+,\d{1,2}", text) else text
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise CellError("error.cell_price", name=product.name, value=text) from None
    if not amount.is_finite() or amount < 0:
        raise CellError("error.cell_price", name=product.name, value=text)
    return f"{amount:f}"


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    plain = not any(c.isspace() for c in text) and len(text) <= _LONGEST_URL
    return plain and parts.scheme in ("http", "https") and bool(parts.hostname)
