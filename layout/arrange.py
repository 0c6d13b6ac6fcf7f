"""A room and boxes in, a furnished plan out: the story of the layout engine."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from layout.candidates import Candidates
from layout.choose import Chosen, choose_places
from layout.compose import compose_groups
from layout.explain import explain, why_left_out
from layout.footprint import Footprint
from layout.frame import CanonicalFrame, canonical_frame
from layout.items import Item, floor_item, items_of, wanted_relations
from layout.knowledge import load_knowledge
from layout.mounted import hang_and_lay
from layout.placement import Arrangement, LayoutWarning, LeftOut, Placement
from layout.room import Room
from layout.site import make_site
from layout.tops import Pose, hosts_of_small_goods, place_on_top, turned
from layout.walkways import make_raster

__all__ = ["ArrangeOptions", "arrange_room"]


@dataclass(frozen=True)
class ArrangeOptions:
    """How to arrange.

    Attributes
    ----------
    time_limit_s
        Wall-clock seconds after which no further improvement is begun.
    """

    time_limit_s: float = 20.0


def arrange_room(
    room: Room,
    footprints: Sequence[Footprint],
    *,
    seed: int = 0,
    options: ArrangeOptions | None = None,
) -> Arrangement:
    """Furnish a room.

    Deterministic for a seed; seed 0 is the best room, others are good rooms to another taste.

    Raises
    ------
    FootprintError
        If two pieces have the same id.
    """
    started = time.perf_counter()
    options = options or ArrangeOptions()
    graph = load_knowledge()
    items, warnings = items_of(footprints, graph)
    hosts, homeless = hosts_of_small_goods(items, wanted_relations(items, graph))
    notes = list(warnings)
    for thing in homeless:
        notes.append(
            LayoutWarning(
                "no_top",
                f"{thing.item_id} belongs on a table or sideboard, but none here has room for it, so "
                "it stands on the floor; add a table",
            )
        )
    lost = {thing.item_id for thing in homeless}
    items = tuple(floor_item(i) if i.item_id in lost else i for i in items)
    frame = canonical_frame(room)
    poses, chosen = _stand(items, frame, seed, options, started)
    _set_on_tops(items, hosts, poses)
    hang_and_lay(items, wanted_relations(items, graph), make_site(frame.room), poses)
    return _arrangement(room, tuple(footprints), items, frame, poses, hosts, chosen, notes, started)


def _stand(
    items: tuple[Item, ...],
    frame: CanonicalFrame,
    seed: int,
    options: ArrangeOptions,
    started: float,
) -> tuple[dict[str, Pose], Chosen | None]:
    """Place everything that stands on the floor; what is left over once more, one by one."""
    graph = load_knowledge()
    by_id = {item.item_id: item for item in items}
    standing = [i for i in items if i.facts.mount == "floor"]
    if not standing:
        return {}, None
    wanted = wanted_relations(standing, graph)
    site = make_site(frame.room)
    raster = make_raster(site)
    rng = np.random.default_rng((seed, 1))
    taste = np.random.default_rng((seed, 2)) if seed else None
    groups = compose_groups(standing, wanted)
    above: dict[str, float] = {}
    for wish in wanted_relations(items, graph):
        if wish.relation.predicate == "above" and by_id[wish.subject].facts.mount == "wall":
            above[wish.object] = above.get(wish.object, 0.0) + wish.relation.strength
    chosen = choose_places(groups, (), site, raster, wanted, by_id, rng, taste, above=above)
    poses = _poses(chosen)
    for fine in (1.0, 2.0):
        missing = [i for i in standing if i.item_id not in poses]
        if not missing or time.perf_counter() - started > options.time_limit_s:
            break
        fixed = tuple(
            chosen.candidates[a].take(np.array([chosen.labels[a]])) for a in chosen.placed()
        )
        groups = compose_groups(missing, wanted_relations(missing, graph))
        chosen = choose_places(
            groups, fixed, site, raster, wanted, by_id, rng, taste, fine=fine, rounds=2
        )
        poses = _poses(chosen)
    return poses, chosen


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


def _set_on_tops(items: tuple[Item, ...], hosts: dict[str, str], poses: dict[str, Pose]) -> None:
    """Set the small goods on their hosts' tops (adds to `poses`)."""
    by_id = {item.item_id: item for item in items}
    for host in dict.fromkeys(hosts.values()):
        if host not in poses:
            continue
        things = [by_id[t] for t, h in hosts.items() if h == host]
        at = poses[host]
        for thing in place_on_top(by_id[host], things, {}):
            dx, dz = turned(thing.x_m, thing.z_m, at.yaw_rad)
            poses[thing.item.item_id] = Pose(at.x_m + dx, thing.y_m, at.z_m + dz, at.yaw_rad)


def _arrangement(
    room: Room,
    footprints: tuple[Footprint, ...],
    items: tuple[Item, ...],
    frame: CanonicalFrame,
    poses: dict[str, Pose],
    hosts: dict[str, str],
    chosen: Chosen | None,
    notes: list[LayoutWarning],
    started: float,
) -> Arrangement:
    """Carry the result to the room's frame and say why."""
    placements, left_out = [], []
    for item in items:
        if item.item_id not in poses:
            host = hosts.get(item.item_id)
            left_out.append(LeftOut(item.item_id, why_left_out(item, room, host)))
            continue
        pose = poses[item.item_id]
        x, z, yaw = frame.to_room(pose.x_m, pose.z_m, pose.yaw_rad)
        placements.append(Placement(item.item_id, x, pose.y_m, z, yaw, ""))
    placed = explain(room, items, placements, hosts)
    return Arrangement(
        room=room,
        footprints=footprints,
        placements=placed,
        left_out=tuple(left_out),
        status=chosen.choice.status if chosen else "empty",
        gap=round(chosen.choice.gap, 4) if chosen else None,
        cost=round(chosen.choice.cost, 4) if chosen else 0.0,
        solve_seconds=time.perf_counter() - started,
        categories=tuple((i.item_id, i.category) for i in items),
        warnings=tuple(notes),
    )
