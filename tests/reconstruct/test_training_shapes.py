"""Training shapes: storage, reduction, and what cannot be seen from outside."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reconstruct.training.shape_file import (
    TrainingShape,
    drop_hidden,
    lighten,
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
    _, faces, material = drop_hidden(nested.vertices_m, nested.faces, nested.material)
    assert len(faces) == 12
    assert set(material.tolist()) == {0}


def test_reduction_keeps_both_materials_and_the_bounds() -> None:
    u, v = np.meshgrid(np.linspace(0, 1, 40), np.linspace(0, 1, 40))
    sheet = np.stack([u.ravel(), v.ravel(), np.zeros(1600)], axis=1).astype(np.float32)
    start = (np.arange(39)[:, None] * 40 + np.arange(39)).ravel()
    first = np.stack([start, start + 1, start + 41], axis=1)
    second = np.stack([start, start + 41, start + 40], axis=1)
    faces = np.concatenate([first, second]).astype(np.int32)
    material = (sheet[faces].mean(axis=1)[:, 0] > 0.9).astype(np.int32)
    points, light, labels = lighten(sheet, faces, material, target_faces=200)
    assert len(light) < 400 < len(faces)
    assert set(labels.tolist()) == {0, 1}
    np.testing.assert_allclose(np.ptp(points, axis=0), [1, 1, 0], atol=1e-3)


@pytest.mark.parametrize(
    ("name", "category"), [("Leather sofa", "sofa"), ("Tricycle of a cosmonaut", "other")]
)
def test_categories_of_names(name: str, category: str) -> None:
    assert category_of_name(name) == category
