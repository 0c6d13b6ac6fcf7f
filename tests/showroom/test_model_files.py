"""A model of the merchant's own, and a turn, from the catalog row to the files."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
import trimesh
from click.testing import CliRunner

from showroom.catalog.product import CatalogProduct
from showroom.cli import main
from showroom.product.files import make_product
from showroom.product.model_size import fits_a_room, model_size_problem
from showroom.product.outcome import ProductFileOptions, ProductJob, ProductOutcome
from showroom.product.record import taken_over
from tests.gltf_validation import assert_valid_glb

pytestmark = pytest.mark.usefixtures("small_posters")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "bench.glb"
    path.write_bytes(trimesh.Scene(trimesh.creation.box((1.4, 0.5, 0.4))).export(file_type="glb"))
    return path


def _make(model: Path, **said: float) -> tuple[ProductJob, ProductOutcome]:
    row = CatalogProduct("B-1", (), "Oak bench", model=model, **said)
    folder = model.parent
    job = ProductJob(row, folder / "out", folder / "store", ProductFileOptions(512, 2000))
    return job, make_product(job)


def test_a_model_becomes_files_like_any_product(model: Path) -> None:
    job, outcome = _make(model)
    assert outcome.problems == ()
    assert outcome.category == "bench"
    assert outcome.facts is not None
    assert outcome.facts.size_m == pytest.approx((1.4, 0.5, 0.4))
    folder = job.out / "products" / "B-1"
    assert_valid_glb(folder / "B-1.glb", folder / "B-1.web.glb", folder / "B-1.lod1.glb")
    told = json.loads((folder / "product.json").read_bytes())
    assert (told["size_source"], told["photos"]) == ("model", [])
    assert taken_over(job) is not None
    model.write_bytes(trimesh.Scene(trimesh.creation.box((1, 1, 1))).export(file_type="glb"))
    assert taken_over(job) is None


def test_a_quarter_turn_keeps_the_given_size(model: Path) -> None:
    _, plain = _make(model)
    _, outcome = _make(model, turn_rad=math.pi / 2)
    assert outcome.facts is not None
    assert outcome.facts.size_m == pytest.approx((0.4, 0.5, 1.4))
    assert outcome.from_store  # nothing was made anew
    assert outcome.key != plain.key
    size_m = {"width_m": 0.8, "height_m": 1.0, "depth_m": 2.8}
    _, given = _make(model, turn_rad=-math.pi / 2, keep_doubtful=True, **size_m)
    assert given.facts is not None
    assert given.facts.size_m == pytest.approx((0.8, 1.0, 2.8))
    # Twice as large, and not stretched; no bench is that deep.
    assert [problem.code for problem in given.problems] == ["doubtful_product"]


def test_a_model_in_millimetres_is_told_and_left(model: Path) -> None:
    row = CatalogProduct("B-1", (), "Oak bench", model=model)
    problem = model_size_problem(row, "bench", (1400.0, 500.0, 400.0))
    assert problem is not None
    assert (problem.code, problem.severity) == ("implausible_model_size", "warning")
    assert "millimetres" in problem.message
    assert "stands in no room" in problem.message
    centimetres = model_size_problem(row, None, (140.0, 50.0, 40.0))
    assert centimetres is not None
    assert "centimetres" in centimetres.message
    small = model_size_problem(row, "bench", (0.14, 0.05, 0.04))
    assert small is not None
    assert "much smaller than a product of the category bench" in small.message
    assert model_size_problem(row, "bench", (1.4, 0.5, 0.4)) is None
    said = CatalogProduct("B-1", (), "Oak bench", model=model, width_m=1.4)
    assert model_size_problem(said, "bench", (1400.0, 500.0, 400.0)) is None
    assert not fits_a_room((1400.0, 500.0, 400.0))


def test_a_model_that_cannot_be_read_costs_only_itself(model: Path) -> None:
    model.write_bytes(b"solid bench")
    _, outcome = _make(model)
    (problem,) = outcome.problems
    assert (problem.code, problem.severity) == ("not_a_model", "error")
    model.unlink()
    _, outcome = _make(model)
    assert [p.severity for p in outcome.problems] == ["error"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["a.glb", "b.glb", "--same-product"], ["2 models", "--same-product"]),
        (["a.jpg", "b.jpg", "--turn-deg", "90"], ["--same-product"]),
        (["a.jpg", "--turn-deg", "quarter"], ["--turn-deg", "quarter"]),
        (["a.jpg", "--cutout", "m.png", "--cutout", "n.png"], ["2 cut-outs for 1 photo:"]),
        (["c.csv", "--cutout", "m.png"], ["--cutout", "catalog"]),
        (["a.jpg", "--box", "1 2 3"], ["--box", "'1 2 3' is not a box"]),
        (["a.jpg", "--box", "1 2 3 4", "--box", "-"], ["2 boxes for 1 photo:"]),
        (["a.jpg", "b.jpg", "--box", "1 2 3 4"], ["--same-product"]),
        (["c.csv", "--box", "1 2 3 4"], ["--box", "catalog"]),
    ],
)
def test_wrong_use(
    arguments: list[str], words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["convert", *arguments, "--out", "out"])
    assert result.exit_code == 2
    for word in words:
        assert word in result.stderr
