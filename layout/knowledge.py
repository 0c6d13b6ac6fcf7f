"""The knowledge graph of furniture: categories, sizes, clearances, relations, rooms.

The facts are data, in `assets/knowledge/furniture.jsonld` (JSON-LD: RDF to those who want triples,
plain JSON to us, which reads in milliseconds where a Turtle parser takes a second).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from layout.errors import KnowledgeError

__all__ = [
    "PREDICATES",
    "Category",
    "Knowledge",
    "Relation",
    "RoomType",
    "Side",
    "SizeRange",
    "load_knowledge",
    "room_types",
    "rooms_for",
    "typical_size",
]

SideName = Literal["front", "back", "left", "right", "any", "flank"]
Mount = Literal["floor", "wall", "ceiling", "top", "covering"]

PREDICATES = (
    "above",
    "around",
    "beside",
    "faces",
    "far_from",
    "flanks",
    "in_front_of",
    "near",
    "on_top_of",
    "under",
)


@dataclass(frozen=True)
class SizeRange:
    """A length in metres: usual smallest, typical and usual largest."""

    low_m: float
    typical_m: float
    high_m: float


@dataclass(frozen=True)
class Side:
    """A side that people use, and the free depth it needs; "any" and "flank": one of four, of two."""

    side: SideName
    clear_m: float
    source: str


@dataclass(frozen=True)
class Category:
    """What is known of one kind of thing.

    Attributes
    ----------
    name, broader
        Its id, and the id of the wider category, None at the root.
    google_id
        Id in Google's product taxonomy, if there is one.
    labels, synonyms
        By language tag (en, zh, es, fr, ru): its name, and merchants' other words for it.
    width, height, depth
        Usual sizes; None for a category that is only a class of others.
    mount
        Where it belongs: "floor", "wall", "ceiling", "top" (on another piece), "covering" (a rug).
    hang_m
        For what hangs on a wall: usual height of its centre above the floor.
    against_wall, in_corner, daylight
        Strength, 0 to 1, of the wish to have its back to a wall, to stand in a corner, to have light.
    sides
        The sides that people use.
    top
        Whether its top can carry other things.
    wanted
        How much a room wants it, 1 to 10: the least wanted is left out first.
    rooms
        Room types it belongs to, with weight 0 to 1.
    families
        Names of the families of parts that its pieces are built from, the likeliest first; this package knows nothing
        else of them.
    """

    name: str
    broader: str | None
    google_id: int | None
    labels: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]]
    width: SizeRange | None = None
    height: SizeRange | None = None
    depth: SizeRange | None = None
    mount: Mount = "floor"
    hang_m: float | None = None
    against_wall: float = 0.0
    in_corner: float = 0.0
    daylight: float = 0.0
    sides: tuple[Side, ...] = ()
    top: bool = False
    wanted: float = 5.0
    rooms: Mapping[str, float] = field(default_factory=dict)
    families: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Its English name."""
        return self.labels["en"]


@dataclass(frozen=True)
class Relation:
    """`subject` wishes to be `predicate` (of, to) `object`.

    Attributes
    ----------
    subject, predicate, object
        Categories (or classes of categories) and one of `PREDICATES`.
    strength
        0 to 1.
    distance_m
        Free distance between the two boxes that is good, lowest and highest.
    group
        Whether the two are composed as one piece of furniture before the room is solved.
    most
        At most so many subjects to one object.
    source
        Where the distance comes from.
    """

    subject: str
    predicate: str
    object: str
    strength: float
    distance_m: tuple[float, float]
    group: bool
    most: int
    source: str


@dataclass(frozen=True)
class RoomType:
    """A kind of room: its names, and the areas (m²) and length of usual ones."""

    name: str
    labels: Mapping[str, str]
    area_m2: SizeRange
    windows: int
    height_m: float


@dataclass(frozen=True)
class Knowledge:
    """The whole graph, with taxonomy-aware access."""

    categories: Mapping[str, Category]
    relations: tuple[Relation, ...]
    room_types: Mapping[str, RoomType]
    sources: Mapping[str, str]

    def category(self, name: str) -> Category:
        """Return the category with this id.

        Raises
        ------
        KnowledgeError
            If there is none.
        """
        if name not in self.categories:
            raise KnowledgeError(
                f"no category {name!r} in the knowledge graph of {len(self.categories)}; "
                "canonical_category() finds the nearest for a merchant's word"
            )
        return self.categories[name]

    def lineage(self, name: str) -> tuple[str, ...]:
        """Return the category and all wider ones, nearest first."""
        chain = []
        current: str | None = name
        while current is not None:
            chain.append(current)
            current = self.categories[current].broader
        return tuple(chain)

    def is_a(self, name: str, wider: str) -> bool:
        """Tell whether `name` is `wider` or falls under it."""
        return wider in self.lineage(name)

    def relations_between(self, subject: str, other: str) -> tuple[Relation, ...]:
        """Return the relations that hold from `subject` to `other`, most specific ones first.

        A predicate stated for a narrower pair hides the same predicate of a wider pair.
        """
        return _relations_between(self, subject, other)

    def __hash__(self) -> int:
        return id(self)


