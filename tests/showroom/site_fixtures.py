"""A results folder with all that a site takes: the small showroom, AR files, JSON-LD, hostile and Chinese texts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from showroom.catalog.product import CatalogProduct, Price
from showroom.product.facts import ProductFacts
from showroom.product.jsonld import product_jsonld
from tests.viewer.small_showroom import PRODUCTS, write_small_showroom

SOFA = "SOFA-1"
SOFA_ZH = "北欧沙发"
HOSTILE_TEXT = "</script><script>alert(2)</script> & <b>bold</b>"


def publishable(folder: Path, *, rooms: int = 1) -> Path:
    """Write the folder and return it; a second room is a bedroom with the same products."""
    write_small_showroom(folder)
    for sku, name, category, size, _, _, url in PRODUCTS:
        product = folder / "products" / sku
        shutil.copy(product / f"{sku}.glb", product / f"{sku}.store.glb")
        (product / f"{sku}.usdz").write_bytes(f"model of {sku}".encode())
        row = CatalogProduct(
            sku,
            (),
            name,
            category,
            url=url,
            price=Price("199.00", "EUR"),
            description=HOSTILE_TEXT,
            names={"zh": SOFA_ZH} if sku == SOFA else {},
        )
        (product / "product.jsonld").write_text(json.dumps(product_jsonld(ProductFacts(row, size))))
    room = folder / "showrooms" / "living-1"
    file = room / "showroom.json"
    told = json.loads(file.read_text("utf-8"))
    told["products"][0] |= {"names": {"zh": SOFA_ZH}, "description": HOSTILE_TEXT}
    told["warnings"] = [{"code": "secret", "message": "for the merchant only"}]
    file.write_text(json.dumps(told), "utf-8")
    if rooms == 2:
        shutil.copytree(room, folder / "showrooms" / "bedroom-1")
        told |= {"id": "bedroom-1", "room": told["room"] | {"type": "bedroom"}}
        (folder / "showrooms" / "bedroom-1" / "showroom.json").write_text(json.dumps(told), "utf-8")
        manifest = json.loads((folder / "manifest.json").read_text())
        manifest["showrooms"].append({"id": "bedroom-1", "made": True})
        (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder
