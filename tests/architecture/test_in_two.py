from __future__ import annotations

from pathlib import Path

from tests.in_two import MAIN_JOB, PARTS


def test_every_folder_with_tests_is_run() -> None:
    tests = Path(__file__).resolve().parents[1]
    run = {Path(argument).name for part in PARTS for argument in part if argument != MAIN_JOB}
    assert {path.relative_to(tests).parts[0] for path in tests.rglob("test_*.py")} <= run
    assert (tests.parent / MAIN_JOB).is_file()
    assert (MAIN_JOB,) in PARTS
