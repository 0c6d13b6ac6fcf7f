"""The app's words: the section "app" of each file of `viewer/languages`; adding a file adds a language.

The section "problems" says what the engine found wrong, by the code of the problem. English has none: it is the
engine's own language.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from showroom.problem import error_code

__all__ = ["DEFAULT_LANGUAGE", "Words", "best_language", "languages"]

FOLDER = Path(__file__).parent / "languages"
DEFAULT_LANGUAGE = "en"


@cache
def languages() -> dict[str, str]:
    """Every language there is: its tag, and its name in its own words."""
    return {path.stem: _file(path.stem)["name"] for path in sorted(FOLDER.glob("*.json"))}


def best_language(wanted: Iterable[str | None]) -> str:
    """The first language we have of those that are asked for ("zh-CN" gets "zh"), English failing that."""
    for tag in wanted:
        if not tag:
            continue
        lower = tag.lower().replace("_", "-")
        for candidate in (lower, lower.split("-")[0]):
            if candidate in languages():
                return candidate
    return DEFAULT_LANGUAGE


@dataclass(frozen=True)
class Words:
    """Sentences of the app in one language.

    Attributes
    ----------
    language
        A tag that `languages` has.
    """

    language: str

    def __call__(self, key: str, **values: Any) -> str:
        """The sentence of that name with its holes filled; where `count` is 1, its form for one if it has one.

        Raises
        ------
        KeyError
            If no language has it: a mistake of ours.
        """
        own, english = _section(self.language), _section(DEFAULT_LANGUAGE)
        names = (f"{key}.one", key) if values.get("count") == 1 else (key,)
        # Each language decides by itself whether one piece needs a form of its own.
        found = next((words[n] for words in (own, english) for n in names if n in words), None)
        if found is None:
            raise KeyError(key)
        return found.format(**values) if values else found

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in _section(self.language) or key in _section(DEFAULT_LANGUAGE)

    def viewer(self, key: str) -> str | None:
        """A word of the 3D view, where the app says the same; None if there is none."""
        for language in (self.language, DEFAULT_LANGUAGE):
            words: dict[str, str] = _file(language)["viewer"]
            if key in words:
                return words[key]
        return None

    def problem(self, code: str) -> str | None:
        """What a kind of problem of the engine means, and what to do; None where the engine's own words have to do."""
        problems: dict[str, str] = _file(self.language).get("problems", {})
        return problems.get(code)

    def error(self, error: Exception) -> str:
        """What went wrong, in this language where it has words for it."""
        from viewer.errors import AppError

        if isinstance(error, AppError):
            return self(error.key, **error.values)
        return self.problem(error_code(error)) or str(error)


@cache
def _file(language: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / f"{language}.json").read_text("utf-8"))
    return loaded


def _section(language: str) -> Mapping[str, str]:
    section: dict[str, str] = _file(language)["app"]
    return section
