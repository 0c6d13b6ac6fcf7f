"""Columns in other languages: `name_zh`, `description_pt-BR`, with a language tag of BCP 47 behind the field's name.

The plain columns `name` and `description` serve every language that has no column of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from showroom.problem import Problem

__all__ = ["LanguageColumns", "find_language_columns", "language_tag"]

TRANSLATED = ("name", "description")

_COLUMN = re.compile(rf"({'|'.join(TRANSLATED)})_(.+)")
_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?", re.IGNORECASE)

# ISO 639-1, all its codes; longer codes are taken as they are written.
_TWO_LETTERS = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo "
    "es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka "
    "kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng "
    "nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su "
    "sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
_COUNTRY_NOT_LANGUAGE = {"cn": "zh", "jp": "ja", "cz": "cs", "dk": "da", "gr": "el", "ua": "uk"}


@dataclass(frozen=True)
class LanguageColumns:
    """Which columns hold a text in which language.

    Attributes
    ----------
    names, descriptions
        Column by language tag, in the order of the file.
    """

    names: Mapping[str, str]
    descriptions: Mapping[str, str]

    def texts(self, field: Mapping[str, str], cells: Mapping[str, str]) -> dict[str, str]:
        """The texts of one row that are not empty, by language tag; `field` is `names` or `descriptions`."""
        return {tag: cells[column] for tag, column in field.items() if cells.get(column)}


def language_tag(text: str) -> str:
    """A language tag in its usual spelling: `ZH` is `zh`, `pt_br` is `pt-BR`, `zh-hans` is `zh-Hans`.

    Raises
    ------
    ValueError
        If it is none; the message is meant for people.
    """
    match = _TAG.fullmatch(text.strip())
    language = match.group(1).lower() if match else ""
    if match is None or (len(language) == 2 and language not in _TWO_LETTERS.split()):
        meant = _COUNTRY_NOT_LANGUAGE.get(text.strip().lower())
        instead = f"write {meant!r}" if meant else "write it as 'fr', 'zh' or 'pt-BR'"
        raise ValueError(f"{text!r} is not a language: {instead}")
    script, region = match.group(2), match.group(3)
    return "-".join(
        [language, *([script.title()] if script else []), *([region.upper()] if region else [])]
    )


def find_language_columns(
    columns: Sequence[str], file_name: str
) -> tuple[LanguageColumns, tuple[Problem, ...]]:
    """The columns of a header that hold texts in a language; a wrong or repeated one is left aside with a warning."""
    found: dict[str, dict[str, str]] = {field: {} for field in TRANSLATED}
    problems = []
    for column in columns:
        match = _COLUMN.fullmatch(column)
        if match is None:
            continue
        field, text = match.groups()
        try:
            tag = language_tag(text)
        except ValueError as error:
            message = f"{file_name}, column {column}: {error}. The column was left aside."
            problems.append(Problem(file_name, "bad_language", message, "warning"))
            continue
        if tag in found[field]:
            message = (
                f"{file_name}, column {column}: the column {found[field][tag]} is of the same language. "
                "This one was left aside; remove or rename one of them."
            )
            problems.append(Problem(file_name, "repeated_language", message, "warning"))
            continue
        found[field][tag] = column
    return LanguageColumns(found["name"], found["description"]), tuple(problems)
