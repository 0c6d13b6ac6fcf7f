"""Small goods on tables, sideboards and nightstands."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from layout.footprint import Footprint
from layout.items import Item, Wanted, can_carry
from layout.top_rows import EDGE_M, rows_of

__all__ = ["OnTop", "Pose", "hosts_of_small_goods", "place_on_top"]

_ASIDE = ("desk_lamp", "table_lamp", "table_plant", "photo_frame")


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
    load: dict[str, list[Footprint]] = {}
    wishes = {w.subject: w.object for w in wanted if w.relation.predicate == "on_top_of"}
    homeless = []
    tables = [i for i in items if i.facts.mount == "floor"]
    things = [i for i in items if i.facts.mount == "top"]
    for thing in sorted(things, key=lambda i: i.item_id not in wishes):
        wish = wishes.get(thing.item_id)
        choices = [by_id[wish]] if wish is not None else []
        others = [t for t in tables if can_carry(t, thing)]
        others.sort(key=lambda t: (_fullness(t, load), t.item_id))
        for table in [*choices, *others]:
            carried = [*load.get(table.item_id, []), thing.footprint]
            if rows_of(table.footprint, carried) is not None:
                hosts[thing.item_id] = table.item_id
                load[table.item_id] = carried
                break
        else:
            homeless.append(thing)
    return hosts, homeless


def _fullness(table: Item, load: Mapping[str, Sequence[Footprint]]) -> float:
    return sum(t.width_m for t in load.get(table.item_id, ())) / table.footprint.width_m


def place_on_top(host: Item, things: Sequence[Item]) -> list[OnTop]:
    """Set things on one top, in rows from its back to its front; one row stands a little behind the middle.

    Parameters
    ----------
    host
        What carries them.
    things
        What is carried; `rows_of` finds room for them.
    """
    rows = rows_of(host.footprint, [t.footprint for t in things])
    if rows is None:
        raise AssertionError(f"{host.item_id} was given more than its top has room for")
    by_id = {t.item_id: t for t in things}
    width, depth = host.footprint.width_m, host.footprint.depth_m
    deep = [max(t.depth_m for t in row) for row in rows]
    spare_z = max(0.0, depth - sum(deep)) / (len(rows) + 1)
    back_to_wall = host.facts.against_wall >= 0.6
    desk = host.category is not None and "desk" in host.category
    placed = []
    edge = -depth / 2
    for row, row_depth in zip(rows, deep, strict=True):
        edge += spare_z
        z = edge + row_depth / 2
        edge += row_depth
        if len(rows) == 1 and back_to_wall:
            z = max(-depth / 2 + row_depth / 2, -depth * 0.15)
        spare = max(0.0, width - sum(t.width_m for t in row)) / (len(row) + 1)
        at = -width / 2
        for thing in row:
            at += spare
            x = at + thing.width_m / 2
            at += thing.width_m
            if desk and len(things) == 1 and by_id[thing.item_id].category in _ASIDE:
                # A desk's front is where one sits; the lamp stands at the back, to one side.
                x = width / 2 - thing.width_m / 2 - min(EDGE_M, spare)
                z = -depth / 2 + thing.depth_m / 2 + min(EDGE_M, spare_z)
            item = by_id[thing.item_id]
            placed.append(OnTop(item, host.item_id, x, host.footprint.height_m, z, 0.0))
    return placed


def turned(x_m: float, z_m: float, yaw_rad: float) -> tuple[float, float]:
    """Turn a vector of the host's frame into the room's."""
    cos, sin = math.cos(yaw_rad), math.sin(yaw_rad)
    return cos * x_m + sin * z_m, -sin * x_m + cos * z_m
