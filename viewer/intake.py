"""What was dropped becomes products of the project: photos, catalogs and zips of both."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from reconstruct.parts.design_file import design_as_json
from reconstruct.see.thing import PhotoBox
from showroom import CatalogProduct, Problem, ShowroomError, read_catalog
from showroom.catalog.catalog import named_photos
from showroom.output import write_atomic
from showroom.problem import error_code
from viewer.draft import PhotoDraft, ProductDraft, VariantDraft
from viewer.errors import AppError, IntakeError
from viewer.grouping import grouped, sku_for, title_for
from viewer.limits import LIMITS, Limits
from viewer.project import Project, ProjectState
from viewer.upload import Upload, checked_photo, unpack

__all__ = ["Taken", "take"]

_CATALOG = "catalog.csv"


@dataclass(frozen=True)
class Taken:
    """What became of a drop.

    Attributes
    ----------
    photos
        New photos.
    products
        SKUs of products that are new or were changed by a catalog.
    known
        Photos that the project had already.
    waiting
        Names of photos that the catalog asks for and nobody dropped yet.
    faults
        Files that were not taken, and why, in any language.
    problems
        What the catalog's reader said.
    """

    photos: int = 0
    products: tuple[str, ...] = ()
    known: int = 0
    waiting: tuple[str, ...] = ()
    faults: tuple[AppError, ...] = ()
    problems: tuple[Problem, ...] = ()


def take(project: Project, uploads: Sequence[Upload], limits: Limits = LIMITS) -> Taken:
    """Keep what was dropped and make products of it; one bad file never loses the others.

    A catalog stays with the project, so that photos dropped later find their rows. Photos that no row asks for
    become products of their own.
    """
    faults: list[AppError] = []
    photos: list[PhotoDraft] = []
    state = project.state()
    room_bytes = limits.project_bytes - project.bytes_used()
    room_photos = limits.photos - sum(len(product.photos) for product in state.products)
    catalog_came = False
    for upload in unpack(uploads, faults, limits):
        try:
            if upload.suffix in (".csv", ".tsv", ".txt"):
                _keep_catalog(project, upload, limits)
                catalog_came = True
                continue
            if upload.suffix in (".xlsx", ".xls", ".ods", ".numbers"):
                raise IntakeError("error.spreadsheet", name=upload.name)
            if len(photos) >= room_photos:
                raise IntakeError("error.photos_full", name=upload.name, most=limits.photos)
            name, data = checked_photo(upload, limits)
            room_bytes -= len(data)
            if room_bytes < 0:
                raise IntakeError(
                    "error.project_full", name=upload.name, most=limits.project_bytes >> 30
                )
        except AppError as error:
            faults.append(error)
            continue
        write_atomic(project.folder / "photos" / name, data)
        photos.append(PhotoDraft(file=name, original_name=upload.name))
    with project.change() as change:
        had = {photo.file for product in change.state.products for photo in product.photos}
        fresh = {photo.file: photo for photo in photos if photo.file not in had}
        before = change.state
        reading = _Reading((), (), ())
        if catalog_came or (fresh and _catalog(project).is_file()):
            try:
                reading = _read(project, change.state, fresh, catalog_came=catalog_came)
            except ShowroomError as error:
                said = _without_path(error, project)
                problem = Problem(_CATALOG, error_code(error), said, "error")
                reading = _Reading((), (problem,), ())
        change.state = _with_rows(change.state, reading)
        claimed = {photo.file for product in reading.products for photo in product.photos}
        loose = [photo for photo in fresh.values() if photo.file not in claimed]
        change.state = _with_loose(change.state, loose, limits, faults)
        old = {product.sku: product for product in before.products}
        touched = tuple(p.sku for p in change.state.products if old.get(p.sku) != p)
    return Taken(
        photos=len(fresh),
        products=touched,
        known=len(photos) - len(fresh),
        waiting=reading.waiting,
        faults=tuple(faults),
        problems=reading.problems,
    )


@dataclass(frozen=True)
class _Reading:
    products: tuple[ProductDraft, ...]
    problems: tuple[Problem, ...]
    waiting: tuple[str, ...]


def _catalog(project: Project) -> Path:
    return project.folder / _CATALOG


def _keep_catalog(project: Project, upload: Upload, limits: Limits) -> None:
    if upload.size_bytes > limits.catalog_bytes:
        raise IntakeError("error.catalog_bytes", name=upload.name, most=limits.catalog_bytes >> 20)
    write_atomic(_catalog(project), upload.read())


def _read(
    project: Project, state: ProjectState, fresh: dict[str, PhotoDraft], *, catalog_came: bool
) -> _Reading:
    """Read the catalog with every photo of the project beside it under the name that the catalog asks for.

    Its boxes count for photos that are new, and for all photos if the catalog is new: one that is only read again
    must not undo what was chosen by hand since.
    """
    known = {photo.file: photo for product in state.products for photo in product.photos} | fresh
    by_path = {photo.original_name.casefold(): photo for photo in known.values()}
    by_name = {PurePosixPath(name).name: photo for name, photo in by_path.items()}
    with tempfile.TemporaryDirectory(dir=project.folder, prefix=".catalog-") as temporary:
        root = Path(temporary).resolve()
        shutil.copyfile(_catalog(project), root / _CATALOG)
        photo_at: dict[Path, PhotoDraft] = {}
        waiting = []
        for asked in named_photos(root / _CATALOG):
            plain = asked.replace("\\", "/").casefold()
            photo = by_path.get(plain) or by_name.get(PurePosixPath(plain).name)
            place = (root / asked).resolve()
            if photo is None:
                waiting.append(asked)
            elif place.is_relative_to(root) and not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                os.link(project.folder / "photos" / photo.file, place)
                photo_at[place] = photo
        catalog = read_catalog(root / _CATALOG)
        boxed = {p.file for p in (known if catalog_came else fresh).values()}
        drafts = tuple(_draft(product, photo_at, boxed) for product in catalog.products)
    problems = tuple(p for p in catalog.problems if p.code != "missing_photo")
    return _Reading(drafts, problems, tuple(waiting))


def _draft(
    row: CatalogProduct, photo_at: dict[Path, PhotoDraft], boxed: Collection[str]
) -> ProductDraft:
    """The row as a product; its boxes count for the photo files in `boxed`."""
    boxes = (*row.boxes, *[None] * (len(row.photos) - len(row.boxes)))
    draft = ProductDraft(
        sku=row.sku,
        name=row.name,
        photos=tuple(
            _boxed(photo_at[path], box) if photo_at[path].file in boxed else photo_at[path]
            for path, box in zip(row.photos, boxes, strict=True)
        ),
        category=_category(row.category),
        width_m=row.width_m,
        height_m=row.height_m,
        depth_m=row.depth_m,
        price=row.price.amount if row.price else "",
        currency=row.price.currency if row.price else "",
        url=row.url or "",
        description=row.description,
        names=dict(row.names),
        descriptions=dict(row.descriptions),
        variants=tuple(
            VariantDraft(
                sku=variant.sku,
                name=variant.name,
                photos=tuple(photo_at[path].file for path in variant.photos),
                rgb=variant.rgb,
                price=variant.price.amount if variant.price else "",
                currency=variant.price.currency if variant.price else "",
                url=variant.url or "",
                boxes=variant.boxes,
            )
            for variant in row.variants
        ),
        variant_of=row.variant_of,
        variant_name=row.variant_name,
        design=None if row.design is None else design_as_json(row.design),
    )
    return _named(draft)


def _boxed(photo: PhotoDraft, box: PhotoBox | None) -> PhotoDraft:
    """The photo with the row's box; a row without one leaves what was chosen by hand."""
    return photo if box is None or box == photo.box else photo.with_box(box)


