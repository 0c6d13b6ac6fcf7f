"""HTML from Python values: text is escaped where it enters, so that a product's name can never become markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

__all__ = ["Markup", "SiteWords", "data_block", "element", "join"]

_VOID = {"img", "link", "meta", "source"}
_IN_SCRIPT = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
"""Nothing in a data block can end it, begin a comment, or break a line of JavaScript."""

Attributes = Mapping[str, "str | int | bool | None"]


class Markup(str):
    """Finished HTML; every other string is text."""

    __slots__ = ()


def element(tag: str, attributes: Attributes | None = None, *children: str | None) -> Markup:
    """One element. Attributes that are None or False are left out; children that are no `Markup` are escaped."""
    told = "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in (attributes or {}).items()
        if value is not None and value is not False
    )
    if tag in _VOID:
        return Markup(f"<{tag}{told}>")
    inner = "".join(c if isinstance(c, Markup) else escape(c) for c in children if c is not None)
    return Markup(f"<{tag}{told}>{inner}</{tag}>")


def join(*parts: str | None) -> Markup:
    """Several pieces, a line each."""
    return Markup(
        "\n".join(p if isinstance(p, Markup) else escape(p) for p in parts if p is not None)
    )


def data_block(value: Any, kind: str, block_id: str | None = None) -> Markup:
    """Data in a page (`application/json`, `application/ld+json`): read by the page or by search engines, never run."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True).translate(_IN_SCRIPT)
    return element("script", {"type": kind, "id": block_id}, Markup(text))


class SiteWords:
    """The interface's words in a page's language, and which of them a page used.

    Parameters
    ----------
    words
        By language tag and key, as the viewer's build wrote them.
    tag
        The page's language; English serves where there are no words of it.
    """

    def __init__(self, words: Mapping[str, Mapping[str, str]], tag: str) -> None:
        self._words = words
        self.tag = tag
        base = tag.split("-")[0].lower()
        self.words_tag = next((t for t in (tag, base) if t in words), "en")
        self._used: set[str] = set()

    def text(self, key: str, **values: str | int) -> str:
        """A word with its holes filled."""
        return self._words[self.words_tag][key].format(**values)

    def has(self, key: str) -> bool:
        """Whether there is such a word."""
        return key in self._words[self.words_tag]

    def count(self, key: str, count: int) -> str:
        """The key for one or for several."""
        return f"{key}_one" if count == 1 else key

    def element(
        self, tag: str, key: str, attributes: Attributes | None = None, **values: str | int
    ) -> Markup:
        """An element with a word in it, which the page's script says in the visitor's language."""
        self._used.add(key)
        told = {"data-word": key, "data-values": json.dumps(values) if values else None}
        return element(tag, {**(attributes or {}), **told}, self.text(key, **values))

    def block(self, *more: str) -> Markup:
        """The words that the page used, and `more`, in every language, for its script."""
        keys = sorted(self._used | set(more))
        told = {
            t: {key: words[key] for key in keys if key in words} for t, words in self._words.items()
        }
        # The page's own language is the one that its static text is in.
        if self.tag not in told:
            told[self.tag] = told[self.words_tag]
        return data_block(told, "application/json", "words")
