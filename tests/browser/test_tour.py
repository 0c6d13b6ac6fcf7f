"""The tour of a room, played in a page of its own."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from layout import Arrangement, Footprint, Opening, Placement, Room
from showroom.catalog.product import CatalogProduct
from showroom.product.facts import ProductFacts
from showroom.tour.files import tour_json
from showroom.tour.tour import Tour, plan_tour
from tests.browser.chromium import COARSE
from tests.viewer.small_showroom import PRODUCTS, ROOM_M, write_small_showroom
from viewer.bundle import bundle_file

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::ResourceWarning")]

PAGE = """<!doctype html><meta charset="utf-8"><title>Tour</title>
<style>body {{ margin: 0; height: 100vh }}</style>
<script type="module" src="{bundle}"></script>
<showroom-view src="showrooms/living-1/showroom.json" lang="zh"></showroom-view>
<script>
  window.seen = [];
  for (const name of ["stop", "tour"])
    addEventListener(`showroom-${{name}}`, (event) => seen.push([name, event.detail]));
</script>
"""


def small_tour() -> Tour:
    """The tour of the small showroom's four products."""
    width, depth, height = ROOM_M
    door = Opening("door", 2, 0.6, 0.9, 0.0, 2.0)
    room = Room.rectangle("living-1", "living_room", width, depth, height, (door,))
    footprints, placements, facts, categories = [], [], {}, []
    for sku, name, category, (w, h, d), _, places, _ in PRODUCTS:
        row = CatalogProduct(sku, (), name, category, names={"zh": f"中{name}"})
        facts[sku] = ProductFacts(row, (w, h, d))
        for i, (x, z, yaw) in enumerate(places):
            node = sku if i == 0 else f"{sku}#{i + 1}"
            footprints.append(Footprint(node, category, w, d, h))
            placements.append(Placement(node, x, 0.0, z, float(yaw), ""))
            categories.append((node, category))
    arrangement = Arrangement(
        room, tuple(footprints), tuple(placements), (), "optimal", 0.0, 0.0, 0.0, tuple(categories)
    )
    return plan_tour(arrangement, facts)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = write_small_showroom(tmp_path_factory.mktemp("tour"))
    file = folder / "showrooms" / "living-1" / "showroom.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | tour_json(small_tour())))
    bundle = bundle_file()
    shutil.copy(bundle, folder)
    (folder / "index.html").write_text(PAGE.format(bundle=bundle.name), encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/index.html"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_visitor_takes_the_tour(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address)
    view = page.locator("showroom-view")
    page.locator("showroom-view[data-state=ready]").wait_for(timeout=60_000)
    page.locator("showroom-view [data-tool=tour]").click()
    captions = page.locator("showroom-view section.tour")
    expect(captions.locator("h2")).to_have_text("欢迎光临")
    expect(captions.locator(".tour-progress")).to_have_text("1 / 7")
    page.wait_for_function("() => seen.some(([name, detail]) => name === 'stop')", timeout=30_000)
    # The keyboard is enough: the pause button has the focus, the next one follows.
    toggle, forward = captions.locator("[data-tour=toggle]"), captions.locator("[data-tour=next]")
    expect(toggle).to_be_focused()
    page.keyboard.press("Tab")
    expect(forward).to_be_focused()
    for _ in range(2):
        page.keyboard.press("Enter")
    expect(captions.locator(".tour-progress")).to_have_text("2 / 7")
    page.wait_for_function("() => seen.some(([name, d]) => d.index === 1)", timeout=30_000)
    # A drag breaks in and the captions wait.
    box = view.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 360, box["y"] + 300, steps=4)
    page.mouse.up()
    expect(toggle).to_have_attribute("aria-label", "继续导览")
    toggle.click()
    expect(toggle).to_have_attribute("aria-label", "暂停导览")
    view.screenshot(path=str(tmp_path / "tour.png"))
    page.keyboard.press("Escape")
    expect(captions).to_have_count(0)
    expect(page.locator("showroom-view [data-tool=tour]")).to_be_focused()
    assert page.evaluate("seen.at(-1)") == ["tour", {"playing": False}]


