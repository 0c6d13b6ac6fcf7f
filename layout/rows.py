"""Storage along walls: what stands beside what, and the slots left between."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from layout.items import Item
from layout.relations import in_frame_of
from layout.site import Site

__all__ = ["SLOT_M", "slots_beside", "stands_in_rows"]

SLOT_M = 0.35
"""A gap narrower than this is good for nothing but dust."""

_SAME_ROW_M = 0.05


def stands_in_rows(item: Item) -> bool:
    """Tell whether a piece is storage or a kitchen piece, made to stand at a wall side by side."""
    return item.facts.against_wall >= 0.8 and bool({"storage", "kitchen"} & set(item.kinds))


def slots_beside(site: Site, boxes: Mapping[str, np.ndarray], name: str) -> tuple[float, float]:
    """Return the gaps at a piece's left and right up to the next piece or wall, infinite for none."""
    own = boxes[name]
    others = np.array([*(b for k, b in boxes.items() if k != name), *site.edges, *site.fixed])
    x, z, half_x, half_z = in_frame_of(others, own)
    same_row = np.abs(z) < own[3] + half_z - _SAME_ROW_M
    gaps = np.abs(x) - half_x - own[2]
    left = gaps[same_row & (x > 0) & (gaps > -_SAME_ROW_M)]
    right = gaps[same_row & (x < 0) & (gaps > -_SAME_ROW_M)]
    return float(left.min(initial=np.inf)), float(right.min(initial=np.inf))
