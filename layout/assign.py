"""Which product goes to which room of a house, by the graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from layout.footprint import Footprint
from layout.items import Item, items_of, wanted_relations
from layout.knowledge import load_knowledge

__all__ = ["assign_to_rooms"]

FULL = 2.5
"""Cost of overfilling a room to twice what it carries, in room weights."""

SAME_ANCHOR = 0.6
"""Cost of a second bed or dining table in a room that has one, where another room would do."""


def _teams(items: Sequence[Item]) -> list[list[Item]]:
    """Sets that stay together: chairs with their table, nightstands with their bed, a lamp with its top."""
    by_id = {i.item_id: i for i in items}
    host: dict[str, str] = {}
    for wish in wanted_relations(items, load_knowledge()):
        places = wish.relation.group or wish.relation.predicate in ("on_top_of", "above", "under")
        strong = wish.relation.strength >= 0.5
        if places and strong and wish.subject not in host:
            host[wish.subject] = wish.object
    teams: dict[str, list[Item]] = {}
    for item in items:
        root, seen = item.item_id, {item.item_id}
        while root in host and host[root] not in seen:
            root = host[root]
            seen.add(root)
        teams.setdefault(root, []).append(item)
    ordered = []
    for root, members in teams.items():
        members.sort(key=lambda i: i.item_id != root)
        ordered.append([by_id[root], *(m for m in members if m.item_id != root)])
    ordered.sort(key=lambda team: -team[0].facts.wanted)
    return ordered


def assign_to_rooms(
    footprints: Sequence[Footprint],
    rooms: Sequence[tuple[str, str]],
    capacity_m2: Mapping[str, float],
) -> dict[str, str]:
    """Choose a room for every product.

    Parameters
    ----------
    footprints
        The products.
    rooms
        Room id and room type of each room.
    capacity_m2
        How much furniture (floor area) each room carries; a room not named carries any amount.

    Returns
    -------
    dict
        Room id by item id; every product has one.
    """
    items, _ = items_of(footprints, load_knowledge())
    load = {room: 0.0 for room, _ in rooms}
    anchors: dict[str, list[str]] = {room: [] for room, _ in rooms}
    homes: dict[str, str] = {}
    for team in _teams(items):
        area = sum(i.footprint.area_m2 for i in team if i.facts.mount == "floor")
        leader = team[0]

        def score(
            room: str, kind: str, team: list[Item] = team, area: float = area, leader: Item = leader
        ) -> float:
            weights = [i.facts.rooms.get(kind, 0.0) * i.facts.wanted for i in team]
            liking = sum(weights) / sum(i.facts.wanted for i in team)
            limit = capacity_m2.get(room)
            over = max(0.0, load[room] + area - limit) / max(limit, 0.5) if limit else 0.0
            again = anchors[room].count(leader.facts.name)
            return liking - FULL * over - SAME_ANCHOR * again * (leader.facts.wanted >= 8)

        best = max(rooms, key=lambda r: (round(score(r[0], r[1]), 9), -load[r[0]]))[0]
        load[best] += area
        anchors[best].append(leader.facts.name)
        for item in team:
            homes[item.item_id] = best
    return homes
