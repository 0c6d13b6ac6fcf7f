from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from layout.placement import Placement
from showroom.picture.geometry import trace_scene
from showroom.picture.light import LightOptions, RoomLight, frame_around, hemisphere
from showroom.picture.picture import (
    PictureOptions,
    dollhouse_poster,
    on_white,
    product_poster,
    room_poster,
    turntable,
    webp_bytes,
)
from showroom.product.scene import product_scene
from showroom.room.scene import room_scene
from showroom.scene import Environment, Material, Mesh, Node, Primitive, Scene
from showroom.style.style import load_style
from tests.showroom.scene_fixtures import box_product, details, furnished_room

SMALL = PictureOptions(width_px=192, height_px=120, gather_rays=8, edge_rays=2)


def _room() -> Scene:
    arrangement = furnished_room(Placement("A", 2.0, 0.0, 1.2, 0.0, "test"))
    return room_scene(arrangement, {"A": box_product("A")}, load_style("scandinavian"))


def test_room_pictures_show_something_and_repeat_to_the_byte() -> None:
    scene = _room()
    picture = room_poster(scene, SMALL)
    assert picture.shape == (120, 192, 3)
    assert 60 < picture.mean() < 235
    assert picture.std() > 20
    assert (picture == room_poster(scene, SMALL)).all()
    reddish = picture[..., 0].astype(int) - picture[..., 2] > 60
    bluish = picture[..., 2].astype(int) - picture[..., 0] > 60
    assert reddish.any()
    assert bluish.any()


def test_the_dollhouse_sees_the_floor_from_above() -> None:
    picture = dollhouse_poster(_room(), SMALL)
    assert picture.std() > 20


def test_product_poster_is_clear_around_the_product() -> None:
    scene = product_scene(box_product("A"), details("A"))
    options = PictureOptions(width_px=128, height_px=128, gather_rays=8, edge_rays=2)
    picture = product_poster(scene, options)
    assert picture[:6, :, 3].max() == 0
    assert picture[64, 64, 3] == 255
    # The shadow under it is part of the picture, darker than the page and lighter than black.
    shadow = (picture[..., 3] > 20) & (picture[..., 3] < 200) & (picture[..., :3].max(axis=2) < 30)
    assert shadow.sum() > 50
    back = Image.open(io.BytesIO(webp_bytes(picture)))
    assert back.format == "WEBP"
    assert back.mode == "RGBA"


def test_a_white_plane_under_an_even_sky_is_lit_by_one() -> None:
    plane = Primitive(
        np.array([[-5.0, 0, 5], [5, 0, 5], [5, 0, -5], [-5, 0, -5]]),
        np.tile([0.0, 1.0, 0.0], (4, 1)),
        np.array([[0, 1, 2], [0, 2, 3]]),
        Material("white"),
    )
    even = Environment(sky=(1.0, 1.0, 1.0), horizon=(1.0, 1.0, 1.0), ground=(1.0, 1.0, 1.0))
    scene = Scene("s", (Node("plane", mesh=Mesh("plane", (plane,))),), environment=even)
    rng = np.random.default_rng(0)
    light = RoomLight(trace_scene(scene), scene, closed=False, options=LightOptions(), rng=rng)
    place = np.zeros((10, 3), dtype=np.float32)
    up = np.tile(np.array([0, 1, 0], dtype=np.float32), (10, 1))
    assert light.gathered(place, up, rng, 16) == pytest.approx(1.0, abs=1e-5)
    assert light.patch_light == pytest.approx(1.0, abs=1e-4)


def test_directions_follow_the_cosine() -> None:
    rng = np.random.default_rng(0)
    normal = rng.standard_normal((4000, 3)).astype(np.float32)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    a, b = frame_around(normal)
    assert np.abs((a * normal).sum(1)).max() < 1e-5
    assert (np.cross(a, b) * normal).sum(1) == pytest.approx(1, abs=1e-4)
    u, v = rng.random((2, 4000), dtype=np.float32)
    along = hemisphere(normal, a, b, u, v)
    # The mean cosine of cosine-weighted directions is 2/3.
    assert (along * normal).sum(1).mean() == pytest.approx(2 / 3, abs=0.01)


def test_a_turntable_goes_round_at_one_distance() -> None:
    """A box from the front and from its side: as high in both, and half as wide where it is half as deep."""
    scene = product_scene(box_product("A", 1.0, 0.5, 0.5), details("A"))
    front, side = list(turntable(scene, frames=4))[:2]
    assert front.shape == (512, 512, 3)
    dark = [np.argwhere(picture.min(axis=2) < 150) for picture in (front, side)]
    wide, high = zip(*((np.ptp(d[:, 1]), np.ptp(d[:, 0])) for d in dark), strict=True)
    assert wide[1] < 0.75 * wide[0]
    assert abs(high[0] - high[1]) < 0.25 * high[0]


def test_on_white_keeps_what_is_solid() -> None:
    picture = np.zeros((2, 1, 4), np.uint8)
    picture[0] = (10, 20, 30, 255)
    assert on_white(picture).tolist() == [[[10, 20, 30]], [[255, 255, 255]]]
