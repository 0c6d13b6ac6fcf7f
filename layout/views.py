"""What one looks at from a seat, a bed or a desk, and how furniture fills a room."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from layout.items import Item
from layout.relations import in_frame_of
from layout.site import Site

__all__ = ["VIEW_M", "balance_point", "balance_reach", "view_m", "wants_view"]

VIEW_M = 1.6
"""A wall nearer than this before one's eyes is no view."""


def wants_view(item: Item) -> bool:
    """Tell whether people sit or lie in it and look ahead: sofas, armchairs and beds."""
    return bool({"sofas", "beds"} & set(item.kinds)) or item.category in ("armchair", "recliner")


def view_m(site: Site, boxes: Float[np.ndarray, "N 5"]) -> Float[np.ndarray, " N"]:
    """Return how far the nearest wall is before each box's front, metres."""
    x, z, half_x, half_z = in_frame_of(site.edges[None], boxes[:, None])
    ahead = (np.abs(x) < half_x) & (z - half_z > 0)
    away = np.where(ahead, z - half_z - boxes[:, None, 3], np.inf)
    return np.asarray(away.min(axis=1))


def balance_point(site: Site) -> Float[np.ndarray, " 2"]:
    """Return the middle of the floor."""
    centre = site.room.shape.centroid
    return np.array([centre.x, centre.y])


def balance_reach(site: Site) -> float:
    """Return half the diagonal of the floor's bounds, metres."""
    span = site.polygon.max(axis=0) - site.polygon.min(axis=0)
    return float(np.hypot(*span)) / 2
