"""What does not stand on the floor: rugs under, pictures and lamps on walls, pendants above."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float

from layout.boxes import TOUCH_M, inside_polygon, separation
from layout.items import Item, Wanted
from layout.room import Wall
from layout.site import Site, snapped_yaw
from layout.tops import Pose, turned

__all__ = ["hang_and_lay"]

ABOVE_HOST_M = 0.15
ON_WALL_M = 0.002
HEAD_M = 1.9
STEP_M = 0.1
BATCH = 32
"""Poses tried at once."""

HIGHER = 8
"""How many steps higher than usual a wall piece may hang above its host."""


@dataclass(frozen=True)
class _Bodies:
    """Placed things: their boxes on the plan, their vertical spans, and which of them lie under others."""

    boxes: Float[np.ndarray, "N 5"]
    low_m: Float[np.ndarray, " N"]
    high_m: Float[np.ndarray, " N"]
    covering: Bool[np.ndarray, " N"]

    @classmethod
    def of(cls, placed: Sequence[tuple[Item, Pose]]) -> _Bodies:
        """Gather things and where they are."""
        rows = [
            (p.x_m, p.z_m, i.footprint.width_m / 2, i.footprint.depth_m / 2, p.yaw_rad)
            for i, p in placed
        ]
        low = np.array([p.y_m for _, p in placed], dtype=np.float64)
        heights = np.array([i.footprint.height_m for i, _ in placed], dtype=np.float64)
        return cls(
            np.array(rows, dtype=np.float64).reshape(-1, 5),
            low,
            low + heights,
            np.array([i.facts.mount == "covering" for i, _ in placed], dtype=bool),
        )


def hang_and_lay(
    items: Sequence[Item], wanted: Sequence[Wanted], site: Site, poses: dict[str, Pose]
) -> None:
    """Place rugs, wall pieces and ceiling lamps around what stands (adds to `poses`).

    Those with a host go under, over or above it; the others where the floor, a wall or the ceiling is
    free.  What finds no place stays without a pose.
    """
    by_id = {item.item_id: item for item in items}
    hosted = [w for w in wanted if w.relation.predicate in ("under", "above")]
    hosts = {w.subject: w.object for w in hosted}
    strength = {w.subject: w.relation.strength for w in hosted}
    free = [i for i in items if i.item_id not in poses]  # what is locked hangs where it hangs
    order = [i for i in free if i.facts.mount in ("covering", "wall", "ceiling")]
    order.sort(key=lambda i: (-strength.get(i.item_id, 0.0), -_seen_area(i)))
    for item in order:
        host = hosts.get(item.item_id)
        if host is not None and host not in poses:
            host = None
        others = _Bodies.of([(by_id[k], p) for k, p in poses.items() if k != item.item_id])
        choose = {"covering": _rug_poses, "wall": _wall_poses, "ceiling": _ceiling_poses}
        tries = choose[item.facts.mount](item, site, by_id, poses, host)
        while batch := list(itertools.islice(tries, BATCH)):
            good = np.flatnonzero(_fits(item, batch, site, others))
            if len(good):
                poses[item.item_id] = batch[int(good[0])]
                break


def _seen_area(item: Item) -> float:
    """Size as one sees it: of a picture on its wall, of a rug on the floor."""
    box = item.footprint
    return box.width_m * (box.depth_m if item.facts.mount == "covering" else box.height_m)


def _fits(item: Item, tries: Sequence[Pose], site: Site, others: _Bodies) -> Bool[np.ndarray, " P"]:
    """Tell at which poses a piece meets neither the room nor what is there."""
    body = _Bodies.of([(item, pose) for pose in tries])
    ok = (body.high_m <= site.room.height_m + 1e-6) & inside_polygon(body.boxes, site.polygon)
    built_in = body.low_m[:, None] < site.fixed_heights_m
    ok &= ~(_enter(body.boxes, site.fixed) & built_in).any(axis=1)
    if item.facts.mount == "wall":
        ok &= (body.low_m >= 2.0) | ~_enter(body.boxes, site.doors).any(axis=1)
    high = np.minimum(body.high_m[:, None], others.high_m)
    level = high - np.maximum(body.low_m[:, None], others.low_m) > 1e-6
    # A rug lies under everything but another rug.
    alike = others.covering == (item.facts.mount == "covering")
    return np.asarray(ok & ~(level & alike & _enter(body.boxes, others.boxes)).any(axis=1))


def _enter(
    boxes: Float[np.ndarray, "P 5"], zones: Float[np.ndarray, "N 5"]
) -> Bool[np.ndarray, "P N"]:
    """Tell which boxes share floor with which zones."""
    return np.asarray(separation(boxes[:, None], zones[None]) < -TOUCH_M)


def _rug_poses(
    item: Item,
    site: Site,
    by_id: Mapping[str, Item],
    poses: Mapping[str, Pose],
    host: str | None,
) -> Iterator[Pose]:
    """Under its host, drawn towards the room's middle step by step; else in the room's middle."""
    middle = np.asarray(site.room.shape.representative_point().coords[0], dtype=np.float64)
    centroid = np.asarray(site.room.shape.centroid.coords[0], dtype=np.float64)
    wide = item.footprint.width_m >= item.footprint.depth_m
    starts: list[tuple[float, float, float]] = []
    if host is not None:
        at, box = poses[host], by_id[host].footprint
        forward = 0.0
        if by_id[host].facts.against_wall >= 0.6:
            # Before a sofa or at the foot of a bed: half under it, half before it.
            forward = box.depth_m * 0.35
        dx, dz = turned(0.0, forward, at.yaw_rad)
        turn = 0.0 if wide == (box.width_m >= box.depth_m or forward > 0) else math.pi / 2
        starts = [(at.x_m + dx, at.z_m + dz, at.yaw_rad + turn)]
        starts.append((at.x_m + dx, at.z_m + dz, at.yaw_rad + turn + math.pi / 2))
    low, high = site.polygon.min(axis=0), site.polygon.max(axis=0)
    along_x = bool((high - low)[0] >= (high - low)[1])
    yaw = 0.0 if wide == along_x else math.pi / 2
    for x, z, angle in starts:
        for pull in np.linspace(0.0, 0.6, 13):
            yield Pose(
                x + (float(centroid[0]) - x) * float(pull),
                0.0,
                z + (float(centroid[1]) - z) * float(pull),
                snapped_yaw(angle),
            )
    for x, z in (centroid, middle):
        for angle in (yaw, yaw + math.pi / 2):
            yield Pose(float(x), 0.0, float(z), snapped_yaw(angle))


def _wall_behind(site: Site, pose: Pose, half_depth_m: float) -> Wall | None:
    """The wall at a piece's back, if it stands at one."""
    fx, fz = math.sin(pose.yaw_rad), math.cos(pose.yaw_rad)
    x, z = pose.x_m - fx * half_depth_m, pose.z_m - fz * half_depth_m
    for wall in site.room.walls:
        nx, nz = wall.inward
        dx, dz = wall.direction
        gap = (x - wall.start_m[0]) * nx + (z - wall.start_m[1]) * nz
        along = (x - wall.start_m[0]) * dx + (z - wall.start_m[1]) * dz
        if nx * fx + nz * fz > 0.99 and -0.05 < gap < 0.3 and 0 <= along <= wall.length_m:
            return wall
    return None


