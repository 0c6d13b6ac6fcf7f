"""A product in schema.org's words (`product.jsonld`), for a store's page: search engines show its 3D model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from showroom.product.facts import ProductFacts

__all__ = ["product_jsonld"]

MODELS = (
    ("store", ".store.glb", "model/gltf-binary"),
    ("web", ".web.glb", "model/gltf-binary"),
    ("ar", ".usdz", "model/vnd.usdz+zip"),
)


def product_jsonld(facts: ProductFacts) -> dict[str, Any]:
    """`Product` with its size, offer and 3D models; addresses are relative to the product's folder."""
    details = facts.details
    width_m, height_m, depth_m = facts.size_m
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "sku": details.sku,
        "name": _in_languages(details.name, details.names),
        "image": "poster.webp",
        "width": _centimetres(width_m),
        "height": _centimetres(height_m),
        "depth": _centimetres(depth_m),
        "subjectOf": [
            {
                "@type": "3DModel",
                "name": f"{details.name} ({use})",
                "encoding": [
                    {
                        "@type": "MediaObject",
                        "contentUrl": f"{details.sku}{suffix}",
                        "encodingFormat": kind,
                    }
                ],
            }
            for use, suffix, kind in MODELS
        ],
    }
    if details.description or details.descriptions:
        told["description"] = _in_languages(details.description, details.descriptions)
    if details.category is not None:
        told["category"] = details.category.replace("_", " ")
    if details.url is not None:
        told["url"] = details.url
    if details.price is not None:
        told["offers"] = {
            "@type": "Offer",
            "price": details.price.amount,
            "priceCurrency": details.price.currency,
        }
        if details.url is not None:
            told["offers"]["url"] = details.url
    return told


def _in_languages(plain: str, texts: Mapping[str, str]) -> str | list[str | dict[str, str]]:
    """A text as it stands, or with its translations as JSON-LD's value objects."""
    if not texts:
        return plain
    values = [{"@value": text, "@language": tag} for tag, text in texts.items()]
    known = not plain or plain in texts.values()
    return [*values] if known else [plain, *values]


def _centimetres(side_m: float) -> dict[str, Any]:
    return {"@type": "QuantitativeValue", "value": round(100 * side_m, 1), "unitCode": "CMT"}
