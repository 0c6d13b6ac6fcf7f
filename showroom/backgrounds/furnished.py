"""Furnished rooms of any type and style from a seed: sample products where one fits, shapes of the bank elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from jaxtyping import UInt8
from PIL import Image

from layout import Footprint, arrange_room
from layout.bench_rooms import make_goods
from layout.placement import Arrangement
from layout.room_shapes import SHAPES, make_room
from layout.usual_room import growing_rooms
from reconstruct.bank import read_bank
from reconstruct.product import TexturedProduct
from reconstruct.texture import PbrMaterial
from reconstruct.weights import weights_folder
from showroom.catalog.catalog import read_catalog
from showroom.contact_sheet import BANK_WORDS, bank_product
from showroom.fillers.furnish import make_fillers
from showroom.product.outcome import ROOM_LEVEL, ProductFileOptions
from showroom.product.recipe import default_store_root, light_key
from showroom.product.store import ProductStore
from showroom.room.scene import room_scene
from showroom.room.settle import settled
from showroom.run import Run
from showroom.scene import Scene
from showroom.seeds import derive_seed
from showroom.shipped_assets import assets_folder
from showroom.style.style import load_style

__all__ = ["FurnishedRoom", "furnished_room", "sample_products"]

_FLOOR_SHARE = (0.16, 0.32)  # of the floor that furniture covers
_MOST_PIECES = 18
_SAMPLE_TEXTURE_PX = 512
_SAMPLE_SHARE = 0.6  # how often a sample product is taken where there is one of the category
_GRAIN_SHARE = 0.6  # of the bank's shapes get a material with a pattern
_GRAIN_PX = 256
_GRAINS = ("oak_planks", "pale_planks", "walnut_planks", "carpet", "limewash", "concrete")


@dataclass(frozen=True, eq=False)
class FurnishedRoom:
    """A room to take pictures of.

    Attributes
    ----------
    arrangement
        Where each piece stands.
    products
        Finished products by SKU.
    scene
        All of it with its light, fillers included.
    style_name
        Name of its style.
    """

    arrangement: Arrangement
    products: Mapping[str, TexturedProduct]
    scene: Scene
    style_name: str


def sample_products(work: Path) -> dict[str, list[TexturedProduct]]:
    """The shipped sample products by category, as rooms use them; made, if the store does not have them.

    Parameters
    ----------
    work
        Folder for their files.
    """
    run = Run(work, seed=0, jobs=1, progress=None)
    rows = read_catalog(assets_folder("samples") / "catalog.csv").products
    run.make_products(rows, ProductFileOptions(texture_px=_SAMPLE_TEXTURE_PX))
    store = ProductStore(default_store_root())
    found: dict[str, list[TexturedProduct]] = {}
    for outcome in run.products:
        product = outcome.key and store.load(light_key(outcome.key, ROOM_LEVEL))
        if product and outcome.category:
            found.setdefault(outcome.category, []).append(product)
    return found


def furnished_room(
    room_type: str, style_name: str, samples: Mapping[str, list[TexturedProduct]], seed: int
) -> FurnishedRoom:
    """One room with goods that belong in it, and fillers.

    Parameters
    ----------
    room_type
        Of the knowledge graph.
    style_name
        A shipped style.
    samples
        Products by category, from `sample_products`.
    seed
        Of everything: size, goods, looks.
    """
    rng = np.random.default_rng(derive_seed(seed, "background", f"{room_type} {style_name}"))
    bank = read_bank(weights_folder() / "bank.npz")
    area_m2 = float(rng.uniform(12.0, 26.0))
    drawn = make_goods(room_type, area_m2 * float(rng.uniform(*_FLOOR_SHARE)), _MOST_PIECES, rng)
    products: dict[str, TexturedProduct] = {}
    footprints = []
    twins: dict[str, TexturedProduct] = {}
    for piece in drawn:
        category = piece.category or ""
        shaped = BANK_WORDS.get(category, category) in bank.categories
        if not shaped and category not in samples:
            continue  # it would be a box
        if category not in twins:
            shelf = samples.get(category, [])
            if shelf and (not shaped or rng.random() < _SAMPLE_SHARE):
                twins[category] = shelf[int(rng.integers(len(shelf)))]
            else:
                size = (piece.width_m, piece.height_m, piece.depth_m)
                plain = bank_product(bank, category, piece.item_id, size, rng)
                twins[category] = _grained(plain, rng) if rng.random() < _GRAIN_SHARE else plain
        product = replace(twins[category], product_id=piece.item_id)
        products[piece.item_id] = product
        size_m = product.size_m
        footprints.append(
            Footprint(piece.item_id, category, size_m.width_m, size_m.depth_m, size_m.height_m)
        )
    boxed = _arranged(room_type, tuple(footprints), area_m2, seed, rng)
    arrangement = settled(boxed, products)
    style = load_style(style_name)
    fillers = make_fillers(boxed, arrangement, products, style, seed=seed)
    scene = room_scene(arrangement, products, style, None, fillers)
    return FurnishedRoom(arrangement, products, scene, style_name)


def _arranged(
    room_type: str,
    footprints: tuple[Footprint, ...],
    area_m2: float,
    seed: int,
    rng: np.random.Generator,
) -> Arrangement:
    """The goods in a room of the drawn size, or in the smallest usual one that takes most of them."""
    shape = SHAPES[int(rng.integers(len(SHAPES)))] if rng.random() < 0.3 else "rectangle"
    height_m = max(2.5, round(max(f.height_m for f in footprints) + 0.3, 1))
    first = make_room(room_type, area_m2, seed, shape=shape, height_m=height_m)
    arranged = arrange_room(first, footprints, seed=seed)
    if len(arranged.left_out) <= len(footprints) // 3:
        return arranged
    for room in growing_rooms(footprints, room_type, seed):
        arranged = arrange_room(room, footprints, seed=seed)
        if len(arranged.left_out) <= len(footprints) // 3:
            break
    return arranged


def _grained(product: TexturedProduct, rng: np.random.Generator) -> TexturedProduct:
    """The product in a shipped material in its own colour, laid on from the three axes."""
    corners = product.faces.ravel()
    vertices, normals = product.vertices_m[corners], product.normals[corners]
    faces = np.arange(len(corners)).reshape(-1, 3)
    flat = np.cross(vertices[1::3] - vertices[::3], vertices[2::3] - vertices[::3])
    side = np.abs(flat).argmax(axis=1).repeat(3)
    across = np.where(side == 0, vertices[:, 2], vertices[:, 0])
    along = np.where(side == 1, vertices[:, 2], vertices[:, 1])
    colour = product.material.base_colour[0, 0].astype(np.float64)
    picture = _grain(str(rng.choice(_GRAINS))).astype(np.float64)
    grey = picture.mean(axis=2, keepdims=True) / picture.mean()
    tinted = np.clip(colour * grey ** float(rng.uniform(0.6, 1.8)), 0, 255).astype(np.uint8)
    tile_m = float(rng.uniform(0.5, 1.5))
    return replace(
        product,
        vertices_m=vertices,
        normals=normals,
        faces=faces,
        uvs=np.stack([across, along], axis=1) / tile_m,
        material=PbrMaterial(product.product_id, tinted, product.material.orm),
    )


def _grain(name: str) -> UInt8[np.ndarray, "H W 3"]:
    with Image.open(assets_folder("materials") / f"{name}.jpg") as picture:
        return np.asarray(picture.convert("RGB").resize((_GRAIN_PX, _GRAIN_PX)))
