"""The sample catalog, declared: which seed of which generator, how it is photographed, how it is sold."""

from __future__ import annotations

from dataclasses import dataclass

from studio import GREY, WHITE, Set, View

SHOP = "https://example.com/products"

CLAY = (0.46, 0.23, 0.15)
SAGE = (0.30, 0.38, 0.28)
SAND = (0.60, 0.50, 0.38)
MIST = (0.38, 0.49, 0.56)
SLATE = (0.16, 0.22, 0.26)
OAK = (0.42, 0.27, 0.15)
WALNUT = (0.20, 0.11, 0.06)
CONCRETE = (0.50, 0.48, 0.46)


@dataclass(frozen=True)
class Photo:
    """One photo of a product."""

    view: View
    setting: Set
    label: str = ""
    """Ends the file's name; empty for the first photo."""


@dataclass(frozen=True)
class Product:
    """One row of the catalog; its size is measured from the mesh."""

    sku: str
    name: str
    category: str
    factory: str
    seed: int
    photos: tuple[Photo, ...]
    price: float | None
    description: str
    yaw_deg: float = 0.0
    """Turns a generator's front to the camera's side (counter-clockwise from above)."""

    @property
    def url(self) -> str:
        """Page in the shop; empty for the product without a price."""
        return f"{SHOP}/{self.sku.lower()}" if self.price is not None else ""


