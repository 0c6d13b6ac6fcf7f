"""The app as an ASGI application: Streamlit, and beside it the files and the viewer's bundle."""

from __future__ import annotations

import mimetypes
import os
import secrets
from pathlib import Path
from typing import Any

from viewer.bundle import bundle_file
from viewer.workspace import FOLDER_VARIABLE, TOKEN_VARIABLE

__all__ = ["make_app"]


def make_app(folder: Path) -> Any:
    """Build the ASGI application for a results folder.

    Routes know no session, so the files lie behind a name that nobody can guess.

    Raises
    ------
    BundleError
        If the viewer's bundle has not been built.
    """
    import streamlit as st
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles
    from streamlit import config

    mimetypes.add_type("model/gltf-binary", ".glb")
    mimetypes.add_type("text/javascript", ".js")
    config.set_option("browser.gatherUsageStats", False)
    token = secrets.token_urlsafe(24)
    os.environ[FOLDER_VARIABLE] = str(folder.resolve())
    os.environ[TOKEN_VARIABLE] = token
    return st.App(
        Path(__file__).with_name("app.py").resolve(),
        routes=[
            Mount(f"/files/{token}", StaticFiles(directory=folder)),
            Mount("/bundle", StaticFiles(directory=bundle_file().parent)),
        ],
    )
