"""The pinhole camera."""

import numpy as np
import pytest

from reconstruct.camera import Camera


def test_a_scaled_camera_sees_the_same_larger() -> None:
    camera = Camera.looking_at(
        np.array([1.0, 2.0, 3.0]), np.zeros(3), vertical_fov_rad=0.8, width_px=64, height_px=48
    )
    point = np.array([[0.2, -0.1, 0.3]])
    twice = camera.scaled(2.0)
    assert (twice.width_px, twice.height_px) == (128, 96)
    assert twice.project(point)[0] == pytest.approx(camera.project(point)[0] * [2, 2, 1])


def test_what_it_looks_at_is_in_the_middle() -> None:
    camera = Camera.looking_at(
        np.array([1.0, 2.0, 3.0]), np.zeros(3), vertical_fov_rad=0.8, width_px=64, height_px=48
    )
    u, v, depth_m = camera.project(np.zeros((1, 3)))[0]
    assert (u, v) == pytest.approx((32.0, 24.0))
    assert depth_m == pytest.approx(np.sqrt(14))


def test_the_jacobian_is_what_small_steps_show() -> None:
    camera = Camera.looking_at(
        np.array([1.0, 2.0, 3.0]), np.zeros(3), vertical_fov_rad=0.8, width_px=64, height_px=48
    )
    point, step = np.array([[0.2, -0.1, 0.3]]), 1e-6
    moved = point + step * np.eye(3)
    slopes = (camera.project(moved) - camera.project(point))[:, :2].T / step
    assert camera.jacobian(point)[0] == pytest.approx(slopes, rel=1e-4, abs=1e-4)
