"""Footprints with what the graph knows of them, and which piece wishes for which."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from layout.errors import FootprintError
from layout.footprint import Footprint
from layout.knowledge import Category, Knowledge, Relation, Side, load_knowledge
from layout.matching import canonical_category
from layout.placement import LayoutWarning
from layout.top_rows import rows_of

__all__ = ["Item", "Wanted", "floor_item", "items_of", "wanted_relations"]

ONE_HOST = ("above", "around", "beside", "flanks", "in_front_of", "on_top_of", "under")
"""Predicates that say where a piece stands: it can follow one of them only."""

OVERHANG_M = 0.3

OVERSIZE = 1.2
"""How far over its category's usual largest size a thing for a table still stands on one."""


@dataclass(frozen=True)
class Item:
    """One piece with its category's facts.

    Attributes
    ----------
    footprint
        The box.
    category
        Its category in the graph, None where the merchant's word is unknown.
    facts
        The category's record, or a guess from the box's proportions.
    """

    footprint: Footprint
    category: str | None
    facts: Category

    @property
    def item_id(self) -> str:
        """The footprint's id."""
        return self.footprint.item_id

    @property
    def kinds(self) -> tuple[str, ...]:
        """Its category and all wider ones."""
        return load_knowledge().lineage(self.category) if self.category else ()

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides that people use."""
        return self.facts.sides


@dataclass(frozen=True)
class Wanted:
    """A relation of the graph between two pieces of this room."""

    subject: str
    relation: Relation
    object: str


def _too_large_for_a_top(footprint: Footprint, facts: Category) -> bool:
    """Whether a thing meant for a table is so large that it stands on the floor."""
    if facts.width is None or facts.height is None:
        return False
    widest = max(footprint.width_m, footprint.depth_m)
    return (
        widest > OVERSIZE * facts.width.high_m
        or footprint.height_m > OVERSIZE * facts.height.high_m
    )


def _guess(footprint: Footprint) -> Category:
    """Facts for a thing of unknown kind, from its proportions."""
    w, h, d = footprint.width_m, footprint.height_m, footprint.depth_m
    blank = Category("unknown", None, None, {"en": "product"}, {}, wanted=3.0)
    if h < 0.05 and min(w, d) > 0.5:
        return replace(blank, mount="covering")
    if max(w, d) <= 0.45 and h <= 0.6:
        return replace(blank, mount="top", wanted=2.0)
    front = (Side("front", 0.5, "ours"),)
    return replace(blank, against_wall=0.8, sides=front, top=h <= 1.1, wanted=4.0)


def items_of(
    footprints: Sequence[Footprint], graph: Knowledge
) -> tuple[tuple[Item, ...], tuple[LayoutWarning, ...]]:
    """Look every footprint up in the graph; unknown and doubtful words become warnings.

    Raises
    ------
    FootprintError
        If two pieces have the same id.
    """
    items, warnings = [], []
    seen: set[str] = set()
    for footprint in footprints:
        if footprint.item_id in seen:
            raise FootprintError(
                f"{footprint.item_id}: two pieces have this id; number them, as in "
                f"'{footprint.item_id}#2'"
            )
        seen.add(footprint.item_id)
        match = canonical_category(footprint.category)
        if match.category is None:
            given = "has no category" if not match.text else f"has the unknown {match.text!r}"
            warnings.append(
                LayoutWarning(
                    "unknown_category",
                    f"{footprint.item_id} {given}, so its place follows from its size alone; "
                    "give it a category such as 'armchair'",
                )
            )
            items.append(Item(footprint, None, _guess(footprint)))
            continue
        if match.doubtful:
            best = ", ".join(name for name, _ in match.candidates)
            warnings.append(
                LayoutWarning(
                    "doubtful_category",
                    f"{footprint.item_id}: {match.text!r} was taken for {match.category!r}; the "
                    f"nearest are {best}; correct the category if it is another",
                )
            )
        facts = graph.category(match.category)
        if facts.mount == "top" and _too_large_for_a_top(footprint, facts):
            facts = replace(facts, mount="floor", in_corner=0.6, against_wall=0.3)
        items.append(Item(footprint, match.category, facts))
    return tuple(items), tuple(warnings)


def floor_item(item: Item) -> Item:
    """Return the same piece as one that stands on the floor."""
    return replace(item, facts=replace(item.facts, mount="floor", in_corner=0.5, against_wall=0.4))


def wanted_relations(items: Sequence[Item], graph: Knowledge) -> tuple[Wanted, ...]:
    """Pair the pieces by the graph's relations, strongest first, each host with limited room.

    Of the predicates that say where a piece stands it follows one; of the others all.
    """
    offers: list[tuple[float, int, int, int, Wanted]] = []
    of_kind: dict[str, list[int]] = {}
    for index, item in enumerate(items):
        if item.category is not None:
            of_kind.setdefault(item.category, []).append(index)
    for kind, other_kind in itertools.product(of_kind, of_kind):
        for relation in graph.relations_between(kind, other_kind):
            tie = ONE_HOST.index(relation.predicate) if relation.predicate in ONE_HOST else 9
            for s, o in itertools.product(of_kind[kind], of_kind[other_kind]):
                if s != o:
                    pair = Wanted(items[s].item_id, relation, items[o].item_id)
                    offers.append((-relation.strength, tie, s, o, pair))
    host_of: dict[str, str] = {}
    taken: dict[tuple[str, str, str], int] = {}
    done: set[tuple[str, str, str]] = set()
    kept: list[Wanted] = []
    by_id = {item.item_id: item for item in items}
    carried: dict[str, list[Footprint]] = {}
    hung: dict[str, float] = {}
    for *_, pair in sorted(offers, key=lambda offer: offer[:4]):
        relation = pair.relation
        places = relation.predicate in ONE_HOST
        # One sits facing one thing: the television or the fire.
        only = "" if relation.predicate == "faces" else relation.object
        once = (pair.subject, relation.predicate, only)
        host = (pair.object, relation.predicate, relation.subject)
        if places and (pair.subject in host_of or _follows(pair.object, pair.subject, host_of)):
            continue
        if once in done or taken.get(host, 0) >= relation.most:
            continue
        if relation.predicate == "on_top_of":
            things = [*carried.get(pair.object, ()), by_id[pair.subject].footprint]
            table = by_id[pair.object]
            if not can_carry(table, by_id[pair.subject]):
                continue
            if rows_of(table.footprint, things) is None:
                continue
            carried[pair.object] = things
        if relation.predicate == "above" and by_id[pair.subject].facts.mount == "wall":
            wide = hung.get(pair.object, 0.0) + by_id[pair.subject].footprint.width_m
            # What hangs beside others may reach a little past what it hangs over, a single thing further.
            beside = pair.object in hung
            if beside and wide > by_id[pair.object].footprint.width_m + OVERHANG_M:
                continue
            hung[pair.object] = wide
        kept.append(pair)
        taken[host] = taken.get(host, 0) + 1
        done.add(once)
        if places:
            host_of[pair.subject] = pair.object
    return tuple(kept)


def _follows(item_id: str, other: str, host_of: Mapping[str, str]) -> bool:
    """Whether a piece stands to another one, or to one that does."""
    while item_id in host_of:
        item_id = host_of[item_id]
        if item_id == other:
            return True
    return False


def can_carry(table: Item, thing: Item) -> bool:
    """Whether the top of `table` is made for things and `thing` fits on it."""
    top, box = table.footprint, thing.footprint
    flat = table.facts.top or "storage" in table.kinds
    return (
        flat
        and table.facts.mount == "floor"
        and thing.facts.mount == "top"
        and 0.25 <= top.height_m <= 1.3
        and box.width_m <= top.width_m
        and box.depth_m <= top.depth_m
    )
