"""What each candidate place, and each pair of them, costs: the soft rules as numbers.

One point is about what it is worth to have a sofa face the television.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from jaxtyping import Bool, Float

from layout.boxes import TOUCH_M, Values, axis_gaps, separation
from layout.candidates import Candidates, member_ids
from layout.items import Item, Wanted
from layout.relations import falloff, relation_score
from layout.rules import weight
from layout.site import Site, opening_box
from layout.views import VIEW_M, balance_point, balance_reach, view_m, wants_view

__all__ = ["imbalance", "leave_out_cost", "narrow", "pair_costs", "place_costs"]

CLOSED_GAP_M = 0.04
NARROW_GAP_M = 0.6
WALKWAY_M = 0.9
LANDING_M = 1.3
LONELY = 1.2
"""Cost of standing on the open floor for what is no table and nobody's company."""


def narrow(gap: Values) -> np.ndarray:
    """Cost 0 to 1 of a slot this wide: closed is good, a hand's width is bad, a walkway is good."""
    opening = np.clip((gap - CLOSED_GAP_M) / 0.05, 0.0, 1.0)
    return np.asarray(opening * falloff(gap, NARROW_GAP_M, WALKWAY_M))


def _slots(gap_x: Values, gap_z: Values) -> np.ndarray:
    """Cost of the slots between boxes that face each other, from the gaps along x and z."""
    facing_x = (gap_x > 0) & (gap_z < -0.05)
    facing_z = (gap_z > 0) & (gap_x < -0.05)
    return np.where(facing_x, narrow(gap_x), 0.0) + np.where(facing_z, narrow(gap_z), 0.0)


def leave_out_cost(item: Item) -> float:
    """Cost of leaving a piece out: far above any soft rule, more for what a room wants most."""
    return 40.0 + 8.0 * item.facts.wanted


