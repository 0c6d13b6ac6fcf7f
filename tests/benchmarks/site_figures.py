"""What a shopper waits for on a published site, in Chromium without a graphics card, over a throttled line.

`python -m tests.benchmarks.site_figures RESULTS [--room ID] [--lighthouse]` publishes a results folder, serves it with
Python's plain web server (no compression, no HTTP/2) and prints a table. The line is DevTools' own: 10 Mb/s and 40 ms.

- Poster visible: the browser's own largest contentful paint, which is the poster; each load with an empty cache.
- Interactive: from the click on the start button until the first view is complete (every product in sight as fine as
  it is large on screen) and the page has heeded a key. How soon the next picture stands is a matter of the graphics
  card; what it is made of, draw calls and triangles, is told instead.

Lighthouse is no dependency: `--lighthouse` installs the pinned version into `~/.cache/showroom/lighthouse` (185 MB) and
judges the poster page as a phone sees it, three times; the median of each score counts.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from showroom import publish_site
from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.browser.room_page import served
from viewer.bundle import find_node_tools

LINE_MBIT_S = 10
LATENCY_MS = 40
LIGHTHOUSE = "12.8.2"
"""The last that runs on the Node that builds the viewer."""
LIGHTHOUSE_FOLDER = Path.home() / ".cache" / "showroom" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 3
LOADS = 7
SCREEN: ViewportSize = {"width": 1440, "height": 900}

_PAINT = """() => new Promise((resolve, reject) => {
  new PerformanceObserver((list) => {
    for (const { startTime, element } of list.getEntries())
      if (element?.className === "poster") resolve(startTime);
  }).observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => reject(new Error("the poster was never the largest paint")), 15000);
})"""
_START = """() => new Promise((resolve) => {
  const started = performance.now();
  addEventListener("showroom-loaded", () => {
    const view = document.querySelector("showroom-view");
    const complete = performance.now() - started;
    const canvas = view.shadowRoot.querySelector("canvas");
    canvas.dispatchEvent(new KeyboardEvent("keydown", { code: "KeyW", key: "w", bubbles: true }));
    setTimeout(() => {
      const answered = performance.now() - started;
      requestAnimationFrame(() => {
        canvas.dispatchEvent(new KeyboardEvent("keyup", { code: "KeyW", key: "w", bubbles: true }));
        resolve([complete, answered, performance.now() - started - answered]);
      });
    });
  }, { once: true });
  document.querySelector("button.start").click();
})"""


@dataclass(frozen=True)
class Figure:
    """A row of the table."""

    name: str
    value: str
    budget: str


class _Line:
    """The throttled line of a page, and the bytes that came over it."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        rate = LINE_MBIT_S * 1_000_000 / 8
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": LATENCY_MS,
                "downloadThroughput": rate,
                "uploadThroughput": rate,
            },
        )
        session.on("Network.loadingFinished", self._count)

    def _count(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])


def _poster(browser: Browser, address: str) -> float:
    """Milliseconds until the poster is on the screen of a shopper who never was here."""
    context = browser.new_context(viewport=SCREEN)
    page = context.new_page()
    _Line(page)
    page.goto(address, wait_until="load")
    painted = float(page.evaluate(_PAINT))
    context.close()
    return painted


def visit(address: str, room: str) -> list[Figure]:
    """Open a room's page on the throttled line, start it and look all round."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        posters = [_poster(browser, f"{address}/{room}/") for _ in range(LOADS)]
        poster_ms = statistics.median(posters)
        page = browser.new_page(viewport=SCREEN)
        line = _Line(page)
        page.goto(f"{address}/{room}/", wait_until="load")
        page.wait_for_timeout(1500)
        before = line.bytes
        complete_ms, answered_ms, picture_ms = page.evaluate(_START)
        first_view = line.bytes
        page.locator("showroom-view[data-loaded=all]").wait_for(timeout=120_000)
        page.wait_for_timeout(1500)
        stats = page.evaluate("() => document.querySelector('showroom-view').stats()")
        products = page.locator(".product").count()
        browser.close()
    return [
        Figure(
            f"poster visible (median of {LOADS} loads; {min(posters) / 1000:.2f} to {max(posters) / 1000:.2f})",
            f"{poster_ms / 1000:.2f} s",
            "1 s",
        ),
        Figure("poster page, over the line", f"{before / 1e6:.2f} MB", ""),
        Figure(
            f"first view of {products} products complete, after the click",
            f"{complete_ms / 1000:.2f} s",
            "",
        ),
        Figure("interactive, after the click", f"{answered_ms / 1000:.2f} s", "5 s"),
        Figure("the picture after that, drawn in software", f"{picture_ms / 1000:.2f} s", ""),
        Figure("everything until then", f"{first_view / 1e6:.2f} MB", "3 MB"),
        Figure("draw calls of the first view", f"{stats['drawCalls']}", "100"),
        Figure("triangles of the first view", f"{stats['triangles']:,}", "150,000"),
    ]


def lighthouse(url: str) -> list[Figure]:
    """Lighthouse's scores of a page, as a phone sees it."""
    tools = find_node_tools()
    environment = tools.environment(os.environ) | {"CHROME_PATH": str(find_chromium())}
    script = LIGHTHOUSE_FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not script.is_file():
        LIGHTHOUSE_FOLDER.mkdir(parents=True, exist_ok=True)
        install = [*tools.npm, "install", "--no-audit", "--no-fund", f"lighthouse@{LIGHTHOUSE}"]
        subprocess.run(
            [*install, "--prefix", str(LIGHTHOUSE_FOLDER)], env=environment, check=True, stdout=2
        )
    flags = " ".join(("--headless=new", *ARGUMENTS))
    scores: dict[str, list[float]] = {category: [] for category in CATEGORIES}
    for _ in range(RUNS):
        command = [
            str(tools.node),
            str(script),
            url,
            "--quiet",
            "--output=json",
            "--output-path=stdout",
        ]
        run = subprocess.run(
            [*command, f"--chrome-flags={flags}"],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        told = json.loads(run.stdout)
        for category in CATEGORIES:
            scores[category].append(100 * told["categories"][category]["score"])
    return [
        Figure(
            f"Lighthouse {LIGHTHOUSE}, phone: {category}",
            f"{statistics.median(found):.0f}",
            "90 at least",
        )
        for category, found in scores.items()
    ]


def main() -> int:
    """Publish, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=Path)
    parser.add_argument(
        "--room", help="which showroom; the one with the most products if not given"
    )
    parser.add_argument("--lighthouse", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = publish_site(asked.results, Path(folder) / "site")
        room = asked.room or max(report.pages, key=lambda page: page.products).showroom_id
        with served(Path(folder) / "site") as address:
            figures = visit(address, room)
            if asked.lighthouse:
                figures += lighthouse(f"{address}/{room}/")
    load = os.getloadavg()[0]
    print(
        f"{os.cpu_count()} cores, load {load:.1f}; above the number of cores, times are too long.\n"
    )
    print("| Measured | Figure | Budget |\n|---|---|---|")
    for figure in figures:
        print(f"| {figure.name} | {figure.value} | {figure.budget} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