PRODUCTS: tuple[Product, ...] = (
    Product(
        sku="LIV-SOFA-01",
        name="Fjord three-seat sofa",
        category="sofa",
        factory="SofaFactory",
        seed=10,
        photos=(
            Photo(
                view=View(azimuth_deg=34, elevation_deg=12, lens_mm=60, aspect=4 / 3),
                setting=Set(backdrop="sweep", colour=WHITE),
            ),
            Photo(
                view=View(azimuth_deg=-8, elevation_deg=8, lens_mm=70, aspect=3 / 2),
                setting=Set(backdrop="sweep", colour=WHITE),
                label="front",
            ),
        ),
        price=1149.00,
        description="Deep three-seater in washed blue leather with soft rounded back cushions.",
    ),
    Product(
        sku="LIV-ARM-01",
        name="Hazel armchair with footrest",
        category="armchair",
        factory="ArmChairFactory",
        seed=7,
        photos=(
            Photo(
                view=View(azimuth_deg=-34, elevation_deg=14, lens_mm=65, aspect=1.0),
                setting=Set(backdrop="sweep", colour=GREY, exposure=0.3),
            ),
        ),
        price=689.00,
        description="Generous lounge armchair in tan leather with a pull-out footrest.",
    ),
    Product(
        sku="LIV-ARM-02",
        name="Saffron armchair",
        category="armchair",
        factory="ArmChairFactory",
        seed=29,
        photos=(
            Photo(
                view=View(azimuth_deg=-30, elevation_deg=12, lens_mm=60, aspect=1.0),
                setting=Set(backdrop="wood", colour=MIST, floor=OAK),
            ),
        ),
        price=549.00,
        description="Boxy armchair in mustard fabric with straight arms and one deep cushion.",
    ),
    Product(
        sku="LIV-COFFEE-01",
        name="Alba coffee table",
        category="coffee_table",
        factory="CoffeeTableFactory",
        seed=9,
        yaw_deg=90.0,
        photos=(
            Photo(
                view=View(azimuth_deg=30, elevation_deg=18, lens_mm=60, aspect=4 / 3),
                setting=Set(backdrop="wood", colour=SAGE, floor=OAK, exposure=0.2),
            ),
        ),
        price=329.00,
        description="Low table with a white marble top on a tapered wooden frame.",
    ),
    Product(
        sku="LIV-TV-01",
        name="Plank TV stand",
        category="tv_stand",
        factory="TVStandFactory",
        seed=0,
        photos=(
            Photo(
                view=View(azimuth_deg=-28, elevation_deg=12, lens_mm=70, aspect=16 / 9),
                setting=Set(backdrop="sweep", colour=(0.55, 0.63, 0.68), key_side=1.0),
            ),
        ),
        price=279.00,
        description="Long low stand in solid wood with four open compartments.",
    ),
    Product(
        sku="LIV-BOOK-01",
        name="Linden bookcase",
        category="bookcase",
        factory="LargeShelfFactory",
        seed=2,
        photos=(
            Photo(
                view=View(azimuth_deg=28, elevation_deg=10, lens_mm=60, aspect=3 / 4),
                setting=Set(backdrop="plaster", colour=MIST, floor=CONCRETE),
            ),
        ),
        price=249.00,
        description="Four open shelves in warm solid wood with a full back panel.",
    ),
    Product(
        sku="LIV-LAMP-01",
        name="Stem floor lamp",
        category="floor_lamp",
        factory="FloorLampFactory",
        seed=4,
        photos=(
            Photo(
                view=View(azimuth_deg=20, elevation_deg=8, lens_mm=70, aspect=1 / 2),
                setting=Set(backdrop="plaster", colour=CLAY, floor=CONCRETE),
            ),
        ),
        price=119.00,
        description="Slim dark floor lamp with a linen drum shade.",
    ),
    Product(
        sku="LIV-SIDE-01",
        name="Olive side table",
        category="",
        factory="SideTableFactory",
        seed=8,
        photos=(
            Photo(
                view=View(azimuth_deg=-32, elevation_deg=16, lens_mm=60, aspect=1.0),
                setting=Set(backdrop="sweep", colour=WHITE),
            ),
        ),
        price=159.00,
        description="Square side table with an olive lacquered top on dark wooden runners.",
    ),
    Product(
        sku="LIV-DINE-01",
        name="Meadow dining table",
        category="dining_table",
        factory="TableDiningFactory",
        seed=2,
        yaw_deg=90.0,
        photos=(
            Photo(
                view=View(azimuth_deg=28, elevation_deg=14, lens_mm=60, aspect=3 / 2),
                setting=Set(backdrop="sweep", colour=WHITE),
            ),
        ),
        price=799.00,
        description="Dining table for eight with an oiled wooden top and slender black legs.",
    ),
    Product(
        sku="LIV-CHAIR-01",
        name="Meadow dining chair",
        category="dining_chair",
        factory="ChairFactory",
        seed=10,
        photos=(
            Photo(
                view=View(azimuth_deg=32, elevation_deg=12, lens_mm=65, aspect=4 / 5),
                setting=Set(backdrop="sweep", colour=(0.62, 0.64, 0.60)),
            ),
            Photo(
                view=View(azimuth_deg=-6, elevation_deg=8, lens_mm=75, aspect=4 / 5),
                setting=Set(backdrop="sweep", colour=(0.62, 0.64, 0.60)),
                label="front",
            ),
        ),
        price=139.00,
        description="Curved-leg chair with a light wooden seat and back on a dark frame.",
    ),
    Product(
        sku="LIV-BOARD-01",
        name="Ember sideboard",
        category="sideboard",
        factory="Sideboard",
        seed=3,
        photos=(
            Photo(
                view=View(azimuth_deg=-26, elevation_deg=12, lens_mm=65, aspect=3 / 2),
                setting=Set(backdrop="wood", colour=SAND, floor=OAK, key_side=1.0),
            ),
        ),
        price=459.00,
        description="Black sideboard with two doors and open shelves in the middle.",
    ),
    Product(
        sku="LIV-VASE-01",
        name="Petrol vase",
        category="vase",
        factory="VaseFactory",
        seed=2,
        photos=(
            Photo(
                view=View(azimuth_deg=15, elevation_deg=12, lens_mm=80, aspect=4 / 5),
                setting=Set(backdrop="none"),
            ),
        ),
        price=49.00,
        description="Bottle-shaped vase with a satin petrol glaze.",
    ),
    Product(
        sku="BED-BED-01",
        name="Aspen double bed",
        category="bed",
        factory="Bed",
        seed=16,
        photos=(
            Photo(
                view=View(azimuth_deg=34, elevation_deg=18, lens_mm=55, aspect=4 / 3),
                setting=Set(backdrop="wood", colour=MIST, floor=WALNUT, exposure=0.2),
            ),
        ),
        price=999.00,
        description="Wooden double bed with an arched headboard, grey mattress and two pillows.",
    ),
    Product(
        sku="BED-NIGHT-01",
        name="Birch nightstand",
        category="nightstand",
        factory="Nightstand",
        seed=5,
        photos=(
            Photo(
                view=View(azimuth_deg=30, elevation_deg=14, lens_mm=65, aspect=1.0),
                setting=Set(backdrop="sweep", colour=(0.42, 0.34, 0.28)),
            ),
        ),
        price=99.00,
        description="Compact white bedside cabinet with one panelled door.",
    ),
    Product(
        sku="BED-WARD-01",
        name="Aspen wardrobe",
        category="wardrobe",
        factory="SingleCabinetFactory",
        seed=8,
        photos=(
            Photo(
                view=View(azimuth_deg=28, elevation_deg=8, lens_mm=60, aspect=2 / 3),
                setting=Set(backdrop="plaster", colour=SAGE, floor=CONCRETE),
            ),
        ),
        price=429.00,
        description="Tall narrow two-door wardrobe in solid wood.",
    ),
    Product(
        sku="BED-DESK-01",
        name="Linea desk",
        category="desk",
        factory="SimpleDeskFactory",
        seed=0,
        photos=(
            Photo(
                view=View(azimuth_deg=-30, elevation_deg=14, lens_mm=60, aspect=4 / 3),
                setting=Set(backdrop="sweep", colour=MIST, key_side=1.0),
            ),
        ),
        price=189.00,
        description="Simple desk with a white top on four round black legs.",
    ),
    Product(
        sku="BED-CHAIR-01",
        name="Roam office chair",
        category="office_chair",
        factory="OfficeChairFactory",
        seed=9,
        photos=(
            Photo(
                view=View(azimuth_deg=34, elevation_deg=12, lens_mm=65, aspect=3 / 4),
                setting=Set(backdrop="sweep", colour=(0.66, 0.66, 0.65)),
            ),
        ),
        price=219.00,
        description="Swivel chair with a tan leather shell on castors.",
    ),
    Product(
        sku="BED-LAMP-01",
        name="Pebble table lamp",
        category="table_lamp",
        factory="DeskLampFactory",
        seed=6,
        photos=(
            Photo(
                view=View(azimuth_deg=20, elevation_deg=10, lens_mm=75, aspect=4 / 5),
                setting=Set(backdrop="sweep", colour=SLATE, exposure=0.2),
            ),
        ),
        price=None,
        description="Table lamp with a cream shade on a stone foot.",
    ),
)
