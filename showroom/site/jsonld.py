"""What a page tells search engines: its products in schema.org's words, with addresses of the site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from showroom.site.content import web_address
from showroom.site.room import ProductAssets, RoomAssets

__all__ = ["room_jsonld"]


def room_jsonld(room: RoomAssets, address: Callable[[str], str]) -> list[dict[str, Any]]:
    """Each product of a room that has a `product.jsonld`; `address` makes the page's address of a file's path."""
    return [told for assets in room.products if (told := _product(assets, address)) is not None]


def _product(assets: ProductAssets, address: Callable[[str], str]) -> dict[str, Any] | None:
    told = assets.product.jsonld
    if told is None:
        return None
    files = {
        ".store.glb": assets.store_glb,
        ".web.glb": assets.web_glb,
        ".usdz": assets.usdz,
    }
    told["image"] = address(assets.picture.widest) if assets.picture else None
    models = []
    for model in told.pop("subjectOf", []):
        for media in model["encoding"]:
            path = next((p for s, p in files.items() if media["contentUrl"].endswith(s)), None)
            if path:
                models.append({**model, "encoding": [{**media, "contentUrl": address(path)}]})
    told["subjectOf"] = models or None
    for place in (told, told.get("offers") or {}):
        if "url" in place:
            place["url"] = web_address(place["url"])
    if told.get("offers"):
        told["offers"] = _said(told["offers"])
    return _said(told)


def _said(told: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if value is not None}
