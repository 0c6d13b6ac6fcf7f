"""The merchant's own GLB becomes a product: parts, materials, places, size, and what cannot be read."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import trimesh
from PIL import Image
from trimesh.visual.material import PBRMaterial
from trimesh.visual.texture import TextureVisuals

from reconstruct import ProductSizeHint, ReconstructOptions, TexturedProduct, TextureOptions
from reconstruct.errors import (
    CompressedModelError,
    EmptyModelError,
    ModelFileError,
    ModelTooLargeError,
    NotAModelError,
)
from reconstruct.lod import LodOptions, lighter
from reconstruct.model_product import product_of_model
from reconstruct.own_model import read_model
from reconstruct.surface import SurfaceOptions

OPTIONS = ReconstructOptions(texture=TextureOptions(texture_px=256))


def _colour_at(product: TexturedProduct, point: tuple[float, float, float]) -> list[int]:
    """Base colour at the corner nearest to a point, looked up by its texture coordinates."""
    corner = np.linalg.norm(product.vertices_m[product.faces].mean(axis=1) - point, axis=1).argmin()
    u, v = product.uvs[product.faces[corner]].mean(axis=0)
    picture = product.material.base_colour
    return picture[int(v * len(picture)), int(u * len(picture))].tolist()


def _from_factor(*levels: int) -> list[float]:
    """sRGB of a base colour factor, which glTF takes as linear."""
    return [255 * (level / 255) ** (1 / 2.2) for level in levels]


def _table() -> trimesh.Scene:
    """A red top 1 x 0.1 x 0.6 m on four instances of one green leg, 0.7 m high, mirrored on one side."""
    scene = trimesh.Scene()
    top = trimesh.creation.box((1.0, 0.1, 0.6))
    top.visual = TextureVisuals(material=PBRMaterial(baseColorFactor=(200, 40, 40, 255)))
    scene.add_geometry(top, transform=trimesh.transformations.translation_matrix((3, 0.75, 5)))
    leg = trimesh.creation.cylinder(0.03, 0.7)
    leg.apply_transform(trimesh.transformations.rotation_matrix(np.pi / 2, (1, 0, 0)))
    leg.visual = TextureVisuals(
        material=PBRMaterial(
            baseColorFactor=(40, 180, 60, 255), roughnessFactor=0.3, metallicFactor=0.0
        )
    )
    for x in (2.6, 3.4):
        for z in (4.8, 5.2):
            place = trimesh.transformations.translation_matrix((x, 0.35, z))
            if x > 3:
                place[0, 0] = -1.0
            scene.add_geometry(leg, geom_name="leg", transform=place)
    return scene


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.glb"
    path.write_bytes(_table().export(file_type="glb"))
    return path


def _edited(path: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The file with its JSON changed."""
    data = path.read_bytes()
    (size,) = struct.unpack_from("<I", data, 12)
    document = json.loads(data[20 : 20 + size])
    change(document)
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    rest = data[20 + size :]
    header = struct.pack("<4sII", b"glTF", 2, 20 + len(text) + len(rest))
    path.write_bytes(header + struct.pack("<I4s", len(text), b"JSON") + text + rest)
    return path


def test_parts_instances_and_factors_become_one_product(table: Path) -> None:
    product = product_of_model(table, product_id="T-1", options=OPTIONS)
    low, high = product.vertices_m.min(axis=0), product.vertices_m.max(axis=0)
    np.testing.assert_allclose(low, [-0.5, 0.0, -0.3], atol=1e-6)
    np.testing.assert_allclose(high, [0.5, 0.8, 0.3], atol=1e-6)
    assert product.size_source == "model"
    assert product.warnings == ()
    red, green = _colour_at(product, (0, 0.8, 0)), _colour_at(product, (-0.4, 0.35, -0.2))
    assert red == pytest.approx(_from_factor(200, 40, 40), abs=3)
    assert green == pytest.approx(_from_factor(40, 180, 60), abs=3)
    # Every surface looks outwards, the mirrored legs too.
    mesh = trimesh.Trimesh(product.vertices_m, product.faces, process=True)
    mesh.merge_vertices(merge_tex=True, merge_norm=True)
    expected = 1.0 * 0.1 * 0.6 + 4 * 0.7 * trimesh.creation.cylinder(0.03, 0.7).volume / 0.7
    assert mesh.volume == pytest.approx(expected, rel=0.01)


