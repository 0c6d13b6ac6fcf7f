"""Bins, baskets, crates and chests: `vessel` has the bins that are turned, with a profile of their own."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.container.bins import add_bin
from reconstruct.parts.families.container.boxes import add_chest, add_crate
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure

__all__ = ["CONTAINER"]

_MAKERS = {"bin": add_bin, "basket": add_bin, "crate": add_crate, "chest": add_chest}


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    _MAKERS[values.of("container")](builder, values, width, height, depth)


_BINS = {"container": ("bin", "basket")}
_CHEST = {"container": ("chest",)}


def _only(container: str) -> dict[str, float | int]:
    return {**dict.fromkeys(("bin", "basket", "crate", "chest"), 0), container: 1}


CONTAINER = Family(
    name="container",
    kinds=(
        Kind(
            "bin",
            (0.18, 0.24, 0.18),
            (0.36, 0.46, 0.36),
            {"container": _only("bin"), "lid": {"none": 8, "swing": 1}},
            weight=3.0,
            depth_of_width=(0.7, 1.0),
            alike=0.6,
        ),
        Kind(
            "bin",
            (0.22, 0.32, 0.24),
            (0.42, 0.75, 0.42),
            {
                "container": _only("bin"),
                "lid": {"none": 0, "dome": 4, "swing": 3, "flat": 4},
                "pedal": {"yes": 4},
                "wall_kind": {"wire": 0, "woven": 0},
            },
            weight=4.0,
            usual={"bottom": 0.92},
            depth_of_width=(0.85, 1.15),
            alike=0.6,
        ),
        Kind(
            "bin",
            (0.34, 0.4, 0.3),
            (0.55, 0.7, 0.45),
            {
                "container": _only("basket"),
                "lid": {"none": 3, "flat": 4},
                "handles": {"loops": 2},
                "wall_kind": {"woven": 5, "solid": 2},
            },
            weight=2.0,
            depth_of_width=(0.7, 1.0),
        ),
        Kind(
            "bin",
            (0.28, 0.16, 0.22),
            (0.55, 0.36, 0.42),
            {
                "container": _only("basket"),
                "lid": {"none": 1, "flat": 0, "dome": 0, "swing": 0},
                "handles": {"loops": 4},
                "wall_kind": {"woven": 5, "wire": 3, "solid": 2},
            },
            weight=2.0,
            depth_of_width=(0.65, 1.0),
        ),
        Kind(
            "bin",
            (0.3, 0.18, 0.24),
            (0.6, 0.4, 0.42),
            {"container": _only("crate")},
            weight=1.5,
        ),
        Kind(
            "bin",
            (0.6, 0.35, 0.36),
            (1.2, 0.58, 0.58),
            {"container": _only("chest")},
            weight=2.0,
        ),
    ),
    choices=(
        Choice("container", {"bin": 5, "basket": 3, "crate": 1, "chest": 2}),
        Choice("section", {"round": 3, "square": 2}, when=_BINS),
        Choice("wall_kind", {"solid": 6, "woven": 1, "wire": 1}, when=_BINS),
        Choice("lid", {"none": 5, "flat": 2, "dome": 1, "swing": 1}, when=_BINS),
        Choice("rim", {"thin": 2, "thick": 2}, when=_BINS),
        Choice("handles", {"none": 3, "loops": 1}, when={"container": ("basket",)}),
        Choice("pedal", {"no": 6, "yes": 1}, when={"container": ("bin",)}),
        Choice("rows", {"2": 1, "3": 3, "4": 2}, when={"container": ("crate",)}),
        Choice("chest_top", {"flat": 3, "vaulted": 2}, when=_CHEST),
        Choice("chest_front", {"plain": 3, "panelled": 2, "straps": 2}, when=_CHEST),
        Choice("feet", {"none": 2, "blocks": 1}, when=_CHEST),
    ),
    measures=(
        Measure(
            "squareness", 2.6, 14.0, "share", usual=6.5, spread=0.25, when={"section": ("square",)}
        ),
        Measure("bottom", 0.5, 1.1, "share", usual=0.82, spread=0.2, when=_BINS),
        Measure("belly", -0.05, 0.2, "share", usual=0.01, spread=0.12, when=_BINS),
        Measure("wall", 0.0015, 0.02, usual=0.005, when={"wall_kind": ("solid", "woven")}),
        Measure("rim_width", 0.004, 0.03, usual=0.01, when={"rim": ("thick",)}),
        Measure(
            "lid_height", 0.03, 0.42, "share", usual=0.12, when={"lid": ("flat", "dome", "swing")}
        ),
        Measure("slat", 0.008, 0.025, usual=0.012, when={"container": ("crate",)}),
        Measure("slat_share", 0.5, 0.96, "share", usual=0.78, when={"container": ("crate",)}),
        Measure("chest_lid", 0.06, 0.45, "share", usual=0.2, when=_CHEST),
        Measure("lid_over", 0.001, 0.03, usual=0.008, when=_CHEST),
        Measure("foot", 0.015, 0.08, usual=0.03, when={"feet": ("blocks",)}),
    ),
    construct=_construct,
)
