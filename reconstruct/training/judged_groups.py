"""Which models of the judgement set numbers may be chosen on, and which families their categories belong to."""

from __future__ import annotations

import zlib
from functools import cache
from typing import Literal, get_args

from reconstruct.training.photos import read_judged

__all__ = ["SPLITS", "Split", "family_of", "in_split"]

Split = Literal["judge", "tune", "all"]
SPLITS: tuple[Split, ...] = get_args(Split)

FIRST = 35
EACH = 3
"""Earlier numbers were chosen on photos of the first pieces of furniture (34 traced photos, of the first 35 pieces but
one) and of each third piece (78 and 39 simple photos, two and one of each; 117 pictures for the refusal). Which 16
products the experiment with parts was tried on is not recorded, so they are not in here."""

FAMILIES = {
    "chairs": ("chair", "stool", "bar_stool", "office_chair"),
    "sofas": ("armchair", "sofa", "bench", "ottoman"),
    "tables": ("dining_table", "coffee_table", "side_table", "desk"),
    "beds": ("bed",),
    "storage": (
        "bookcase",
        "cabinet",
        "dresser",
        "nightstand",
        "tv_stand",
        "wardrobe",
        "sideboard",
    ),
    "lamps": ("table_lamp", "ceiling_lamp", "floor_lamp"),
    "appliances": ("oven", "microwave", "refrigerator", "dishwasher", "tv"),
    "bath": ("sink", "toilet", "bathtub"),
}


def family_of(category: str) -> str:
    """The family of a category; "other" for those that have none."""
    return next((family for family, mine in FAMILIES.items() if category in mine), "other")


def in_split(shape_id: str, split: Split) -> bool:
    """Whether a model belongs to a split: "tune" to choose numbers on, "judge" for the figures told, or "all"."""
    return split == "all" or (shape_id in _tuning()) == (split == "tune")


@cache
def _tuning() -> frozenset[str]:
    """A third by hash, and those that numbers were chosen on before there was a split."""
    judged = read_judged()
    furniture = [j.shape_id for j in judged if j.group == "furniture"]
    third = (j.shape_id for j in judged if zlib.crc32(j.shape_id.encode()) % 3 == 0)
    return frozenset([*third, *furniture[:FIRST], *furniture[::EACH]])
