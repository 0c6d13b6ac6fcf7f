"""Fillers for one room: chosen by the layout, made in the style, set onto the true meshes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from layout.fill import CUSHION, Filler, FillerOffer, fill_room
from layout.footprint import Footprint
from layout.placement import Arrangement
from reconstruct.product import TexturedProduct
from showroom.fillers.books import books_mesh
from showroom.fillers.cushion import cushion_mesh
from showroom.fillers.houseplant import houseplant_mesh
from showroom.fillers.picture import picture_mesh
from showroom.fillers.placed import PlacedFiller
from showroom.fillers.rug import rug_mesh
from showroom.fillers.seat import leaned, lowered, placed_products
from showroom.fillers.table_plant import table_plant_mesh
from showroom.scene import Mesh, rotation_about_y
from showroom.scene_check import PlacedMesh
from showroom.seeds import derive_seed
from showroom.style.style import Style

__all__ = ["FILLER_OFFERS", "filler_mesh", "make_fillers"]

_RUG_M, _FRAME_M = 0.012, 0.026

FILLER_OFFERS = (
    FillerOffer(
        "rug",
        tuple(
            (width_m, depth_m, _RUG_M)
            for width_m, depth_m in (
                (2.3, 1.6),
                (2.0, 1.4),
                (2.6, 1.9),
                (2.9, 2.0),
                (3.3, 2.4),
                (1.7, 1.2),
                (1.4, 0.9),
                (2.0, 0.75),
                (2.6, 0.75),
                (1.6, 1.6),
                (2.0, 2.0),
                (2.4, 2.4),
            )
        ),
    ),
    FillerOffer("houseplant", ((0.7, 0.7, 1.6), (0.5, 0.5, 1.1))),
    FillerOffer("table_plant", ((0.24, 0.24, 0.27), (0.17, 0.17, 0.2))),
    FillerOffer("books", ((0.27, 0.21, 0.085),)),
    FillerOffer(
        "picture",
        (
            (1.2, _FRAME_M, 0.8),
            (1.08, _FRAME_M, 0.7),
            (0.88, _FRAME_M, 0.56),
            (0.7, _FRAME_M, 0.5),
            (0.5, _FRAME_M, 0.7),
        ),
    ),
    FillerOffer(CUSHION, ((0.45, 0.17, 0.45), (0.42, 0.15, 0.3))),
)

ON_TOPS = ("table_plant", "books")

_MAKERS: Mapping[str, Callable[[Footprint, Style, np.random.Generator], Mesh]] = {
    "rug": rug_mesh,
    "houseplant": houseplant_mesh,
    "table_plant": table_plant_mesh,
    "books": books_mesh,
    "picture": picture_mesh,
    CUSHION: cushion_mesh,
}


def filler_mesh(filler: Filler, style: Style, seed: int) -> Mesh:
    """The filler's mesh and materials; the same for the same id, size, style and seed."""
    rng = np.random.default_rng(derive_seed(seed, "filler", filler.item_id))
    return _MAKERS[filler.category](filler.footprint, style, rng)


def make_fillers(
    arrangement: Arrangement,
    settled: Arrangement,
    products: Mapping[str, TexturedProduct],
    style: Style,
    *,
    seed: int = 0,
) -> tuple[PlacedFiller, ...]:
    """Fillers for a furnished room, with their meshes; what finds no hold on the true meshes is left away.

    Parameters
    ----------
    arrangement
        The room as the layout left it: boxes on boxes.
    settled
        The same room on true meshes; nothing in it moves.
    products
        Finished products by SKU.
    style
        Colours and patterns.
    seed
        The same seed gives the same fillers.
    """
    pieces = placed_products(settled, products)
    placed = []
    for filler in fill_room(arrangement, FILLER_OFFERS, seed=seed):
        mesh = filler_mesh(filler, style, seed)
        found = _settled(filler, mesh, pieces)
        if found is not None:
            placed.append(found)
            pieces[filler.item_id] = found.placed_mesh
    return tuple(placed)


def _settled(filler: Filler, mesh: Mesh, pieces: Mapping[str, PlacedMesh]) -> PlacedFiller | None:
    """The filler where the true meshes hold it; None where they do not."""
    rotation = rotation_about_y(filler.placement.yaw_rad)
    if filler.category == CUSHION:
        found = leaned(filler, mesh, pieces)
        return (
            None
            if found is None
            else PlacedFiller(replace(filler, placement=found[0]), mesh, found[1])
        )
    if filler.category in ON_TOPS:
        place = lowered(filler, mesh, pieces)
        return (
            None
            if place is None
            else PlacedFiller(replace(filler, placement=place), mesh, rotation)
        )
    return PlacedFiller(filler, mesh, rotation)
