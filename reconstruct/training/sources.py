"""Which generators and which artists' models the network learns from, declared.

Sizes are bounds of the longest and shortest plausible side; what falls outside is skipped (one bed frame came
out nine kilometres high). `share` balances the draw: chairs differ more than refrigerators do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

__all__ = ["CATEGORIES", "GENERATORS", "Generator", "category_of_name"]


@dataclass(frozen=True)
class Generator:
    """One procedural generator.

    Attributes
    ----------
    category
        What it makes.
    module, factory
        Where it lives below Infinigen's objects.
    share
        Relative number of objects.
    longest_m
        Largest plausible side, in metres.
    options
        Constructor arguments.
    composed
        Name of a recipe in `blender_shapes.py`, if the object is put together of several.
    """

    category: str
    module: str
    factory: str
    share: float = 1.0
    longest_m: float = 3.5
    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    composed: str = ""


def _cabinet(*size_m: float, **more: object) -> Mapping[str, Any]:
    """Options of the kitchen cabinet generator: depth, width and height in metres."""
    return MappingProxyType({"dimensions": size_m, **more})


GENERATORS: tuple[Generator, ...] = (
    Generator("chair", "seating", "ChairFactory", 4.0, 1.6),
    Generator("stool", "seating", "BarChairFactory", 1.5, 1.6),
    Generator("office_chair", "seating", "OfficeChairFactory", 1.5, 1.8),
    Generator("sofa", "seating", "SofaFactory", 2.5, 4.5),
    Generator("armchair", "seating", "ArmChairFactory", 2.5, 2.2),
    Generator("bed", "seating", "BedFrameFactory", 1.5, 3.0, composed="bed"),
    Generator("bed", "seating", "BedFrameFactory", 0.5, 3.0),
    Generator("mattress", "seating", "MattressFactory", 0.3, 3.0),
    Generator("pillow", "seating", "PillowFactory", 0.3, 1.2),
    Generator("dining_table", "tables", "TableDiningFactory", 2.0, 3.5),
    Generator("coffee_table", "tables", "CoffeeTableFactory", 2.0, 2.2),
    Generator("side_table", "tables", "SideTableFactory", 1.5, 1.5),
    Generator("side_table", "tables", "TableCocktailFactory", 1.0, 1.8),
    Generator("tv_stand", "shelves", "TVStandFactory", 1.0, 3.0),
    Generator("shelf", "shelves", "CellShelfFactory", 1.0, 3.0),
    Generator("bookcase", "shelves", "SimpleBookcaseFactory", 1.0, 3.0),
    Generator("bookcase", "shelves", "LargeShelfFactory", 1.0, 3.5),
    Generator("shelf", "shelves", "TriangleShelfFactory", 0.4, 2.5),
    Generator("cabinet", "shelves", "SingleCabinetFactory", 1.5, 3.0),
    Generator("cabinet", "shelves.cabinet", "CabinetFactory", 1.0, 3.0),
    Generator("sideboard", "shelves", "KitchenCabinetFactory", 0.7, 3.0, _cabinet(0.42, 1.5, 0.72)),
    Generator("sideboard", "shelves", "KitchenCabinetFactory", 0.4, 3.0, _cabinet(0.45, 1.1, 0.9)),
    Generator("wardrobe", "shelves", "KitchenCabinetFactory", 0.6, 3.0, _cabinet(0.6, 1.2, 2.0)),
    Generator(
        "nightstand",
        "shelves",
        "KitchenCabinetFactory",
        0.8,
        1.2,
        _cabinet(0.38, 0.46, 0.5, drawer_only=True),
    ),
    Generator(
        "dresser",
        "shelves",
        "KitchenCabinetFactory",
        0.8,
        2.0,
        _cabinet(0.48, 0.95, 1.0, drawer_only=True),
    ),
    Generator("desk", "shelves", "SimpleDeskFactory", 1.2, 2.5),
    Generator("desk", "shelves", "SidetableDeskFactory", 0.8, 2.5),
    Generator("kitchen_island", "shelves", "KitchenIslandFactory", 0.3, 4.0),
    Generator("wall_shelf", "wall_decorations", "WallShelfFactory", 0.4, 2.0),
    Generator("floor_lamp", "lamp", "FloorLampFactory", 1.5, 2.5),
    Generator("table_lamp", "lamp", "DeskLampFactory", 1.5, 1.2),
    Generator("ceiling_lamp", "lamp", "CeilingLightFactory", 0.4, 1.5),
    Generator("ceiling_lamp", "lamp", "CeilingClassicLampFactory", 0.8, 2.5),
    Generator("vase", "table_decorations", "VaseFactory", 1.2, 1.2),
    Generator("tv", "appliances", "TVFactory", 0.8, 2.2),
    Generator("tv", "appliances", "MonitorFactory", 0.4, 1.2),
    Generator("microwave", "appliances", "MicrowaveFactory", 0.4, 1.2),
    Generator("dishwasher", "appliances", "DishwasherFactory", 0.4, 1.5),
    Generator("refrigerator", "appliances", "BeverageFridgeFactory", 0.6, 2.5),
    Generator("oven", "appliances", "OvenFactory", 0.6, 1.6),
    Generator("bathtub", "bathroom", "BathtubFactory", 0.6, 2.5),
    Generator("toilet", "bathroom", "ToiletFactory", 0.8, 1.5),
    Generator("sink", "bathroom", "StandingSinkFactory", 0.8, 1.6),
    Generator("sink", "bathroom", "BathroomSinkFactory", 0.4, 1.6),
    Generator("mirror", "wall_decorations", "MirrorFactory", 0.4, 2.5),
    Generator("wall_art", "wall_decorations", "WallArtFactory", 0.4, 2.5),
    Generator("bottle", "tableware", "BottleFactory", 0.6, 0.8),
    Generator("bowl", "tableware", "BowlFactory", 0.5, 0.8),
    Generator("cup", "tableware", "CupFactory", 0.5, 0.5),
    Generator("pot", "tableware", "PotFactory", 0.5, 0.8),
    Generator("pot", "tableware", "PanFactory", 0.4, 0.9),
    Generator("jar", "tableware", "JarFactory", 0.4, 0.8),
)

# Names of artists' models, in the order they are tried; the first that matches decides.
_BY_NAME: tuple[tuple[str, str], ...] = (
    ("office_chair", r"desk chair|office chair"),
    (
        "",
        r"^(table tennis|table fan|table with tablecloth|pool table|football table|chicken|car model|bread box)",
    ),
    ("table_lamp", r"desk lamp|little lamp|pedestal vase lamp|japanese lantern|^candle"),
    (
        "ceiling_lamp",
        r"pendant|chandelier|hanging light|ceiling lamp|ceiling fan|track lights|rigged fan",
    ),
    ("floor_lamp", r"floor lamp"),
    ("table_lamp", r"^lamp$"),
    ("nightstand", r"bedside table"),
    ("desk", r"^workbench"),
    ("", r"abdominal bench"),
    ("bench", r"bench|little bank|wood bank"),
    ("stool", r"stool|puff|ottoman|bar chair|high chair"),
    ("sofa", r"sofa|couch|day bed|futon"),
    ("armchair", r"armchair|relax chair|deck chair|beach chair|lounge"),
    ("chair", r"chair|class seat"),
    (
        "bed",
        r"\bbed\b|^bed|crib|mezzanine bed|captain's bed",
    ),
    ("coffee_table", r"coffee table"),
    ("desk", r"^desk|wooden desk|technical table|dressing table|vanity"),
    ("dining_table", r"\btable\b"),
    ("tv_stand", r"tv stand|television cabinet"),
    ("bookcase", r"bookcase|vertical shelves|shelves"),
    ("wardrobe", r"wardrobe|locker"),
    ("dresser", r"dresser|drawers cabinet|filing cabinet|chest$"),
    ("cabinet", r"cabinet|cupboard|sideboard|island extension|^island$"),
    ("refrigerator", r"fridge|refrigerator|freezer"),
    ("oven", r"oven|stove|cooker$"),
    ("dishwasher", r"washing machine|dryer machine|dishwasher"),
    ("microwave", r"microwave|toaster|radio$|safe$"),
    ("bathtub", r"^bath$|bathtub|jacuzzi"),
    ("toilet", r"toilets unit|bidet|lavatory"),
    ("sink", r"washbasin|^sink|basin"),
    ("tv", r"\btv\b|screen|imac"),
    ("vase", r"vase|pottery|old jar"),
    ("bottle", r"bottle|flacon"),
    ("bowl", r"bowl"),
    ("cup", r"cup$|mug|\bglass$"),
    ("pot", r"large pan|teapot|utensils pot"),
    ("plant", r"plant|flower|ficus|yucca|bonsai|tulips|lily|spathiphyllum|orchids|cactus|bamboo"),
    ("radiator", r"radiator|heater"),
    ("bin", r"trash|dustbin|^box$|crate|barrel|cardboard box|clothes basket"),
    ("speaker", r"speaker"),
    ("piano", r"piano"),
)

CATEGORIES: tuple[str, ...] = tuple(
    sorted({g.category for g in GENERATORS} | {c for c, _ in _BY_NAME if c} | {"other"})
)


def category_of_name(name: str) -> str:
    """The category that an artist's model belongs to by its English name; "other" if none."""
    for category, pattern in _BY_NAME:
        if re.search(pattern, name.lower()):
            return category or "other"
    return "other"
