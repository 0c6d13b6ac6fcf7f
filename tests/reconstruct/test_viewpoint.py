"""Viewpoints, crops and the cameras that follow from them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconstruct.crop import CROP_PX, FILL_PX, crop_bounds, crop_product, crop_square, matte_bounds
from reconstruct.viewpoint import Viewpoint, canonical, frame_camera, viewpoint_camera

CORNERS = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * [0.5, 0.3, 0.2]


def test_a_quarter_turn_stands_at_the_products_left() -> None:
    np.testing.assert_allclose(Viewpoint(np.pi / 2, 0.0, 3.0).eye, [3, 0, 0], atol=1e-12)
    np.testing.assert_allclose(Viewpoint(0.0, np.pi / 2, 2.0).eye, [0, 2, 0], atol=1e-12)


@settings(max_examples=40)
@given(st.floats(-1.2, 1.2), st.floats(-0.1, 0.8), st.floats(1.5, 8))
def test_framing_finds_the_camera_that_made_the_picture(
    azimuth: float, elevation: float, distance: float
) -> None:
    view = Viewpoint(azimuth, elevation, distance)
    true = viewpoint_camera(view, focal_px=200.0, centre_px=(70.0, 55.0), picture_px=CROP_PX)
    seen = true.project(CORNERS)[:, :2]
    camera, left_over = frame_camera(CORNERS, view, (*seen.min(axis=0), *seen.max(axis=0)), CROP_PX)
    assert left_over < 1e-9
    np.testing.assert_allclose(camera.project(CORNERS), true.project(CORNERS), atol=1e-6)


def test_a_camera_inside_the_product_is_refused() -> None:
    behind = np.array([[0.0, 0.0, 5.0]])
    with pytest.raises(ValueError, match="found none; is the distance"):
        frame_camera(behind, Viewpoint(0.0, 0.0, 1.0), (0.0, 0.0, 9.0, 9.0), CROP_PX)


def test_canonical_is_centred_with_the_longest_side_one() -> None:
    moved = canonical(CORNERS * 7 + [3, -2, 9])
    np.testing.assert_allclose(moved, CORNERS, atol=1e-12)


@pytest.mark.parametrize("scale", [1, 9])
def test_the_crop_centres_the_product_and_keeps_its_colour_free_of_background(scale: int) -> None:
    matte = np.zeros((100 * scale, 160 * scale), dtype=np.float32)
    matte[20 * scale : 60 * scale, 40 * scale : 120 * scale] = 1
    rgb = np.full((*matte.shape, 3), (0, 255, 0), dtype=np.uint8)
    rgb[matte > 0] = (200, 10, 30)
    crop = crop_product(rgb, matte)
    assert crop.shape == (CROP_PX, CROP_PX, 4)
    left, top, right, bottom = crop_bounds(crop[..., 3])
    assert abs(right - left - FILL_PX) <= 1
    assert abs(bottom - top - FILL_PX / 2) <= 1
    assert abs(left + right - CROP_PX) <= 1
    inside = crop[crop[..., 3] > 40, :3].astype(int)
    assert np.abs(inside - [200, 10, 30]).max() <= 6
    x, y, side = crop_square(matte)
    assert x + side / 2 == 80 * scale
    assert y + side / 2 == 40 * scale


def test_an_empty_matte_is_named() -> None:
    with pytest.raises(ValueError, match="expected a product in the matte"):
        matte_bounds(np.zeros((4, 4), dtype=np.float32))


def test_a_moved_viewpoint_stays_within_reason() -> None:
    view = Viewpoint(0.2, 0.3, 3.0)
    moved = view.moved((8.0, -6.0, 1.3), 0.5)
    assert moved.azimuth_rad == pytest.approx(0.2 + np.deg2rad(4))
    assert moved.elevation_rad == pytest.approx(0.3 - np.deg2rad(3))
    assert moved.distance == pytest.approx(3.0 * 1.3**0.5)
    assert Viewpoint(0.0, 1.29, 11.9).moved((0.0, 6.0, 1.3), 1.0) == Viewpoint(0.0, 1.3, 12.0)
