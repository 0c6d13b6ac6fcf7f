"""The README's Python examples run as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROWS_KEPT = ("LIV-VASE-01", "LIV-BOOK-01")


def test_examples_run(
    repository: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    samples = repository / "assets" / "samples"
    here = tmp_path / "assets" / "samples"
    (here / "photos").mkdir(parents=True)
    header, *rows = (samples / "catalog.csv").read_text("utf-8").splitlines()
    kept = [row for row in rows if row.startswith(ROWS_KEPT)]
    assert len(kept) == len(ROWS_KEPT)
    (here / "catalog.csv").write_text("\n".join([header, *kept]) + "\n", "utf-8")
    for photo in (samples / "photos").iterdir():
        (here / "photos" / photo.name).write_bytes(photo.read_bytes())
    monkeypatch.chdir(tmp_path)
    examples = re.findall(
        r"```python\n(.*?)```", (repository / "README.md").read_text("utf-8"), re.S
    )
    assert len(examples) == 2
    for example in examples:
        exec(compile(example, "README.md", "exec"), {"__name__": "readme"})
    assert "True" in capsys.readouterr().out
    assert (tmp_path / "out" / "demo" / "manifest.json").is_file()