def _bounds(candidates: Candidates) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Along-wall low and high end of each variant's solids, relative to the group's origin."""
    variants = candidates.group.variants
    low = np.array([v.solids[:, 0].min() for v in variants])[candidates.variant]
    high = np.array([v.solids[:, 1].max() for v in variants])[candidates.variant]
    cost = np.array([v.cost for v in variants])[candidates.variant]
    return low, high, cost


def place_costs(
    candidates: Candidates,
    site: Site,
    facts_wall: float,
    rng: np.random.Generator | None,
    above: Mapping[str, tuple[float, float]],
    mass_m2: float,
) -> Float[np.ndarray, " N"]:
    """Cost of each place by itself.

    Parameters
    ----------
    candidates
        The places of one group.
    site
        The room.
    facts_wall
        How much the anchor wishes for a wall at its back.
    rng
        Taste: moves walls and variants in favour; None for none.
    above
        By member: how much is wished to hang on the wall above it, and how wide that is in metres.
    mass_m2
        Floor that all pieces of the room take together.
    """
    facts = candidates.group.anchor.facts
    low, high, cost = _bounds(candidates)
    cost = cost.copy()
    walls = site.room.walls
    on_wall = candidates.wall >= 0
    middle = facts.top and facts_wall == 0
    afloat = max(weight("back_to_wall") * facts_wall, 0.0 if middle else LONELY)
    cost += np.where(on_wall, 0.35 if middle else 0.0, afloat)
    cost += _bare_wall(candidates, site, above)
    gap_low, gap_high, off_centre = _along_wall(candidates, site, low, high)
    storage = facts_wall >= 0.9 and facts.in_corner > 0
    if facts_wall >= 0.5 and not storage:
        cost += np.where(on_wall, weight("centred") * off_centre, 0.0)
    if facts.in_corner > 0:
        nearest = np.minimum(gap_low, gap_high)
        nearest = np.where(on_wall, nearest, 2.0)
        cost += weight("corner") * facts.in_corner * np.clip(nearest, 0, 1.5) / 1.5
    solids = candidates.solids
    slots = _slots(*axis_gaps(solids[:, :, None, :], site.edges[None, None]))
    cost += weight("walkways") * np.minimum(slots.sum(axis=(1, 2)), 2.0)
    for opening in site.room.openings:
        wall = walls[opening.wall]
        if opening.kind == "door":
            landing = opening_box(wall, opening, LANDING_M)
            near = separation(solids, landing).min(axis=1)
            cost += weight("entrance") * falloff(near, -0.05, 0.3)
            # Nobody likes to sit or sleep with the back to the door.
            if facts.name in ("sofa", "bed", "desk", "armchair") or facts.against_wall >= 0.6:
                ahead = _ahead(candidates.poses, landing)
                cost += 0.3 * (ahead < 0)
        else:
            zone = opening_box(wall, opening, 0.5)
            before = (separation(solids, zone) < -TOUCH_M).any(axis=1)
            high_head = facts.name.endswith("bed") or facts.name == "tv_stand"
            cost += before * weight("windows_clear") * (1.0 if high_head else 0.25)
    if facts.daylight > 0 and site.room.windows:
        boxes = [opening_box(walls[o.wall], o, 0.5) for o in site.room.windows]
        gaps = np.min([separation(solids[:, 0], box) for box in boxes], axis=0)
        cost += weight("daylight") * facts.daylight * np.clip(gaps, 0, 3.0) / 3.0
    if wants_view(candidates.group.anchor):
        group = candidates.group
        seat = _boxes(candidates, group.name, member_ids(group), {group.name: group.anchor})
        cost += weight("view") * falloff(view_m(site, seat), VIEW_M / 2, VIEW_M)
    arm = imbalance(candidates, site, mass_m2)
    cost += weight("balance") * (arm**2).sum(axis=1)
    if rng is not None:
        taste = rng.uniform(0.0, 2.4, size=len(walls) + 1)
        cost += taste[candidates.wall]
        cost += rng.uniform(0.0, 0.3, size=len(candidates.group.variants))[candidates.variant]
    return np.asarray(cost)


def imbalance(candidates: Candidates, site: Site, mass_m2: float) -> Float[np.ndarray, "N 2"]:
    """What each place adds to the imbalance of the room: its share of all floor taken, times its lever."""
    areas = candidates.solids[:, :, 2] * candidates.solids[:, :, 3]
    middle = (candidates.solids[:, :, :2] * areas[:, :, None]).sum(axis=1)
    middle = middle / areas.sum(axis=1)[:, None]
    own = sum(m.item.footprint.area_m2 for m in candidates.group.variants[0].members)
    lever = (middle - balance_point(site)) / balance_reach(site)
    return np.asarray(own / max(mass_m2, own) * lever)


def _bare_wall(
    candidates: Candidates, site: Site, above: Mapping[str, tuple[float, float]]
) -> Float[np.ndarray, " N"]:
    """Cost of places without free wall for what is to hang above a member."""
    cost = np.zeros(len(candidates))
    ids = member_ids(candidates.group)
    for name, (strength, width_m) in above.items():
        if name not in ids or not strength:
            continue
        poses = candidates.member_poses(ids.index(name))
        spot = np.zeros((len(poses), 5))
        spot[:, :2], spot[:, 4] = poses[:, :2], poses[:, 2]
        spot[:, 2], spot[:, 3] = width_m / 2, 0.15
        spot = np.nan_to_num(spot)
        covered = candidates.wall < 0
        for opening in site.room.openings:
            zone = opening_box(site.room.walls[opening.wall], opening, 0.9)
            covered = covered | (separation(spot, zone) < 0)
        cost += weight("relations") * strength * covered
    return cost


def _ahead(poses: Float[np.ndarray, "N 3"], box: Float[np.ndarray, " 5"]) -> np.ndarray:
    dx, dz = box[0] - poses[:, 0], box[1] - poses[:, 1]
    return np.asarray(dx * np.sin(poses[:, 2]) + dz * np.cos(poses[:, 2]))


def _along_wall(
    candidates: Candidates, site: Site, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distance to both ends of the wall, and how far off its middle (0 to 1)."""
    gap_low = np.zeros(len(candidates))
    gap_high = np.zeros(len(candidates))
    off = np.zeros(len(candidates))
    for wall in site.room.walls:
        rows = candidates.wall == wall.index
        dx, dz = wall.direction
        at = (candidates.poses[rows, 0] - wall.start_m[0]) * dx
        at = at + (candidates.poses[rows, 1] - wall.start_m[1]) * dz
        gap_low[rows] = at + low[rows]
        gap_high[rows] = wall.length_m - at - high[rows]
        off[rows] = np.abs(at - wall.length_m / 2) / (wall.length_m / 2)
    return gap_low, gap_high, off


