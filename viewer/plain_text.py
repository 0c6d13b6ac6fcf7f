"""Text for people: merchants' words where Streamlit would read markup, and sizes of files."""

from __future__ import annotations

import re

__all__ = ["button_of", "plain", "size_text"]

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """The text as Markdown that shows just it: no link, no picture, no HTML comes out of a product's name."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))


def button_of(label: str, name: str) -> str:
    """A button's label where many look alike: what it is about is said, the style sheet leaves it out of sight."""
    return f"{label} :small[{plain(name)}]"


def size_text(size_bytes: int) -> str:
    """A file's size as people say it."""
    if size_bytes < 1e6:
        return f"{max(1, round(size_bytes / 1e3))} KB"
    return f"{size_bytes / 1e6:.1f} MB"
