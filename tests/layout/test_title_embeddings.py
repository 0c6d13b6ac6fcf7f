"""Titles by their meaning: without the extra nothing changes; with it the near ones are named, as doubtful."""

from __future__ import annotations

import pytest

from layout import canonical_category
from layout.title_embeddings import installed, nearest_in_meaning


@pytest.mark.skipif(installed(), reason="the extra `titles` is installed")
def test_without_the_extra_a_strange_title_stays_unknown():
    assert nearest_in_meaning("something to sleep on") == ()
    assert canonical_category("something to sleep on").category is None


@pytest.mark.skipif(not installed(), reason="the extra `titles` is not installed")
def test_with_it_a_strange_title_finds_its_like_and_stays_doubtful():
    match = canonical_category("something for two to sleep on")
    assert any("bed" in name for name, _ in match.candidates)
    assert match.doubtful
    assert canonical_category("sofa").confidence == 1.0
