"""Lower what stands on another piece until it touches the true mesh.

The layout knows boxes: a vase on a table stands on the table's highest point. A table's top can lie lower than
that (a raised rim, a back board), and then the vase would float.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from layout.placement import Arrangement, Placement
from reconstruct.product import TexturedProduct
from reconstruct.raycast import RayCaster
from showroom.room.scene import sku_of
from showroom.scene import rotation_about_y

__all__ = ["settled"]

_ON_FLOOR_M = 0.02
_BASE_M = 0.01  # what lies within this above the lowest point counts as the base
_LARGEST_DROP_M = 0.25  # a greater fall means that it hangs on a wall or missed its support


def settled(arrangement: Arrangement, products: Mapping[str, TexturedProduct]) -> Arrangement:
    """The arrangement with every piece that stands on another one lowered onto it.

    Parameters
    ----------
    arrangement
        Placements from boxes.
    products
        Finished products by SKU.
    """
    placements = tuple(
        _lowered(placement, arrangement, products) if placement.y_m > _ON_FLOOR_M else placement
        for placement in arrangement.placements
    )
    return replace(arrangement, placements=placements)


def _lowered(
    placement: Placement, arrangement: Arrangement, products: Mapping[str, TexturedProduct]
) -> Placement:
    own = _vertices(placement, products)
    low, high = own.min(axis=0), own.max(axis=0)
    base = own[own[:, 1] < low[1] + _BASE_M]
    start = base + np.array([0.0, _BASE_M, 0.0])
    start[:, 1] = np.maximum(start[:, 1], low[1] + _BASE_M)
    drop = _LARGEST_DROP_M
    for other in arrangement.placements:
        if other is placement:
            continue
        vertices = _vertices(other, products)
        under, over = vertices.min(axis=0), vertices.max(axis=0)
        apart = (under[[0, 2]] > high[[0, 2]]) | (over[[0, 2]] < low[[0, 2]])
        if apart.any() or over[1] < low[1] - _LARGEST_DROP_M:
            continue
        caster = RayCaster(vertices, products[sku_of(other.item_id)].faces)
        hits = caster.cast(start, np.tile([0.0, -1.0, 0.0], (len(start), 1)))
        if hits.hit.any():
            gaps = base[hits.hit, 1] - (start[hits.hit, 1] - hits.distance_m[hits.hit])
            drop = min(drop, float(gaps.min()))
    if not 0 < drop < _LARGEST_DROP_M:
        return placement
    return replace(placement, y_m=round(placement.y_m - drop, 6))


def _vertices(
    placement: Placement, products: Mapping[str, TexturedProduct]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Corners of a placed product in the frame `room`."""
    turned = products[sku_of(placement.item_id)].vertices_m @ rotation_about_y(placement.yaw_rad).T
    place = np.array([placement.x_m, placement.y_m, placement.z_m])
    return np.asarray(turned + place, dtype=np.float64)
