"""A merchant's project: a folder whose unguessable name is the key to it.

```
projects/<token>/
  project.json      the state, written atomically under a lock
  photos/ models/   what the merchant gave, named by content
  masks/            cut-outs
  previews/         thumbnails, and photos to draw on
  out/              results, exactly as `showroom build` makes them
  site/             the published page
  downloads/        the same in one file
  jobs/             records of work in the background
```
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from filelock import FileLock

from showroom.output import json_bytes, write_atomic
from viewer.draft import ProductDraft
from viewer.errors import ProjectError

__all__ = ["PUBLIC_FOLDERS", "Change", "Project", "ProjectFolder", "ProjectState"]

SCHEMA_VERSION = 1
PUBLIC_FOLDERS = ("out", "previews", "masks", "site", "downloads")
"""What the browser may fetch of a project; photos and the state stay on the server."""
_FOLDERS = (*PUBLIC_FOLDERS, "photos", "models", "jobs")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_LOCK_SECONDS = 20.0


@dataclass(frozen=True)
class ProjectState:
    """Everything the merchant decided.

    Attributes
    ----------
    name
        For people.
    language
        The language the merchant chose; None for the browser's.
    products
        In the order of the table.
    rooms
        Designs of the rooms, as the Rooms page keeps them.
    settings
        What pages keep for the project, by page.
    revision
        Counts the changes, so that a page sees that another tab was at work.
    """

    name: str = ""
    language: str | None = None
    products: tuple[ProductDraft, ...] = ()
    rooms: tuple[dict[str, Any], ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    revision: int = 0

    def product(self, sku: str) -> ProductDraft | None:
        """The product of that SKU, if it is still there."""
        return next((product for product in self.products if product.sku == sku), None)

    def with_product(self, product: ProductDraft) -> ProjectState:
        """The state with that product in the place of the one of its SKU, or at the end."""
        if self.product(product.sku) is None:
            return replace(self, products=(*self.products, product))
        products = tuple(product if p.sku == product.sku else p for p in self.products)
        return replace(self, products=products)

    def without_product(self, sku: str) -> ProjectState:
        """The state without that product."""
        return replace(self, products=tuple(p for p in self.products if p.sku != sku))

    def with_settings(self, page: str, **values: Any) -> ProjectState:
        """The state with some settings of a page changed."""
        return replace(
            self, settings={**self.settings, page: {**self.settings.get(page, {}), **values}}
        )

    @property
    def wanted(self) -> tuple[ProductDraft, ...]:
        """Products that are not left out."""
        return tuple(product for product in self.products if not product.left_out)

    def as_json(self) -> dict[str, Any]:
        """The state as `project.json` holds it."""
        return {
            "schema_version": SCHEMA_VERSION,
            "name": self.name,
            "language": self.language,
            "products": [product.as_json() for product in self.products],
            "rooms": list(self.rooms),
            "settings": dict(self.settings),
            "revision": self.revision,
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> ProjectState:
        """Read what `as_json` wrote.

        Raises
        ------
        ProjectError
            If it was written by another version.
        """
        if told.get("schema_version") != SCHEMA_VERSION:
            raise ProjectError("error.project_version", found=told.get("schema_version"))
        return cls(
            name=told["name"],
            language=told["language"],
            products=tuple(ProductDraft.from_json(product) for product in told["products"]),
            rooms=tuple(told["rooms"]),
            settings=told["settings"],
            revision=told["revision"],
        )


@dataclass
class Change:
    """A change under way: replace `state`, and it is written when the block ends."""

    state: ProjectState


@dataclass(frozen=True)
class Project:
    """One project on the disk.

    Attributes
    ----------
    folder
        `<projects>/<token>`.
    """

    folder: Path

    @property
    def token(self) -> str:
        """The key to the project, part of every address."""
        return self.folder.name

    @property
    def out(self) -> Path:
        """The results folder."""
        return self.folder / "out"

    def url(self, path: Path | str) -> str:
        """Address of a file of a public folder, from the server's root."""
        relative = path.relative_to(self.folder).as_posix() if isinstance(path, Path) else path
        return f"/files/{self.token}/{quote(relative)}"

    def state(self) -> ProjectState:
        """The state as it is now.

        Raises
        ------
        ProjectError
            If it cannot be read.
        """
        try:
            return ProjectState.from_json(json.loads((self.folder / "project.json").read_bytes()))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ProjectError("error.project_unreadable", reason=str(error)) from error

    @contextmanager
    def change(self) -> Iterator[Change]:
        """Read, change and write the state as one step: no other tab or process writes in between.

        An exception in the block leaves the state as it was. Keep the block short: others wait for it.
        """
        with FileLock(self.folder / ".project.lock", timeout=_LOCK_SECONDS):
            before = self.state()
            change = Change(before)
            yield change
            if change.state != before:
                after = replace(change.state, revision=before.revision + 1)
                write_atomic(self.folder / "project.json", json_bytes(after.as_json()))

    def bytes_used(self) -> int:
        """How much the project takes on the disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


@dataclass(frozen=True)
class ProjectFolder:
    """The folder that the app serves.

    Attributes
    ----------
    root
        As given to `showroom view`; projects lie in `root/projects`.
    """

    root: Path

    @property
    def projects(self) -> Path:
        """Where the projects lie."""
        return self.root / "projects"

    def create(self, *, name: str, language: str | None = None) -> Project:
        """A new, empty project behind a name that nobody can guess."""
        project = Project(self.projects / secrets.token_urlsafe(24))
        for folder in _FOLDERS:
            (project.folder / folder).mkdir(parents=True)
        # Other users of the machine could read the keys off the folder's names.
        self.projects.chmod(0o700)
        state = ProjectState(name=name, language=language)
        write_atomic(project.folder / "project.json", json_bytes(state.as_json()))
        return project

    def find(self, token: str | None) -> Project | None:
        """The project of that key; None if there is none. Nothing but a whole, exact key finds anything."""
        if not token or not _TOKEN.fullmatch(token):
            return None
        folder = self.projects / token
        # `is_file` alone would follow a link out of the folder.
        if folder.is_symlink() or not (folder / "project.json").is_file():
            return None
        return Project(folder)

    def delete(self, project: Project) -> None:
        """Remove a project and everything in it."""
        shutil.rmtree(project.folder)

    def results(self) -> tuple[Path, ...]:
        """Finished results here or one folder down, as `showroom build` leaves them."""
        found = [self.root, *sorted(p for p in self.root.glob("*") if p.is_dir())]
        return tuple(p for p in found if p != self.projects and (p / "manifest.json").is_file())
