"""Atomic writing."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from showroom.errors import OutputError
from showroom.output import OutputFolder, json_bytes, write_atomic


def test_a_file_is_written_whole_and_described(tmp_path: Path) -> None:
    written = OutputFolder(tmp_path / "out").write("products/A/a.bin", b"abc")
    assert (tmp_path / "out/products/A/a.bin").read_bytes() == b"abc"
    assert written.path == "products/A/a.bin"
    assert written.size_bytes == 3
    assert written.sha256 == hashlib.sha256(b"abc").hexdigest()


def test_a_failed_write_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.bin"
    write_atomic(path, b"old")

    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", no_space)
    with pytest.raises(OutputError, match=r"a\.bin.*No space left"):
        write_atomic(path, b"new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.bin"]
    assert path.read_bytes() == b"old"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(OutputError, match="is a file"):
        OutputFolder(tmp_path / "out")


def test_json_is_the_same_whatever_the_order() -> None:
    assert json_bytes({"b": 1, "a": "ü"}) == json_bytes({"a": "ü", "b": 1})
    with pytest.raises(ValueError, match="JSON compliant"):
        json_bytes({"x": float("nan")})
