"""The pages of a site: a room's, its frame's (`embed.html`), and the gallery of all rooms."""

from __future__ import annotations

from collections.abc import Sequence

from showroom.site.html import Markup, SiteWords, data_block, element, join
from showroom.site.jsonld import room_jsonld
from showroom.site.page import PageHead, SiteFrame, room_name, room_title
from showroom.site.products import product_cards, product_links
from showroom.site.room import RoomAssets

__all__ = ["embed_page", "gallery_page", "room_page"]

_SCRIPT_WORDS = ("opening", "start_failed")
_NAMED_PRODUCTS = 6
"""As many products as a description names: search engines cut it after some 160 characters."""
_PLAY = Markup('<svg viewBox="0 0 28 28" aria-hidden="true"><path d="M9 5.5v17l14-8.5z"/></svg>')


def room_page(
    frame: SiteFrame, words: SiteWords, room: RoomAssets, others: Sequence[RoomAssets], path: str
) -> tuple[PageHead, bytes]:
    """A room's page at `path`: poster and start, its products, the room from above, the other rooms."""
    count = len(room.room.products)
    alone = not others
    canonical = "index.html" if alone else f"{room.room.showroom_id}/index.html"
    head = PageHead(
        path, _title(frame, words, room), _description(words, room), room.preview, canonical
    )
    root = head.root
    lead = words.element("p", words.count("room_lead", count), {"class": "lead"}, count=count)
    heading = element(
        "div",
        {"class": "section-head"},
        words.element("h2", "products_heading"),
        words.element("p", "size_note"),
    )
    main = element(
        "main",
        {},
        Markup("\n"),
        join(
            element("div", {"class": "head"}, room_name(room.room, words, "h1"), lead),
            _stage(frame, words, room, root),
            element("noscript", {}, words.element("p", "no_script", {"class": "note"})),
            element(
                "section", {"id": "products"}, heading, product_cards(frame, words, room, root)
            ),
            _above(words, room, root),
            _downloads(words, room, root),
            _others(words, others, root),
        ),
        Markup("\n"),
    )

    def address(file: str) -> str:
        return frame.address(file) or root + file

    jsonld = room_jsonld(room, address)
    body = join(
        frame.header(words, root, gallery=not alone, skip_to="products"),
        main,
        frame.footer(words),
        words.block(*_SCRIPT_WORDS),
        data_block(jsonld, "application/ld+json") if jsonld else None,
    )
    return head, frame.page(head, body)


def embed_page(frame: SiteFrame, words: SiteWords, room: RoomAssets) -> tuple[PageHead, bytes]:
    """A room alone, for a frame on a page of the merchant's; search engines are told to look at the room's own page."""
    name = room.room.showroom_id
    head = PageHead(
        f"{name}/embed.html",
        _title(frame, words, room),
        _description(words, room),
        room.preview,
        None,
        indexed=False,
    )
    fallback = element(
        "div",
        {"class": "fallback"},
        room_name(room.room, words, "h1"),
        product_links(words, room, head.root),
    )
    body = join(
        element("main", {}, _stage(frame, words, room, head.root)),
        element("noscript", {}, fallback),
        words.block(*_SCRIPT_WORDS),
    )
    return head, frame.page(head, body, "embed")


def gallery_page(
    frame: SiteFrame, words: SiteWords, rooms: Sequence[RoomAssets]
) -> tuple[PageHead, bytes]:
    """All rooms with their pictures."""
    names = ", ".join(room_title(room.room, words) for room in rooms)
    head = PageHead(
        "index.html",
        frame.title,
        words.text("gallery_description", count=len(rooms), names=names),
        rooms[0].preview,
        "index.html",
    )
    heading = element(
        "div",
        {"class": "head"},
        words.element("h1", "rooms_heading"),
        words.element("p", "rooms_lead", {"class": "lead"}),
    )
    body = join(
        frame.header(words, "", gallery=False, skip_to="rooms"),
        element("main", {}, heading, _room_cards(words, rooms, "", first=True)),
        frame.footer(words),
        words.block(),
    )
    return head, frame.page(head, body)