@cache
def _relations_between(graph: Knowledge, subject: str, other: str) -> tuple[Relation, ...]:
    subjects, others = graph.lineage(subject), graph.lineage(other)
    found = [
        (subjects.index(r.subject) + others.index(r.object), i, r)
        for i, r in enumerate(graph.relations)
        if r.subject in subjects and r.object in others
    ]
    seen: set[str] = set()
    kept = []
    for _, _, relation in sorted(found, key=lambda item: item[:2]):
        if relation.predicate not in seen:
            seen.add(relation.predicate)
            kept.append(relation)
    return tuple(kept)


def knowledge_folder() -> Path:
    """Return the folder of the knowledge data: inside the wheel, or in a source checkout."""
    here = Path(__file__).resolve().parent
    for folder in (here / "_assets" / "knowledge", here.parent / "assets" / "knowledge"):
        if (folder / "furniture.jsonld").is_file():
            return folder
    raise KnowledgeError(
        "furniture.jsonld was found neither in layout/_assets/knowledge nor in assets/knowledge; "
        "reinstall the package"
    )


@lru_cache(maxsize=1)
def load_knowledge() -> Knowledge:
    """Read the knowledge graph; the result is cached for the life of the process.

    Raises
    ------
    KnowledgeError
        If the data lacks or contradicts something.
    """
    path = knowledge_folder() / "furniture.jsonld"
    data = json.loads(path.read_text(encoding="utf-8"))
    graph = Knowledge(
        categories={c["id"]: _category(c) for c in data["categories"]},
        relations=tuple(_relation(r) for r in data["relations"]),
        room_types={r["id"]: _room_type(r) for r in data["rooms"]},
        sources={s["id"]: s["text"] for s in data["sources"]},
    )
    _check(graph)
    return graph


def _range(values: list[float] | None) -> SizeRange | None:
    return None if values is None else SizeRange(*map(float, values))


def _category(record: dict) -> Category:  # type: ignore[type-arg]
    size = record.get("size_m", {})
    return Category(
        name=record["id"],
        broader=record.get("broader"),
        google_id=record.get("google"),
        labels=record["label"],
        synonyms={k: tuple(v) for k, v in record.get("synonyms", {}).items()},
        width=_range(size.get("width")),
        height=_range(size.get("height")),
        depth=_range(size.get("depth")),
        mount=record.get("mount", "floor"),
        hang_m=None if record.get("hang_m") is None else float(record["hang_m"]),
        against_wall=float(record.get("against_wall", 0.0)),
        in_corner=float(record.get("in_corner", 0.0)),
        daylight=float(record.get("daylight", 0.0)),
        sides=tuple(
            Side(s["side"], float(s["clear_m"]), s["source"]) for s in record.get("sides", ())
        ),
        top=record.get("top", False),
        wanted=float(record.get("wanted", 5.0)),
        rooms={k: float(v) for k, v in record.get("rooms", {}).items()},
        families=tuple(record.get("families", ())),
    )


def _relation(record: dict) -> Relation:  # type: ignore[type-arg]
    low, high = record.get("distance_m", (0.0, 1.0))
    return Relation(
        subject=record["subject"],
        predicate=record["predicate"],
        object=record["object"],
        strength=float(record["strength"]),
        distance_m=(float(low), float(high)),
        group=record.get("group", False),
        most=record.get("most", 99),
        source=record["source"],
    )


def _room_type(record: dict) -> RoomType:  # type: ignore[type-arg]
    area = record["area_m2"]
    return RoomType(
        name=record["id"],
        labels=record["label"],
        area_m2=SizeRange(*map(float, area)),
        windows=record["windows"],
        height_m=float(record["height_m"]),
    )


def _check(graph: Knowledge) -> None:
    for name, category in graph.categories.items():
        if category.broader is not None and category.broader not in graph.categories:
            raise KnowledgeError(f"{name}: its wider category {category.broader!r} does not exist")
        for room in category.rooms:
            if room not in graph.room_types:
                raise KnowledgeError(f"{name}: the room type {room!r} does not exist")
        for side in category.sides:
            if side.source not in graph.sources:
                raise KnowledgeError(f"{name}: the source {side.source!r} does not exist")
    for relation in graph.relations:
        for end in (relation.subject, relation.object):
            if end not in graph.categories:
                raise KnowledgeError(f"a relation names the unknown category {end!r}")
        if relation.predicate not in PREDICATES or relation.source not in graph.sources:
            raise KnowledgeError(
                f"the relation {relation.subject} {relation.predicate} {relation.object} has an "
                "unknown predicate or source"
            )


def typical_size(category: str) -> tuple[float, float, float] | None:
    """Return the typical (width, height, depth) in metres of a category, None for unknown ones."""
    known = load_knowledge().categories.get(category)
    if known is None or known.width is None or known.height is None or known.depth is None:
        return None
    return (known.width.typical_m, known.height.typical_m, known.depth.typical_m)


def rooms_for(categories: list[str | None] | tuple[str | None, ...]) -> list[tuple[str, float]]:
    """Rank the room types for a set of goods, best first, by the weight of what belongs there.

    Unknown categories count for no room; with nothing known the retail gallery comes first, where
    any product finds a place.
    """
    graph = load_knowledge()
    scores = dict.fromkeys(graph.room_types, 0.0)
    for name in categories:
        if name is None or name not in graph.categories:
            continue
        category = graph.categories[name]
        for room, weight in category.rooms.items():
            # What a room wants most (a bed, a sofa) names it: a vase decides nothing.
            scores[room] += weight * category.wanted**2
    scores["gallery"] += 1e-6
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def room_types() -> tuple[str, ...]:
    """Return the names of all room types."""
    return tuple(load_knowledge().room_types)
