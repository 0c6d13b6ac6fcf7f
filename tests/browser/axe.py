"""Deque's axe-core over a page, shadow roots included: what keeps people with a disability from using it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[2] / "viewer/frontend/node_modules/axe-core/axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

STREAMLITS_OWN = frozenset(
    {
        # The uploader's frame has a role that says nothing and a label nevertheless.
        "presentation-role-conflict",
        # The list that a select box opens hangs at the end of the page, outside of `main`.
        "region",
    }
)
"""Rules that Streamlit's own elements break and that no option of theirs puts right; all are light."""


def faults(page: Page) -> list[str]:
    """What axe finds wrong, one line an element: weight, rule, where, why."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
        list(RULES),
    )
    return [
        f"{rule['impact']} {rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        if rule["id"] not in STREAMLITS_OWN
        for node in rule["nodes"]
    ]


def overflow_px(page: Page) -> int:
    """By how much the page is wider than the window."""
    width: int = page.evaluate(
        "() => Math.max(document.documentElement.scrollWidth - innerWidth,"
        " ...[...document.querySelectorAll('[data-testid=stMain]')].map(e => e.scrollWidth - e.clientWidth))"
    )
    return width
