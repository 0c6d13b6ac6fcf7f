from __future__ import annotations

import numpy as np
import pytest

from reconstruct.baselines import box, inflate_silhouette
from reconstruct.size import ProductSize
from reconstruct.surface import SurfaceOptions, corner_normals, is_watertight, make_surface

from .test_baselines import SIZE, assert_fills, stool_matte


def test_a_stool_is_light_closed_and_of_true_size() -> None:
    surface = make_surface(inflate_silhouette(stool_matte(), SIZE), SIZE)
    assert surface.watertight
    assert len(surface.faces) <= 8_000
    assert_fills(surface.vertices_m, SIZE)
    np.testing.assert_allclose(np.linalg.norm(surface.normals, axis=1), 1, atol=1e-9)


def test_a_box_has_twenty_four_corners_with_the_normals_of_its_sides() -> None:
    surface = make_surface(box(SIZE), SIZE)
    assert len(surface.vertices_m) == 24
    assert sorted(np.abs(surface.normals).max(axis=1).tolist()) == pytest.approx([1.0] * 24)


def test_soft_edges_share_normals() -> None:
    solid = box(ProductSize(2.0, 2.0, 2.0))
    vertices, _, normals = corner_normals(solid.vertices_m, solid.faces, np.deg2rad(91))
    assert len(vertices) == 8
    # Area weights by triangle favour sides that give a corner two triangles; all lean outwards.
    assert ((vertices - [0, 1, 0]) * normals > 0).all()


def test_normals_face_with_their_triangles() -> None:
    surface = make_surface(
        inflate_silhouette(stool_matte(), SIZE), SIZE, SurfaceOptions(triangles=3_000)
    )
    a, b, c = (surface.vertices_m[surface.faces[:, i]] for i in range(3))
    face = np.cross(b - a, c - a)
    agree = (surface.normals[surface.faces].sum(axis=1) * face).sum(axis=1) >= 0
    assert agree.mean() > 0.99


def test_watertight_tells_a_hole_and_a_flipped_face() -> None:
    faces = box(SIZE).faces
    assert is_watertight(faces)
    assert not is_watertight(faces[1:])
    flipped = faces.copy()
    flipped[0] = flipped[0, ::-1]
    assert not is_watertight(flipped)
    assert not is_watertight(np.zeros((0, 3), dtype=np.int64))
