"""A room comes shell first, then product by product, and a file that is missing costs only itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.room_page import BUDGET, measure, open_room, served, wait_loaded
from tests.viewer.small_showroom import PRODUCTS, write_small_showroom

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::ResourceWarning")]

ROOM = "living-1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_small_showroom(tmp_path / "results")


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


def _levels(page: Page) -> list[int]:
    levels: list[int] = page.locator("showroom-view").evaluate("view => view.stats().levels")
    return levels


def test_the_shell_stands_before_the_products(page: Page, address: str) -> None:
    asked: list[str] = []
    held: list[Route] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    page.route("**/products/**", lambda route: held.append(route))
    open_room(page, address, ROOM)
    page.locator("showroom-view[data-state=ready]").wait_for(timeout=60_000)
    # Walkable with all products still on the way; the coarse files were asked for first.
    assert "showroom.web.glb" not in asked
    assert asked.index("showroom.json") < asked.index("shell.web.glb")
    page.wait_for_timeout(300)
    assert {route.request.url.rsplit(".", 2)[-2] for route in held} == {"lod1"}
    assert _levels(page) == []
    page.unroute("**/products/**")
    for route in held:
        route.continue_()
    wait_loaded(page, "all")
    assert sum(_levels(page)) == sum(len(places) for *_, places, _ in PRODUCTS)
    files = [name for name in asked if name.endswith((".glb", ".hdr"))]
    assert len(files) == len(set(files)), "a file was fetched twice"
    heard = page.evaluate("() => heard.map(([name, detail]) => [name, detail.loaded ?? null])")
    assert [told for told in heard if told[0] != "mode"] == [
        ["ready", None],
        ["loaded", "view"],
        ["loaded", "all"],
    ]


def test_a_missing_product_is_a_box_and_is_told(page: Page, address: str) -> None:
    sku, name = PRODUCTS[0][:2]
    page.route(f"**/products/{sku}/**", lambda route: route.fulfill(status=404))
    open_room(page, address, ROOM)
    wait_loaded(page, "all")
    expect(page.locator("showroom-view .notice")).to_contain_text(name)
    assert page.evaluate("() => heard.filter(([name]) => name === 'missing')") == [
        ["missing", {"sku": sku}]
    ]
    assert sum(_levels(page)) == sum(len(places) for *_, places, _ in PRODUCTS) - 1
    # The box can be chosen as the product can.
    page.locator("showroom-view").evaluate("(view, sku) => view.select(sku, true)", sku)
    expect(page.locator("showroom-view .card")).to_contain_text(name)


def test_a_missing_level_is_replaced_by_the_next(page: Page, address: str) -> None:
    page.route("**/*.lod1.glb", lambda route: route.fulfill(status=404))
    open_room(page, address, ROOM)
    wait_loaded(page, "all")
    assert page.locator("showroom-view .notice").is_hidden()
    assert _levels(page) == [sum(len(places) for *_, places, _ in PRODUCTS)]


def test_missing_light_is_told_and_the_room_opens(page: Page, address: str) -> None:
    page.route("**/*.day.hdr", lambda route: route.fulfill(status=404))
    open_room(page, address, ROOM)
    wait_loaded(page, "all")
    expect(page.locator("showroom-view .notice")).to_contain_text("scandinavian.day.hdr")


def test_an_older_file_still_opens(page: Page, folder: Path, address: str) -> None:
    path = folder / "showrooms" / ROOM / "showroom.json"
    told = json.loads(path.read_text())
    del told["shell"], told["environment"]
    for product in told["products"]:
        del product["lods"]
    path.write_text(json.dumps(told))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    open_room(page, address, ROOM)
    wait_loaded(page, "all")
    assert "showroom.web.glb" in asked
    assert not any(name.endswith(".hdr") or ".lod" in name for name in asked)


def test_the_small_room_keeps_the_budgets(page: Page, address: str) -> None:
    cost, limits = asdict(measure(page, address, ROOM)), asdict(BUDGET)
    assert all(0 < cost[name] <= limit for name, limit in limits.items()), cost
