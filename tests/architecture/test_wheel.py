"""The wheel works where it is installed, from any folder, with its data inside."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

LAYOUT_NEEDS = (
    "click",
    "jaxtyping",
    "numpy",
    "ortools",
    "pillow",
    "resvg-py",
    "rich",
    "scipy",
    "shapely",
)
ROOM = {
    "room": {"type": "living_room", "width_m": 4.5, "depth_m": 4.0, "height_m": 2.6},
    "items": [
        {"id": "SOFA", "category": "sofa", "width_m": 2.0, "depth_m": 0.9, "height_m": 0.8},
        {
            "id": "TABLE",
            "category": "coffee_table",
            "width_m": 1.0,
            "depth_m": 0.6,
            "height_m": 0.4,
        },
    ],
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)],
        cwd=repository,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment that holds the wheel and what layout needs, nothing else of ours."""
    environment = tmp_path_factory.mktemp("environment") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    _link_with_dependencies(LAYOUT_NEEDS, packages)
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python")),
            *("install", "--quiet", "--no-deps", "--no-index", str(wheel)),
        ],
        check=True,
        capture_output=True,
    )
    return environment / "bin"


def test_data_is_inside(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        r"reconstruct/_assets/weights/cut_out\.onnx",
        r"layout/_assets/knowledge/.+",
        r"showroom/_assets/styles/.+",
        r"showroom/_assets/tour/.+",
        r"showroom/_assets/materials/.+\.jpg",
        r"showroom/_assets/styles/environments/scandinavian\.evening\.hdr",
        r"showroom/_web/.+\.js",
    ):
        assert any(re.fullmatch(wanted, name) for name in names), wanted
    assert not any("node_modules" in name or name.startswith("tests/") for name in names)


def test_help_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    run = subprocess.run(
        [installed / "showroom", "--help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    for command in ("convert", "build", "arrange", "check"):
        assert command in run.stdout


def test_arrange_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "ROOM.json").write_text(json.dumps(ROOM))
    run = subprocess.run(
        [installed / "showroom", "arrange", "ROOM.json", "--out", "out", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert {p["id"] for p in json.loads(run.stdout)["placements"]} == {"SOFA", "TABLE"}
    assert (tmp_path / "out" / "plan.svg").read_text().startswith("<svg")


def _link_with_dependencies(names: tuple[str, ...], packages: Path) -> None:
    """Link distributions of the running environment, with all they require, into another."""
    waiting = list(names)
    done: set[str] = set()
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in done:
            continue
        done.add(name)
        found = distribution(name)
        for requirement in found.requires or ():
            if "extra ==" not in requirement and "sys_platform == 'win32'" not in requirement:
                wanted = re.match(r"[\w.-]+", requirement)
                assert wanted
                if _present(wanted[0]):
                    waiting.append(wanted[0])
        for top in {Path(str(file)).parts[0] for file in found.files or ()}:
            source = Path(str(found.locate_file(top)))
            target = packages / top
            if top not in ("..", "__pycache__") and source.exists() and not target.exists():
                target.symlink_to(source)


def _present(name: str) -> bool:
    try:
        distribution(name)
    except ModuleNotFoundError:  # needed on another system only
        return False
    return True
