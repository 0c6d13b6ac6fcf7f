"""Variants in a catalog."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from showroom.catalog.catalog import Catalog, read_catalog
from showroom.catalog.variants import parse_colour

HEADER = "sku,photo,variant_of,variant_name,variant_colour,price,currency\n"


def _read(tmp_path: Path, rows: str) -> Catalog:
    for name in ("a.png", "b.png"):
        Image.new("RGB", (8, 8)).save(tmp_path / name)
    path = tmp_path / "c.csv"
    path.write_text(HEADER + rows)
    return read_catalog(path)


def test_variants_hang_on_their_product_in_order(tmp_path: Path) -> None:
    catalog = _read(
        tmp_path,
        "A-NAVY,,A,Navy,navy,120.00,EUR\nA,a.png,,Oak,,99.00,EUR\nA-RED,b.png,a,Red,,,\nB,b.png,,,,,\n",
    )
    assert catalog.problems == ()
    first, second = catalog.products
    assert (first.sku, first.variant_name) == ("A", "Oak")
    navy, red = first.variants
    assert (navy.sku, navy.name, navy.photos, navy.rgb) == ("A-NAVY", "Navy", (), (0, 0, 128))
    assert navy.price is not None
    assert navy.price.amount == "120.00"
    assert (red.name, [p.name for p in red.photos], red.rgb) == ("Red", ["b.png"], None)
    assert (second.sku, second.variants) == ("B", ())


@pytest.mark.parametrize(
    ("row", "code", "told"),
    [
        ("X,a.png,GONE,Red,,,\n", "variant_of_unknown", "there is no product 'GONE'"),
        ("X,a.png,A,Standard,,,\n", "variant_name_taken", "'Standard' is taken"),
        ("X,a.png,X,Red,,,\n", "variant_of_itself", "cannot be a variant of itself"),
        ("X,,A,Red,reddish,,\n", "bad_colour", "'reddish' is not a colour"),
        ("X,,A,Red,,,\n", "missing_photo", "empty"),
    ],
)
def test_a_bad_variant_costs_only_itself(tmp_path: Path, row: str, code: str, told: str) -> None:
    catalog = _read(tmp_path, "A,a.png,,,,,\n" + row)
    (problem,) = catalog.problems
    assert problem.code == code
    assert told in problem.message
    assert [p.sku for p in catalog.products] == ["A"]
    assert catalog.products[0].variants == ()


def test_a_variant_of_a_variant_names_the_product(tmp_path: Path) -> None:
    catalog = _read(tmp_path, "A,a.png,,,,,\nB,b.png,A,Red,,,\nC,b.png,B,Blue,,,\n")
    (problem,) = catalog.problems
    assert problem.code == "variant_of_variant"
    assert "name A" in problem.message
    assert [v.sku for v in catalog.products[0].variants] == ["B"]


def test_colours() -> None:
    assert parse_colour("#3a5f8b") == (58, 95, 139)
    assert parse_colour("Navy") == (0, 0, 128)
    with pytest.raises(ValueError, match="write it as #3a5f8b"):
        parse_colour("dunkelblau")
