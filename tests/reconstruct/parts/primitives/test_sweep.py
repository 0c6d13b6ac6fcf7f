"""Bars along paths: many at once are as one by one, corners are rounded, curved sheets have their thickness."""

from __future__ import annotations

import numpy as np
import pytest

from reconstruct.parts.detail import FINE, LIGHT
from reconstruct.parts.primitives.bar import bar, bar_section
from reconstruct.parts.primitives.curved import curved, soft_thickness, spaced
from reconstruct.parts.primitives.sweep import bars, rounded_path, sweep, sweeps

X = np.array([1.0, 0.0, 0.0])
BACK = np.array([0.0, 0.0, -1.0])


def _volume(mesh) -> float:
    a, b, c = (mesh.vertices_m[mesh.faces[:, corner]] for corner in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


@pytest.mark.parametrize("detail", [LIGHT, FINE], ids=["light", "fine"])
def test_many_bars_are_as_one_by_one(detail) -> None:
    rng = np.random.default_rng(1)
    ends = rng.uniform(-1, 1, (5, 2, 3)) * [1.0, 0.2, 1.0]
    for pair, made in zip(ends, bars(ends, 0.02, 0.03, detail=detail), strict=True):
        start, end = (tuple(point.tolist()) for point in pair)
        alone = bar(start, end, 0.02, 0.03, detail=detail)
        np.testing.assert_allclose(made.vertices_m, alone.vertices_m, atol=1e-12)
        np.testing.assert_array_equal(made.faces, alone.faces)
        np.testing.assert_allclose(made.axes, alone.axes, atol=1e-12)


def test_many_sweeps_are_as_one_by_one() -> None:
    rng = np.random.default_rng(2)
    rise = np.linspace(0, 1, 4)
    paths = np.stack(
        [np.stack([0.1 * rng.normal(size=4), rise, 0.1 * rng.normal(size=4)], 1) for _ in range(3)]
    )
    section = bar_section((0.03, 0.02), 0.004, FINE)
    for path, made in zip(paths, sweeps(paths, X, BACK, section), strict=True):
        alone = sweep(path, X, BACK, section)
        np.testing.assert_allclose(made.vertices_m, alone.vertices_m, atol=1e-12)
        np.testing.assert_allclose(made.axes, alone.axes, atol=1e-9)


def test_a_straight_sweep_has_the_volume_of_a_block() -> None:
    path = np.array([[0.0, 0.0, 0.0], [0.0, 2.0, 0.0]])
    made = sweep(path, X, BACK, bar_section((0.3, 0.2), 0.0, LIGHT))
    assert _volume(made) == pytest.approx(0.12)


def test_a_corner_is_cut_within_its_radius() -> None:
    points = np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [1.0, 1.0, 0.0]])
    path = rounded_path(points, 0.2, 4)
    assert len(path) == 2 + 5
    np.testing.assert_allclose(path[1], [0.8, 0.0, 0.0])
    np.testing.assert_allclose(path[-2], [1.0, 0.2, 0.0])
    assert np.linalg.norm(path - points[1], axis=1).min() > 0.05


def test_a_flat_sheet_is_as_thick_as_told() -> None:
    u, v = np.meshgrid(np.linspace(-1, 1, 5), np.linspace(0, 2, 4))
    made = curved(np.stack([u, v, np.zeros_like(u)], axis=2), 0.1)
    assert _volume(made) == pytest.approx(2 * 2 * 0.1)
    np.testing.assert_allclose(made.axes, [[0, 1, 0], [1, 0, 0], [0, 0, -1]], atol=1e-12)


def test_padding_is_thickest_in_the_middle() -> None:
    share = soft_thickness(spaced(5), spaced(7), rim=0.3)
    assert share.shape == (5, 7)
    assert share[2, 3] == pytest.approx(1.0)
    np.testing.assert_allclose(share[0], 0.3)
