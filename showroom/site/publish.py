"""A static site of a results folder: `publish_site` writes what any web server or CDN can serve as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from showroom.catalog.languages import language_tag
from showroom.errors import SiteError, WrongUseError
from showroom.problem import Problem, has_errors
from showroom.site.bundle import SiteBundle, read_site_bundle
from showroom.site.checks import SiteCheck, check_site
from showroom.site.content import read_rooms, web_address
from showroom.site.folder import SiteFile, SiteFolder
from showroom.site.html import SiteWords
from showroom.site.icons import AR_ICON, FAVICON
from showroom.site.page import SiteFrame, room_title
from showroom.site.pages import embed_page, gallery_page, room_page
from showroom.site.room import RoomAssets, RoomPublisher
from showroom.site.server import headers_file, robots_file, sitemap_file

__all__ = ["SitePage", "SiteReport", "publish_site"]

EXAMPLE_URL = "https://shop.example/rooms"
"""Stands in the embed code where the site's address is not known."""


@dataclass(frozen=True)
class SitePage:
    """A showroom's place on the site.

    Attributes
    ----------
    showroom_id
        Which.
    name
        What its page is called.
    products
        How many are for sale there.
    page, embed
        Paths of its page and of the page for frames, from the site's root.
    url
        Address of its page; None where the site's is not known.
    embed_code
        HTML to copy into a store's page.
    first_view_bytes
        The most that goes over the network until the room stands complete, script and poster included.
    """

    showroom_id: str
    name: str
    products: int
    page: str
    embed: str
    url: str | None
    embed_code: str
    first_view_bytes: int


@dataclass(frozen=True)
class SiteReport:
    """What was published.

    Attributes
    ----------
    out
        The site's folder.
    url
        Where it will be; None where that is not known.
    pages
        The showrooms' pages, as the gallery shows them.
    files
        Every file, by path.
    bytes_by_kind
        Sizes by what files are for: "page", "script", "picture", "model", "light", "ar", "data", "server".
    checks
        What was looked at, in words.
    problems
        What could not be published, or deserves a second look.
    """

    out: Path
    url: str | None
    pages: tuple[SitePage, ...]
    files: tuple[SiteFile, ...]
    bytes_by_kind: Mapping[str, int]
    checks: tuple[SiteCheck, ...]
    problems: tuple[Problem, ...]

    @property
    def total_bytes(self) -> int:
        """Size of the whole site."""
        return sum(self.bytes_by_kind.values())

    @property
    def all_good(self) -> bool:
        """Whether every showroom was published and no address leads nowhere."""
        broken = any(not c.passed for c in self.checks if c.code in {"addresses", "hosts"})
        return not has_errors(self.problems) and not broken

    def as_json(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "out": str(self.out),
            "url": self.url,
            "all_good": self.all_good,
            "bytes": self.total_bytes,
            "bytes_by_kind": dict(self.bytes_by_kind),
            "pages": [vars(page) for page in self.pages],
            "checks": [vars(check) for check in self.checks],
            "problems": [problem.as_json() for problem in self.problems],
        }


def publish_site(
    results: Path | str,
    out: Path | str,
    *,
    url: str | None = None,
    title: str | None = None,
    lang: str = "en",
    downloads: bool = False,
    keep_doubtful: bool | Collection[str] = False,
    progress: Callable[[int, int, str], None] | None = None,
) -> SiteReport:
    """Write the showrooms of a results folder as a site; the same input gives the same bytes.

    Parameters
    ----------
    results
        As `showroom build` made it.
    out
        An empty folder, or the site of an earlier publication, which is replaced without a gap.
    url
        Where the site will be, as "https://shop.example/rooms"; for link previews and search engines.
    title
        What the site is called.
    lang
        Language of the pages; visitors who read another that we and the catalog have get that one.
    downloads
        Whether the full GLB of each product and room is offered for download.
    keep_doubtful
        Whether rooms are published in which products stand that are not good enough to be sold; or the SKUs of
        those that may be. Without it such rooms are left out, and told as errors.
    progress
        Told after each room: how many are done, of how many, and which.

    Raises
    ------
    WrongUseError
        If `url` or `lang` is none.
    SiteError
        If no showroom can be published, `out` holds something else, or the scripts were not built.
    OutputError
        If `out` cannot be written.
    """
    results, out = Path(results), Path(out)
    address = _checked_url(url)
    try:
        tag = language_tag(lang)
    except ValueError as error:
        raise WrongUseError(f"lang: {error}.") from None
    bundle = read_site_bundle()
    rooms, problems = read_rooms(results, keep_doubtful=keep_doubtful)
    if not rooms:
        raise SiteError(" ".join(problem.message for problem in problems))
    folder = SiteFolder(out)
    words = SiteWords(bundle.words, tag)
    frame = _frame(folder, bundle, words, title, tag, address)
    publisher = RoomPublisher(folder, downloads=downloads)
    published: list[RoomAssets] = []
    for room in rooms:
        published.append(publisher.publish(room))
        if progress:
            progress(len(published), len(rooms), room.showroom_id)
    _write_pages(folder, frame, bundle, published)
    pages = tuple(_page(folder, frame, words, room) for room in published)
    files = folder.finish(_told(frame, pages))
    sizes: Counter[str] = Counter()
    for file in files:
        sizes[file.kind] += file.written.size_bytes
    script_bytes = folder.size_bytes(frame.viewer) + folder.size_bytes(frame.script)
    return SiteReport(
        out=out,
        url=address,
        pages=pages,
        files=files,
        bytes_by_kind=dict(sorted(sizes.items())),
        checks=check_site(out, files, published, script_bytes=script_bytes, url=address),
        problems=tuple(sorted([*problems, *_language_problems(words)])),
    )


