"""Ask Khronos' Asset Auditor about product masters: its recommended schema, read from its report.

It knows no compression, so it is for masters. It ends with 0 whatever it finds; what counts is its report.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from showroom.errors import CheckUnavailableError
from showroom.gltf_validator import find_node

__all__ = ["Audit", "audit_files", "find_auditor"]

_SCRIPT = Path(__file__).with_name("asset_auditor.mjs")
_PACKAGE = Path("viewer/frontend/node_modules/@khronosgroup/gltf-asset-auditor")


@dataclass(frozen=True)
class Audit:
    """One check of one file: what it is called, what was found, whether that is good."""

    name: str
    message: str
    passed: bool


def find_auditor() -> Path | None:
    """Folder of the npm package in the checkout's front end, if it is there."""
    folder = _SCRIPT.parent.parent / _PACKAGE
    return folder if (folder / "package.json").exists() else None


def audit_files(paths: Sequence[Path]) -> tuple[tuple[Audit, ...], ...]:
    """Audit masters in one Node process; the checks of each file, in the order given.

    Raises
    ------
    CheckUnavailableError
        If Node or the auditor is not here, or the run broke: nothing was proved then.
    """
    node, auditor = find_node(), find_auditor()
    if node is None or auditor is None:
        missing = "Node" if node is None else "the npm package @khronosgroup/gltf-asset-auditor"
        raise CheckUnavailableError(
            f"Asset Auditor: {missing} was not found; run `make web` in a checkout"
        )
    run = subprocess.run(
        [str(node), str(_SCRIPT), str(auditor), *(str(path) for path in paths)],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    try:
        answers = json.loads(run.stdout)
    except ValueError:
        raise CheckUnavailableError(
            f"Asset Auditor: Node ended with {run.returncode}: {run.stderr.strip()[-500:]}"
        ) from None
    return tuple(
        tuple(Audit(item["name"], item["message"], bool(item["pass"])) for item in answer)
        for answer in answers
    )
