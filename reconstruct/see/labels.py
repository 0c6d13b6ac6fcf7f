"""How well each label of the detector fits a category of the furniture graph.

The detector knows COCO's 80 classes only, and on product photos it often names a thing wrongly but boxes it
rightly: chairs become toilets, sideboards dining tables, lamps birds. So a label only weighs a candidate: 1 where
it is the category's own, less for the names that such products are often given, little for a household thing of
another kind. Set by eye on 25 real photos.
"""

from __future__ import annotations

__all__ = ["PERSON", "UNLIKELY", "knows", "label_fit"]

PERSON = "person"

_HOUSEHOLD = frozenset(
    (
        *("chair", "couch", "bed", "dining table", "toilet", "tv", "sink", "oven", "refrigerator"),
        *("microwave", "bench", "vase", "clock", "potted plant", "book", "laptop", "keyboard"),
        *("bottle", "cup", "wine glass", "bowl", "remote", "mouse", "cell phone", "teddy bear"),
        *("toaster", "person", "dog", "cat", "scissors"),
    )
)
"""Labels that name something else than the product, unless the category says otherwise."""
UNLIKELY = 0.08
STRANGE = 0.3
"""Fit of a label that no furniture shop sells (bird, boat): surely a wrong name, so it tells nothing."""

_SEAT = {"chair": 1.0, "toilet": 0.5, "bench": 0.4, "couch": 0.35, "suitcase": 0.3, "bed": 0.15}
_ARMCHAIR = {"chair": 1.0, "couch": 0.8, "toilet": 0.4, "bench": 0.3, "bed": 0.25, "suitcase": 0.3}
_SOFA = {"couch": 1.0, "bed": 0.5, "chair": 0.45, "bench": 0.4}
_STOOL = {"chair": 1.0, "bench": 0.6, "dining table": 0.5, "toilet": 0.5, "couch": 0.2}
_TABLE = {"dining table": 1.0, "bench": 0.7, "bed": 0.15, "chair": 0.12, "couch": 0.12}
_DESK = {**_TABLE, "tv": 0.15, "laptop": 0.15}
_STORAGE = {
    **{"dining table": 0.7, "oven": 0.5, "refrigerator": 0.5, "microwave": 0.4, "suitcase": 0.5},
    **{"bench": 0.4, "bed": 0.2, "tv": 0.2, "couch": 0.15, "book": 0.1, "sink": 0.2},
}
_TALL = {**_STORAGE, "refrigerator": 0.8, "dining table": 0.3, "book": 0.2, "bench": 0.2}
_BED = {"bed": 1.0, "couch": 0.6, "bench": 0.3, "suitcase": 0.3}
_LAMP = {"vase": 0.3, "umbrella": 0.5, "clock": 0.15, "bottle": 0.2, "wine glass": 0.3}
_FLAT = {"tv": 0.5, "clock": 0.3, "book": 0.3, "laptop": 0.3}
_VESSEL = {
    "vase": 1.0,
    "potted plant": 0.6,
    "bottle": 0.6,
    "cup": 0.6,
    "bowl": 0.8,
    "wine glass": 0.4,
}


def _each(categories: tuple[str, ...], fit: dict[str, float]) -> dict[str, dict[str, float]]:
    return dict.fromkeys(categories, fit)


