"""Training shapes: storage, reduction, and what cannot be seen from outside."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reconstruct.surface import is_watertight
from reconstruct.training.shape_file import (
    TrainingShape,
    as_solid,
    read_shape,
    write_shape,
)
from reconstruct.training.sources import category_of_name

CORNERS = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], dtype=np.float32)
CUBE = np.array(
    [
        *([0, 1, 3], [0, 3, 2], [4, 6, 7], [4, 7, 5], [0, 4, 5], [0, 5, 1]),
        *([2, 3, 7], [2, 7, 6], [0, 2, 6], [0, 6, 4], [1, 5, 7], [1, 7, 3]),
    ],
    dtype=np.int32,
)


@pytest.fixture
def nested() -> TrainingShape:
    """A cube of material 0 with a smaller one of material 1 closed in."""
    inner = (CORNERS * 0.5 + 0.25).astype(np.float32)
    return TrainingShape(
        shape_id="nested",
        category="box",
        source="test",
        licence="Apache-2.0",
        credit="us",
        vertices_m=np.concatenate([CORNERS, inner]),
        faces=np.concatenate([CUBE, CUBE + 8]).astype(np.int32),
        material=np.repeat([0, 1], 12).astype(np.int32),
        materials=("oak", "steel"),
        colours=np.array([[200, 150, 90], [90, 90, 90]], dtype=np.uint8),
    )


def test_what_is_written_is_read(nested: TrainingShape, tmp_path: Path) -> None:
    write_shape(nested, tmp_path / "nested.npz")
    read = read_shape(tmp_path / "nested.npz")
    assert read.materials == ("oak", "steel")
    # Stored light: a quarter of a millimetre is less than any figure of ours can tell.
    np.testing.assert_allclose(read.vertices_m, nested.vertices_m, atol=2.5e-4)
    np.testing.assert_array_equal(read.faces, nested.faces)
    np.testing.assert_array_equal(read.material, nested.material)
    np.testing.assert_array_equal(read.colours, nested.colours)
    np.testing.assert_allclose(read.size_m, [1, 1, 1], atol=5e-4)


def test_what_nobody_can_see_goes(nested: TrainingShape) -> None:
    _, faces, material = as_solid(
        nested.vertices_m, nested.faces, nested.material, target_faces=500
    )
    assert is_watertight(faces.astype(np.int64))
    assert set(material.tolist()) == {0}


def test_a_solid_keeps_bounds_materials_and_the_budget() -> None:
    """A torn table: two open sheets as its top, four thin legs that only touch it."""
    top = CORNERS * np.array([1.2, 0.04, 0.8], dtype=np.float32) + np.array(
        [0, 0.7, 0], dtype=np.float32
    )
    leg = CORNERS * np.array([0.05, 0.7, 0.05], dtype=np.float32)
    places = [[0, 0, 0], [1.15, 0, 0], [0, 0, 0.75], [1.15, 0, 0.75]]
    legs = [leg + np.array(place, dtype=np.float32) for place in places]
    vertices = np.concatenate([top, *legs]).astype(np.float32)
    # Without two of the top's end triangles the raw mesh is open.
    faces = np.concatenate([CUBE[:-1], *(CUBE + 8 * (i + 1) for i in range(4))]).astype(np.int32)
    material = np.repeat([0, 1], [11, 48]).astype(np.int32)
    points, light, labels = as_solid(vertices, faces, material, target_faces=600)
    assert len(light) <= 600
    assert is_watertight(light.astype(np.int64))
    np.testing.assert_allclose(np.ptp(points, axis=0), [1.2, 0.74, 0.8], atol=1e-5)
    middle = points[light].mean(axis=1)
    assert set(labels[middle[:, 1] < 0.5].tolist()) == {1}
    assert set(labels[middle[:, 1] > 0.735].tolist()) == {0}


@pytest.mark.parametrize(
    ("name", "category"), [("Leather sofa", "sofa"), ("Tricycle of a cosmonaut", "other")]
)
def test_categories_of_names(name: str, category: str) -> None:
    assert category_of_name(name) == category
