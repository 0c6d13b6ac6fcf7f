"""Where the networks' files lie, and their checksums: read, checked, or refused with a remedy."""

from __future__ import annotations

import hashlib
from pathlib import Path

from reconstruct.errors import WeightsError

__all__ = ["CHECKSUMS", "read_checked", "weights_folder"]

CHECKSUMS = "SHA256SUMS"


def weights_folder() -> Path:
    """Inside the installed package, or in the source tree."""
    installed = Path(__file__).parent / "_assets" / "weights"
    if installed.is_dir():
        return installed
    return Path(__file__).parent.parent / "assets" / "weights"


def read_checked(folder: Path, name: str) -> bytes:
    """Bytes of a file whose checksum the folder lists.

    Raises
    ------
    WeightsError
        If the list or the file is missing, or the file is not the one listed.
    """
    try:
        lines = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise WeightsError(
            CHECKSUMS,
            expected=f"the list of checksums at {folder}",
            found="no readable file",
            remedy="Install the package again.",
        ) from error
    listed = {file: digest for digest, file in (line.split() for line in lines if line.strip())}
    try:
        data = (folder / name).read_bytes()
    except OSError as error:
        raise WeightsError(
            name,
            expected=f"the network's file at {folder / name}",
            found="no readable file",
            remedy="Install the package again.",
        ) from error
    digest = hashlib.sha256(data).hexdigest()
    if digest != listed.get(name):
        raise WeightsError(
            name,
            expected=f"SHA-256 {listed.get(name, 'listed')[:12]}…",
            found=f"{digest[:12]}… in {len(data):,} bytes",
            remedy="The file is damaged: install the package again.",
        )
    return data
