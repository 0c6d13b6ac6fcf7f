"""The main job: a catalog or photos in, products and showrooms out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reconstruct.parts.parameters import Design
from reconstruct.see.thing import PhotoBox
from showroom.catalog.catalog import read_catalog, sku_fault
from showroom.catalog.product import CatalogProduct
from showroom.errors import WrongUseError
from showroom.problem import Problem
from showroom.product.model_size import fits_a_room
from showroom.product.outcome import ProductFileOptions
from showroom.room.designed import house_style
from showroom.room.selection import HOUSE, Piece, RoomSelection, check_request, select_rooms
from showroom.run import BuildReport, Progress, Run
from showroom.showroom_outcome import ShowroomJob
from showroom.style.wish import StyleWish

__all__ = [
    "BuildReport",
    "Progress",
    "build_showroom",
    "convert_catalog",
    "convert_photos",
]


MODEL_SUFFIX = ".glb"


def build_showroom(
    catalog: Path | str,
    out: Path | str,
    *,
    room: str = "auto",
    count: int | None = None,
    style: StyleWish | str | None = None,
    seed: int = 0,
    files: ProductFileOptions | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    fill: bool = False,
) -> BuildReport:
    """Turn a catalog into finished products and furnished showrooms.

    Parameters
    ----------
    catalog
        CSV file, one product a row.
    out
        Folder for the results.
    room
        A room type of the knowledge graph, "auto" to let the graph divide the products over rooms, or "house" for
        rooms with doors between them, each of which becomes a showroom.
    count
        How many showrooms, or houses; None for as many as the products fill.
    style
        Name of a style, or what the merchant asks of the look; None for what suits the products of each room.
    seed
        The same seed and input give the same files, to the byte.
    files
        How fine products are, and what is made on request.
    jobs
        Worker processes; None for one a core.
    progress
        Told of each finished item.
    fill
        Whether plain things made by the project (a rug, a plant, cushions), marked as not for sale, may complete
        the rooms.

    Raises
    ------
    CatalogError
        If the catalog as a whole cannot be read.
    WrongUseError
        If the room type or count does not exist.
    StyleError
        If the style does not exist, or a finish of the merchant's own cannot be used.
    OutputError
        If the folder cannot be written.
    """
    from showroom.style.choice import (
        check_wish,  # torch by way of the products: only where rooms are made
    )

    wish = style if isinstance(style, StyleWish) else StyleWish(style)
    room_types = _room_types()
    # Before an hour of work, and not after it.
    check_request(room, count, room_types)
    check_wish(wish)
    read = read_catalog(Path(catalog))
    run = Run(Path(out), seed=seed, jobs=jobs, progress=progress)
    run.settings = {"room": room, "count": count, "style": wish.name, "fill": fill}
    if wish.wall_colour or wish.floor_photo:
        run.settings |= {
            "wall_colour": wish.wall_colour,
            "floor_photo": str(wish.floor_photo or ""),
        }
    run.problems += read.problems
    run.make_products(read.products, files)
    made = [outcome for outcome in run.products if outcome.facts is not None]
    pieces = [
        Piece(outcome.sku, outcome.category, size[0], size[2], size[1])
        for outcome in made
        if outcome.facts and fits_a_room(size := outcome.facts.size_m)
    ]
    if room == HOUSE:
        selections = _furnish_houses(run, pieces, count)
        wish = house_style(run, wish, {outcome.sku: outcome for outcome in made})
    else:
        selections = select_rooms(pieces, room=room, count=count, room_types=room_types)
    run.make_showrooms(
        [
            ShowroomJob(
                selection=selection,
                facts={o.sku: o.facts for o in made if o.facts},
                keys={o.sku: o.key for o in made if o.key},
                levels={o.sku: o.levels for o in made},
                out=run.out,
                store=run.store,
                style=wish,
                seed=seed,
                fill=fill,
            )
            for selection in selections
        ]
    )
    return run.finish()


def convert_catalog(
    catalog: Path | str,
    out: Path | str,
    *,
    files: ProductFileOptions | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Turn a catalog into finished products, without rooms.

    Raises
    ------
    CatalogError, OutputError
        As `build_showroom`.
    """
    read = read_catalog(Path(catalog))
    run = Run(Path(out), seed=0, jobs=jobs, progress=progress)
    run.problems += read.problems
    run.make_products(read.products, files)
    return run.finish()


