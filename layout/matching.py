"""A merchant's own words to a category of the knowledge graph."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from layout.knowledge import load_knowledge
from layout.title_embeddings import nearest_in_meaning

__all__ = ["DOUBTFUL_BELOW", "CategoryMatch", "canonical_category"]

DOUBTFUL_BELOW = 0.7
NEAR_IN_MEANING = 0.8
"""A likeness of meaning is hardly ever more than a doubtful match."""


@dataclass(frozen=True)
class CategoryMatch:
    """What a text was taken for.

    Attributes
    ----------
    text
        The text as given.
    category
        The category, or None where nothing comes near.
    confidence
        0 to 1; 1 for a category's own id or name.
    candidates
        Up to three categories with their confidence, best first.
    """

    text: str
    category: str | None
    confidence: float
    candidates: tuple[tuple[str, float], ...]

    @property
    def doubtful(self) -> bool:
        """Whether a merchant should look at it."""
        return self.confidence < DOUBTFUL_BELOW


def normalise(text: str) -> str:
    """Return the text in lower case without accents, its words separated by single blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", kept))


@lru_cache(maxsize=1)
def _phrases() -> dict[str, str]:
    """All names and synonyms, normalised, to their category; a category's own name wins."""
    graph = load_knowledge()
    phrases: dict[str, str] = {}
    for own in (True, False):
        for name, category in graph.categories.items():
            if category.width is None:
                continue
            words = [name.replace("_", " "), *category.labels.values()] if own else []
            if not own:
                words = [word for group in category.synonyms.values() for word in group]
            for word in words:
                phrases.setdefault(normalise(word), name)
    return phrases


def _variants(phrase: str) -> tuple[str, ...]:
    """Spellings of one phrase: itself, and a plural's singular (en, es, fr)."""
    found = [phrase]
    words = phrase.split()
    if not words:
        return ()
    singular = [w[:-1] if len(w) > 3 and w.endswith("s") else w for w in words]
    found.append(" ".join(singular))
    found.append(" ".join(w[:-2] if len(w) > 4 and w.endswith("es") else w for w in words))
    if phrase.endswith("ies"):
        found.append(phrase[:-3] + "y")
    if phrase.endswith("shelves"):
        found.append(phrase[:-3] + "f")
    return tuple(dict.fromkeys(found))


def _is_ideographic(phrase: str) -> bool:
    return any("一" <= c <= "鿿" for c in phrase)


@lru_cache(maxsize=4096)
def canonical_category(text: str | None) -> CategoryMatch:
    """Find the category that a merchant's word or product title means.

    An exact name or synonym in any language counts fully; a phrase inside a longer title nearly so,
    the longest phrase first; a similar spelling half.  Of a title that holds none of them the meaning is
    compared, where the extra `titles` is installed.
    """
    if text is None or not text.strip():
        return CategoryMatch(text or "", None, 0.0, ())
    phrases = _phrases()
    plain = normalise(text)
    scores: dict[str, float] = {}

    def note(category: str, score: float) -> None:
        scores[category] = max(scores.get(category, 0.0), score)

    for variant in _variants(plain):
        if variant in phrases:
            note(phrases[variant], 1.0 if variant == plain else 0.97)
    words = plain.split()
    for size in range(min(5, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            part = " ".join(words[start : start + size])
            for variant in _variants(part):
                if variant in phrases:
                    # A longer phrase says more; English and Chinese put the head noun last, the
                    # others first, so only what stands after "for" or "with" is worth less.
                    before = set(words[:start])
                    aside = before & {"with", "for", "avec", "pour", "con", "para", "с", "для"}
                    score = min(0.95, 0.72 + 0.06 * size + 0.01 * len(part.split()[-1]) / 10)
                    score += 0.02 * (start + size == len(words))
                    note(phrases[variant], score - (0.25 if aside else 0.0))
    for phrase, category in phrases.items():
        if _is_ideographic(phrase) and phrase in plain.replace(" ", ""):
            note(category, min(0.95, 0.7 + 0.05 * len(phrase)))
    if not scores or max(scores.values()) < DOUBTFUL_BELOW:
        for near in difflib.get_close_matches(plain, phrases, n=3, cutoff=0.6):
            ratio = difflib.SequenceMatcher(None, plain, near).ratio()
            note(phrases[near], 0.85 * ratio)
        for category, cosine in nearest_in_meaning(text):
            note(category, NEAR_IN_MEANING * cosine)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:3]
    best = ranked[0] if ranked else (None, 0.0)
    return CategoryMatch(text, best[0], round(best[1], 4), tuple(ranked))
