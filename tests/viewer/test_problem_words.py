"""The engine's problems in the merchant's language: every kind has its sentence, and none is said as nothing."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from layout.errors import LayoutError
from layout.placement import LeftOut
from reconstruct.errors import ReconstructError
from showroom.errors import CatalogError, ShowroomError
from showroom.problem import error_code
from showroom.room.design import RoomDesign
from viewer.job_words import job_sentence
from viewer.jobs import Job
from viewer.problem_words import item_name, problem_words
from viewer.room_words import left_out_sentences
from viewer.words import Words, languages

ROOT = Path(__file__).parents[2]
EN, ZH = Words("en"), Words("zh")

# Which argument of what tells of a problem is its code.
CODE_AT = {
    "Problem": 1,
    "RowFaultError": 1,
    "_warn": 1,
    "Finding": 1,
    "ProductWarning": 0,
    "Doubt": 0,
    "LayoutWarning": 0,
    "TourWarning": 0,
}
# Codes that are not written out where the problem is made; everything else there hands on a code made elsewhere.
COMPOSED = {
    "missing_photo",
    "missing_cutout",
    "missing_model",
    "photo_outside_catalog",
    "file_outside_catalog",
    "too_many_cutouts",
    "too_many_boxes",
    "left_out",
}
# Findings in files that are handed over have words of their own: see test_file_checks.py.
OTHERS = {"showroom/profiles.py", "layout/knowledge_check.py"}


def _written_codes() -> Iterator[str]:
    for package in ("layout", "reconstruct", "showroom"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if path.relative_to(ROOT).as_posix() in OTHERS:
                continue
            for call in ast.walk(ast.parse(path.read_bytes())):
                if not isinstance(call, ast.Call):
                    continue
                name = getattr(call.func, "id", getattr(call.func, "attr", ""))
                at = CODE_AT.get(name)
                if at is None or len(call.args) <= at:
                    continue
                code = call.args[at]
                if isinstance(code, ast.Constant):
                    yield str(code.value)


def _leaves(kind: type[Exception]) -> Iterator[type[Exception]]:
    below = [c for c in kind.__subclasses__() if c.__module__ == kind.__module__]
    if not below:
        yield kind
    for one in below:
        yield from _leaves(one)


def _codes() -> set[str]:
    roots = (ReconstructError, LayoutError, ShowroomError)
    errors = {error_code(leaf.__new__(leaf)) for root in roots for leaf in _leaves(root)}
    return {*_written_codes(), *COMPOSED, *errors}


@pytest.mark.parametrize("language", sorted(set(languages()) - {"en"}))
def test_every_kind_of_problem_has_its_sentence(language: str) -> None:
    path = ROOT / "viewer" / "languages" / f"{language}.json"
    said: dict[str, str] = json.loads(path.read_text("utf-8"))["problems"]
    codes = _codes()
    assert len(codes) > 80
    assert codes - said.keys() == set(), "no sentence"
    assert said.keys() - codes == set(), "no such problem any longer"
    assert all(text.strip() == text != "" for text in said.values())


def test_the_engines_exact_words_stay_below() -> None:
    said = problem_words("bad_price", "row 7, column price: 'x'", ZH, item=item_name("A-1", ZH))
    first, second = said.split("\n")
    assert first.startswith("A\\-1：价格无法识别")
    assert second.startswith(":small[详情（英文）：row 7")
    assert item_name("row 7", ZH) == "第 7 行"


def test_what_has_no_sentence_is_said_as_the_engine_says_it() -> None:
    assert problem_words("brand_new", "The chair melted.", ZH, item="A-1") == r"The chair melted\."
    assert problem_words("", "Old.", ZH) == r"Old\."
    assert problem_words("bad_price", "No price.", EN, item="A-1") == r"No price\."


def test_an_error_is_told_in_the_merchants_language() -> None:
    error = CatalogError("catalog.csv: the catalog is empty.")
    assert ZH.error(error) == ZH.problem("catalog")
    assert EN.error(error) == str(error)
    assert ZH.error(ValueError("odd")) == "odd"


def test_a_failed_job_says_why() -> None:
    job = Job("1", "publish", {}, "failed", message="shop: is no address.", code="wrong_use")
    assert "网址请完整填写，例如 https://shop.example/rooms。已完成" in job_sentence(job, ZH)
    assert "shop: is no address. What was finished" in job_sentence(job, EN)


def test_what_found_no_place_says_the_reason_in_every_language() -> None:
    design = RoomDesign("r", "", "bedroom", (("A-1", 1),), left_out=(LeftOut("A-1", "too tall"),))
    (chinese,), (english,) = (left_out_sentences(design, {}, t) for t in (ZH, EN))
    assert english == r"A\-1 found no place\: too tall\."
    assert chinese.startswith("A\\-1没有找到位置")
    assert chinese.endswith("too tall]")
