from __future__ import annotations

import numpy as np
import pytest

from reconstruct.baselines import Solid, box
from reconstruct.metrics import compare_edges, normalise
from reconstruct.sharp_edges import REACH, SPACING, sample_sharp_edges, united
from reconstruct.size import ProductSize

CUBE = box(ProductSize(2.0, 2.0, 2.0))
PER_EDGE = round(2.0 / SPACING)


def both(one: Solid, other: Solid, by: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Solid:
    """Two bodies in one mesh, the second moved."""
    return Solid(
        np.concatenate([one.vertices_m, other.vertices_m + np.array(by)]),
        np.concatenate([one.faces, other.faces + len(one.vertices_m)]),
    )


def sphere(rings: int = 48) -> Solid:
    """Of radius 1, its facets 3.75 degrees apart."""
    v, u = np.meshgrid(
        np.linspace(0, np.pi, rings + 1), np.arange(2 * rings) * np.pi / rings, indexing="ij"
    )
    points = np.stack([np.sin(v) * np.cos(u), np.cos(v), np.sin(v) * np.sin(u)], axis=-1)
    at = np.arange((rings + 1) * 2 * rings).reshape(rings + 1, 2 * rings)
    a, b, c, d = at[:-1], np.roll(at, -1, axis=1)[:-1], np.roll(at, -1, axis=1)[1:], at[1:]
    quads = np.stack([a, b, c, a, c, d], axis=-1).reshape(-1, 3)
    return Solid(points.reshape(-1, 3), quads)


def on_edges_of_a_box(points: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Whether each point lies on one of a box's twelve edges."""
    flush = (np.abs(points - low) < 1e-6) | (np.abs(points - high) < 1e-6)
    inside = (points > low - 1e-6).all(axis=1) & (points < high + 1e-6).all(axis=1)
    return np.asarray((flush.sum(axis=1) >= 2) & inside)


def test_the_edges_of_a_cube() -> None:
    points = sample_sharp_edges(normalise(CUBE.vertices_m), CUBE.faces)
    assert on_edges_of_a_box(points, -np.ones(3), np.ones(3)).all()
    # Twelve edges of length 2; the diagonals of its sides are none.
    assert len(points) == pytest.approx(12 * PER_EDGE, rel=0.02)


def test_corners_that_are_not_shared_change_nothing() -> None:
    loose = normalise(CUBE.vertices_m)[CUBE.faces].reshape(-1, 3)
    points = sample_sharp_edges(loose, np.arange(36).reshape(-1, 3))
    assert len(points) == pytest.approx(12 * PER_EDGE, rel=0.02)


def test_a_sphere_has_none() -> None:
    ball = sphere()
    assert len(sample_sharp_edges(ball.vertices_m, ball.faces)) == 0


def test_a_cube_against_a_sphere() -> None:
    cube = sample_sharp_edges(normalise(CUBE.vertices_m), CUBE.faces)
    ball = sample_sharp_edges(*(lambda s: (s.vertices_m, s.faces))(sphere()))
    assert compare_edges(ball, cube) == {0.02: 0.0, 0.05: 0.0}
    assert compare_edges(ball, ball) == {0.02: 1.0, 0.05: 1.0}
    assert compare_edges(cube, cube) == {0.02: 1.0, 0.05: 1.0}


def test_an_f_score_by_hand() -> None:
    truth = np.array([[0.0, 0, 0], [1, 0, 0], [2, 0, 0], [3, 0, 0]])
    predicted = np.array([[0.01, 0, 0], [1.03, 0, 0]])
    # Within 0.02: one of two predicted, one of four true; within 0.05: two of two, two of four.
    found = compare_edges(predicted, truth)
    assert found[0.02] == pytest.approx(2 * 0.5 * 0.25 / 0.75)
    assert found[0.05] == pytest.approx(2 * 1.0 * 0.5 / 1.5)


def test_of_two_boxes_that_interpenetrate_the_union_counts() -> None:
    # A post of 0.4 x 0.4 from the middle of a slab 2 x 0.4 x 2 up to 1.6 above it.
    slab, post = box(ProductSize(2.0, 0.4, 2.0)), box(ProductSize(0.4, 1.8, 0.4))
    mesh = both(slab, post, (0.0, 0.2, 0.0))
    points = sample_sharp_edges(mesh.vertices_m, mesh.faces)
    of_slab = on_edges_of_a_box(points, np.array([-1, 0, -1.0]), np.array([1, 0.4, 1.0]))
    of_post = on_edges_of_a_box(points, np.array([-0.2, 0.4, -0.2]), np.array([0.2, 2.0, 0.2]))
    # The crease around the foot of the post is an edge, though no triangle ends there; the foot inside is none.
    assert (of_slab | of_post).all()
    assert of_slab.sum() == pytest.approx((8 * 2.0 + 4 * 0.4) / SPACING, rel=0.02)
    assert of_post.sum() == pytest.approx((8 * 0.4 + 4 * 1.6) / SPACING, rel=0.02)


def test_boxes_that_share_a_corner_are_two_bodies() -> None:
    small = box(ProductSize(1.0, 1.0, 1.0))
    mesh = both(small, small, (1.0, 1.0, 1.0))
    vertices, _ = united(mesh.vertices_m, mesh.faces)
    np.testing.assert_allclose(np.ptp(vertices, axis=0), 2.0)
    assert len(sample_sharp_edges(mesh.vertices_m, mesh.faces)) == pytest.approx(
        24 / SPACING, rel=0.02
    )


def test_what_lies_inside_is_not_seen() -> None:
    mesh = both(CUBE, box(ProductSize(1.0, 1.0, 1.0)), (0.0, 0.5, 0.0))
    points = sample_sharp_edges(mesh.vertices_m, mesh.faces)
    assert len(points) == pytest.approx(12 * PER_EDGE, rel=0.02)


def test_an_open_box_has_its_edges() -> None:
    # A lid left off: the eight edges between two sides remain.
    without_top = CUBE.faces[(CUBE.vertices_m[CUBE.faces][..., 1] < 1.0).any(axis=1)]
    assert len(without_top) == 10
    points = sample_sharp_edges(CUBE.vertices_m, without_top)
    assert len(points) == pytest.approx(8 * PER_EDGE, rel=0.02)


@pytest.mark.parametrize(("bevel", "sharp"), [(0.5 * REACH, True), (20 * REACH, False)])
def test_a_narrow_rounding_is_an_edge_and_a_wide_one_is_none(bevel: float, sharp: bool) -> None:
    # A long bar, its upper edges rounded in eight steps.
    angle = np.linspace(0, np.pi / 2, 9)
    corner = np.stack([np.cos(angle), np.sin(angle)], axis=1) * bevel
    right = np.array([0.5 - bevel, 0.5 - bevel]) + corner
    left = right[::-1] * [-1, 1]
    ring = np.concatenate([[[0.5, -0.5]], right, left, [[-0.5, -0.5]]])
    count = len(ring)
    vertices = np.concatenate([np.column_stack([ring, np.full(count, z)]) for z in (-1.0, 1.0)])
    at = np.arange(count)
    after = np.roll(at, -1)
    walls = np.concatenate(
        [
            np.stack([at, after, after + count], axis=1),
            np.stack([at, after + count, at + count], axis=1),
        ]
    )
    fan = np.stack([np.zeros(count - 2, dtype=np.int64), at[1:-1], at[2:]], axis=1)
    faces = np.concatenate([walls, fan[:, ::-1], fan + count])
    points = sample_sharp_edges(vertices, faces)
    middle = points[(np.abs(points[:, 2]) < 0.9) & (points[:, 1] > 0)]
    assert (len(middle) > 0) == sharp


def test_triangles_of_any_kind_are_borne() -> None:
    # A triangle without a surface, one alone, and two that share all corners.
    vertices = np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [2, 0, 0]])
    faces = np.array([[0, 0, 1], [0, 1, 2], [0, 1, 2], [2, 3, 4]])
    assert np.isfinite(sample_sharp_edges(vertices, faces)).all()
