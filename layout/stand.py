"""What stands on the floor, placed: groups first, then what was left over, then a second try."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from layout.candidates import Candidates
from layout.choose import Chosen, Floor, choose_places
from layout.compose import compose_groups
from layout.frame import CanonicalFrame
from layout.items import Item, wanted_relations
from layout.knowledge import load_knowledge
from layout.site import make_site
from layout.solve import SolveOptions
from layout.tops import Pose, turned
from layout.walkways import make_raster

__all__ = ["stand"]

SECOND_TRY = SolveOptions(fine=1.5, restarts=60, trials=600, patience=600)
FULLEST = 0.6
"""No room that one can walk in has more of its floor under furniture."""

MOST_STANDING = 80
AGAIN = 0.9
"""What the second piece of a kind is worth against the first."""

MANY_GROUPS = 17
"""Rooms of more groups are searched less: a merchant waits."""

SECOND_TRY_GROUPS = 14
"""Rooms of more groups get no second try: it would cost them seconds."""


def stand(
    items: tuple[Item, ...],
    frame: CanonicalFrame,
    locks: Mapping[str, Pose],
    seed: int,
    until: float,
) -> tuple[dict[str, Pose], Chosen | None]:
    """Place everything that stands on the floor.

    Parameters
    ----------
    items
        All pieces of the room.
    locks
        Pieces that stay, canonical frame.
    seed
        Taste; 0 for none.
    until
        Clock (`time.perf_counter`) after which no further improvement is begun.
    """
    standing = _that_could_fit([i for i in items if i.facts.mount == "floor"], frame, locks)
    if not standing:
        return {}, None
    first = _attempt(items, standing, frame, locks, seed, until, SolveOptions())
    lacking = _lacking(standing, first)
    if lacking and time.perf_counter() < until and len(first[1].candidates) <= SECOND_TRY_GROUPS:
        second = _attempt(items, standing, frame, locks, seed + 1_000_003, until, SECOND_TRY)
        if _lacking(standing, second) < lacking:
            return second
    return first


def _that_could_fit(
    standing: list[Item], frame: CanonicalFrame, locks: Mapping[str, Pose]
) -> list[Item]:
    """Keep the most wanted pieces, as many as a floor could hold at all; further ones of a kind count less."""
    free = FULLEST * frame.room.area_m2
    kinds: dict[str | None, int] = {}
    kept: set[str] = set(locks)
    free -= sum(i.footprint.area_m2 for i in standing if i.item_id in kept)
    low_enough = [i for i in standing if i.footprint.height_m <= frame.room.height_m]
    rest = [i for i in low_enough if i.item_id not in kept]
    worth = []
    for item in rest:
        kinds[item.category] = kinds.get(item.category, 0) + 1
        worth.append(item.facts.wanted * AGAIN ** (kinds[item.category] - 1))
    for k in sorted(range(len(rest)), key=lambda k: (-worth[k], k)):
        area = rest[k].footprint.area_m2
        if area <= free and len(kept) < MOST_STANDING:
            kept.add(rest[k].item_id)
            free -= area
    return [i for i in standing if i.item_id in kept]


def _lacking(standing: list[Item], result: tuple[dict[str, Pose], Chosen]) -> float:
    """How much is missing: pieces without a place, groups that nobody can walk to, sides without a walkway."""
    poses, chosen = result
    missing = sum(1.0 + i.facts.wanted / 10 for i in standing if i.item_id not in poses)
    blocked = chosen.blocked
    return missing + 0.9 * len(blocked.unreached) + 0.05 * sum(blocked.cramped.values())


def _attempt(
    items: tuple[Item, ...],
    standing: list[Item],
    frame: CanonicalFrame,
    locks: Mapping[str, Pose],
    seed: int,
    until: float,
    effort: SolveOptions,
) -> tuple[dict[str, Pose], Chosen]:
    graph = load_knowledge()
    by_id = {item.item_id: item for item in items}
    site = make_site(frame.room)
    wanted = wanted_relations(standing, graph)
    above: dict[str, tuple[float, float]] = {}
    for wish in wanted_relations(items, graph):
        if wish.relation.predicate == "above" and by_id[wish.subject].facts.mount == "wall":
            strength, width = above.get(wish.object, (0.0, 0.0))
            width = max(width, by_id[wish.subject].footprint.width_m)
            above[wish.object] = (strength + wish.relation.strength, width)
    floor = Floor(
        site=site,
        raster=make_raster(site),
        wanted=wanted,
        items=by_id,
        above=above,
        locked={k: (p.x_m, p.z_m, p.yaw_rad) for k, p in locks.items()},
        taste=np.random.default_rng((seed, 2)) if seed % 1_000_003 else None,
    )
    groups = compose_groups(standing, wanted, set(locks))
    if len(groups) > MANY_GROUPS:
        effort = replace(effort, restarts=12, trials=150, patience=120)
    rng = np.random.default_rng((seed, 1))
    chosen = choose_places(groups, floor, rng, effort, until)
    return _poses(chosen), chosen


def _poses(chosen: Chosen) -> dict[str, Pose]:
    """Read the members' poses off the chosen places."""
    poses = {}
    for a in chosen.placed():
        candidates: Candidates = chosen.candidates[a]
        row = candidates.take(np.array([chosen.labels[a]]))
        variant = row.group.variants[int(row.variant[0])]
        x, z, yaw = (float(v) for v in row.poses[0])
        for member in variant.members:
            dx, dz = turned(member.x_m, member.z_m, yaw)
            poses[member.item.item_id] = Pose(x + dx, 0.0, z + dz, yaw + member.yaw_rad)
    return poses
