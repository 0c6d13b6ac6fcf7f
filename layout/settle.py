"""The continuous end: small moves off the grid that please the eye and break no hard rule.

What faces something slides along its wall until both stand on one axis; armchairs that stand free turn a
little towards the table.  Each move is kept only if every hard rule that held still holds and no side
becomes harder to walk to.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from layout.boxes import TOUCH_M, inside_polygon, separation
from layout.candidates import BACK_GAP_M
from layout.items import Item, Wanted
from layout.knowledge import Side
from layout.rows import SLOT_M, slots_beside, stands_in_rows
from layout.sides import either_side, side_box
from layout.site import Site
from layout.tops import Pose
from layout.walkways import PERSON_RADIUS_M, WALKWAY_RADIUS_M, FloorRaster, make_raster

__all__ = ["settle"]

LONGEST_SLIDE_M = 0.6
TURN_RAD = math.radians(12)
PASSABLE_M = 0.55
"""A slide never leaves a gap narrower than this where there was none."""

TIGHT_M = 0.03
"""Pieces closer than this stand side by side."""


@dataclass
class _Floor:
    """The standing pieces while they settle."""

    site: Site
    raster: FloorRaster
    items: Mapping[str, Item]
    poses: dict[str, Pose]
    friends: Mapping[str, set[str]]
    reached: int = 0

    def __post_init__(self) -> None:
        self.reached = self.sides_reached()

    def sides_reached(self) -> int:
        """How many sides that people use a person reaches, and a walkway."""
        names = list(self.poses)
        if not names:
            return 0
        boxes = [self.box(k) for k in names]
        heights = np.array([self.items[k].footprint.height_m for k in names])
        walk = self.raster.walk(np.array(boxes), np.zeros(len(names)), heights)
        count = 0
        for radius in (PERSON_RADIUS_M, WALKWAY_RADIUS_M):
            cells = walk.reached(radius)
            for name, box in zip(names, boxes, strict=True):
                for need in self.items[name].sides:
                    strips = self.strips(name, box, need)
                    count += any(self.raster.touches(cells, s) for s in strips)
        return count

    def move(self, name: str, pose: Pose) -> bool:
        """Move a piece if it may stand there and no side is harder to reach for it."""
        if not self.allows(name, pose):
            return False
        was = self.poses[name]
        self.poses[name] = pose
        if self.sides_reached() >= self.reached:
            return True
        self.poses[name] = was
        return False

    def box(self, name: str, pose: Pose | None = None) -> np.ndarray:
        """The box of a piece where it stands, or would stand."""
        at = pose or self.poses[name]
        size = self.items[name].footprint
        return np.array([at.x_m, at.z_m, size.width_m / 2, size.depth_m / 2, at.yaw_rad])

    def allows(self, name: str, pose: Pose) -> bool:
        """Whether a piece may stand there: inside, apart, doors, windows and used sides free."""
        box = self.box(name, pose)
        height = np.array(self.items[name].footprint.height_m)
        if not bool(self.site.allows(box, height).all()):
            return False
        own = [self.strips(name, box, need) for need in self.items[name].sides]
        for other in self.poses:
            if other == name:
                continue
            there = self.box(other)
            gap = float(separation(box, there))
            before = float(separation(self.box(name), there))
            if gap < -TOUCH_M or (gap < PASSABLE_M and gap < before - 1e-6 and gap > 0.04):
                return False
            if other in self.friends.get(name, set()):
                continue
            for need in self.items[other].sides:
                if need.side in ("any", "flank"):
                    continue
                for strip in self.strips(other, there, need):
                    if float(separation(box, strip)) < -TOUCH_M:
                        return False
            for strips in own:
                if all(float(separation(there, s)) < -TOUCH_M for s in strips):
                    return False
        return all(
            any(bool(inside_polygon(s, self.site.polygon)) for s in strips) for strips in own
        )

    def strips(self, name: str, box: np.ndarray, need: Side) -> list[np.ndarray]:
        """The strips of one side, of which one has to stay free."""
        return [side_box(self.items[name], box, s, need.clear_m) for s in either_side(need.side)]


def settle(
    items: Sequence[Item],
    wanted: Sequence[Wanted],
    site: Site,
    poses: dict[str, Pose],
    locked: Mapping[str, Pose],
) -> None:
    """Settle the standing pieces (changes `poses`)."""
    by_id = {i.item_id: i for i in items}
    standing = {k: p for k, p in poses.items() if by_id[k].facts.mount == "floor" and p.y_m < 0.01}
    friends: dict[str, set[str]] = {}
    for wish in wanted:
        friends.setdefault(wish.subject, set()).add(wish.object)
        friends.setdefault(wish.object, set()).add(wish.subject)
    floor = _Floor(site, make_raster(site), by_id, standing, friends)
    for wish in wanted:
        pair = (wish.subject, wish.object)
        if wish.relation.predicate != "faces" or not all(n in standing for n in pair):
            continue
        wall_piece = by_id[wish.object].facts.against_wall >= 0.9
        if wall_piece and wish.object not in locked:
            _slide(floor, wish.object, wish.subject)
        elif not wall_piece and wish.subject not in locked and not by_id[wish.subject].facts.top:
            _turn(floor, wish.subject, wish.object)
    for name, item in by_id.items():
        if name in standing and name not in locked and stands_in_rows(item):
            _close_up(floor, name)
    poses.update(standing)


def _close_up(floor: _Floor, mover: str) -> None:
    """Slide storage along its wall to the neighbour or corner that it leaves a slot to."""
    boxes = {k: floor.box(k) for k in floor.poses}
    left, right = slots_beside(floor.site, boxes, mover)
    if min(left, right) < TIGHT_M or min(left, right) >= SLOT_M:
        return
    slide = left - BACK_GAP_M if left <= right else BACK_GAP_M - right
    at = floor.poses[mover]
    right_x, right_z = math.cos(at.yaw_rad), -math.sin(at.yaw_rad)
    floor.move(mover, replace(at, x_m=at.x_m + right_x * slide, z_m=at.z_m + right_z * slide))


def _slide(floor: _Floor, mover: str, target: str) -> None:
    """Slide a piece along its wall towards the axis of what faces it, as far as it may."""
    at, aim = floor.poses[mover], floor.poses[target]
    right = (math.cos(at.yaw_rad), -math.sin(at.yaw_rad))
    off = (aim.x_m - at.x_m) * right[0] + (aim.z_m - at.z_m) * right[1]
    if not 1e-4 < abs(off) <= LONGEST_SLIDE_M:
        return
    for share in (1.0, 0.75, 0.5, 0.25):
        pose = replace(at, x_m=at.x_m + right[0] * off * share, z_m=at.z_m + right[1] * off * share)
        if floor.move(mover, pose):
            return


def _turn(floor: _Floor, mover: str, target: str) -> None:
    """Turn a free-standing seat a little towards what it faces, where it is off its axis."""
    at, aim = floor.poses[mover], floor.poses[target]
    bearing = math.atan2(aim.x_m - at.x_m, aim.z_m - at.z_m)
    off = math.remainder(bearing - at.yaw_rad, 2 * math.pi)
    if not 0.05 < abs(off) < 1.0:
        return
    for share in (1.0, 0.6):
        pose = replace(at, yaw_rad=at.yaw_rad + math.copysign(min(abs(off), TURN_RAD) * share, off))
        if floor.move(mover, pose):
            return
