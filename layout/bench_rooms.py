"""Rooms and goods to measure engines on, made from a seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from layout.errors import KnowledgeError
from layout.footprint import Footprint
from layout.knowledge import Category, SizeRange, load_knowledge
from layout.room import Room
from layout.room_shapes import SHAPES, make_room

__all__ = ["Task", "make_goods", "make_task", "make_tasks"]

CORES: dict[str, tuple[tuple[str, ...], ...]] = {
    "living_room": (
        ("sofa", "coffee_table", "tv_stand", "armchair", "rug", "floor_lamp"),
        ("sectional_sofa", "coffee_table", "tv_stand", "bookcase", "houseplant"),
        ("loveseat", "armchair", "armchair", "coffee_table", "side_table", "fireplace"),
        ("sofa", "coffee_table", "dining_table", "dining_chair", "dining_chair", "dining_chair",
         "dining_chair", "sideboard", "tv_stand"),
    ),
    "dining_room": (
        ("dining_table", *["dining_chair"] * 4, "sideboard", "pendant_lamp"),
        ("dining_table", *["dining_chair"] * 6, "display_cabinet", "chandelier", "rug"),
    ),
    "bedroom": (
        ("bed", "nightstand", "nightstand", "wardrobe", "table_lamp", "table_lamp"),
        ("bed", "nightstand", "chest_of_drawers", "wardrobe", "rug", "picture"),
        ("bed", "nightstand", "nightstand", "desk", "office_chair", "wardrobe", "mirror"),
    ),
    "children_room": (
        ("single_bed", "desk", "office_chair", "wardrobe", "toy_storage"),
        ("bunk_bed", "kids_table", "kids_chair", "kids_chair", "bookcase", "rug"),
        ("crib", "changing_table", "rocking_chair", "chest_of_drawers"),
    ),
    "home_office": (
        ("desk", "office_chair", "bookcase", "filing_cabinet", "desk_lamp"),
        ("desk", "office_chair", "computer", "bookcase", "armchair", "floor_lamp"),
    ),
    "kitchen": (
        ("kitchen_cabinet", "kitchen_cabinet", "stove", "refrigerator", "dishwasher"),
        ("kitchen_cabinet", "stove", "refrigerator", "dining_table", "dining_chair", "dining_chair"),
        ("kitchen_cabinet", "kitchen_cabinet", "stove", "refrigerator", "kitchen_island",
         "bar_stool", "bar_stool"),
    ),
    "bathroom": (
        ("toilet", "washbasin", "bathtub", "mirror", "laundry_basket"),
        ("toilet", "washbasin", "shower", "mirror", "towel_rack"),
    ),
    "hallway": (
        ("console_table", "mirror", "coat_rack", "shoe_cabinet"),
        ("shoe_cabinet", "bench", "coat_rack", "wall_lamp"),
    ),
    "terrace": (
        ("outdoor_table", *["outdoor_chair"] * 4, "parasol", "houseplant"),
        ("outdoor_sofa", "coffee_table", "sun_lounger", "sun_lounger", "barbecue"),
    ),
    "gallery": (
        ("plinth", "plinth", "display_table", "vase", "sculpture", "armchair"),
        ("sofa", "bed", "dining_table", "plinth", "table_lamp", "vase", "bookcase"),
    ),
}  # fmt: skip

SINGLE = (
    "barbecue", "bathtub", "bed", "bunk_bed", "changing_table", "chandelier", "clock", "coat_rack",
    "crib", "dining_table", "fireplace", "floor_mirror", "kitchen_island", "mirror", "piano",
    "refrigerator", "rug", "sectional_sofa", "shower", "sofa_bed", "stove", "television", "toilet",
    "towel_rack", "tv_stand", "dishwasher", "laundry_basket", "outdoor_table", "coffee_table",
)  # fmt: skip
"""What a room has once at most; a gallery shows it once too."""

PAIRED = (
    "armchair", "bar_cart", "bench", "bookcase", "chest_of_drawers", "desk", "houseplant",
    "floor_lamp", "nightstand", "ottoman", "pendant_lamp", "picture", "recliner", "shoe_cabinet",
    "side_table", "sideboard", "single_bed", "sofa", "loveseat", "speaker", "wall_lamp",
    "wall_shelf", "wardrobe", "washbasin", "storage_trunk", "console_table", "parasol",
)  # fmt: skip


@dataclass(frozen=True)
class Task:
    """A room to furnish and what to furnish it with."""

    name: str
    room: Room
    footprints: tuple[Footprint, ...]
    coverage: float


def _length(size: SizeRange, rng: np.random.Generator) -> float:
    """Draw a length around the typical one."""
    return round(float(rng.triangular(size.low_m, size.typical_m, size.high_m)), 3)


def draw_footprint(item_id: str, category: Category, rng: np.random.Generator) -> Footprint:
    """Draw a piece of a category, its sizes from their usual range."""
    if category.width is None or category.depth is None or category.height is None:
        raise KnowledgeError(f"{category.name} is a class of categories without a size")
    return Footprint(
        item_id,
        category.name,
        _length(category.width, rng),
        _length(category.depth, rng),
        _length(category.height, rng),
    )


def make_goods(
    room_type: str, floor_m2: float, most: int, rng: np.random.Generator
) -> tuple[Footprint, ...]:
    """Draw goods for a room: one of its usual sets, then more of what belongs there.

    Pieces are added until those that stand on the floor take `floor_m2` square metres; chairs of a set
    have one size.
    """
    graph = load_knowledge()
    sets = CORES[room_type]
    names = list(sets[int(rng.integers(len(sets)))])
    fitting = [c for c in graph.categories.values() if c.width and c.rooms.get(room_type, 0) >= 0.3]
    weights = np.array([c.rooms[room_type] for c in fitting])
    goods: list[Footprint] = []
    twins: dict[str, Footprint] = {}
    floor = 0.0
    skipped = 0
    while len(goods) < most and skipped < 12:
        if names:
            name = names.pop(0)
        else:
            name = fitting[int(rng.choice(len(fitting), p=weights / weights.sum()))].name
            most_of = 1 if name in SINGLE else 2 if name in PAIRED else 4
            if sum(g.category == name for g in goods) >= most_of:
                skipped += 1
                continue
        category = graph.category(name)
        drawn = draw_footprint(f"{name}-{len(goods)}", category, rng)
        twin = twins.setdefault(name, drawn)
        # A shop sells chairs and nightstands by the set.
        piece = Footprint(drawn.item_id, name, twin.width_m, twin.depth_m, twin.height_m)
        area = piece.area_m2 if category.mount == "floor" else 0.0
        if floor + area > floor_m2 and len(goods) >= 4:
            skipped += 1
            continue
        goods.append(piece)
        floor += area
    return tuple(goods)


def make_task(number: int, seed: int) -> Task:
    """Make one task: its type, shape, area, coverage and goods from the seed."""
    rng = np.random.default_rng((seed, number))
    graph = load_knowledge()
    types = tuple(graph.room_types)
    room_type = types[number % len(types)]
    shape = SHAPES[1 + int(rng.integers(5))] if rng.uniform() < 0.3 else "rectangle"
    usual = graph.room_types[room_type].area_m2
    high = min(usual.high_m, 60.0)
    area = float(rng.triangular(usual.low_m, usual.typical_m, high))
    dense = rng.uniform() < 0.25
    coverage = float(rng.uniform(0.4, 0.45) if dense else rng.uniform(0.2, 0.4))
    goods = make_goods(room_type, area * coverage, 40, rng)
    standing = [f for f in goods if graph.category(f.category or "").mount == "floor"]
    floor = sum(f.area_m2 for f in standing)
    # Few goods in a large room prove nothing: the room shrinks to the coverage drawn.
    area = max(floor / coverage, 2.0)
    tallest = max(f.height_m for f in goods)
    height = max(graph.room_types[room_type].height_m, round(tallest + 0.3, 1))
    room = make_room(
        room_type,
        area,
        seed * 1000 + number,
        shape=shape,
        room_id=f"task-{number}",
        height_m=height,
    )
    return Task(f"{room_type}-{number}", room, goods, floor / room.area_m2)


def make_tasks(count: int, seed: int) -> Sequence[Task]:
    """Make the tasks of a benchmark."""
    return [make_task(number, seed) for number in range(count)]