def _free_on_wall(
    site: Site, wall: Wall, at_m: float, half_m: float, low: float, high: float
) -> bool:
    """Whether a stretch of wall is within its ends and off its openings."""
    if at_m - half_m < 0.02 or at_m + half_m > wall.length_m - 0.02:
        return False
    for o in site.room.openings:
        if o.wall != wall.index:
            continue
        beside = at_m + half_m < o.offset_m - 0.05 or at_m - half_m > o.offset_m + o.width_m + 0.05
        over = low > o.sill_m + o.height_m + 0.02 or high < o.sill_m - 0.02
        if not (beside or over):
            return False
    return True


def _wall_poses(
    item: Item,
    site: Site,
    by_id: Mapping[str, Item],
    poses: Mapping[str, Pose],
    host: str | None,
) -> Iterator[Pose]:
    """Above its host, as near its middle as is free; else on the emptiest wall at its usual height."""
    box = item.footprint
    usual = (item.facts.hang_m or 1.5) - box.height_m / 2
    tries: list[tuple[float, Wall, float, float]] = []
    if host is not None:
        at = poses[host]
        wall = _wall_behind(site, at, by_id[host].footprint.depth_m / 2)
        top = by_id[host].footprint.height_m + ABOVE_HOST_M
        if wall is not None:
            dx, dz = wall.direction
            along = (at.x_m - wall.start_m[0]) * dx + (at.z_m - wall.start_m[1]) * dz
            reach = by_id[host].footprint.width_m / 2
            for k in range(int(reach / STEP_M) + 1):
                for sign in (1, -1) if k else (1,):
                    for lift in range(HIGHER):
                        # Over a lamp or a computer that stands there, rather than beside its host.
                        bottom = max(usual, top) + lift * STEP_M
                        rank = k * STEP_M + lift * STEP_M * 0.5
                        tries.append((rank, wall, along + sign * k * STEP_M, bottom))
    for wall in site.room.walls:
        count = max(1, int(wall.length_m / STEP_M / 2))
        for k in range(1, count):
            along = wall.length_m * k / count
            off = abs(along / wall.length_m - 0.5)
            # Long walls first, towards their middle; kept behind every place above the host.
            tries.append((100.0 + off - 0.1 * wall.length_m, wall, along, usual))
            tries.append((200.0 + off - 0.1 * wall.length_m, wall, along, max(usual, HEAD_M)))
    tries.sort(key=lambda t: t[0])
    for _, wall, along, bottom in tries:
        low = min(bottom, site.room.height_m - box.height_m - 0.05)
        if low > 0.02 and _free_on_wall(
            site, wall, along, box.width_m / 2, low, low + box.height_m
        ):
            x, z = wall.at(along, box.depth_m / 2 + ON_WALL_M)
            yield Pose(x, low, z, snapped_yaw(wall.facing_yaw_rad))


def _ceiling_poses(
    item: Item,
    site: Site,
    by_id: Mapping[str, Item],
    poses: Mapping[str, Pose],
    host: str | None,
) -> Iterator[Pose]:
    """Over its host, several in a row along it; else over the room's middle."""
    y = site.room.height_m - item.footprint.height_m
    if host is not None:
        at, box = poses[host], by_id[host].footprint
        long_x = box.width_m >= box.depth_m
        reach = max(box.width_m, box.depth_m) / 2
        for k in range(int(reach / 0.2) + 1):
            for sign in (1, -1) if k else (1,):
                offset = sign * k * 0.2
                dx, dz = turned(offset if long_x else 0.0, 0.0 if long_x else offset, at.yaw_rad)
                yield Pose(at.x_m + dx, y, at.z_m + dz, at.yaw_rad)
    centre = site.room.shape.representative_point() if len(site.polygon) > 4 else None
    point = centre or site.room.shape.centroid
    for ring in range(8):
        for k in range(max(1, 6 * ring)):
            a = 2 * math.pi * k / max(1, 6 * ring)
            yield Pose(
                point.x + 0.35 * ring * math.cos(a), y, point.y + 0.35 * ring * math.sin(a), 0.0
            )
