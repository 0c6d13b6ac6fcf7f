from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from layout.placement import Arrangement, Placement
from showroom import gltf_validator, profiles
from showroom.gltf import write_glb
from showroom.product.scene import product_scene
from showroom.profiles import check_glb
from showroom.room.scene import entrance, room_scene
from showroom.room.settle import settled
from showroom.scene_check import check_scene, collide, placed_meshes
from showroom.style.style import load_style
from tests.showroom.scene_fixtures import box_product, details, furnished_room

BOX = box_product("A")  # 1.0 x 0.5 x 0.6


def _codes(*placements: Placement) -> list[str]:
    arrangement = furnished_room(*placements)
    scene = room_scene(arrangement, {"A": BOX}, load_style("scandinavian"))
    return [finding.code for finding in check_scene(scene, arrangement)]


def _at(x: float, y: float, z: float, yaw: float = 0.0, item: str = "A") -> Placement:
    return Placement(item, float(x), float(y), float(z), float(yaw), "test")


def test_good_placements_have_no_findings() -> None:
    assert (
        _codes(_at(1, 0, 1.5), _at(3, 0, 1.5, np.pi / 2, "A#2"), _at(1, 0.5, 1.5, 0, "A#3")) == []
    )


@pytest.mark.parametrize(
    ("gap_m", "collides"), [(0.01, False), (0.0, False), (-0.004, False), (-0.02, True)]
)
def test_a_collision_is_deeper_than_five_millimetres(gap_m: float, collides: bool) -> None:
    arrangement = furnished_room(_at(1, 0, 1.5), _at(2 + gap_m, 0, 1.53, 0, "A#2"))
    scene = room_scene(arrangement, {"A": BOX}, load_style("scandinavian"))
    a, b = placed_meshes(scene, ["A", "A#2"])
    assert collide(a, b) is collides
    assert collide(b, a) is collides


def test_a_piece_inside_another_collides() -> None:
    arrangement = furnished_room(_at(2, 0, 1.5), _at(2, 0.1, 1.5, 0, "B"))
    products = {"A": BOX, "B": box_product("B", 0.2, 0.2, 0.2)}
    scene = room_scene(arrangement, products, load_style("scandinavian"))
    assert "collision" in [f.code for f in check_scene(scene, arrangement)]


def test_floating_sinking_and_leaving_are_found() -> None:
    assert _codes(_at(2, 0.1, 1.5)) == ["floats"]
    assert _codes(_at(2, -0.1, 1.5)) == ["sinks"]
    assert _codes(_at(0.2, 0, 1.5)) == ["out_of_bounds"]
    assert _codes(_at(2, 1.2, 0.31)) == []  # hangs on the wall


def test_what_stands_on_a_piece_is_lowered_onto_its_true_surface() -> None:
    products = {"A": BOX, "B": box_product("B", 0.2, 0.3, 0.2)}
    arrangement = furnished_room(_at(2, 0, 1.5), _at(2, 0.53, 1.5, 0.3, "B"))
    lowered = settled(arrangement, products)
    assert [p.y_m for p in lowered.placements] == [0.0, pytest.approx(0.5, abs=1e-5)]
    scene = room_scene(lowered, products, load_style("scandinavian"))
    assert check_scene(scene, lowered) == ()


def test_the_entrance_is_inside_the_door_and_looks_at_the_middle() -> None:
    start = entrance(furnished_room().room)
    # Door in the south wall (z = 3), 1.0 to 1.9 m from its first corner at x = 4.
    assert start.position_m == pytest.approx((2.55, 1.6, 2.65))
    assert start.yaw_rad == pytest.approx(np.arctan2(2 - 2.55, 1.5 - 2.65), abs=1e-5)


def test_check_of_a_good_and_of_bad_files(tmp_path: Path) -> None:
    good = tmp_path / "good.glb"
    good.write_bytes(write_glb(product_scene(BOX, details("A"))))
    assert check_glb(good) == ()
    inches = replace(BOX, vertices_m=BOX.vertices_m * 39.37)
    large = tmp_path / "large.glb"
    large.write_bytes(write_glb(product_scene(inches, details("A"))))
    codes = [finding.code for finding in check_glb(large)]
    assert codes == ["implausible_size", "size_differs"]
    other = tmp_path / "other.glb"
    other.write_bytes(b"not a model")
    assert [f.code for f in check_glb(other)] == ["not_glb"]
    assert [f.code for f in check_glb(tmp_path / "absent.glb")] == ["unreadable"]
    empty = furnished_room()
    room = tmp_path / "room.glb"
    room.write_bytes(write_glb(room_scene(empty, {}, load_style("classic"))))
    assert [f.code for f in check_glb(room)] == ["no_sku"]


def test_an_absent_validator_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = tmp_path / "good.glb"
    good.write_bytes(write_glb(product_scene(BOX, details("A"))))
    monkeypatch.setattr(gltf_validator, "find_validator", lambda: None)
    monkeypatch.setattr(profiles, "find_auditor", lambda: None)
    (finding,) = check_glb(good)
    assert finding.code == "not_checked"
    assert "make setup" in finding.message


def test_a_placed_piece_without_a_product_is_refused() -> None:
    from showroom.errors import SceneError

    arrangement: Arrangement = furnished_room(_at(2, 0, 1.5, 0, "GONE"))
    with pytest.raises(SceneError, match=r"'GONE'.*make the product first"):
        room_scene(arrangement, {}, load_style("classic"))
