"""Judges what the vote on the category says of the judgement set: first views, the true matte, no name and no size."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from reconstruct.crop import crop_product, matte_bounds
from reconstruct.network.imagenet import load_imagenet_model
from reconstruct.network.model import load_shape_model
from reconstruct.see.category import load_vote, product_labels
from reconstruct.see.detector import detect
from reconstruct.see.product_square import product_squares
from reconstruct.training.photos import read_judged, read_photo_record

__all__ = ["category_table"]


def category_table(cache: Path, group: str) -> str:
    """Top-1 and top-3 of each source alone, and of the vote.

    Raises
    ------
    FileNotFoundError
        If the cache has no photo of the set.
    """
    vote, reader, imagenet = load_vote(), load_shape_model(), load_imagenet_model()
    nothing = np.full(len(vote.categories), 1 / len(vote.categories), dtype=np.float32)
    ranks: dict[str, list[int]] = {}
    folder = cache / "photos" / "judgement"
    for judged in read_judged():
        stem = folder / f"{judged.shape_id}-0"
        if judged.group != group or not stem.with_suffix(".jpg").exists():
            continue
        photo = read_photo_record(stem)
        read = reader.read(crop_product(photo.rgb, photo.matte), None).category
        words = np.exp(imagenet.read(product_squares(photo.rgb, photo.matte)))
        labels = product_labels(matte_bounds(photo.matte), detect(photo.rgb))
        true = vote.categories.index(judged.category)
        for name, odds in {
            "reader alone": read,
            "ImageNet's network alone": words,
            "detector alone": vote.combine(nothing, nothing, labels),
            "vote without the detector": vote.combine(read, words, {}),
            "vote": vote.combine(read, words, labels),
        }.items():
            ranks.setdefault(name, []).append(int((odds > odds[true]).sum()))
    if not ranks:
        raise FileNotFoundError(
            f"{folder}: expected first views of the judgement set, found none; run `photos`"
        )
    count = len(next(iter(ranks.values())))
    lines = [f"| {count} photos, no name, no size | top-1 | top-3 |", "|---|---|---|"]
    for name, found in ranks.items():
        first, third = np.mean(np.array(found) < 1), np.mean(np.array(found) < 3)
        lines.append(f"| {name} | {first:.2f} | {third:.2f} |")
    return "\n".join(lines)
