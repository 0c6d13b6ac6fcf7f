"""A room and boxes in, a furnished plan out: the story of the layout engine."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from layout.choose import Chosen
from layout.explain import explain, unmet_wishes, why_left_out
from layout.footprint import Footprint
from layout.frame import CanonicalFrame, canonical_frame
from layout.items import Item, floor_item, items_of, wanted_relations
from layout.knowledge import load_knowledge
from layout.locks import locked_poses
from layout.mounted import hang_and_lay
from layout.placement import Arrangement, LayoutWarning, LeftOut, Placement
from layout.room import Room
from layout.settle import settle
from layout.site import make_site
from layout.stand import stand
from layout.tops import Pose, hosts_of_small_goods, place_on_top, turned

__all__ = ["ArrangeOptions", "arrange_room", "set_on_tops"]


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
    locked: Sequence[Placement] = (),
) -> Arrangement:
    """Furnish a room.

    Deterministic for a seed; seed 0 is the best room, others are good rooms to another taste.

    Parameters
    ----------
    locked
        Pieces that stay where they are (`room` frame); the rest is arranged around them.

    Raises
    ------
    FootprintError
        If two pieces have the same id.
    LockError
        If locked pieces are outside the room, before a door or inside each other.
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
    locks = locked_poses(locked, {i.item_id: i for i in items}, frame)
    standing, chosen = stand(items, frame, locks, seed, started + options.time_limit_s)
    poses = {**locks, **standing}
    settle(items, wanted_relations(items, graph), make_site(frame.room), poses, locks)
    hosts = {k: h for k, h in hosts.items() if k not in locks}
    set_on_tops(items, hosts, poses)
    hang_and_lay(items, wanted_relations(items, graph), make_site(frame.room), poses)
    return _arrangement(room, tuple(footprints), items, frame, poses, hosts, chosen, notes, started)


def set_on_tops(items: Sequence[Item], hosts: Mapping[str, str], poses: dict[str, Pose]) -> None:
    """Set the small goods on their hosts' tops (adds to `poses`)."""
    by_id = {item.item_id: item for item in items}
    for host in dict.fromkeys(hosts.values()):
        if host not in poses:
            continue
        things = [by_id[t] for t, h in hosts.items() if h == host]
        at = poses[host]
        for thing in place_on_top(by_id[host], things):
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
        gap=round(chosen.choice.gap, 4) if chosen and math.isfinite(chosen.choice.gap) else None,
        cost=round(chosen.choice.cost, 4) if chosen else 0.0,
        solve_seconds=time.perf_counter() - started,
        categories=tuple((i.item_id, i.category) for i in items),
        warnings=tuple(notes),
        wishes=unmet_wishes(items, placed),
    )
