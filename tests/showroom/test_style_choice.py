from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reconstruct.product import TexturedProduct
from showroom.errors import StyleError
from showroom.style.choice import check_wish, chosen_style, suiting_style
from showroom.style.floor_photo import repeating_photo
from showroom.style.style import load_style, style_names, tiled_material
from showroom.style.wish import StyleWish
from tests.showroom.scene_fixtures import box_product


def painted(*colours: str) -> dict[str, TexturedProduct]:
    """Boxes in one colour each."""
    products = {}
    for number, colour in enumerate(colours):
        box = box_product(f"P{number}")
        rgb = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)], dtype=np.uint8)
        picture = np.broadcast_to(rgb, box.material.base_colour.shape).copy()
        products[f"P{number}"] = replace(box, material=replace(box.material, base_colour=picture))
    return products


@pytest.mark.parametrize(
    "name", [n for n in style_names() if n not in ("children", "gallery_white")]
)
def test_goods_in_a_styles_own_colours_get_that_style(name: str) -> None:
    assert suiting_style(painted(*load_style(name).palette), "living_room") == name


def test_children_and_galleries_have_a_style_of_their_own() -> None:
    assert suiting_style(painted("#202020"), "children_room") == "children"
    assert suiting_style(painted("#202020"), "gallery") == "gallery_white"
    assert suiting_style({}, "living_room") in style_names()


def test_what_the_merchant_asks_comes_first() -> None:
    style = chosen_style(StyleWish("classic", wall_colour="navy"), painted("#ffffff"), "bathroom")
    assert style.name == "classic"
    assert style.finishes["wall"].colour == style.finishes["accent"].colour == "#000080"
    assert "wall" not in style.rooms["bathroom"]
    assert style.rooms["bathroom"]["floor"] == load_style("classic").rooms["bathroom"]["floor"]


def floor_picture(path: Path, *, size: tuple[int, int] = (700, 500)) -> Path:
    """Boards 50 pixels wide, brighter to the right."""
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    value = 110 + 40 * ((x // 50) % 2) + 50 * x / size[0] + 0 * y
    Image.fromarray(np.repeat(value[..., None], 3, 2).astype(np.uint8)).save(path)
    return path


def test_a_floor_photo_repeats_without_a_seam(tmp_path: Path) -> None:
    pixels = repeating_photo(floor_picture(tmp_path / "floor.png")).astype(float)
    assert pixels.shape[0] == pixels.shape[1] == 256
    usual = np.abs(np.diff(pixels, axis=1)).max(axis=(0, 2)).max()
    assert np.abs(pixels[:, 0] - pixels[:, -1]).max() <= usual
    halves = pixels.mean(axis=(0, 2)).reshape(2, -1).mean(axis=1)
    assert abs(halves[0] - halves[1]) < 12


def test_a_floor_photo_keeps_its_scale(tmp_path: Path) -> None:
    wish = StyleWish("japandi", floor_photo=floor_picture(tmp_path / "f.png"), floor_photo_m=2.0)
    tiled = tiled_material("floor", chosen_style(wish, {}, "").finishes["floor"])
    assert tiled.tile_m == pytest.approx(2.0 * 0.88)
    assert tiled.material.base_colour_texture is not None


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (StyleWish("baroque"), "choose one of children, classic"),
        (StyleWish(wall_colour="reddish"), "write it as #3a5f8b"),
        (StyleWish(floor_photo=Path("absent.jpg")), "absent.jpg"),
    ],
)
def test_wrong_wishes_are_told_before_the_work(wish: StyleWish, told: str) -> None:
    with pytest.raises(StyleError, match=told):
        check_wish(wish)
