"""A finished product turned about the vertical, for when its front was taken wrong."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from jaxtyping import Float

from reconstruct.baselines import fit_to_size
from reconstruct.product import TexturedProduct
from reconstruct.product_warnings import size_warning
from reconstruct.size import ProductSize, ProductSizeHint

__all__ = ["about_y", "turned"]

_OF_SIZE = ("unknown_size", "partial_size")


def turned(
    product: TexturedProduct, turn_rad: float, given: ProductSizeHint | None = None
) -> TexturedProduct:
    """The product turned counter-clockwise seen from above: by a quarter, its front faces where its left was.

    Parameters
    ----------
    product
        In the `product` frame.
    turn_rad
        Right-handed about +Y.
    given
        Sides that the turned product must have exactly. Off a quarter turn this stretches it a little, for then its
        bounds are not those of the box it was made in; a side that is not given is as it comes.
    """
    given = given or ProductSizeHint()
    vertices = product.vertices_m @ about_y(turn_rad).T
    bounds = np.ptp(vertices, axis=0)
    wanted = (given.width_m, given.height_m, given.depth_m)
    size = np.array([b if w is None else w for b, w in zip(bounds, wanted, strict=True)])
    size_m = ProductSize(*(float(side) for side in size))
    # A normal is stretched the other way than the surface it stands on.
    normals = product.normals @ about_y(turn_rad).T * (bounds / np.maximum(size, 1e-12))
    names = zip(("width", "height", "depth"), wanted, strict=True)
    told = size_warning(product.product_id, [n for n, side in names if side is None], size_m)
    if not any(warning.code in _OF_SIZE for warning in product.warnings):
        told = None
    others = [warning for warning in product.warnings if warning.code not in _OF_SIZE]
    return replace(
        product,
        vertices_m=fit_to_size(vertices, size_m),
        normals=normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12),
        size_m=size_m,
        cutouts=(),
        parts=product.parts and replace(product.parts, turn_rad=product.parts.turn_rad + turn_rad),
        warnings=(*([told] if told else []), *others),
    )


def about_y(turn_rad: float) -> Float[np.ndarray, "3 3"]:
    """The matrix of a turn about +Y, right-handed; exact for quarter turns."""
    cos, sin = math.cos(turn_rad), math.sin(turn_rad)
    if abs(math.remainder(turn_rad, math.pi / 2)) < 1e-9:
        cos, sin = (
            float(round(cos)),
            float(round(sin)),
        )  # a quarter turn moves no vertex off a plane
    return np.array([[cos, 0.0, sin], [0.0, 1.0, 0.0], [-sin, 0.0, cos]])
