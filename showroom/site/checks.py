"""Checks on a finished site, read back from its files: nothing on a page leads nowhere, or to a host of others."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from showroom.site.folder import SiteFile
from showroom.site.room import RoomAssets

__all__ = ["FIRST_VIEW_BYTES", "SiteCheck", "check_site"]

FIRST_VIEW_BYTES = 3_000_000
HOUSE_BYTES = 6_000_000
"""Of a whole house no view shows more than half."""
_LINKS = {"href", "src", "data-src", "data-viewer", "data-glb", "data-usdz"}
_LISTS = {"data-first": " ", "srcset": ","}


@dataclass(frozen=True)
class SiteCheck:
    """One thing that was looked at.

    Attributes
    ----------
    code
        Stable name for programs: "addresses", "hosts", "weight", "ar", "store_links", "preview".
    passed
        Whether it is as it should be.
    message
        What was found, in words for a merchant.
    """

    code: str
    passed: bool
    message: str


def check_site(
    root: Path,
    files: Sequence[SiteFile],
    rooms: Sequence[RoomAssets],
    *,
    script_bytes: int,
    url: str | None,
) -> tuple[SiteCheck, ...]:
    """Look at the site as it lies there."""
    return (
        *_addresses(root, files),
        *(_weight(room, script_bytes) for room in rooms),
        _ar(rooms),
        _store_links(rooms),
        SiteCheck(
            "preview",
            url is not None,
            "Chats and social networks show a picture of each page."
            if url is not None
            else "Chats and social networks may show no picture: they want full addresses, and the site's is "
            "not known. Give it (--url https://...).",
        ),
    )


class _Addresses(HTMLParser):
    """Collects what a page loads and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.linked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "link" and told.get("rel") == "canonical":
            return
        for name, value in attrs:
            if value and name in _LINKS:
                (self.linked if tag == "a" and name == "href" else self.loaded).append(value)
            elif value and name in _LISTS:
                parts = value.split(_LISTS[name])
                self.loaded.extend(part.split()[0] for part in parts if part.strip())


def _addresses(root: Path, files: Sequence[SiteFile]) -> tuple[SiteCheck, SiteCheck]:
    missing: list[str] = []
    foreign: list[str] = []
    count = 0
    for file in files:
        path = file.written.path
        if file.kind == "page":
            page = _Addresses()
            page.feed((root / path).read_text("utf-8"))
            foreign += [f"{path}: {a}" for a in page.loaded if urlsplit(a).scheme]
            named = [a for a in (*page.loaded, *page.linked) if not urlsplit(a).scheme]
        elif file.kind == "data":
            named = list(_named(json.loads((root / path).read_bytes())))
        else:
            continue
        count += len(named)
        for address in named:
            target = _target(path, address)
            if not (root / target).is_file():
                missing.append(f"{path}: {address}")
    return (
        SiteCheck(
            "addresses",
            not missing,
            f"All {count} addresses on the pages lead to a file."
            if not missing
            else f"{len(missing)} addresses lead nowhere: {', '.join(missing[:3])}. Publish again.",
        ),
        SiteCheck(
            "hosts",
            not foreign,
            "The pages load nothing from other hosts."
            if not foreign
            else f"Other hosts would be contacted: {', '.join(foreign[:3])}.",
        ),
    )


def _named(told: object) -> Iterator[str]:
    """Files that a room's data names."""
    if isinstance(told, dict):
        for key, value in told.items():
            if key in {"glb", "usdz", "shell", "scene", "poster", "day", "evening", "garden"}:
                if isinstance(value, str):
                    yield value
            elif key in {"environment", "products", "lods", "ar"}:
                yield from _named(value)
    elif isinstance(told, list):
        for one in told:
            yield from _named(one)


def _target(page: str, address: str) -> str:
    path = unquote(urlsplit(address).path)
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    return "index.html" if joined == "." else joined


def _weight(room: RoomAssets, script_bytes: int) -> SiteCheck:
    total = room.first_view_bytes + script_bytes
    most = HOUSE_BYTES if room.room.room_type == "house" else FIRST_VIEW_BYTES
    good = total <= most
    return SiteCheck(
        "weight",
        good,
        f"{room.room.showroom_id}: at most {total / 1e6:.1f} MB until the room stands complete"
        + (
            "."
            if good
            else f", more than {most / 1e6:.0f} MB. Fewer products, or --triangles "
            "and --texture-px of `showroom build`, make it lighter."
        ),
    )


def _ar(rooms: Sequence[RoomAssets]) -> SiteCheck:
    products = {p.product.sku: p for room in rooms for p in room.products}
    ready = sum(bool(p.usdz and p.store_glb) for p in products.values())
    return SiteCheck(
        "ar",
        ready == len(products),
        f"{ready} of {len(products)} products can be seen in one's own room on iPhones and Android phones."
        + (
            ""
            if ready == len(products)
            else " The others lack their USDZ or store file: build them again."
        ),
    )


def _store_links(rooms: Sequence[RoomAssets]) -> SiteCheck:
    products = {p.product.sku: p.product for room in rooms for p in room.products}
    linked = sum(product.url is not None for product in products.values())
    return SiteCheck(
        "store_links",
        linked == len(products),
        f"{linked} of {len(products)} products have a link to the store."
        + ("" if linked == len(products) else " Give the others a `url` in the catalog."),
    )
