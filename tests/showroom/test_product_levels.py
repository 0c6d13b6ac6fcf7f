"""From how far a lighter copy is enough, and what a room without its products is."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from layout.placement import Placement
from showroom.gltf import read_glb, write_glb
from showroom.product.levels import enough_from_m, texels_per_m
from showroom.product.outcome import ProductLevel
from showroom.room.scene import room_scene
from showroom.scene import Material, Mesh, Node, Primitive, Scene, Texture, walk
from showroom.showroom_files import shell_scene
from showroom.style.style import load_style
from showroom.web_glb import unpacked_glb, web_glb
from tests.gltf_validation import assert_valid_glb

from .scene_fixtures import box_product, furnished_room


def test_texels_and_distance_by_hand() -> None:
    product = box_product("A")
    square = replace(
        product,
        vertices_m=np.array([[0.0, 0, 0], [2, 0, 0], [2, 2, 0], [0, 2, 0]]),
        normals=np.tile([0.0, 0, 1], (4, 1)),
        uvs=np.array([[0.0, 0.5], [0.5, 0.5], [0.5, 0], [0, 0]]),
        faces=np.array([[0, 1, 2], [0, 2, 3]]),
    )
    # A quarter of 512 x 512 texels on 4 m2: 256 on 2 m.
    assert texels_per_m(square) == pytest.approx(128.0)
    # 1080 pixels show 2 tan(30) m from 1 m away: 935.3 a metre; a texel may cover 1.5 of them.
    assert enough_from_m(square) == pytest.approx(
        1080 / (2 * math.tan(math.pi / 6)) / 192, abs=0.005
    )
    assert ProductLevel("A.lod1.glb", 10, 2, 4.87).as_json("../A") == {
        "glb": "../A/A.lod1.glb",
        "bytes": 10,
        "triangles": 2,
        "enough_from_m": 4.87,
    }


def test_the_shell_is_the_room_without_what_is_for_sale(tmp_path: Path) -> None:
    arrangement = furnished_room(Placement("A", 1.0, 0.0, 1.0, 0.0, ""))
    room = room_scene(arrangement, {"A": box_product("A")}, load_style("scandinavian"))
    shell = shell_scene(room)
    kept, all_nodes = ({node.name for node, _ in walk(s)} for s in (shell, room))
    assert all_nodes - kept == {"A"}
    path = tmp_path / "shell.web.glb"
    path.write_bytes(web_glb(write_glb(shell)))
    assert_valid_glb(path)


def test_baked_occlusion_keeps_its_own_texture_coordinates_in_the_web_file() -> None:
    product = box_product("A")
    baked = Texture("baked", np.full((8, 8, 3), 128, np.uint8))
    material = Material("wall", occlusion_texture=baked, occlusion_uv_set=1)
    primitive = Primitive(
        product.vertices_m,
        product.normals,
        product.faces,
        material,
        uvs=product.uvs * 3,
        uvs_second=product.uvs,
    )
    scene = Scene("wall", (Node("wall", mesh=Mesh("wall", (primitive,))),))
    document, _ = read_glb(unpacked_glb(web_glb(write_glb(scene))))
    (material_told,) = document["materials"]
    assert material_told["occlusionTexture"]["texCoord"] == 1
    assert "TEXCOORD_1" in document["meshes"][0]["primitives"][0]["attributes"]
