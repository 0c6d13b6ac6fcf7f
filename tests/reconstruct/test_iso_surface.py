from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconstruct.iso_surface import iso_surface
from reconstruct.surface import is_watertight


def volume(vertices: np.ndarray, faces: np.ndarray) -> float:
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    return float((a * np.cross(b, c)).sum() / 6)


def test_a_sphere_has_its_volume_and_faces_outwards() -> None:
    grid = np.mgrid[0:40, 0:40, 0:40] - 19.7
    vertices, faces = iso_surface(15.0 - np.sqrt((grid**2).sum(axis=0)))
    assert is_watertight(faces)
    assert volume(vertices, faces) == pytest.approx(4 / 3 * np.pi * 15**3, rel=0.01)
    assert np.abs(np.linalg.norm(vertices - 19.7, axis=1) - 15).max() < 0.2


def test_one_point_gives_a_cube_of_six_quads() -> None:
    field = np.full((3, 3, 3), -1.0)
    field[1, 1, 1] = 1.0
    vertices, faces = iso_surface(field)
    assert (len(vertices), len(faces)) == (8, 12)
    assert volume(vertices, faces) > 0


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.floats(-0.8, 0.8))
def test_noise_gives_a_closed_surface_all_the_same(seed: int, level: float) -> None:
    field = np.random.default_rng(seed).uniform(-1, 1, (9, 8, 10)) + level
    field = np.pad(field, 1, constant_values=-1.0)
    vertices, faces = iso_surface(field)
    if len(faces):
        assert is_watertight(faces)
        assert volume(vertices, faces) > 0


def test_an_open_field_is_refused() -> None:
    with pytest.raises(ValueError, match="outermost layer; pad it"):
        iso_surface(np.ones((4, 4, 4)))


def test_nothing_inside_gives_nothing() -> None:
    vertices, faces = iso_surface(np.full((4, 4, 4), -1.0))
    assert len(vertices) == len(faces) == 0
