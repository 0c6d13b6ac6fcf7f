"""Checks of files, in words for a merchant."""

from __future__ import annotations

from pathlib import Path

import pytest

from showroom.profiles import RULES
from viewer.file_checks import check_files, in_words
from viewer.words import Words, languages


@pytest.mark.parametrize("language", languages())
def test_every_rule_is_told_in_every_language(language: str) -> None:
    t = Words(language)
    for code in (*RULES, "not_checked", "unreadable", "not_glb"):
        finding = {"code": code.replace("*", "anything"), "message": "the checker's own words"}
        assert in_words(finding, t) not in ("", finding["message"])


def test_what_has_no_words_is_told_as_it_was_found() -> None:
    assert in_words({"code": "new_rule", "message": "as found"}, Words("en")) == "as found"


def test_findings_do_not_tell_the_servers_folders(tmp_path: Path) -> None:
    (tmp_path / "text.glb").write_text("no GLB")
    text, missing = check_files([("A-1", tmp_path / "text.glb"), ("B-2", tmp_path / "gone.glb")])
    assert (text.owner, text.name, text.state) == ("A-1", "text.glb", "error")
    assert [finding["code"] for finding in (*text.findings, *missing.findings)] == [
        "not_glb",
        "unreadable",
    ]
    assert not any(str(tmp_path) in f["message"] for f in (*text.findings, *missing.findings))
