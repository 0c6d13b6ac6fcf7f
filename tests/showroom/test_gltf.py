from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.placement import Placement
from showroom.errors import SceneError
from showroom.gltf import quat_xyzw, read_glb, write_glb
from showroom.product.scene import product_scene
from showroom.room.scene import room_scene
from showroom.scene import (
    Animation,
    Material,
    Mesh,
    Node,
    Primitive,
    Scene,
    rotation_about_y,
    rotation_looking_along,
)
from showroom.style.style import load_style, style_names
from tests.gltf_validation import assert_valid_glb
from tests.showroom.scene_fixtures import box_product, details, furnished_room


def _triangle(material: Material | None = None) -> Primitive:
    return Primitive(
        positions_m=np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0]]),
        normals=np.tile([0.0, 0.0, 2.0], (3, 1)),
        faces=np.array([[0, 1, 2]]),
        material=material or Material("plain"),
    )


def test_product_file_is_valid_and_tells_the_product(tmp_path: Path) -> None:
    data = write_glb(product_scene(box_product("SKU-1"), details("SKU-1")))
    path = tmp_path / "product.glb"
    path.write_bytes(data)
    assert_valid_glb(path)
    document, _ = read_glb(data)
    (node,) = document["nodes"]
    assert node["name"] == "SKU-1"
    assert node["extras"]["price"] == "199.00"
    assert node["extras"]["name"] == 'Table "SKU-1" <b>🪑</b>'
    assert node["extras"]["height_m"] == 0.5
    packet = document["extensions"]["KHR_xmp_json_ld"]["packets"][0]
    assert packet["schema:url"] == "https://example.com/x?a=1&b=2"
    assert node["extensions"]["KHR_xmp_json_ld"] == {"packet": 0}


def test_every_style_is_a_valid_room_with_a_product_twice(tmp_path: Path) -> None:
    arrangement = furnished_room(
        Placement("A", 1.0, 0.0, 1.5, 0.0, "test"),
        Placement("A#2", 3.0, 0.0, 1.5, np.pi / 2.0, "test"),
    )
    paths = []
    for name in style_names():
        scene = room_scene(
            arrangement, {"A": box_product("A")}, load_style(name), {"A": details("A")}
        )
        data = write_glb(scene)
        assert data == write_glb(scene)
        paths.append(tmp_path / f"{name}.glb")
        paths[-1].write_bytes(data)
        document, _ = read_glb(data)
        nodes = {node["name"]: node for node in document["nodes"]}
        assert nodes["A"]["mesh"] == nodes["A#2"]["mesh"]
        assert nodes["A#2"]["translation"] == [3.0, 0.0, 1.5]
        assert nodes["A#2"]["rotation"] == pytest.approx([0, np.sqrt(0.5), 0, np.sqrt(0.5)])
        assert document["cameras"][0]["name"] == "entrance"
        assert len(document["images"]) == len({str(i) for i in document["images"]})
    assert_valid_glb(*paths)


def test_positions_are_written_as_float32_with_their_bounds() -> None:
    document, blob = read_glb(write_glb(Scene("s", (Node("n", mesh=Mesh("m", (_triangle(),))),))))
    accessor = document["accessors"][0]
    view = document["bufferViews"][accessor["bufferView"]]
    assert (accessor["min"], accessor["max"]) == ([0, 0, 0], [1, 1, 0])
    assert struct.unpack_from("<9f", blob, view.get("byteOffset", 0)) == (0, 0, 0, 1, 0, 0, 0, 1, 0)
    indices = document["accessors"][document["meshes"][0]["primitives"][0]["indices"]]
    assert indices["componentType"] == 5123


def test_equal_content_is_stored_once() -> None:
    same = [Mesh("m", (_triangle(Material("plain")),)) for _ in range(3)]
    scene = Scene("s", tuple(Node(f"n{k}", mesh=mesh) for k, mesh in enumerate(same)))
    document, _ = read_glb(write_glb(scene))
    assert len(document["meshes"]) == len(document["materials"]) == 1


def test_many_corners_take_32_bit_indices(tmp_path: Path) -> None:
    count = 70_000
    angle = np.linspace(0, 6, count)
    primitive = Primitive(
        positions_m=np.stack([np.cos(angle), np.sin(angle), angle], 1),
        normals=np.tile([0.0, 0.0, 1.0], (count, 1)),
        faces=np.array([[0, 35_000, count - 1]]),
        material=Material("plain"),
    )
    data = write_glb(Scene("s", (Node("n", mesh=Mesh("m", (primitive,))),)))
    document, _ = read_glb(data)
    indices = document["accessors"][document["meshes"][0]["primitives"][0]["indices"]]
    assert indices["componentType"] == 5125
    path = tmp_path / "many.glb"
    path.write_bytes(data)
    assert_valid_glb(path)


def test_an_animated_camera_is_valid(tmp_path: Path) -> None:
    turns = np.stack([rotation_about_y(a) for a in np.linspace(0, 6, 5)])
    walk = Animation("tour", "n", np.arange(5.0), np.zeros((5, 3)), turns)
    scene = Scene("s", (Node("n", mesh=Mesh("m", (_triangle(),))),), animations=(walk,))
    path = tmp_path / "tour.glb"
    path.write_bytes(write_glb(scene))
    assert_valid_glb(path)


@settings(max_examples=50, deadline=None)
@given(st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda d: np.linalg.norm(d) > 0.1))
def test_quaternion_turns_as_its_matrix(direction: tuple[float, float, float]) -> None:
    rotation = rotation_looking_along(np.array(direction))
    x, y, z, w = quat_xyzw(rotation)
    v = np.array([x, y, z])
    point = np.array([0.3, -0.7, 0.2])
    turned = point + 2 * np.cross(v, np.cross(v, point) + w * point)
    assert turned == pytest.approx(rotation @ point, abs=1e-9)


def test_two_nodes_of_one_name_are_refused() -> None:
    with pytest.raises(SceneError, match=r"'twin'.*found it twice"):
        write_glb(Scene("s", (Node("twin"), Node("twin"))))


def test_a_normal_without_direction_is_refused() -> None:
    bad = Primitive(np.eye(3), np.zeros((3, 3)), np.array([[0, 1, 2]]), Material("plain"))
    with pytest.raises(SceneError, match="3 normals without a direction"):
        write_glb(Scene("s", (Node("n", mesh=Mesh("m", (bad,))),)))


def test_a_cut_off_file_is_refused() -> None:
    data = write_glb(Scene("s", (Node("n"),)))
    with pytest.raises(SceneError, match="cut off"):
        read_glb(data[:-4], "x.glb")