def convert_photos(
    photos: Sequence[Path],
    out: Path | str,
    *,
    same_product: bool = False,
    sku: str | None = None,
    name: str | None = None,
    category: str | None = None,
    size_m: tuple[float | None, float | None, float | None] = (None, None, None),
    cutouts: Sequence[Path | None] = (),
    boxes: Sequence[PhotoBox | None] = (),
    turn_rad: float = 0.0,
    design: Design | None = None,
    files: ProductFileOptions | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Turn photos into finished products: one each, or all of them one product.

    Parameters
    ----------
    photos
        Picture files; a GLB file is a model of the merchant's own, taken instead of photos.
    out
        Folder for the results.
    same_product
        Whether all photos show one product.
    sku, name, size_m
        Of the one product; the file stem and a guess otherwise. Sizes are (width, height, depth) in metres.
    category
        Of all of them.
    cutouts
        Of the one product: masks of the merchant's own, one for each photo from the first on; None for an automatic
        one.
    boxes
        Of the one product: boxes around it, likewise; a mask counts more than a box.
    turn_rad
        Of the one product: how far it is turned when finished, counter-clockwise seen from above.
    design
        Of the one product: the parts that it is built from, instead of what the photos are taken for.
    files
        How fine products are, and what is made on request.

    Raises
    ------
    WrongUseError
        If there is no photo, or a SKU or size is given for several products.
    OutputError
        If the folder cannot be written.
    """
    if not photos:
        raise WrongUseError("no photo was given. Name one or more picture files, or a catalog.")
    one_product = same_product or len(photos) == 1
    if not one_product and (sku or name or any(size_m) or cutouts or boxes or turn_rad or design):
        raise WrongUseError(
            f"{len(photos)} photos with one SKU, name, size, cut-out, box, turn or parts: add --same-product if they "
            "show one product, or convert them one by one."
        )
    if sku is not None and (fault := sku_fault(sku)):
        raise WrongUseError(f"--sku {sku!r} {fault}.")
    run = Run(Path(out), seed=0, jobs=jobs, progress=progress)
    groups = [tuple(photos)] if one_product else [(photo,) for photo in photos]
    rows: dict[str, CatalogProduct] = {}
    for group in groups:
        models = [path for path in group if path.suffix.lower() == MODEL_SUFFIX]
        pictures = tuple(path for path in group if path not in models)
        if len(models) > 1:
            raise WrongUseError(
                f"{len(models)} models of one product: leave out --same-product, or name only one GLB file."
            )
        if models and design is not None:
            raise WrongUseError(
                f"{models[0].name}: a model and a parts file are both given. Leave one of them out."
            )
        if len(cutouts) > len(pictures):
            raise WrongUseError(
                f"{len(cutouts)} cut-outs for {_photos(len(pictures))}: give one for each photo, in their order."
            )
        if len(boxes) > len(pictures):
            raise WrongUseError(
                f"{len(boxes)} boxes for {_photos(len(pictures))}: give one for each photo, in their order."
            )
        own_sku = sku or group[0].stem
        fault = sku_fault(own_sku)
        if fault:
            message = (
                f"{group[0]}: its name {own_sku!r} {fault}, so it cannot be a SKU. "
                "Rename the file, or give --sku."
            )
            run.problems.append(Problem(str(group[0]), "bad_sku", message, "error"))
        elif own_sku.casefold() in rows:
            message = (
                f"{group[0]}: another photo has the same name {own_sku!r}. Rename one of them, "
                "or add --same-product."
            )
            run.problems.append(Problem(str(group[0]), "duplicate_sku", message, "error"))
        else:
            rows[own_sku.casefold()] = CatalogProduct(
                sku=own_sku,
                photos=pictures,
                name=name or own_sku,
                category=category,
                width_m=size_m[0],
                height_m=size_m[1],
                depth_m=size_m[2],
                cutouts=tuple(cutouts),
                boxes=tuple(boxes),
                turn_rad=turn_rad,
                model=models[0] if models else None,
                design=design,
            )
    run.make_products(list(rows.values()), files)
    return run.finish()


def _photos(count: int) -> str:
    return f"{count} photo{'s' * (count != 1)}"


def _room_types() -> tuple[str, ...]:
    from layout import room_types

    return tuple(room_types())


def _furnish_houses(
    run: Run, pieces: Sequence[Piece], count: int | None
) -> tuple[RoomSelection, ...]:
    """Furnish houses; what found no room is told with the house."""
    from layout.errors import LayoutError
    from showroom.room.house_rooms import furnish_houses

    try:
        houses = furnish_houses(pieces, count=count, seed=run.seed)
    except LayoutError as error:
        run.problems.append(Problem(HOUSE, "house_failed", str(error), "error"))
        return ()
    return tuple(room for house in houses for room in house.rooms)
