"""Whose turn it is: at most so many jobs at a time on one server, first come first served.

Every job has a ticket in `projects/.queue/`; those first in line whose process lives may work. Nobody hands out
turns, so that a server which restarts, or dies, loses nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from showroom.batch import available_cores
from showroom.output import json_bytes, write_atomic
from viewer.project import Project

__all__ = ["JOBS_VARIABLE", "drop_ticket", "queue_position", "write_ticket"]

JOBS_VARIABLE = "SHOWROOM_JOBS"
"""How many jobs may run at a time on this server."""


def _at_a_time() -> int:
    # Two at the least: a cut-out of a second does not wait for the hour of another merchant's catalog.
    return int(os.environ.get(JOBS_VARIABLE) or max(2, available_cores() // 2))


def _folder(project: Project) -> Path:
    return project.folder.parent / ".queue"


def _ticket(project: Project, job_id: str) -> Path:
    # The job's name begins with its time, so that names sort as they came.
    return _folder(project) / f"{job_id}-{project.token}.json"


def write_ticket(project: Project, job_id: str, pid: int, born: float | None) -> None:
    """Stand in line."""
    write_atomic(_ticket(project, job_id), json_bytes({"pid": pid, "born": born}))


def drop_ticket(project: Project, job_id: str) -> None:
    """Leave the line."""
    _ticket(project, job_id).unlink(missing_ok=True)


def queue_position(
    project: Project, job_id: str, lives: Callable[[int, float | None], bool]
) -> int | None:
    """How many jobs have to end before this one begins; 0 if it may work, None while it has no ticket yet."""
    own = _ticket(project, job_id)
    before = 0
    for ticket in sorted(_folder(project).glob("*.json")):
        if ticket == own:
            return max(0, before + 1 - _at_a_time())
        try:
            told = json.loads(ticket.read_bytes())
        except FileNotFoundError:  # it left the line just now
            continue
        if lives(told["pid"], told["born"]):
            before += 1
        else:
            ticket.unlink(missing_ok=True)
    return None
