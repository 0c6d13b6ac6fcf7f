"""The sample catalog, declared: which seed of which generator, how it is photographed, how it is sold."""

from __future__ import annotations

from dataclasses import dataclass

from studio import GREY, WHITE, Set, View

SHOP = "https://example.com/products"

CLAY = (0.50, 0.27, 0.19)
SAGE = (0.33, 0.40, 0.31)
SAND = (0.62, 0.52, 0.40)
MIST = (0.42, 0.52, 0.58)
OAK = (0.42, 0.27, 0.15)
WALNUT = (0.20, 0.11, 0.06)


@dataclass(frozen=True)
class Photo:
    """One photo of a product."""

    view: View = View()
    setting: Set = Set()
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
                view=View(azimuth_deg=32, elevation_deg=12, lens_mm=60, aspect=4 / 3),
                setting=Set(backdrop="sweep", colour=WHITE),
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
                setting=Set(backdrop="sweep", colour=GREY),
            ),
        ),
        price=689.00,
        description="Generous lounge armchair in tan leather with a pull-out footrest.",
    ),
    Product(
        sku="LIV-COFFEE-01",
        name="Alba coffee table",
        category="coffee_table",
        factory="CoffeeTableFactory",
        seed=9,
        photos=(
            Photo(
                view=View(azimuth_deg=30, elevation_deg=18, lens_mm=60, aspect=4 / 3),
                setting=Set(backdrop="wood", colour=SAGE, floor=OAK),
            ),
        ),
        price=329.00,
        description="Low table with a white marble top on a turned wooden frame.",
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
                setting=Set(backdrop="plaster", colour=MIST, floor=(0.55, 0.53, 0.50)),
            ),
        ),
        price=249.00,
        description="Four open shelves in warm solid wood with a full back panel.",
    ),
)
