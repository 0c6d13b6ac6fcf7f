"""The USDZ of a product or a room: what Apple's Quick Look opens from a page.

Metres, +Y up, a prim for each node, UsdPreviewSurface; the archive is stored, aligned and dated as the format wants
it, so that the same scene gives the same bytes. Made from the master's bytes, so that both say the same.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from showroom.errors import SceneError
from showroom.gltf import read_glb
from showroom.usd_material import PRIMVARS, preview_surface
from showroom.web_glb import read_accessor

__all__ = ["usd_identifier", "usdz"]

ALIGNMENT = 64  # of every file inside the archive
LAYER = "scene.usdc"


def usd_identifier(text: str) -> str:
    """A prim name: letters, digits and underscores, no digit first."""
    name = "".join(c if c.isascii() and (c.isalnum() or c == "_") else "_" for c in text)
    return name if name and not name[0].isdigit() else f"_{name}"


def usdz(master: bytes, name: str) -> bytes:
    """The USDZ of a master.

    Parameters
    ----------
    master
        Bytes of an uncompressed GLB: a product, or a whole room (its lights and cameras are left out).
    name
        The product's SKU or the showroom's id; becomes the root prim's name and its display name.

    Raises
    ------
    SceneError
        If the master holds no mesh.
    """
    document, blob = read_glb(master, name)
    if not document.get("meshes"):
        raise SceneError(f"{name}: expected a master with a mesh, found none")
    pictures = {
        f"textures/{index}.{'png' if image['mimeType'] == 'image/png' else 'jpg'}": _picture(
            document, blob, image
        )
        for index, image in enumerate(document.get("images", []))
    }
    with tempfile.TemporaryDirectory() as scratch:
        layer_path = Path(scratch) / LAYER
        _StageWriter(document, blob, list(pictures)).write(name, layer_path)
        layer = layer_path.read_bytes()
    return _archive({LAYER: layer, **pictures})


def _picture(document: dict[str, Any], blob: bytes, image: dict[str, Any]) -> bytes:
    view = document["bufferViews"][image["bufferView"]]
    start = view.get("byteOffset", 0)
    return blob[start : start + view["byteLength"]]


class _StageWriter:
    """Puts the nodes of one document on a stage."""

    def __init__(self, document: dict[str, Any], blob: bytes, pictures: list[str]) -> None:
        self._document = document
        self._blob = blob
        self._textures = [pictures[t["source"]] for t in document.get("textures", [])]
        self._materials: list[Any] = []
        self._stage: Any = None

    def write(self, name: str, path: Path) -> None:
        from pxr import Usd, UsdGeom

        self._stage = stage = Usd.Stage.CreateNew(str(path))
        UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.y)
        UsdGeom.SetStageMetersPerUnit(stage, 1.0)
        root = UsdGeom.Xform.Define(stage, f"/{usd_identifier(name)}")
        root.GetPrim().SetMetadata("displayName", name)
        Usd.ModelAPI(root.GetPrim()).SetKind("component")
        stage.SetDefaultPrim(root.GetPrim())
        scope = UsdGeom.Scope.Define(stage, root.GetPath().AppendChild("materials")).GetPath()
        self._materials = [
            preview_surface(stage, scope.AppendChild(f"material_{index}"), material, self._textures)
            for index, material in enumerate(self._document.get("materials", []))
        ]
        (scene,) = self._document["scenes"][:1]
        for index in scene["nodes"]:
            self._node(index, root.GetPath())
        stage.GetRootLayer().Save()

    def _node(self, index: int, above: Any) -> None:
        """A node with its meshes and what hangs from it; one without any mesh leaves nothing."""
        from pxr import Gf, UsdGeom

        node = self._document["nodes"][index]
        if not self._holds_mesh(node):
            return
        name = str(node.get("name", f"node_{index}"))
        path = above.AppendChild(self._free_name(above, usd_identifier(name)))
        xform = UsdGeom.Xform.Define(self._stage, path)
        xform.GetPrim().SetMetadata("displayName", name)
        if "translation" in node:
            xform.AddTranslateOp().Set(Gf.Vec3d(*node["translation"]))
        if "rotation" in node:
            x, y, z, w = node["rotation"]
            xform.AddOrientOp().Set(Gf.Quatf(w, x, y, z))
        if "scale" in node:
            xform.AddScaleOp().Set(Gf.Vec3f(*node["scale"]))
        if "mesh" in node:
            parts = self._document["meshes"][node["mesh"]]["primitives"]
            for part, primitive in enumerate(parts):
                self._mesh(path.AppendChild(f"part_{part}"), primitive)
        for child in node.get("children", []):
            self._node(child, path)

    def _holds_mesh(self, node: dict[str, Any]) -> bool:
        nodes = self._document["nodes"]
        return "mesh" in node or any(self._holds_mesh(nodes[i]) for i in node.get("children", []))

    def _free_name(self, above: Any, wanted: str) -> str:
        """`wanted`, or with a number where a sibling has it: `A-1` and `A 1` are one identifier."""
        name, number = wanted, 2
        while self._stage.GetPrimAtPath(above.AppendChild(name)):
            name, number = f"{wanted}_{number}", number + 1
        return name

    def _mesh(self, path: Any, primitive: dict[str, Any]) -> None:
        from pxr import Sdf, UsdGeom, UsdShade, Vt

        mesh = UsdGeom.Mesh.Define(self._stage, path)
        attributes = {
            key: read_accessor(self._document, self._blob, index)
            for key, index in primitive["attributes"].items()
        }
        faces = read_accessor(self._document, self._blob, primitive["indices"])
        points = np.ascontiguousarray(attributes["POSITION"], dtype=np.float32)
        mesh.CreateSubdivisionSchemeAttr(UsdGeom.Tokens.none)
        mesh.CreatePointsAttr(Vt.Vec3fArray.FromNumpy(points))
        counts = np.full(faces.size // 3, 3, dtype=np.int32)
        mesh.CreateFaceVertexCountsAttr(Vt.IntArray.FromNumpy(counts))
        corners = np.ascontiguousarray(faces.reshape(-1), dtype=np.int32)
        mesh.CreateFaceVertexIndicesAttr(Vt.IntArray.FromNumpy(corners))
        extent = np.stack([points.min(axis=0), points.max(axis=0)])
        mesh.CreateExtentAttr(Vt.Vec3fArray.FromNumpy(extent))
        normals = np.ascontiguousarray(attributes["NORMAL"], dtype=np.float32)
        mesh.CreateNormalsAttr(Vt.Vec3fArray.FromNumpy(normals))
        mesh.SetNormalsInterpolation(UsdGeom.Tokens.vertex)
        for uv_set, primvar in enumerate(PRIMVARS):
            if (key := f"TEXCOORD_{uv_set}") not in attributes:
                continue
            # USD counts v from below, glTF from above.
            uvs = attributes[key].astype(np.float32) * [1, -1] + [0, 1]
            made = UsdGeom.PrimvarsAPI(mesh).CreatePrimvar(
                primvar, Sdf.ValueTypeNames.TexCoord2fArray, UsdGeom.Tokens.vertex
            )
            made.Set(Vt.Vec2fArray.FromNumpy(np.ascontiguousarray(uvs, dtype=np.float32)))
        if "material" in primitive:
            material = primitive["material"]
            if self._document["materials"][material].get("doubleSided"):
                mesh.CreateDoubleSidedAttr(True)
            binding = UsdShade.MaterialBindingAPI.Apply(mesh.GetPrim())
            binding.Bind(self._materials[material])


def _archive(files: dict[str, bytes]) -> bytes:
    """A stored zip whose files start at multiples of 64 bytes, dated 1980."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            header = buffer.tell() + 30 + len(name.encode())
            padding = -header % ALIGNMENT
            if padding:
                if padding < 4:
                    padding += ALIGNMENT
                # An extra field of an unknown kind, as long as needed.
                length = padding - 4
                entry.extra = (0x1986).to_bytes(2, "little") + length.to_bytes(2, "little")
                entry.extra += b"\0" * length
            archive.writestr(entry, data)
    return buffer.getvalue()
