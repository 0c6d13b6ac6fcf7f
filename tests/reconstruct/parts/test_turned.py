"""Profiles, hoops, leaves and rows: what turned and repeated parts are made of."""

from __future__ import annotations

import numpy as np
import pytest

from reconstruct.parts.detail import FINE, LIGHT
from reconstruct.parts.family import Kind
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.board import block
from reconstruct.parts.primitives.lathe import hoop
from reconstruct.parts.primitives.profile import hollow, smooth_curve, soft_least
from reconstruct.parts.primitives.repeat import repeated


def _volume(mesh: PartMesh) -> float:
    a, b, c = (mesh.vertices_m[mesh.faces[:, corner]] for corner in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def test_a_smooth_curve_passes_its_knots_and_keeps_lines_straight() -> None:
    knots = np.array([[0.1, 0.0], [0.3, 0.1], [0.2, 0.2]])
    np.testing.assert_allclose(smooth_curve(knots, FINE)[:: FINE.along], knots, atol=1e-12)
    line = np.array([[0.1, 0.0], [0.2, 0.1], [0.3, 0.2]])
    np.testing.assert_allclose(smooth_curve(line, FINE)[1], [0.15, 0.05], atol=1e-12)


def test_a_hoop_has_the_volume_of_a_tube() -> None:
    profile = np.array([[0.5, 0.0], [0.5, 0.2], [0.4, 0.2], [0.4, 0.0]])
    corners = 2 * FINE.around
    area = 0.5 * corners * np.sin(2 * np.pi / corners) * (0.5**2 - 0.4**2)
    assert _volume(hoop(profile, detail=FINE)) == pytest.approx(0.2 * area)


def test_a_hollow_profile_keeps_its_wall_inside() -> None:
    outer = np.array([[0.1, 0.0], [0.12, 0.1], [0.05, 0.2]])
    profile = hollow(outer, 0.01, floor_m=0.02, detail=LIGHT)
    np.testing.assert_array_equal(profile[:3], outer)
    assert profile[-1, 1] == pytest.approx(0.02)
    assert (profile[3:, 0] < np.interp(profile[3:, 1], outer[:, 1], outer[:, 0])).all()


def test_the_softly_lesser_length_is_below_both() -> None:
    assert soft_least(0.1, 1.0) == pytest.approx(0.1, rel=1e-5)
    assert soft_least(1.0, 1.0) == pytest.approx(2 ** (-1 / 6))
    assert soft_least(9.0, 1.0) < 1.0


def test_copies_have_the_volume_of_all() -> None:
    one = block((0.0, 0.0, 0.0), (0.1, 0.2, 0.3))
    row = repeated(one, np.arange(3)[:, None] * np.array([0.5, 0.0, 0.0]))
    assert _volume(row) == pytest.approx(3 * _volume(one))
    assert row.vertices_m[:, 0].max() == pytest.approx(1.1)


def test_sizes_go_together_as_a_kind_says() -> None:
    low, high = (0.1, 0.2, 0.1), (0.4, 0.8, 0.9)
    kind = Kind("vase", low, high, depth_of_width=(0.5, 0.5), alike=1.0)
    rng = np.random.default_rng(1)
    for _ in range(5):
        width, height, depth = kind.draw_size(rng)
        assert depth == pytest.approx(0.5 * width)
        assert height == pytest.approx(2 * width)
