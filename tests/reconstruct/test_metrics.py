from __future__ import annotations

import numpy as np
import pytest

from reconstruct.baselines import Solid, box
from reconstruct.metrics import SampledSurface, compare_shapes, normalise, sample_visible
from reconstruct.size import ProductSize

CUBE = box(ProductSize(1.0, 1.0, 1.0))


def sample(solid: Solid, count: int = 2_000, seed: int = 0) -> SampledSurface:
    return sample_visible(
        normalise(solid.vertices_m), solid.faces, count=count, rng=np.random.default_rng(seed)
    )


def ball(rings: int = 90) -> Solid:
    """A sphere of diameter 1."""
    v, u = np.meshgrid(
        np.linspace(0, np.pi, rings + 1), np.arange(2 * rings) * np.pi / rings, indexing="ij"
    )
    points = np.stack([np.sin(v) * np.cos(u), np.cos(v), np.sin(v) * np.sin(u)], axis=-1) / 2
    at = np.arange((rings + 1) * 2 * rings).reshape(rings + 1, 2 * rings)
    a, b, c, d = at[:-1], np.roll(at, -1, axis=1)[:-1], np.roll(at, -1, axis=1)[1:], at[1:]
    return Solid(points.reshape(-1, 3), np.stack([a, b, c, a, c, d], axis=-1).reshape(-1, 3))


def slow_chamfer(a: np.ndarray, b: np.ndarray) -> float:
    """The definition, point by point."""
    there = [min(float(np.linalg.norm(p - q)) for q in b) for p in a]
    back = [min(float(np.linalg.norm(p - q)) for q in a) for p in b]
    return (sum(there) / len(there) + sum(back) / len(back)) / 2


def test_normalise_by_hand() -> None:
    vertices = np.array([[0.0, 0, 0], [4, 2, 1]])
    np.testing.assert_allclose(normalise(vertices), [[-1, -0.5, -0.25], [1, 0.5, 0.25]])


def test_a_shape_is_close_to_itself() -> None:
    scores = compare_shapes(sample(CUBE, 4_000, seed=1), sample(CUBE, 4_000, seed=2))
    assert scores.chamfer < 0.06
    assert scores.f_score[0.2] == 1.0
    assert scores.normal_consistency > 0.95


def test_two_planes_at_a_known_distance() -> None:
    grid = np.stack(np.meshgrid(np.linspace(-1, 1, 21), np.linspace(-1, 1, 21)), -1).reshape(-1, 2)
    up = np.tile([0.0, 0.0, 1.0], (len(grid), 1))
    low = SampledSurface(np.column_stack([grid, np.zeros(len(grid))]), up)
    high = SampledSurface(np.column_stack([grid, np.full(len(grid), 0.07)]), -up)
    scores = compare_shapes(low, high)
    assert scores.chamfer == pytest.approx(0.07)
    assert scores.f_score[0.05] == 0.0
    assert scores.f_score[0.1] == 1.0
    assert scores.normal_consistency == pytest.approx(1.0)


def test_flat_where_the_truth_is_flat() -> None:
    cube, again, round_one = sample(CUBE, 4_000), sample(CUBE, 4_000, seed=1), sample(ball(), 4_000)
    assert compare_shapes(again, cube).flat_share == pytest.approx(1.0)
    # On a sphere of radius 1, neighbours within 0.2 are 0.14 away, root mean square: turned by 8 degrees.
    assert compare_shapes(round_one, cube).flat_share < 0.15
    assert np.isnan(compare_shapes(cube, round_one).flat_share)


def test_points_on_bodies_that_interpenetrate_are_those_of_their_union() -> None:
    # A slab 2 x 0.4 x 2 with a post 0.4 x 1.6 x 0.4 on it: 10.88 of the slab's, 2.72 of the post's surface are seen.
    slab, post = box(ProductSize(2.0, 0.4, 2.0)), box(ProductSize(0.4, 1.8, 0.4))
    both = Solid(
        np.concatenate([slab.vertices_m, post.vertices_m + np.array([0, 0.2, 0])]),
        np.concatenate([slab.faces, post.faces + 8]),
    )
    points = sample(both, 20_000).points
    assert (points[:, 1] > -0.6 + 1e-6).mean() == pytest.approx(2.72 / 13.76, abs=0.015)
    inside = (np.abs(points[:, [0, 2]]) < 0.19).all(axis=1) & (np.abs(points[:, 1] + 0.6) < 1e-3)
    assert not inside.any()


def test_against_the_slow_reference() -> None:
    thin = box(ProductSize(1.0, 0.3, 0.6))
    a, b = sample(CUBE, 150), sample(thin, 120)
    assert compare_shapes(a, b).chamfer == pytest.approx(slow_chamfer(a.points, b.points))


def test_what_is_inside_does_not_count() -> None:
    inner = box(ProductSize(0.5, 0.5, 0.5))
    both = Solid(
        np.concatenate([CUBE.vertices_m, inner.vertices_m + np.array([0, 0.25, 0])]),
        np.concatenate([CUBE.faces, inner.faces + 8]),
    )
    points = sample(both).points
    assert np.abs(points).max(axis=1).min() > 0.99


def test_an_f_score_is_symmetric() -> None:
    a, b = sample(CUBE, 500), sample(box(ProductSize(1.0, 0.8, 1.0)), 500)
    assert compare_shapes(a, b).f_score == pytest.approx(compare_shapes(b, a).f_score)


def test_a_mesh_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="sample_visible: expected"):
        sample_visible(
            np.zeros((3, 3)),
            np.zeros((0, 3), dtype=np.int64),
            count=10,
            rng=np.random.default_rng(0),
        )
