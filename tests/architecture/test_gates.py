"""The gates that read the code instead of running it, so that one command, `make test`, covers them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
GATES = {
    "ruff check": [BIN / "ruff", "check", "."],
    "ruff format": [BIN / "ruff", "format", "--check", "."],
    "mypy strict": [BIN / "mypy"],
    "import-linter": [BIN / "lint-imports"],
}


@pytest.mark.parametrize("gate", GATES)
def test_gate(gate: str, repository: Path) -> None:
    run = subprocess.run(GATES[gate], cwd=repository, capture_output=True, text=True, check=False)
    assert run.returncode == 0, f"{gate}:\n{run.stdout}\n{run.stderr}"
