"""A merchant's whole story in a real browser: a zip dropped, products made, a room furnished, walked and published;
the site is then opened as a shopper opens it, from a plain static server."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app_server import App
from tests.browser.room_page import served

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::ResourceWarning")]

SAMPLES = Path(__file__).parents[2] / "assets" / "samples"
SKUS = ("LIV-SIDE-01", "LIV-VASE-01")
HOSTILE = "<img src=x onerror=alert(1)>"
WORK_MS = 420_000
"""Two products and a room take about half a minute on two idle cores."""


def _catalog_zip() -> bytes:
    """A few rows of the sample catalog with their photos; one product has a hostile name."""
    with (SAMPLES / "catalog.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["sku"] in SKUS]
    rows[0]["name"] = HOSTILE
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("catalog.csv", text.getvalue())
        for row in rows:
            for photo in row["photo"].split("|"):
                archive.write(SAMPLES / photo, photo)
    return stream.getvalue()


def test_from_a_zip_of_photos_to_a_site_on_a_server(page: Page, app: App, tmp_path: Path) -> None:
    page.set_default_timeout(120_000)
    page.goto(app.address)
    page.get_by_label("Name of the project").fill("Corner of ours")
    page.get_by_role("button", name="Begin a new project").click()
    page.locator("input[type=file]").first.set_input_files(
        {"name": "shop.zip", "mimeType": "application/zip", "buffer": _catalog_zip()}
    )
    page.get_by_role("button", name="Make 2 in 3D").click()
    page.get_by_role("button", name="All are in 3D").wait_for(timeout=WORK_MS)
    expect(page.get_by_text(HOSTILE).first).to_be_visible()

    page.get_by_role("link", name="Rooms", exact=True).click()
    page.get_by_role("button", name="New room").click()
    page.get_by_role("button", name="Make the room").click()
    page.locator("room-designer").wait_for()
    # The work behind the Products page may still be putting its tools away.
    page.get_by_role("button", name="Finish this room").click(timeout=WORK_MS)
    page.get_by_text("This room is finished as you see it.").wait_for(timeout=WORK_MS)

    page.get_by_role("link", name="Preview", exact=True).click()
    room = page.locator("showroom-view[src*='/out/showrooms/'][data-loaded=all]")
    room.wait_for()
    room.get_by_role("button", name="Products").first.click()
    expect(room.get_by_text(HOSTILE).first).to_be_visible()

    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_role("button", name="Prepare for the web").click()
    archive = page.get_by_role("link", name=re.compile("Download it as a zip"))
    archive.wait_for(timeout=WORK_MS)
    expect(page.get_by_text(re.compile("All .* files are sound"))).to_be_visible()
    packed = page.request.get(urljoin(app.address, archive.get_attribute("href") or "")).body()
    zipfile.ZipFile(io.BytesIO(packed)).extractall(tmp_path / "webspace" / "rooms")

    with served(tmp_path / "webspace") as host:
        page.goto(f"{host}/rooms/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Living room")
        expect(page.get_by_text(HOSTILE).first).to_be_visible()
        page.get_by_role("button", name="Walk through in 3D").click()
        page.locator("showroom-view[data-loaded=all]").wait_for()
