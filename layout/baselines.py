"""Two plain ways to furnish a room, to measure the engine against.

`random_valid` drops each piece at random where it collides with nothing.  `greedy_grid` is the depth-first
placement on a grid of language-model systems, written from its description: pieces in order of size, each
at the best-scored free cell of a coarse grid, a step back when one finds none.  Both place what stands on the
floor; what hangs, lies under or stands on top is then placed as the engine does.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

import numpy as np

from layout.arrange import set_on_tops
from layout.boxes import TOUCH_M, separation
from layout.footprint import Footprint
from layout.items import Item, Wanted, items_of, wanted_relations
from layout.knowledge import load_knowledge
from layout.mounted import hang_and_lay
from layout.placement import Arrangement, LeftOut, Placement
from layout.relations import relation_score
from layout.room import Room
from layout.site import Site, make_site
from layout.tops import Pose, hosts_of_small_goods

__all__ = ["greedy_grid", "random_valid"]

TRIES = 400
GRID_M = 0.25
BRANCHES = 3
MOST_STEPS = 400


def _finish(
    room: Room, items: Sequence[Item], boxes: dict[str, np.ndarray], started: float
) -> Arrangement:
    """Add what does not stand on the floor."""
    wanted = wanted_relations(items, load_knowledge())
    hosts, _ = hosts_of_small_goods(items, wanted)
    poses = {k: Pose(float(b[0]), 0.0, float(b[1]), float(b[4])) for k, b in boxes.items()}
    set_on_tops(items, hosts, poses)
    hang_and_lay(items, wanted, make_site(room), poses)
    placements = tuple(
        Placement(k, p.x_m, p.y_m, p.z_m, p.yaw_rad, "baseline") for k, p in poses.items()
    )
    left = tuple(LeftOut(i.item_id, "no free place") for i in items if i.item_id not in poses)
    seconds = time.perf_counter() - started
    footprints = tuple(i.footprint for i in items)
    return Arrangement(
        room, footprints, placements, left, "baseline", None, 0.0, seconds,
        tuple((i.item_id, i.category) for i in items),
    )  # fmt: skip


def _free(site: Site, box: np.ndarray, height: float, boxes: Sequence[np.ndarray]) -> bool:
    if not bool(site.allows(box, np.array(height)).all()):
        return False
    return all(float(separation(box, other)) >= -TOUCH_M for other in boxes)


def _standing(items: Sequence[Item]) -> list[Item]:
    """The pieces that stand on the floor, the largest first."""
    standing = [i for i in items if i.facts.mount == "floor"]
    return sorted(standing, key=lambda i: -i.footprint.area_m2)


def random_valid(room: Room, footprints: Sequence[Footprint], seed: int = 0) -> Arrangement:
    """Place each piece at random, inside, apart, doors and windows free."""
    started = time.perf_counter()
    rng = np.random.default_rng((seed, 21))
    site = make_site(room)
    low, high = site.polygon.min(axis=0), site.polygon.max(axis=0)
    items, _ = items_of(footprints, load_knowledge())
    boxes: dict[str, np.ndarray] = {}
    for f in (i.footprint for i in _standing(items)):
        for _ in range(TRIES):
            x, z = rng.uniform(low, high)
            yaw = int(rng.integers(4)) * math.pi / 2
            box = np.array([x, z, f.width_m / 2, f.depth_m / 2, yaw])
            if _free(site, box, f.height_m, list(boxes.values())):
                boxes[f.item_id] = box
                break
    return _finish(room, items, boxes, started)


def greedy_grid(room: Room, footprints: Sequence[Footprint], seed: int = 0) -> Arrangement:
    """Place pieces depth first on a grid, best-scored cells first, with limited steps back."""
    started = time.perf_counter()
    graph = load_knowledge()
    items, _ = items_of(footprints, graph)
    wanted = wanted_relations(items, graph)
    site = make_site(room)
    rng = np.random.default_rng((seed, 22))
    order = _standing(items)
    steps = [MOST_STEPS]
    best: dict[str, np.ndarray] = {}

    def descend(at: int, boxes: dict[str, np.ndarray]) -> bool:
        nonlocal best
        if len(boxes) > len(best):
            best = dict(boxes)
        if at == len(order):
            return True
        if steps[0] <= 0:
            return False
        steps[0] -= 1
        cells = _cells(order[at], site, wanted, boxes, rng)
        for box in cells[:BRANCHES]:
            boxes[order[at].item_id] = box
            if descend(at + 1, boxes):
                return True
            del boxes[order[at].item_id]
            if steps[0] <= 0:
                return False
        return descend(at + 1, boxes) if not cells else False

    descend(0, {})
    return _finish(room, items, best, started)


def _cells(
    item: Item,
    site: Site,
    wanted: Sequence[Wanted],
    boxes: dict[str, np.ndarray],
    rng: np.random.Generator,
) -> list[np.ndarray]:
    """Free cells of the grid, best first: at an edge for wall pieces, as the relations ask."""
    low, high = site.polygon.min(axis=0), site.polygon.max(axis=0)
    w, d = item.footprint.width_m / 2, item.footprint.depth_m / 2
    poses = []
    for quarter in range(4):
        hx, hz = (w, d) if quarter % 2 == 0 else (d, w)
        xs = np.arange(low[0] + hx, high[0] - hx + 1e-9, GRID_M)
        zs = np.arange(low[1] + hz, high[1] - hz + 1e-9, GRID_M)
        poses += [(x, z, w, d, quarter * math.pi / 2) for x in xs for z in zs]
    if not poses:
        return []
    all_boxes = np.array(poses)
    ok = site.allows(all_boxes, np.full(len(poses), item.footprint.height_m))
    for other in boxes.values():
        ok &= separation(all_boxes, other) >= -TOUCH_M
    all_boxes = all_boxes[ok]
    if not len(all_boxes):
        return []
    score = rng.uniform(0, 0.1, len(all_boxes))
    back_x = all_boxes[:, 0] - np.sin(all_boxes[:, 4]) * d
    back_z = all_boxes[:, 1] - np.cos(all_boxes[:, 4]) * d
    edge = np.min([back_x - low[0], high[0] - back_x, back_z - low[1], high[1] - back_z], axis=0)
    score += item.facts.against_wall * (edge < 0.15)
    for wish in wanted:
        if wish.subject == item.item_id and wish.object in boxes:
            score += relation_score(wish.relation, all_boxes, boxes[wish.object])
        elif wish.object == item.item_id and wish.subject in boxes:
            score += relation_score(wish.relation, boxes[wish.subject], all_boxes)
    return list(all_boxes[np.argsort(-score, kind="stable")])
