"""Judges which family is read in photos that training never saw: the judgement set's tuning third, no size given.

A photo's families are those that are sold as its model's category.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from pathlib import Path

import numpy as np

from reconstruct.crop import crop_product
from reconstruct.network.model import load_shape_model
from reconstruct.parts.families import all_families
from reconstruct.parts.reading import NONE
from reconstruct.training.photos import read_judged, read_photo_record

__all__ = ["is_for_tuning", "judge_parts"]


def is_for_tuning(shape_id: str) -> bool:
    """Whether a model of the judgement set may be looked at while something is chosen or learned."""
    return zlib.crc32(shape_id.encode()) % 3 == 0


def judge_parts(cache: Path, model: Path | None = None) -> str:
    """Table of families read, by the true category.

    Raises
    ------
    FileNotFoundError
        If the cache has no photo of the set.
    """
    shape_model = load_shape_model(model)
    sold = defaultdict(set)
    for family in all_families():
        for kind in family.kinds:
            sold[kind.category].add(family.name)
    found: dict[str, list[tuple[bool, bool, str]]] = defaultdict(list)
    folder = cache / "photos" / "judgement"
    for judged in read_judged():
        stem = folder / f"{judged.shape_id}-0"
        if not is_for_tuning(judged.shape_id) or not stem.with_suffix(".jpg").exists():
            continue
        photo = read_photo_record(stem)
        crop = crop_product(photo.rgb, photo.matte)
        reading = shape_model.read_parts(crop, shape_model.read(crop, None))
        ranked = sorted(reading.family, key=lambda name: -reading.family[name])
        right = sold.get(judged.category) or {NONE}
        found[judged.category].append(
            (ranked[0] in right, bool(right & set(ranked[:3])), ranked[0])
        )
    if not found:
        raise FileNotFoundError(
            f"{folder}: expected first views of the judgement set, found none; run `photos`"
        )
    lines = ["| category | photos | family right | among three | read as |", "|---" * 5 + "|"]
    for category, entries in sorted(found.items()):
        first, third = (np.mean([entry[i] for entry in entries]) for i in (0, 1))
        names = ", ".join(sorted({entry[2] for entry in entries}))
        lines.append(f"| {category} | {len(entries)} | {first:.2f} | {third:.2f} | {names} |")
    entries = [entry for part in found.values() for entry in part]
    first, third = (np.mean([entry[i] for entry in entries]) for i in (0, 1))
    lines.append(f"| all | {len(entries)} | {first:.2f} | {third:.2f} | |")
    return "\n".join(lines)
