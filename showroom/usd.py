"""The USDZ of a product: what Apple's Quick Look opens from a page.

One mesh in metres with a UsdPreviewSurface; the archive is stored, aligned and dated as the format wants it, so that
the same product gives the same bytes. Made from the master's bytes, so that both say the same.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from showroom.errors import SceneError
from showroom.gltf import read_glb
from showroom.web_glb import read_accessor

__all__ = ["usd_identifier", "usdz"]

ALIGNMENT = 64  # of every file inside the archive


def usd_identifier(text: str) -> str:
    """A prim name: letters, digits and underscores, no digit first."""
    name = "".join(c if c.isascii() and (c.isalnum() or c == "_") else "_" for c in text)
    return name if name and not name[0].isdigit() else f"_{name}"


def usdz(master: bytes, name: str) -> bytes:
    """The USDZ of a master that holds one product.

    Parameters
    ----------
    master
        Bytes of an uncompressed GLB.
    name
        The product's SKU; becomes the root prim's name and its display name.

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
        stage_path = Path(scratch) / "product.usdc"
        _write_stage(document, blob, name, list(pictures), stage_path)
        layer = stage_path.read_bytes()
    return _archive({"product.usdc": layer, **pictures})


def _picture(document: dict[str, Any], blob: bytes, image: dict[str, Any]) -> bytes:
    view = document["bufferViews"][image["bufferView"]]
    start = view.get("byteOffset", 0)
    return blob[start : start + view["byteLength"]]


def _write_stage(
    document: dict[str, Any], blob: bytes, name: str, pictures: list[str], path: Path
) -> None:
    from pxr import Sdf, Usd, UsdGeom, UsdShade, Vt

    stage = Usd.Stage.CreateNew(str(path))
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.y)
    UsdGeom.SetStageMetersPerUnit(stage, 1.0)
    root = UsdGeom.Xform.Define(stage, f"/{usd_identifier(name)}")
    root.GetPrim().SetMetadata("displayName", name)
    Usd.ModelAPI(root.GetPrim()).SetKind("component")
    stage.SetDefaultPrim(root.GetPrim())
    scope = root.GetPath().AppendChild("materials")
    UsdGeom.Scope.Define(stage, scope)
    materials = [
        _material(
            stage,
            scope.AppendChild(f"material_{index}"),
            material,
            [document["textures"][t]["source"] for t in range(len(document.get("textures", [])))],
            pictures,
        )
        for index, material in enumerate(document.get("materials", []))
    ]
    part = 0
    for node in document["nodes"]:
        if "mesh" not in node:
            continue
        for primitive in document["meshes"][node["mesh"]]["primitives"]:
            mesh = UsdGeom.Mesh.Define(stage, root.GetPath().AppendChild(f"part_{part}"))
            part += 1
            attributes = {
                key: read_accessor(document, blob, index)
                for key, index in primitive["attributes"].items()
            }
            faces = read_accessor(document, blob, primitive["indices"]).reshape(-1, 3)
            points = attributes["POSITION"].astype(np.float32)
            _fill(mesh, points, faces, attributes, Vt, UsdGeom, Sdf)
            if "material" in primitive:
                UsdShade.MaterialBindingAPI.Apply(mesh.GetPrim()).Bind(
                    materials[primitive["material"]]
                )
    stage.GetRootLayer().Save()


