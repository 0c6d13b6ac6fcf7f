"""Small goods on tables, sideboards and nightstands."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from layout.items import Item, Wanted, can_carry

__all__ = ["OnTop", "Pose", "hosts_of_small_goods", "place_on_top"]

EDGE_M = 0.02
TOP_GAP_M = 0.03


@dataclass(frozen=True)
class Pose:
    """Where a piece stands in the canonical frame, metres and radians."""

    x_m: float
    y_m: float
    z_m: float
    yaw_rad: float


@dataclass(frozen=True)
class OnTop:
    """A thing on a top: its place in the host's `product` frame, metres."""

    item: Item
    host: str
    x_m: float
    y_m: float
    z_m: float
    yaw_rad: float


def hosts_of_small_goods(
    items: Sequence[Item], wanted: Sequence[Wanted]
) -> tuple[dict[str, str], list[Item]]:
    """Choose a top for every small thing: as the graph wishes, else the roomiest that is left.

    Returns the host of each thing that found one, and the things that did not.
    """
    by_id = {item.item_id: item for item in items}
    hosts: dict[str, str] = {}
    load: dict[str, float] = {}
    wishes = {w.subject: w.object for w in wanted if w.relation.predicate == "on_top_of"}
    homeless = []
    tables = [i for i in items if i.facts.mount == "floor"]
    things = [i for i in items if i.facts.mount == "top"]
    for thing in sorted(things, key=lambda i: i.item_id not in wishes):
        wish = wishes.get(thing.item_id)
        choices = [by_id[wish]] if wish is not None else []
        others = [t for t in tables if can_carry(t, thing)]
        others.sort(key=lambda t: (load.get(t.item_id, 0.0) / t.footprint.width_m, t.item_id))
        width = thing.footprint.width_m + TOP_GAP_M
        for table in [*choices, *others]:
            if load.get(table.item_id, 0.0) + width <= table.footprint.width_m + TOP_GAP_M:
                hosts[thing.item_id] = table.item_id
                load[table.item_id] = load.get(table.item_id, 0.0) + width
                break
        else:
            homeless.append(thing)
    return hosts, homeless


def place_on_top(host: Item, things: Sequence[Item], names: Mapping[str, str]) -> list[OnTop]:
    """Set things on one top: one in the middle, more in a row; lamps towards the back.

    Parameters
    ----------
    host
        What carries them.
    things
        What is carried; their widths together fit its width.
    names
        Category of each thing by id.
    """
    width, depth = host.footprint.width_m, host.footprint.depth_m
    total = sum(t.footprint.width_m for t in things)
    spare = max(0.0, width - total) / (len(things) + 1)
    at = -width / 2
    placed = []
    desk = host.category is not None and "desk" in host.category
    for thing in things:
        w, d = thing.footprint.width_m, thing.footprint.depth_m
        at += spare
        x = at + w / 2
        at += w
        z = 0.0
        if host.facts.against_wall >= 0.6:
            z = -depth * 0.15
        if desk and len(things) == 1:
            # A desk's front is where one sits; the lamp stands at the back, to one side.
            x, z = width / 2 - w / 2 - EDGE_M, -depth / 2 + d / 2 + EDGE_M
        limit = depth / 2 - d / 2
        z = min(max(z, -limit), limit)
        placed.append(OnTop(thing, host.item_id, x, host.footprint.height_m, z, 0.0))
    return placed


def turned(x_m: float, z_m: float, yaw_rad: float) -> tuple[float, float]:
    """Turn a vector of the host's frame into the room's."""
    cos, sin = math.cos(yaw_rad), math.sin(yaw_rad)
    return cos * x_m + sin * z_m, -sin * x_m + cos * z_m
