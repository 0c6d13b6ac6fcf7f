from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from layout.placement import Placement
from layout.room import Room
from reconstruct.raycast import evenly_spread
from showroom.gltf import read_glb, write_glb
from showroom.picture.geometry import TracedScene, trace_scene
from showroom.room.scene import room_scene
from showroom.scene import Primitive, Scene, Texture, walk
from showroom.shell.bake import USUAL_BAKE, BakeOptions, bake_shell
from showroom.shell.room_shell import shell_node, shell_nodes
from showroom.shell.shell import ShellPart, build_shell
from showroom.style.style import load_style
from tests.gltf_validation import assert_valid_glb
from tests.showroom.scene_fixtures import box_product, furnished_room, l_shaped_room

BOX = Placement("A1", 2.0, 0.0, 1.5, 0.0, "")


def _room_with_box() -> Scene:
    return room_scene(furnished_room(BOX), {"A1": box_product("A1")}, load_style("scandinavian"))


def _solids(room: Room, parts: tuple[ShellPart, ...]) -> TracedScene:
    nodes = shell_nodes(room, parts, load_style("scandinavian"))
    return trace_scene(Scene(room.room_id, (shell_node(nodes),)))


def _value(
    texture: Texture, primitive_uvs: np.ndarray, corners: np.ndarray, x_m: float, z_m: float
) -> float:
    """Value of the picture at a place of the floor, found through the UVs as a renderer finds it."""
    plane = np.column_stack([corners[:, [0, 2]], np.ones(len(corners))])
    u, v = np.array([x_m, z_m, 1.0]) @ np.linalg.lstsq(plane, primitive_uvs, rcond=None)[0]
    height, width = texture.pixels.shape[:2]
    return float(texture.pixels[int(v * height), int(u * width), 0]) / 255


def _floor(scene: Scene) -> Primitive:
    node = next(node for node, _ in walk(scene) if node.name == "shell-floor")
    assert node.mesh is not None
    return node.mesh.primitives[0]


def test_floor_is_dark_under_a_piece_and_along_walls_and_open_elsewhere() -> None:
    floor = _floor(_room_with_box())
    texture = floor.material.occlusion_texture
    assert texture is not None
    assert floor.uvs_second is not None
    assert floor.material.occlusion_uv_set == 1

    def at(x_m: float, z_m: float) -> float:
        assert texture is not None
        assert floor.uvs_second is not None
        return _value(texture, floor.uvs_second, floor.positions_m, x_m, z_m)

    assert at(2.0, 1.5) < 0.1
    assert at(2.53, 1.5) < at(2.7, 1.5) < at(3.1, 1.5)
    assert at(3.1, 1.5) > 0.9
    # Beside a wall half of all rays meet it; what it passes on brings some of that back.
    assert 0.5 < at(1.0, 0.03) < 0.85
    assert at(0.03, 0.03) < at(1.0, 0.03)


def test_agrees_with_one_ray_at_a_time() -> None:
    room = furnished_room().room
    parts = build_shell(room)
    solids = _solids(room, parts)
    options = BakeOptions({"floor": 40.0}, rays=64)
    baked = bake_shell(parts, solids, room.shape, options)
    dark = total = 0.0
    for way in evenly_spread(4000):
        if way[1] > 0:
            distance = float(
                solids.caster.cast(np.array([[0.35, 1e-3, 0.45]]), way[None]).distance_m[0]
            )
            dark += way[1] * max(0.0, 1 - distance / options.reach_m)
            total += way[1]
    share = 1 - dark / total
    a, b, c = (2.0404 * 0.6 - 0.3324, -4.7951 * 0.6 + 0.6417, 2.7552 * 0.6 + 0.6903)
    expected = max(share, ((share * a + b) * share + c) * share)
    corners = parts[0].surfaces[0].positions_m
    found = _value(baked.texture, baked.uvs["floor", 0], corners, 0.35, 0.45)
    assert found == pytest.approx(expected, abs=0.03)


@pytest.mark.parametrize("room", [furnished_room().room, l_shaped_room()], ids=lambda r: r.room_id)
def test_no_two_places_share_a_texel(room: Room) -> None:
    parts = build_shell(room)
    options = BakeOptions(USUAL_BAKE.px_per_m, rays=1)
    baked = bake_shell(parts, _solids(room, parts), room.shape, options)
    size = np.array(baked.texture.pixels.shape[1::-1])
    taken = np.zeros(size[::-1], dtype=int)
    roles = {(p.name, i): s.role for p in parts for i, s in enumerate(p.surfaces)}
    for key, uvs in baked.uvs.items():
        assert uvs.min() >= 0
        assert uvs.max() <= 1
        charts = uvs.reshape(-1, 4, 2) if roles[key] == "reveal" else uvs[None]
        for chart in charts:
            left, top = np.floor(chart.min(axis=0) * size + 1e-6).astype(int)
            right, bottom = np.ceil(chart.max(axis=0) * size - 1e-6).astype(int)
            taken[top:bottom, left:right] += 1
    assert taken.max() == 1


def test_a_large_room_gets_a_coarser_picture() -> None:
    room = Room.rectangle("hall", "retail_gallery", 30.0, 20.0, 3.0)
    parts = build_shell(room)
    options = BakeOptions(USUAL_BAKE.px_per_m, rays=1, largest_px=256)
    baked = bake_shell(parts, _solids(room, parts), room.shape, options)
    assert max(baked.texture.pixels.shape) <= 256


def test_file_holds_one_picture_and_khronos_agrees(tmp_path: Path) -> None:
    scene = _room_with_box()
    glb = write_glb(scene)
    (tmp_path / "room.glb").write_bytes(glb)
    assert_valid_glb(tmp_path / "room.glb")
    document, _ = read_glb(glb)
    used = [m["occlusionTexture"] for m in document["materials"] if m["name"] != "A1"
            and "occlusionTexture" in m]  # fmt: skip
    assert len({texture["index"] for texture in used}) == 1
    assert any(texture.get("texCoord") == 1 for texture in used)
    assert glb == write_glb(_room_with_box())
