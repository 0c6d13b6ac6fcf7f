"""Heavy work in processes of its own, which outlive a rerun, a reload and a restart of the server.

A job is three files in the project's `jobs/`: `<id>.json` (what was asked, and which process does it), `<id>.jsonl`
(a line for each step forward) and `<id>.log` (whatever the process printed). Nothing about a job lives in memory.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import psutil
from filelock import FileLock

from showroom.output import json_bytes, write_atomic
from showroom.problem import Problem
from viewer.errors import JobBusyError
from viewer.job_kinds import JOB_KINDS
from viewer.job_queue import drop_ticket, queue_position, write_ticket
from viewer.project import Project

__all__ = ["Job", "JobState", "cancel", "current", "latest", "process_lives", "start"]

JobState = Literal["queued", "running", "done", "failed", "cancelled"]
NICENESS = 10
_END_SECONDS = 5.0
# Popen complains when it is forgotten while its process runs; keeping it also lets us reap the process.
_children: dict[int, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True)
class Job:
    """What is known of one job at this moment.

    Attributes
    ----------
    id, kind, arguments
        Its name, what it does, and what was asked of it.
    state
        "queued" while others on this server go first.
    position
        Jobs that go first; 0 when running.
    done, total
        Finished items, and all.
    item, stage
        What was finished last, and what is being done, where the job says so.
    problems
        What the merchant should know.
    seconds_left
        An estimate from the pace so far; None before the first item is finished.
    message, code
        Why it failed: the error's own words, and the code that a problem of it would have.
    """

    id: str
    kind: str
    arguments: Mapping[str, Any]
    state: JobState
    position: int = 0
    done: int = 0
    total: int = 0
    item: str = ""
    stage: str = ""
    problems: tuple[Problem, ...] = ()
    seconds_left: float | None = None
    message: str = ""
    code: str = ""

    @property
    def alive(self) -> bool:
        """Whether it is at work or waits for its turn."""
        return self.state in ("queued", "running")


def start(project: Project, kind: str, **arguments: Any) -> Job:
    """Begin a job in a process of its own.

    Parameters
    ----------
    project
        What it works on; one job at a time.
    kind
        A name of `JOB_KINDS`.
    **arguments
        Plain values for its function.

    Raises
    ------
    JobBusyError
        If another job of this project is at work.
    """
    if kind not in JOB_KINDS:
        raise KeyError(kind)
    with FileLock(project.folder / "jobs" / ".lock"):
        before = current(project)
        if before is not None:
            raise JobBusyError("error.job_busy")
        job_id = f"{time.time_ns():020d}"
        folder = project.folder / "jobs"
        # The command line is open to every user of the machine, and the token is a key: it goes by the environment.
        command = [sys.executable, "-m", "viewer.work"]
        environment = {**os.environ, "SHOWROOM_JOB": json.dumps([str(project.folder), job_id])}
        record = {"kind": kind, "function": JOB_KINDS[kind], "arguments": arguments}
        write_atomic(folder / f"{job_id}.json", json_bytes(record))
        with (folder / f"{job_id}.log").open("wb") as log:
            child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment,
                # A group of its own: it outlives the server, and is ended as a whole.
                start_new_session=True,
            )
        _children[child.pid] = child
        process = {"pid": child.pid, "born": _born(child.pid)}
        write_atomic(folder / f"{job_id}.json", json_bytes(record | process))
        write_ticket(project, job_id, child.pid, process["born"])
    return _read(project, job_id)


def current(project: Project) -> Job | None:
    """The job that is at work for the project, if any."""
    job = latest(project)
    return job if job is not None and job.alive else None


def latest(project: Project, *kinds: str) -> Job | None:
    """The last job that was started, of these kinds if any are named, whatever became of it."""
    for path in sorted((project.folder / "jobs").glob("*.json"), reverse=True):
        job = _read(project, path.stem)
        if not kinds or job.kind in kinds:
            return job
    return None


def cancel(project: Project) -> None:
    """End the project's job, with every process it started; what it finished stays."""
    job = current(project)
    if job is None:
        return
    record = _record(project, job.id)
    pid = record.get("pid")
    # Said first, so that the page never takes the killed process for a failed one.
    tell(project, job.id, {"end": "cancelled"})
    if pid is not None and process_lives(pid, record["born"]):
        _kill_group(pid)
    drop_ticket(project, job.id)


