from __future__ import annotations

from pathlib import Path

from tests.in_two import FOLDERS


def test_every_folder_with_tests_is_run() -> None:
    tests = Path(__file__).resolve().parents[1]
    assert sorted(FOLDERS) == sorted({path.parent.name for path in tests.rglob("test_*.py")})