def _checked_url(url: str | None) -> str | None:
    if url is None:
        return None
    address = web_address(url)
    if address is None or "?" in address or "#" in address:
        raise WrongUseError(
            f"{url}: is no address of a site. Write it whole, as https://shop.example/rooms."
        )
    return address.rstrip("/")


def _frame(
    folder: SiteFolder,
    bundle: SiteBundle,
    words: SiteWords,
    title: str | None,
    tag: str,
    url: str | None,
) -> SiteFrame:
    return SiteFrame(
        title=title or words.text("site_title"),
        titled=bool(title),
        lang=tag,
        url=url,
        script=folder.asset("site.js", bundle.script, "script"),
        style=folder.asset("site.css", bundle.style, "script"),
        viewer=folder.asset("viewer.js", bundle.viewer, "script"),
        icon=folder.asset("icon.svg", FAVICON, "picture"),
        ar_icon=folder.asset("ar.svg", AR_ICON, "picture"),
    )


def _write_pages(
    folder: SiteFolder, frame: SiteFrame, bundle: SiteBundle, rooms: list[RoomAssets]
) -> None:
    listed: list[str] = []

    def add(path: str, data: bytes, *, lists: bool) -> None:
        folder.page(path, data)
        if lists and (address := frame.address(path)):
            listed.append(address)

    def words() -> SiteWords:
        return SiteWords(bundle.words, frame.lang)

    if len(rooms) == 1:
        head, data = room_page(frame, words(), rooms[0], (), "index.html")
    else:
        head, data = gallery_page(frame, words(), rooms)
    add(head.path, data, lists=True)
    for room in rooms:
        others = [other for other in rooms if other is not room]
        path = f"{room.room.showroom_id}/index.html"
        head, data = room_page(frame, words(), room, others, path)
        add(head.path, data, lists=bool(others))
        head, data = embed_page(frame, words(), room)
        add(head.path, data, lists=False)
    folder.page("_headers", headers_file(), "server")
    if frame.url:
        folder.page("robots.txt", robots_file(frame.url), "server")
        folder.page("sitemap.xml", sitemap_file(listed), "server")


def _page(folder: SiteFolder, frame: SiteFrame, words: SiteWords, room: RoomAssets) -> SitePage:
    name = room.room.showroom_id
    title = room_title(room.room, words)
    embed = f"{name}/embed.html"
    source = f"{frame.url or EXAMPLE_URL}/{embed}"
    code = (
        f'<iframe src="{escape(source)}" title="{escape(title)}" loading="lazy" '
        'allow="fullscreen; xr-spatial-tracking" '
        'style="width: 100%; aspect-ratio: 16 / 10; border: 0; border-radius: 16px"></iframe>'
    )
    scripts = folder.size_bytes(frame.viewer) + folder.size_bytes(frame.script)
    return SitePage(
        showroom_id=name,
        name=title,
        products=len(room.room.products),
        page=f"{name}/index.html",
        embed=embed,
        url=frame.address(f"{name}/index.html"),
        embed_code=code,
        first_view_bytes=room.first_view_bytes + scripts,
    )


def _told(frame: SiteFrame, pages: tuple[SitePage, ...]) -> dict[str, Any]:
    return {
        "title": frame.title,
        "lang": frame.lang,
        "url": frame.url,
        "showrooms": [
            {
                "id": page.showroom_id,
                "name": page.name,
                "page": page.page,
                "embed": page.embed,
                "products": page.products,
            }
            for page in pages
        ],
    }


def _language_problems(words: SiteWords) -> list[Problem]:
    if words.tag.split("-")[0] == words.words_tag.split("-")[0]:
        return []
    message = (
        f"lang {words.tag}: the pages' own words are not translated into it, so they are in English; "
        "the catalog's texts in it are used. A file viewer/languages/<tag>.json adds a language."
    )
    return [Problem("site", "words_in_english", message, "warning")]
