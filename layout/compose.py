"""Pieces that belong together, composed as one before the room is solved.

A dining table with its chairs, a bed with its nightstands, a sofa with table, chairs and lamp: each
is arranged in the frame of its anchor (the anchor's `product` frame) in a few variants, and each
variant is then placed in the room as one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from layout.around import around_table
from layout.company import with_company
from layout.group import Group, Member, Satellite, Variant, make_variant
from layout.items import Item, Wanted

__all__ = ["compose_groups"]


def compose_groups(
    items: Sequence[Item], wanted: Sequence[Wanted], locked: Collection[str] = ()
) -> tuple[Group, ...]:
    """Compose floor pieces into groups; whatever is nobody's satellite is a group of one.

    A locked piece follows nobody, but others may follow it.
    """
    known = {item.item_id for item in items}
    hosts = {w.subject: w for w in wanted if w.relation.group and w.object in known}
    # A table with chairs around it is the middle of its own group, not a sofa's satellite.
    middles = {w.object for w in hosts.values() if w.relation.predicate == "around"}
    hosts = {k: w for k, w in hosts.items() if k not in middles and k not in locked}
    satellites: dict[str, list[Satellite]] = {}
    for item in items:
        if item.item_id in hosts:
            root = _root(item.item_id, hosts)
            if root != item.item_id:
                wish = hosts[item.item_id]
                role = wish.relation.predicate
                satellites.setdefault(root, []).append(
                    Satellite(role, item, wish.object, wish.relation.strength)
                )
    taken = {s.item.item_id for members in satellites.values() for s in members}
    return tuple(
        Group(item, _variants(item, satellites.get(item.item_id, []), item.item_id in locked))
        for item in items
        if item.item_id not in taken
    )


def _root(item_id: str, hosts: Mapping[str, Wanted]) -> str:
    """Follow hosts up to the anchor: an armchair faces a coffee table that is before a sofa."""
    seen = [item_id]
    while seen[-1] in hosts:
        following = hosts[seen[-1]].object
        if following in seen:
            return item_id
        seen.append(following)
    return seen[-1]


def _variants(anchor: Item, satellites: Sequence[Satellite], locked: bool) -> tuple[Variant, ...]:
    centre = Member(anchor, 0.0, 0.0, 0.0)
    if not satellites:
        return (make_variant([centre], (), 0.0),)
    seats = [s.item for s in satellites if s.role == "around"]
    if seats:
        others = [s.item.item_id for s in satellites if s.role != "around"]
        variants = around_table(centre, seats, others)
        if not locked:
            return variants
        # A table that stays may have no room left around it.
        rest = [s.item.item_id for s in satellites]
        alone = make_variant([centre], rest, sum(s.loose_cost for s in satellites))
        return (*variants, alone)
    return with_company(centre, satellites)
