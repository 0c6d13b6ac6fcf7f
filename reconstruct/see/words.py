"""Detected things in words for a merchant: "two chairs and a potted plant"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reconstruct.see.thing import Thing, box_overlap

__all__ = ["category_in_words", "plural", "shown_in_words", "with_article"]

SURE = 0.3
"""Less sure things are named only if there are no others."""
SAME = 0.6
"""Boxes that overlap more than this show one thing; the surest label names it."""
MOST = 4
"""Longer lists do not help."""

_NUMBERS = {2: "two", 3: "three", 4: "four"}
_PLURALS = {"person": "people", "knife": "knives", "mouse": "mice", "sheep": "sheep"}
_ALWAYS_PLURAL = ("scissors", "skis")


def shown_in_words(things: Sequence[Thing]) -> str:
    """What the detector found, for a sentence.

    Parameters
    ----------
    things
        With the detector's own labels, the surest first.
    """
    distinct: list[Thing] = []
    for thing in [t for t in things if t.score >= SURE] or things[:1]:
        if all(box_overlap(thing.box, kept.box) <= SAME for kept in distinct):
            distinct.append(thing)
    counts = Counter(thing.label for thing in distinct)
    named = [
        with_article(label) if n == 1 else f"{_NUMBERS.get(n, 'several')} {plural(label)}"
        for label, n in list(counts.items())[:MOST]
    ]
    if len(named) < 2:
        return named[0] if named else "nothing that stands out from its background"
    return f"{', '.join(named[:-1])} and {named[-1]}"


def category_in_words(category: str | None) -> str:
    """Name a category of the furniture graph for a sentence; "product" where none is known."""
    return (category or "product").replace("_", " ")


def with_article(noun: str) -> str:
    """Put "a" or "an" before a noun."""
    if noun in _ALWAYS_PLURAL:
        return noun
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def plural(noun: str) -> str:
    """Make "chairs" of "chair", "couches" of "couch", "people" of "person"."""
    if noun in _ALWAYS_PLURAL:
        return noun
    return _PLURALS.get(noun) or noun + ("es" if noun.endswith(("ch", "sh", "s", "x")) else "s")
