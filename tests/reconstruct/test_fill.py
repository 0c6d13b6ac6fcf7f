"""What no photo sees goes on in the colours and grain of what one does."""

import numpy as np
import pytest

from reconstruct.baselines import box
from reconstruct.fill import Grain, Seen, continue_colours, detail_grain
from reconstruct.raycast import RayCaster
from reconstruct.size import ProductSize
from reconstruct.surface import Surface, corner_normals, subdivided

RED, BLUE = (0.5, 0.05, 0.05), (0.05, 0.05, 0.5)


def _panel(size: ProductSize) -> Surface:
    solid = box(size)
    fine = subdivided(solid.vertices_m, solid.faces, least=1500)
    vertices, faces, normals = corner_normals(*fine, np.deg2rad(50))
    return Surface(vertices, normals, faces, True)


def _seen(surface: Surface, mine: np.ndarray, colour: tuple[float, ...]) -> Seen:
    points, normals = surface.vertices_m[mine], surface.normals[mine]
    return Seen(points, normals, np.tile(np.array(colour), (len(points), 1)))


def _both(one: Seen, other: Seen) -> Seen:
    return Seen(
        np.concatenate([one.points, other.points]),
        np.concatenate([one.normals, other.normals]),
        np.concatenate([one.colour, other.colour]),
    )


def test_a_back_takes_its_sides_colour_on_a_box_and_its_front_s_on_a_sheet() -> None:
    for depth_m, wanted in ((0.5, BLUE), (0.03, RED)):
        surface = _panel(ProductSize(1.0, 1.0, depth_m))
        front, side = surface.normals[:, 2] > 0.9, np.abs(surface.normals[:, 0]) > 0.9
        seen = _both(_seen(surface, front, RED), _seen(surface, side, BLUE))
        caster = RayCaster(surface.vertices_m, surface.faces)
        colour, _, _ = continue_colours(seen, surface, caster)
        middle = (surface.normals[:, 2] < -0.9) & (np.abs(surface.vertices_m[:, 0]) < 0.3)
        assert middle.any()
        assert np.abs(colour[middle] - wanted).max() < 0.02


def test_a_panel_is_of_one_colour() -> None:
    surface = _panel(ProductSize(1.0, 1.0, 0.5))
    front = surface.normals[:, 2] > 0.9
    left = front & (surface.vertices_m[:, 0] < -0.1)
    seen = _both(_seen(surface, left, RED), _seen(surface, front & ~left, BLUE))
    caster = RayCaster(surface.vertices_m, surface.faces)
    _, group, _ = continue_colours(seen, surface, caster)
    back = surface.normals[:, 2] < -0.9
    assert len(set(group[back].tolist())) == 1


def test_grain_tiles_without_a_seam() -> None:
    ratio = np.random.default_rng(0).uniform(0.9, 1.1, (8, 8, 3))
    grain = Grain(ratio, metres_per_px=0.01)
    across = np.linspace(-0.3, 0.3, 601)
    points = np.stack([across, np.zeros(601), np.zeros(601)], axis=1)
    seen = grain.at(points, np.tile([0.0, 0.0, 1.0], (601, 1)))
    steps = np.abs(np.diff(seen[:, 0]))
    assert steps.max() <= np.abs(np.diff(ratio[..., 0], axis=1)).max() + 1e-12
    assert seen.min() >= ratio.min()


def test_a_close_up_gives_its_grain_to_the_colour_it_has() -> None:
    rng = np.random.default_rng(0)
    weave = np.clip(np.array([180, 60, 60]) + rng.normal(0, 12, (200, 300, 1)), 0, 255)
    close_up = weave.astype(np.uint8)
    found = detail_grain(close_up, 1.0, {0: np.array(BLUE), 3: np.array(RED)})
    assert found is not None
    index, grain = found
    assert index == 3
    assert grain.metres_per_px == pytest.approx(0.2 / 300)
    assert grain.ratio.std() > 0.01
    assert detail_grain(close_up, 1.0, {0: np.array(BLUE)}) is None