_FIT: dict[str, dict[str, float]] = {
    **_each(("chair", "dining_chair", "kids_chair", "outdoor_chair", "high_chair"), _SEAT),
    **_each(("armchair", "recliner", "rocking_chair", "chaise_longue", "sun_lounger"), _ARMCHAIR),
    **_each(("sofa", "loveseat", "sectional_sofa", "sofa_bed", "outdoor_sofa"), _SOFA),
    "office_chair": _SEAT,
    **_each(("stool", "bar_stool", "ottoman"), _STOOL),
    "bench": {"bench": 1.0, "chair": 0.5, "couch": 0.5, "dining table": 0.5},
    **_each(
        (
            *("coffee_table", "nesting_tables", "side_table", "console_table", "dining_table"),
            *("bar_table", "outdoor_table", "kids_table", "kitchen_island", "display_table"),
            "bar_cart",
        ),
        _TABLE,
    ),
    **_each(("desk", "secretary_desk", "dressing_table"), _DESK),
    **_each(("bed", "single_bed", "bunk_bed", "crib", "mattress"), _BED),
    **_each(
        (
            *("nightstand", "tv_stand", "sideboard", "cabinet", "shoe_cabinet", "storage_trunk"),
            *("chest_of_drawers", "dresser", "filing_cabinet", "changing_table", "kitchen_cabinet"),
        ),
        _STORAGE,
    ),
    **_each(
        (
            "bookcase",
            "shelf",
            "wine_rack",
            "toy_storage",
            "wardrobe",
            "display_cabinet",
            "wall_shelf",
        ),
        _TALL,
    ),
    "refrigerator": {"refrigerator": 1.0, "oven": 0.3},
    **_each(("stove", "oven"), {"oven": 1.0, "microwave": 0.5, "refrigerator": 0.2}),
    **_each(
        ("dishwasher", "washing_machine"), {"oven": 0.8, "microwave": 0.6, "refrigerator": 0.5}
    ),
    "microwave": {"microwave": 1.0, "oven": 0.7, "tv": 0.4},
    "bathtub": {"sink": 0.6, "toilet": 0.6, "bed": 0.4, "boat": 0.6},
    "toilet": {"toilet": 1.0, "chair": 0.2, "sink": 0.2},
    **_each(("washbasin", "sink"), {"sink": 1.0, "toilet": 0.4, "bowl": 0.5}),
    **_each(
        ("laundry_basket", "bin"), {"vase": 0.4, "suitcase": 0.5, "potted plant": 0.2, "cup": 0.4}
    ),
    **_each(("television", "tv", "computer"), {"tv": 1.0, "laptop": 0.7}),
    **_each(
        (
            "floor_lamp",
            "table_lamp",
            "desk_lamp",
            "pendant_lamp",
            "chandelier",
            "ceiling_lamp",
            "wall_lamp",
        ),
        _LAMP,
    ),
    **_each(("mirror", "floor_mirror", "picture", "photo_frame", "wall_art"), _FLAT),
    **_each(("wall_clock", "clock"), {"clock": 1.0, "tv": 0.2}),
    **_each(("vase", "bottle", "jar", "pot", "cup", "bowl", "candle_holder"), _VESSEL),
    **_each(("houseplant", "table_plant", "plant"), {"potted plant": 1.0, "vase": 0.6}),
    "pillow": {"couch": 0.3, "bed": 0.3},
    "bean_bag": {"chair": 0.8, "couch": 0.6, "bed": 0.3, "suitcase": 0.3},
    "pet_bed": {"bed": 0.6, "couch": 0.5, "bowl": 0.3, "suitcase": 0.3},
    "books": {"book": 1.0},
    "parasol": {"umbrella": 1.0},
    "sculpture": {"vase": 0.5, "bottle": 0.3, "teddy bear": 0.3},
    **_each(("fireplace", "barbecue"), {"oven": 0.6, "tv": 0.3, "bench": 0.3}),
    "exercise_bike": {"bicycle": 0.9, "chair": 0.3},
}
_UNTOLD: dict[str, float] = {
    **dict.fromkeys(("chair", "couch", "bed", "dining table", "bench"), 1.0),
    **dict.fromkeys(("toilet", "sink", "oven", "refrigerator", "microwave"), 0.8),
    **{"tv": 0.5, "vase": 0.5, "clock": 0.4, "potted plant": 0.3, "suitcase": 0.5, "umbrella": 0.4},
    **dict.fromkeys(("bowl", "laptop"), 0.2),
}


def label_fit(label: str, category: str | None) -> float:
    """How well a label fits, in [0, 1].

    Parameters
    ----------
    label
        Of the detector.
    category
        Of the furniture graph; None if nothing was told, and then furniture fits best.
    """
    known = _UNTOLD if category is None else _FIT.get(category)
    if known is None:
        return max(_UNTOLD.get(label, 0.0), STRANGE)
    if label in known:
        return known[label]
    return UNLIKELY if label in _HOUSEHOLD else STRANGE


def knows(category: str | None) -> tuple[str, ...]:
    """Labels that mean this very category; none if the detector knows no such thing."""
    return tuple(label for label, fit in _FIT.get(category or "", {}).items() if fit == 1.0)
