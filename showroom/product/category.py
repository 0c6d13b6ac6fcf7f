"""Which category of the furniture graph a merchant's words mean."""

from __future__ import annotations

from collections.abc import Sequence

from layout import canonical_category, typical_size
from showroom.catalog.product import CatalogProduct
from showroom.problem import Problem
from showroom.product.category_guess import GraphGuess, in_words

__all__ = ["category_of", "guessed_category", "typical_height_m"]


def category_of(row: CatalogProduct) -> tuple[str | None, list[Problem]]:
    """The graph's category for the merchant's words; from the name where no category was given."""
    said = row.category or row.name
    match = canonical_category(said)
    if match.category is not None and not match.doubtful:
        return match.category, []
    near = ", ".join(name for name, _ in match.candidates)
    instead = f" Near to it: {near}." if near else ""
    if row.category is None and match.category is None:
        message = f"{row.sku}: no category was given and the name {row.name!r} tells none.{instead} Give one."
        return None, [Problem(row.sku, "no_category", message, "warning")]
    if match.category is None:
        message = f"{row.sku}, column category: {said!r} is not known.{instead} Use a known word, or leave it empty."
        return None, [Problem(row.sku, "unknown_category", message, "warning")]
    message = f"{row.sku}: {said!r} was taken for {match.category}.{instead} Correct the category if that is wrong."
    return match.category, [Problem(row.sku, "doubtful_category", message, "warning")]


def guessed_category(row: CatalogProduct, guesses: Sequence[GraphGuess]) -> Problem:
    """What is told where only the photo said what the product is; the first guess was taken."""
    first, *others = guesses[:3]
    said = (
        f"{row.category!r} is not known"
        if row.category
        else "no category was given and the name tells none"
    )
    instead = f" It may also be: {in_words(others)}." if others else ""
    message = (
        f"{row.sku}: {said}; by its photo it was taken for {in_words([first])}.{instead} Give its category if that is "
        "wrong."
    )
    return Problem(row.sku, "guessed_category", message, "warning")


def typical_height_m(category: str | None) -> float | None:
    """Height of a usual product of a category; None where the graph has none."""
    size_m = typical_size(category) if category else None
    return size_m[1] if size_m else None
