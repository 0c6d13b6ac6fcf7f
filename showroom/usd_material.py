"""A glTF material as a UsdPreviewSurface: what Quick Look and every other USD reader understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["preview_surface"]

PRIMVARS = ("st", "st1")
"""Names of the UV sets in USD, in glTF's order."""


def preview_surface(
    stage: Any,
    path: Any,
    material: dict[str, Any],
    textures: Sequence[str],
) -> Any:
    """Define the material at a path of the stage.

    Parameters
    ----------
    stage, path
        A `Usd.Stage` and an `Sdf.Path`.
    material
        Of a glTF document.
    textures
        Address of each glTF texture's picture inside the archive.
    """
    from pxr import Sdf, UsdShade

    types = Sdf.ValueTypeNames
    made = UsdShade.Material.Define(stage, path)
    surface = UsdShade.Shader.Define(stage, path.AppendChild("surface"))
    surface.CreateIdAttr("UsdPreviewSurface")
    samplers = _Samplers(stage, path, textures)
    pbr = material.get("pbrMetallicRoughness", {})
    factor = [float(c) for c in pbr.get("baseColorFactor", [1.0, 1.0, 1.0, 1.0])]
    colour = surface.CreateInput("diffuseColor", types.Color3f)
    if "baseColorTexture" in pbr:
        base = samplers.make("base_colour", pbr["baseColorTexture"], "sRGB", factor)
        colour.ConnectToSource(base.CreateOutput("rgb", types.Float3))
    else:
        colour.Set(tuple(factor[:3]))
    if material.get("alphaMode") == "BLEND":
        surface.CreateInput("opacity", types.Float).Set(factor[3])
    roughness, metallic = (
        float(pbr.get(f"{name}Factor", 1.0)) for name in ("roughness", "metallic")
    )
    rough, metal = (surface.CreateInput(n, types.Float) for n in ("roughness", "metallic"))
    if "metallicRoughnessTexture" in pbr:
        scale = [1.0, roughness, metallic, 1.0]
        finish = samplers.make("finish", pbr["metallicRoughnessTexture"], "raw", scale)
        rough.ConnectToSource(finish.CreateOutput("g", types.Float))
        metal.ConnectToSource(finish.CreateOutput("b", types.Float))
    else:
        rough.Set(roughness)
        metal.Set(metallic)
    if "occlusionTexture" in material:
        shade = samplers.make("occlusion", material["occlusionTexture"], "raw", [1.0] * 4)
        surface.CreateInput("occlusion", types.Float).ConnectToSource(
            shade.CreateOutput("r", types.Float)
        )
    if "normalTexture" in material:
        bumps = samplers.make("normal", material["normalTexture"], "raw", [2.0, 2.0, 2.0, 1.0])
        bumps.CreateInput("bias", types.Float4).Set((-1.0, -1.0, -1.0, 0.0))
        surface.CreateInput("normal", types.Normal3f).ConnectToSource(
            bumps.CreateOutput("rgb", types.Float3)
        )
    glow = tuple(float(c) for c in material.get("emissiveFactor", (0.0, 0.0, 0.0)))
    if any(glow):
        surface.CreateInput("emissiveColor", types.Color3f).Set(glow)
    made.CreateSurfaceOutput().ConnectToSource(surface.CreateOutput("surface", types.Token))
    return made


@dataclass
class _Samplers:
    """Texture readers of one material; each UV set that is used gets one primvar reader."""

    stage: Any
    path: Any
    textures: Sequence[str]

    def make(self, name: str, texture: dict[str, Any], space: str, scale: Sequence[float]) -> Any:
        """A reader of one texture; `scale` multiplies what is read."""
        from pxr import Sdf, UsdShade

        types = Sdf.ValueTypeNames
        made = UsdShade.Shader.Define(self.stage, self.path.AppendChild(name))
        made.CreateIdAttr("UsdUVTexture")
        made.CreateInput("file", types.Asset).Set(Sdf.AssetPath(self.textures[texture["index"]]))
        made.CreateInput("sourceColorSpace", types.Token).Set(space)
        made.CreateInput("wrapS", types.Token).Set("repeat")
        made.CreateInput("wrapT", types.Token).Set("repeat")
        made.CreateInput("scale", types.Float4).Set(tuple(scale))
        made.CreateInput("st", types.Float2).ConnectToSource(
            self._place(PRIMVARS[texture.get("texCoord", 0)])
        )
        return made

    def _place(self, primvar: str) -> Any:
        from pxr import Sdf, UsdShade

        types = Sdf.ValueTypeNames
        reader = UsdShade.Shader.Define(self.stage, self.path.AppendChild(primvar))
        reader.CreateIdAttr("UsdPrimvarReader_float2")
        reader.CreateInput("varname", types.String).Set(primvar)
        return reader.CreateOutput("result", types.Float2)
