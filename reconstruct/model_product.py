"""The merchant's own 3D model as a product like any other: light enough, on one atlas, in its true size."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from jaxtyping import Float, Float32, Int
from PIL import Image

from reconstruct.atlas import Atlas, unwrap
from reconstruct.baselines import Solid
from reconstruct.glb_file import GlbFile
from reconstruct.own_model import ModelPart, OwnModel, read_model
from reconstruct.product import ReconstructOptions, TexturedProduct
from reconstruct.product_warnings import ProductWarning
from reconstruct.raycast import RayCaster
from reconstruct.size import ProductSize, ProductSizeHint, find_size
from reconstruct.surface import SurfaceOptions, is_watertight, make_surface, weld
from reconstruct.texture import PbrMaterial, halved, lit_safely

__all__ = ["product_of_model", "stretch_warning"]

PROPORTION_SLACK = 0.15
"""A given size may differ so much from the model's own proportions before the merchant is told."""


def product_of_model(
    path: Path,
    *,
    product_id: str,
    size: ProductSizeHint | None = None,
    name: str = "product",
    options: ReconstructOptions | None = None,
) -> TexturedProduct:
    """Take over a merchant's own GLB file.

    Parameters
    ----------
    path
        GLB file: glTF's axes, front towards +Z.
    product_id
        The merchant's SKU.
    size
        The true size: the model is scaled to it. Sides that are not given follow the others; without any, the
        model's own metres count.
    name
        Of its material, as the merchant calls this variant.
    options
        How light and how fine: of `surface` and `texture`, the triangles and the pixels count.

    Raises
    ------
    ModelFileError
        If the file cannot be used; it says why, and how to save it again.
    InvalidSizeError
        If a given side cannot be true.
    """
    options = options or ReconstructOptions()
    begun = time.perf_counter()
    model = read_model(path)
    whole = _Whole.of(model)
    own_m = ProductSize(*(float(max(side, 1e-6)) for side in np.ptp(whole.vertices_m, axis=0)))
    given = size or ProductSizeHint()
    told = (given.width_m, given.height_m, given.depth_m)
    size_m = own_m
    if any(told):
        size_m = find_size(product_id, given, guess=own_m, typical_height_m=None).size_m
    read = time.perf_counter()
    first, place = weld(whole.vertices_m * (1.0 / max(_sides(own_m))))
    welded = place[whole.faces]
    # What falls together in welding is no triangle; it would turn up in no atlas either.
    kept = np.flatnonzero(
        (welded[:, 0] != welded[:, 1])
        & (welded[:, 1] != welded[:, 2])
        & (welded[:, 2] != welded[:, 0])
    )
    surface = make_surface(
        Solid(whole.vertices_m[first], welded[kept]),
        size_m,
        SurfaceOptions(triangles=options.surface.triangles, may_be_open=True),
    )
    atlas = unwrap(surface, options.texture.texture_px)
    untouched = len(surface.faces) == len(kept)
    source = _source(whole, own_m, atlas, size_m, kept if untouched else None)
    shaped = time.perf_counter()
    material = _baked(model, whole, atlas, source, name)
    return TexturedProduct(
        product_id=product_id,
        vertices_m=atlas.surface.vertices_m,
        normals=atlas.surface.normals,
        uvs=atlas.uvs,
        faces=atlas.surface.faces,
        material=material,
        size_m=size_m,
        size_source="given" if all(told) else "model",
        variants=(),
        cutouts=(),
        photo_uses=(),
        stage_seconds=MappingProxyType(
            {
                "model": read - begun,
                "surface": shaped - read,
                "texture": time.perf_counter() - shaped,
            }
        ),
        shape_confidence=1.0,
        known_shape=path.name,
        warnings=tuple(_warnings(product_id, model, own_m, size_m)),
    )


