"""Links to files to take along."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from viewer.finished import FinishedFile
from viewer.plain_text import size_text
from viewer.project import Project
from viewer.words import Words

__all__ = ["download_links"]


def download_links(project: Project, t: Words, files: Sequence[FinishedFile]) -> None:
    """A link for each file, with what it is for and its size."""
    links = [
        f'<a href="{escape(project.url(file.path))}" download="{escape(file.path.name)}">'
        f"{escape(t(f'file.{file.kind}'))} <span>{escape(size_text(file.bytes))}</span></a>"
        for file in files
    ]
    if links:
        st.html(f'<div class="downloads">{"".join(links)}</div>')
