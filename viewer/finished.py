"""What a project's results folder holds: finished showrooms, and the files to hand over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viewer.project import Project

__all__ = ["FinishedFile", "FinishedShowroom", "finished_showrooms", "product_files", "room_files"]

ROOM_FILES = ("showroom.glb", "showroom.web.glb", "showroom.usdz", "plan.svg", "poster.webp")
"""Of a showroom, what other programs and stores take."""
PRODUCT_FILES = (".store.glb", ".usdz", ".glb", ".web.glb")
"""Of a product, by what follows its SKU; what most stores ask for first."""


@dataclass(frozen=True)
class FinishedShowroom:
    """A showroom that can be walked through.

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
    told: Mapping[str, Any]

    @property
    def room_type(self) -> str:
        """A room type of the graph, or "house"."""
        return str(self.told["room"]["type"])

    @property
    def skus(self) -> tuple[str, ...]:
        """The products for sale in it."""
        return tuple(product["sku"] for product in self.told["products"])


@dataclass(frozen=True)
class FinishedFile:
    """A file to hand over.

    Attributes
    ----------
    owner
        SKU or showroom it is of.
    path
        Where it lies, in a public folder of the project.
    kind
        What it is for, a name of the app's words: "glb", "web", "usdz", "store", "plan", "poster".
    bytes
        Its size.
    """

    owner: str
    path: Path
    kind: str
    bytes: int


_KINDS = {
    ".store.glb": "store",
    ".web.glb": "web",
    ".glb": "glb",
    ".usdz": "usdz",
    ".svg": "plan",
    ".webp": "poster",
}


def finished_showrooms(project: Project) -> tuple[FinishedShowroom, ...]:
    """The showrooms of the last run, by name; older folders that its manifest does not name are left out."""
    manifest = project.out / "manifest.json"
    if not manifest.is_file():
        return ()
    names = [room["id"] for room in json.loads(manifest.read_bytes())["showrooms"] if room["made"]]
    folders = [project.out / "showrooms" / name for name in sorted(names)]
    return tuple(
        FinishedShowroom(folder.name, folder, json.loads((folder / "showroom.json").read_bytes()))
        for folder in folders
        if (folder / "showroom.json").is_file()
    )


def room_files(showroom: FinishedShowroom) -> tuple[FinishedFile, ...]:
    """The files of a showroom that are there."""
    return _files(showroom.showroom_id, [showroom.folder / name for name in ROOM_FILES])


def product_files(project: Project, sku: str) -> tuple[FinishedFile, ...]:
    """The files of a product that are there."""
    folder = project.out / "products" / sku
    return _files(sku, [folder / f"{sku}{end}" for end in PRODUCT_FILES])


def _files(owner: str, paths: list[Path]) -> tuple[FinishedFile, ...]:
    return tuple(
        FinishedFile(owner, path, _kind(path.name), path.stat().st_size)
        for path in paths
        if path.is_file()
    )


def _kind(name: str) -> str:
    return next(kind for end, kind in _KINDS.items() if name.endswith(end))