def _warnings(
    product_id: str, model: OwnModel, own_m: ProductSize, size_m: ProductSize
) -> list[ProductWarning]:
    stretched = stretch_warning(product_id, model.file.name, own_m, size_m)
    found = [] if stretched is None else [stretched]
    if model.left_out:
        found.append(
            ProductWarning(
                "model_simplified",
                f"{product_id}: not taken over from {model.file.name}: {', '.join(model.left_out)}.",
            )
        )
    return found


def stretch_warning(
    product_id: str, name: str, own_m: ProductSize, size_m: ProductSize
) -> ProductWarning | None:
    """What is told of a model whose proportions were changed to have the size given; None where they were kept."""
    ratios = [made / own for made, own in zip(_sides(size_m), _sides(own_m), strict=True)]
    if max(ratios) <= (1 + PROPORTION_SLACK) * min(ratios):
        return None
    return ProductWarning(
        "model_stretched",
        f"{product_id}: the size that was given has other proportions than {name}, which was stretched by up to "
        f"{max(ratios) / min(ratios) - 1:.0%}; check width, height and depth, and whether the model has to be turned.",
    )


def _sides(size_m: ProductSize) -> tuple[float, float, float]:
    return size_m.width_m, size_m.height_m, size_m.depth_m


@dataclass(frozen=True)
class _Whole:
    """All parts as one mesh; `part` and `face` say where each triangle came from."""

    vertices_m: Float[np.ndarray, "V 3"]
    faces: Int[np.ndarray, "F 3"]
    part: Int[np.ndarray, " F"]
    face: Int[np.ndarray, " F"]

    @classmethod
    def of(cls, model: OwnModel) -> _Whole:
        begins = np.cumsum([0, *(len(part.vertices_m) for part in model.parts)])
        return cls(
            np.concatenate([part.vertices_m for part in model.parts]),
            np.concatenate(
                [part.faces + begin for part, begin in zip(model.parts, begins, strict=False)]
            ),
            np.concatenate([np.full(len(part.faces), k) for k, part in enumerate(model.parts)]),
            np.concatenate([np.arange(len(part.faces)) for part in model.parts]),
        )


@dataclass(frozen=True)
class _Source:
    """Which place of the file's surface each texel shows: the triangle, and the weights of its corners."""

    face: Int[np.ndarray, " P"]
    weights: Float[np.ndarray, "P 3"]


def _source(
    whole: _Whole,
    own_m: ProductSize,
    atlas: Atlas,
    size_m: ProductSize,
    kept: Int[np.ndarray, " K"] | None,
) -> _Source:
    """Where each texel comes from; `kept` are the triangles if they were taken as they are."""
    if kept is not None:
        return _Source(kept[atlas.texels.face], atlas.texels.weights)
    scale = np.array(_sides(size_m)) / np.array(_sides(own_m))
    low, high = whole.vertices_m.min(axis=0), whole.vertices_m.max(axis=0)
    floor = np.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2])
    caster = RayCaster((whole.vertices_m - floor) * scale, whole.faces)
    face, weights = caster.nearest_place(atlas.texels.points)
    return _Source(face, weights)


def _baked(model: OwnModel, whole: _Whole, atlas: Atlas, source: _Source, name: str) -> PbrMaterial:
    """All materials of the file as one, on the product's own atlas."""
    surface = atlas.surface
    colour = np.ones((len(source.face), 3))
    orm = np.ones((len(source.face), 3))
    caster = RayCaster(surface.vertices_m, surface.faces)
    extent = float(np.ptp(surface.vertices_m, axis=0).max())
    open_corners = caster.openness(surface.vertices_m, surface.normals, reach_m=extent)
    open_texels = atlas.spread(open_corners[:, None])[:, 0]
    part_of = whole.part[source.face]
    pictures = _Pictures(model.file)
    for index, part in enumerate(model.parts):
        mine = np.flatnonzero(part_of == index)
        if not len(mine):
            continue
        corners = part.faces[whole.face[source.face[mine]]]
        place = _Place(part, corners, source.weights[mine])
        told = _material(model.file, part.material)
        colour[mine], orm[mine] = pictures.look(told, place, open_texels[mine])
    materials = {part.material for part in model.parts}
    thin = any(_material(model.file, m).get("doubleSided", False) for m in materials)
    return PbrMaterial(
        name,
        atlas.picture(lit_safely(colour)),
        halved(atlas.picture(255 * orm)),
        double_sided=thin and not is_watertight(_welded(surface.vertices_m, surface.faces)),
    )


