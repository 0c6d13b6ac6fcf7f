"""What a shopper is told of a product: the merchant's words and the true size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from showroom.catalog_product import CatalogProduct, Price

__all__ = ["ProductFacts"]


@dataclass(frozen=True)
class ProductFacts:
    """A finished product in words.

    Attributes
    ----------
    details
        The catalog row; its category is the graph's where the merchant's word was understood.
    size_m
        Width, height and depth of the finished product.
    """

    details: CatalogProduct
    size_m: tuple[float, float, float]

    def as_json(self) -> dict[str, Any]:
        """The facts as `product.json` and `showroom.json` hold them."""
        details = self.details
        told: dict[str, Any] = {
            "sku": details.sku,
            "name": details.name,
            "category": details.category,
            "size_m": [round(side, 4) for side in self.size_m],
            "price": _price(details.price),
            "url": details.url,
            "description": details.description,
            "variants": [
                {
                    "sku": variant.sku,
                    "name": variant.name,
                    "price": _price(variant.price),
                    "url": variant.url,
                }
                for variant in details.variants
            ],
        }
        languages = {"names": dict(details.names), "descriptions": dict(details.descriptions)}
        return told | {key: texts for key, texts in languages.items() if texts}


def _price(price: Price | None) -> dict[str, str] | None:
    return {"amount": price.amount, "currency": price.currency} if price else None
