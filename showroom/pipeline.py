"""The main job: a catalog or photos in, products and showrooms out."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from layout.errors import LayoutError
from showroom.batch import available_cores, run_batch
from showroom.catalog import read_catalog, sku_fault
from showroom.catalog_product import CatalogProduct
from showroom.environment import MOODS, environment_name, garden_name, shipped_environment
from showroom.errors import WrongUseError
from showroom.house_rooms import furnish_houses
from showroom.manifest import manifest_json, run_json
from showroom.outlook import outlook_webp
from showroom.output import OutputFolder, WrittenFile, json_bytes
from showroom.problem import Problem, has_errors
from showroom.product_embed import MODEL_VIEWER, model_viewer_script
from showroom.product_files import (
    ROOM_LEVEL,
    ProductFileOptions,
    ProductJob,
    ProductOutcome,
    make_product,
)
from showroom.product_store import ProductStore, default_store_root, light_key
from showroom.selection import HOUSE, Piece, RoomSelection, check_request, select_rooms
from showroom.showroom_files import ShowroomJob, ShowroomOutcome, make_showroom
from showroom.style import load_style
from showroom.style_choice import StyleWish, check_wish, suiting_style

__all__ = [
    "BuildReport",
    "Progress",
    "build_showroom",
    "convert_catalog",
    "convert_photos",
]

Progress = Callable[[int, int, str], None]
"""Called with the number of finished items, of all items, and the name of what was finished last."""


@dataclass(frozen=True)
class BuildReport:
    """What a run made.

    Attributes
    ----------
    out
        The output folder; `manifest.json` and `run.json` lie there.
    products, showrooms
        The outcome of each, in catalog order.
    problems
        Everything to tell the merchant: of the catalog, the products and the showrooms.
    wall_seconds
        Time of the whole run.
    """

    out: Path
    products: tuple[ProductOutcome, ...]
    showrooms: tuple[ShowroomOutcome, ...]
    problems: tuple[Problem, ...]
    wall_seconds: float

    @property
    def all_good(self) -> bool:
        """Whether every item was made (there may be warnings)."""
        return not has_errors(self.problems)


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
    wish = style if isinstance(style, StyleWish) else StyleWish(style)
    room_types = _room_types()
    # Before an hour of work, and not after it.
    check_request(room, count, room_types)
    check_wish(wish)
    read = read_catalog(Path(catalog))
    run = _Run(Path(out), seed=seed, jobs=jobs, progress=progress)
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
        if outcome.facts and (size := outcome.facts.size_m)
    ]
    if room == HOUSE:
        selections = run.furnish_houses(pieces, count)
        wish = run.one_style(wish)
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
    run = _Run(Path(out), seed=0, jobs=jobs, progress=progress)
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
    files: ProductFileOptions | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Turn photos into finished products: one each, or all of them one product.

    Parameters
    ----------
    photos
        Picture files.
    out
        Folder for the results.
    same_product
        Whether all photos show one product.
    sku, name, size_m
        Of the one product; the file stem and a guess otherwise. Sizes are (width, height, depth) in metres.
    category
        Of all of them.
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
    if not one_product and (sku or name or any(size_m)):
        raise WrongUseError(
            f"{len(photos)} photos with one SKU, name or size: add --same-product if they show one product, "
            "or convert them one by one."
        )
    if sku is not None and (fault := sku_fault(sku)):
        raise WrongUseError(f"--sku {sku!r} {fault}.")
    run = _Run(Path(out), seed=0, jobs=jobs, progress=progress)
    groups = [tuple(photos)] if one_product else [(photo,) for photo in photos]
    rows: dict[str, CatalogProduct] = {}
    for group in groups:
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
                photos=group,
                name=name or own_sku,
                category=category,
                width_m=size_m[0],
                height_m=size_m[1],
                depth_m=size_m[2],
            )
    run.make_products(list(rows.values()), files)
    return run.finish()


def _room_types() -> tuple[str, ...]:
    from layout import room_types

    return tuple(room_types())


class _Run:
    """One run: its folder, its clock, and what has been made so far."""

    def __init__(
        self, out: Path, *, seed: int, jobs: int | None, progress: Progress | None
    ) -> None:
        self._begun = time.perf_counter()
        self._started_utc = datetime.now(UTC).isoformat(timespec="seconds")
        self._folder = OutputFolder(out)
        self.out = out
        self.store = default_store_root()
        self.seed = seed
        self.jobs = jobs or available_cores()
        self.progress = progress or (lambda _done, _total, _item: None)
        self.settings: dict[str, str | int | None] = {}
        self.problems: list[Problem] = []
        self.products: list[ProductOutcome] = []
        self.showrooms: list[ShowroomOutcome] = []
        self._environment_files: list[WrittenFile] = []

    def make_products(
        self, rows: Sequence[CatalogProduct], files: ProductFileOptions | None
    ) -> None:
        """Make every product; what failed is a problem."""
        options = files or ProductFileOptions()
        jobs = [ProductJob(row, self.out, self.store, options) for row in rows]
        outcomes: dict[int, ProductOutcome] = {}
        for index, outcome in run_batch(make_product, jobs, jobs=self.jobs):
            if isinstance(outcome, Exception):
                outcome = ProductOutcome(rows[index].sku, (_unexpected(rows[index].sku, outcome),))
            outcomes[index] = outcome
            self.progress(len(outcomes), len(jobs), rows[index].sku)
        self.products = [outcomes[index] for index in range(len(jobs))]
        self.problems += [problem for outcome in self.products for problem in outcome.problems]

    def furnish_houses(
        self, pieces: Sequence[Piece], count: int | None
    ) -> tuple[RoomSelection, ...]:
        """Furnish houses; what found no room is told with the house."""
        try:
            houses = furnish_houses(pieces, count=count, seed=self.seed)
        except LayoutError as error:
            self.problems.append(Problem(HOUSE, "house_failed", str(error), "error"))
            return ()
        return tuple(room for house in houses for room in house.rooms)

    def one_style(self, wish: StyleWish) -> StyleWish:
        """The wish with a style for all rooms of a house, by the colours of all products."""
        if wish.name is not None:
            return wish
        store = ProductStore(self.store)
        keys = {o.sku: light_key(o.key, ROOM_LEVEL) for o in self.products if o.key}
        loaded = {sku: store.load(key) for sku, key in sorted(keys.items())}
        products = {sku: product for sku, product in loaded.items() if product is not None}
        return replace(wish, name=suiting_style(products, HOUSE))

    def make_showrooms(self, jobs: Sequence[ShowroomJob]) -> None:
        """Make every showroom; what failed is a problem."""
        outcomes: dict[int, ShowroomOutcome] = {}
        for index, outcome in run_batch(make_showroom, jobs, jobs=self.jobs):
            selection = jobs[index].selection
            if isinstance(outcome, Exception):
                outcome = ShowroomOutcome(
                    selection.showroom_id,
                    selection.room_type,
                    (_unexpected(selection.showroom_id, outcome),),
                )
            outcomes[index] = outcome
            self.progress(len(outcomes), len(jobs), selection.showroom_id)
        self.showrooms = [outcomes[index] for index in range(len(jobs))]
        self.problems += [problem for outcome in self.showrooms for problem in outcome.problems]
        styles = sorted({outcome.style for outcome in self.showrooms if outcome.made})
        pictures = {
            environment_name(style, mood): shipped_environment(style, mood)
            for style in styles
            for mood in MOODS
        } | {garden_name(style): outlook_webp(load_style(style).light.sky) for style in styles}
        self._environment_files = [
            self._folder.write(f"environments/{name}", data) for name, data in pictures.items()
        ]

    def finish(self) -> BuildReport:
        """Write the manifest and the run's record."""
        files = [file for outcome in self.products for file in outcome.files]
        files += [file for outcome in self.showrooms for file in outcome.files]
        files += self._environment_files
        files += self._page_script()
        manifest = manifest_json(
            seed=self.seed,
            settings=self.settings,
            products=[
                {"sku": o.sku, "made": o.made, "category": o.category, "triangles": o.triangles}
                for o in self.products
            ],
            showrooms=[
                {
                    "id": o.showroom_id,
                    "room_type": o.room_type,
                    "made": o.made,
                    "products": list(o.skus),
                    "left_out": [{"item": item, "reason": why} for item, why in o.left_out],
                    "triangles": o.triangles,
                }
                for o in self.showrooms
            ],
            problems=self.problems,
            files=files,
        )
        self._folder.write("manifest.json", json_bytes(manifest))
        wall_seconds = time.perf_counter() - self._begun
        run = run_json(
            started_utc=self._started_utc,
            wall_seconds=wall_seconds,
            jobs=self.jobs,
            seconds={o.sku: o.seconds for o in self.products}
            | {o.showroom_id: o.seconds for o in self.showrooms},
        )
        self._folder.write("run.json", json_bytes(run))
        return BuildReport(
            out=self.out,
            products=tuple(self.products),
            showrooms=tuple(self.showrooms),
            problems=tuple(self.problems),
            wall_seconds=wall_seconds,
        )

    def _page_script(self) -> list[WrittenFile]:
        """What the products' pages share; without it, a warning, for nothing else needs it."""
        script = model_viewer_script()
        if script is not None:
            return [self._folder.write(f"products/{MODEL_VIEWER}", script)]
        message = (
            "the products' pages (embed.html) stay empty: their script has not been built. "
            "Run `make web`, or install the finished package, and run this again."
        )
        self.problems.append(Problem("embed.html", "no_page_script", message, "warning"))
        return []


def _unexpected(item: str, error: Exception) -> Problem:
    """An error nobody foresaw, told as what it is."""
    message = (
        f"{item}: an unexpected error stopped it ({type(error).__name__}: {error}). "
        "The rest was finished. Please report it with the photo."
    )
    return Problem(item, "unexpected", message, "error")
