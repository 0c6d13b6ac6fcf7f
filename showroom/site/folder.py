"""The folder of a site while it is written: assets, named by their content, first; pages last; then the old is dropped.

Who reads the site meanwhile never meets a missing file: a page is replaced in one step, when all it names is there, and
the assets of the site before are kept until the next publication, for pages that are still open somewhere.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from showroom.errors import SiteError
from showroom.output import OutputFolder, WrittenFile, json_bytes

__all__ = ["ASSETS", "MANIFEST", "SITE_SCHEMA_VERSION", "Kind", "SiteFile", "SiteFolder"]

Kind = Literal["page", "script", "picture", "model", "light", "ar", "data", "server"]

ASSETS = "assets"
MANIFEST = "manifest.json"
SITE_SCHEMA_VERSION = 1
_KIND = "showroom-site"
_HASH_DIGITS = 10


@dataclass(frozen=True)
class SiteFile:
    """A file of the site.

    Attributes
    ----------
    written
        Its path from the site's root, size and hash.
    kind
        What it is for.
    """

    written: WrittenFile
    kind: Kind


class SiteFolder:
    """Writes a site.

    Raises
    ------
    SiteError
        If the folder holds something that is no site of ours.
    OutputError
        If it cannot be written.
    """

    def __init__(self, root: Path) -> None:
        self._before = _files_of(root)
        self._folder = OutputFolder(root)
        self._files: dict[str, SiteFile] = {}
        self._pages: dict[str, tuple[bytes, Kind]] = {}
        if self._before is None:
            # A publication that is killed leaves a folder which the next one takes for its own.
            self._before = set()
            self._folder.write(MANIFEST, _manifest({}, {}))

    def asset(self, name: str, data: bytes, kind: Kind) -> str:
        """Write a file named by its content, and return its path; one that is there already is left alone."""
        digest = hashlib.sha256(data).hexdigest()
        stem, dot, suffix = name.rpartition(".")
        path = f"{ASSETS}/{_slug(stem)}-{digest[:_HASH_DIGITS]}{dot}{suffix}"
        if path not in self._files:
            there = self._folder.root / path
            if not there.is_file() or there.read_bytes() != data:
                self._folder.write(path, data)
            self._files[path] = SiteFile(WrittenFile(path, len(data), digest), kind)
        return path

    def page(self, path: str, data: bytes, kind: Kind = "page") -> None:
        """Keep a file with a lasting name for the end."""
        self._pages[path] = (data, kind)

    def finish(self, told: Mapping[str, Any]) -> tuple[SiteFile, ...]:
        """Write the pages, the first one last, then the manifest; drop what neither it nor the site before names."""
        for path in sorted(self._pages, key=lambda path: (path == "index.html", path)):
            data, kind = self._pages[path]
            self._files[path] = SiteFile(self._folder.write(path, data), kind)
        manifest = _manifest(told, self._files)
        self._folder.write(MANIFEST, manifest)
        self._drop_old()
        return tuple(self._files[path] for path in sorted(self._files))

    def size_bytes(self, path: str) -> int:
        """Length of a file that was written."""
        return self._files[path].written.size_bytes

    def _drop_old(self) -> None:
        root = self._folder.root
        before = self._before or set()
        for path in before - self._files.keys():
            if not path.startswith(f"{ASSETS}/"):
                (root / path).unlink(missing_ok=True)
                parent = (root / path).parent
                if parent != root and parent.is_dir() and not any(parent.iterdir()):
                    parent.rmdir()
        for file in sorted((root / ASSETS).iterdir()):
            if f"{ASSETS}/{file.name}" not in before | self._files.keys():
                file.unlink()


def _manifest(told: Mapping[str, Any], files: Mapping[str, SiteFile]) -> bytes:
    return json_bytes(
        {
            "kind": _KIND,
            "schema_version": SITE_SCHEMA_VERSION,
            **told,
            "files": {
                path: {
                    "bytes": file.written.size_bytes,
                    "sha256": file.written.sha256,
                    "kind": file.kind,
                }
                for path, file in sorted(files.items())
            },
        }
    )


def _files_of(root: Path) -> set[str] | None:
    """Files of the site that stands in a folder; None where it is empty or not there."""
    if not root.exists() or (root.is_dir() and not any(root.iterdir())):
        return None
    try:
        told = json.loads((root / MANIFEST).read_bytes())
        if told["kind"] != _KIND:
            raise KeyError(_KIND)  # noqa: TRY301
        return {path for path in told["files"] if _inside(root, path)}
    except (OSError, ValueError, KeyError, TypeError):
        raise SiteError(
            f"{root}: is not empty and no site of ours, so nothing was written there. "
            "Name an empty folder, or one that `showroom publish` made."
        ) from None


def _inside(root: Path, path: str) -> bool:
    """A manifest is a file that anyone may have changed: it never leads out of its folder."""
    return (root / path).resolve().is_relative_to(root.resolve())


def _slug(text: str) -> str:
    """A name for an address: ASCII letters, digits, dot, hyphen, underscore."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._]+", "-", plain).strip("-.") or "file"