def tell(project: Project, job_id: str, line: Mapping[str, Any]) -> None:
    """Add one line to a job's story, in one write."""
    path = project.folder / "jobs" / f"{job_id}.jsonl"
    with path.open("ab") as file:
        file.write(json.dumps({"t": time.time(), **line}, ensure_ascii=False).encode() + b"\n")


def process_lives(pid: int, born: float | None) -> bool:
    """Whether that very process still runs: numbers are given out again, moments of birth are not."""
    child = _children.get(pid)
    if child is not None and child.poll() is not None:
        del _children[pid]
        return False
    now = _born(pid)
    return now is not None and born is not None and abs(now - born) < 0.05


def _born(pid: int) -> float | None:
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else float(process.create_time())
    except psutil.Error:
        return None


def _kill_group(pid: int) -> None:
    members = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    if hasattr(os, "killpg"):
        # A process that died meanwhile is what we wanted.
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
    for process in members:
        with suppress(psutil.Error):
            process.kill()
    child = _children.pop(pid, None)
    if child is not None:
        child.wait(_END_SECONDS)


def _record(project: Project, job_id: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((project.folder / "jobs" / f"{job_id}.json").read_bytes())
    return record


def _lines(project: Project, job_id: str) -> list[dict[str, Any]]:
    path = project.folder / "jobs" / f"{job_id}.jsonl"
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return []
    lines = []
    for line in raw.splitlines():
        try:
            lines.append(json.loads(line))
        except ValueError:  # a process killed while it wrote leaves half a line
            continue
    return lines


def _read(project: Project, job_id: str) -> Job:
    record = _record(project, job_id)
    lives = process_lives(record.get("pid", -1), record.get("born"))
    # After the look at the process: one that ended in between has written its end line.
    lines = _lines(project, job_id)
    steps = [line for line in lines if "done" in line]
    last = steps[-1] if steps else {}
    # Jobs of earlier versions told no code.
    problems = tuple(
        Problem(**{"code": "", **line["problem"]}) for line in lines if "problem" in line
    )
    end = next((line for line in lines if "end" in line), None)
    begun = any("begun" in line for line in lines)
    state: JobState
    message = code = ""
    position = 0
    if end is not None:
        state, message, code = end["end"], end.get("message", ""), end.get("code", "")
    elif not lives:
        state, message, code = "failed", _last_words(project, job_id), "unexpected"
    elif begun:
        state = "running"
    else:
        state = "queued"
        position = queue_position(project, job_id, process_lives) or 0
    return Job(
        id=job_id,
        kind=record["kind"],
        arguments=record["arguments"],
        state=state,
        position=position,
        done=last.get("done", 0),
        total=last.get("total", 0),
        item=last.get("item", ""),
        stage=last.get("stage", ""),
        problems=problems,
        seconds_left=_seconds_left(steps) if state == "running" else None,
        message=message,
        code=code,
    )


def _seconds_left(steps: Sequence[Mapping[str, Any]]) -> float | None:
    """From the median time between finished items.

    With several at a time they end in bunches, so that each is compared with the one that many before it.
    """
    finished = [
        step
        for step, before in zip(steps[1:], steps, strict=False)
        if step["done"] > before["done"]
    ]
    if not finished:
        return None
    workers = max(1, int(steps[-1].get("workers", 1)))
    times = [steps[0]["t"]] + [step["t"] for step in finished]
    apart = min(workers, len(times) - 1)
    paces = [(late - early) / apart for early, late in zip(times, times[apart:], strict=False)]
    open_items = steps[-1]["total"] - steps[-1]["done"]
    since = time.time() - times[-1]
    pace = float(statistics.median(paces))
    return max(0.0, pace * int(open_items) - min(float(since), pace))


def _last_words(project: Project, job_id: str) -> str:
    log: Path = project.folder / "jobs" / f"{job_id}.log"
    if not log.is_file():
        return ""
    lines = [
        line.strip() for line in log.read_text("utf-8", "replace").splitlines() if line.strip()
    ]
    return lines[-1][:300] if lines else ""
