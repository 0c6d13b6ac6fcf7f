"""Triangle soup to one closed solid."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reconstruct.baselines import box
from reconstruct.occupancy_grid import cell_centres, occupancy_grid
from reconstruct.size import ProductSize
from reconstruct.solidify import fill_grid, solidify, surface_cells
from reconstruct.surface import is_watertight


def test_an_open_box_with_a_drawer_inside_becomes_one_closed_solid() -> None:
    outer = box(ProductSize(1.0, 0.8, 0.6))
    drawer = box(ProductSize(0.5, 0.3, 0.3))
    vertices = np.concatenate([outer.vertices_m, drawer.vertices_m + np.array([0, 0.2, 0])])
    faces = np.concatenate([outer.faces, drawer.faces + 8])
    corners, triangles = solidify(vertices, faces, cells=64)
    assert is_watertight(triangles)
    np.testing.assert_allclose(np.ptp(corners, axis=0), [1.0, 0.8, 0.6], atol=0.025)
    # Nothing of the drawer is left: every corner lies near the outer box's surface.
    inside = (np.abs(corners[:, 0]) < 0.45) & (np.abs(corners[:, 2]) < 0.25)
    assert (np.abs(corners[inside, 1] - 0.4) > 0.35).all()


def test_the_surface_of_a_solid_box_stays_where_it_is() -> None:
    solid = box(ProductSize(1.0, 1.0, 1.0))
    corners, _ = solidify(solid.vertices_m, solid.faces, cells=48)
    # Half a cell outwards, as the docstring says.
    assert abs(float(corners[:, 0].max()) - 0.5 - 0.5 / 48) < 0.3 / 48


def test_air_gets_in_where_there_is_a_way() -> None:
    touched = np.ones((5, 5, 5), dtype=bool)
    touched[1:4, 1:4, 1:4] = False
    assert fill_grid(touched).all()
    touched[0, 2, 2] = False
    filled = fill_grid(touched)
    assert not filled[2, 2, 2]
    assert filled[4, 4, 4]


@settings(max_examples=10)
@given(st.floats(0.3, 2.0), st.floats(0.3, 2.0), st.integers(0, 1000))
def test_no_way_leads_into_a_closed_box(width_m: float, depth_m: float, seed: int) -> None:
    solid = box(ProductSize(width_m, 1.0, depth_m))
    low, high = solid.vertices_m.min(axis=0), solid.vertices_m.max(axis=0)
    local = (solid.vertices_m - low) / (high - low) * 24 + 3.2
    touched = surface_cells(local, solid.faces, (30, 30, 30), rng=np.random.default_rng(seed))
    assert fill_grid(touched)[15, 15, 15]


def test_a_box_fills_its_own_grid_and_its_cells_lie_in_it() -> None:
    solid = box(ProductSize(2.0, 0.5, 1.0))
    grid = occupancy_grid(solid.vertices_m, solid.faces, rng=np.random.default_rng(0))
    assert grid.shape == (32, 32, 32)
    assert grid.min() == 1.0
    centres = cell_centres(np.array([2.0, 0.5, 1.0]))
    np.testing.assert_allclose(centres[0, 0, 0], [-31 / 64, -31 / 256, -31 / 128])
