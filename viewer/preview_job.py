"""The job "preview": cut every new photo out, and guess what it shows and how large that is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reconstruct import ReconstructError
from showroom import PhotoPreview, ShowroomError, preview_photo, repair_cutout
from showroom.output import write_atomic
from viewer.draft import PhotoDraft, ProductDraft
from viewer.job_kinds import JobReport
from viewer.project import Project
from viewer.waiting_photos import waiting_photos

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
        photo = waiting[0]
        try:
            _look(project, photo)
        except (ShowroomError, ReconstructError) as error:
            message = str(error).replace(photo.file, photo.original_name)
            status = "failed" if photo.mask is None else photo.status
            failed = replace(photo, status=status, warnings=(message,), repair=None)
            _write_down(project, photo, failed, None)
            report.problem(photo.original_name, message, severity="error")
        done += 1
        report.progress(done, total, photo.original_name, stage="preview")


def _look(project: Project, photo: PhotoDraft) -> None:
    path = project.folder / "photos" / photo.file
    if photo.repair is not None and photo.mask is not None:
        mask_path = project.folder / "masks" / photo.mask
        seen = repair_cutout(path, mask_path, **photo.repair)
        mask, thumbnail = _keep_mask(project, seen.mask_png, seen.thumbnail_webp)
        repaired = replace(
            photo,
            mask=mask,
            thumbnail=thumbnail,
            repaired=True,
            repair=None,
            status="cut_out",
            warnings=_warnings(seen, photo),
        )
        _write_down(project, photo, repaired, None)
    else:
        seen = preview_photo(path)
        _write_down(project, photo, _kept(project, photo, seen), seen)


def _keep_mask(project: Project, mask_png: bytes, thumbnail_webp: bytes) -> tuple[str, str]:
    """Write a cut-out and its thumbnail under names made of their content; gives both names."""
    mask = _name(mask_png) + ".png"
    thumbnail = _name(thumbnail_webp) + ".webp"
    write_atomic(project.folder / "masks" / mask, mask_png)
    write_atomic(project.folder / "previews" / thumbnail, thumbnail_webp)
    return mask, thumbnail


def _kept(project: Project, photo: PhotoDraft, seen: PhotoPreview) -> PhotoDraft:
    mask, thumbnail = _keep_mask(project, seen.mask_png, seen.thumbnail_webp)
    return replace(
        photo,
        status="cut_out",
        mask=mask,
        thumbnail=thumbnail,
        confidence=round(float(seen.confidence), 3),
        warnings=_warnings(seen, photo),
    )


def _warnings(seen: PhotoPreview, photo: PhotoDraft) -> tuple[str, ...]:
    return tuple(w.message.replace(photo.file, photo.original_name) for w in seen.warnings)


def _write_down(
    project: Project, before: PhotoDraft, after: PhotoDraft, seen: PhotoPreview | None
) -> None:
    with project.change() as change:
        for product in change.state.products:
            now = next((p for p in product.photos if p.file == before.file), None)
            if now is None:
                continue
            # Drawn meanwhile, while the photo was looked at: that comes next.
            kept = after if now.repair == before.repair else replace(after, repair=now.repair)
            change.state = change.state.with_product(_told(product.with_photo(kept), seen))


def _told(product: ProductDraft, seen: PhotoPreview | None) -> ProductDraft:
    """The product with the guesses of its first photo that has any; nobody's word is overwritten."""
    if product.status == "new":
        # One photo that cannot be used does not speak for the others.
        looked = all(photo.status != "new" for photo in product.photos)
        usable = any(photo.status == "cut_out" for photo in product.photos)
        if usable or looked:
            product = replace(product, status="cut_out" if usable else "failed")
    if seen is None:
        return product
    if product.category is None and seen.category_guess is not None:
        product = replace(product, category=seen.category_guess, category_guessed=True)
    sizes = (product.width_m, product.height_m, product.depth_m)
    if sizes == (None, None, None) and seen.size_guess_m is not None:
        width_m, height_m, depth_m = seen.size_guess_m
        product = replace(
            product, width_m=width_m, height_m=height_m, depth_m=depth_m, size_guessed=True
        )
    return product


def _name(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_HASH_LETTERS]
