"""From how far a product's lighter copies are enough: what a viewer loads first, and draws far away."""

from __future__ import annotations

import math

import numpy as np

from reconstruct import TexturedProduct

__all__ = ["enough_from_m", "texels_per_m"]

REFERENCE_HEIGHT_PX = 1080
"""Height of the picture that distances are told for."""
REFERENCE_FOV_RAD = math.radians(60)
"""Its vertical angle of view."""
TEXEL_PX = (
    1.5  # a texel may cover so many pixels: sharper than it is, no screen shows a photo's grain
)


def texels_per_m(product: TexturedProduct) -> float:
    """How many texels of the base colour lie on a metre of surface, on average."""
    corners_m, corners_uv = product.vertices_m[product.faces], product.uvs[product.faces]
    a, b = corners_m[:, 1] - corners_m[:, 0], corners_m[:, 2] - corners_m[:, 0]
    u, v = corners_uv[:, 1] - corners_uv[:, 0], corners_uv[:, 2] - corners_uv[:, 0]
    surface_m2 = float(np.linalg.norm(np.cross(a, b), axis=1).sum()) / 2
    share = float(np.abs(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]).sum()) / 2
    height_px, width_px = product.material.base_colour.shape[:2]
    return math.sqrt(share * height_px * width_px / max(surface_m2, 1e-9))


def enough_from_m(product: TexturedProduct) -> float:
    """Distance from which a texel covers at most one and a half pixels of the reference picture."""
    pixels_per_m_at_1_m = REFERENCE_HEIGHT_PX / (2 * math.tan(REFERENCE_FOV_RAD / 2))
    return round(pixels_per_m_at_1_m / (TEXEL_PX * max(texels_per_m(product), 1e-9)), 2)
