"""A merchant's text where Streamlit would read markup."""

from __future__ import annotations

import re

__all__ = ["plain"]

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """The text as Markdown that shows just it: no link, no picture, no HTML comes out of a product's name."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))