def _fill(
    mesh: Any,
    points: npt.NDArray[np.float32],
    faces: npt.NDArray[Any],
    attributes: dict[str, npt.NDArray[Any]],
    Vt: Any,
    UsdGeom: Any,
    Sdf: Any,
) -> None:
    mesh.CreateSubdivisionSchemeAttr(UsdGeom.Tokens.none)
    mesh.CreatePointsAttr(Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(points)))
    mesh.CreateFaceVertexCountsAttr(Vt.IntArray.FromNumpy(np.full(len(faces), 3, dtype=np.int32)))
    mesh.CreateFaceVertexIndicesAttr(
        Vt.IntArray.FromNumpy(np.ascontiguousarray(faces.reshape(-1), dtype=np.int32))
    )
    mesh.CreateExtentAttr(
        Vt.Vec3fArray.FromNumpy(np.stack([points.min(axis=0), points.max(axis=0)]))
    )
    mesh.CreateNormalsAttr(
        Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(attributes["NORMAL"], dtype=np.float32))
    )
    mesh.SetNormalsInterpolation(UsdGeom.Tokens.vertex)
    if "TEXCOORD_0" in attributes:
        # USD counts v from below, glTF from above.
        uvs = attributes["TEXCOORD_0"].astype(np.float32) * [1, -1] + [0, 1]
        primvar = UsdGeom.PrimvarsAPI(mesh).CreatePrimvar(
            "st", Sdf.ValueTypeNames.TexCoord2fArray, UsdGeom.Tokens.vertex
        )
        primvar.Set(Vt.Vec2fArray.FromNumpy(np.ascontiguousarray(uvs, dtype=np.float32)))


def _material(
    stage: Any, path: Any, material: dict[str, Any], sources: list[int], pictures: list[str]
) -> Any:
    from pxr import Sdf, UsdShade

    made = UsdShade.Material.Define(stage, path)
    surface = UsdShade.Shader.Define(stage, path.AppendChild("surface"))
    surface.CreateIdAttr("UsdPreviewSurface")
    pbr = material.get("pbrMetallicRoughness", {})
    types = Sdf.ValueTypeNames
    reader = UsdShade.Shader.Define(stage, path.AppendChild("st"))
    reader.CreateIdAttr("UsdPrimvarReader_float2")
    reader.CreateInput("varname", types.String).Set("st")
    place = reader.CreateOutput("result", types.Float2)

    def sampler(name: str, texture: dict[str, Any], space: str, scale: list[float]) -> Any:
        made = UsdShade.Shader.Define(stage, path.AppendChild(name))
        made.CreateIdAttr("UsdUVTexture")
        picture = pictures[sources[texture["index"]]]
        made.CreateInput("file", types.Asset).Set(Sdf.AssetPath(picture))
        made.CreateInput("sourceColorSpace", types.Token).Set(space)
        made.CreateInput("wrapS", types.Token).Set("repeat")
        made.CreateInput("wrapT", types.Token).Set("repeat")
        made.CreateInput("scale", types.Float4).Set(tuple(scale))
        made.CreateInput("st", types.Float2).ConnectToSource(place)
        return made

    factor = [float(c) for c in pbr.get("baseColorFactor", [1.0, 1.0, 1.0, 1.0])]
    colour = surface.CreateInput("diffuseColor", types.Color3f)
    if "baseColorTexture" in pbr:
        base = sampler("base_colour", pbr["baseColorTexture"], "sRGB", factor)
        colour.ConnectToSource(base.CreateOutput("rgb", types.Float3))
    else:
        colour.Set(tuple(factor[:3]))
    roughness, metallic = (
        float(pbr.get(f"{name}Factor", 1.0)) for name in ("roughness", "metallic")
    )
    rough, metal = (surface.CreateInput(n, types.Float) for n in ("roughness", "metallic"))
    if "metallicRoughnessTexture" in pbr:
        scale = [1.0, roughness, metallic, 1.0]
        finish = sampler("finish", pbr["metallicRoughnessTexture"], "raw", scale)
        rough.ConnectToSource(finish.CreateOutput("g", types.Float))
        metal.ConnectToSource(finish.CreateOutput("b", types.Float))
    else:
        rough.Set(roughness)
        metal.Set(metallic)
    if "occlusionTexture" in material:
        shade = sampler("occlusion", material["occlusionTexture"], "raw", [1.0] * 4)
        surface.CreateInput("occlusion", types.Float).ConnectToSource(
            shade.CreateOutput("r", types.Float)
        )
    made.CreateSurfaceOutput().ConnectToSource(surface.CreateOutput("surface", types.Token))
    return made


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
