"""The Rooms page in a real browser: a merchant makes a room, moves, turns, locks, shuffles and takes it back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.app_server import App
from tests.browser.chromium import COARSE
from tests.viewer.small_showroom import HOSTILE_NAME
from viewer.adopt import open_results
from viewer.project import Project, ProjectFolder

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::ResourceWarning")]

SOFA, TABLE, CASE = "SOFA-1", "TABLE 2", "CASE-4"
PATIENCE_MS = 120_000


@dataclass(frozen=True)
class Served:
    """The app with one project of four small products."""

    address: str
    project: Project

    @property
    def url(self) -> str:
        return f"{self.address}/rooms?project={self.project.token}&lang=en"

    def rooms(self) -> list[dict[str, Any]]:
        return list(self.project.state().rooms)


@pytest.fixture(scope="module")
def served(app: App) -> Served:
    project = open_results(ProjectFolder(app.folder), app.folder / "results", language="en")
    with project.change() as change:
        change.state = replace(change.state, rooms=())
    return Served(app.address, project)


@pytest.fixture(scope="module")
def desk(browser: Browser, served: Served) -> Iterator[Page]:
    """A page on which a rectangular room of all products was made."""
    page = browser.new_page(viewport={"width": 1440, "height": 1100}, device_scale_factor=COARSE)
    page.set_default_timeout(PATIENCE_MS)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(served.url)
    page.get_by_role("button", name="New room").click()
    page.get_by_role("dialog").get_by_role("combobox").nth(1).click()
    page.get_by_role("option", name="Rectangle").click()
    page.get_by_role("button", name="Make the room").click()
    page.locator("plan-editor .piece").first.wait_for()
    page.locator("showroom-view[data-loaded=all]").wait_for()
    yield page
    assert wrong == []
    page.close()


def _piece(page: Page, item_id: str) -> Locator:
    return page.locator(f'plan-editor .piece[data-id="{item_id}"]')


def _place(page: Page, item_id: str) -> tuple[float, float, float]:
    told = [_piece(page, item_id).get_attribute(f"data-{name}") for name in ("x", "z", "yaw")]
    return (float(told[0] or "nan"), float(told[1] or "nan"), float(told[2] or "nan"))


def _in_3d(page: Page, item_id: str) -> list[float]:
    place: list[float] = page.locator("showroom-view").evaluate(
        "(view, id) => { const o = view.stage.scene.getObjectByName(id);"
        " return [o.position.x, o.position.z, o.rotation.y]; }",
        item_id,
    )
    return place


def _saved(page: Page, served: Served) -> dict[str, dict[str, Any]]:
    """Pieces of the first room, once Python has taken in every gesture."""
    expect(page.locator("plan-editor[data-open='0']")).to_have_count(1, timeout=PATIENCE_MS)
    return {piece["id"]: piece for piece in served.rooms()[0]["pieces"]}


def _drag(page: Page, of: Locator, dx: float, dy: float) -> None:
    box = of.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx / 2, y + dy / 2, steps=4)
    page.mouse.move(x + dx, y + dy, steps=4)
    page.mouse.up()


def test_a_room_is_made_with_its_products(desk: Page, served: Served) -> None:
    assert desk.locator("plan-editor .piece").count() == 4
    room = served.rooms()[0]
    assert (room["room_type"], room["own_shape"]) == ("living_room", True)
    assert room["title"] == "Living room"
    # A product's name is text wherever it stands.
    label = _piece(desk, TABLE).get_attribute("aria-label") or ""
    assert label.startswith(HOSTILE_NAME)
    assert desk.locator("img[src=x]").count() == 0


def test_a_piece_is_dragged_and_the_room_in_3d_follows(desk: Page, served: Served) -> None:
    before = _place(desk, TABLE)
    _drag(desk, _piece(desk, TABLE).locator(".frame"), 40, 30)
    after = _place(desk, TABLE)
    assert after[:2] != before[:2]
    saved = _saved(desk, served)[TABLE]
    assert [saved["position_m"][0], saved["position_m"][2]] == pytest.approx(after[:2], abs=2e-3)
    assert saved["locked"]
    desk.wait_for_timeout(200)
    assert _in_3d(desk, TABLE)[:2] == pytest.approx(after[:2], abs=2e-3)


def test_keys_move_turn_and_lock(desk: Page, served: Served) -> None:
    piece = _piece(desk, TABLE)
    piece.focus()
    x, z, yaw = _place(desk, TABLE)
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Shift+ArrowUp")
    moved = _place(desk, TABLE)
    assert moved[0] == pytest.approx(x + 0.05, abs=0.03)
    assert moved[1] == pytest.approx(z - 0.5, abs=0.03)
    desk.keyboard.press("r")
    turned = _place(desk, TABLE)[2]
    assert abs(turned - yaw) % 6.2832 == pytest.approx(1.5708, abs=0.01)
    saved = _saved(desk, served)
    deadline = time.monotonic() + 60
    while abs(saved[TABLE]["yaw_rad"] - turned) > 0.01 and time.monotonic() < deadline:
        desk.wait_for_timeout(200)
        saved = _saved(desk, served)
    assert saved[TABLE]["yaw_rad"] == pytest.approx(turned, abs=0.01)
    assert _in_3d(desk, TABLE)[2] == pytest.approx(turned, abs=0.01)
    # What was moved by hand is locked; L lets it go, and says so.
    assert piece.get_attribute("data-locked") is not None
    desk.keyboard.press("l")
    assert "may be moved" in desk.locator("plan-editor [aria-live]").inner_text()
    assert not _saved(desk, served)[TABLE]["locked"]
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement !== document.body")


def test_a_fault_is_shown_with_more_than_colour(desk: Page, served: Served) -> None:
    sofa, table = _place(desk, SOFA), _place(desk, TABLE)
    scale = desk.locator("plan-editor svg.plan").evaluate("svg => svg.getScreenCTM().a * 100")
    _drag(
        desk,
        _piece(desk, TABLE).locator(".frame"),
        (sofa[0] - table[0]) * scale,
        (sofa[1] - table[1]) * scale,
    )
    expect(_piece(desk, TABLE)).to_have_attribute("data-fault", "serious")
    expect(_piece(desk, TABLE).locator(".alarm")).to_be_visible()
    expect(desk.locator("plan-editor .chosen-note.wrong")).to_contain_text("stands in Sofa Nord")
    expect(desk.get_by_text("Move one of them.").first).to_be_visible(timeout=PATIENCE_MS)
    desk.get_by_role("button", name="Undo").click()
    expect(_piece(desk, TABLE)).not_to_have_attribute("data-fault", "serious")
    assert _saved(desk, served)[TABLE]["position_m"][0] == pytest.approx(table[0], abs=2e-3)
    desk.get_by_role("button", name="Redo").click()
    expect(_piece(desk, TABLE)).to_have_attribute("data-fault", "serious")
    desk.get_by_role("button", name="Undo").click()
    expect(_piece(desk, TABLE)).not_to_have_attribute("data-fault", "serious")


def test_a_shuffle_keeps_what_is_locked(desk: Page, served: Served) -> None:
    _piece(desk, SOFA).focus()
    desk.keyboard.press("l")
    before = _saved(desk, served)
    assert before[SOFA]["locked"]
    desk.get_by_role("button", name="Shuffle").click()
    deadline = time.monotonic() + 90
    while (after := _saved(desk, served)) == before and time.monotonic() < deadline:
        desk.wait_for_timeout(300)
    assert after[SOFA]["position_m"] == before[SOFA]["position_m"]
    assert {k: p["position_m"] for k, p in after.items()} != {
        k: p["position_m"] for k, p in before.items()
    }
    for item_id in after:
        expect(_piece(desk, item_id)).to_have_attribute(
            "data-x", f"{after[item_id]['position_m'][0]:.3f}"
        )
    desk.wait_for_timeout(300)
    assert _in_3d(desk, CASE)[0] == pytest.approx(after[CASE]["position_m"][0], abs=2e-3)


def test_walls_are_pushed_and_a_window_is_set(desk: Page, served: Served) -> None:
    before = served.rooms()[0]["rooms"][0]
    desk.get_by_role("radio", name="Walls").click()
    desk.locator('plan-editor [data-part="wall-1"]').focus()
    desk.keyboard.press("ArrowRight")
    deadline = time.monotonic() + 90
    while (room := served.rooms()[0]["rooms"][0])["polygon_m"] == before["polygon_m"]:
        assert time.monotonic() < deadline
        desk.wait_for_timeout(200)
    width = max(x for x, _ in before["polygon_m"])
    assert max(x for x, _ in room["polygon_m"]) == pytest.approx(width + 0.25)
    expect(desk.locator("plan-editor[data-open='0']")).to_have_count(1, timeout=PATIENCE_MS)
    desk.locator("plan-editor").get_by_role("button", name="Window", exact=True).click()
    deadline = time.monotonic() + 90
    while len(served.rooms()[0]["rooms"][0]["openings"]) != len(before["openings"]) + 1:
        assert time.monotonic() < deadline
        desk.wait_for_timeout(200)
    expect(desk.locator("plan-editor[data-open='0']")).to_have_count(1, timeout=PATIENCE_MS)
    desk.get_by_role("radio", name="Furniture").click()


def test_alternatives_stand_side_by_side(desk: Page, served: Served) -> None:
    desk.get_by_role("button", name="Alternatives").click()
    takes = desk.get_by_role("button", name="Take this one")
    takes.first.wait_for()
    assert 1 <= takes.count() <= 3
    # A plan beside each button; Streamlit puts pictures in when they have come.
    plans = desk.locator(".st-key-offers svg, .st-key-offers img")
    plans.nth(takes.count() - 1).wait_for(timeout=PATIENCE_MS)
    takes.last.click()
    expect(takes).to_have_count(0, timeout=PATIENCE_MS)
    assert {p["id"] for p in served.rooms()[0]["pieces"]} <= {SOFA, TABLE, CASE, "CHAIR.3"}


def test_it_is_used_with_a_finger_on_a_phone(
    browser: Browser, served: Served, desk: Page, tmp_path: Path
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        device_scale_factor=COARSE,
        has_touch=True,
        is_mobile=True,
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(served.url)
    piece = _piece(page, CASE)
    piece.wait_for()
    page.locator("showroom-view[data-loaded=all]").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    plan, view = (
        page.locator("plan-editor").bounding_box(),
        page.locator("showroom-view").bounding_box(),
    )
    assert plan is not None
    assert view is not None
    assert view["y"] > plan["y"] + plan["height"] - 1
    piece.scroll_into_view_if_needed()
    box = piece.locator(".frame").bounding_box()
    assert box is not None
    before = _place(page, CASE)
    touch = context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def send(kind: str, points: list[dict[str, float]]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", [{"x": x, "y": y}])
    for step in range(1, 9):
        send("touchMove", [{"x": x + 5 * step, "y": y + 4 * step}])
    send("touchEnd", [])
    assert _place(page, CASE)[:2] != before[:2]
    page.screenshot(path=str(tmp_path / "phone.png"), full_page=True)
    saved = _saved(page, served)
    assert saved[CASE]["position_m"][0] == pytest.approx(_place(page, CASE)[0], abs=2e-3)
    bar = page.locator("plan-editor .editor-bar .tool:visible")
    assert all((b := tool.bounding_box()) is not None and b["height"] >= 44 for tool in bar.all())
    assert saved[CASE]["locked"]
    context.close()
