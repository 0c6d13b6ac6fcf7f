"""What a merchant's category says of the shape: the known shapes' categories that look like it.

Words are those of the furniture graph and of the bank itself. A word that is not here says nothing.
"""

from __future__ import annotations

__all__ = ["look_alikes"]

_SEAT = ("chair", "armchair")
_SOFA = ("sofa",)
_TABLE = ("dining_table", "desk", "coffee_table", "side_table")
_LOW = ("coffee_table", "side_table")
_BOX = ("sideboard", "cabinet", "dresser", "tv_stand")
_SMALL_BOX = ("nightstand", "side_table", "dresser", "cabinet")
_TALL_BOX = ("wardrobe", "cabinet", "refrigerator", "bookcase")
_OPEN = ("bookcase", "shelf")
_FLAT = ("wall_art", "mirror", "tv")
_BED = ("bed", "mattress")
_VESSEL = ("vase", "jar", "bottle", "pot", "bowl", "cup")
_APPLIANCE = ("oven", "dishwasher", "microwave", "refrigerator")

_LOOK_ALIKES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("sofa", "loveseat", "sectional_sofa", "sofa_bed", "outdoor_sofa"), _SOFA),
    **dict.fromkeys(("chaise_longue", "sun_lounger"), ("sofa", "armchair", "bed")),
    **dict.fromkeys(("armchair", "recliner", "rocking_chair"), ("armchair", "chair")),
    **dict.fromkeys(("chair", "dining_chair", "kids_chair", "outdoor_chair"), _SEAT),
    "office_chair": ("office_chair", "chair", "armchair"),
    **dict.fromkeys(("stool", "bar_stool", "high_chair"), ("stool", "chair", "side_table")),
    "ottoman": ("stool", "pillow", "coffee_table"),
    "bench": ("bench", "stool", "coffee_table", "sofa"),
    **dict.fromkeys(("coffee_table", "nesting_tables"), _LOW),
    "side_table": ("side_table", "coffee_table", "stool", "nightstand"),
    "console_table": ("desk", "dining_table", "side_table", "sideboard"),
    **dict.fromkeys(("dining_table", "bar_table", "outdoor_table", "kids_table"), _TABLE),
    **dict.fromkeys(("desk", "secretary_desk", "dressing_table"), ("desk", "dining_table")),
    "nightstand": _SMALL_BOX,
    **dict.fromkeys(("bed", "single_bed", "bunk_bed", "crib"), _BED),
    "mattress": _BED,
    **dict.fromkeys(("tv_stand", "sideboard", "cabinet", "shoe_cabinet", "storage_trunk"), _BOX),
    **dict.fromkeys(
        ("chest_of_drawers", "dresser"), ("dresser", "cabinet", "nightstand", "sideboard")
    ),
    **dict.fromkeys(("filing_cabinet", "changing_table"), _SMALL_BOX),
    **dict.fromkeys(("bookcase", "shelf", "wine_rack", "toy_storage"), _OPEN),
    **dict.fromkeys(("wardrobe", "display_cabinet"), _TALL_BOX),
    **dict.fromkeys(("kitchen_island", "kitchen_cabinet"), ("kitchen_island", *_BOX)),
    "refrigerator": ("refrigerator", "wardrobe"),
    **dict.fromkeys(("stove", "oven", "dishwasher", "washing_machine", "microwave"), _APPLIANCE),
    "bathtub": ("bathtub", "sink"),
    "toilet": ("toilet",),
    **dict.fromkeys(("washbasin", "sink"), ("sink",)),
    **dict.fromkeys(("laundry_basket", "bin"), ("bin", "jar", "pot")),
    **dict.fromkeys(("television", "tv", "computer"), ("tv",)),
    "floor_lamp": ("floor_lamp", "table_lamp"),
    **dict.fromkeys(("table_lamp", "desk_lamp"), ("table_lamp", "floor_lamp")),
    **dict.fromkeys(("pendant_lamp", "chandelier", "ceiling_lamp"), ("ceiling_lamp",)),
    **dict.fromkeys(("mirror", "floor_mirror", "picture", "photo_frame", "wall_art"), _FLAT),
    "wall_shelf": ("wall_shelf", "shelf"),
    "pillow": ("pillow",),
    **dict.fromkeys(("bottle", "jar", "pot", "cup", "bowl", "candle_holder"), _VESSEL),
    "vase": (*_VESSEL, "plant"),
    **dict.fromkeys(("houseplant", "table_plant", "plant"), ("plant", "vase")),
}


def look_alikes(category: str | None) -> tuple[str, ...]:
    """Categories of known shapes that a product of this category may be made from; none if nothing is known."""
    return _LOOK_ALIKES.get(category or "", ())