def test_a_given_size_scales_it_and_a_stretch_is_told(table: Path) -> None:
    doubled = product_of_model(
        table, product_id="T-1", size=ProductSizeHint(width_m=2.0), options=OPTIONS
    )
    np.testing.assert_allclose(np.ptp(doubled.vertices_m, axis=0), [2.0, 1.6, 1.2], atol=1e-6)
    assert doubled.warnings == ()
    exact = product_of_model(
        table, product_id="T-1", size=ProductSizeHint(1.0, 0.8, 1.0), options=OPTIONS
    )
    np.testing.assert_allclose(np.ptp(exact.vertices_m, axis=0), [1.0, 0.8, 1.0], atol=1e-6)
    assert exact.size_source == "given"
    assert [w.code for w in exact.warnings] == ["model_stretched"]
    assert "67%" in exact.warnings[0].message


def test_a_texture_keeps_its_place_under_transform_and_second_set(tmp_path: Path) -> None:
    picture = Image.new("RGB", (64, 64), (200, 60, 60))
    picture.paste((60, 60, 200), (32, 0, 64, 64))  # right half blue
    quad = trimesh.Trimesh(
        [[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], [[0, 1, 2], [0, 2, 3]], process=False
    )
    uvs = np.array([[0, 1], [1, 1], [1, 0], [0, 0]], dtype=float)
    quad.visual = TextureVisuals(
        uv=uvs, material=PBRMaterial(baseColorTexture=picture, doubleSided=True)
    )
    path = tmp_path / "quad.glb"
    path.write_bytes(trimesh.Scene(quad).export(file_type="glb"))
    product = product_of_model(path, product_id="Q-1", options=OPTIONS)
    assert product.material.double_sided
    # Source pictures lie with v down, trimesh's with v up; u is the same for both.
    uv = _uv_colour(product)
    assert uv(-0.4, 0.5) == pytest.approx([200, 60, 60], abs=6)
    assert uv(0.4, 0.5) == pytest.approx([60, 60, 200], abs=6)

    def shift(document: dict[str, Any]) -> None:
        reference = document["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"]
        reference["extensions"] = {"KHR_texture_transform": {"offset": [0.5, 0.0]}}
        document["extensionsUsed"] = ["KHR_texture_transform"]
        document["extensionsRequired"] = ["KHR_texture_transform"]

    moved = _uv_colour(product_of_model(_edited(path, shift), product_id="Q-1", options=OPTIONS))
    assert moved(-0.4, 0.5) == pytest.approx([60, 60, 200], abs=6)
    assert moved(0.4, 0.5) == pytest.approx([200, 60, 60], abs=6)


def _uv_colour(product: TexturedProduct) -> Callable[[float, float], list[int]]:
    """Colour of a flat product at (x, y): by the triangle that holds the point."""

    def colour(x: float, y: float) -> list[int]:
        for face in product.faces:
            corners = product.vertices_m[face][:, :2]
            weights = np.linalg.solve(np.vstack([corners.T, np.ones(3)]), [x, y, 1.0])
            if weights.min() >= -1e-9:
                u, v = weights @ product.uvs[face]
                picture = product.material.base_colour
                return picture[int(v * len(picture)), int(u * len(picture))].tolist()
        raise AssertionError((x, y))

    return colour


def test_vertex_colours_count(tmp_path: Path) -> None:
    ball = trimesh.creation.icosphere(subdivisions=3, radius=0.2)
    ball.visual = trimesh.visual.ColorVisuals(
        ball, vertex_colors=np.tile([30, 120, 30, 255], (len(ball.vertices), 1)).astype(np.uint8)
    )
    path = tmp_path / "ball.glb"
    path.write_bytes(trimesh.Scene(ball).export(file_type="glb"))
    product = product_of_model(path, product_id="B-1", options=OPTIONS)
    found = np.array(_colour_at(product, (0, 0.4, 0)))
    # glTF's vertex colours are linear: 120 of 255 comes out brighter.
    assert found[1] == pytest.approx(255 * (120 / 255) ** (1 / 2.2), abs=3)
    assert found[0] < found[1]


def test_a_heavy_model_is_made_light_and_keeps_its_looks(tmp_path: Path) -> None:
    ball = trimesh.creation.icosphere(subdivisions=5, radius=0.2)
    ball.update_faces(ball.triangles_center[:, 1] > -0.15)  # open: a bowl upside down
    ball.visual = TextureVisuals(material=PBRMaterial(baseColorFactor=(180, 120, 60, 255)))
    path = tmp_path / "bowl.glb"
    path.write_bytes(trimesh.Scene(ball).export(file_type="glb"))
    options = ReconstructOptions(
        surface=SurfaceOptions(triangles=2000), texture=TextureOptions(texture_px=256)
    )
    product = product_of_model(path, product_id="B-1", options=options)
    assert 500 < len(product.faces) <= 2000
    assert _colour_at(product, (0, 0.35, 0)) == pytest.approx(_from_factor(180, 120, 60), abs=3)
    light = lighter(product, LodOptions(300, 64))
    assert len(light.faces) <= 300
    assert _colour_at(light, (0, 0.35, 0)) == pytest.approx(_from_factor(180, 120, 60), abs=6)


def test_what_is_not_kept_is_told(table: Path) -> None:
    def glass(document: dict[str, Any]) -> None:
        document["materials"][0] |= {"alphaMode": "BLEND", "emissiveFactor": [1, 1, 1]}
        document["animations"] = [{}]

    product = product_of_model(_edited(table, glass), product_id="T-1", options=OPTIONS)
    (warning,) = product.warnings
    assert warning.code == "model_simplified"
    for words in ("animation", "transparency", "light that it gives off"):
        assert words in warning.message


def _skin_all(document: dict[str, Any]) -> None:
    for node in document["nodes"]:
        if "mesh" in node:
            node["skin"] = 0


def _huge(document: dict[str, Any]) -> None:
    for accessor in document["accessors"]:
        accessor["count"] = 9_000_000


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (
            lambda d: d.update(extensionsRequired=["KHR_draco_mesh_compression"]),
            CompressedModelError,
            ["Draco", "leave 'Compression' off"],
        ),
        (
            lambda d: d.update(extensionsRequired=["EXT_meshopt_compression"]),
            CompressedModelError,
            ["meshopt", "gltf-transform copy"],
        ),
        (lambda d: d.update(extensionsRequired=["ACME_x"]), NotAModelError, ["ACME_x"]),
        (_skin_all, EmptyModelError, ["skinned"]),
        (lambda d: d.update(nodes=[{}], scenes=[{"nodes": [0]}]), EmptyModelError, ["none"]),
        (_huge, ModelTooLargeError, ["2,000,000 triangles"]),
        (
            lambda d: (
                d["nodes"].append({"children": [len(d["nodes"])]})
                or d["scenes"][0]["nodes"].append(len(d["nodes"]) - 1)
            ),
            NotAModelError,
            ["circle"],
        ),
        (lambda d: d["buffers"][0].update(uri="legs.bin"), NotAModelError, ["legs.bin"]),
        (lambda d: d["accessors"][0].update(byteOffset=10**6), NotAModelError, ["hold together"]),
    ],
)
def test_what_cannot_be_read_says_how_to_save_it_again(
    table: Path, change: Callable[[dict[str, Any]], None], error: type[Exception], words: list[str]
) -> None:
    with pytest.raises(error) as caught:
        read_model(_edited(table, change))
    for word in ("table.glb", *words):
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "an empty file"),
        (b"PK\x03\x04 a zip", "something else"),
        (b'{"asset": {"version": "2.0"}}', "a .gltf file"),
        (struct.pack("<4sII", b"glTF", 2, 400), "are there"),
        (struct.pack("<4sII", b"glTF", 1, 12), "its version is 1"),
    ],
)
def test_other_files(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "a.glb"
    path.write_bytes(data)
    with pytest.raises(NotAModelError, match=words):
        read_model(path)
    path.unlink()
    with pytest.raises(ModelFileError, match="nothing at"):
        read_model(path)


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.glb"
    with path.open("wb") as file:
        file.truncate(201 * 1024 * 1024)
    with pytest.raises(ModelTooLargeError, match="201 MB"):
        read_model(path)


def test_quantised_positions_are_read(table: Path) -> None:
    """Positions as normalised 16-bit integers, as gltfpack writes them, come out as the floats they stand for."""
    values = np.array([[0, 0, 0], [32767, 0, 0], [0, 32767, 0]], dtype="<i2")
    padded = np.zeros((3, 4), dtype="<i2")
    padded[:, :3] = values
    document = {
        "asset": {"version": "2.0"},
        "extensionsRequired": ["KHR_mesh_quantization"],
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "scale": [2, 2, 2]}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
        "accessors": [
            {"bufferView": 0, "componentType": 5122, "normalized": True, "count": 3, "type": "VEC3"}
        ],
        "bufferViews": [{"buffer": 0, "byteLength": 24, "byteStride": 8}],
        "buffers": [{"byteLength": 24}],
    }
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    body = io.BytesIO()
    body.write(struct.pack("<I4s", len(text), b"JSON") + text)
    body.write(struct.pack("<I4s", 24, b"BIN\x00") + padded.tobytes())
    table.write_bytes(struct.pack("<4sII", b"glTF", 2, 12 + body.tell()) + body.getvalue())
    (part,) = read_model(table).parts
    np.testing.assert_allclose(part.vertices_m, [[0, 0, 0], [2, 0, 0], [0, 2, 0]])
