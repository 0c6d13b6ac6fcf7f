"""Words of the parts: every family, part, kind and measure is called something in every language."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reconstruct.parts.assembly import ROLES
from reconstruct.parts.families import all_families
from viewer.part_words import FOLDER, PartWords
from viewer.words import languages

LANGUAGES = sorted(languages())
SECTIONS = ("families", "roles", "choices", "options", "measures")


def _words(language: str) -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = json.loads((FOLDER / f"{language}.json").read_text("utf-8"))
    return told


def _needed() -> dict[str, set[str]]:
    families = all_families()
    return {
        "families": {family.name for family in families},
        "roles": set(ROLES),
        "choices": {choice.name for family in families for choice in family.choices},
        "options": {
            option
            for family in families
            for choice in family.choices
            for option in choice.options
            if not option.isdigit()
        },
        "measures": {
            re.sub(r"_\d+$", "_#", measure.name)
            for family in families
            for measure in family.measures
        },
    }


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_the_families_has_words(language: str, section: str) -> None:
    words = _words(language)[section]
    plain = {key for key in words if "." not in key}
    missing = sorted(_needed()[section] - plain)
    assert missing == [], f"add them to {Path(FOLDER.name) / language}.json"
    assert all(text.strip() for text in words.values())


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_left_of_names_that_are_gone(language: str, section: str) -> None:
    needed = _needed()[section]
    owners = _needed()["choices" if section == "options" else "families"]
    for key in _words(language)[section]:
        owner, _, name = key.rpartition(".")
        assert name in needed, key
        assert not owner or owner in owners, key


def test_both_languages_have_the_same_entries() -> None:
    english = _words("en")
    for language in LANGUAGES:
        for section in SECTIONS:
            assert _words(language)[section].keys() == english[section].keys(), (language, section)


def test_a_name_that_means_two_things_has_two_words() -> None:
    english, chinese = PartWords("en"), PartWords("zh")
    assert english.choice("table", "legs") == "Legs"
    assert chinese.choice("table", "legs") == "腿"
    assert english.option("legs", "tapered") == "Tapered"
    assert chinese.option("legs", "tapered") == "锥形"
    assert english.choice("chair", "back") != english.choice("storage", "back")
    assert english.option("columns", "3") == "3"
    assert english.measure("vessel", "profile_0") == "Outline 1"


def test_a_name_without_words_is_shown_itself() -> None:
    assert PartWords("zh").choice("table", "no_such_choice") == "No such choice"
