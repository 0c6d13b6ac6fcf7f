"""Run the tests as two processes side by side, one for each core: `python -m tests.in_two`.

pytest-xdist was tried: its workers lack the hook that checks array shapes. What each half printed is shown whole
when it is done; the exit code is that of the half that failed.
"""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

HALVES = (
    ("tests/architecture", "tests/layout", "tests/reconstruct", "tests/viewer"),
    ("tests/browser", "tests/showroom"),
)
"""Folders of about the same length, 5 minutes each on the machine of the README's tables."""


def run(folders: tuple[str, ...]) -> tuple[int, str]:
    """Exit code and output of pytest on some folders."""
    command = [sys.executable, "-m", "pytest", *folders, *sys.argv[1:]]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return done.returncode, done.stdout


def main() -> int:
    """Run both halves; 0 if both passed."""
    with ThreadPoolExecutor(len(HALVES)) as pool:
        outcomes = pool.map(run, HALVES)
        codes = []
        for code, printed in outcomes:
            print(printed, flush=True)
            codes.append(code)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
