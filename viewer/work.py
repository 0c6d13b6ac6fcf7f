"""The process of one job: `python -m viewer.work`, told by its environment what to do (see `viewer.jobs`)."""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path

from showroom.errors import ShowroomError
from showroom.problem import Problem, error_code
from viewer.errors import AppError
from viewer.job_kinds import job_function
from viewer.job_queue import drop_ticket, queue_position
from viewer.jobs import NICENESS, process_lives, tell
from viewer.project import Project

__all__ = ["main"]

_LOOK_SECONDS = 0.25


class _Report:
    """Writes a job's progress down."""

    def __init__(self, project: Project, job_id: str) -> None:
        self._project = project
        self._job_id = job_id

    def progress(
        self, done: int, total: int, item: str = "", *, stage: str = "", workers: int = 1
    ) -> None:
        line = {"done": done, "total": total, "item": item, "stage": stage, "workers": workers}
        tell(self._project, self._job_id, line)

    def problem(self, problem: Problem) -> None:
        tell(self._project, self._job_id, {"problem": problem.as_json()})


def main() -> int:
    """Wait for a turn, do the work, say how it ended."""
    folder, job_id = json.loads(os.environ.pop("SHOWROOM_JOB"))
    project = Project(Path(folder))
    with suppress(OSError, AttributeError):  # politeness; Windows has no such thing
        os.nice(NICENESS)
    while queue_position(project, job_id, process_lives) != 0:
        time.sleep(_LOOK_SECONDS)
    tell(project, job_id, {"begun": True})
    record = json.loads((project.folder / "jobs" / f"{job_id}.json").read_bytes())
    try:
        job_function(record["function"])(project, _Report(project, job_id), record["arguments"])
    except (AppError, ShowroomError) as error:
        end = {"end": "failed", "message": str(error), "code": error_code(error)}
        tell(project, job_id, end)
        return 1
    except Exception as error:
        traceback.print_exc()
        message = f"{type(error).__name__}: {error}"
        tell(project, job_id, {"end": "failed", "message": message, "code": "unexpected"})
        return 1
    else:
        tell(project, job_id, {"end": "done"})
        return 0
    finally:
        drop_ticket(project, job_id)


if __name__ == "__main__":
    sys.exit(main())
