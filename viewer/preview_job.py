"""The job "preview": cut every new photo out, and guess what it shows and how large that is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from reconstruct import ReconstructError
from reconstruct.photo import read_photo
from showroom import PhotoPreview, ShowroomError, Stroke, preview_photo, repair_cutout
from showroom.output import write_atomic
from showroom.problem import Problem, error_code
from viewer.draft import PhotoDraft, ProductDraft, Status
from viewer.job_kinds import JobReport
from viewer.project import Project
from viewer.waiting_photos import WaitingPhoto, waiting_photos

__all__ = ["run"]

_HASH_LETTERS = 24


def run(project: Project, report: JobReport, arguments: Mapping[str, Any]) -> None:
    """Look at all waiting photos, those included that are dropped while it works."""
    del arguments
    done = 0
    while waiting := waiting_photos(project.state()):
        total = done + len(waiting)
        if done == 0:
            report.progress(0, total, stage="preview")
        photo = waiting[0].photo
        try:
            _look(project, waiting[0])
        except (ShowroomError, ReconstructError) as error:
            message = str(error).replace(photo.file, photo.original_name)
            status: Status = "failed" if photo.mask is None else "cut_out"
            warning = Problem(photo.original_name, error_code(error), message, "error")
            failed = replace(
                photo,
                status=status,
                warnings=(warning,),
                repair=None,
                looked_for=waiting[0].category,
            )
            _write_down(project, waiting[0], failed, None)
            report.problem(warning)
        done += 1
        report.progress(done, total, photo.original_name, stage="preview")


def _look(project: Project, waiting: WaitingPhoto) -> None:
    photo = waiting.photo
    path = project.folder / "photos" / photo.file
    if photo.repair is None:
        seen = preview_photo(path, category=waiting.category, box=photo.box)
        kept = replace(_kept(project, photo, seen), looked_for=waiting.category)
        _write_down(project, waiting, _with_things(kept, seen), seen)
        return
    before = project.folder / "masks" / photo.mask if photo.mask else None
    after = repair_cutout(path, before, **_engine_words(path, photo.repair))
    seen = preview_photo(path, mask=after, guess=False)
    kept = replace(_kept(project, photo, seen), repaired=True, repair=None)
    _write_down(project, waiting, kept, None)


def _with_things(photo: PhotoDraft, seen: PhotoPreview) -> PhotoDraft:
    guesses = tuple((guess.category, guess.probability) for guess in seen.category_guess)
    photo = replace(photo, photo_px=seen.size_px, category_guesses=guesses)
    # What may be chosen stays as it was offered while the merchant tries one after another.
    if photo.box is not None and photo.things:
        return photo
    return replace(photo, things=seen.candidates, ask=seen.ask)


def _engine_words(path: Path, repair: Mapping[str, Any]) -> dict[str, Any]:
    """What was drawn on the picture of the page, in pixels of the photo itself."""
    photo = read_photo(path)
    scale = photo.original_px[0] / photo.rgb.shape[1]
    strokes: dict[str, list[Stroke]] = {"keep": [], "drop": []}
    for stroke in repair["strokes"]:
        points = tuple((x * scale, y * scale) for x, y in stroke["points_px"])
        strokes[stroke["kind"]].append(Stroke(points, stroke["radius_px"] * scale))
    box = repair["box_px"]
    return {
        "box_px": None if box is None else tuple(side * scale for side in box),
        "keep_strokes": strokes["keep"],
        "drop_strokes": strokes["drop"],
    }


def _kept(project: Project, photo: PhotoDraft, seen: PhotoPreview) -> PhotoDraft:
    """The photo with its cut-out and thumbnail written, under names made of their content."""
    mask = None
    if seen.mask_png is not None:
        mask = _name(seen.mask_png) + ".png"
        write_atomic(project.folder / "masks" / mask, seen.mask_png)
    thumbnail = _name(seen.thumbnail_webp) + ".webp"
    write_atomic(project.folder / "previews" / thumbnail, seen.thumbnail_webp)
    return replace(
        photo,
        status="cut_out",
        mask=mask,
        thumbnail=thumbnail,
        confidence=round(float(seen.confidence), 3),
        warnings=tuple(
            replace(
                warning,
                item=photo.original_name,
                message=warning.message.replace(photo.file, photo.original_name),
            )
            for warning in seen.warnings
        ),
    )


def _write_down(
    project: Project, waiting: WaitingPhoto, after: PhotoDraft, seen: PhotoPreview | None
) -> None:
    before = waiting.photo
    with project.change() as change:
        product = change.state.product(waiting.sku)
        now = next((p for p in product.photos if p.file == before.file), None) if product else None
        if product is None or now is None:
            return
        # Drawn or chosen meanwhile, while the photo was looked at: that comes next.
        if now.repair != before.repair:
            after = replace(after, repair=now.repair)
        if now.box != before.box or (now.status == "new" and before.status != "new"):
            after = replace(after.with_box(now.box), repair=now.repair)
        change.state = change.state.with_product(_told(product.with_photo(after), after, seen))


def _told(product: ProductDraft, photo: PhotoDraft, seen: PhotoPreview | None) -> ProductDraft:
    """The product with the guesses of its first photo that has any; nobody's word is overwritten."""
    if product.status == "new":
        # One photo that cannot be used does not speak for the others.
        looked = all(photo.status != "new" for photo in product.photos)
        usable = any(photo.status == "cut_out" for photo in product.photos)
        if usable or looked:
            product = replace(product, status="cut_out" if usable else "failed")
    if seen is None:
        return product
    first = next((p.file for p in product.photos if p.category_guesses), photo.file) == photo.file
    unsaid = product.category is None or (
        first and product.category_guessed and photo.looked_for is None
    )
    if unsaid and seen.category_guess:
        category = seen.category_guess[0].category
        product = replace(product, category=category, category_guessed=True)
    sizes = (product.width_m, product.height_m, product.depth_m)
    unsaid = sizes == (None, None, None) or (first and product.size_guessed)
    if unsaid and seen.size_guess_m is not None:
        width_m, height_m, depth_m = seen.size_guess_m
        product = replace(
            product, width_m=width_m, height_m=height_m, depth_m=depth_m, size_guessed=True
        )
    return product


def _name(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_HASH_LETTERS]
