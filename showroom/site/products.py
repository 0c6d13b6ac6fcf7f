"""A room's products on its page: picture, name, size, price, link, and the way into one's own room."""

from __future__ import annotations

import json
from collections.abc import Mapping

from showroom.site.content import SiteProduct, SiteText
from showroom.site.html import Markup, SiteWords, element
from showroom.site.page import SiteFrame
from showroom.site.room import ProductAssets, RoomAssets

__all__ = ["product_cards", "product_links", "size_text"]

_CARD_SIZES = "(max-width: 599px) 44vw, 300px"


def product_cards(frame: SiteFrame, words: SiteWords, room: RoomAssets, root: str) -> Markup:
    """A card for each product."""
    cards = [
        _card(frame, words, assets, root, number) for number, assets in enumerate(room.products, 1)
    ]
    return element("ul", {"class": "products"}, *cards)


def product_links(words: SiteWords, room: RoomAssets, root: str) -> Markup:
    """Pictures and links alone, for a frame without JavaScript."""
    items = []
    for assets in room.products:
        product = assets.product
        inner = Markup(_picture(assets, root, product.name.at(words.tag)) or "") + element(
            "span", {}, product.name.at(words.tag)
        )
        link = (
            element("a", {"href": product.url, "target": "_top"}, Markup(inner))
            if product.url
            else Markup(inner)
        )
        items.append(element("li", {}, link))
    return element("ul", {}, *items)


def size_text(size_m: tuple[float, float, float]) -> str:
    """Width, height and depth as "180 × 99 × 107 cm"; half centimetres matter below 10 cm only."""
    sides = (100 * side for side in size_m)
    return (
        " × ".join(
            f"{side:.0f}" if side >= 10 else f"{side:.1f}".removesuffix(".0") for side in sides
        )
        + " cm"
    )


def _card(
    frame: SiteFrame, words: SiteWords, assets: ProductAssets, root: str, number: int
) -> Markup:
    product = assets.product
    name_id = f"product-{number}"
    show = _action(
        words,
        "button",
        "show_in_room",
        number,
        {"type": "button", "class": "action show only-scripted", "data-select": product.sku},
    )
    alt = product.name.at(words.tag)
    picture = element("div", {"class": "product-picture"}, _picture(assets, root, alt), show)
    name = _text(product.name, words, "span", {})
    linked = element("a", _link(product), name) if product.url else name
    description = (
        _text(product.description, words, "p", {"class": "description"})
        if product.description.at(words.tag)
        else None
    )
    return element(
        "li",
        {"class": "product"},
        picture,
        element("h3", {"id": name_id}, linked),
        element("p", {"class": "size"}, size_text(product.size_m)),
        _price(product, words),
        description,
        element("div", {"class": "actions"}, *_actions(frame, words, assets, root, number)),
        Markup("\n"),
    )


def _action(
    words: SiteWords, tag: str, key: str, number: int, attributes: Mapping[str, str | bool | None]
) -> Markup:
    """A button or link; the product's name is read out with it, so that twelve of them are not all the same."""
    own = f"{key.replace('_', '-')}-{number}"
    told = {"id": own, "aria-labelledby": f"{own} product-{number}", **attributes}
    return words.element(tag, key, told)


def _actions(
    frame: SiteFrame, words: SiteWords, assets: ProductAssets, root: str, number: int
) -> list[Markup]:
    product = assets.product
    made: list[Markup] = []
    if product.url:
        attributes = _link(product) | {"class": "action to-shop"}
        made.append(_action(words, "a", "to_shop", number, attributes))
    if assets.usdz or assets.store_glb:
        made.append(_ar(frame, words, assets, root, number))
    if assets.master_glb:
        download = {"href": root + assets.master_glb, "download": f"{product.sku}.glb"}
        made.append(_action(words, "a", "download_model", number, {"class": "action", **download}))
    return made


def _ar(
    frame: SiteFrame, words: SiteWords, assets: ProductAssets, root: str, number: int
) -> Markup:
    """Hidden until the page's script finds that the device can do it; Quick Look wants a picture as the first child."""
    own = f"ar-{number}"
    told: dict[str, str | bool | None] = {
        "id": own,
        "class": "action ar",
        "rel": "ar",
        "hidden": True,
        "data-usdz": root + assets.usdz if assets.usdz else None,
        "data-glb": root + assets.store_glb if assets.store_glb else None,
        "data-sku": assets.product.sku,
        "data-name": assets.product.name.at(words.tag),
        "data-store": assets.product.url,
        "aria-labelledby": f"{own} product-{number}",
    }
    icon = element("img", {"src": root + frame.ar_icon, "width": 20, "height": 20, "alt": ""})
    return element("a", told, icon, words.element("span", "ar"))


def _link(product: SiteProduct) -> dict[str, str | None]:
    return {"href": product.url, "class": "to-shop", "data-sku": product.sku}


def _price(product: SiteProduct, words: SiteWords) -> Markup:
    if product.price is None:
        return words.element("p", "price_on_request", {"class": "price on-request"})
    amount, currency = product.price
    plain = f"{amount.removesuffix('.00')} {currency}"
    data = element("data", {"value": amount, "data-currency": currency}, plain)
    return element("p", {"class": "price"}, data)


def _text(text: SiteText, words: SiteWords, tag: str, attributes: Mapping[str, str]) -> Markup:
    texts = {t: said for t, said in text.by_language.items() if t != words.tag}
    told = json.dumps(texts, ensure_ascii=False, sort_keys=True) if texts else None
    return element(tag, {**attributes, "data-texts": told}, text.at(words.tag))


def _picture(assets: ProductAssets, root: str, name: str) -> Markup | None:
    if assets.picture is None:
        return None
    width, height = assets.picture.size_px
    return element(
        "img",
        {
            "src": root + assets.picture.sources[0][1],
            "srcset": assets.picture.source_set(root),
            "sizes": _CARD_SIZES,
            "width": width,
            "height": height,
            "alt": name,
            "loading": "lazy",
            "decoding": "async",
        },
    )
