"""A product's own page, served as a store would serve it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from showroom.gltf import write_glb
from showroom.product.embed import MODEL_VIEWER, embed_html, model_viewer_script
from showroom.product.facts import ProductFacts
from showroom.product.scene import store_scene
from tests.showroom.scene_fixtures import box_product, details, with_variants

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::ResourceWarning")]

SKU = "T-1"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "products" / SKU
    folder.mkdir(parents=True)
    row = details(SKU)
    product = with_variants(box_product(SKU))
    (folder / f"{SKU}.store.glb").write_bytes(write_glb(store_scene(product, row)))
    looks = [product.material.name, *(v.name for v in product.variants)]
    (folder / "embed.html").write_bytes(embed_html(ProductFacts(row, (1.0, 0.5, 0.6)), looks))
    Image.new("RGB", (64, 64), "white").save(folder / "poster.webp")
    script = model_viewer_script()
    assert script is not None, "run `make web`"
    (folder.parent / MODEL_VIEWER).write_bytes(script)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/products/{SKU}/embed.html"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_page_shows_the_model_its_variants_and_contacts_nobody_else(
    page: Page, address: str
) -> None:
    page.goto(address)
    viewer = page.locator("model-viewer")
    page.wait_for_function("() => document.querySelector('model-viewer').loaded", timeout=60_000)
    size = viewer.evaluate("v => { const d = v.getDimensions(); return [d.x, d.y, d.z]; }")
    assert size == pytest.approx([1.0, 0.5, 0.6], abs=1e-3)
    assert page.locator("figcaption").inner_text().split("\n")[0] == details(SKU).name
    assert "100 × 50 × 60 cm" in page.locator("figcaption").inner_text()
    assert viewer.evaluate("v => v.availableVariants") == ["Standard", "Green", "Pale"]
    page.get_by_label("Variant").select_option("Green")
    assert viewer.evaluate("v => v.variantName") == "Green"
