"""The line that tells how work in the background ended."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from showroom.problem import Problem
from viewer import jobs
from viewer.jobs import Job


def _page() -> None:
    from pathlib import Path

    from viewer.job_line import job_line
    from viewer.project import Project
    from viewer.words import Words

    job_line(Project(Path("nowhere")), Words("zh"), "rooms")


def test_a_room_that_was_not_made_is_told_though_the_job_ended_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problems = (
        Problem("room-1", "broken_room", "room-1: no <b>space</b>", "error"),
        Problem("LAMP", "doubtful_shape", "the lamp looks odd", "warning"),
    )
    job = Job("1", "rooms", {"ids": ["room-1"]}, "done", problems=problems)
    monkeypatch.setattr(jobs, "current", lambda _project: None)
    monkeypatch.setattr(jobs, "latest", lambda _project, *_kinds: job)
    page = AppTest.from_function(_page, default_timeout=30).run()
    assert not page.exception
    (told,) = page.error
    assert "no" in told.value
    assert "space" in told.value
    assert not page.warning
