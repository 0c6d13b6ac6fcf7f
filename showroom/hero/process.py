"""Find a Blender and let it path-trace a request in a process of its own.

Blender is GPL and wants an older numpy than ours: it is never imported, and no dependency.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from showroom.errors import CheckUnavailableError, ShowroomError

__all__ = ["BLENDER_VARIABLE", "blender_home", "find_blender", "path_trace"]

BLENDER_VARIABLE = "SHOWROOM_BLENDER"
_SCRIPT = Path(__file__).with_name("blender.py")


def blender_home() -> Path:
    """Where the environment with Blender is looked for when nothing else is said."""
    return Path.home() / ".cache" / "showroom" / "blender"


def find_blender(given: Path | None = None) -> Path:
    """A Python that has `bpy`, or a `blender`: the given one, $SHOWROOM_BLENDER, our environment's, the PATH's.

    Raises
    ------
    CheckUnavailableError
        If there is none.
    """
    home = blender_home()
    named = given or (
        Path(os.environ[BLENDER_VARIABLE]) if BLENDER_VARIABLE in os.environ else None
    )
    on_path = shutil.which("blender")
    if named is None:
        tried = [home / "bin" / "python", *([Path(on_path)] if on_path else [])]
        named = next((path for path in tried if path.is_file()), None)
    remedy = (
        f"install Blender 4.2 to 4.5, or make an environment for it: `python3.11 -m venv {home}`, "
        f"`{home}/bin/pip install 'bpy==4.5.*'`"
    )
    if named is None:
        raise CheckUnavailableError(
            f"hero picture: expected a Blender (--blender, ${BLENDER_VARIABLE}, {home}, `blender`), "
            f"found none; {remedy}"
        )
    if not named.is_file() or not _answers(named):
        raise CheckUnavailableError(
            f"hero picture: {named}: expected a Python that can `import bpy`, or a blender, found neither; {remedy}"
        )
    return named


def _is_python(path: Path) -> bool:
    return path.name.startswith("python")


def _answers(blender: Path) -> bool:
    """Whether it is what it should be; a Python is asked without the seconds that importing takes."""
    code = "import importlib.util, sys; sys.exit(importlib.util.find_spec('bpy') is None)"
    asked = ["-c", code] if _is_python(blender) else ["--version"]
    return subprocess.run([str(blender), *asked], capture_output=True, check=False).returncode == 0


def path_trace(blender: Path, request: Mapping[str, Any], folder: Path) -> bytes:
    """The EXR that Blender makes of a request; `folder` is for what lies between.

    Raises
    ------
    ShowroomError
        If Blender ends without a picture; with its last words.
    """
    told, out = folder / "request.json", folder / "hero.exr"
    told.write_text(json.dumps({**request, "out": str(out)}))
    way: tuple[str, ...] = (str(_SCRIPT),)
    if not _is_python(blender):
        way = (
            "--background",
            "--factory-startup",
            "--python-exit-code",
            "1",
            "--python",
            *way,
            "--",
        )
    run = subprocess.run(
        [str(blender), *way, str(told)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if run.returncode or not out.is_file():
        raise ShowroomError(
            f"{request['glb']}: expected a picture from {blender}, it ended with {run.returncode}: "
            f"{run.stdout.strip()[-800:]}; Blender 4.2 to 4.5 is known to work"
        )
    return out.read_bytes()
