"""Whoever sees little, or has no mouse, or a phone only: the app's pages in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from reconstruct.see.thing import PhotoBox
from showroom import PhotoThing
from tests.browser.app_server import App
from tests.browser.axe import faults, overflow_px
from tests.browser.chromium import COARSE
from tests.viewer.pictures import product_png
from viewer.draft import PhotoDraft
from viewer.project import ProjectFolder

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::ResourceWarning")]

ROOM_3D = "showroom-view[data-loaded=all]"
FOCUSED = """() => {
  let e = document.activeElement;
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  return (e.getAttribute('aria-label') || e.innerText).trim();
}"""
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def page(browser: Browser, app: App) -> Iterator[Page]:
    """A project of four products and a finished room; one product has a photo to repair."""
    page = browser.new_page(viewport=DESK, device_scale_factor=COARSE)  # type: ignore[arg-type]
    page.set_default_timeout(120_000)
    page.goto(app.address)
    page.get_by_role("button", name="Open results").click()
    page.wait_for_url(re.compile("project="))
    (token,) = parse_qs(urlsplit(page.url).query)["project"]
    project = ProjectFolder(app.folder).find(token)
    assert project is not None
    (project.folder / "photos").mkdir(exist_ok=True)
    (project.folder / "photos" / "case.png").write_bytes(product_png())
    things = [
        PhotoThing("chair", 0.6, PhotoBox(20.0, 15.0, 120.0, 140.0)),
        PhotoThing("vase", 0.5, PhotoBox(40.0, 30.0, 50.0, 60.0)),
    ]
    photo = PhotoDraft(
        "case.png",
        "case.png",
        status="failed",
        things=tuple(things),
        photo_px=(160, 160),
        looked_for="bookcase",
    )
    with project.change() as change:
        case = replace(change.state.products[0], photos=(photo,))
        change.state = change.state.with_product(case)
    yield page
    page.close()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Products", ".card"),
        ("Rooms", ROOM_3D),
        ("Preview", ROOM_3D),
        ("Publish", "[data-testid=stForm]"),
    ],
)
def test_a_page_keeps_nobody_out(page: Page, name: str, shown: str) -> None:
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", level=1, name=name, exact=True).wait_for()
    page.locator(shown).last.wait_for()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.wait_for_timeout(500)
    assert faults(page) == []
    assert overflow_px(page) <= 0


def test_tab_goes_through_what_a_dialog_shows(page: Page) -> None:
    """Streamlit's dialog holds the focus and knows nothing of shadow roots."""
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.get_by_role("link", name="Products", exact=True).click()
    page.get_by_role("button", name="Open Bookcase").press("Enter")
    page.locator("product-view[data-state=ready]").wait_for()
    page.get_by_role("dialog").get_by_role("button", name="Close").focus()
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED).startswith("3D view of Bookcase")
    assert faults(page) == []
    page.locator("summary", has_text="Choose another object").press("Enter")
    page.locator(".st-key-frame-0-1 button").wait_for()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.wait_for_timeout(500)
    assert faults(page) == []
    assert overflow_px(page) <= 0
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.get_by_role("button", name="Repair the cut-out").press("Enter")
    page.locator("cutout-editor[data-state=ready]").wait_for()
    page.get_by_role("dialog").get_by_role("button", name="Close").focus()
    stops = []
    for _ in range(5):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED).split()[0])
    assert stops == ["Keep", "Brush", "Photo", "Apply", "arrow_back"]
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(FOCUSED) == "Apply"
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Open Bookcase")).to_be_focused()


def test_another_object_is_chosen_by_keyboard(page: Page) -> None:
    page.get_by_role("button", name="Open Bookcase").press("Enter")
    page.locator("summary", has_text="Choose another object").press("Enter")
    frame = page.locator(".st-key-frame-0-1 button")
    photo = page.locator(".st-key-things-0 img")
    photo.wait_for()
    # The frame lies where the box is.
    around, within = photo.bounding_box(), frame.bounding_box()
    assert around is not None
    assert within is not None
    assert (within["x"] - around["x"]) / around["width"] == pytest.approx(40 / 160, abs=0.02)
    assert within["height"] / around["height"] == pytest.approx(60 / 160, abs=0.02)
    frame.press("Enter")
    expect(page.get_by_role("dialog").get_by_text("Chosen by you.")).to_be_visible(timeout=60_000)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_way_in_keeps_nobody_out(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(urljoin(page.url, "/"))
    page.get_by_text("You have a project already?").wait_for()
    assert faults(page) == []
    assert overflow_px(page) <= 0
