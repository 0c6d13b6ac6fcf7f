"""Free places in a furnished room for one more thing: a corner, a stretch of wall, a bit of table, a piece of floor."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from layout.boxes import separation
from layout.explain import placement_box
from layout.items import Item, Wanted, can_carry, items_of
from layout.knowledge import Relation, load_knowledge
from layout.mounted import hang_and_lay
from layout.placement import Arrangement, Placement
from layout.sides import either_side, side_box
from layout.site import Site, make_site, opening_box, snapped_yaw
from layout.subject import Subject, free_sides
from layout.tops import Pose, turned
from layout.walkways import WALKWAY_RADIUS_M, FloorRaster, Walk, make_raster

__all__ = [
    "Furnished",
    "corner_pose",
    "furnished",
    "hung_over",
    "hung_somewhere",
    "laid_rug",
    "top_pose",
]

WALL_GAP_M = 0.06
ALONG_STEP_M = 0.2
GAP_M = 0.08  # to the neighbours of a plant
NEAR_M = 1.4
MOST_TRIED = 12
TOP_GAP_M = 0.05
TOP_EDGE_M = 0.04
ASIDE = 0.3
"""How far a small thing stands from the middle of its table, as a share of its width."""

HIGHEST_HOST_M = 1.3
RUG_SHIFT_M = 0.7
HAND_M = 0.1


@dataclass
class Furnished:
    """A room and what is in it; grows by what is put.

    Attributes
    ----------
    site
        The room's obstacles, frame `room`.
    items, poses
        What is placed, by id.
    """

    site: Site
    items: dict[str, Item]
    poses: dict[str, Pose]
    raster: FloorRaster

    def put(self, item: Item, pose: Pose) -> None:
        """Add a thing."""
        self.items[item.item_id] = item
        self.poses[item.item_id] = pose

    def box(self, item_id: str) -> np.ndarray:
        """A thing's box on the plan."""
        return _box(self.items[item_id], self.poses[item_id])

    @property
    def coverage(self) -> float:
        """Share of the floor under standing pieces."""
        s = self.subject()
        area = sum(s.items[k].footprint.area_m2 for k in s.standing())
        return area / self.site.room.area_m2

    def subject(self, item: Item | None = None, pose: Pose | None = None) -> Subject:
        """The room as the rules judge it, with one more thing if there is one."""
        items, poses = dict(self.items), dict(self.poses)
        if item is not None and pose is not None:
            items[item.item_id], poses[item.item_id] = item, pose
        at = {k: Placement(k, p.x_m, p.y_m, p.z_m, p.yaw_rad, "") for k, p in poses.items()}
        return Subject(self.site, items, at, {k: placement_box(items[k], at[k]) for k in at})

    def hosts(self, category: str, predicate: str) -> list[str]:
        """Ids of pieces that the graph wishes a thing of this category at, the strongest wish first."""
        found = []
        for order, (item_id, item) in enumerate(self.items.items()):
            relation = _relation(category, predicate, item)
            if relation is not None:
                size = item.footprint.width_m * item.footprint.depth_m
                found.append((-relation.strength, -round(size, 3), order, item_id))
        return [item_id for *_, item_id in sorted(found)]


def furnished(arrangement: Arrangement) -> Furnished:
    """The placed pieces of an arrangement, in its room."""
    items, _ = items_of(arrangement.footprints, load_knowledge())
    by_id = {item.item_id: item for item in items}
    site = make_site(arrangement.room)
    at = {p.item_id: Pose(p.x_m, p.y_m, p.z_m, p.yaw_rad) for p in arrangement.placements}
    return Furnished(site, {k: by_id[k] for k in at}, at, make_raster(site))


def _relation(category: str, predicate: str, item: Item) -> Relation | None:
    if item.category is None:
        return None
    relations = load_knowledge().relations_between(category, item.category)
    return next((r for r in relations if r.predicate == predicate), None)


def _box(item: Item, pose: Pose) -> np.ndarray:
    half = (item.footprint.width_m / 2, item.footprint.depth_m / 2)
    return np.array([pose.x_m, pose.z_m, *half, pose.yaw_rad])


