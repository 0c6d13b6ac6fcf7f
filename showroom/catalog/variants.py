"""Variants in a catalog: rows that are another colour or fabric of a product in another row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PIL import ImageColor

from showroom.catalog.product import CatalogProduct, CatalogVariant
from showroom.problem import Problem

__all__ = ["join_variants", "parse_colour"]


def parse_colour(text: str) -> tuple[int, int, int]:
    """Colour (sRGB) from "#3a5f8b" or an English name as CSS knows it.

    Raises
    ------
    ValueError
        If it is neither; the message is meant for people.
    """
    try:
        red, green, blue = ImageColor.getrgb(text)[:3]
    except ValueError:
        raise ValueError(
            f"{text!r} is not a colour: write it as #3a5f8b, or by a name such as 'navy'"
        ) from None
    return red, green, blue


def join_variants(
    rows: Sequence[CatalogProduct],
) -> tuple[tuple[CatalogProduct, ...], tuple[Problem, ...]]:
    """Products with their variants; rows that are variants are no products of their own.

    A variant whose product is not in the catalog, or is a variant itself, or whose name is taken, is an error of that
    row alone.
    """
    bases = {row.sku.casefold(): row for row in rows if row.variant_of is None}
    variants: dict[str, list[CatalogVariant]] = {key: [] for key in bases}
    problems = []
    for row in rows:
        if row.variant_of is None:
            continue
        key = row.variant_of.casefold()
        name = row.variant_name or row.name
        if key not in bases:
            problems.append(_no_base(row, rows))
            continue
        taken = {_base_name(bases[key]).casefold()} | {v.name.casefold() for v in variants[key]}
        if name.casefold() in taken:
            message = (
                f"{row.sku}, column variant_name: {name!r} is taken by another variant of {row.variant_of}; "
                "give each its own."
            )
            problems.append(Problem(row.sku, "variant_name_taken", message, "error"))
            continue
        variants[key].append(
            CatalogVariant(
                row.sku, name, row.photos, row.variant_rgb, row.price, row.url, row.boxes
            )
        )
    joined = tuple(
        replace(base, variants=tuple(variants[key]), variant_name=_base_name(base))
        if variants[key]
        else base
        for key, base in bases.items()
    )
    return joined, tuple(problems)


def _base_name(base: CatalogProduct) -> str:
    """What the product's own look is called among its variants."""
    return base.variant_name or "Standard"


def _no_base(row: CatalogProduct, rows: Sequence[CatalogProduct]) -> Problem:
    if row.variant_of == row.sku:
        message = (
            f"{row.sku}, column variant_of: a product cannot be a variant of itself; leave the cell empty, or name the "
            "product that it is another look of."
        )
        return Problem(row.sku, "variant_of_itself", message, "error")
    other = next((r for r in rows if r.sku.casefold() == (row.variant_of or "").casefold()), None)
    if other is not None:
        message = (
            f"{row.sku}, column variant_of: {row.variant_of} is itself a variant of {other.variant_of}; "
            f"name {other.variant_of}."
        )
        return Problem(row.sku, "variant_of_variant", message, "error")
    message = (
        f"{row.sku}, column variant_of: there is no product {row.variant_of!r} in the catalog that could be read; "
        "name the SKU of its row, or leave the cell empty."
    )
    return Problem(row.sku, "variant_of_unknown", message, "error")
