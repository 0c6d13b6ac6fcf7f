"""A published site in a real browser, from a plain static server: what a shopper and a framing store see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from showroom import publish_site
from tests.browser.chromium import COARSE
from tests.browser.room_page import served
from tests.showroom.site_fixtures import SOFA_ZH, publishable
from tests.viewer.small_showroom import HOSTILE_NAME, PRODUCTS

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::ResourceWarning")]

NewPage = Callable[..., Page]

PARENT = """<!doctype html><meta charset="utf-8"><title>Store</title><link rel="icon" href="data:,">
<iframe id="room" src="%s" width="800" height="600" allow="fullscreen; xr-spatial-tracking"></iframe>
<script>
  window.heard = [];
  addEventListener("message", (event) => heard.push([event.origin, event.data]));
  window.ask = (command) =>
    document.getElementById("room").contentWindow.postMessage({ target: "showroom", version: 1, ...command }, "*");
</script>
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("store")
    publish_site(publishable(root / "results", rooms=2), root / "rooms", title="Nord")
    return root


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """The site lies under a path of its own, beside a store's other pages."""
    with served(folder) as host:
        yield f"{host}/rooms"


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Pages that fail the test where the security policy is broken, a script raises, or a foreign host is asked."""
    wrong: list[str] = []
    opened: list[Page] = []

    def make(*, errors_expected: bool = False, **options: Any) -> Page:
        page = browser.new_page(
            **{
                "viewport": {"width": 1280, "height": 900},
                "device_scale_factor": COARSE,
                "locale": "en-US",
            }
            | options
        )
        if not errors_expected:
            page.on("pageerror", lambda error: wrong.append(f"page error: {error}"))
            page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        # A breach of the policy is an error, or a line of its own where the page only asks to be told.
        page.on("console", lambda m: wrong.append(m.text) if "Content Security" in m.text else None)
        page.on(
            "request",
            lambda r: (
                wrong.append(r.url)
                if r.url.startswith("http") and "127.0.0.1" not in r.url
                else None
            ),
        )
        opened.append(page)
        return page

    yield make
    for page in opened:
        page.context.close()
    assert wrong == []


def _loaded(page: Page, stage: str = "all") -> None:
    page.locator(f"showroom-view[data-loaded={stage}]").wait_for(timeout=120_000)


def test_the_poster_page_is_light_and_the_room_starts_by_keyboard(
    new_page: NewPage, address: str
) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    page.goto(f"{address}/living-1/")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", level=1)).to_have_text("Living room")
    expect(page.locator(".product")).to_have_count(len(PRODUCTS))
    assert not any(name.startswith("viewer-") or name.endswith((".glb", ".json")) for name in asked)
    # Tab: past the header to the button, which the keyboard then presses.
    start = page.get_by_role("button", name="Walk through in 3D")
    for _ in range(4):
        page.keyboard.press("Tab")
        if start.evaluate("button => button === document.activeElement"):
            break
    expect(start).to_be_focused()
    page.keyboard.press("Enter")
    _loaded(page)
    expect(start).to_be_hidden()
    canvas_has_focus = (
        "view => view.shadowRoot.activeElement === view.shadowRoot.querySelector('canvas')"
    )
    assert page.locator("showroom-view").evaluate(canvas_has_focus)
    files = [name for name in asked if name.endswith((".glb", ".hdr", ".js"))]
    assert len(files) == len(set(files)), "a file was fetched twice"
    assert not page.context.cookies()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_hostile_name_is_text_and_its_product_is_found_in_the_room(
    new_page: NewPage, address: str
) -> None:
    page = new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"a script of a product ran: {dialog.message}"))
    page.goto(f"{address}/living-1/")
    card = page.locator(".product", has_text=HOSTILE_NAME)
    expect(card.locator("h3")).to_have_text(HOSTILE_NAME)
    card.get_by_role("button", name="Show in the room").click()
    page.locator("showroom-view[data-selected-sku='TABLE 2']").wait_for(timeout=120_000)
    expect(page.locator("showroom-view .card")).to_contain_text(HOSTILE_NAME)
    expect(page.locator("a.ar").first).to_be_hidden()


def test_a_store_hears_what_shoppers_do_and_may_ask(
    new_page: NewPage, folder: Path, address: str
) -> None:
    host = address.removesuffix("/rooms")
    (folder / "store.html").write_text(PARENT % f"{address}/living-1/embed.html?origin={host}")
    page = new_page()
    page.goto(f"{host}/store.html")
    frame = page.frame_locator("#room")
    frame.get_by_role("button", name="Walk through in 3D").click()
    page.wait_for_function(
        "() => heard.some(([, m]) => m.type === 'loaded' && m.stage === 'all')", timeout=120_000
    )
    page.evaluate("sku => ask({ command: 'select', sku })", "TABLE 2")
    page.wait_for_function("() => heard.some(([, m]) => m.type === 'product-viewed')")
    frame.locator("showroom-view a.button.primary").evaluate(
        "link => { link.addEventListener('click', event => event.preventDefault()); link.click(); }"
    )
    page.evaluate("() => ask({ command: 'mode', mode: 'plan' })")
    page.evaluate("() => ask({ command: 'mode', mode: 'fly' })")
    page.wait_for_function("() => heard.some(([, m]) => m.type === 'mode' && m.mode === 'plan')")
    heard = page.evaluate("heard")
    assert {origin for origin, _ in heard} == {host}
    assert {(m["source"], m["version"], m["showroom"]) for _, m in heard} == {
        ("showroom", 1, "living-1")
    }
    told = [
        {k: v for k, v in m.items() if k not in ("source", "version", "showroom")} for _, m in heard
    ]
    assert told[0] == {"type": "started"}
    assert {"type": "product-viewed", "sku": "TABLE 2", "name": HOSTILE_NAME} in told
    assert {"type": "link-clicked", "sku": "TABLE 2", "url": "https://example.com/table"} in told
    assert {"type": "mode", "mode": "fly"} not in told


def test_another_origin_hears_nothing(new_page: NewPage, folder: Path, address: str) -> None:
    host = address.removesuffix("/rooms")
    (folder / "other.html").write_text(
        PARENT % f"{address}/living-1/embed.html?origin=https://shop.example&start=1"
    )
    page = new_page(errors_expected=True)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(f"{host}/other.html")
    # `?start=1` starts without a click.
    page.frame_locator("#room").locator("showroom-view[data-state=ready]").wait_for(timeout=120_000)
    assert page.evaluate("heard") == []
    assert any("https://shop.example" in text for text in refused)


def test_without_scripts_there_are_pictures_and_links(new_page: NewPage, address: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{address}/living-1/")
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.locator("button.start")).to_be_hidden()
    expect(page.get_by_role("link", name="See in the store")).to_have_attribute(
        "href", "https://example.com/table"
    )
    expect(page.locator(".product-picture img")).to_have_count(len(PRODUCTS))
    page.goto(f"{address}/living-1/embed.html")
    expect(page.locator("noscript a")).to_have_attribute("href", "https://example.com/table")
    expect(page.locator("noscript img")).to_have_count(len(PRODUCTS))


def test_the_page_speaks_the_visitors_language(new_page: NewPage, address: str) -> None:
    page = new_page(locale="zh-CN")
    page.goto(f"{address}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("走进我们的房间")
    page.get_by_role("link", name="客厅").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    expect(page.get_by_role("button", name="进入三维房间")).to_be_visible()
    expect(page.locator(".product h3").first).to_have_text(SOFA_ZH)
    page.goto(f"{address}/living-1/?lang=en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Living room")


def test_a_phone_sees_it_whole(new_page: NewPage, address: str) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    for path in ("/", "/living-1/", "/living-1/embed.html"):
        page.goto(f"{address}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") == 390, path
    page.goto(f"{address}/living-1/")
    buttons = page.locator("main a.action:visible, main button:visible")
    boxes = [buttons.nth(i).bounding_box() for i in range(buttons.count())]
    assert all(box and box["height"] >= 44 for box in boxes)
    page.get_by_role("button", name="Walk through in 3D").tap()
    _loaded(page, "all")


def test_an_android_phone_gets_scene_viewer_only_over_https(
    new_page: NewPage, address: str
) -> None:
    page = new_page(user_agent="Mozilla/5.0 (Linux; Android 14) Chrome/130")
    page.goto(f"{address}/living-1/")
    page.wait_for_load_state("networkidle")
    # The test's server speaks http, which Scene Viewer refuses: no button that leads nowhere.
    expect(page.locator("a.ar:visible")).to_have_count(0)


def test_a_viewer_that_cannot_be_loaded_is_told_and_tried_again(
    new_page: NewPage, address: str
) -> None:
    page = new_page(errors_expected=True)
    pattern = "**/assets/viewer-*.js*"
    page.route(pattern, lambda route: route.fulfill(status=503))
    page.goto(f"{address}/living-1/")
    start = page.get_by_role("button", name="Walk through in 3D")
    start.click()
    expect(page.locator(".stage-status")).to_contain_text("could not be loaded")
    expect(start).to_be_enabled()
    page.unroute(pattern)
    start.click()
    page.locator("showroom-view[data-state=ready]").wait_for(timeout=120_000)
