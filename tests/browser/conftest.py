"""A real browser, the app beside it, and pages that fail the test if they contact a foreign host or raise."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.app_server import App, served_app
from tests.browser.chromium import COARSE, FOR_TESTS, find_chromium
from tests.viewer.small_showroom import write_small_showroom


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = find_chromium()
    assert executable, "no Chromium: run python tests/browser/chromium.py"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable, args=list(FOR_TESTS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """One app for all tests, which has projects of their own in it; `results` can be opened as one."""
    folder = tmp_path_factory.mktemp("app")
    write_small_showroom(folder / "results")
    with served_app(folder) as address:
        yield App(address, folder)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test if anything goes to a foreign host or raises in the page."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, device_scale_factor=COARSE)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"page error: {error}"))
    page.on(
        "request",
        lambda request: (
            wrong.append(f"foreign host: {request.url}")
            if request.url.startswith("http") and urlsplit(request.url).hostname != "127.0.0.1"
            else None
        ),
    )
    yield page
    page.close()
    assert wrong == []