def _hung(room: Furnished, item: Item, host: str | None) -> Pose | None:
    """Where the engine hangs or lays the thing among what is there already."""
    wanted: list[Wanted] = []
    if host is not None:
        predicate = "under" if item.facts.mount == "covering" else "above"
        relation = _relation(str(item.category), predicate, room.items[host])
        wanted = [] if relation is None else [Wanted(item.item_id, relation, host)]
    poses = dict(room.poses)
    hang_and_lay([*room.items.values(), item], wanted, room.site, poses)
    return poses.get(item.item_id)


def laid_rug(room: Furnished, rug: Item, host: str | None) -> Pose | None:
    """Under its host, or in the room's middle; never where a door swings, nor far from what it belongs to."""
    pose = _hung(room, rug, host)
    if pose is None:
        return None
    box = _box(rug, pose)
    if any(float(separation(box, door)) < 0 for door in room.site.doors):
        return None
    if host is not None:
        at = room.poses[host]
        reach = RUG_SHIFT_M + 0.3 * room.items[host].footprint.depth_m
        if math.hypot(pose.x_m - at.x_m, pose.z_m - at.z_m) > reach:
            return None
        if float(separation(box, room.box(host))) > -HAND_M:
            return None
    return pose


def hung_over(room: Furnished, picture: Item, host: str) -> Pose | None:
    """On the wall above its host, near its middle, and only where nothing hangs there yet."""
    if room.items[host].footprint.height_m > HIGHEST_HOST_M:
        return None
    pose = _hung(room, picture, host)
    if pose is None:
        return None
    at = room.poses[host]
    dx, dz = pose.x_m - at.x_m, pose.z_m - at.z_m
    side = abs(dx * math.cos(at.yaw_rad) - dz * math.sin(at.yaw_rad))
    behind = float(separation(_box(picture, pose), room.box(host)))
    return pose if side <= 0.12 * room.items[host].footprint.width_m and behind < 0.3 else None


def hung_somewhere(room: Furnished, picture: Item) -> Pose | None:
    """On the emptiest wall, where it can be seen."""
    pose = _hung(room, picture, None)
    return None if pose is None or pose.y_m > 1.6 else pose


def top_pose(room: Furnished, thing: Item, host: str) -> Pose | None:
    """A free bit of the host's top, a little aside of its middle; on a desk at the back, off the work."""
    table, at = room.items[host], room.poses[host]
    if not can_carry(table, thing):
        return None
    top = at.y_m + table.footprint.height_m
    spare_x = (table.footprint.width_m - thing.footprint.width_m) / 2 - TOP_EDGE_M
    spare_z = (table.footprint.depth_m - thing.footprint.depth_m) / 2 - TOP_EDGE_M
    if spare_x < 0 or spare_z < 0:
        return None
    there = [k for k, p in room.poses.items() if k != host and abs(p.y_m - top) < 0.08]
    boxes = [room.box(k) for k in there]
    best: tuple[float, Pose] | None = None
    desk = table.category is not None and "desk" in table.category
    good_x = spare_x if desk else ASIDE * table.footprint.width_m
    good_z = -spare_z if desk or table.facts.against_wall >= 0.9 else 0.0
    for x in np.linspace(-spare_x, spare_x, 13):
        for z in np.linspace(-spare_z, spare_z, 5):
            dx, dz = turned(float(x), float(z), at.yaw_rad)
            pose = Pose(at.x_m + dx, top, at.z_m + dz, at.yaw_rad)
            box = _box(thing, pose)
            if any(float(separation(box, other)) < TOP_GAP_M for other in boxes):
                continue
            off = abs(abs(x) - good_x) + abs(z - 0.5 * good_z) + (0.01 if x < 0 else 0.0)
            if best is None or off < best[0] - 1e-9:
                best = (float(off), pose)
    return None if best is None else best[1]


def corner_pose(room: Furnished, plant: Item, rng: np.random.Generator) -> Pose | None:
    """The best free place for a tall plant, by the graph's wishes for corners, walls and daylight.

    It takes no side that people use, no walkway, no window's view above its sill, and none of the free floor's
    connection.
    """
    offers = [(_liking(room, plant, pose), pose) for pose in _along_walls(room, plant)]
    offers.sort(key=lambda offer: -offer[0])
    jitter = rng.random(len(offers)) * 0.05
    offers = [o for _, o in sorted(zip(jitter, offers, strict=True), key=lambda p: p[0] - p[1][0])]
    before = _walk(room.subject(), room.raster)
    for _, pose in offers[:MOST_TRIED]:
        if _harmless(room, plant, pose, before):
            return pose
    return None


