"""What a visitor does in a room beside walking (measuring, pictures, looks), and what a page does with the room."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from showroom.gltf import write_glb
from showroom.product.scene import product_scene
from showroom.web_glb import web_glb
from tests.browser.chromium import COARSE
from tests.browser.room_page import open_room, served, wait_loaded
from tests.showroom.scene_fixtures import box_product, with_variants
from tests.viewer.small_showroom import PRODUCTS, ROOM_M, write_small_showroom

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::ResourceWarning")]

ROOM = "living-1"
SOFA = PRODUCTS[0][0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small room; its sofa has three looks and files for one's own room."""
    folder = write_small_showroom(tmp_path_factory.mktemp("tools"))
    width_m, height_m, depth_m = PRODUCTS[0][3]
    sofa = with_variants(box_product(SOFA, width_m, height_m, depth_m))
    packed = web_glb(write_glb(product_scene(sofa)))
    for level in ("web", "lod1"):
        (folder / "products" / SOFA / f"{SOFA}.{level}.glb").write_bytes(packed)
    path = folder / "showrooms" / ROOM / "showroom.json"
    told = json.loads(path.read_text())
    product = told["products"][0]
    product["names"] = {"zh": "北欧沙发"}
    product["variants"] = [
        {
            "sku": "SOFA-1-G",
            "name": "Green",
            "price": {"amount": "249", "currency": "EUR"},
            "url": "https://example.com/g",
        },
        {"sku": "SOFA-1-P", "name": "Pale", "price": None, "url": None},
    ]
    product["ar"] = {"usdz": f"../../products/{SOFA}/s.usdz", "glb": "https://cdn.example/s.glb"}
    told["products"][1]["variants"] = [
        {"sku": "T-OAK", "name": "Oak", "price": None, "url": "https://example.com/oak"}
    ]
    path.write_text(json.dumps(told))
    # A second version of the same room: the bookcase went to another wall.
    next(p for p in told["products"] if p["sku"] == "CASE-4")["placements"][0]["position_m"] = [
        4.4,
        0.0,
        3.8,
    ]
    (path.parent / "showroom-2.json").write_text(json.dumps(told))
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


@pytest.fixture
def still_page(browser: Browser) -> Iterator[Page]:
    """A page of a visitor who wants no motion: nothing flies, so nothing is waited for."""
    page = browser.new_page(
        viewport={"width": 1280, "height": 900}, device_scale_factor=COARSE, reduced_motion="reduce"
    )
    yield page
    page.close()


def _heard(page: Page, name: str) -> list[dict[str, object]]:
    told: list[dict[str, object]] = page.evaluate(
        "name => heard.filter(([heardName]) => heardName === name).map(([, detail]) => detail)",
        name,
    )
    return told


def test_the_plan_is_measured_from_corner_to_corner(page: Page, address: str) -> None:
    open_room(page, address, ROOM, "lang=en-GB mode=plan")
    wait_loaded(page, "all")
    view = page.locator("showroom-view")
    assert view.get_attribute("data-mode") == "plan"
    page.locator("showroom-view [data-tool=measure]").click()
    # The floor's corners on screen, a few pixels beside them: they draw the point.
    width, _depth, _ = ROOM_M
    page.mouse.click(*_beside(page, (0.0, 0.0), 5))
    page.mouse.click(*_beside(page, (width, 0.0), -5))
    expect(page.locator("showroom-view .announcer")).to_have_text("Distance: 5 m")
    assert _heard(page, "measure") == [{"length_m": pytest.approx(width, abs=1e-6)}]
    expect(page.locator("showroom-view .label3d:visible")).to_have_text("5 m")
    # The keyboard sets points at the crosshair; Escape clears, then ends.
    page.keyboard.press("Enter")
    expect(page.locator("showroom-view .announcer")).to_have_text(
        "First point set. Choose the second."
    )
    page.keyboard.press("Escape")
    expect(page.locator("showroom-view .label3d:visible")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("showroom-view [data-tool=measure]")).to_have_attribute(
        "aria-pressed", "false"
    )
    # Walking, it reaches what is seen, in the units of the visitor's country.
    view.evaluate(
        "view => { view.setAttribute('lang', 'en-US'); view.setAttribute('mode', 'walk'); }"
    )
    page.wait_for_timeout(300)
    wait_loaded(page, "all")
    page.locator("showroom-view [data-tool=measure]").click()
    page.mouse.click(640, 700)
    page.mouse.click(640, 800)
    expect(page.locator("showroom-view .label3d:visible")).to_contain_text(" in")


