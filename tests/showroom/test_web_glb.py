"""The web profile, read back and compared with the master."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from jaxtyping import Float
from PIL import Image

from showroom.errors import SceneError
from showroom.gltf import read_glb, write_glb
from showroom.product.scene import product_scene, store_scene
from showroom.profiles import check_glb
from showroom.web_glb import read_accessor, unpacked_glb, web_glb
from tests.gltf_validation import assert_valid_glb

from .scene_fixtures import box_product, details

SKU = "T-1"


@pytest.fixture
def master() -> bytes:
    return write_glb(product_scene(box_product(SKU), details(SKU)))


def _corners(data: bytes) -> Float[np.ndarray, "P 3"]:
    """World positions of every triangle's corners, as glTF says they are found."""
    document, blob = read_glb(data)
    found = []

    def visit(index: int, parent: Float[np.ndarray, "4 4"]) -> None:
        node = document["nodes"][index]
        own = np.diag([*node.get("scale", [1.0] * 3), 1.0])
        own[:3, 3] = node.get("translation", [0.0] * 3)
        world = parent @ own
        if "mesh" in node:
            for primitive in document["meshes"][node["mesh"]]["primitives"]:
                accessor = document["accessors"][primitive["attributes"]["POSITION"]]
                points = read_accessor(document, blob, primitive["attributes"]["POSITION"])
                points = points.astype(np.float64)
                if accessor.get("normalized"):
                    points = np.maximum(points / 32767, -1)
                faces = read_accessor(document, blob, primitive["indices"]).reshape(-1)
                found.append(points[faces] @ world[:3, :3].T + world[:3, 3])
        for child in node.get("children", []):
            visit(child, world)

    for root in document["scenes"][0]["nodes"]:
        visit(root, np.eye(4))
    return np.concatenate(found)


def _sorted(points: Float[np.ndarray, "P 3"]) -> Float[np.ndarray, "P 3"]:
    rounded = points.round(3)
    return rounded[np.lexsort(rounded.T)]


def test_the_web_file_shows_what_the_master_shows(master: bytes, tmp_path: Path) -> None:
    packed = web_glb(master)
    assert packed == web_glb(master)
    assert np.allclose(
        _sorted(_corners(unpacked_glb(packed))), _sorted(_corners(master)), atol=2e-3
    )
    document, _ = read_glb(packed)
    assert set(document["extensionsRequired"]) == {
        "EXT_meshopt_compression", "EXT_texture_webp", "KHR_mesh_quantization",
    }  # fmt: skip
    (node,) = [n for n in document["nodes"] if n["name"] == SKU]
    assert node["extras"]["sku"] == SKU
    assert "scale" not in node
    assert {i["mimeType"] for i in document["images"]} == {"image/webp"}
    path = tmp_path / "packed.glb"
    path.write_bytes(packed)
    assert_valid_glb(path)


def test_what_stores_take_is_checked_in_web_files_too(master: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"{SKU}.web.glb"
    path.write_bytes(web_glb(master))
    assert [f for f in check_glb(path) if f.severity == "error"] == []


def test_a_web_file_is_not_pressed_twice(master: bytes) -> None:
    with pytest.raises(SceneError, match="expected an uncompressed GLB"):
        web_glb(web_glb(master))


def test_pictures_are_brought_down(master: bytes) -> None:
    from showroom.web_glb import WebOptions

    document, blob = read_glb(web_glb(master, WebOptions(texture_px=8)))
    view = document["bufferViews"][document["images"][0]["bufferView"]]
    start = view["byteOffset"]
    picture = Image.open(io.BytesIO(blob[start : start + view["byteLength"]]))
    assert (picture.format, picture.size) == ("WEBP", (8, 8))


def test_the_store_file_is_core_gltf() -> None:
    document, _ = read_glb(write_glb(store_scene(box_product(SKU), details(SKU))))
    assert document.get("extensionsUsed", []) == []
    assert {image["mimeType"] for image in document["images"]} == {"image/jpeg"}
    assert document["nodes"][0]["extras"]["sku"] == SKU
