"""Another program makes the model: how it is called, in which limits, and what is said when it fails."""

from __future__ import annotations

import json
import math
import os
import shlex
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest
from click.testing import CliRunner
from PIL import Image

from reconstruct.cutout import Cutout
from reconstruct.photo import Photo, read_photo
from showroom.catalog.product import CatalogProduct
from showroom.cli import main
from showroom.errors import ShapeCommandError, WrongUseError
from showroom.product.command_model import run_shape_command
from showroom.product.files import make_product
from showroom.product.outcome import ProductFileOptions, ProductJob, ProductOutcome
from showroom.product.recipe import recipe_of
from showroom.product.record import taken_over
from showroom.product.shape_command import (
    SHAPE_COMMAND_VARIABLE,
    ShapeCommand,
    shape_command_of_server,
)
from showroom.product.store import ProductStore
from tests.gltf_validation import assert_valid_glb
from tests.one_armed_chair import SIZE_M, chair_glb, chair_picture, off_m, write_chair_photo

pytestmark = pytest.mark.usefixtures("small_posters")

NASTY = "a; touch gone; rm -rf \"b\" 'c' $(touch gone) {glb}.png"


def _program(folder: Path, body: str, places: str = "{photo} {glb}") -> str:
    """The command line of a Python program."""
    path = folder / "my model.py"
    path.write_text(f"import sys, pathlib\n{body}\n")
    return f"{shlex.quote(sys.executable)} -S {shlex.quote(str(path))} {places}"


def _copying(folder: Path, yaw_deg: float) -> str:
    """A program that writes the chair, turned."""
    (folder / "chair.glb").write_bytes(chair_glb(math.radians(yaw_deg), scale=3.0))
    source = str(folder / "chair.glb")
    return _program(
        folder,
        f"pathlib.Path(sys.argv[2]).write_bytes(pathlib.Path({source!r}).read_bytes())",
    )


def _cut(picture: Path) -> tuple[Photo, Cutout]:
    photo = read_photo(picture)
    assert photo.alpha is not None
    height, width = photo.alpha.shape
    box = (0, 0, width, height)
    return photo, Cutout(photo.name, photo.rgb, photo.alpha, "alpha", 1.0, (False,) * 4, box)


def _run(folder: Path, command: ShapeCommand) -> Path:
    files = folder / "files"
    files.mkdir()
    photo, cutout = _cut(write_chair_photo(folder / NASTY))
    return run_shape_command(
        command, "C-1", photo, cutout, folder=files, lock=folder / "store" / "lock"
    )


def _job(folder: Path, command: ShapeCommand, photo: Path) -> ProductJob:
    width_m, height_m, depth_m = SIZE_M
    row = CatalogProduct(
        "C-1", (photo,), "Chair", "chair", width_m=width_m, height_m=height_m, depth_m=depth_m
    )
    options = ProductFileOptions(512, 2000, shape_command=command)
    return ProductJob(row, folder / "out", folder / "store", options)


def _made_and_job(folder: Path, template: str) -> tuple[ProductOutcome, ProductJob]:
    job = _job(folder, ShapeCommand(template), write_chair_photo(folder / NASTY))
    return make_product(job), job


def test_a_photo_of_any_name_becomes_a_product_of_the_programs_model(tmp_path: Path) -> None:
    outcome, job = _made_and_job(tmp_path, _copying(tmp_path, 137))
    assert outcome.problems == ()
    assert outcome.facts is not None
    assert outcome.facts.size_m == pytest.approx(SIZE_M)
    assert outcome.facts.size_source == "given"
    assert outcome.key is not None
    product = ProductStore(job.store).load(outcome.key)
    assert product is not None
    assert off_m(product.vertices_m) < 0.01
    folder = job.out / "products" / "C-1"
    assert_valid_glb(folder / "C-1.glb", folder / "C-1.web.glb")
    told = json.loads((folder / "product.json").read_bytes())
    assert told["photos"][0]["used_for"] == ["shape", "texture"]
    # No shell saw the photo's name.
    assert not list(tmp_path.rglob("gone"))
    assert taken_over(job) is not None


