"""Which work can be done in the background, and by which function; a new kind is one line here.

A function takes the project, the report it tells its progress to, and the arguments of `jobs.start`. It ends by
returning; an `AppError` or `ShowroomError` that it raises is told to the merchant, anything else too, with less
grace.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Protocol, runtime_checkable

from showroom.problem import Problem
from viewer.project import Project

__all__ = ["JOB_KINDS", "JobFunction", "JobReport", "job_function"]


@runtime_checkable
class JobReport(Protocol):
    """What a job tells while it works."""

    def progress(
        self, done: int, total: int, item: str = "", *, stage: str = "", workers: int = 1
    ) -> None:
        """Say how many items are finished, which one was last, and how many are worked on at a time."""

    def problem(self, problem: Problem) -> None:
        """Say something that the merchant should know."""


JobFunction = Callable[[Project, JobReport, Mapping[str, Any]], None]

JOB_KINDS = {
    "preview": "viewer.preview_job:run",
    "products": "viewer.products_job:run",
    "publish": "viewer.publishing:run",
    "rooms": "viewer.rooms_job:run",
}


def job_function(target: str) -> JobFunction:
    """The function of that address; the module is loaded only here, in the process that works.

    Raises
    ------
    ImportError, AttributeError
        If there is no such function.
    """
    module, name = target.split(":")
    function: JobFunction = getattr(import_module(module), name)
    return function
