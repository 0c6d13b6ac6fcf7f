"""The product's colours: its photo projected from the front, continued over the sides, mirrored on the back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Float32, UInt8
from PIL import Image
from scipy import ndimage

from reconstruct.cutout import Cutout
from reconstruct.size import ProductSize
from reconstruct.surface import Surface

__all__ = ["PbrMaterial", "TextureOptions", "bleed", "make_texture"]


@dataclass(frozen=True)
class PbrMaterial:
    """What a surface is made of, in glTF's metallic-roughness terms.

    Attributes
    ----------
    name
        The material's name in the files.
    base_colour
        Texture in sRGB, row 0 on top.
    roughness, metallic
        Factors in [0, 1].
    """

    name: str
    base_colour: UInt8[np.ndarray, "H W 3"]
    roughness: float
    metallic: float


@dataclass(frozen=True)
class TextureOptions:
    """How the photo becomes a texture.

    Attributes
    ----------
    texture_px
        Longest side of the texture; smaller photos are not blown up.
    margin_px
        Colours this far around the product's outline, in texture pixels, are never used: they hold some of
        the background.
    roughness
        Roughness of every product until the material is known.
    """

    texture_px: int = 1024
    margin_px: float = 2.0
    roughness: float = 0.7


def make_texture(
    surface: Surface, cutout: Cutout, size_m: ProductSize, options: TextureOptions | None = None
) -> tuple[Float[np.ndarray, "V 2"], PbrMaterial]:
    """Texture coordinates (glTF: origin top left) and the material."""
    options = options or TextureOptions()
    left, top, right, bottom = cutout.box
    scale = min(1.0, options.texture_px / max(right - left, bottom - top))
    size_px = (max(round((right - left) * scale), 1), max(round((bottom - top) * scale), 1))
    crop = Image.fromarray(cutout.rgb[top:bottom, left:right])
    matte = Image.fromarray(cutout.matte[top:bottom, left:right])
    colours = np.asarray(crop.resize(size_px, Image.Resampling.LANCZOS))
    share = np.asarray(matte.resize(size_px, Image.Resampling.BOX), dtype=np.float32)
    texture = bleed(colours, share, options.margin_px)
    uvs = np.stack(
        [
            surface.vertices_m[:, 0] / size_m.width_m + 0.5,
            1.0 - surface.vertices_m[:, 1] / size_m.height_m,
        ],
        axis=1,
    )
    return np.clip(uvs, 0.0, 1.0), PbrMaterial("product", texture, options.roughness, 0.0)


def bleed(
    rgb: UInt8[np.ndarray, "H W 3"], share: Float32[np.ndarray, "H W"], margin_px: float
) -> UInt8[np.ndarray, "H W 3"]:
    """Replace every colour that is not wholly the product's by the nearest one that is."""
    sure = share > 0.95
    depth = ndimage.distance_transform_edt(np.pad(sure, 1))[1:-1, 1:-1]
    # Thin parts would lose all their pixels to the margin: there, their middle is the surest colour.
    ridge = depth >= np.minimum(ndimage.maximum_filter(depth, size=5), margin_px + 1) - 0.5
    sure = (depth > margin_px) | (ridge & (depth > 0))
    if not sure.any():
        sure = share >= share.max()
    rows, columns = ndimage.distance_transform_edt(
        ~sure, return_distances=False, return_indices=True
    )
    return np.ascontiguousarray(rgb[rows, columns])
