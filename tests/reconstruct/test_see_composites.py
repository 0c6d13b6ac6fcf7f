"""Judgement pictures: products in rooms and before backdrops of their own colour."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reconstruct.lab import lab
from reconstruct.training.pale_composites import LARGEST_DE, pale_cases
from reconstruct.training.paste import Layer
from reconstruct.training.photos import Judged
from reconstruct.training.room_picture import RoomPicture, read_rooms
from reconstruct.training.room_stand import Prop
from reconstruct.training.see_composites import Case, room_case
from reconstruct.training.surroundings import similar


def _prop(
    name: str, category: str, colour: tuple[float, float, float], group: str = "furniture"
) -> Prop:
    rng = np.random.default_rng(len(name))
    alpha = np.zeros((150, 120), dtype=np.float32)
    alpha[:110] = 1
    alpha[:, :15] = 1
    alpha[:, -15:] = 1
    rgb = np.clip(np.array(colour) + rng.normal(0, 0.02, (150, 120, 3)), 0, 1).astype(np.float32)
    return Prop(
        Judged(name, name, category, group, "", ""), Layer(rgb, alpha, (60.0, 145.0)), 150.0, 15.0
    )


PROPS = [
    _prop("a", "chair", (0.7, 0.3, 0.2)),
    _prop("bb", "sofa", (0.3, 0.4, 0.7)),
    _prop("ccc", "wardrobe", (0.8, 0.8, 0.75)),
    _prop("dddd", "other", (0.2, 0.7, 0.3), "other"),
]


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> list[RoomPicture]:
    folder = tmp_path_factory.mktemp("rooms")
    v, u = np.mgrid[0:384, 0:512]
    rgb = np.stack([120 + u / 8, 130 + v / 8, 140 + 0 * u], axis=-1).astype(np.uint8)
    Image.fromarray(rgb).save(folder / "room.jpg")
    depth = np.where(v > 180, 400 * 1400 / np.maximum(v - 100, 1), 7000).astype(np.uint16)
    Image.fromarray(depth).save(folder / "room-depth.png")
    places = []
    for row in range(230, 370, 20):
        away = 400 * 1.4 / (row - 100)
        down = float(np.degrees(np.arctan2(1.4, away)))
        for column in range(60, 460, 40):
            places.append(
                {
                    "u_px": column,
                    "v_px": row,
                    "px_per_m": 400 / away,
                    "clearance_m": 0.5,
                    "down_deg": down,
                    "seen": True,
                    "depth_m": away,
                }
            )
    told = {"floor_places": places, "pieces": [{"category": "bed", "box_px": [0, 0, 9, 9]}]}
    (folder / "room.json").write_text(json.dumps(told), encoding="utf-8")
    return read_rooms(folder)


def _sound(case: Case) -> None:
    assert case.rgb.shape[:2] == case.matte.shape
    left, top, right, bottom = case.box
    solid = case.matte >= 0.5
    assert solid[top:bottom, left:right].sum() == solid.sum() > 0
    assert 0 <= case.hidden_share < 0.36


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_room_case_tells_what_is_seen_of_the_product(
    rooms: list[RoomPicture], number: int
) -> None:
    case = room_case(PROPS[0], PROPS, rooms, number, seed=0)
    _sound(case)
    assert case.kind == "rooms"
    # Where the truth says product, the picture is reddish as the product is, in any light.
    seen = case.rgb[case.matte > 0.99].astype(float).mean(axis=0)
    assert seen[0] > 1.3 * seen[1]


def test_the_seed_and_the_number_decide_the_picture(rooms: list[RoomPicture]) -> None:
    first = room_case(PROPS[0], PROPS, rooms, 0, seed=0)
    again = room_case(PROPS[0], PROPS[:], rooms, 0, seed=0)
    other = room_case(PROPS[0], PROPS, rooms, 1, seed=0)
    assert np.array_equal(first.rgb, again.rgb)
    assert first.rgb.shape != other.rgb.shape or not np.array_equal(first.rgb, other.rgb)


def test_no_room_is_an_error_that_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"python -m showroom\.backgrounds"):
        read_rooms(tmp_path)


def test_a_room_without_floor_is_told(rooms: list[RoomPicture]) -> None:
    bare = RoomPicture("bare", rooms[0].rgb, rooms[0].depth_m, (), ())
    with pytest.raises(ValueError, match="make more room pictures"):
        room_case(PROPS[0], PROPS, [bare], 0, seed=0)


def test_lab_of_known_colours() -> None:
    found = lab(np.array([[1.0, 1.0, 1.0], [0.0, 0.0, 0.0], [1.0, 0.0, 0.0]]))
    assert np.allclose(found[0], (100, 0, 0), atol=0.02)
    assert np.allclose(found[1], 0, atol=0.02)
    assert np.allclose(found[2], (53.24, 80.09, 67.20), atol=0.05)


def test_pale_products_are_within_reach_of_their_backdrops() -> None:
    cases = pale_cases(PROPS, seed=0)
    assert len(cases) >= 3
    for case in cases:
        _sound(case)
        assert case.distance_de is not None
        assert case.distance_de <= LARGEST_DE
        assert lab(case.rgb[case.matte > 0.95] / 255.0)[:, 0].mean() > 60


def test_similar_kinds_share_known_shapes() -> None:
    assert similar("chair", "armchair")
    assert similar("dresser", "nightstand")
    assert not similar("bed", "chair")
    assert not similar("sofa", "desk")
