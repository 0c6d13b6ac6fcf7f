"""What the engine found wrong, as the pages show it: in the merchant's language, the engine's own words below.

The engine's sentences are English and name files, numbers and measures; other languages have one sentence for each
kind of problem (`Words.problem`). A merchant gets both, so that nothing exact is lost.
"""

from __future__ import annotations

import re

from showroom.product.doubt import KEEP_DOUBTFUL
from viewer.plain_text import plain
from viewer.words import Words

__all__ = ["in_the_app", "item_name", "problem_words", "with_detail"]

_ROW = re.compile(r"row (\d+)")


def problem_words(code: str, message: str, t: Words, *, item: str = "") -> str:
    """A problem as Markdown; the engine's message alone where the language has no words for its kind.

    Parameters
    ----------
    code, message
        Of the problem.
    t
        The merchant's language.
    item
        What it is about, where the page does not show that; the engine's message says it anyway.
    """
    own = t.problem(code)
    if own is None:
        return plain(in_the_app(message))
    said = t("problem.of", item=item, problem=own) if item else own
    return with_detail(plain(said), code, message, t)


def with_detail(markdown: str, code: str, detail: str, t: Words) -> str:
    """What is said, and in small below the engine's own words, where `markdown` does not hold them already."""
    if t.problem(code) is None:
        return markdown
    return f"{markdown}  \n:small[{plain(t('problem.detail', detail=in_the_app(detail)))}]"


def in_the_app(message: str) -> str:
    """The engine's words without what only the command line has."""
    return message.replace(KEEP_DOUBTFUL, "")


def item_name(item: str, t: Words) -> str:
    """The item of a catalog's problem: an article number as it is, "row 7" in the merchant's language."""
    row = _ROW.fullmatch(item)
    return t("problem.row", number=row[1]) if row else item
