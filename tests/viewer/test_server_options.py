"""The program that makes models is the server's choice: no page, job or project can name one."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from showroom.cli import main
from showroom.errors import WrongUseError
from showroom.product.outcome import ProductFileOptions
from showroom.product.shape_command import SHAPE_COMMAND_VARIABLE, ShapeCommand
from viewer import products_job, rooms_job
from viewer.project import Project, ProjectFolder
from viewer.server_options import server_file_options

OURS = ShapeCommand("my-model {photo} {glb}", seconds=30.0, memory_gib=2.0)
EVIL = "touch {photo} {glb}"


class _Report:
    def progress(self, *_: Any, **__: Any) -> None:
        """Nobody listens."""

    def problem(self, problem: Any) -> None:
        raise AssertionError(problem)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose own settings name a program."""
    made = ProjectFolder(tmp_path).create(name="Evil")
    with made.change() as change:
        for page in ("products", "rooms", "server"):
            change.state = change.state.with_settings(page, shape_command=EVIL)
    return made


def _options_of_jobs(
    project: Project, arguments: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch
) -> list[ProductFileOptions | None]:
    """With which options the two jobs that make products make them."""
    used: list[ProductFileOptions | None] = []

    class FakeRun:
        products: tuple[()] = ()

        def __init__(self, *_: Any, **__: Any) -> None:
            """Makes nothing."""

        def make_products(self, _rows: Any, files: ProductFileOptions | None) -> None:
            used.append(files)

    def build_rooms(*_: Any, files: ProductFileOptions | None = None, **__: Any) -> Any:
        used.append(files)
        return SimpleNamespace(showrooms=(), problems=())

    monkeypatch.setattr(products_job, "Run", FakeRun)
    monkeypatch.setattr(rooms_job, "build_rooms", build_rooms)
    products_job.run(project, _Report(), arguments)
    rooms_job.run(project, _Report(), {"ids": [], **arguments})
    return used


def test_jobs_take_the_servers_command_and_no_other(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"shape_command": EVIL, "files": {"shape_command": EVIL}}
    monkeypatch.delenv(SHAPE_COMMAND_VARIABLE, raising=False)
    assert _options_of_jobs(project, asked, monkeypatch) == [ProductFileOptions()] * 2
    monkeypatch.setenv(SHAPE_COMMAND_VARIABLE, OURS.as_text())
    chosen = ProductFileOptions(shape_command=OURS)
    assert _options_of_jobs(project, asked, monkeypatch) == [chosen] * 2


def test_a_setting_that_cannot_be_understood_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SHAPE_COMMAND_VARIABLE, json.dumps({"template": "my-model {photo}"}))
    with pytest.raises(WrongUseError, match=SHAPE_COMMAND_VARIABLE):
        server_file_options()


def test_view_hands_the_command_to_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[list[str], Mapping[str, str]]] = []

    def run(command: list[str], *, env: Mapping[str, str], check: bool) -> Any:
        started.append((command, env))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.delenv(SHAPE_COMMAND_VARIABLE, raising=False)
    monkeypatch.setattr("showroom.cli.subprocess.run", run)
    assert CliRunner().invoke(main, ["view", str(tmp_path)]).exit_code == 0
    words = ["--shape-command", OURS.template, "--shape-command-seconds", "30"]
    words += ["--shape-command-gib", "2"]
    assert CliRunner().invoke(main, ["view", str(tmp_path), *words]).exit_code == 0
    (_, without), (command, environment) = started
    assert SHAPE_COMMAND_VARIABLE not in without
    monkeypatch.setenv(SHAPE_COMMAND_VARIABLE, environment[SHAPE_COMMAND_VARIABLE])
    assert server_file_options().shape_command == OURS
    # Other users of the machine can read a command line.
    assert OURS.template not in " ".join(command)
    wrong = CliRunner().invoke(main, ["view", str(tmp_path), "--shape-command", "my-model"])
    assert wrong.exit_code == 2