def _category(words: str | None) -> str | None:
    """The graph's name for the merchant's words, or the words themselves."""
    from layout import canonical_category

    match = canonical_category(words)
    return words if match.category is None or match.doubtful else match.category


def _named(draft: ProductDraft) -> ProductDraft:
    """The name may tell what it is before the picture was looked at; a guess all the same."""
    if draft.category is not None:
        return draft
    category = _category(draft.name)
    known = None if category == draft.name else category
    return replace(draft, category=known, category_guessed=known is not None)


def _with_rows(state: ProjectState, reading: _Reading) -> ProjectState:
    """Rows in the place of the products of their SKU, keeping what was done to them by hand."""
    rows = {row.sku: row for row in reading.products}
    taken = {photo.file for row in rows.values() for photo in row.photos}
    taken |= {name for row in rows.values() for variant in row.variants for name in variant.photos}
    for product in state.products:
        if product.sku in rows:
            row = rows[product.sku]
            state = state.with_product(
                replace(
                    row,
                    turn_deg=product.turn_deg,
                    model=product.model,
                    # A row without parts leaves what was chosen by hand.
                    design=product.design if row.design is None else row.design,
                    left_out=product.left_out,
                    keep_doubtful=product.keep_doubtful,
                    status=product.status,
                    made_of=product.made_of,
                    made_turn_deg=product.made_turn_deg,
                    problems=product.problems,
                    needs_photo=product.needs_photo,
                )
            )
            continue
        # A product that was only guessed from the photo's name gives way to the row that asks for the photo.
        kept = tuple(photo for photo in product.photos if photo.file not in taken)
        if kept != product.photos:
            emptied = not kept and product.model is None
            state = (
                state.without_product(product.sku)
                if emptied
                else state.with_product(replace(product, photos=kept))
            )
    for row in reading.products:
        if state.product(row.sku) is None:
            state = state.with_product(row)
    return state


def _with_loose(
    state: ProjectState, photos: Sequence[PhotoDraft], limits: Limits, faults: list[AppError]
) -> ProjectState:
    for group in grouped(photos):
        if len(state.products) >= limits.products:
            name = group[0].original_name
            faults.append(IntakeError("error.products_full", name=name, most=limits.products))
            continue
        sku = sku_for(group[0], [product.sku for product in state.products])
        draft = ProductDraft(sku=sku, name=title_for(group[0]), photos=tuple(group))
        state = state.with_product(_named(draft))
    return state


def _without_path(error: Exception, project: Project) -> str:
    """The engine's sentence without the server's folder in it."""
    text = str(error)
    start = text.find(_CATALOG)
    return text[start:] if text.startswith(str(project.folder)) and start >= 0 else text
