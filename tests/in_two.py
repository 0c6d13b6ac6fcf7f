"""Run the tests in parts, two at a time, one for each core: `python -m tests.in_two`.

pytest-xdist was tried: its workers lack the hook that checks array shapes. What each part printed is shown whole
when it is done; the exit code is 0 if all passed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed

MAIN_JOB = "tests/showroom/test_main_job.py"
PARTS = (
    ("tests/browser",),
    (MAIN_JOB,),
    ("tests/showroom", f"--ignore={MAIN_JOB}"),
    ("tests/architecture",),
    ("tests/reconstruct",),
    ("tests/layout",),
    ("tests/viewer",),
)
"""What one pytest runs; the longest first, so that both cores end at about the same time."""

KEEPS_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
"""The shape checks compile every module anew, torch's too: 20 s of each part, where that is not kept."""


def run(part: tuple[str, ...]) -> tuple[int, str]:
    """Exit code and output of pytest on one part."""
    command = [sys.executable, "-m", "pytest", *part, *sys.argv[1:]]
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env={key: value for key, value in os.environ.items() if key != KEEPS_NO_BYTECODE},
    )
    return done.returncode, done.stdout


def main() -> int:
    """Run all parts; 0 if all passed."""
    worst = 0
    with ThreadPoolExecutor(2) as pool:
        for done in as_completed([pool.submit(run, part) for part in PARTS]):
            code, printed = done.result()
            print(printed, flush=True)
            worst = max(worst, code)
    return worst


if __name__ == "__main__":
    sys.exit(main())
