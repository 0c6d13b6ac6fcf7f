"""What a shopper is told of a product: the merchant's words and the true size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from showroom.catalog.product import CatalogProduct, CatalogVariant, Price

__all__ = ["CategorySource", "ProductFacts", "SizeSource"]


CategorySource = Literal["merchant", "name", "photo"]
SizeSource = Literal["given", "guessed", "model"]


@dataclass(frozen=True)
class ProductFacts:
    """A finished product in words.

    Attributes
    ----------
    details
        The catalog row; its category is the graph's where the merchant's word was understood.
    size_m
        Width, height and depth of the finished product.
    category_source
        Who said the category: the merchant, the product's name, or only a look at the photo; None if nobody did.
    category_probability
        How sure the look at the photo is; None where words said it.
    size_source
        "given" by the merchant, "guessed" in any part, or that of the merchant's own "model".
    """

    details: CatalogProduct
    size_m: tuple[float, float, float]
    category_source: CategorySource | None = None
    category_probability: float | None = None
    size_source: SizeSource = "given"

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
        return cls(
            details,
            (width_m, height_m, depth_m),
            # What is told to shoppers leaves out who said it.
            category_source=told.get("category_source"),
            category_probability=told.get("category_probability"),
            size_source=told.get("size_source", "given"),
        )


def _read_price(told: Mapping[str, str] | None) -> Price | None:
    return Price(told["amount"], told["currency"]) if told else None


def _price(price: Price | None) -> dict[str, str] | None:
    return {"amount": price.amount, "currency": price.currency} if price else None
