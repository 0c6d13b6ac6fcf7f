"""What a site shows, read from a results folder: rooms, their products, the files behind them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from showroom.errors import SiteError
from showroom.problem import Problem
from showroom.product.doubt import KEEP_DOUBTFUL

__all__ = ["SiteProduct", "SiteRoom", "SiteText", "read_rooms", "web_address"]

_SAFE_NAME = re.compile(r"[\w.@+-][\w .@+-]*")
"""A folder's name that is one part of an address."""
_TAKEN = {"assets"}


@dataclass(frozen=True)
class SiteText:
    """A text of the merchant's.

    Attributes
    ----------
    plain
        For every language without a text of its own.
    by_language
        By language tag.
    """

    plain: str
    by_language: Mapping[str, str] = field(default_factory=dict)

    def at(self, tag: str) -> str:
        """The text in a language, else the plain one."""
        return self.by_language.get(tag) or self.plain


@dataclass(frozen=True)
class SiteProduct:
    """A product as a page shows it.

    Attributes
    ----------
    sku
        Its article number.
    name, description
        The merchant's words.
    size_m
        Width, height, depth.
    price
        Amount and currency code; None where there is none.
    url
        Web address in the store; None where there is none.
    folder
        Where its files lie.
    """

    sku: str
    name: SiteText
    description: SiteText
    size_m: tuple[float, float, float]
    price: tuple[str, str] | None
    url: str | None
    folder: Path

    @property
    def doubt(self) -> str | None:
        """Why it is not good enough to be sold, as its `product.json` says; None if it is.

        Raises
        ------
        SiteError
            If that file cannot be read.
        """
        path = self.folder / "product.json"
        if not path.is_file():
            return None
        try:
            told = json.loads(path.read_bytes())
            # Products of earlier versions say nothing of it.
            return str(told["doubt"]) if told.get("doubtful") else None
        except (OSError, ValueError, KeyError, AttributeError) as error:
            raise SiteError(
                f"{self.sku}: its product.json cannot be read ({error}). Build the product again."
            ) from None

    def file(self, suffix: str) -> Path | None:
        """One of its files by what follows the SKU (".usdz"), or None where there is none."""
        path = self.folder / f"{self.sku}{suffix}"
        return path if path.is_file() else None

    @property
    def poster(self) -> Path | None:
        """Its picture."""
        path = self.folder / "poster.webp"
        return path if path.is_file() else None

    @property
    def jsonld(self) -> dict[str, Any] | None:
        """Its `product.jsonld`."""
        path = self.folder / "product.jsonld"
        return json.loads(path.read_bytes()) if path.is_file() else None


@dataclass(frozen=True)
class SiteRoom:
    """A showroom as a page shows it.

    Attributes
    ----------
    showroom_id
        Its folder's name, and its page's.
    folder
        Where its files lie.
    told
        Content of `showroom.json`.
    room_type
        What it is: "living_room", "house".
    number
        Which of several rooms of its type it is, from 1; None where it is the only one.
    products
        What is for sale there.
    """

    showroom_id: str
    folder: Path
    told: Mapping[str, Any]
    room_type: str
    number: int | None
    products: tuple[SiteProduct, ...]

    @property
    def poster(self) -> Path:
        """Its picture, which every room has."""
        return self.folder / str(self.told["poster"])