def test_another_command_makes_the_product_again(tmp_path: Path) -> None:
    photo = write_chair_photo(tmp_path / "chair.png")
    first = _job(tmp_path, ShapeCommand("my-model {photo} {glb}"), photo)
    key = recipe_of(first.product, "chair", first.options).key()

    def key_with(command: ShapeCommand | None, product: CatalogProduct = first.product) -> str:
        return recipe_of(product, "chair", replace(first.options, shape_command=command)).key()

    assert key_with(ShapeCommand("my-model --fine {photo} {glb}")) != key
    assert key_with(None) != key
    assert key_with(ShapeCommand("my-model {photo} {glb}", seconds=5.0, memory_gib=1.0)) == key
    # A model of the merchant's own is taken, whatever the command.
    own = replace(first.product, model=photo, photos=())
    assert key_with(ShapeCommand("my-model {photo} {glb}"), own) == key_with(None, own)


def test_the_program_reads_the_photo_and_the_cut_out(tmp_path: Path) -> None:
    body = "pathlib.Path(sys.argv[3]).write_bytes(b'glTF')\nassert len(sys.argv) == 5, sys.argv"
    template = _program(tmp_path, body, "{photo} {cutout} {glb} 'two words'")
    glb = _run(tmp_path, ShapeCommand(template))
    assert glb.read_bytes() == b"glTF"
    with Image.open(glb.with_name("photo.png")) as picture:
        assert np.array_equal(np.asarray(picture), chair_picture())
    with Image.open(glb.with_name("cutout.png")) as picture:
        alone = np.asarray(picture)
    assert np.array_equal(alone[..., 3], chair_picture()[..., 3])
    assert not alone[alone[..., 3] == 0].any()


@pytest.mark.parametrize(
    ("body", "limits", "words"),
    [
        (
            "sys.stderr.write('one\\rtwo\\nno weights\\x1b\\n')\nsys.exit(3)",
            {},
            ["exit code 3", "two | no weights", "by hand"],
        ),
        ("pass", {}, ["wrote no file at {glb}", "said nothing"]),
        ("import os; os.kill(os.getpid(), 11)", {}, ["signal 11 (SIGSEGV)"]),
        (
            "held = bytearray(2 * 2**30)",
            {"memory_gib": 1.0},
            ["lack of memory", "MemoryError", "--shape-command-gib"],
        ),
        (
            "import time; sys.stderr.write('step 1'); sys.stderr.flush(); time.sleep(60)",
            {"seconds": 1.0},
            ["after 1 seconds", "step 1", "--shape-command-seconds"],
        ),
    ],
)
def test_what_goes_wrong_is_told_with_its_remedy(
    tmp_path: Path, body: str, limits: dict[str, float], words: list[str]
) -> None:
    with pytest.raises(ShapeCommandError) as caught:
        _run(tmp_path, ShapeCommand(_program(tmp_path, body), **limits))
    for word in ("C-1: ", *words):
        assert word in str(caught.value)


def test_an_absent_program_is_told(tmp_path: Path) -> None:
    with pytest.raises(ShapeCommandError, match=r"C-1: .*'no-such-model' was not found"):
        _run(tmp_path, ShapeCommand("no-such-model {photo} {glb}"))


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are POSIX's")
def test_nothing_that_the_program_started_outlives_it(tmp_path: Path) -> None:
    body = (
        "import subprocess, time\n"
        "child = subprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(child.pid))\n"
        "time.sleep(60)"
    )
    with pytest.raises(ShapeCommandError, match="after 2 seconds"):
        _run(tmp_path, ShapeCommand(_program(tmp_path, body), seconds=2.0))
    pid = int((tmp_path / "pid").read_text())
    ended = time.monotonic() + 5
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < ended
        time.sleep(0.05)


def test_a_program_that_runs_alone_may_use_all_cores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    body = "import os\npathlib.Path(sys.argv[2]).write_text(str('OMP_NUM_THREADS' in os.environ))"
    assert _run(tmp_path, ShapeCommand(_program(tmp_path, body))).read_text() == "False"


