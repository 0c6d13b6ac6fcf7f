"""The route of the projects' files: only of the project whose key the address has, only public folders."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from viewer.project import PUBLIC_FOLDERS, Project, ProjectFolder

__all__ = ["PrivateHeaders", "file_response", "public_file"]

MEDIA_TYPES = {
    ".glb": "model/gltf-binary",
    ".usdz": "model/vnd.usdz+zip",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".hdr": "image/vnd.radiance",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".js": "text/javascript",
    ".zip": "application/zip",
}
# Beginnings or ends like "3f2a9c81d4e5": the content can never change under such a name.
_HASHED = re.compile(r"(^|[.-])[0-9a-f]{12,64}\.")


def public_file(project: Project, relative: str) -> Path | None:
    """The file of that address, or None if the browser has no business there."""
    parts = relative.split("/")
    if parts[0] not in PUBLIC_FOLDERS or len(parts) < 2:
        return None
    if any(
        part in ("", ".", "..") or part.startswith(".") or "\\" in part or "\x00" in part
        for part in parts
    ):
        return None
    path = project.folder.joinpath(*parts)
    try:
        # Resolved and unresolved are the same only if there is no link on the way.
        if path.resolve(strict=True) != project.folder.resolve().joinpath(*parts):
            return None
    except (OSError, ValueError):
        return None
    return path if path.is_file() else None


def file_response(projects: ProjectFolder, request: Request) -> Response:
    """Answer `/files/<token>/<path>`; whatever is wrong is "not found", so that nothing can be learned from it."""
    project = projects.find(request.path_params["token"])
    path = None if project is None else public_file(project, request.path_params["path"])
    if path is None:
        return Response("not found", 404, media_type="text/plain")
    media_type = MEDIA_TYPES.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0]
    response = FileResponse(
        path, media_type=media_type or "application/octet-stream", stat_result=path.stat()
    )
    hashed = _HASHED.search(path.name) is not None
    response.headers["Cache-Control"] = (
        "private, max-age=31536000, immutable" if hashed else "private, no-cache"
    )
    if request.headers.get("if-none-match") == response.headers["etag"]:
        kept = {name: response.headers[name] for name in ("etag", "cache-control")}
        return Response(status_code=304, headers=kept)
    return response


class PrivateHeaders:
    """On every answer: no address, which holds the key, is told to other sites, and no type is guessed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the headers to its answer."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Referrer-Policy"] = "no-referrer"
                headers["X-Content-Type-Options"] = "nosniff"
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
