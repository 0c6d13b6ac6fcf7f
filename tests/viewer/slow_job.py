"""Jobs for the tests of jobs: they do nothing, slowly, in a process of their own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

from showroom.problem import Problem
from viewer.errors import IntakeError
from viewer.job_kinds import JobReport
from viewer.project import Project


def run(project: Project, report: JobReport, arguments: Mapping[str, Any]) -> None:
    """Tell of some items; then end as the arguments say."""
    items = int(arguments.get("items", 3))
    for number in range(items + 1):
        report.progress(number, items, f"item {number}")
        time.sleep(float(arguments.get("seconds", 0.0)))
    report.problem(Problem("item 1", "odd", "looks odd", "warning"))
    end = arguments.get("end")
    if end == "told":
        raise IntakeError("error.not_a_glb", name="chair")
    if end == "untold":
        raise ZeroDivisionError("oh")
    if end == "dies":
        print("out of memory", flush=True)
        import os

        os._exit(9)
    if end == "child":
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(120)"])
        (project.folder / "child").write_text(str(child.pid))
        child.wait()
