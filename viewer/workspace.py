"""Where the app finds its files: told by the process that starts it, through two environment variables."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["FOLDER_VARIABLE", "TOKEN_VARIABLE", "Showroom", "Workspace", "current_workspace"]

FOLDER_VARIABLE = "SHOWROOM_VIEW_FOLDER"
TOKEN_VARIABLE = "SHOWROOM_VIEW_TOKEN"


@dataclass(frozen=True)
class Showroom:
    """One finished showroom.

    Attributes
    ----------
    showroom_id
        Its folder's name.
    folder
        Where its files lie.
    told
        Content of `showroom.json`.
    """

    showroom_id: str
    folder: Path
    told: dict[str, Any]


@dataclass(frozen=True)
class Workspace:
    """A results folder and the unguessable name under which the browser gets its files.

    Attributes
    ----------
    folder
        As `showroom build` made it.
    token
        Part of every file's address.
    """

    folder: Path
    token: str

    def url(self, path: Path) -> str:
        """Address of a file of the folder, from the server's root."""
        return f"/files/{self.token}/{path.relative_to(self.folder).as_posix()}"

    def showrooms(self) -> list[Showroom]:
        """The showrooms of the last run, by name; older folders that its manifest does not name are left out."""
        manifest = self.folder / "manifest.json"
        if not manifest.is_file():
            return []
        names = [s["id"] for s in json.loads(manifest.read_bytes())["showrooms"] if s["made"]]
        folders = [self.folder / "showrooms" / name for name in sorted(names)]
        return [
            Showroom(folder.name, folder, json.loads((folder / "showroom.json").read_bytes()))
            for folder in folders
        ]


def current_workspace() -> Workspace:
    """The workspace that this process was started with.

    Raises
    ------
    KeyError
        If the app was not started by `showroom view`.
    """
    return Workspace(Path(os.environ[FOLDER_VARIABLE]), os.environ[TOKEN_VARIABLE])
