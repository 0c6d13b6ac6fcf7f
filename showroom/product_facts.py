"""What a shopper is told of a product: the merchant's words and the true size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from showroom.catalog_product import CatalogProduct, CatalogVariant, Price

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

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> ProductFacts:
        """Read what `as_json` wrote; the photos it was made of are not in it."""
        width_m, height_m, depth_m = (float(side) for side in told["size_m"])
        details = CatalogProduct(
            sku=told["sku"],
            photos=(),
            name=told["name"],
            category=told["category"],
            price=_read_price(told["price"]),
            url=told["url"],
            description=told["description"] or "",
            names=told.get("names", {}),
            descriptions=told.get("descriptions", {}),
            variants=tuple(
                CatalogVariant(
                    v["sku"], v["name"], (), None, price=_read_price(v["price"]), url=v["url"]
                )
                for v in told["variants"]
            ),
        )
        return cls(details, (width_m, height_m, depth_m))


def _read_price(told: Mapping[str, str] | None) -> Price | None:
    return Price(told["amount"], told["currency"]) if told else None


def _price(price: Price | None) -> dict[str, str] | None:
    return {"amount": price.amount, "currency": price.currency} if price else None