def _beside(page: Page, corner: tuple[float, float], aside_px: int) -> tuple[float, float]:
    """Where a corner of the floor is in the plan, which shows the room's middle in its own."""
    width, depth, _ = ROOM_M
    size = page.viewport_size
    assert size is not None
    # The plan fits depth or width with half a metre around and an eighth more.
    metres = max(depth / 2, width / 2 * size["height"] / size["width"]) + 0.5
    scale = size["height"] / 2 / (metres * 1.12)
    x, z = corner[0] - width / 2, corner[1] - depth / 2
    return size["width"] / 2 + x * scale + aside_px, size["height"] / 2 + z * scale + 5


def test_a_picture_is_saved_under_the_rooms_name(page: Page, address: str) -> None:
    open_room(page, address, ROOM)
    wait_loaded(page, "all")
    with page.expect_download() as waiting:
        page.locator("showroom-view [data-tool=screenshot]").click()
    assert waiting.value.suggested_filename == f"{ROOM}.png"
    with Image.open(BytesIO(Path(waiting.value.path()).read_bytes())) as picture:
        # No coarser than the page, although a machine without a graphics card draws it coarser.
        assert picture.size == (1280, 900)
        assert len(picture.convert("RGB").resize((64, 64)).getcolors(64 * 64) or []) > 50
    (told,) = _heard(page, "screenshot")
    assert (told["name"], told["width_px"], told["height_px"]) == (f"{ROOM}.png", 1280, 900)
    # A page that wants the picture itself prevents the download.
    kept = page.evaluate(
        "async () => { addEventListener('showroom-screenshot', (event) => event.preventDefault());"
        " const blob = await document.querySelector('showroom-view').screenshot(); return blob.type }"
    )
    assert kept == "image/png"
    expect(page.locator("showroom-view .announcer")).to_have_text(f"Picture saved as {ROOM}.png.")


def test_a_look_is_worn_by_the_piece_in_the_room(page: Page, address: str) -> None:
    open_room(page, address, ROOM, "lang=en")
    wait_loaded(page, "all")
    view = page.locator("showroom-view")
    view.evaluate("(view, sku) => view.select(sku, true)", SOFA)
    page.wait_for_timeout(2000)
    card = page.locator("showroom-view .card")
    expect(card.locator(".card-picture")).to_be_visible()
    expect(card.get_by_role("radio")).to_have_count(3)
    expect(card.locator(".look-name")).to_have_text(["Standard", "Green", "Pale"])
    card.get_by_label("Green").check()
    expect(card.locator(".sku")).to_have_text("SOFA-1-G")
    expect(card.locator(".price")).to_contain_text("249")
    expect(card.locator("a.primary")).to_have_attribute("href", "https://example.com/g")
    assert _heard(page, "variant") == [{"sku": SOFA, "variant": "SOFA-1-G", "name": "Green"}]
    swatch = card.locator(".swatch").nth(1).evaluate("el => el.style.background")
    shades = [int(shade) for shade in re.findall(r"\d+", swatch)]
    assert shades == pytest.approx([40, 160, 60], abs=6)
    page.wait_for_timeout(500)
    blob = view.evaluate(
        "async view => { addEventListener('showroom-screenshot', (event) => event.preventDefault());"
        " return [...new Uint8Array(await (await view.screenshot()).arrayBuffer())] }"
    )
    with Image.open(BytesIO(bytes(blob))) as picture:
        red, green, blue = picture.convert("RGB").getpixel((640, 520))  # type: ignore[misc]
    assert green > 1.5 * max(red, blue), "the sofa is not green"
    # What has no looks in its files lists them, with their links.
    view.evaluate("(view, sku) => view.select(sku)", PRODUCTS[1][0])
    expect(card.get_by_role("link", name="Oak")).to_have_attribute(
        "href", "https://example.com/oak"
    )


def test_the_sofa_is_seen_in_ones_own_room(browser: Browser, address: str) -> None:
    agent = "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
    page = browser.new_page(
        viewport={"width": 390, "height": 800},
        device_scale_factor=COARSE,
        user_agent=agent,
        locale="zh-CN",
    )
    open_room(page, address, ROOM)
    wait_loaded(page, "view", "all")
    page.locator("showroom-view").evaluate("(view, sku) => view.select(sku)", SOFA)
    expect(page.locator("showroom-view .card-name")).to_have_text("北欧沙发")
    link = page.locator("showroom-view .card a.ar").get_attribute("href") or ""
    assert link.startswith(
        "intent://arvr.google.com/scene-viewer/1.0?file=https%3A%2F%2Fcdn.example%2Fs.glb"
    )
    assert link.endswith(";end;")
    page.close()


