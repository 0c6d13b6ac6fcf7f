"""The app as an ASGI application: Streamlit, and beside it the projects' files and the viewer's bundle."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from viewer.bundle import bundle_file
from viewer.project import ProjectFolder
from viewer.theme import SETTINGS

__all__ = ["FOLDER_VARIABLE", "make_app", "served_folder"]

FOLDER_VARIABLE = "SHOWROOM_VIEW_FOLDER"


def served_folder() -> ProjectFolder:
    """The folder that this process serves.

    Raises
    ------
    KeyError
        If the app was not started by `showroom view`.
    """
    return ProjectFolder(Path(os.environ[FOLDER_VARIABLE]))


def make_app(folder: Path) -> Any:
    """Build the ASGI application for a folder of projects.

    Routes know no session, so every project's files lie behind its key.

    Raises
    ------
    BundleError
        If the viewer's bundle has not been built.
    """
    import streamlit as st
    from starlette.middleware import Middleware
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles
    from streamlit import config

    from viewer.files import PrivateHeaders, file_response

    for name, value in SETTINGS.items():
        config.set_option(name, value)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ[FOLDER_VARIABLE] = str(folder.resolve())
    projects = served_folder()

    def files(request: Request) -> Response:
        return file_response(projects, request)

    return st.App(
        Path(__file__).with_name("app.py").resolve(),
        routes=[
            Route("/files/{token}/{path:path}", files),
            Mount("/bundle", StaticFiles(directory=bundle_file().parent)),
        ],
        middleware=[Middleware(PrivateHeaders)],
    )
