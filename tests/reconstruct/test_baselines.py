from __future__ import annotations

import numpy as np
import pytest

from reconstruct.baselines import box, inflate_silhouette
from reconstruct.errors import ShapeError
from reconstruct.size import ProductSize
from reconstruct.surface import is_watertight

from .conftest import STOOL_BOX, draw_stool
from .test_iso_surface import volume

SIZE = ProductSize(0.44, 0.72, 0.4)


def stool_matte() -> np.ndarray:
    return np.asarray(draw_stool()[1].crop(STOOL_BOX), dtype=np.float32) / 255


def assert_fills(vertices: np.ndarray, size_m: ProductSize) -> None:
    half = np.array([size_m.width_m / 2, 0, size_m.depth_m / 2])
    np.testing.assert_allclose(vertices.min(axis=0), -half, atol=1e-9)
    np.testing.assert_allclose(
        vertices.max(axis=0), half + np.array([0, size_m.height_m, 0]), atol=1e-9
    )


def test_the_box_is_the_box() -> None:
    solid = box(SIZE)
    assert is_watertight(solid.faces)
    assert_fills(solid.vertices_m, SIZE)
    assert volume(solid.vertices_m, solid.faces) == pytest.approx(0.44 * 0.72 * 0.4)


def test_an_inflated_square_is_nearly_the_box() -> None:
    solid = inflate_silhouette(np.ones((100, 60), np.float32), SIZE)
    assert is_watertight(solid.faces)
    assert_fills(solid.vertices_m, SIZE)
    assert volume(solid.vertices_m, solid.faces) == pytest.approx(0.44 * 0.72 * 0.4, rel=0.03)


def test_a_stool_stands_on_four_legs() -> None:
    solid = inflate_silhouette(stool_matte(), SIZE)
    assert is_watertight(solid.faces)
    assert_fills(solid.vertices_m, SIZE)
    low = solid.vertices_m[solid.vertices_m[:, 1] < 0.1]
    corners = {(bool(x > 0), bool(z > 0)) for x, _, z in low}
    assert len(corners) == 4
    assert np.abs(low[:, 0]).min() > 0.1  # air between left and right
    assert np.abs(low[:, 2]).min() > 0.1  # and between front and back


def test_a_vase_is_turned() -> None:
    half = 20 + 15 * np.sin(np.linspace(0, np.pi, 120))
    matte = (np.abs(np.arange(71) - 35)[None] <= half[:, None]).astype(np.float32)
    size = ProductSize(0.3, 0.5, 0.3)
    solid = inflate_silhouette(matte, size)
    belly = solid.vertices_m[np.abs(solid.vertices_m[:, 1] - 0.25) < 0.02]
    np.testing.assert_allclose(np.hypot(belly[:, 0], belly[:, 2]), 0.15, atol=0.01)


def test_an_empty_matte_is_an_error() -> None:
    with pytest.raises(ShapeError, match="expected a matte with a product"):
        inflate_silhouette(np.zeros((50, 50), np.float32), SIZE)
