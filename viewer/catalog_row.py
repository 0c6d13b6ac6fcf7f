"""A product of the app as the engine takes it."""

from __future__ import annotations

import math

from showroom.catalog.product import CatalogProduct, CatalogVariant, Price
from viewer.draft import ProductDraft
from viewer.kept_design import kept_design
from viewer.project import Project

__all__ = ["catalog_row"]


def catalog_row(project: Project, draft: ProductDraft) -> CatalogProduct:
    """The catalog row of a product; what was only guessed is left open, and guessed again by the engine itself.

    Raises
    ------
    DesignFileError
        If its parts cannot be read: the families of furniture have changed since they were kept.
    """
    photos = project.folder / "photos"
    guessed = draft.size_guessed
    return CatalogProduct(
        sku=draft.sku,
        photos=tuple(photos / photo.file for photo in draft.photos),
        name=draft.name,
        category=None if draft.category_guessed else draft.category,
        width_m=None if guessed else draft.width_m,
        height_m=None if guessed else draft.height_m,
        depth_m=None if guessed else draft.depth_m,
        price=_price(draft.price, draft.currency),
        url=draft.url or None,
        description=draft.description,
        names=draft.names,
        descriptions=draft.descriptions,
        variant_of=draft.variant_of,
        variant_name=draft.variant_name,
        variants=tuple(
            CatalogVariant(
                sku=variant.sku,
                name=variant.name,
                photos=tuple(photos / name for name in variant.photos),
                rgb=variant.rgb,
                price=_price(variant.price, variant.currency),
                url=variant.url or None,
                boxes=variant.boxes,
            )
            for variant in draft.variants
        ),
        cutouts=tuple(
            project.folder / "masks" / photo.mask if photo.repaired and photo.mask else None
            for photo in draft.photos
        ),
        boxes=tuple(None if photo.repaired else photo.box for photo in draft.photos),
        turn_rad=math.radians(draft.turn_deg),
        model=project.folder / "models" / draft.model if draft.model else None,
        # A model of the merchant's own takes the place of everything else.
        design=None if draft.model else kept_design(draft),
        keep_doubtful=draft.keep_doubtful,
    )


def _price(amount: str, currency: str) -> Price | None:
    return Price(amount, currency) if amount and currency else None
