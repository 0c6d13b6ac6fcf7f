"""The frontend's own tests, run by whatever Node the build uses."""

from __future__ import annotations

import os
import subprocess

import pytest

from viewer.bundle import FRONTEND, find_node_tools


@pytest.mark.slow
def test_vitest_passes() -> None:
    tools = find_node_tools()
    run = subprocess.run(
        [*tools.npm, "run", "test"],
        cwd=FRONTEND,
        env=tools.environment(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