def _stage(frame: SiteFrame, words: SiteWords, room: RoomAssets, root: str) -> Markup:
    width, height = room.poster.size_px
    poster = element(
        "img",
        {
            "class": "poster",
            "src": root + room.poster.widest,
            "srcset": room.poster.source_set(root),
            "sizes": "(max-width: 1440px) 94vw, 1330px",
            "width": width,
            "height": height,
            "alt": room_title(room.room, words),
            "fetchpriority": "high",
            # Painted with the page's first picture, and not one later.
            "decoding": "sync",
        },
    )
    start = element(
        "button", {"type": "button", "class": "start"}, _PLAY, words.element("span", "start")
    )
    front = element(
        "div",
        {"class": "stage-front"},
        element("p", {"class": "stage-status", "role": "status"}),
        start,
    )
    told = {
        "class": "stage whole" if room.room.room_type == "house" else "stage",
        "data-showroom": room.room.showroom_id,
        "data-src": root + room.data,
        "data-viewer": root + frame.viewer,
        "data-first": " ".join(root + path for path in room.first),
    }
    return element("div", told, Markup("\n"), poster, Markup("\n"), front, Markup("\n"))


def _above(words: SiteWords, room: RoomAssets, root: str) -> Markup | None:
    if room.above is None or room.room.room_type == "house":
        return None  # a house's own picture is from above
    width, height = room.above.size_px
    picture = element(
        "img",
        {
            "src": root + room.above.widest,
            "srcset": room.above.source_set(root),
            "sizes": "(max-width: 1440px) 94vw, 1330px",
            "width": width,
            "height": height,
            "alt": "",
            "loading": "lazy",
            "decoding": "async",
        },
    )
    heading = element(
        "div", {"class": "section-head"}, words.element("h2", "above_heading", {"id": "above"})
    )
    figure = element("figure", {"class": "above", "aria-labelledby": "above"}, picture)
    return element("section", {}, heading, figure)


def _downloads(words: SiteWords, room: RoomAssets, root: str) -> Markup | None:
    if room.master_glb is None:
        return None
    link = words.element(
        "a",
        "download_room",
        {
            "class": "action",
            "href": root + room.master_glb,
            "download": f"{room.room.showroom_id}.glb",
        },
    )
    return element(
        "section",
        {},
        element("div", {"class": "section-head"}, words.element("h2", "downloads_heading")),
        element("ul", {"class": "downloads"}, element("li", {}, link)),
    )


def _others(words: SiteWords, others: Sequence[RoomAssets], root: str) -> Markup | None:
    if not others:
        return None
    heading = element("div", {"class": "section-head"}, words.element("h2", "other_rooms"))
    return element("section", {}, heading, _room_cards(words, others, root, first=False))


def _room_cards(words: SiteWords, rooms: Sequence[RoomAssets], root: str, *, first: bool) -> Markup:
    """Links to rooms; with `first` the cards head the page: the first picture is fetched at once, a house is wide."""
    cards = []
    for i, room in enumerate(rooms):
        count = len(room.room.products)
        wide = first and room.room.room_type == "house"
        width, height = room.poster.size_px
        picture = element(
            "img",
            {
                "src": root + room.poster.sources[0][1],
                "srcset": room.poster.source_set(root),
                "sizes": "94vw" if wide else "(max-width: 900px) 94vw, 46vw",
                "width": width,
                "height": height,
                "alt": "",
                "loading": None if first and i == 0 else "lazy",
                "fetchpriority": "high" if first and i == 0 else None,
            },
        )
        link = element(
            "a",
            {"class": "room-card", "href": f"{root}{room.room.showroom_id}/index.html"},
            element("span", {"class": "room-picture"}, picture),
            room_name(room.room, words, "h2" if first else "h3"),
            words.element("p", words.count("product_count", count), count=count),
        )
        cards.append(element("li", {"class": "wide" if wide else None}, link))
    narrow = sum(room.room.room_type != "house" for room in rooms)
    shape = "rooms more" if not first else "rooms pairs" if narrow in (2, 4) else "rooms"
    return element("ul", {"class": shape, "id": "rooms" if first else None}, *cards)


def _title(frame: SiteFrame, words: SiteWords, room: RoomAssets) -> str:
    return f"{room_title(room.room, words)} · {frame.title}"


def _description(words: SiteWords, room: RoomAssets) -> str:
    names = [product.name.at(words.tag) for product in room.room.products]
    shown = ", ".join(names[:_NAMED_PRODUCTS]) + (" …" if len(names) > _NAMED_PRODUCTS else "")
    return words.text(
        "room_description", room=room_title(room.room, words), count=len(names), names=shown
    )
