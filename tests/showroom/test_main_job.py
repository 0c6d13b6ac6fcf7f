"""The main job, whole: a catalog of photos in, products and a furnished showroom out, by the command line."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw

from showroom.cli import main
from showroom.gltf import read_glb
from tests.gltf_validation import assert_valid_glb

pytestmark = pytest.mark.slow

SHOWROOM = [sys.executable, "-m", "showroom.cli"]
GOOD = ("LIV-SOFA-01", "LIV-ARM-02", "LIV-COFFEE-01", "LIV-BOOK-01")


def _showroom(*arguments: str | Path, code: int = 0, **options: Any) -> str:
    run = subprocess.run(
        [*SHOWROOM, *map(str, arguments)], capture_output=True, text=True, check=False, **options
    )
    assert run.returncode == code, run.stdout + run.stderr
    return run.stdout if code != 2 else run.stderr


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """Four good products of the sample catalog, and bad ones of every kind between them."""
    folder = tmp_path_factory.mktemp("catalog")
    samples = repository / "assets" / "samples"
    with (samples / "catalog.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["sku"] in GOOD]
    assert len(rows) == len(GOOD)
    for row in rows:
        for photo in row["photo"].split("|"):
            (folder / photo).parent.mkdir(exist_ok=True)
            (folder / photo).write_bytes((samples / photo).read_bytes())
    rows[0]["name"] = '<script>alert("sofa")</script> 🛋'
    blank = dict.fromkeys(rows[0], "")
    (folder / "text.jpg").write_text("not a picture")
    whole = (folder / rows[0]["photo"].split("|")[0]).read_bytes()
    (folder / "cut.jpg").write_bytes(whole[: len(whole) // 3])
    Image.new("RGB", (1, 1)).save(folder / "dot.png")
    Image.new("RGBA", (300, 300), (255, 0, 0, 0)).save(folder / "clear.png")
    Image.new("RGB", (400, 400), "white").save(folder / "nothing.png")
    bad = [
        {**blank, "sku": "BAD-TEXT", "photo": "text.jpg"},
        {**blank, "sku": "BAD-CUT", "photo": "cut.jpg"},
        {**blank, "sku": "BAD-DOT", "photo": "dot.png"},
        {**blank, "sku": "BAD-CLEAR", "photo": "clear.png"},
        {**blank, "sku": "BAD-NOTHING", "photo": "nothing.png"},
        {**blank, "sku": "BAD-GONE", "photo": "gone.jpg"},
        {**blank, "sku": "BAD/SLASH", "photo": "dot.png"},
        {**blank, "sku": GOOD[0], "photo": "dot.png"},
        {**blank, "sku": "BAD-SIZE", "photo": "dot.png", "width_cm": "-3"},
    ]
    path = folder / "catalog.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(blank))
        writer.writeheader()
        writer.writerows([*bad[:4], *rows, *bad[4:]])
    return path


@pytest.fixture(scope="module")
def built(catalog: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The catalog built once, with two workers; bad rows make the exit code 1."""
    out = tmp_path_factory.mktemp("built") / "out"
    told = json.loads(_showroom("build", catalog, "--out", out, "--jobs", "2", "--json", code=1))
    assert [p["sku"] for p in told["products"] if p["made"]] == list(GOOD)
    return out


def test_every_good_product_is_made_and_every_bad_one_explained(built: Path) -> None:
    manifest = json.loads((built / "manifest.json").read_bytes())
    assert [p["sku"] for p in manifest["products"] if p["made"]] == sorted(GOOD)
    errors = {p["item"]: p for p in manifest["problems"] if p["severity"] == "error"}
    for item, code in {
        "BAD-TEXT": "not_an_image",
        "BAD-CUT": "truncated_photo",
        "BAD-DOT": "photo_too_small",
        "BAD-CLEAR": "empty_alpha",
        "BAD-NOTHING": "no_product_found",
        "BAD-GONE": "missing_photo",
        "BAD-SIZE": "bad_size",
    }.items():
        assert errors[item]["code"] == code, errors.get(item)
    assert {p["code"] for p in errors.values()} >= {"bad_sku", "duplicate_sku"}


def test_the_room_holds_the_products_at_their_placements(built: Path) -> None:
    (folder,) = (built / "showrooms").iterdir()
    told = json.loads((folder / "showroom.json").read_bytes())
    document, _ = read_glb((folder / "showroom.glb").read_bytes())
    nodes = {node["name"]: node for node in document["nodes"]}
    pieces = [(product, piece) for product in told["products"] for piece in product["placements"]]
    assert {product["sku"] for product, _ in pieces} == set(GOOD)
    for product, piece in pieces:
        node = nodes[piece["node"]]
        assert node["translation"] == pytest.approx(piece["position_m"], abs=1e-3)
        assert node["extras"]["sku"] == product["sku"]
        assert node["extras"]["name"] == product["name"]
    assert '<script>alert("sofa")</script> 🛋' in {product["name"] for product, _ in pieces}


