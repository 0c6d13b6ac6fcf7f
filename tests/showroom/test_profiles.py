"""Every profile read back by readers that are not ours, and the rules that `showroom check` keeps."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import trimesh
from click.testing import CliRunner
from PIL import Image

from reconstruct import TexturedProduct
from reconstruct.lod import LodOptions, lighter
from reconstruct.parts.parameters import Design
from reconstruct.parts.product_parts import NamedPart, ProductParts
from showroom.asset_auditor import audit_files
from showroom.cli import main
from showroom.gltf import read_glb, write_glb
from showroom.gltf_validator import find_node
from showroom.product.files import levels_of_detail
from showroom.product.scene import product_scene, store_scene
from showroom.profiles import RULES, check_glb, check_glbs
from showroom.scene import Material, Mesh, Node, Primitive, Scene, Texture
from showroom.web_glb import read_accessor, web_glb
from tests.gltf_validation import assert_valid_glb
from tests.showroom.scene_fixtures import box_product, details, with_variants

SKU = "T-1"
LOOKS = [["Standard", "Standard"], ["Green", "Green"], ["Pale", "Pale"]]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def product() -> TexturedProduct:
    return with_variants(box_product(SKU))


@pytest.fixture(scope="module")
def files(product: TexturedProduct, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("profiles")
    master = write_glb(product_scene(product, details(SKU)))
    light = lighter(product, levels_of_detail(len(product.faces))["lod1"])
    made = {
        "master": master,
        "store": write_glb(store_scene(product, details(SKU))),
        "web": web_glb(master),
        "lod1": web_glb(write_glb(product_scene(light, details(SKU)))),
    }
    paths = {name: folder / f"{SKU}.{name}.glb" for name in made}
    for name, data in made.items():
        paths[name].write_bytes(data)
    return paths


@pytest.fixture(scope="module")
def read_back(files: dict[str, Path]) -> dict[str, Any]:
    run = subprocess.run(
        [
            str(find_node()),
            str(Path(__file__).with_name("read_back.mjs")),
            str(ROOT / "viewer" / "frontend"),
            *(str(path) for path in files.values()),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return dict(zip(files, json.loads(run.stdout), strict=True))


@pytest.mark.parametrize("profile", ["master", "store", "web", "lod1"])
def test_gltf_transform_finds_names_bounds_materials_and_variants(
    read_back: dict[str, Any], profile: str
) -> None:
    told = read_back[profile]
    assert SKU in told["nodes"]
    assert told["bounds"]["min"] == pytest.approx([-0.5, 0.0, -0.3], abs=1e-3)
    assert told["bounds"]["max"] == pytest.approx([0.5, 0.5, 0.3], abs=1e-3)
    assert told["materials"] == ["Standard", "Green", "Pale"]
    assert told["variants"] == LOOKS


def test_pictures_are_as_each_profile_wants_them(read_back: dict[str, Any]) -> None:
    kinds = {profile: set(told["images"]) for profile, told in read_back.items()}
    assert kinds == {
        "master": {"image/png"},
        "store": {"image/jpeg"},
        "web": {"image/webp"},
        "lod1": {"image/webp"},
    }


def test_uv_corners_stay_where_they_were(
    read_back: dict[str, Any], product: TexturedProduct
) -> None:
    for profile in ("master", "store", "web"):
        told = np.array(read_back[profile]["uvs"])
        wanted = product.uvs[np.unique(product.faces)]
        for corner in wanted:
            assert np.abs(told - corner).max(axis=1).min() < 1e-4, profile


def test_trimesh_reads_master_and_store(files: dict[str, Path], product: TexturedProduct) -> None:
    for profile in ("master", "store"):
        scene = trimesh.load(files[profile], force="scene")
        assert SKU in scene.graph.nodes
        (mesh,) = scene.geometry.values()
        np.testing.assert_allclose(mesh.bounds, [[-0.5, 0, -0.3], [0.5, 0.5, 0.3]], atol=1e-6)
        assert len(mesh.faces) == len(product.faces)
        assert mesh.visual.material.name == "Standard"


def test_all_are_valid_and_the_master_passes_the_audit(files: dict[str, Path]) -> None:
    assert_valid_glb(*files.values())
    (audits,) = audit_files([files["master"]])
    assert len(audits) >= 8
    assert [a for a in audits if not a.passed] == []


def test_checked_files_are_good(files: dict[str, Path]) -> None:
    for path in files.values():
        assert check_glb(path) == (), path


def test_what_planners_refuse_is_said(product: TexturedProduct, tmp_path: Path) -> None:
    """Six draw calls and a texture of 2048 px in a web file."""
    rng = np.random.default_rng(0)
    picture = rng.integers(60, 200, (2048, 2048, 3)).astype(np.uint8)
    parts = tuple(
        Primitive(
            product.vertices_m + np.array([0, 0, 1e-5 * index]),
            product.normals,
            product.faces,
            Material(f"part {index}", base_colour_texture=Texture("large", picture)),
            uvs=product.uvs,
        )
        for index in range(6)
    )
    extras = {"sku": SKU, "width_m": 1.0, "height_m": 0.5, "depth_m": 0.6}
    scene = Scene(SKU, (Node(SKU, mesh=Mesh(SKU, parts), extras=extras),))
    from showroom.web_glb import WebOptions

    path = tmp_path / "heavy.web.glb"
    path.write_bytes(web_glb(write_glb(scene), WebOptions(texture_px=2048)))
    findings = check_glb(path)
    assert [f.code for f in findings] == ["web_bytes", "web_draw_calls", "web_texture"]
    assert "6 draw calls, expected at most 5" in findings[1].message


def test_a_mirrored_chart_fails_the_audit(product: TexturedProduct, tmp_path: Path) -> None:
    from dataclasses import replace

    path = tmp_path / "mirrored.glb"
    mirrored = replace(product, uvs=product.uvs * [-1, 1] + [1, 0])
    path.write_bytes(write_glb(product_scene(mirrored, details(SKU))))
    assert [f.code for f in check_glb(path)] == ["audit_inverted_uvs"]


def test_every_code_is_explained(files: dict[str, Path]) -> None:
    result = CliRunner().invoke(main, ["check", "--rules"])
    assert result.exit_code == 0
    assert [line.split(":")[0] for line in result.output.splitlines()] == list(RULES)
    assert CliRunner().invoke(main, ["check"]).exit_code == 2


def test_a_lighter_copy_keeps_size_colour_and_looks(product: TexturedProduct) -> None:

    light = lighter(product, LodOptions(triangles=100, texture_px=128))
    assert len(light.faces) <= 100
    np.testing.assert_allclose(np.ptp(light.vertices_m, axis=0), (1.0, 0.5, 0.6), atol=1e-9)
    assert light.material.base_colour.shape == (128, 128, 3)
    assert [look.name for look in light.variants] == ["Green", "Pale"]
    green = light.variants[0].base_colour.reshape(-1, 3)
    assert (np.abs(green.astype(int) - (40, 160, 60)).max(axis=1) == 0).mean() > 0.99


def test_a_lod_is_written_as_a_file_of_its_own(files: dict[str, Path]) -> None:
    document, blob = read_glb(files["lod1"].read_bytes())
    image = document["bufferViews"][document["images"][0]["bufferView"]]
    import io

    start = image["byteOffset"]
    picture = Image.open(io.BytesIO(blob[start : start + image["byteLength"]]))
    assert max(picture.size) <= 512
    assert files["lod1"].stat().st_size < 500_000


def test_many_files_are_checked_as_one_by_one(files: dict[str, Path], tmp_path: Path) -> None:
    text = tmp_path / "text.glb"
    text.write_text("no GLB")
    paths = [text, files["master"], tmp_path / "missing.glb", files["web"], files["store"]]
    found = check_glbs(paths)
    assert found == tuple(check_glb(path) for path in paths)
    assert [[finding.code for finding in of] for of in found[:3:2]] == [["not_glb"], ["unreadable"]]


def test_texture_in_metres_is_the_second_uv_set(tmp_path: Path) -> None:
    """Khronos' validator and auditor take it in every profile."""
    plain = box_product(SKU)
    parts = ProductParts(
        design=Design("rug", {"outline": "rectangle"}, {}),
        size_m=np.ptp(plain.vertices_m, axis=0),
        turn_rad=0.0,
        parts=(NamedPart("rug", "rug", "rug"),),
        part_of_face=np.zeros(len(plain.faces), dtype=np.int64),
        uvs_m=plain.vertices_m[:, [0, 2]] * 3,
    )
    product = replace(plain, parts=parts)
    master = write_glb(product_scene(product, details(SKU)))
    for name, data in {"master": master, "web": web_glb(master)}.items():
        path = tmp_path / f"{SKU}.{name}.glb"
        path.write_bytes(data)
        assert_valid_glb(path)
    document, blob = read_glb(master)
    index = document["meshes"][0]["primitives"][0]["attributes"]["TEXCOORD_1"]
    np.testing.assert_allclose(read_accessor(document, blob, index), parts.uvs_m, atol=1e-6)
    path = tmp_path / f"{SKU}.glb"
    path.write_bytes(master)
    assert check_glb(path) == ()