def web_address(text: str | None) -> str | None:
    """The address where it is one of the web, else None: `javascript:` and its like never reach a link."""
    if not text:
        return None
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return None
    return text.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def read_rooms(
    results: Path, *, keep_doubtful: bool | Collection[str] = False
) -> tuple[tuple[SiteRoom, ...], list[Problem]]:
    """The finished showrooms of a results folder, houses first, and what is wrong with the others.

    A room in which a product stands that is not good enough to be sold is one of the others, unless `keep_doubtful`
    is true or has that SKU.

    Raises
    ------
    SiteError
        If the folder is none of ours or holds no showroom.
    """
    manifest = results / "manifest.json"
    try:
        told = json.loads(manifest.read_bytes())
        names = sorted(entry["id"] for entry in told["showrooms"] if entry["made"])
    except (OSError, ValueError, KeyError, TypeError):
        raise SiteError(
            f"{results}: is no results folder (a manifest.json of `showroom build` was expected). "
            f"Make one with: showroom build CATALOG --out {results}"
        ) from None
    if not names:
        raise SiteError(f"{results}: holds no finished showroom. Make one with `showroom build`.")
    problems: list[Problem] = []
    found: list[SiteRoom] = []
    for name in names:
        try:
            room = _room(results, name)
            doubts = {p.sku: doubt for p in room.products if (doubt := p.doubt)}
        except SiteError as error:
            problems.append(Problem(name, "room_not_published", str(error), "error"))
            continue
        listed = "; ".join(f"{sku}: {doubt}" for sku, doubt in doubts.items())
        if any(not _may_stay(sku, keep_doubtful) for sku in doubts):
            message = (
                f"{name}: it was not published, because products in it are not good enough to be sold ({listed}). "
                f"Put them right and build the room again, or keep them all the same{KEEP_DOUBTFUL}."
            )
            problems.append(Problem(name, "doubtful_room", message, "error"))
            continue
        if doubts:
            message = (
                f"{name}: it was published although products in it are not good enough ({listed}). "
                "Put them right before you sell them."
            )
            problems.append(Problem(name, "doubtful_published", message, "warning"))
        found.append(room)
    for room in found:
        for product, said in zip(room.products, room.told["products"], strict=True):
            if said.get("url") and product.url is None:
                message = f"{product.sku}: its link is no web address, so it was left out. Write it as https://..."
                problems.append(Problem(product.sku, "link_left_out", message, "warning"))
    return _numbered(found), sorted(set(problems))


def _may_stay(sku: str, keep_doubtful: bool | Collection[str]) -> bool:
    return keep_doubtful if isinstance(keep_doubtful, bool) else sku in keep_doubtful


def _room(results: Path, name: str) -> SiteRoom:
    """Read one showroom; every file that its page cannot do without must be there."""
    if not _SAFE_NAME.fullmatch(name) or name.startswith(".") or name in _TAKEN:
        raise SiteError(
            f"{name!r}: cannot be a page's address. Rename the showroom (letters, digits, -, _)."
        )
    folder = results / "showrooms" / name
    try:
        told = json.loads((folder / "showroom.json").read_bytes())
        products = tuple(_product(results, product) for product in told["products"])
        room_type = str(told["room"]["type"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SiteError(
            f"{name}: its showroom.json cannot be read ({error}). Build the showroom again."
        ) from None
    needed = [told.get("shell"), told.get("poster"), *(told.get("environment") or {}).values()]
    needed += [level["glb"] for product in told["products"] for level in product["lods"]]
    for path in needed:
        if path is None:
            raise SiteError(
                f"{name}: was made by an older version, without a shell or a poster. Build it again."
            )
        file = (folder / path).resolve()
        if not file.is_relative_to(results.resolve()) or not file.is_file():
            raise SiteError(f"{name}: its file {path} is missing. Build the showroom again.")
    return SiteRoom(name, folder, told, room_type, None, products)


def _product(results: Path, told: Mapping[str, Any]) -> SiteProduct:
    width_m, height_m, depth_m = told["size_m"]
    sku = str(told["sku"])
    price = told.get("price")
    return SiteProduct(
        sku=sku,
        name=SiteText(told.get("name") or sku, told.get("names") or {}),
        description=SiteText(told.get("description") or "", told.get("descriptions") or {}),
        size_m=(float(width_m), float(height_m), float(depth_m)),
        price=(price["amount"], price["currency"]) if price else None,
        url=web_address(told.get("url")),
        folder=results / "products" / sku,
    )


def _numbered(rooms: Iterable[SiteRoom]) -> tuple[SiteRoom, ...]:
    """Number the rooms of a type where there are several; houses come first."""
    by_type: dict[str, list[SiteRoom]] = {}
    for room in rooms:
        by_type.setdefault(room.room_type, []).append(room)
    numbered = [
        SiteRoom(
            r.showroom_id, r.folder, r.told, r.room_type, i if len(same) > 1 else None, r.products
        )
        for same in by_type.values()
        for i, r in enumerate(same, 1)
    ]
    return tuple(sorted(numbered, key=lambda room: (room.room_type != "house", room.showroom_id)))