def _along_walls(room: Furnished, plant: Item) -> list[Pose]:
    """Places along every wall where the plant's box is free."""
    half = plant.footprint.width_m / 2
    poses = []
    for wall in room.site.room.walls:
        first = half + WALL_GAP_M
        steps = max(1, int((wall.length_m - 2 * first) / ALONG_STEP_M))
        for along in np.linspace(first, wall.length_m - first, steps + 1):
            x, z = wall.at(float(along), half + WALL_GAP_M)
            poses.append(Pose(x, 0.0, z, snapped_yaw(wall.facing_yaw_rad)))
    boxes = np.array([_box(plant, pose) for pose in poses])
    free = room.site.allows(boxes, np.full(len(boxes), plant.footprint.height_m))
    mounts = ("floor", "wall")
    others = [room.box(k) for k, item in room.items.items() if item.facts.mount in mounts]
    if others:
        free &= (separation(boxes[:, None], np.array(others)[None]) >= GAP_M).all(axis=1)
    return [poses[k] for k in np.flatnonzero(free)]


def _liking(room: Furnished, plant: Item, pose: Pose) -> float:
    """How well a place suits the graph's wishes for the plant; two of a kind stay apart."""
    reach = plant.footprint.width_m / 2 + 2.5 * WALL_GAP_M
    at_walls = 0
    for wall in room.site.room.walls:
        nx, nz = wall.inward
        dx, dz = wall.direction
        off_x, off_z = pose.x_m - wall.start_m[0], pose.z_m - wall.start_m[1]
        along = off_x * dx + off_z * dz
        at_walls += abs(off_x * nx + off_z * nz) <= reach and 0 <= along <= wall.length_m
    liking = plant.facts.in_corner * (at_walls >= 2)
    box = _box(plant, pose)
    for opening in room.site.room.windows:
        zone = opening_box(room.site.room.walls[opening.wall], opening, 1.5)
        liking += plant.facts.daylight * (float(separation(box, zone)) < 0.3) / 2
    gaps = separation(np.array([room.box(k) for k in room.items]).reshape(-1, 5), box)
    for item, gap in zip(room.items.values(), gaps, strict=True):
        if "sofas" in item.kinds or "storage" in item.kinds:
            liking += 0.3 * (gap < 0.5)
        if item.category == plant.category:
            liking -= 0.8 * (gap < 2.0)
    return float(liking)


def _walk(subject: Subject, raster: FloorRaster) -> Walk:
    standing = subject.standing()
    boxes = np.array([subject.boxes[k] for k in standing], dtype=np.float64).reshape(-1, 5)
    spans = np.array([subject.span(k) for k in standing], dtype=np.float64).reshape(-1, 2)
    return raster.walk(boxes, spans[:, 0], spans[:, 1])


def _harmless(room: Furnished, plant: Item, pose: Pose, before: Walk) -> bool:
    """Whether every side that was free and reached still is, and the free floor hangs together as before."""
    old, new = room.subject(), room.subject(plant, pose)
    near = [
        k
        for k in old.standing()
        if float(separation(new.boxes[plant.item_id], old.boxes[k])) < NEAR_M
    ]
    for k in near:
        pairs = zip(free_sides(old, k), free_sides(new, k), strict=True)
        if any(was and not still for (_, was), (_, still) in pairs):
            return False
    after = _walk(new, room.raster)
    if after.navigability() < before.navigability() - 1e-6:
        return False
    was, still = before.reached(WALKWAY_RADIUS_M), after.reached(WALKWAY_RADIUS_M)
    for k in old.standing():
        for need in old.items[k].sides:
            strips = [
                side_box(old.items[k], old.boxes[k], name, need.clear_m)
                for name in either_side(need.side)
            ]
            if any(room.raster.touches(was, b) for b in strips) and not any(
                room.raster.touches(still, b) for b in strips
            ):
                return False
    return True
