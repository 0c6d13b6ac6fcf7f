"""The catalog reader: what a good file gives, and what each kind of bad row says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconstruct.see.thing import PhotoBox
from showroom.catalog.catalog import Catalog, read_catalog, sku_fault
from showroom.catalog.measures import parse_size_cm
from showroom.errors import CatalogError

HEADER = "sku,name,category,width_cm,height_cm,depth_cm,photo,price,currency,url,description\n"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Catalog]:
    """Write a catalog beside two photos `a.jpg` and `b.jpg`, and read it."""
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(b"not looked at here")

    def write_and_read(text: str, *, encoding: str = "utf-8") -> Catalog:
        path = tmp_path / "catalog.csv"
        path.write_bytes(text.encode(encoding))
        return read_catalog(path)

    return write_and_read


def test_every_column(read: Callable[..., Catalog], tmp_path: Path) -> None:
    catalog = read(
        HEADER + "S-1,Sofa,sofa,200,80.5,90,a.jpg|b.jpg,1299.90,eur,https://shop.example/s,Soft\n"
    )
    (product,) = catalog.products
    assert not catalog.problems
    assert (product.width_m, product.height_m, product.depth_m) == (2.0, 0.805, 0.9)
    assert product.photos == (tmp_path / "a.jpg", tmp_path / "b.jpg")
    assert product.price is not None
    assert (product.price.amount, product.price.currency) == ("1299.90", "EUR")
    assert product.url == "https://shop.example/s"


def test_only_sku_and_photo(read: Callable[..., Catalog]) -> None:
    (product,) = read("sku,photo\nS-1,a.jpg\n").products
    assert product.name == "S-1"
    assert product.category is None
    assert product.width_m is None
    assert product.price is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_of_spreadsheets(read: Callable[..., Catalog], encoding: str) -> None:
    (product,) = read("sku;photo;name\nS-1;a.jpg;Stühlchen 椅子 🪑\n", encoding=encoding).products
    assert product.name == "Stühlchen 椅子 🪑"


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        (",,,,,,a.jpg,,,,", "missing_sku", ["row 3", "column sku"]),
        ("A/B,,,,,,a.jpg,,,,", "bad_sku", ["row 3", "'A/B'", "Replace"]),
        ("..,,,,,,a.jpg,,,,", "bad_sku", ["'..'"]),
        ("con,,,,,,a.jpg,,,,", "bad_sku", ["devices"]),
        ("ok,,,,,,a.jpg,,,,", "duplicate_sku", ["row 3", "row 2", "'ok'"]),
        ("X,,,-5,,,a.jpg,,,,", "bad_size", ["row 3", "width_cm", "-5"]),
        ("X,,,0,,,a.jpg,,,,", "bad_size", ["above zero"]),
        ("X,,,,99999,,a.jpg,,,,", "bad_size", ["height_cm", "mm or m"]),
        ("X,,,nan,,,a.jpg,,,,", "bad_size", ["'nan'"]),
        ('X,,,"1,200",,,a.jpg,,,,', "bad_size", ["'1,200'", "decimal point"]),
        ("X,,,80,5,75,60,a.jpg,,,,,", "too_many_cells", ["row 3", "decimal comma"]),
        ("X,,,80,5,75,60,a.jpg,9,EUR,,,x", "too_many_cells", ["13 cells", "11", "comma"]),
        ("X,,,,,,,,,,", "missing_photo", ["column photo"]),
        ("X,,,,,,gone.jpg,,,,", "missing_photo", ["'gone.jpg'", "relative"]),
        ("X,,,,,,../../etc/passwd,,,,", "photo_outside_catalog", ["leaves"]),
        ("X,,,,,,/etc/passwd,,,,", "photo_outside_catalog", ["leaves"]),
    ],
)
def test_bad_row_names_item_and_remedy_and_spares_the_others(
    read: Callable[..., Catalog], row: str, code: str, words: list[str]
) -> None:
    catalog = read(HEADER + "ok,,,,,,a.jpg,,,,\n" + row + "\nlast,,,,,,b.jpg,,,,\n")
    assert [product.sku for product in catalog.products] == ["ok", "last"]
    (problem,) = [p for p in catalog.problems if p.severity == "error"]
    assert problem.code == code
    for word in words:
        assert word in problem.message


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ('X,,,"80,5",,,a.jpg,,,,', "decimal_comma"),
        ("X,,,,,,a.jpg,cheap,EUR,,", "bad_price"),
        ("X,,,,,,a.jpg,-1,EUR,,", "bad_price"),
        ("X,,,,,,a.jpg,NaN,EUR,,", "bad_price"),
        ("X,,,,,,a.jpg,9.99,€,,", "bad_currency"),
        ("X,,,,,,a.jpg,,,javascript:alert(1),", "bad_url"),
        ("X,,,,,,a.jpg,,,http://[,", "bad_url"),
        ("X,,,,,,a.jpg|gone.jpg,,,,", "missing_photo"),
    ],
)
def test_small_faults_are_warnings(read: Callable[..., Catalog], row: str, code: str) -> None:
    catalog = read(HEADER + row + "\n")
    (product,) = catalog.products
    (problem,) = catalog.problems
    assert (problem.severity, problem.code) == ("warning", code)
    if code == "decimal_comma":
        assert product.width_m == pytest.approx(0.805)
    assert product.price is None
    assert product.url is None


@pytest.mark.parametrize("name", ['<script>alert("x")</script>', 'Say "hi"', "🪑" * 50, "a'b;--"])
def test_names_are_text(read: Callable[..., Catalog], name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    (product,) = read(f"sku,photo,name\nX,a.jpg,{quoted}\n").products
    assert product.name == name


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["empty", "sku,photo"]),
        (b"sku,photo\n", ["no products"]),
        (b"name,photo\nA,a.jpg\n", ["'sku'", "missing"]),
        (b"sku,photo,photo\nA,a.jpg,b.jpg\n", ["twice"]),
        (b"sku,photo,name\nA,a.jpg,St\xfchle\n", ["UTF-8"]),
        (b"PK\x03\x04\x00\x00", ["not a text file"]),
        (b'sku,photo,name\nA,a.jpg,"never closed\n', ["quotation mark"]),
    ],
)
def test_unusable_file(tmp_path: Path, content: bytes, words: list[str]) -> None:
    path = tmp_path / "catalog.csv"
    path.write_bytes(content)
    with pytest.raises(CatalogError) as caught:
        read_catalog(path)
    for word in (*words, "catalog.csv"):
        assert word in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="no such catalog"):
        read_catalog(tmp_path / "none.csv")


def test_size_option() -> None:
    assert parse_size_cm("80x75.5x?") == (0.8, 0.755, None)
    for text in ("80x75", "80x75x", "axbxc", "80x-1x3", "80x75x9999999"):
        with pytest.raises(ValueError, match=r"cm|number"):
            parse_size_cm(text)


@given(st.text(max_size=80))
def test_a_sku_without_fault_is_a_safe_folder_name(sku: str) -> None:
    if sku_fault(sku) is None:
        assert Path(sku).name == sku
        assert sku not in (".", "..")
        assert not set(sku) & set('/\\:*?"<>|#\0')


def test_masks_turn_and_model(read: Callable[..., Catalog], tmp_path: Path) -> None:
    for name in ("m.png", "s.glb"):
        (tmp_path / name).write_bytes(b"not looked at here")
    catalog = read(
        "sku,photo,cutout,turn_deg,model\n"
        "S-1,a.jpg|b.jpg,|m.png,-90,\n"
        "S-2,a.jpg|gone.jpg|b.jpg,||m.png,,\n"
        "S-3,,,450,s.glb\n"
        "S-4,,,,s.glb\n"
        "S-5,a.jpg,,,\n"
    )
    by_sku = {product.sku: product for product in catalog.products}
    mask = tmp_path / "m.png"
    assert by_sku["S-1"].cutouts == (None, mask)
    assert by_sku["S-1"].turn_rad == pytest.approx(-1.5707963)
    assert by_sku["S-2"].cutouts == (None, mask)  # it goes with its photo, whatever else is missing
    assert by_sku["S-4"].model == tmp_path / "s.glb"
    assert by_sku["S-4"].photos == ()
    assert (by_sku["S-5"].cutouts, by_sku["S-5"].turn_rad, by_sku["S-5"].model) == ((), 0.0, None)
    codes = {(problem.item, problem.code): problem.message for problem in catalog.problems}
    assert set(codes) == {("S-2", "missing_photo"), ("S-3", "bad_turn")}
    assert "450" in codes["S-3", "bad_turn"]


def test_a_catalog_of_models_needs_no_photo_column(
    read: Callable[..., Catalog], tmp_path: Path
) -> None:
    (tmp_path / "s.glb").write_bytes(b"not looked at here")
    assert read("sku,model\nS-1,s.glb\n").products[0].model == tmp_path / "s.glb"


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ("S-1,a.jpg,gone.png,", "missing_cutout", ["column cutout", "gone.png", "no such file"]),
        ("S-1,a.jpg,../a.jpg,", "file_outside_catalog", ["column cutout", "beside the catalog"]),
        ("S-1,a.jpg,a.jpg|b.jpg,", "too_many_cutouts", ["2 parts for 1 photo."]),
        ("S-1,,a.jpg,a.jpg", "too_many_cutouts", ["no photo"]),
        ("S-1,a.jpg,,gone.glb", "missing_model", ["column model", "gone.glb"]),
    ],
)
def test_what_is_wrong_with_masks_and_models(
    read: Callable[..., Catalog], row: str, code: str, words: list[str]
) -> None:
    (problem,) = read(f"sku,photo,cutout,model\n{row}\n").problems
    assert (problem.item, problem.code, problem.severity) == ("S-1", code, "error")
    for word in ("row 2", *words):
        assert word in problem.message


def test_boxes_go_with_their_photos(read: Callable[..., Catalog]) -> None:
    catalog = read(
        "sku,photo,box,variant_of\n"
        "S-1,a.jpg|b.jpg,|10% 20% 50% 60.5%,\n"
        "S-2,gone.jpg|b.jpg,1 2 3 4|120 80 600 400,\n"
        "S-3,a.jpg,,\n"
        "S-1-B,b.jpg,5 6 7 8,S-1\n"
    )
    by_sku = {product.sku: product for product in catalog.products}
    assert by_sku["S-1"].boxes == (None, PhotoBox(10.0, 20.0, 50.0, 60.5, "percent"))
    assert by_sku["S-2"].boxes == (PhotoBox(120.0, 80.0, 600.0, 400.0, "px"),)
    assert by_sku["S-3"].boxes == ()
    assert by_sku["S-1"].variants[0].boxes == (PhotoBox(5.0, 6.0, 7.0, 8.0),)


def test_parts_files(read: Callable[..., Catalog], tmp_path: Path) -> None:
    (tmp_path / "rug.json").write_text('{"schema_version": 1, "family": "rug"}')
    (tmp_path / "ship.json").write_text('{"schema_version": 1, "family": "ship"}')
    (tmp_path / "m.glb").write_bytes(b"not looked at here")
    catalog = read(
        "sku,photo,parts,model\nS-1,a.jpg,rug.json,\nS-2,a.jpg,,\nS-3,a.jpg,ship.json,\nS-4,a.jpg,gone.json,\n"
        "S-5,a.jpg,rug.json,m.glb\nS-6,,rug.json,\n"
    )
    designs = {product.sku: product.design for product in catalog.products}
    assert set(designs) == {"S-1", "S-2"}
    assert designs["S-1"] is not None
    assert designs["S-1"].family == "rug"
    assert designs["S-2"] is None
    said = {problem.item: (problem.code, problem.message) for problem in catalog.problems}
    assert said["S-3"][0] == "bad_parts"
    for words in ("row 4, column parts", "ship.json", "'family' to be one of", "'ship'"):
        assert words in said["S-3"][1]
    assert said["S-4"][0] == "missing_parts"
    assert said["S-5"][0] == "parts_and_model"
    assert said["S-6"][0] == "missing_photo"


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ("S-1,a.jpg,10 20 30", "bad_box", ["'10 20 30'", "not a box"]),
        ("S-1,a.jpg,10 20 30 wide", "bad_box", ["not a box", "x, y, width and height"]),
        ("S-1,a.jpg,10% 20 30 40", "bad_box", ["mixes pixels and percent"]),
        ("S-1,a.jpg,10 20 -30 40", "bad_box", ["no area"]),
        ("S-1,a.jpg,10 20 30 0", "bad_box", ["no area"]),
        ("S-1,a.jpg,-1 20 30 40", "bad_box", ["begins outside the photo"]),
        (f"S-1,a.jpg,0 0 {'9' * 400} 40", "bad_box", ["too large"]),
        ("S-1,a.jpg,1 2 3 4|5 6 7 8", "too_many_boxes", ["2 parts for 1 photo."]),
    ],
)
def test_what_is_wrong_with_boxes(
    read: Callable[..., Catalog], row: str, code: str, words: list[str]
) -> None:
    (problem,) = read(f"sku,photo,box\n{row}\n").problems
    assert (problem.item, problem.code, problem.severity) == ("S-1", code, "error")
    for word in ("row 2, column box", *words):
        assert word in problem.message


def test_a_photo_that_is_a_folder(read: Callable[..., Catalog], tmp_path: Path) -> None:
    (tmp_path / "folder.jpg").mkdir()
    (problem,) = read("sku,photo\nS-1,folder.jpg\n").problems
    assert "'folder.jpg': this is a folder" in problem.message
