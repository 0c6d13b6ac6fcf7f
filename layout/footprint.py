"""A product as the layout sees it: a box with a category."""

from __future__ import annotations

import math
from dataclasses import dataclass

from layout.errors import FootprintError

__all__ = ["LARGEST_SIDE_M", "SMALLEST_SIDE_M", "Footprint"]

SMALLEST_SIDE_M = 0.001
LARGEST_SIDE_M = 20.0


@dataclass(frozen=True)
class Footprint:
    """The bounding box of one piece, in its `product` frame (front +Z, left +X, origin at the floor centre).

    Attributes
    ----------
    item_id
        Unique for each piece in a room: two pieces of one product have two ids.
    category
        A category of the knowledge graph, a merchant's word for one, or None.
    width_m, depth_m, height_m
        Extent along X, Z and Y, metres.
    """

    item_id: str
    category: str | None
    width_m: float
    depth_m: float
    height_m: float

    def __post_init__(self) -> None:
        if not self.item_id:
            raise FootprintError("a footprint has an empty id; give each piece its own id")
        for name in ("width_m", "depth_m", "height_m"):
            value = getattr(self, name)
            if not math.isfinite(value) or not SMALLEST_SIDE_M <= value <= LARGEST_SIDE_M:
                raise FootprintError(
                    f"{self.item_id}: {name} is {value:g}, expected {SMALLEST_SIDE_M:g} to "
                    f"{LARGEST_SIDE_M:g} metres; check the size and its unit"
                )

    @property
    def area_m2(self) -> float:
        """Floor area of the box in square metres."""
        return self.width_m * self.depth_m
