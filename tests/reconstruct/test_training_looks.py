"""The known light and the figures of looks."""

import numpy as np
import pytest

from reconstruct.baselines import box
from reconstruct.camera import Camera
from reconstruct.raycast import RayCaster
from reconstruct.size import ProductSize
from reconstruct.training.looks import GROUPS, ROUND_DEG, Looks, looks_table
from reconstruct.training.relight import BACKGROUND, Light, TexturedMesh, lit_picture


def _box(colour: tuple[int, int, int]) -> TexturedMesh:
    solid = box(ProductSize(1.0, 1.0, 1.0))
    return TexturedMesh(
        vertices=solid.vertices_m,
        faces=solid.faces,
        uvs=np.zeros((len(solid.faces), 3, 2)),
        part=np.zeros(len(solid.faces), dtype=np.int64),
        pictures=(np.full((1, 1, 3), colour, dtype=np.uint8),),
    )


def _camera() -> Camera:
    return Camera.looking_at(
        np.array([2.0, 2.5, 2.0]),
        np.array([0.0, 0.5, 0.0]),
        vertical_fov_rad=0.7,
        width_px=64,
        height_px=64,
    )


def test_a_white_top_under_an_open_sky_and_a_light_from_above() -> None:
    mesh = _box((255, 255, 255))
    camera = _camera()
    light = Light((0.0, 1.0, 0.0), 0.3, 0.5)
    picture = lit_picture(mesh, RayCaster(mesh.vertices, mesh.faces), camera, light)
    u, v, _ = camera.project(np.array([[0.0, 1.0, 0.0]]))[0]
    top = picture.rgb[int(v), int(u)] / 255
    assert top == pytest.approx(0.8 ** (1 / 2.2), abs=0.01)
    u, v, _ = camera.project(np.array([[0.0, 0.5, 0.5]]))[0]
    side = picture.rgb[int(v), int(u)] / 255
    assert (side < top).all()
    assert picture.rgb[0, 0] == pytest.approx(255 * BACKGROUND, abs=1)
    assert not picture.solid[0, 0]
    assert picture.solid[32, 32]


def test_the_same_mesh_gives_the_same_picture() -> None:
    mesh = _box((120, 60, 30))
    one, other = (
        lit_picture(mesh, RayCaster(mesh.vertices, mesh.faces), _camera()) for _ in range(2)
    )
    assert np.array_equal(one.rgb, other.rgb)


def test_the_table_averages_products_and_names_every_group() -> None:
    keys = [("found shape", "ours", group) for group in GROUPS]
    rows = [
        Looks("a", dict.fromkeys(keys, (20.0, 0.2, 0.4)), 0.8, ()),
        Looks("b", dict.fromkeys(keys, (30.0, 0.4, 0.2)), 0.9, ()),
    ]
    table = looks_table(rows)
    assert "| ours, found shape | 25.0, 0.300, 0.300 | 25.0, 0.300, 0.300 |" in table
    assert table.splitlines()[0].startswith("| 2 products")
    assert "0.850" in table
    assert set(np.concatenate(list(GROUPS.values())).tolist()) <= set(ROUND_DEG)
