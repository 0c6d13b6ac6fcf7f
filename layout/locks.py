"""Pieces that the merchant has put somewhere: checked, then left alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from layout.boxes import TOUCH_M, inside_polygon, separation
from layout.errors import LockError
from layout.frame import CanonicalFrame
from layout.items import Item
from layout.placement import Placement
from layout.site import make_site
from layout.tops import Pose

__all__ = ["locked_poses"]

SLACK_M = 0.02
"""A hand on a mouse is no surveyor: so far over a wall or into a neighbour counts as touching."""


def locked_poses(
    locked: Sequence[Placement], items: Mapping[str, Item], frame: CanonicalFrame
) -> dict[str, Pose]:
    """Check locked placements and carry them to the canonical frame.

    Raises
    ------
    LockError
        If one is of no piece of this room, out of it, before a door, or inside another one.
    """
    site = make_site(frame.room)
    poses: dict[str, Pose] = {}
    boxes: dict[str, np.ndarray] = {}
    for place in locked:
        if place.item_id not in items:
            raise LockError(
                f"{place.item_id} is locked but is none of the {len(items)} pieces of this room; "
                "remove the lock"
            )
        if place.item_id in poses:
            raise LockError(f"{place.item_id} is locked twice; keep one of the locks")
        values = (place.x_m, place.y_m, place.z_m, place.yaw_rad)
        if not np.isfinite(values).all():
            raise LockError(f"{place.item_id} is locked at {values}, expected finite metres")
        x, z, yaw = frame.to_canonical(place.x_m, place.z_m, place.yaw_rad)
        item = items[place.item_id]
        box = np.array([x, z, item.footprint.width_m / 2, item.footprint.depth_m / 2, yaw])
        poses[place.item_id] = Pose(x, place.y_m, z, yaw)
        _check(item, place, box, boxes, poses, frame, items)
        boxes[place.item_id] = box
        smaller = box - np.array([0, 0, SLACK_M, SLACK_M, 0])
        smaller[2:4] = np.maximum(smaller[2:4], 1e-4)
        if not bool(inside_polygon(smaller, site.polygon)):
            raise LockError(
                f"{place.item_id} is locked at ({place.x_m:.2f}, {place.z_m:.2f}), outside the "
                f"room {frame.room.room_id}; move it inside"
            )
        if item.facts.mount != "covering" and place.y_m < 2.0:
            for zone in site.doors:
                if float(separation(smaller, zone)) < -TOUCH_M:
                    raise LockError(
                        f"{place.item_id} is locked before a door, which needs its own width of "
                        "free floor; move it aside"
                    )
    return poses


def _check(
    item: Item,
    place: Placement,
    box: np.ndarray,
    boxes: Mapping[str, np.ndarray],
    poses: Mapping[str, Pose],
    frame: CanonicalFrame,
    items: Mapping[str, Item],
) -> None:
    """Refuse a locked piece that is inside another locked one."""
    for other, there in boxes.items():
        kinds = {item.facts.mount, items[other].facts.mount}
        low = max(place.y_m, poses[other].y_m)
        high = min(
            place.y_m + item.footprint.height_m,
            poses[other].y_m + items[other].footprint.height_m,
        )
        if "covering" in kinds or high - low <= SLACK_M:
            continue
        if float(separation(box, there)) < -SLACK_M:
            raise LockError(
                f"{item.item_id} and {other} are locked into each other in room "
                f"{frame.room.room_id}; unlock or move one of them"
            )
