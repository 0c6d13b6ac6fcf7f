"""Write results so that a reader never sees half a file: temporary name, then rename."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from showroom.errors import OutputError

__all__ = ["OutputFolder", "WrittenFile", "json_bytes", "write_atomic"]


@dataclass(frozen=True)
class WrittenFile:
    """A finished file of the output.

    Attributes
    ----------
    path
        Relative to the output folder, with forward slashes.
    size_bytes
        Length of the file.
    sha256
        Hash of its content, hexadecimal.
    """

    path: str
    size_bytes: int
    sha256: str


_NUMBERS = re.compile(r"\[\n\s+((?:-?[\d.eE+-]+,\n\s+)*-?[\d.eE+-]+)\n\s+\]")


def json_bytes(value: Mapping[str, Any]) -> bytes:
    """JSON as every file of ours holds it: UTF-8, sorted keys, two spaces, one newline at the end.

    A list of numbers is one line: a camera's path takes a third of the room.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    # Text has no line breaks of its own here, so that only lists are met.
    text = _NUMBERS.sub(lambda found: re.sub(r"\s+", " ", found[1]).join("[]"), text)
    return text.encode() + b"\n"


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file in one step as seen by others; a kill leaves the old file or the new one, never half of one.

    Raises
    ------
    OutputError
        If the folder cannot be made or the file cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise OutputError(
            f"{path}: cannot be written ({error.strerror}). Choose a folder with space and write permission."
        ) from None


class OutputFolder:
    """The folder of one run; safe to use from several processes at once.

    Raises
    ------
    OutputError
        If the path is a file, or cannot be made or written.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        if root.exists() and not root.is_dir():
            raise OutputError(f"{root}: is a file. Name a folder for the results.")
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"{root}: the folder cannot be made ({error.strerror}). Choose another."
            ) from None
        if not os.access(root, os.W_OK):
            raise OutputError(f"{root}: no permission to write there. Choose another folder.")

    def write(self, relative: str, data: bytes) -> WrittenFile:
        """Write one file, atomically, and say what was written."""
        write_atomic(self.root / relative, data)
        return WrittenFile(relative, len(data), hashlib.sha256(data).hexdigest())

    def remove(self, relative: str) -> None:
        """Remove a folder with everything in it, if it is there.

        Raises
        ------
        OutputError
            If it cannot be removed.
        """
        folder = self.root / relative
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            return
        except OSError as error:
            raise OutputError(
                f"{folder}: cannot be removed ({error.strerror}). Remove it by hand: its files are of an earlier run."
            ) from None