@pytest.mark.parametrize("data", [b"", b"solid chair", b'{"asset": {"version": "2.0"}}'])
def test_a_file_that_is_no_model_fails_the_product(tmp_path: Path, data: bytes) -> None:
    template = _program(tmp_path, f"pathlib.Path(sys.argv[2]).write_bytes({data!r})")
    outcome, _ = _made_and_job(tmp_path, template)
    (problem,) = outcome.problems
    assert (problem.code, problem.severity) == ("shape_command", "error")
    assert problem.message.startswith("C-1: the file that the shape command wrote cannot be used")
    assert "whole GLB file" in problem.message


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("my-model {photo}", "lacks {glb}"),
        ("my-model {glb}", "lacks {photo} or {cutout}"),
        ("", "lacks {glb}"),
        ("{photo} {glb}", "lacks the name of a program"),
        ("my-model '{photo} {glb}", "Close every quote"),
    ],
)
def test_a_command_that_cannot_work_is_wrong_use(template: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match=words.replace("{", r"\{")):
        ShapeCommand(template)
    arguments = ["convert", "a.jpg", "--out", str(tmp_path / "out"), "--shape-command", template]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not (tmp_path / "out").exists()


def test_one_failure_does_not_stop_the_others(tmp_path: Path) -> None:
    """On the command line: the photo that the program does not like fails, the other is made."""
    (tmp_path / "chair.glb").write_bytes(chair_glb(0.5))
    good, bad = tmp_path / "good.png", tmp_path / "bad.png"
    Image.open(write_chair_photo(good)).resize((100, 100)).save(bad)
    body = (
        "width = int.from_bytes(pathlib.Path(sys.argv[1]).read_bytes()[16:20], 'big')\n"
        "if width < 200:\n    sys.exit('too small')\n"
        f"pathlib.Path(sys.argv[2]).write_bytes(pathlib.Path({str(tmp_path / 'chair.glb')!r}).read_bytes())"
    )
    arguments = ["convert", str(good), str(bad), "--out", str(tmp_path / "out")]
    arguments += ["--texture-px", "512", "--triangles", "1000", "--jobs", "1", "--json"]
    arguments += ["--shape-command", _program(tmp_path, body)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    errors = [p for p in report["problems"] if p["severity"] == "error"]
    assert [(p["item"], p["code"]) for p in errors] == [("bad", "shape_command")]
    assert "too small" in errors[0]["message"]
    assert (tmp_path / "out" / "products" / "good" / "good.glb").is_file()


def test_the_server_hands_its_command_on(monkeypatch: pytest.MonkeyPatch) -> None:
    command = ShapeCommand("my-model {cutout} {glb}", seconds=30.0, memory_gib=2.0)
    monkeypatch.setenv(SHAPE_COMMAND_VARIABLE, command.as_text())
    assert shape_command_of_server() == command
    monkeypatch.setenv(SHAPE_COMMAND_VARIABLE, "my-model {photo} {glb}")
    with pytest.raises(WrongUseError, match="showroom view --shape-command"):
        shape_command_of_server()
    monkeypatch.delenv(SHAPE_COMMAND_VARIABLE)
    assert shape_command_of_server() is None


@pytest.mark.parametrize(
    ("option", "limit"),
    [("seconds", "nan"), ("seconds", "inf"), ("gib", "nan"), ("gib", "inf"), ("gib", "1e30")],
)
def test_limits_that_are_none_are_wrong_use(tmp_path: Path, option: str, limit: str) -> None:
    result = CliRunner().invoke(
        main,
        [
            *(
                "convert",
                "a.jpg",
                "--out",
                str(tmp_path / "out"),
                "--shape-command",
                "m {photo} {glb}",
            ),
            *(f"--shape-command-{option}", limit),
        ],
    )
    assert result.exit_code == 2, result.output
    assert "of the shape command is" in result.output
    assert "at most 1,000,000" in result.output
