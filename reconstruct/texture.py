"""The product's colours: its photo projected from the front, continued over the sides, mirrored on the back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Float32, UInt8
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
        Longest side of the texture at most; smaller photos are not blown up.
    margin_px
        Colours this far around the product's outline, in texture pixels, are never used: they hold some of
        the background.
    roughness
        Roughness of every product until the material is known.
    """

    texture_px: int = 1024
    margin_px: float = 3.0
    roughness: float = 0.7


def make_texture(
    surface: Surface, cutout: Cutout, size_m: ProductSize, options: TextureOptions | None = None
) -> tuple[Surface, Float[np.ndarray, "V 2"], PbrMaterial]:
    """Project the photo.

    The texture has two tiles: the photo for what faces the front or the back, and beside it the same, small and
    soft, for the sides, where a sharp photo would smear into streaks.

    Returns
    -------
    surface
        The same surface, its corners doubled where the two tiles meet.
    uvs
        Texture coordinates (glTF: origin top left).
    material
        The one material.
    """
    options = options or TextureOptions()
    front, side = _tiles(cutout, options)
    gap = TILE_GAP
    beside = front.shape[0] >= front.shape[1]
    height, width = front.shape[:2]
    side_height, side_width = side.shape[:2]
    if beside:
        canvas = np.zeros((height, width + gap + side_width, 3), dtype=np.uint8)
        canvas[:, : width + gap] = np.pad(front, ((0, 0), (0, gap), (0, 0)), mode="edge")
        canvas[:, width + gap // 2 :] = side[-1:, :1]
        origin = (width + gap, 0)
    else:
        canvas = np.zeros((height + gap + side_height, width, 3), dtype=np.uint8)
        canvas[: height + gap] = np.pad(front, ((0, gap), (0, 0), (0, 0)), mode="edge")
        canvas[height + gap // 2 :] = side[:1, -1:]
        origin = (0, height + gap)
    canvas[:height, :width] = front
    canvas[origin[1] : origin[1] + side_height, origin[0] : origin[0] + side_width] = side

    sideways = np.abs(_face_normals(surface)[:, 2]) < SIDEWAYS
    split, is_side = _split_corners(surface, sideways)
    # Half a pixel inside each tile.
    share = np.stack(
        [
            split.vertices_m[:, 0] / size_m.width_m + 0.5,
            1.0 - split.vertices_m[:, 1] / size_m.height_m,
        ],
        axis=1,
    )
    share = np.clip(share, 0.0, 1.0)
    at_front = 0.5 + share * (np.array([width, height]) - 1)
    at_side = np.array(origin) + 0.5 + share * (np.array([side_width, side_height]) - 1)
    pixels = np.where(is_side[:, None], at_side, at_front)
    uvs = pixels / np.array([canvas.shape[1], canvas.shape[0]])
    return split, uvs, PbrMaterial("product", canvas, options.roughness, 0.0)


# Faces whose normal leans less than this out of the picture plane (cosine) belong to the sides.
SIDEWAYS = 0.45
SIDE_SHRINK = 4
# Pixels between the tiles, so that filtering does not mix them.
TILE_GAP = 4


def _tiles(
    cutout: Cutout, options: TextureOptions
) -> tuple[UInt8[np.ndarray, "H W 3"], UInt8[np.ndarray, "h w 3"]]:
    """The photo's crop with the product's colours carried outwards, and its small soft copy."""
    left, top, right, bottom = cutout.box
    longest = max(right - left, bottom - top)
    # The side tile lies along the shorter side and adds a quarter to it.
    shortest = min(right - left, bottom - top) * (1 + 1 / SIDE_SHRINK)
    scale = min(1.0, options.texture_px / longest, (options.texture_px - TILE_GAP - 1) / shortest)
    size_px = (max(round((right - left) * scale), 1), max(round((bottom - top) * scale), 1))
    crop = Image.fromarray(cutout.rgb[top:bottom, left:right])
    matte = Image.fromarray(cutout.matte[top:bottom, left:right])
    colours = np.asarray(crop.resize(size_px, Image.Resampling.LANCZOS))
    share = np.asarray(matte.resize(size_px, Image.Resampling.BOX), dtype=np.float32)
    front = bleed(colours, share, options.margin_px)
    small_px = (max(size_px[0] // SIDE_SHRINK, 1), max(size_px[1] // SIDE_SHRINK, 1))
    small = np.asarray(Image.fromarray(front).resize(small_px, Image.Resampling.BOX))
    weight = np.asarray(Image.fromarray(share).resize(small_px, Image.Resampling.BOX)) ** 2 + 1e-4
    # Soft enough to hide single seams and buttons, sharp enough to tell a leg from a seat.
    sigma = 0.012 * max(small_px)
    total = ndimage.gaussian_filter(weight, sigma)
    soft = np.stack(
        [ndimage.gaussian_filter(small[..., i] * weight, sigma) / total for i in range(3)], axis=2
    )
    return front, np.clip(np.rint(soft), 0, 255).astype(np.uint8)


def _face_normals(surface: Surface) -> Float[np.ndarray, "F 3"]:
    a, b, c = (surface.vertices_m[surface.faces[:, i]] for i in range(3))
    cross = np.cross(b - a, c - a)
    return np.asarray(cross / np.maximum(np.linalg.norm(cross, axis=1, keepdims=True), 1e-20))


def _split_corners(
    surface: Surface, sideways: Bool[np.ndarray, " F"]
) -> tuple[Surface, Bool[np.ndarray, " V"]]:
    """Double the corners that belong to faces of both kinds; also says of each corner which kind it serves."""
    keys = surface.faces * 2 + sideways[:, None]
    used, index = np.unique(keys.ravel(), return_inverse=True)
    split = Surface(
        vertices_m=surface.vertices_m[used // 2],
        normals=surface.normals[used // 2],
        faces=index.reshape(-1, 3).astype(np.int64),
        watertight=surface.watertight,
    )
    return split, used % 2 == 1


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
