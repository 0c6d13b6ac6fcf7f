"""Small stand-ins for finished products and rooms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from layout.placement import Arrangement, Placement
from layout.room import Opening, Room
from reconstruct.product import TexturedProduct
from reconstruct.size import ProductSize
from reconstruct.texture import PbrMaterial
from showroom.catalog.product import CatalogProduct, Price
from showroom.shell.quads import Quads, WallFrame


def box_product(
    sku: str, width_m: float = 1.0, height_m: float = 0.5, depth_m: float = 0.6
) -> TexturedProduct:
    """A box in the frame `product`, half red and half blue."""
    quads = Quads("box")
    frame = WallFrame((0.0, 0.0), (1.0, 0.0), 1.0, 0.0, 0.0, 1.0)
    frame.box(
        quads,
        (-width_m / 2, width_m / 2),
        (0.0, height_m),
        (-depth_m / 2, depth_m / 2),
    )
    surface = quads.surface()
    assert surface is not None
    picture = np.full((512, 512, 3), 40, dtype=np.uint8)
    picture[:, :256, 0] = 200
    picture[:, 256:, 2] = 200
    return TexturedProduct(
        product_id=sku,
        vertices_m=surface.positions_m,
        normals=surface.normals,
        uvs=_upright(np.abs(surface.uvs_m) % 1.0, surface.faces),
        faces=surface.faces,
        material=PbrMaterial(sku, picture, np.full((512, 512, 3), (255, 178, 0), dtype=np.uint8)),
        size_m=ProductSize(width_m, height_m, depth_m),
        size_source="given",
        variants=(),
        cutouts=(),
        photo_uses=(),
        stage_seconds={},
        shape_confidence=1.0,
        known_shape="drawn",
        warnings=(),
    )


def _upright(uvs: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Each face's part of the texture turned so that it is not mirrored; the quads share no corners."""
    first, second, third = (uvs[faces[:, corner]] for corner in range(3))
    one, other = second - first, third - first
    turned = faces[one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0] > 0]
    uvs = uvs.copy()
    uvs[np.unique(turned), 0] = 1 - uvs[np.unique(turned), 0]
    return uvs


def with_variants(product: TexturedProduct) -> TexturedProduct:
    """The same with two more looks."""
    own = product.material
    green = np.zeros_like(own.base_colour) + np.array((40, 160, 60), dtype=np.uint8)
    looks = (
        PbrMaterial("Green", green, own.orm),
        PbrMaterial("Pale", own.base_colour // 2 + 100, own.orm),
    )
    return replace(product, material=replace(own, name="Standard"), variants=looks)


def details(sku: str) -> CatalogProduct:
    """A catalog row with everything in it, quotes and emoji too."""
    return CatalogProduct(
        sku=sku,
        photos=(),
        name=f'Table "{sku}" <b>🪑</b>',
        category="coffee_table",
        price=Price("199.00", "EUR"),
        url="https://example.com/x?a=1&b=2",
        description="Plain.",
    )


def furnished_room(*placements: Placement) -> Arrangement:
    """A room of 4 m by 3 m with a window in the north wall and a door in the south wall."""
    room = Room.rectangle(
        "test-room",
        "living_room",
        4.0,
        3.0,
        2.5,
        (
            Opening("window", 0, 1.0, 1.5, 0.9, 1.2),
            Opening("door", 2, 1.0, 0.9, 0.0, 2.05),
        ),
    )
    return Arrangement(room, (), placements, (), "optimal", 0.0, 0.0, 0.0)


def l_shaped_room() -> Room:
    """Six corners, one of them reflex, with a door and a window."""
    return Room(
        "corner-room",
        "living_room",
        ((0.0, 0.0), (5.0, 0.0), (5.0, 2.0), (3.0, 2.0), (3.0, 4.0), (0.0, 4.0)),
        2.6,
        (Opening("window", 0, 1.0, 2.0, 0.8, 1.4), Opening("door", 5, 0.5, 0.9, 0.0, 2.0)),
    )
