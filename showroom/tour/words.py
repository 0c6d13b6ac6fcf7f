"""What a tour says at its stops, in every language the catalog has.

A language without sentences of ours gets those of its wider language (`pt` for `pt-BR`), or else the English ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from layout.knowledge import load_knowledge
from showroom.product.facts import ProductFacts
from showroom.shipped_assets import assets_folder

__all__ = ["DEFAULT_LANGUAGE", "TourWords"]

DEFAULT_LANGUAGE = "en"
"""The language that every tour has, and what a visitor reads whose language it lacks."""


@dataclass(frozen=True)
class TourWords:
    """A tour's sentences.

    Attributes
    ----------
    languages
        Tags of all languages, the default first.
    """

    languages: tuple[str, ...]

    @classmethod
    def of(cls, facts: Iterable[ProductFacts]) -> TourWords:
        """Words in the languages of these products."""
        found = {tag for f in facts for tag in (*f.details.names, *f.details.descriptions)}
        return cls((DEFAULT_LANGUAGE, *sorted(found - {DEFAULT_LANGUAGE})))

    @property
    def without_sentences(self) -> tuple[str, ...]:
        """Languages in which our own sentences are English."""
        return tuple(tag for tag in self.languages if _nearest(tag, _sentences()) is None)

    def said(self, key: str, room_type: str, count: int) -> dict[str, str]:
        """A sentence about the room, such as `entrance_title`, by language."""
        rooms = load_knowledge().room_types
        labels = rooms[room_type].labels if room_type in rooms else {}
        plain = room_type.replace("_", " ")
        return {
            tag: _filled(tag, key, Room=_capital(_in(tag, labels) or plain), count=str(count))
            for tag in self.languages
        }

    def listed(self, facts: Sequence[ProductFacts]) -> dict[str, str]:
        """The names of some products in a sentence, by language."""
        titles = [self.title(f) for f in facts]
        return {
            tag: _filled(tag, "focal_text", names=_words(tag)["list"].join(t[tag] for t in titles))
            for tag in self.languages
        }

    def title(self, facts: ProductFacts) -> dict[str, str]:
        """A product's name by language."""
        details = facts.details
        return {tag: _in(tag, details.names) or details.name for tag in self.languages}

    def text(self, facts: ProductFacts) -> dict[str, str]:
        """A product's description by language, or a sentence of its category, size and price."""
        details = facts.details
        told = {}
        for tag in self.languages:
            own = _in(tag, details.descriptions)
            plain = details.description
            # A description in no language of its own is what visitors without sentences of ours get too.
            foreign = tag != DEFAULT_LANGUAGE and _nearest(tag, _sentences()) is not None
            told[tag] = own or (plain if plain and not foreign else _described(tag, facts))
        return told


@cache
def _sentences() -> Mapping[str, Mapping[str, str]]:
    path = assets_folder("tour") / "sentences.json"
    told: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return told


def _nearest(tag: str, texts: Mapping[str, object]) -> str | None:
    """The key that serves a language: its own tag, or its language without script and region."""
    return next((key for key in (tag, tag.split("-")[0]) if key in texts), None)


def _in(tag: str, texts: Mapping[str, str]) -> str | None:
    key = _nearest(tag, texts)
    return texts[key] if key else None


def _words(tag: str) -> Mapping[str, str]:
    return _sentences()[_nearest(tag, _sentences()) or DEFAULT_LANGUAGE]


def _filled(tag: str, key: str, **values: str) -> str:
    # Not str.format: a merchant's name may hold braces.
    text = _words(tag)[key]
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _described(tag: str, facts: ProductFacts) -> str:
    categories = load_knowledge().categories
    category = facts.details.category
    label = None
    if category is not None and category in categories:
        label = _in(tag, categories[category].labels) or categories[category].title
    price = facts.details.price
    key = {
        (True, True): "product_text",
        (True, False): "product_text_no_price",
        (False, True): "product_text_no_category",
        (False, False): "product_text_bare",
    }[label is not None, price is not None]
    size = " × ".join(_number(tag, f"{100 * side:.0f}") for side in facts.size_m)
    money = f"{_number(tag, price.amount)}\u00a0{price.currency}" if price else ""
    return _filled(tag, key, Category=_capital(label or ""), size=f"{size} cm", price=money)


def _number(tag: str, digits: str) -> str:
    """Digits with a decimal point, as the language writes them."""
    words = _words(tag)
    whole, _, part = digits.partition(".")
    grouped = f"{int(whole or '0'):,}".replace(",", words["thousands"])
    return grouped + (words["decimal"] + part if part else "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
