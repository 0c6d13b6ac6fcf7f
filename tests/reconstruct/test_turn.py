"""A finished product turned about the vertical."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reconstruct import PbrMaterial, ProductSize, ProductSizeHint, ProductWarning, TexturedProduct
from reconstruct.baselines import box
from reconstruct.turn import turned


def _product() -> TexturedProduct:
    """A box 2 x 1 x 0.6 m; its corners' normals all face its front, +Z."""
    size_m = ProductSize(2.0, 1.0, 0.6)
    solid = box(size_m)
    look = PbrMaterial("x", np.zeros((4, 4, 3), np.uint8), np.zeros((4, 4, 3), np.uint8))
    return TexturedProduct(
        product_id="X-1",
        vertices_m=solid.vertices_m,
        normals=np.tile([0.0, 0.0, 1.0], (8, 1)),
        uvs=np.zeros((8, 2)),
        faces=solid.faces,
        material=look,
        size_m=size_m,
        size_source="guessed",
        variants=(),
        cutouts=(),
        photo_uses=(),
        stage_seconds={},
        shape_confidence=1.0,
        known_shape="box",
        warnings=(ProductWarning("unknown_size", "old"), ProductWarning("small_photo", "kept")),
    )


def test_a_quarter_turn_swaps_width_and_depth_and_faces_left() -> None:
    product = turned(_product(), math.pi / 2)
    assert (product.size_m.width_m, product.size_m.depth_m) == pytest.approx((0.6, 2.0))
    np.testing.assert_allclose(product.normals[0], [1, 0, 0], atol=1e-12)
    assert product.warnings[0].code == "unknown_size"
    assert "60 x 100 x 200 cm" in product.warnings[0].message
    assert product.warnings[1].message == "kept"


def test_four_quarters_are_none() -> None:
    product = _product()
    for _ in range(4):
        product = turned(product, math.pi / 2)
    np.testing.assert_allclose(product.vertices_m, _product().vertices_m, atol=1e-12)


@pytest.mark.parametrize("turn_rad", [0.2, -1.4, 3.0])
def test_the_given_size_holds_at_any_angle(turn_rad: float) -> None:
    product = turned(_product(), turn_rad, ProductSizeHint(1.5, 1.0, 0.8))
    low, high = product.vertices_m.min(axis=0), product.vertices_m.max(axis=0)
    np.testing.assert_allclose(high - low, [1.5, 1.0, 0.8])
    np.testing.assert_allclose(low, [-0.75, 0, -0.4], atol=1e-12)
    np.testing.assert_allclose(np.linalg.norm(product.normals, axis=1), 1.0)
    assert "unknown_size" not in {warning.code for warning in product.warnings}