def test_a_browser_finds_shell_levels_and_light(built: Path) -> None:
    (folder,) = (built / "showrooms").iterdir()
    told = json.loads((folder / "showroom.json").read_bytes())
    document, _ = read_glb((folder / told["shell"]).read_bytes())
    assert not any("sku" in node.get("extras", {}) for node in document["nodes"])
    names = {node["name"] for node in document["nodes"]}
    assert {"shell", "shell-floor", "entrance", "light-sun"} <= names
    for product in told["products"]:
        levels = product["lods"]
        assert (folder / product["poster"]).is_file()
        assert levels[0]["glb"] == product["glb"]
        assert levels[0]["enough_from_m"] == 0
        for key, fall in (("bytes", -1), ("triangles", -1), ("enough_from_m", 1)):
            values = [fall * level[key] for level in levels]
            assert values == sorted(values), (product["sku"], key)
        for level in levels:
            assert (folder / level["glb"]).stat().st_size == level["bytes"]
        assert all(level["triangles"] <= 10_000 for level in levels[1:])
        assert all(level["bytes"] <= 500_000 for level in levels[1:])
    listed = json.loads((built / "manifest.json").read_bytes())["files"]
    for mood in ("day", "evening"):
        path = (folder / told["environment"][mood]).resolve()
        assert path.is_file()
        assert path.relative_to(built).as_posix() in listed


def test_every_glb_passes_the_khronos_validator(built: Path) -> None:
    files = sorted(built.rglob("*.glb"))
    assert (
        len(files) == 5 * len(GOOD) + 3
    )  # master, store, web and two light files of each, master, web file and shell of the room
    assert_valid_glb(*files)


def test_pictures_are_pictures(built: Path) -> None:
    for poster in [*built.rglob("poster.webp"), *built.rglob("plan.png")]:
        with Image.open(poster) as picture:
            low, high = picture.convert("L").getextrema()
        assert high - low > 100, poster


def test_a_killed_run_ends_as_one_that_never_was_whatever_the_jobs_and_the_store(
    catalog: Path, built: Path, tmp_path: Path
) -> None:
    """One process and a store of its own, killed half way and run again, against two processes left alone."""
    fresh = {**os.environ, "SHOWROOM_CACHE": str(tmp_path / "store")}
    out = tmp_path / "out"
    run = subprocess.Popen(
        [*SHOWROOM, "build", str(catalog), "--out", str(out), "--jobs", "1"],
        env=fresh,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 120
    while not list(out.glob("products/*/*.glb")) and time.monotonic() < deadline:
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert list(out.glob("products/*/*.glb"))
    assert not (out / "manifest.json").exists()
    _showroom("build", catalog, "--out", out, "--jobs", "1", code=1, env=fresh)
    assert _files(out) == _files(built)


def test_check_says_good(built: Path) -> None:
    told = json.loads(_showroom("check", *sorted(built.rglob("*.glb")), "--json"))
    assert told["all_good"]


def test_convert_photos(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (300, 400), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((60, 50, 240, 380), fill=(120, 80, 40, 255))
    picture.save(tmp_path / "box.png")
    told = json.loads(
        _showroom(
            *("convert", tmp_path / "box.png", "--out", tmp_path / "out"),
            *("--size-cm", "50x90x?", "--category", "cabinet", "--json"),
            *("--triangles", "2000", "--texture-px", "512"),
        )
    )
    (product,) = told["products"]
    assert product["sku"] == "box"
    assert product["size_m"][:2] == pytest.approx([0.5, 0.9], abs=1e-3)
    assert_valid_glb(tmp_path / "out/products/box/box.glb")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["convert", "a.jpg", "b.jpg", "--sku", "X", "--out", "out"], ["--same-product"]),
        (["convert", "a.jpg", "--size-cm", "80x75", "--out", "out"], ["--size-cm", "80x75x60"]),
        (["convert", "none.csv", "--out", "out"], ["none.csv", "no such"]),
        (["build", "none.csv", "--out", "out"], ["none.csv", "no such"]),
        (["build", "none.csv", "--out", "out", "--style", "baroque"], ["baroque", "scandinavian"]),
        (["build", "none.csv", "--out", "out", "--room", "cellar"], ["cellar", "living_room"]),
        (["build", "none.csv", "--out", "out", "--count", "0"], ["--count 0"]),
        (["arrange", "nowhere.json", "--out", "out"], ["nowhere.json"]),
    ],
)
def test_wrong_use_is_code_2_and_says_what_to_do(
    arguments: list[str], words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In this process: a new one for each would spend a minute of the suite on imports.
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    for word in words:
        assert word in result.stderr


def test_wrong_use_leaves_a_process_with_code_2(tmp_path: Path) -> None:
    told = _showroom("arrange", "nowhere.json", "--out", "out", code=2, cwd=tmp_path)
    assert "nowhere.json" in told
