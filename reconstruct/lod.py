"""Lighter copies of a finished product, for rooms and for far away: fewer triangles, smaller textures of their own.

The mesh is simplified as a closed whole, or built again from its parts, and unwrapped anew; its textures are taken over
from the nearest place of the finished surface, so that no seam tears.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float, UInt8

from reconstruct.atlas import Atlas, unwrap
from reconstruct.baselines import Solid, fit_to_size
from reconstruct.parts.part_surface import design_surface
from reconstruct.product import TexturedProduct
from reconstruct.raycast import RayCaster
from reconstruct.surface import Surface, SurfaceOptions, make_surface, weld
from reconstruct.texture import PbrMaterial
from reconstruct.turn import about_y

__all__ = ["LodOptions", "lighter"]


@dataclass(frozen=True)
class LodOptions:
    """How light a copy is.

    Attributes
    ----------
    triangles
        At most this many, where the shape allows it.
    texture_px
        Side of its textures.
    tolerances
        How far the surface may move, tried in turn until there are few enough triangles; shares of the longest side.
    """

    triangles: int
    texture_px: int
    tolerances: tuple[float, ...] = (0.0012, 0.0025, 0.005, 0.01, 0.02, 0.04)


def lighter(product: TexturedProduct, options: LodOptions) -> TexturedProduct:
    """A lighter copy of a finished product.

    Raises
    ------
    ShapeError
        If no surface is left.
    """
    surface = _rebuilt(product, options) if product.parts else _simplified(product, options)
    atlas = unwrap(surface, options.texture_px)
    source = _Source.of(product, atlas)
    return replace(
        product,
        vertices_m=atlas.surface.vertices_m,
        normals=atlas.surface.normals,
        uvs=atlas.uvs,
        faces=atlas.surface.faces,
        material=source.taken_over(atlas, product.material),
        variants=tuple(source.taken_over(atlas, look) for look in product.variants),
        parts=None
        if product.parts is None or atlas.surface.parts is None
        else replace(
            product.parts,
            part_of_face=atlas.surface.parts.part_of_face,
            uvs_m=atlas.surface.parts.uv_m,
        ),
    )


def _simplified(product: TexturedProduct, options: LodOptions) -> Surface:
    first, place = weld(product.vertices_m)
    return make_surface(
        Solid(product.vertices_m[first], place[product.faces]),
        product.size_m,
        SurfaceOptions(
            triangles=options.triangles,
            tolerances=options.tolerances,
            always=True,
            may_be_open=True,
        ),
    )


def _rebuilt(product: TexturedProduct, options: LodOptions) -> Surface:
    """The same parts in fewer triangles: straight and closed, where simplifying would dent them."""
    parts = product.parts
    assert parts is not None
    _, surface = design_surface(parts.design, parts.size_m, triangles=options.triangles)
    turn = about_y(parts.turn_rad)
    vertices = fit_to_size(surface.vertices_m @ turn.T, product.size_m)
    return replace(surface, vertices_m=vertices, normals=surface.normals @ turn.T)


@dataclass(frozen=True)
class _Source:
    """Where on the finished product's texture each texel of the copy lies."""

    uvs: Float[np.ndarray, "P 2"]

    @classmethod
    def of(cls, product: TexturedProduct, atlas: Atlas) -> _Source:
        caster = RayCaster(product.vertices_m, product.faces)
        face, weights = caster.nearest_place(atlas.texels.points)
        return cls(np.einsum("pi,pij->pj", weights, product.uvs[product.faces[face]]))

    def taken_over(self, atlas: Atlas, look: PbrMaterial) -> PbrMaterial:
        return PbrMaterial(
            look.name,
            atlas.picture(self._sampled(look.base_colour)),
            atlas.picture(self._sampled(look.orm)),
            look.double_sided,
        )

    def _sampled(self, picture: UInt8[np.ndarray, "H W 3"]) -> Float[np.ndarray, "P 3"]:
        height, width = picture.shape[:2]
        row = np.clip((self.uvs[:, 1] * height).astype(np.int64), 0, height - 1)
        column = np.clip((self.uvs[:, 0] * width).astype(np.int64), 0, width - 1)
        return np.asarray(picture[row, column], dtype=np.float64)
