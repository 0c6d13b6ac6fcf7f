"""The mean colour of each part of a finished product, for drawing it plainly."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Int, UInt8

from reconstruct.parts.product_parts import ProductParts

__all__ = ["part_colours"]

# Centre and three points towards the corners: enough for a mean, without drawing the texture.
_POINTS = np.array([[1, 1, 1], [4, 1, 1], [1, 4, 1], [1, 1, 4]], dtype=np.float64)
_POINTS /= _POINTS.sum(axis=1, keepdims=True)


def part_colours(
    parts: ProductParts,
    vertices_m: Float[np.ndarray, "V 3"],
    faces: Int[np.ndarray, "F 3"],
    uvs: Float[np.ndarray, "V 2"],
    base_colour: UInt8[np.ndarray, "H W 3"],
) -> list[str | None]:
    """The mean colour of each part by area, sRGB as "#8a6d4f"; None for a part of which nothing can be seen.

    Parameters
    ----------
    parts
        Which triangle is which part's.
    vertices_m, faces, uvs
        The product; texture coordinates as in glTF, origin top left.
    base_colour
        Its texture.
    """
    height, width = base_colour.shape[:2]
    at = np.einsum("pc,fcd->fpd", _POINTS, uvs[faces])
    column = np.clip((at[..., 0] * width).astype(np.int64), 0, width - 1)
    row = np.clip((at[..., 1] * height).astype(np.int64), 0, height - 1)
    seen = base_colour[row, column].mean(axis=1)
    a, b, c = (vertices_m[faces[:, corner]] for corner in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    count = len(parts.parts)
    total = np.bincount(parts.part_of_face, weights=area, minlength=count)
    sums = [
        np.bincount(parts.part_of_face, weights=area * seen[:, channel], minlength=count)
        for channel in range(3)
    ]
    return [
        None
        if total[part] <= 0
        else "#" + "".join(f"{round(float(s[part] / total[part])):02x}" for s in sums)
        for part in range(count)
    ]
