"""The app's words: every language has every sentence, with the same holes."""

from __future__ import annotations

import json
import re
import string
from pathlib import Path

import pytest

from viewer.words import Words, best_language, languages

FOLDER = Path(__file__).parents[2] / "viewer" / "languages"
VIEWER = FOLDER.parent
PAGES = "app|start|products|parts|rooms|preview|publish|job|time|error|problem"


def _holes(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _section(language: str, section: str) -> dict[str, str]:
    words: dict[str, str] = json.loads((FOLDER / f"{language}.json").read_text("utf-8"))[section]
    return words


@pytest.mark.parametrize("section", ["app", "viewer"])
@pytest.mark.parametrize("language", sorted(set(languages()) - {"en"}))
def test_a_language_is_complete(language: str, section: str) -> None:
    english = {k: v for k, v in _section("en", section).items() if not k.endswith(".one")}
    own = {k: v for k, v in _section(language, section).items() if not k.endswith(".one")}
    assert own.keys() == english.keys()
    for key, text in own.items():
        assert _holes(text) == _holes(english[key]), key
        assert text.strip(), key


def test_every_sentence_that_the_app_says_exists() -> None:
    english = _section("en", "app")
    said = {
        key
        for path in [*VIEWER.glob("*.py"), *VIEWER.glob("app_pages/*.py")]
        for key in re.findall(rf'"((?:{PAGES})\.(?!py"|json")[a-z_]+)"', path.read_text("utf-8"))
    }
    assert said - english.keys() == set()
    assert len(said) > 50


def test_one_piece_has_its_own_form_where_the_language_wants_one() -> None:
    assert Words("en")("products.taken", count=1) == "1 new photo."
    assert Words("en")("products.taken", count=2) == "2 new photos."
    assert Words("zh")("products.taken", count=1) == "新增 1 张照片。"


def test_the_nearest_language_is_taken() -> None:
    assert best_language([None, "zh-Hans-CN"]) == "zh"
    assert best_language(["xx", "fr_FR"]) == "en"


def test_a_sentence_that_does_not_exist_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        Words("en")("products.no_such_thing")
