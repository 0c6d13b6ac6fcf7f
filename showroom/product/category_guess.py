"""What a photo shows, in the furniture graph's words: the network's guess where no word tells the category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from layout import canonical_category
from layout.knowledge import load_knowledge

__all__ = ["GraphGuess", "graph_guesses", "in_words"]

# Words of the network that the graph lacks, or would take for something else.
_IN_THE_GRAPH: Mapping[str, str | None] = {
    **dict.fromkeys(("bin", "bottle", "microwave", "other", "pillow", "radiator"), None),
    "cup": "bowl",
    "jar": "vase",
    "mattress": "bed",
    "pot": "vase",
    "shelf": "bookcase",
}
LEAST = 0.02
"""Less likely candidates are not worth a word."""


@dataclass(frozen=True)
class GraphGuess:
    """A category that a photo may show.

    Attributes
    ----------
    category
        Of the furniture graph.
    probability
        As the network has it, in [0, 1].
    """

    category: str
    probability: float


def graph_guesses(probabilities: Mapping[str, float]) -> tuple[GraphGuess, ...]:
    """The network's probabilities in the graph's categories, the likeliest first; nothing if it is none of them."""
    total: dict[str, float] = {}
    for word, probability in probabilities.items():
        category = _category(word)
        if category is not None:
            total[category] = total.get(category, 0.0) + probability
    order = sorted(total, key=lambda category: (-total[category], category))
    return tuple(GraphGuess(c, round(total[c], 4)) for c in order if total[c] >= LEAST)


def in_words(guesses: Sequence[GraphGuess]) -> str:
    """The guesses for a sentence: "stool (31 %), side table (12 %)"."""
    return ", ".join(f"{g.category.replace('_', ' ')} ({g.probability:.0%})" for g in guesses)


def _category(word: str) -> str | None:
    if word in _IN_THE_GRAPH:
        return _IN_THE_GRAPH[word]
    if word in load_knowledge().categories:
        return word
    match = canonical_category(word.replace("_", " "))
    return None if match.doubtful else match.category
