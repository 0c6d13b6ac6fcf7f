"""Parts files: what is written can be read again, and what is wrong is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reconstruct.errors import DesignFileError
from reconstruct.parts.design_file import design_as_json, parts_as_json, read_design
from reconstruct.parts.families import all_families, family_named
from reconstruct.parts.part_surface import design_surface
from reconstruct.parts.product_parts import ProductParts


def _written(tmp_path: Path, told: Any) -> Path:
    path = tmp_path / "parts.json"
    path.write_text(json.dumps(told))
    return path


@pytest.mark.parametrize("family", all_families(), ids=lambda f: f.name)
def test_a_design_survives_its_file(family, tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    for _ in range(10):
        design = family.draw(rng)
        again = read_design(_written(tmp_path, design_as_json(design)))
        assert (again.family, dict(again.choices)) == (design.family, dict(design.choices))
        for name, value in design.measures.items():
            assert again.measures[name] == pytest.approx(value, abs=6e-5)


def test_parts_are_listed_with_their_bounds(tmp_path: Path) -> None:
    design, size_m = family_named("rug").complete({"outline": "round"}, {}), np.array([2, 0.01, 1])
    assembly, surface = design_surface(design, size_m, triangles=12_000)
    parts = ProductParts.of(design, size_m, assembly, surface)
    told = parts_as_json(parts, surface.vertices_m, surface.faces)
    (rug,) = told["parts"]
    assert (rug["name"], rug["role"]) == ("rug", "rug")
    assert (rug["low_m"], rug["high_m"]) == ([-1.0, 0.0, -0.5], [1.0, 0.01, 0.5])
    assert read_design(_written(tmp_path, told)).choices == {"outline": "round", "border": "none"}


def _rug(**changed: Any) -> dict[str, Any]:
    return {"schema_version": 1, "family": "rug", "choices": {}, "measures": {}, **changed}


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([1], ["an object", "family"]),
        ({}, ["'schema_version' to be 1", "None"]),
        (_rug(schema_version=2), ["'schema_version' to be 1", "2"]),
        (_rug(family="spaceship"), ["'family' to be one of", "rug", "'spaceship'"]),
        (_rug(colour="red"), ["the fields", "'colour'", "Remove"]),
        (_rug(choices=[]), ["'choices' to be an object"]),
        (_rug(choices={"shape": "round"}), ["only outline", "'shape'"]),
        (_rug(choices={"outline": "star"}), ["'choices.outline' to be one of rectangle", "'star'"]),
        (_rug(measures={"length": 1}), ["'length'"]),
        (_rug(measures={"corner": 0.1}), ["'corner'", "only apply with some choices"]),
        (
            _rug(choices={"outline": "rounded"}, measures={"corner": 7}),
            ["'measures.corner' to be a number from 0.02 to 0.5", "7"],
        ),
        (
            _rug(choices={"outline": "rounded"}, measures={"corner": "wide"}),
            ["to be a number", "'wide'"],
        ),
        (_rug(choices={"outline": "rounded"}, measures={"corner": True}), ["to be a number"]),
        (_rug(choices={"outline": "rounded"}, measures={"corner": float("nan")}), ["a number"]),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, told: Any, words: list[str]) -> None:
    with pytest.raises(DesignFileError) as raised:
        read_design(_written(tmp_path, told))
    for word in ("parts.json", *words):
        assert word in str(raised.value)


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(DesignFileError, match="none that can be read"):
        read_design(tmp_path / "gone.json")
    half = tmp_path / "half.json"
    half.write_text('{"family": "ru')
    with pytest.raises(DesignFileError, match="in JSON"):
        read_design(half)
    half.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DesignFileError, match="in JSON"):
        read_design(half)
    half.write_bytes(b" " * ((1 << 20) + 1))
    with pytest.raises(DesignFileError, match="at most 1 MiB"):
        read_design(half)
    half.write_text("[" * 200_000)
    with pytest.raises(DesignFileError):
        read_design(half)