def test_without_motion_it_goes_from_stop_to_stop(browser: Browser, address: str) -> None:
    page = browser.new_page(
        viewport={"width": 400, "height": 700}, device_scale_factor=COARSE, reduced_motion="reduce"
    )
    page.goto(address)
    page.locator("showroom-view[data-state=ready]").wait_for(timeout=60_000)
    page.locator("showroom-view [data-tool=tour]").click()
    progress = page.locator("showroom-view .tour-progress")
    for number in range(2, 8):
        page.locator("showroom-view [data-tour=next]").click()
        expect(progress).to_have_text(f"{number} / 7")
    stops = page.evaluate("seen.filter(([name]) => name === 'stop').map(([, d]) => d)")
    assert [stop["index"] for stop in stops] == list(range(7))
    assert {stop["product"] for stop in stops} == {None, *(p[0] for p in PRODUCTS)}
    page.close()


SPY = """
window.spoken = [];
window.endSentence = () => speaking?.onend?.({});
let speaking = null;
const voices = [["en-US", "Anna"], ["zh-CN", "Li"]].map(([lang, name]) => (
  { lang, name, voiceURI: name, localService: true, default: false }));
class Utterance { constructor(text) { Object.assign(this, { text, lang: "", voice: null }); } }
window.SpeechSynthesisUtterance = Utterance;
Object.defineProperty(window, "speechSynthesis", { value: Object.assign(new EventTarget(), {
  getVoices: () => voices,
  speak: (utterance) => { speaking = utterance; spoken.push([utterance.text, utterance.lang, utterance.voice?.name]); },
  cancel: () => { speaking = null; spoken.push("cancel"); },
}) });
"""


def test_the_tour_is_told_aloud_only_when_asked(browser: Browser, address: str) -> None:
    page = browser.new_page(
        viewport={"width": 800, "height": 600}, device_scale_factor=COARSE, reduced_motion="reduce"
    )
    page.add_init_script(SPY)
    page.goto(address)
    page.locator("showroom-view[data-loaded=all]").wait_for(timeout=120_000)
    said = "() => spoken.filter((told) => told !== 'cancel')"
    page.locator("showroom-view [data-tool=tour]").click()
    narration = page.locator("showroom-view [data-tour=narration]")
    expect(narration).to_have_attribute("aria-pressed", "false")
    expect(narration).to_have_attribute("aria-label", "语音讲解")
    assert page.evaluate(said) == []
    narration.click()
    words = page.locator("showroom-view .tour-words")
    # Its own words, in Chinese, by the Chinese voice; a screen reader keeps silent meanwhile.
    assert page.evaluate(said) == [["欢迎光临", "zh", "Li"]]
    expect(words).to_have_attribute("aria-live", "off")
    page.evaluate("endSentence()")
    text = page.locator("showroom-view .tour-text").inner_text()
    page.wait_for_function("() => spoken.filter((told) => told !== 'cancel').length === 2")
    assert page.evaluate(said)[1] == [text[: text.index("。") + 1], "zh", "Li"]
    # The rest is long over, but not the sentence: the tour waits for it.
    page.wait_for_timeout(7000)
    progress = page.locator("showroom-view .tour-progress")
    expect(progress).to_have_text("1 / 7")
    while page.evaluate("spoken.at(-1) !== 'cancel' && document.querySelector('showroom-view')"
                        ".shadowRoot.querySelector('.tour-progress').textContent === '1 / 7'"):  # fmt: skip
        page.evaluate("endSentence()")
        page.wait_for_timeout(100)
    expect(progress).to_have_text("2 / 7")
    # A pause is silent; going on tells the stop anew.
    count = len(page.evaluate(said))
    page.locator("showroom-view [data-tour=toggle]").click()
    assert page.evaluate("spoken.at(-1)") == "cancel"
    page.locator("showroom-view [data-tour=toggle]").click()
    assert page.evaluate(said)[count] == page.evaluate(said)[count - 1]
    page.keyboard.press("Escape")
    assert page.evaluate("spoken.at(-1)") == "cancel"
    # The element remembers the choice for its next tour.
    page.locator("showroom-view [data-tool=tour]").click()
    expect(narration).to_have_attribute("aria-pressed", "true")
    page.close()


def test_without_speech_there_is_no_button_for_it(browser: Browser, address: str) -> None:
    page = browser.new_page(
        viewport={"width": 800, "height": 600}, device_scale_factor=COARSE, reduced_motion="reduce"
    )
    page.add_init_script("delete window.speechSynthesis; delete Window.prototype.speechSynthesis;")
    page.goto(address)
    page.locator("showroom-view[data-loaded=all]").wait_for(timeout=120_000)
    assert page.evaluate("typeof speechSynthesis") == "undefined"
    page.locator("showroom-view [data-tool=tour]").click()
    expect(page.locator("showroom-view [data-tour=next]")).to_be_visible()
    expect(page.locator("showroom-view [data-tour=narration]")).to_have_count(0)
    page.close()
