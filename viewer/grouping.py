"""Which photos show the same product, by what their files are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from showroom.catalog.catalog import SKU_MAX_LENGTH, sku_fault
from viewer.draft import PhotoDraft, ProductDraft

__all__ = ["grouped", "sku_for", "suggested_merges", "title_for"]

# Words that say from where a product was seen; nobody sells a "back".
_VIEWS = (
    *("front", "back", "rear", "side", "left", "right", "top", "above", "detail", "angle", "view"),
    *(
        "vorne",
        "hinten",
        "seite",
        "links",
        "rechts",
        "oben",
        "frente",
        "lado",
        "atras",
        "face",
        "dos",
        "cote",
    ),
    *("正面", "背面", "侧面", "左侧", "右侧", "顶部", "细节", "俯视"),
)
_VIEW = re.compile(rf"[\s_.-]+(?:{'|'.join(_VIEWS)})[\s_.-]*\d*$", re.IGNORECASE)
_COUNTER = re.compile(r"(?:[\s_.-]+|\s*\()0*(\d{1,2})\)?$")
# Cameras count all pictures: the next number is most often another product.
_CAMERA = re.compile(
    r"(?:img|dsc[fn]?|p|pxl|dji|image|photo|picture|scan)?[\s_.-]*\d*$", re.IGNORECASE
)


def grouped(photos: Sequence[PhotoDraft]) -> list[list[PhotoDraft]]:
    """Photos of one product together: names that differ in the view only, as chair, chair_front and chair-back-2."""
    groups: dict[str, list[PhotoDraft]] = {}
    for photo in photos:
        stem = PurePosixPath(photo.original_name).with_suffix("").as_posix()
        groups.setdefault(_VIEW.sub("", stem).casefold(), []).append(photo)
    # The whole product first: the engine takes its colours there.
    return [sorted(group, key=lambda photo: len(photo.original_name)) for group in groups.values()]


def suggested_merges(products: Iterable[ProductDraft]) -> list[tuple[str, ...]]:
    """SKUs of products that may be one, since their photos are counted on, as chair-1 and chair-2; first one leads.

    Only a suggestion: a shop may well have three chairs.
    """
    stems: dict[str, list[str]] = {}
    for product in products:
        if not product.photos or product.made or product.left_out:
            continue
        stem = PurePosixPath(product.photos[0].original_name).with_suffix("").as_posix()
        base = _COUNTER.sub("", stem)
        if base == stem or _CAMERA.fullmatch(PurePosixPath(base).name):
            continue
        stems.setdefault(base.casefold(), []).append(product.sku)
    return [tuple(skus) for skus in stems.values() if len(skus) > 1]


def sku_for(photo: PhotoDraft, taken: Iterable[str]) -> str:
    """An article number from a photo's name that no other product has."""
    stem = _VIEW.sub("", PurePosixPath(photo.original_name).stem)
    text = unicodedata.normalize("NFC", stem)
    text = re.sub(r"[^\w.+-]+", "-", text).strip("-._+")[: SKU_MAX_LENGTH - 5].strip("-._+")
    if not text or sku_fault(text):
        text = "product"
    used = {sku.casefold() for sku in taken}
    sku, count = text, 1
    while sku.casefold() in used:
        count += 1
        sku = f"{text}-{count}"
    return sku


def title_for(photo: PhotoDraft) -> str:
    """A name for people: "blue_padded-chair.jpg" is a "Blue padded chair"."""
    stem = _VIEW.sub("", PurePosixPath(photo.original_name).stem)
    text = re.sub(r"[\s_-]+", " ", stem).strip()
    return text[:1].upper() + text[1:] if text else stem
