"""The job behind the Publish page: the site, its zip, the rooms' USDZ, and a look at every file."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from showroom.output import json_bytes, write_atomic
from showroom.site.publish import publish_site
from showroom.usd import usdz
from viewer.file_checks import CheckedFile, check_files
from viewer.finished import finished_showrooms, product_files, room_files
from viewer.job_kinds import JobReport
from viewer.project import Project

__all__ = ["Publication", "content_hashes", "publication", "run", "write_zip"]

_RECORD = "publication.json"
_ZIP = "downloads/site.zip"
_CHECKED = ("glb", "web", "store")


@dataclass(frozen=True)
class Publication:
    """What was published last.

    Attributes
    ----------
    site
        The report of `publish_site`, as JSON.
    checked
        The files that were looked at.
    zip_path
        The whole site in one file.
    showrooms
        What each showroom's files were when it was published, to tell whether the site is of today.
    """

    site: Mapping[str, Any]
    checked: tuple[CheckedFile, ...]
    zip_path: Path
    showrooms: Mapping[str, str]


def publication(project: Project) -> Publication | None:
    """The last publication of the project, if its files are still there."""
    try:
        told = json.loads((project.folder / _RECORD).read_bytes())
    except FileNotFoundError:
        return None
    zip_path = project.folder / _ZIP
    if not zip_path.is_file():
        return None
    return Publication(
        site=told["site"],
        checked=tuple(CheckedFile.from_json(file) for file in told["checked"]),
        zip_path=zip_path,
        showrooms=told["showrooms"],
    )


def content_hashes(project: Project) -> dict[str, str]:
    """SHA-256 of each finished showroom's description, which changes with everything in it."""
    return {
        room.showroom_id: hashlib.sha256((room.folder / "showroom.json").read_bytes()).hexdigest()
        for room in finished_showrooms(project)
    }


def run(project: Project, report: JobReport, arguments: Mapping[str, Any]) -> None:
    """Publish; `arguments` are title, url and lang of the site.

    Raises
    ------
    SiteError, WrongUseError, OutputError
        As `publish_site`.
    """
    rooms = finished_showrooms(project)
    total = 2 * len(rooms) + 2
    done = 0

    def step(item: str, stage: str) -> None:
        nonlocal done
        done += 1
        report.progress(done, total, item, stage=stage)

    report.progress(0, total, stage="site")
    site = publish_site(
        project.out,
        project.folder / "site",
        url=arguments.get("url"),
        title=arguments.get("title"),
        lang=arguments["lang"],
        keep_doubtful=[draft.sku for draft in project.state().products if draft.keep_doubtful],
        progress=lambda _done, _total, item: step(item, "site"),
    )
    for problem in site.problems:
        report.problem(problem)
    for room in rooms:
        master = (room.folder / "showroom.glb").read_bytes()
        write_atomic(room.folder / "showroom.usdz", usdz(master, room.showroom_id))
        step(room.showroom_id, "usdz")
    write_zip(project.folder / "site", project.folder / _ZIP)
    step("", "zip")
    skus = sorted({sku for room in rooms for sku in room.skus})
    files = [file for room in rooms for file in room_files(room)]
    files += [file for sku in skus for file in product_files(project, sku)]
    checked = check_files([(f.owner, f.path) for f in files if f.kind in _CHECKED])
    record = {
        "site": {**site.as_json(), "out": "site"},
        "checked": [file.as_json() for file in checked],
        "showrooms": content_hashes(project),
    }
    write_atomic(project.folder / _RECORD, json_bytes(record))
    step("", "checks")


def write_zip(folder: Path, path: Path) -> None:
    """The folder in one file; the same folder gives the same bytes."""
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_suffix(".part")
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                entry = zipfile.ZipInfo(file.relative_to(folder).as_posix())
                entry.external_attr = 0o644 << 16
                # Models and pictures are compressed already.
                squeezed = file.suffix in {".html", ".js", ".css", ".json", ".svg", ".txt", ".xml"}
                entry.compress_type = zipfile.ZIP_DEFLATED if squeezed else zipfile.ZIP_STORED
                archive.writestr(entry, file.read_bytes())
    temporary.replace(path)
