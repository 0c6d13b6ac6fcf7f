"""The merchant's app in a real browser."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tests.viewer.small_showroom import HOSTILE_NAME, PRODUCTS, write_small_showroom

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, serving a small results folder."""
    folder = tmp_path_factory.mktemp("results")
    write_small_showroom(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "viewer", str(folder), "--port", str(port)])
    try:
        address = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()
                break
            except OSError:
                assert time.monotonic() < deadline, "the app did not start"
                assert server.poll() is None, "the app ended"
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def test_a_shopper_sees_the_room_and_finds_a_product(page: Page, address: str) -> None:
    page.goto(address)
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
    room.evaluate("view => view.shadowRoot.getElementById('bare').remove()")
    sku, name = PRODUCTS[0][:2]
    page.locator("showroom-view button", has_text="Products").click()
    page.locator("showroom-view button", has_text=name).click()
    expect(page.locator("showroom-view")).to_have_attribute("data-selected-sku", sku)
    assert any(product[1] == HOSTILE_NAME for product in PRODUCTS)
    expect(page.locator("showroom-view", has_text=HOSTILE_NAME)).to_have_count(1)


def test_a_merchant_turns_a_photo_to_a_product(page: Page, address: str, tmp_path: Path) -> None:
    picture = Image.new("RGBA", (300, 400), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((60, 50, 240, 380), fill=(120, 80, 40, 255))
    picture.save(tmp_path / "cupboard.png")
    page.goto(address)
    page.get_by_text("Upload photos").first.click()
    page.locator("input[type=file]").set_input_files(str(tmp_path / "cupboard.png"))
    page.get_by_text("cupboard.png").first.wait_for()
    page.get_by_role("button", name="Make 3D").click()
    page.locator("product-view[data-state=ready]").wait_for(timeout=240_000)
    expect(page.get_by_role("button", name="Download (GLB)")).to_be_visible()
