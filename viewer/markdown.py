"""Merchants' words on the app's pages, which Streamlit reads as Markdown."""

from __future__ import annotations

import re

__all__ = ["plain", "size_text"]

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")


def plain(text: str) -> str:
    """The text so that Markdown shows it letter by letter: no link, no HTML, no formula, no icon comes of it."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def size_text(size_bytes: int) -> str:
    """A file's size as people say it."""
    if size_bytes < 1e6:
        return f"{max(1, round(size_bytes / 1e3))} KB"
    return f"{size_bytes / 1e6:.1f} MB"
