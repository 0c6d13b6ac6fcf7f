"""Work in processes of its own: it is started, told, waited for, cancelled, and survives the server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from showroom.problem import Problem
from viewer import job_kinds, jobs
from viewer.draft import PhotoDraft, ProductDraft
from viewer.errors import JobBusyError
from viewer.job_queue import JOBS_VARIABLE
from viewer.job_words import job_sentence, time_left
from viewer.jobs import Job
from viewer.project import Project, ProjectFolder
from viewer.waiting_photos import begin_waiting
from viewer.words import Words

T = Words("en")


@pytest.fixture
def projects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProjectFolder:
    monkeypatch.setitem(job_kinds.JOB_KINDS, "slow", "tests.viewer.slow_job:run")
    root = Path(__file__).parents[2]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")]))
    return ProjectFolder(tmp_path)


@pytest.fixture
def project(projects: ProjectFolder) -> Iterator[Project]:
    project = projects.create(name="x")
    yield project
    jobs.cancel(project)


def _until(wanted: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not wanted():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.05)


def _ended(project: Project) -> Job:
    _until(lambda: jobs.current(project) is None)
    job = jobs.latest(project)
    assert job is not None
    return job


def test_a_job_runs_by_itself_and_tells_how_far_it_is(project: Project) -> None:
    started = jobs.start(project, "slow", items=2)
    assert started.alive
    job = _ended(project)
    assert (job.state, job.done, job.total, job.item) == ("done", 2, 2, "item 2")
    assert job.problems == (Problem("item 1", "odd", "looks odd", "warning"),)
    # Jobs of earlier versions told no code.
    old = {"item": "item 2", "message": "looks old", "severity": "warning"}
    jobs.tell(project, job.id, {"problem": old})
    again = jobs.latest(project)
    assert again is not None
    assert again.problems[1:] == (Problem("item 2", "", "looks old", "warning"),)
    assert job_sentence(job, T) == "2 finished"
    # Its key stands in no command line that other users of the machine can read.
    assert project.token not in " ".join(sys.argv)


def test_one_thing_at_a_time(project: Project) -> None:
    jobs.start(project, "slow", seconds=5)
    with pytest.raises(JobBusyError):
        jobs.start(project, "slow")
    with pytest.raises(KeyError):
        jobs.start(project, "no such work")


def test_what_went_wrong_is_told_in_words(project: Project) -> None:
    jobs.start(project, "slow", items=1, end="told")
    assert "chair: this is not a GLB file" in job_sentence(_ended(project), T)
    jobs.start(project, "slow", items=1, end="untold")
    assert "ZeroDivisionError: oh" in job_sentence(_ended(project), T)


def test_a_process_that_died_is_a_failed_job(project: Project) -> None:
    jobs.start(project, "slow", items=1, end="dies")
    job = _ended(project)
    assert (job.state, job.message, job.code) == ("failed", "out of memory", "unexpected")


def test_cancelling_ends_the_whole_group(project: Project) -> None:
    jobs.start(project, "slow", items=0, end="child")
    _until(
        lambda: (
            (project.folder / "child").is_file() and (project.folder / "child").read_text() != ""
        )
    )
    child = int((project.folder / "child").read_text())
    jobs.cancel(project)
    job = _ended(project)
    assert job.state == "cancelled"
    assert "Stopped after 0 of 0" in job_sentence(job, T)
    _until(lambda: not psutil.pid_exists(child) or psutil.Process(child).status() == "zombie")
    jobs.start(project, "slow", items=1)
    assert _ended(project).state == "done"


def test_a_killed_process_is_noticed_and_another_of_its_number_is_not_taken_for_it(
    project: Project,
) -> None:
    job = jobs.start(project, "slow", seconds=30)
    record = project.folder / "jobs" / f"{job.id}.json"
    told = json.loads(record.read_text())
    os.kill(told["pid"], signal.SIGKILL)
    assert _ended(project).state == "failed"
    # The same number, another birth: that is this very process here.
    record.write_text(json.dumps(told | {"pid": os.getpid()}))
    assert _ended(project).state == "failed"


def test_a_job_outlives_the_server_and_another_server_finds_it(project: Project) -> None:
    code = (
        "import sys; from pathlib import Path; from viewer import jobs, job_kinds;"
        "from viewer.project import Project;"
        "job_kinds.JOB_KINDS['slow'] = 'tests.viewer.slow_job:run';"
        "jobs.start(Project(Path(sys.argv[1])), 'slow', items=2, seconds=0.4)"
    )
    subprocess.run([sys.executable, "-c", code, str(project.folder)], check=True)
    job = jobs.current(project)
    assert job is not None
    assert _ended(project).state == "done"


def test_a_server_has_so_many_places_and_the_others_wait_in_line(
    projects: ProjectFolder, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(JOBS_VARIABLE, "1")
    second, third = projects.create(name="2"), projects.create(name="3")
    jobs.start(project, "slow", seconds=30)
    jobs.start(second, "slow", items=1)
    waiting = jobs.start(third, "slow", items=1)
    assert (waiting.state, waiting.position) == ("queued", 2)
    assert "2 others" in job_sentence(waiting, T)
    jobs.cancel(project)
    assert _ended(second).state == "done"
    assert _ended(third).state == "done"


def test_time_left_comes_from_the_pace(project: Project, tmp_path: Path) -> None:
    jobs.start(project, "slow", items=50, seconds=0.1)
    _until(lambda: (job := jobs.current(project)) is not None and job.done >= 8)
    job = jobs.current(project)
    assert job is not None
    assert job.seconds_left is not None
    assert 1.0 < job.seconds_left < 30.0
    jobs.cancel(project)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (3.0, "a few seconds"),
        (22.0, "about 20 seconds"),
        (70.0, "about a minute"),
        (4000.0, "about an hour"),
    ],
)
def test_times_are_rough(seconds: float, said: str) -> None:
    assert said in time_left(seconds, T)


def test_several_at_a_time_end_in_bunches() -> None:
    now = time.time()
    steps = [{"t": now - 10, "done": 0, "total": 10, "workers": 2}]
    for number, ago in enumerate((8.0, 7.9, 4.0, 3.9, 0.0, 0.0), start=1):
        steps.append({"t": now - ago, "done": number, "total": 10, "workers": 2})
    # Two take about four seconds, four are left: eight.
    left = jobs._seconds_left(steps)
    assert left is not None
    assert 6.0 < left < 9.0


def test_photos_that_were_stopped_do_not_start_again_by_themselves(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(job_kinds.JOB_KINDS, "preview", "tests.viewer.slow_job:run")
    with project.change() as change:
        product = ProductDraft("A", "A", photos=(PhotoDraft("a.png", "a.png"),))
        change.state = change.state.with_product(product)
    assert begin_waiting(project) is False
    jobs.cancel(project)
    assert begin_waiting(project) is True
    assert jobs.current(project) is None
    assert begin_waiting(project, again=True) is False
    assert jobs.current(project) is not None
