"""The merchant's app in a real browser: the way in."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.app_server import App
from tests.viewer.small_showroom import HOSTILE_NAME, PRODUCTS

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture
def address(app: App) -> str:
    return app.address


def test_finished_results_open_as_a_project(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Open results").click()
    page.get_by_role("heading", name="Products", exact=True).wait_for()
    assert any(product[1] == HOSTILE_NAME for product in PRODUCTS)
    # A name is text wherever it stands.
    expect(page.locator(".card .name", has_text=HOSTILE_NAME)).to_be_visible()
    assert "project=" in page.url
    page.locator("[class*=st-key-open-] button").first.click()
    page.locator("product-view[data-state=ready]").wait_for(timeout=60_000)


def test_the_preview_shows_the_room_and_a_click_finds_a_product(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Open results").click()
    page.get_by_role("link", name="Preview", exact=True).click()
    room = page.locator("showroom-view[data-state=ready]")
    room.wait_for(timeout=60_000)
    page.locator("showroom-view[data-loaded=all]").wait_for(timeout=60_000)
    spot = page.locator("showroom-view .hotspot[data-sku]:visible").first
    spot.wait_for()
    spot_sku = spot.get_attribute("data-sku")
    spot_box = spot.bounding_box()
    assert spot_box is not None
    # Only the canvas counts: what lies over it is hidden while it is looked at and clicked.
    room.evaluate(
        "view => view.shadowRoot.append(Object.assign(document.createElement('style'), "
        "{id: 'bare', textContent: 'canvas ~ * { visibility: hidden !important }"
        " canvas { visibility: visible !important }'}))"
    )
    with Image.open(BytesIO(room.screenshot())) as picture:
        small = picture.convert("RGB").resize((64, 64))
    # A canvas that shows nothing has a handful of shades; walls, floor and boxes have well over fifty.
    assert len(small.getcolors(64 * 64) or []) > 50, "the canvas looks blank"
    page.mouse.click(spot_box["x"] + spot_box["width"] / 2, spot_box["y"] + spot_box["height"] / 2)
    expect(room).to_have_attribute("data-selected-sku", str(spot_sku))


def test_a_key_that_opens_nothing_is_told(page: Page, address: str) -> None:
    page.goto(f"{address}/?project={'x' * 32}")
    expect(page.get_by_text("There is no project under this link")).to_be_visible()


def test_the_language_is_switched_and_stays(page: Page, address: str) -> None:
    page.goto(f"{address}/?lang=zh")
    expect(page.get_by_role("heading", name="从商品照片到展厅")).to_be_visible()
    page.get_by_role("button", name="新建项目").click()
    expect(page.get_by_role("heading", name="商品", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="商品", exact=True)).to_be_visible()