def test_furniture_moves_at_once(still_page: Page, address: str) -> None:
    page = still_page
    open_room(page, address, ROOM)
    wait_loaded(page, "all")
    moves = [
        {"node": "CASE-4", "position_m": [4.4, 0.0, 1.0], "yaw_rad": -1.57},
        {"node": "NOT-HERE", "position_m": [1.0, 0.0, 1.0], "yaw_rad": 0.0},
    ]
    view = page.locator("showroom-view")
    assert view.evaluate("(view, moves) => view.place(moves)", moves) == ["NOT-HERE"]
    view.evaluate("(view, moves) => view.setAttribute('placements', JSON.stringify(moves))", moves)
    assert _heard(page, "unplaced") == [{"nodes": ["NOT-HERE"]}]
    view.evaluate("view => view.setMode('plan')")
    x, y = _beside(page, (4.4, 1.0), 0)
    # Its marker is where it now stands; it floats above the floor, so it is seen a little outwards.
    page.wait_for_function(
        """([x, y]) => {
          const spot = document.querySelector("showroom-view").shadowRoot.querySelector(".hotspot[data-node=CASE-4]");
          const box = spot.getBoundingClientRect();
          return Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y) < 60;
        }""",
        arg=[x, y],
    )
    page.mouse.click(x, y)
    expect(view).to_have_attribute("data-selected-sku", "CASE-4")


def test_a_new_version_leaves_the_view(still_page: Page, address: str) -> None:
    page = still_page
    open_room(page, address, ROOM, "keep-view time=evening")
    wait_loaded(page, "all")
    view = page.locator("showroom-view")
    assert view.get_attribute("data-time") == "evening"
    page.locator("showroom-view [data-tool=evening][aria-pressed=true]").wait_for()
    view.evaluate("view => view.setMode('orbit')")
    page.mouse.move(640, 500)
    page.mouse.down()
    page.mouse.move(760, 520, steps=4)
    page.mouse.up()
    before = view.evaluate("view => view.standpoint()")
    view.evaluate(
        "view => { delete view.dataset.loaded;"
        " view.setAttribute('src', view.getAttribute('src').replace('.json', '-2.json')) }"
    )
    # What was on screen stays there until the new version is.
    page.locator("showroom-view .cover.still canvas").wait_for(state="attached")
    wait_loaded(page, "all")
    assert view.get_attribute("mode") == "orbit"
    assert view.get_attribute("data-time") == "evening"
    after = view.evaluate("view => view.standpoint()")
    assert after["camera_m"] == pytest.approx(before["camera_m"], abs=1e-3)
    assert after["position_m"] == before["position_m"]


def test_fingers_look_walk_and_pinch(browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 800},
        device_scale_factor=COARSE,
        has_touch=True,
        reduced_motion="reduce",
    )
    page = context.new_page()
    open_room(page, address, ROOM)
    wait_loaded(page, "all")
    expect(page.locator("showroom-view .hint")).to_contain_text("tap the floor")
    where = "() => document.querySelector('showroom-view').standpoint()"
    session = context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        told = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})

    start = page.evaluate(where)
    touch("touchStart", (200, 400))
    for step in range(1, 6):
        touch("touchMove", (200 + step * 20, 400))
    touch("touchEnd")
    looked = page.evaluate(where)
    assert looked["yaw_rad"] > start["yaw_rad"]
    assert looked["position_m"] == start["position_m"]
    page.touchscreen.tap(330, 700)
    page.wait_for_timeout(300)
    assert page.evaluate(where)["position_m"] != looked["position_m"]
    page.locator("showroom-view [data-mode=orbit]").tap()
    page.wait_for_timeout(800)
    expect(page.locator("showroom-view .hint")).to_contain_text("pinch")
    far = page.evaluate(where)["distance_m"]
    touch("touchStart", (150, 400), (240, 400))
    for step in range(1, 8):
        touch("touchMove", (150 - step * 10, 400), (240 + step * 10, 400))
    touch("touchEnd")
    page.wait_for_timeout(500)
    assert page.evaluate(where)["distance_m"] < 0.8 * far
    assert page.locator("showroom-view").get_attribute("data-selected-sku") is None
    # The tools fold away behind one button, and Escape folds them again.
    page.locator("showroom-view [data-tool=more]").tap()
    expect(page.locator("showroom-view [data-tool=measure]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("showroom-view [data-tool=measure]")).to_be_hidden()
    page.close()


def test_it_waits_for_the_visitor_when_told_to(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_room(page, address, ROOM, "autostart=off lang=zh")
    button = page.locator("showroom-view .offer button")
    expect(button).to_have_text("进入展厅")
    assert not any(url.endswith("showroom.json") for url in asked)
    button.click()
    wait_loaded(page, "view", "all")
