"""The route of the projects' files: the application itself is called, as a server calls it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from viewer.files import PrivateHeaders, file_response
from viewer.project import Project, ProjectFolder


@pytest.fixture
def projects(tmp_path: Path) -> ProjectFolder:
    return ProjectFolder(tmp_path)


@pytest.fixture
def project(projects: ProjectFolder) -> Project:
    project = projects.create(name="x")
    for name in ("a.glb", "b.usdz", "c.webp", "d.hdr", "e.json", "f.svg", ".hidden"):
        (project.out / name).write_bytes(b"content of " + name.encode())
    (project.folder / "photos" / "p.jpg").write_bytes(b"photo")
    return project


def _get(
    projects: ProjectFolder, path: str, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body; the path goes in as a client may send it, dots and all."""
    app = Starlette(
        routes=[
            Route("/files/{token}/{path:path}", lambda request: file_response(projects, request))
        ],
        middleware=[Middleware(PrivateHeaders)],
    )
    sent: list[dict[str, Any]] = []

    asked = False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if asked:
            await asyncio.Event().wait()  # a client that stays
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    scope = {
        "type": "http",
        "method": "GET",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(k.encode(), v.encode()) for k, v in (headers or {}).items()],
    }
    asyncio.run(app(scope, receive, send))
    start = sent[0]
    told = {key.decode(): value.decode() for key, value in start["headers"]}
    return start["status"], told, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.glb", "model/gltf-binary"),
        ("b.usdz", "model/vnd.usdz+zip"),
        ("c.webp", "image/webp"),
        ("d.hdr", "image/vnd.radiance"),
        ("e.json", "application/json"),
        ("f.svg", "image/svg+xml"),
    ],
)
def test_files_have_their_types(
    projects: ProjectFolder, project: Project, name: str, kind: str
) -> None:
    status, headers, body = _get(projects, project.url(f"out/{name}"))
    assert (status, body) == (200, b"content of " + name.encode())
    assert headers["content-type"].split(";")[0] == kind
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "private, no-cache"


def test_what_did_not_change_is_not_sent_again(projects: ProjectFolder, project: Project) -> None:
    address = project.url("out/a.glb")
    _, headers, _ = _get(projects, address)
    tag = {"if-none-match": headers["etag"]}
    assert _get(projects, address, tag)[0] == 304
    (project.out / "a.glb").write_bytes(b"other content")
    status, _, body = _get(projects, address, tag)
    assert (status, body) == (200, b"other content")


def test_names_made_of_content_may_be_kept_for_ever(
    projects: ProjectFolder, project: Project
) -> None:
    (project.folder / "previews" / f"{'0a1b' * 6}.webp").write_bytes(b"x")
    _, headers, _ = _get(projects, project.url(f"previews/{'0a1b' * 6}.webp"))
    assert "immutable" in headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "project.json",
        "photos/p.jpg",
        "jobs/x.log",
        "out",
        "out/",
        "out/none.glb",
        "out/../project.json",
        "out/%2e%2e/project.json",
        "out/..%2fproject.json",
        "out/..%5cproject.json",
        "out//a.glb",
        "out/./a.glb",
        "out/.hidden",
        "out/a.glb%00.png",
        "//etc/passwd",
        "out/%2fetc/passwd",
    ],
)
def test_nothing_else_is_found(projects: ProjectFolder, project: Project, path: str) -> None:
    status, headers, body = _get(projects, f"/files/{project.token}/{path}")
    assert (status, body) == (404, b"not found")
    assert headers["referrer-policy"] == "no-referrer"


def test_a_foreign_key_finds_nothing(projects: ProjectFolder, project: Project) -> None:
    other = projects.create(name="other")
    for key in (other.token, "x" * 32, "..", project.token.swapcase(), "%2e%2e"):
        assert _get(projects, f"/files/{key}/out/a.glb")[0] == 404
    assert _get(projects, f"/files/{other.token}/../{project.token}/out/a.glb")[0] == 404


def test_links_out_of_the_project_are_not_followed(
    projects: ProjectFolder, project: Project, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text("secret")
    (project.out / "link.json").symlink_to(secret)
    (project.out / "folder").symlink_to(tmp_path)
    (project.out / "photo.jpg").symlink_to(project.folder / "photos" / "p.jpg")
    for name in ("link.json", "folder/secret.json", "photo.jpg"):
        assert _get(projects, project.url(f"out/{name}"))[0] == 404