def _stand_on(a: Candidates, b: Candidates) -> Bool[np.ndarray, "N M"]:
    """Tell which places of b stand on floor that the users of a's places need."""
    bad = np.zeros((len(a), len(b)), dtype=bool)
    for i in range(a.clears.shape[1]):
        rows = np.flatnonzero(a.has_clear[:, i])
        if not len(rows):
            continue
        for j in range(b.solids.shape[1]):
            bad[rows] |= separation(a.clears[rows, None, i], b.solids[None, :, j]) < -TOUCH_M
    return bad


def pair_costs(
    a: Candidates,
    b: Candidates,
    wanted: Sequence[Wanted],
    items: Mapping[str, Item],
    balance: Float[np.ndarray, "N M"],
) -> tuple[Float[np.ndarray, "N M"], Bool[np.ndarray, "N M"]]:
    """Cost of each pair of places: narrow slots between them, relations not met; and which pairs cannot be.

    Those collide, or one stands on floor that the other one's users need.

    Parameters
    ----------
    balance
        What each pair adds to the imbalance of the room.
    """
    cost = np.zeros((len(a), len(b)))
    bad = _stand_on(a, b) | _stand_on(b, a).T
    for i in range(a.solids.shape[1]):
        for j in range(b.solids.shape[1]):
            solid, other_solid = a.solids[:, None, i], b.solids[None, :, j]
            gaps = axis_gaps(solid, other_solid)
            cost += _slots(*gaps)
            bad |= separation(solid, other_solid, gaps) < -TOUCH_M
    cost = weight("walkways") * np.minimum(cost, 2.0)
    # The square of the room's imbalance, less what the places cost by themselves.
    cost += 2.0 * weight("balance") * balance
    ids_a, ids_b = member_ids(a.group), member_ids(b.group)
    for wish in wanted:
        for one, two, ids_one, ids_two, flip in ((a, b, ids_a, ids_b, 0), (b, a, ids_b, ids_a, 1)):
            if wish.subject in ids_one and wish.object in ids_two:
                subject = _boxes(one, wish.subject, ids_one, items)
                other = _boxes(two, wish.object, ids_two, items)
                mutual = items[wish.object].facts.against_wall >= 0.9
                score = relation_score(
                    wish.relation, subject[:, None], other[None, :], mutual=mutual
                )
                lost = np.nan_to_num(1.0 - score, nan=1.0)
                lost = weight("relations") * wish.relation.strength * lost
                cost += lost.T if flip else lost
    return cost, bad


def _boxes(
    candidates: Candidates, item_id: str, ids: Sequence[str], items: Mapping[str, Item]
) -> Float[np.ndarray, "N 5"]:
    poses = candidates.member_poses(list(ids).index(item_id))
    box = items[item_id].footprint
    out = np.empty((len(poses), 5))
    out[:, :2], out[:, 4] = poses[:, :2], poses[:, 2]
    out[:, 2], out[:, 3] = box.width_m / 2, box.depth_m / 2
    return out
