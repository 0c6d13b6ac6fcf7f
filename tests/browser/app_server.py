"""The merchant's app in a process of its own, as `showroom view` starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class App:
    """A running app and the folder that it serves."""

    address: str
    folder: Path


@contextmanager
def served_app(folder: Path) -> Iterator[str]:
    """Address of an app that serves the folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    root = Path(__file__).parents[2]
    path = os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])
    server = subprocess.Popen(
        [sys.executable, "-m", "viewer", str(folder), "--port", str(port)],
        env={**os.environ, "PYTHONPATH": path},
    )
    try:
        address = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()
                break
            except OSError:
                assert time.monotonic() < deadline, "the app did not start"
                assert server.poll() is None, "the app ended"
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(20)
