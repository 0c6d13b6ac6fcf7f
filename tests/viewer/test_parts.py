"""Parts of a product in the app: kept in its draft, given to the engine, changed by hand, shown plainly."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reconstruct.errors import DesignFileError
from reconstruct.parts.design_file import design_as_json
from reconstruct.parts.detail import LIGHT
from reconstruct.parts.families import all_families, family_named
from reconstruct.parts.family import Family
from reconstruct.parts.parameters import Measure
from showroom.gltf import read_glb
from showroom.problem import Problem
from viewer import products_job
from viewer.catalog_row import catalog_row
from viewer.design_preview import preview_assembly, preview_glb
from viewer.draft import PhotoDraft, ProductDraft
from viewer.kept_design import built_parts, design_fault, kept_design
from viewer.part_controls import role_controls, usual_design
from viewer.parts_edit import PartsEdit, design_size_m, shown_range
from viewer.project import Project, ProjectFolder

CHAIR = family_named("chair")
DESIGN = usual_design(CHAIR, "dining_chair")
SIZE_M = np.array([0.48, 0.85, 0.5])
PRODUCT = ProductDraft(
    "A",
    "Oak chair",
    photos=(PhotoDraft("a.jpg", "a.jpg", status="cut_out"),),
    category="dining_chair",
    width_m=0.48,
    height_m=0.85,
    depth_m=0.5,
)
WITH_PARTS = replace(PRODUCT, design=design_as_json(DESIGN))


class _Report:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def progress(self, *_: Any, **__: Any) -> None:
        """Nobody watches."""

    def problem(self, problem: Problem) -> None:
        self.problems.append(problem)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return ProjectFolder(tmp_path).create(name="x")


def test_a_design_survives_its_file() -> None:
    told = json.loads(json.dumps(WITH_PARTS.as_json()))
    assert ProductDraft.from_json(told) == WITH_PARTS
    assert kept_design(ProductDraft.from_json(told)) == kept_design(WITH_PARTS)
    del told["design"]
    assert ProductDraft.from_json(told) == PRODUCT


def test_a_design_is_part_of_what_a_product_is_made_of() -> None:
    assert WITH_PARTS.fingerprint() != PRODUCT.fingerprint()
    assert replace(WITH_PARTS, design=None).fingerprint() == PRODUCT.fingerprint()


def test_the_engine_gets_the_design_unless_there_is_an_own_model(project: Project) -> None:
    design = catalog_row(project, WITH_PARTS).design
    assert design is not None
    assert design.structure == DESIGN.structure
    assert catalog_row(project, PRODUCT).design is None
    assert catalog_row(project, replace(WITH_PARTS, model="m.glb")).design is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"family": "spaceship"}, "family"),
        ({"choices": {"legs": "flying"}}, "choices.legs"),
        ({"measures": {"seat_height": 99.0}}, "measures.seat_height"),
        ({"schema_version": 99}, "schema_version"),
    ],
)
def test_a_design_that_cannot_be_built_is_told_and_kept(
    project: Project, wrong: dict[str, Any], said: str
) -> None:
    broken = replace(PRODUCT, design={**design_as_json(DESIGN), **wrong})
    with pytest.raises(DesignFileError, match=said):
        kept_design(broken)
    assert design_fault(broken) is not None
    with project.change() as change:
        change.state = change.state.with_product(broken)
    report = _Report()
    products_job.run(project, report, {"skus": ["A"]})
    assert [problem.code for problem in report.problems] == ["bad_parts"]
    after = project.state().products[0]
    assert (after.status, after.design) == ("failed", broken.design)


def test_the_parts_of_a_finished_product_have_its_colours(project: Project) -> None:
    folder = project.out / "products" / "A"
    assert built_parts(project, "A") is None
    folder.mkdir(parents=True)
    parts = [
        {"name": "leg a", "role": "leg", "material": "legs", "colour": "#ff0000"},
        {"name": "leg b", "role": "leg", "material": "legs", "colour": "#0000ff"},
        {"name": "seat", "role": "seat", "material": "seat"},
    ]
    told = {**design_as_json(DESIGN), "parts": parts}
    (folder / "parts.json").write_text(json.dumps(told))
    built = built_parts(project, "A")
    assert built is not None
    assert built.design.structure == DESIGN.structure
    assert built.colours == {"legs": (0.5, 0.0, 0.5)}
    (folder / "parts.json").write_text("{")
    assert built_parts(project, "A") is None


def test_the_preview_has_a_node_for_each_part_in_its_colour() -> None:
    assembly = preview_assembly(DESIGN, SIZE_M)
    document, _ = read_glb(preview_glb(assembly, {"legs": (1.0, 0.0, 0.0)}))
    assert {node["name"] for node in document["nodes"]} == {part.name for part in assembly.parts}
    colours = {
        material["name"]: material["pbrMetallicRoughness"]["baseColorFactor"]
        for material in document["materials"]
    }
    assert colours["legs"] == [1.0, 0.0, 0.0, 1.0]
    low = np.min([a["min"] for a in document["accessors"] if "min" in a], axis=0)
    high = np.max([a["max"] for a in document["accessors"] if "max" in a], axis=0)
    np.testing.assert_allclose(high - low, SIZE_M, atol=1e-5)


def test_a_part_shows_what_concerns_it() -> None:
    controls = {c.role: c for c in role_controls(DESIGN, SIZE_M)}
    leg = controls["leg"]
    assert "legs" in leg.choices
    assert "leg_thickness" in leg.measures
    assert "leg_thickness" not in controls["seat"].measures
    assert len(leg.names) == 4


@pytest.mark.parametrize("family", all_families(), ids=lambda family: family.name)
def test_every_usual_design_can_be_built_and_changed(family: Family) -> None:
    kind = family.kinds[0]
    edit = PartsEdit.of(usual_design(family, kind.category))
    size_m = np.sqrt(np.asarray(kind.low_m) * np.asarray(kind.high_m))
    controls = role_controls(edit.design, size_m)
    assert controls
    choice = family.choices[0]
    other = next(o for o in choice.options if o != edit.design.choices[choice.name])
    changed = edit.with_option(choice.name, other)
    assert changed.design.choices[choice.name] == other
    assert family.build(changed.design, size_m, LIGHT).parts
    assert changed.undone().design == edit.design


def test_a_kind_that_is_tried_and_left_brings_its_measures_back() -> None:
    edit = PartsEdit.of(DESIGN).with_measure("leg_thickness", 0.05)
    there = edit.with_option("legs", "tapered").with_option("legs", DESIGN.choices["legs"])
    assert there.design == edit.design
    assert there.undone().undone().undone().design == DESIGN
    assert PartsEdit.of(DESIGN).undone().design == DESIGN


def test_a_measure_stays_in_its_range() -> None:
    measure = next(m for m in CHAIR.measures if m.name == "leg_thickness")
    edit = PartsEdit.of(DESIGN)
    assert edit.with_measure("leg_thickness", 9.0).design.measures["leg_thickness"] == measure.high
    assert kept_design(
        replace(PRODUCT, design=design_as_json(edit.with_measure("leg_thickness", 0.0).design))
    )


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [
        ("m", 0.0414, (2.0, 6.0, 4.1, 0.1, 100.0)),
        ("share", 0.333, (2.0, 6.0, 6.0, 1.0, 100.0)),
    ],
)
def test_measures_are_shown_as_a_merchant_reads_them(
    unit: Any, value: float, shown: tuple[float, ...]
) -> None:
    assert shown_range(Measure("x", 0.02, 0.06, unit), value) == shown


def test_a_design_is_built_to_the_size_before_the_turn() -> None:
    np.testing.assert_allclose(design_size_m(PRODUCT, DESIGN), [0.48, 0.85, 0.5])
    turned = replace(PRODUCT, turn_deg=90)
    np.testing.assert_allclose(design_size_m(turned, DESIGN), [0.5, 0.85, 0.48])
    guessed = replace(turned, size_guessed=True, made_turn_deg=0)
    np.testing.assert_allclose(design_size_m(guessed, DESIGN), [0.48, 0.85, 0.5])
    unknown = replace(PRODUCT, width_m=None)
    assert 0.3 < design_size_m(unknown, DESIGN)[0] < 0.8
