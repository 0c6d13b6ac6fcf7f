"""USDZ files of products and rooms, read back with USD's own library."""

from __future__ import annotations

import io
import math
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pxr import Usd, UsdGeom, UsdShade

from showroom.gltf import read_glb, write_glb
from showroom.product.scene import product_scene
from showroom.scene import Mesh, Node, Scene
from showroom.usd import usd_identifier, usdz
from showroom.web_glb import read_accessor

from .scene_fixtures import box_product, details

SKU = "T-1"


@pytest.fixture
def mesh() -> Mesh:
    """A box, 1 x 0.5 x 0.6 m."""
    made = product_scene(box_product(SKU), details(SKU)).roots[0].mesh
    assert made is not None
    return made


@pytest.fixture
def master() -> bytes:
    return write_glb(product_scene(box_product(SKU), details(SKU)))


def test_quick_look_finds_the_product_in_true_size(master: bytes, tmp_path: Path) -> None:
    data = usdz(master, SKU)
    assert data == usdz(master, SKU)
    path = tmp_path / "t.usdz"
    path.write_bytes(data)
    stage = Usd.Stage.Open(str(path))
    assert UsdGeom.GetStageMetersPerUnit(stage) == 1.0
    assert UsdGeom.GetStageUpAxis(stage) == "Y"
    bounds = UsdGeom.BBoxCache(0, ["default"]).ComputeWorldBound(stage.GetDefaultPrim()).GetRange()
    assert np.allclose(bounds.GetMin(), (-0.5, 0.0, -0.3), atol=1e-6)
    assert np.allclose(bounds.GetMax(), (0.5, 0.5, 0.3), atol=1e-6)
    (mesh,) = [p for p in stage.Traverse() if p.IsA(UsdGeom.Mesh)]
    bound, _ = UsdShade.MaterialBindingAPI(mesh).ComputeBoundMaterial()
    sampler = UsdShade.Shader(stage.GetPrimAtPath(bound.GetPath().AppendChild("base_colour")))
    assert sampler.GetInput("file").Get().path == "textures/0.png"
    # v runs up in USD and down in glTF.
    document, blob = read_glb(master)
    primitive = document["meshes"][0]["primitives"][0]
    uvs = read_accessor(document, blob, primitive["attributes"]["TEXCOORD_0"])
    told = np.array(UsdGeom.PrimvarsAPI(mesh).GetPrimvar("st").Get())
    assert np.allclose(told[:, 0], uvs[:, 0])
    assert np.allclose(told[:, 1], 1 - uvs[:, 1])


def test_every_file_of_a_usdz_is_stored_and_aligned(master: bytes) -> None:
    data = usdz(master, SKU)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            assert entry.compress_type == zipfile.ZIP_STORED
            name, extra = (
                int.from_bytes(
                    data[entry.header_offset + at : entry.header_offset + at + 2], "little"
                )
                for at in (26, 28)
            )
            assert (entry.header_offset + 30 + name + extra) % 64 == 0
            assert entry.date_time[0] == 1980


def test_prim_names_are_legal() -> None:
    assert usd_identifier("12-a é") == "_12_a__"
    assert usd_identifier("") == "_"


def test_a_room_keeps_its_nodes_where_they_stand(mesh: Mesh, tmp_path: Path) -> None:
    quarter = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]])
    scene = Scene(
        name="room",
        roots=(
            Node("A 1", translation_m=(2.0, 0.0, 1.0), mesh=mesh),
            Node(
                "shelf",
                translation_m=(0.0, 1.0, 0.0),
                children=(Node("A-1", translation_m=(4.0, 0.0, 3.0), rotation=quarter, mesh=mesh),),
            ),
            Node("lamp without a mesh", translation_m=(9.0, 9.0, 9.0)),
        ),
    )
    path = tmp_path / "room.usdz"
    path.write_bytes(usdz(write_glb(scene), "room-1"))
    stage = Usd.Stage.Open(str(path))
    boxes = UsdGeom.BBoxCache(0, ["default"])

    def bounds(prim: str) -> list[list[float]]:
        found = boxes.ComputeWorldBound(stage.GetPrimAtPath(prim)).GetRange()
        return [list(found.GetMin()), list(found.GetMax())]

    assert bounds("/room_1/A_1") == pytest.approx(
        np.array([[1.5, 0.0, 0.7], [2.5, 0.5, 1.3]]), abs=1e-6
    )
    # Turned by a quarter, what was wide is deep; the shelf lifts it by a metre.
    assert bounds("/room_1/shelf/A_1") == pytest.approx(
        np.array([[3.7, 1.0, 2.5], [4.3, 1.5, 3.5]]), abs=1e-6
    )
    assert [str(p.GetName()) for p in stage.GetDefaultPrim().GetChildren()] == [
        "materials",
        "A_1",
        "shelf",
    ]


def test_siblings_with_one_identifier_get_a_number(mesh: Mesh, tmp_path: Path) -> None:
    scene = Scene(name="room", roots=(Node("A-1", mesh=mesh), Node("A 1", mesh=mesh)))
    path = tmp_path / "room.usdz"
    path.write_bytes(usdz(write_glb(scene), "room"))
    stage = Usd.Stage.Open(str(path))
    children = stage.GetDefaultPrim().GetChildren()
    assert [p.GetName() for p in children] == ["materials", "A_1", "A_1_2"]
    assert [p.GetMetadata("displayName") for p in children[1:]] == ["A-1", "A 1"]


def test_glass_is_see_through(mesh: Mesh, tmp_path: Path) -> None:
    (part,) = mesh.primitives
    glass = replace(
        part.material,
        base_colour_texture=None,
        base_colour=(0.9, 0.9, 1.0, 0.25),
        alpha_mode="BLEND",
        double_sided=True,
    )
    scene = Scene(
        name="room",
        roots=(Node("pane", mesh=replace(mesh, primitives=(replace(part, material=glass),))),),
    )
    path = tmp_path / "room.usdz"
    path.write_bytes(usdz(write_glb(scene), "room"))
    stage = Usd.Stage.Open(str(path))
    (drawn,) = [p for p in stage.Traverse() if p.IsA(UsdGeom.Mesh)]
    assert UsdGeom.Mesh(drawn).GetDoubleSidedAttr().Get()
    bound, _ = UsdShade.MaterialBindingAPI(drawn).ComputeBoundMaterial()
    surface = UsdShade.Shader(stage.GetPrimAtPath(bound.GetPath().AppendChild("surface")))
    assert math.isclose(surface.GetInput("opacity").Get(), 0.25, rel_tol=1e-6)