def _welded(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"]
) -> Int[np.ndarray, "F 3"]:
    """The faces with corners at one position taken as one."""
    return np.asarray(weld(vertices)[1][faces])


def _material(file: GlbFile, index: int | None) -> dict[str, Any]:
    return {} if index is None else file.parts("materials")[index]


@dataclass(frozen=True)
class _Place:
    """Texels on one part: the corners of their triangles, and the weights of these."""

    part: ModelPart
    corners: Int[np.ndarray, "P 3"]
    weights: Float[np.ndarray, "P 3"]

    def uvs(self, told: dict[str, Any]) -> Float[np.ndarray, "P 2"] | None:
        """Texture coordinates for a texture reference, its transform applied; None if the part has none."""
        moved = told.get("extensions", {}).get("KHR_texture_transform", {})
        number = moved.get("texCoord", told.get("texCoord", 0))
        if number not in self.part.uvs:
            return None
        uvs = self._between(self.part.uvs[number])
        # Source: KHR_texture_transform, "translation * rotation * scale".
        uvs = uvs * moved.get("scale", (1, 1))
        turn = float(moved.get("rotation", 0.0))
        cos, sin = np.cos(turn), np.sin(turn)
        uvs = np.stack(
            [cos * uvs[:, 0] + sin * uvs[:, 1], cos * uvs[:, 1] - sin * uvs[:, 0]], axis=1
        )
        return np.asarray(uvs + np.array(moved.get("offset", (0, 0)), dtype=np.float64))

    def colours(self) -> Float[np.ndarray, "P 3"] | float:
        """Linear colours of the corners, between them; white if there are none."""
        return 1.0 if self.part.colours is None else self._between(self.part.colours)

    def _between(self, of_corners: Float[np.ndarray, "V C"]) -> Float[np.ndarray, "P C"]:
        return np.asarray(np.einsum("pi,pic->pc", self.weights, of_corners[self.corners]))


class _Pictures:
    """The file's textures, each decoded once."""

    def __init__(self, file: GlbFile) -> None:
        self._file = file
        self._decoded: dict[tuple[int, bool], Float32[np.ndarray, "H W 3"]] = {}

    def look(
        self, told: dict[str, Any], place: _Place, openness: Float[np.ndarray, " P"]
    ) -> tuple[Float[np.ndarray, "P 3"], Float[np.ndarray, "P 3"]]:
        """Linear base colour; occlusion, roughness and metalness of texels of one material."""
        glossy = told.get("extensions", {}).get("KHR_materials_pbrSpecularGlossiness")
        if glossy is not None:
            factor, texture = glossy.get("diffuseFactor"), glossy.get("diffuseTexture")
            rough = 1.0 - float(glossy.get("glossinessFactor", 1.0))
            metal, packed = 0.0, None
        else:
            pbr = told.get("pbrMetallicRoughness", {})
            factor, texture = pbr.get("baseColorFactor"), pbr.get("baseColorTexture")
            rough = float(pbr.get("roughnessFactor", 1.0))
            metal = float(pbr.get("metallicFactor", 1.0))
            packed = pbr.get("metallicRoughnessTexture")
        colour = np.array(factor or (1, 1, 1), dtype=np.float64)[:3] * place.colours()
        colour = colour * self._sampled(texture, place, linear=False)
        of_metal = self._sampled(packed, place, linear=True)
        shade = told.get("occlusionTexture")
        orm = np.empty((len(place.corners), 3))
        orm[:, 0] = np.clip(openness, 0, 1)
        if shade is not None:
            red = self._sampled(shade, place, linear=True)[:, 0]
            orm[:, 0] = 1 + float(shade.get("strength", 1.0)) * (red - 1)
        orm[:, 1] = rough * of_metal[:, 1]
        orm[:, 2] = metal * of_metal[:, 2]
        return np.broadcast_to(colour, orm.shape), np.clip(orm, 0, 1)

    def _sampled(
        self, told: dict[str, Any] | None, place: _Place, *, linear: bool
    ) -> Float[np.ndarray, "P 3"]:
        """Linear values of a texture at the texels; ones where there is none."""
        uvs = None if told is None else place.uvs(told)
        if told is None or uvs is None:
            return np.ones((len(place.corners), 3))
        texture = self._file.parts("textures")[told["index"]]
        sampler: dict[str, Any] = {}
        if "sampler" in texture:
            sampler = self._file.parts("samplers")[texture["sampler"]]
        key = told["index"], linear
        if key not in self._decoded:
            self._decoded[key] = _linear_pixels(self._file.picture(told["index"]), linear)
        return _bilinear(
            _reduced(self._decoded[key], uvs),
            _wrapped(uvs[:, 0], sampler.get("wrapS", 10497)),
            _wrapped(uvs[:, 1], sampler.get("wrapT", 10497)),
            repeats=(sampler.get("wrapS", 10497) == 10497, sampler.get("wrapT", 10497) == 10497),
        )


