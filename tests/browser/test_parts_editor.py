"""The parts of a product in a real browser: picked in the picture, another kind, another length, and kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from reconstruct.parts.design_file import design_as_json
from reconstruct.parts.families import family_named
from tests.browser.app_server import App
from tests.viewer.pictures import product_png
from viewer.draft import PhotoDraft, ProductDraft
from viewer.kept_design import kept_design
from viewer.part_controls import usual_design
from viewer.project import ProjectFolder

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::ResourceWarning")]


def test_a_merchant_changes_a_kind_and_a_length_and_sees_it(page: Page, app: App) -> None:
    project = ProjectFolder(app.folder).create(name="parts", language="en")
    (project.folder / "photos" / "a.png").write_bytes(product_png(shade=90))
    design = usual_design(family_named("table"), "dining_table")
    table = ProductDraft(
        "T",
        "Oak table",
        photos=(PhotoDraft("a.png", "a.png", status="cut_out"),),
        category="dining_table",
        width_m=1.6,
        height_m=0.75,
        depth_m=0.9,
        # Left out of the rooms, it is kept and not built: that is tested elsewhere and takes long.
        left_out=True,
        design=design_as_json(design),
    )
    with project.change() as change:
        change.state = change.state.with_product(table)
    page.goto(f"{app.address}/?project={project.token}")
    page.locator(".st-key-open-T button").click()
    page.get_by_role("button", name="Change its parts").click()
    view = page.locator("parts-view[data-state=ready]")
    view.wait_for(timeout=60_000)

    # A third of the way down the picture shows the top, once the dialog stands still.
    box = None
    while box is None or box != view.bounding_box():
        box = view.bounding_box()
        page.wait_for_timeout(300)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.34)
    expect(view).to_have_attribute("picked", "top", timeout=60_000)

    page.get_by_role("radio", name="Legs", exact=True).click()
    expect(view).to_have_attribute(
        "picked",
        "leg front left\nleg front right\nleg back left\nleg back right",
        timeout=60_000,
    )
    before = view.get_attribute("src")
    slider = page.get_by_role("slider", name="Leg width")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(view).to_have_attribute("data-change", "1", timeout=60_000)
    thicker = view.get_attribute("src")
    assert thicker != before

    page.get_by_role("combobox", name="Legs").click()
    page.get_by_role("option", name="Turned", exact=True).click()
    expect(view).to_have_attribute("data-change", "2", timeout=60_000)
    turned = view.get_attribute("src")
    assert turned != thicker

    page.get_by_role("button", name="Undo").click()
    expect(view).to_have_attribute("data-change", "3", timeout=60_000)
    assert view.get_attribute("src") == thicker

    page.get_by_role("button", name="Use this").click()
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=60_000)
    kept = kept_design(project.state().products[0])
    assert kept is not None
    assert kept.choices == design.choices
    assert kept.measures["leg_width"] > design.measures["leg_width"]
