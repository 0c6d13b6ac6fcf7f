"""Rooms and furniture that several tests share."""

from layout import Footprint, Opening, Room


def box(item_id: str, category: str | None, width: float, depth: float, height: float) -> Footprint:
    return Footprint(item_id, category, width, depth, height)


LIVING = (
    box("sofa", "sofa", 2.1, 0.92, 0.85),
    box("armchair", "armchair", 0.8, 0.82, 0.9),
    box("coffee", "coffee_table", 1.1, 0.6, 0.43),
    box("tv", "tv_stand", 1.6, 0.42, 0.5),
    box("books", "bookcase", 0.9, 0.33, 1.9),
    box("lamp", "floor_lamp", 0.4, 0.4, 1.6),
    box("side", "side_table", 0.5, 0.5, 0.55),
    box("vase", "vase", 0.18, 0.18, 0.3),
)
DINING = (
    box("table", "dining_table", 1.6, 0.9, 0.75),
    *(box(f"chair-{i}", "dining_chair", 0.48, 0.53, 0.86) for i in range(4)),
    box("sideboard", "sideboard", 1.5, 0.45, 0.8),
)
BEDROOM = (
    box("bed", "bed", 1.7, 2.1, 1.0),
    box("night-1", "nightstand", 0.5, 0.42, 0.55),
    box("night-2", "nightstand", 0.5, 0.42, 0.55),
    box("wardrobe", "wardrobe", 1.5, 0.6, 2.1),
    box("desk", "desk", 1.2, 0.6, 0.75),
    box("task-chair", "office_chair", 0.6, 0.6, 1.0),
    box("table-lamp", "table_lamp", 0.3, 0.3, 0.5),
)
LIVING_ROOM = Room.rectangle(
    "living",
    "living_room",
    6.0,
    4.6,
    2.7,
    (Opening("door", 0, 4.9, 0.9, 0.0, 2.05), Opening("window", 2, 1.5, 2.0, 0.9, 1.4)),
)
BED_ROOM = Room.rectangle(
    "bedroom",
    "bedroom",
    4.4,
    4.0,
    2.6,
    (Opening("door", 3, 2.9, 0.85, 0.0, 2.05), Opening("window", 0, 1.2, 1.6, 0.9, 1.3)),
)
