"""Texts in other languages: which columns are read, what a wrong one says, and where the texts end up."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from showroom.catalog.catalog import Catalog, read_catalog
from showroom.catalog.languages import language_tag
from showroom.product.facts import ProductFacts
from showroom.product.jsonld import product_jsonld
from showroom.product.scene import product_extras
from tests.showroom.scene_fixtures import box_product, details


def read(folder: Path, rows: list[dict[str, str]]) -> Catalog:
    (folder / "a.jpg").write_bytes(b"not looked at here")
    path = folder / "catalog.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return read_catalog(path)


ROW = {"sku": "S-1", "photo": "a.jpg", "name": "Sofa", "description": "Soft."}


def test_columns_in_languages_are_read(tmp_path: Path) -> None:
    row = {**ROW, "name_zh": "沙发", "Name_PT_br": "Sofá", "description_fr": "Doux.", "name_fr": ""}
    catalog = read(tmp_path, [row])
    assert not catalog.problems
    (product,) = catalog.products
    assert product.names == {"zh": "沙发", "pt-BR": "Sofá"}
    assert product.descriptions == {"fr": "Doux."}
    assert (product.name, product.description) == ("Sofa", "Soft.")


def test_a_name_in_a_language_serves_where_there_is_no_plain_one(tmp_path: Path) -> None:
    (product,) = read(tmp_path, [{"sku": "S-1", "photo": "a.jpg", "name_de": "Stuhl"}]).products
    assert product.name == "Stuhl"


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("name_cn", "'cn' is not a language: write 'zh'"),
        ("name_chinese", "'chinese' is not a language: write it as 'fr', 'zh' or 'pt-BR'"),
        ("description_xx", "column description_xx: 'xx' is not a language"),
    ],
)
def test_a_wrong_tag_names_its_column_and_costs_only_it(
    tmp_path: Path, column: str, words: str
) -> None:
    catalog = read(tmp_path, [{**ROW, column: "?", "name_zh": "沙发"}])
    (problem,) = catalog.problems
    assert (problem.item, problem.code, problem.severity) == (
        "catalog.csv",
        "bad_language",
        "warning",
    )
    assert words in problem.message
    assert catalog.products[0].names == {"zh": "沙发"}


def test_a_language_twice_is_told(tmp_path: Path) -> None:
    catalog = read(tmp_path, [{**ROW, "name_pt-br": "Sofá", "name_pt_BR": "Outro"}])
    assert [problem.code for problem in catalog.problems] == ["repeated_language"]
    assert catalog.products[0].names == {"pt-BR": "Sofá"}


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("ZH", "zh"),
        ("pt_br", "pt-BR"),
        ("zh-hans", "zh-Hans"),
        ("es-419", "es-419"),
        ("yue", "yue"),
    ],
)
def test_usual_spelling(text: str, tag: str) -> None:
    assert language_tag(text) == tag


def test_the_texts_end_up_where_they_are_told() -> None:
    plain = details("T-1")
    told = {"names": {"zh": "桌子"}, "descriptions": {"fr": "Simple."}}
    row = type(plain)(**{**vars(plain), **told})
    facts = ProductFacts(row, (1.0, 0.5, 0.6))
    assert facts.as_json()["names"] == {"zh": "桌子"}
    jsonld = product_jsonld(facts)
    assert jsonld["name"] == [plain.name, {"@value": "桌子", "@language": "zh"}]
    assert jsonld["description"] == ["Plain.", {"@value": "Simple.", "@language": "fr"}]
    extras = product_extras(box_product("T-1"), row)
    assert extras["names"] == {"zh": "桌子"}
    assert extras["descriptions"] == {"fr": "Simple."}


def test_without_other_languages_nothing_is_added() -> None:
    facts = ProductFacts(details("T-1"), (1.0, 0.5, 0.6))
    assert not {"names", "descriptions"} & set(facts.as_json())
    assert product_jsonld(facts)["name"] == details("T-1").name
    assert not {"names", "descriptions"} & set(product_extras(box_product("T-1"), details("T-1")))
