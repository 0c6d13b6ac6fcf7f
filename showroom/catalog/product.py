"""A product as the merchant describes it, whatever file that stood in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reconstruct.parts.parameters import Design
from reconstruct.see.thing import PhotoBox

__all__ = ["CatalogProduct", "CatalogVariant", "Price"]


@dataclass(frozen=True)
class Price:
    """What one piece costs.

    Attributes
    ----------
    amount
        As the merchant wrote it, digits with at most one decimal point, so that no float rounds it.
    currency
        ISO 4217 code, three capital letters.
    """

    amount: str
    currency: str


@dataclass(frozen=True)
class CatalogVariant:
    """Another look of a product.

    Attributes
    ----------
    sku, name
        Its own article number, and what it is called.
    photos
        Its own, if there are any.
    rgb
        Its colour (sRGB) if not.
    price, url
        For the shopper; None where not given.
    boxes
        The merchant's own boxes around the product in its photos, one for each from the first on; None where there
        is none.
    """

    sku: str
    name: str
    photos: tuple[Path, ...]
    rgb: tuple[int, int, int] | None
    price: Price | None = None
    url: str | None = None
    boxes: tuple[PhotoBox | None, ...] = ()


@dataclass(frozen=True)
class CatalogProduct:
    """One product as the merchant describes it.

    Attributes
    ----------
    sku
        The merchant's article number, unique in the catalog, safe as a file name.
    name
        For people; the SKU where the merchant gave none.
    category
        In the merchant's words, or None.
    width_m, height_m, depth_m
        True size in metres; None where the merchant gave none.
    photos
        Picture files; none where there is a model.
    cutouts
        The merchant's own masks, one for each photo from the first on; None where it is cut out automatically.
    boxes
        The merchant's own boxes around the product, likewise; a mask counts more than a box.
    turn_rad
        How far the finished product is turned, counter-clockwise seen from above, because its front was taken wrong.
        The size is that of the turned product.
    model
        The merchant's own GLB, which is taken instead of photos.
    price, url, description
        For the shopper; None or "" where not given. Name and description serve every language without its own.
    names, descriptions
        In other languages, by language tag (BCP 47: `zh`, `pt-BR`).
    variant_of
        SKU of the product that this row is another colour or fabric of; None for a product.
    variant_name
        What this look is called; None where it has no name.
    variant_rgb
        Colour (sRGB) of a variant without photos.
    variants
        The other looks of this product.
    design
        The merchant's own list of parts, which is built instead of what the photos are taken for.
    keep_doubtful
        Whether the merchant wants it built even if it is not good enough to be sold.
    """

    sku: str
    photos: tuple[Path, ...]
    name: str
    category: str | None = None
    width_m: float | None = None
    height_m: float | None = None
    depth_m: float | None = None
    price: Price | None = None
    url: str | None = None
    description: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    variant_of: str | None = None
    variant_name: str | None = None
    variant_rgb: tuple[int, int, int] | None = None
    variants: tuple[CatalogVariant, ...] = ()
    cutouts: tuple[Path | None, ...] = ()
    boxes: tuple[PhotoBox | None, ...] = ()
    turn_rad: float = 0.0
    model: Path | None = None
    design: Design | None = None
    keep_doubtful: bool = False
