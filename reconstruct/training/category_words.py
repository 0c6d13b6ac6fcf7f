"""What is known of our categories before anything is learned: names in ImageNet and COCO, and how common they are.

ImageNet's numbers are those of the release, in the order of ImageNet's 2012 challenge. A category begins at the mean of
its words; a word may serve several. What ImageNet calls a studio couch is often a bed. It has no stool, no nightstand
and no shelf, so those begin at what they are taken for.
"""

from __future__ import annotations

from types import MappingProxyType

__all__ = ["COMMON", "LABELS_OF", "RARE", "WORDS"]

_THRONE, _BARBER_CHAIR, _ROCKING_CHAIR, _FOLDING_CHAIR = 857, 423, 765, 559
_STUDIO_COUCH, _FOUR_POSTER, _CRADLE, _CRIB, _BASSINET, _QUILT = 831, 564, 516, 520, 431, 750
_DINING_TABLE, _DESK, _POOL_TABLE, _PEDESTAL = 532, 526, 736, 708
_WARDROBE, _CHIFFONIER, _CHINA_CABINET, _BOOKCASE, _LIBRARY = 894, 493, 495, 453, 624
_ENTERTAINMENT_CENTER, _MEDICINE_CHEST, _FILE, _CHEST, _SAFE = 548, 648, 553, 492, 771
_TABLE_LAMP, _LAMPSHADE, _SPOTLIGHT, _TELEVISION, _MONITOR, _SCREEN = 846, 619, 818, 851, 664, 782
_ASHCAN, _HAMPER, _CRATE, _CARTON, _BUCKET = 412, 588, 519, 478, 463
_VASE, _PITCHER, _POT, _FRYING_PAN, _CALDRON, _WOK = 883, 725, 738, 567, 469, 909
_CUP, _MUG, _BEER_GLASS, _GOBLET = 968, 504, 441, 572
_POP_BOTTLE, _WINE_BOTTLE, _WATER_BOTTLE = 737, 907, 898
_STOVE, _ROTISSERIE, _DISHWASHER, _WASHER = 827, 766, 534, 897

WORDS = MappingProxyType(
    {
        "armchair": (_THRONE, _BARBER_CHAIR, _ROCKING_CHAIR, _STUDIO_COUCH),
        "bathtub": (435, 876),
        "bed": (_STUDIO_COUCH, _FOUR_POSTER, _CRADLE, _CRIB, _BASSINET, _QUILT),
        "bench": (703,),
        "bin": (_ASHCAN, _HAMPER, _CRATE, _CARTON, _BUCKET),
        "bookcase": (_BOOKCASE, _LIBRARY),
        "bottle": (_POP_BOTTLE, _WINE_BOTTLE, _WATER_BOTTLE),
        "bowl": (809, 659),
        "cabinet": (_CHINA_CABINET, _MEDICINE_CHEST, _WARDROBE, _FILE),
        "ceiling_lamp": (_LAMPSHADE, _SPOTLIGHT),
        "chair": (_FOLDING_CHAIR, _ROCKING_CHAIR, _THRONE),
        "coffee_table": (_DINING_TABLE,),
        "cup": (_CUP, _MUG, _BEER_GLASS, _GOBLET),
        "desk": (_DESK,),
        "dining_table": (_DINING_TABLE, _POOL_TABLE),
        "dishwasher": (_DISHWASHER, _WASHER),
        "dresser": (_CHIFFONIER, _CHEST),
        "floor_lamp": (_TABLE_LAMP, _LAMPSHADE),
        "jar": (_VASE,),
        "kitchen_island": (_STOVE, _CHIFFONIER),
        "mattress": (_QUILT, _STUDIO_COUCH),
        "microwave": (651, 859, _SAFE),
        "mirror": (_SCREEN,),
        "nightstand": (_CHIFFONIER,),
        "office_chair": (_BARBER_CHAIR,),
        "oven": (_STOVE, _ROTISSERIE),
        "piano": (881, 579),
        "pillow": (721,),
        "plant": (_POT,),
        "pot": (_FRYING_PAN, _CALDRON, _WOK),
        "radiator": (753, 811),
        "refrigerator": (760,),
        "shelf": (_BOOKCASE, 729),
        "side_table": (_DINING_TABLE, _PEDESTAL),
        "sideboard": (_CHIFFONIER, _CHINA_CABINET, _ENTERTAINMENT_CENTER),
        "sink": (896,),
        "sofa": (_STUDIO_COUCH,),
        "speaker": (632,),
        "stool": (_PEDESTAL, _BARBER_CHAIR),
        "table_lamp": (_TABLE_LAMP, _LAMPSHADE),
        "toilet": (861,),
        "tv": (_TELEVISION, _MONITOR, _SCREEN),
        "tv_stand": (_ENTERTAINMENT_CENTER,),
        "vase": (_VASE, _PITCHER),
        "wardrobe": (_WARDROBE,),
    }
)
"""Numbers of ImageNet's classes by category; categories without one begin at nothing."""

LABELS_OF = MappingProxyType(
    {
        **dict.fromkeys(("armchair", "chair", "office_chair", "stool"), ("chair",)),
        **dict.fromkeys(("coffee_table", "desk", "dining_table", "side_table"), ("dining table",)),
        **dict.fromkeys(("nightstand", "sideboard", "kitchen_island"), ("dining table",)),
        **dict.fromkeys(("bed", "mattress"), ("bed",)),
        "bathtub": ("sink", "toilet"),
        "bench": ("bench",),
        "bottle": ("bottle",),
        "bowl": ("bowl",),
        "cup": ("cup", "wine glass"),
        "dishwasher": ("oven", "microwave"),
        "jar": ("vase",),
        "microwave": ("microwave", "oven"),
        "oven": ("oven",),
        "plant": ("potted plant",),
        "refrigerator": ("refrigerator",),
        "sink": ("sink",),
        "sofa": ("couch",),
        "toilet": ("toilet",),
        "tv": ("tv", "laptop"),
        "vase": ("vase",),
    }
)
"""The detector's labels of each category; wardrobes, lamps and shelves have none."""

COMMON = frozenset(
    (
        *("armchair", "bed", "bench", "bookcase", "cabinet", "ceiling_lamp", "chair"),
        *("coffee_table", "desk", "dining_table", "dresser", "floor_lamp", "mirror", "nightstand"),
        *("office_chair", "shelf", "side_table", "sideboard", "sofa", "stool", "table_lamp"),
        *("tv_stand", "wardrobe"),
    )
)
"""What most furniture shops sell."""
RARE = frozenset(
    (
        *("bottle", "bowl", "cup", "dishwasher", "jar", "mattress", "microwave", "piano", "pillow"),
        *("pot", "radiator", "speaker", "other"),
    )
)
"""What few of them sell, or what is no category at all."""
