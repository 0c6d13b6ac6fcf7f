"""Proportions of parts, stretched along the axes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reconstruct.warp import KNOTS, Warp

COUNT = sum(KNOTS)


def test_no_warp_moves_nothing() -> None:
    points = np.random.default_rng(0).uniform(-0.5, 0.5, (50, 3))
    np.testing.assert_allclose(Warp.none().apply(points), points, atol=1e-12)
    assert Warp.none().is_monotone
    assert Warp.none().effort == 0


def test_a_seat_goes_up_and_the_ends_stay() -> None:
    """The middle knot of three along y moves from 0.5 to 0.6 of the height."""
    points = np.array([[0.0, -1.0, 0.0], [0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.25, 0.0]])
    warp = Warp.none().moved(KNOTS[0] + 1, 0.1)
    heights = warp.apply(points)[:, 1]
    # A quarter above the middle lies half way between the knots at 0.5 and 0.75, which go to 0.6 and 0.75.
    np.testing.assert_allclose(heights, [-1.0, 0.2, 1.0, 2 * 0.675 - 1], atol=1e-9)


@given(st.lists(st.floats(-0.1, 0.1), min_size=COUNT, max_size=COUNT))
def test_mirror_images_and_bounds_are_kept(moves: list[float]) -> None:
    warp = Warp(np.array(moves))
    if not warp.is_monotone:
        return
    rng = np.random.default_rng(1)
    points = rng.uniform(-1, 1, (30, 3)) * [0.5, 0.3, 0.2]
    points[:2] = [[0.5, 0.3, 0.2], [-0.5, -0.3, -0.2]]
    moved = warp.apply(points)
    np.testing.assert_allclose(warp.apply(points * [-1, 1, 1]), moved * [-1, 1, 1], atol=1e-12)
    np.testing.assert_allclose(np.ptp(moved, axis=0), np.ptp(points, axis=0), atol=1e-9)
    order = np.argsort(points[:, 1])
    assert (np.diff(moved[order, 1]) >= 0).all()


def test_parts_may_not_swap() -> None:
    assert not Warp.none().moved(KNOTS[0], 0.25).is_monotone
