"""A page with one showroom on it, served as a store would, and what it costs: run as a script for a real room.

`python -m tests.browser.room_page DIR/showrooms/living-room-1` opens it in Chromium without a graphics card, walks
to each product, prints bytes, triangles and draw calls, and ends with 1 where a budget is broken.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Response, Route, sync_playwright

from tests.browser.chromium import ARGUMENTS, find_chromium
from viewer.bundle import bundle_file

__all__ = ["BUDGET", "RoomCost", "measure", "open_room", "served", "wait_loaded"]


@dataclass(frozen=True)
class RoomCost:
    """What a room takes: bytes over the network (script and poster too), and the heaviest picture."""

    first_view_bytes: int
    all_bytes: int
    triangles: int
    draw_calls: int


HEARD = (
    "ready",
    "loaded",
    "missing",
    "mode",
    "select",
    "close",
    "link",
    "variant",
    "ar",
    "measure",
    "screenshot",
    "unplaced",
)
"""Events that the page keeps."""

BUDGET = RoomCost(3_000_000, 8_000_000, 150_000, 100)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder's files."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def open_room(page: Page, address: str, room: str, attributes: str = "") -> None:
    """Go to a page that shows `showrooms/<room>`, the page and the bundle given by no server.

    `attributes` of the element are written as in HTML; `heard` in the page holds the events that were told.
    """
    bundle = bundle_file()
    html = (
        "<!doctype html><link rel=icon href=data:,><style>body{margin:0}showroom-view{height:100vh}</style>"
        f"<script type=module src='/bundle/{bundle.name}'></script>"
        f"<showroom-view src='/showrooms/{room}/showroom.json' {attributes}></showroom-view>"
        f"<script>window.heard = []; for (const name of {list(HEARD)})"
        " addEventListener(`showroom-${name}`, (event) => heard.push([name, event.detail]))</script>"
    )
    page.route("**/page.html", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.route(f"**/bundle/{bundle.name}", lambda route: _give(route, bundle))
    page.goto(f"{address}/page.html")


def _give(route: Route, script: Path) -> None:
    route.fulfill(path=script, content_type="text/javascript")


def wait_loaded(page: Page, *stages: str) -> None:
    """Wait until the room says that one of these stages is reached."""
    page.wait_for_function(
        "stages => stages.includes(document.querySelector('showroom-view').dataset.loaded)",
        arg=list(stages),
        timeout=120_000,
    )


def measure(page: Page, address: str, room: str) -> RoomCost:
    """Open the room, see it from the door, the dollhouse and before each product, and count."""
    lengths: list[int] = []

    def count(response: Response) -> None:
        if response.url.startswith("http"):
            lengths.append(int(response.headers.get("content-length", 0)))

    page.on("response", count)
    open_room(page, address, room)
    wait_loaded(page, "view", "all")
    first_view = sum(lengths)
    wait_loaded(page, "all")
    pictures = [_drawn(page)]
    skus = page.evaluate(
        "() => [...new Set([...document.querySelector('showroom-view').shadowRoot"
        ".querySelectorAll('.hotspot')].map(spot => spot.dataset.sku))]"
    )
    for sku in skus:
        page.evaluate("sku => document.querySelector('showroom-view').select(sku, true)", sku)
        pictures.append(_drawn(page))
    page.evaluate("() => document.querySelector('showroom-view').select(null)")
    page.evaluate("() => document.querySelector('showroom-view').setTime('evening')")
    page.evaluate("() => document.querySelector('showroom-view').setMode('orbit')")
    pictures.append(_drawn(page))
    return RoomCost(
        first_view_bytes=first_view,
        all_bytes=sum(lengths),
        triangles=max(picture["triangles"] for picture in pictures),
        draw_calls=max(picture["drawCalls"] for picture in pictures),
    )


def _drawn(page: Page) -> dict[str, Any]:
    """What a picture takes once the flight is over and its files are here."""
    before = None
    while True:
        page.wait_for_timeout(1500)
        stats: dict[str, Any] = page.evaluate(
            "() => document.querySelector('showroom-view').stats()"
        )
        if stats == before:
            return stats
        before = stats


def main() -> int:
    """Measure one room of a results folder."""
    room = Path(sys.argv[1]).resolve()
    with sync_playwright() as playwright, served(room.parent.parent) as address:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        cost = measure(page, address, room.name)
        browser.close()
    print(json.dumps({"cost": asdict(cost), "budget": asdict(BUDGET)}, indent=2))
    limits = asdict(BUDGET)
    return int(any(value > limits[name] for name, value in asdict(cost).items()))


if __name__ == "__main__":
    sys.exit(main())
