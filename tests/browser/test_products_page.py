"""The Products page in a real browser, with the real cut-out."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.app_server import App
from tests.viewer.pictures import product_png
from viewer.draft import PhotoDraft
from viewer.project import Project, ProjectFolder
from viewer.waiting_photos import waiting_photos

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::ResourceWarning")]

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def folder(app: App) -> Path:
    return app.folder


@pytest.fixture
def address(app: App) -> str:
    return app.address


def _begin(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Begin a new project").click()
    page.get_by_role("heading", name="Products", exact=True).wait_for()


def _project(page: Page, folder: Path) -> Project:
    page.wait_for_url(re.compile("project="))
    (token,) = parse_qs(urlsplit(page.url).query)["project"]
    project = ProjectFolder(folder).find(token)
    assert project is not None
    return project


def _first_photo(project: Project, sku: str) -> PhotoDraft:
    product = project.state().product(sku)
    assert product is not None
    return product.photos[0]


def _until(page: Page, wanted: Callable[[], bool], seconds: float = 90.0) -> None:
    """Wait for the project's folder, letting the page live meanwhile."""
    for _ in range(round(seconds * 4)):
        if wanted():
            return
        page.wait_for_timeout(250)
    raise AssertionError("it did not come to that")


def _drop(page: Page, *photos: tuple[str, int]) -> None:
    files = [
        {"name": name, "mimeType": "image/png", "buffer": product_png(shade=shade)}
        for name, shade in photos
    ]
    page.locator("input[type=file]").first.set_input_files(files)  # type: ignore[arg-type]


def test_a_merchant_drops_photos_corrects_them_and_names_them(
    page: Page, address: str, folder: Path
) -> None:
    _begin(page, address)
    alerts: list[str] = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    _drop(page, ("red chair.png", 90), ("red chair front.png", 60), ("lamp.png", 120))
    project = _project(page, folder)
    expect(page.locator(".card .picture img")).to_have_count(2, timeout=120_000)
    # A reload in the middle of the work finds the work, not a new one.
    page.reload()
    _until(page, lambda: not waiting_photos(project.state()))
    assert len(list((project.folder / "jobs").glob("*.json"))) == 1
    chair, lamp = project.state().products
    assert [len(chair.photos), len(lamp.photos)] == [2, 1]
    assert chair.category is not None

    page.get_by_role("tab", name="Names, sizes, prices").click()
    # Second column, second row: the lamp's name. The table moves until the page above it has settled.
    grid = page.locator("[data-testid=stDataFrame] canvas").first
    for _ in range(6):
        page.wait_for_timeout(2000)
        box = grid.bounding_box()
        assert box is not None
        page.mouse.dblclick(box["x"] + 130, box["y"] + 40 + 46 * 1.5)
        page.wait_for_timeout(500)
        if page.locator("textarea.gdg-input").count():
            break
    page.keyboard.press("Control+A")
    page.keyboard.type(HOSTILE)
    expect(page.locator("textarea.gdg-input")).to_have_value(HOSTILE)
    # The table takes the text over a moment after it is typed; no hand presses Enter sooner.
    page.wait_for_timeout(1000)
    page.keyboard.press("Enter")
    _until(
        page, lambda: (lamp := project.state().product("lamp")) is not None and lamp.name == HOSTILE
    )
    page.get_by_role("tab", name="Pictures").click()
    expect(page.locator(".card .name", has_text=HOSTILE)).to_be_visible()
    named = project.state().product("lamp")
    assert named is not None
    assert named.name == HOSTILE
    page.locator(".st-key-open-lamp button").click()
    expect(page.get_by_role("dialog").get_by_text(HOSTILE)).to_be_visible()
    assert alerts == []

    page.get_by_role("button", name="Repair the cut-out").click()
    editor = page.locator("cutout-editor[data-state=ready]")
    editor.wait_for()
    # By keyboard alone: the box tool, a box, a little smaller, and Apply.
    editor.locator("[data-tool=keep]").focus()
    page.keyboard.press("ArrowLeft")
    canvas = editor.locator("canvas")
    canvas.focus()
    for key in ("ArrowRight", "Shift+ArrowLeft", "Shift+ArrowUp"):
        page.keyboard.press(key)
    mask = named.photos[0].mask
    editor.get_by_role("button", name="Apply").click()
    page.wait_for_function("!document.querySelector('[role=dialog]')", timeout=20_000)
    _until(page, lambda: _first_photo(project, "lamp").repaired)
    photo = _first_photo(project, "lamp")
    assert photo.repair is None
    assert photo.mask != mask


def test_two_merchants_never_see_each_others_files(
    browser: Browser, page: Page, address: str, folder: Path
) -> None:
    _begin(page, address)
    _drop(page, ("secret sofa.png", 30))
    expect(page.locator(".card .picture img")).to_have_count(1, timeout=120_000)
    source = page.locator(".card .picture img").get_attribute("src")
    assert source is not None
    own = _project(page, folder)
    context = browser.new_context()
    other = context.new_page()
    _begin(other, address)
    theirs = _project(other, folder)
    assert theirs.token != own.token
    expect(other.get_by_text("secret sofa", exact=False)).to_have_count(0)
    stolen = source.replace(own.token, theirs.token)
    with pytest.raises(HTTPError, match="404"):
        urllib.request.urlopen(address + stolen, timeout=5)
    with urllib.request.urlopen(address + source, timeout=5) as answer:
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    # The page itself, whose address is the key, tells it to nobody either.
    with urllib.request.urlopen(f"{address}/?project={own.token}", timeout=5) as answer:
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    context.close()