def _linear_pixels(picture: Image.Image, linear: bool) -> Float32[np.ndarray, "H W 3"]:
    pixels = np.asarray(picture.convert("RGB"), dtype=np.float32) / 255
    return pixels if linear else pixels**2.2


def _reduced(
    pixels: Float32[np.ndarray, "H W 3"], uvs: Float[np.ndarray, "P 2"]
) -> Float32[np.ndarray, "h w 3"]:
    """The texture no finer than the texels that take from it, so that nothing sparkles."""
    height, width = pixels.shape[:2]
    # Neighbours in the list are mostly neighbours in a row of the atlas; the median leaves jumps aside.
    steps = np.abs(np.diff(uvs, axis=0)) * [width, height]
    step = float(np.median(np.hypot(steps[:, 0], steps[:, 1]))) if len(steps) else 1.0
    times = int(min(step, min(height, width) / 4))
    if times < 2:
        return pixels
    rows, columns = height // times * times, width // times * times
    blocks = pixels[:rows, :columns].reshape(rows // times, times, columns // times, times, 3)
    return np.asarray(blocks.mean(axis=(1, 3)), dtype=np.float32)


def _wrapped(coordinate: Float[np.ndarray, " P"], mode: int) -> Float[np.ndarray, " P"]:
    if mode == 33071:  # clamp to edge
        return np.asarray(np.clip(coordinate, 0, 1))
    if mode == 33648:  # mirrored repeat
        return np.asarray(1 - np.abs(coordinate % 2 - 1))
    return np.asarray(coordinate % 1)


def _bilinear(
    pixels: Float32[np.ndarray, "H W 3"],
    u: Float[np.ndarray, " P"],
    v: Float[np.ndarray, " P"],
    *,
    repeats: tuple[bool, bool],
) -> Float[np.ndarray, "P 3"]:
    height, width = pixels.shape[:2]
    x, y = u * width - 0.5, v * height - 0.5
    left, top = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    across, down = (x - left)[:, None], (y - top)[:, None]

    def at(row: Int[np.ndarray, " P"], column: Int[np.ndarray, " P"]) -> Float32[np.ndarray, "P 3"]:
        column = column % width if repeats[0] else np.clip(column, 0, width - 1)
        row = row % height if repeats[1] else np.clip(row, 0, height - 1)
        return np.asarray(pixels[row, column])

    upper = at(top, left) * (1 - across) + at(top, left + 1) * across
    lower = at(top + 1, left) * (1 - across) + at(top + 1, left + 1) * across
    return np.asarray(upper * (1 - down) + lower * down, dtype=np.float64)
