"""Beds of all kinds, and mattresses."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.beds.bed_base import add_base, add_footboard, add_posts
from reconstruct.parts.families.beds.bed_plan import bed_plan
from reconstruct.parts.families.beds.bedding import Rail, add_bedding, add_mattress
from reconstruct.parts.families.beds.bunk import add_bunk, add_crib
from reconstruct.parts.families.beds.headboards import HEADBOARDS, add_headboard
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure

__all__ = ["BED"]

FRAME = {"body": ("frame",)}
POSTED = {"body": ("bunk", "crib")}
WITH_HEAD = {"headboard": tuple(kind for kind in HEADBOARDS if kind != "none")}
RAILED = ("slatted", "rails", "panelled")
LEGS = ("straight", "tapered", "round", "turned")
STANDING = {"legs": LEGS}
COVERED = {"bedding": ("duvet", "folded", "cover")}
PILLOWED = {"pillows": ("one", "two", "four")}


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    body = values.of("body")
    if body == "bunk":
        add_bunk(builder, values, size_m)
        return
    if body == "crib":
        add_crib(builder, values, size_m)
        return
    if body == "mattress":
        width, height, depth = (float(side) for side in size_m)
        add_mattress(builder, values, width / 2, (0.0, height), (-depth / 2, depth / 2))
        return
    plan = bed_plan(values, size_m)
    add_base(builder, values, plan)
    add_headboard(builder, values, plan)
    add_footboard(builder, values, plan)
    add_posts(builder, values, plan)
    span = (plan.mattress_back, plan.mattress_front)
    add_mattress(builder, values, plan.mattress_half, (plan.mattress_low, plan.mattress_top), span)
    rail = Rail(plan.half, plan.foot, plan.rail_top)
    add_bedding(builder, values, plan.mattress_half, plan.mattress_top, span, rail)


def _only(*options: str) -> dict[str, float | int]:
    """A body and no other."""
    return {body: float(body in options) for body in ("frame", "bunk", "crib", "mattress")}


BED = Family(
    name="bed",
    kinds=(
        Kind(
            "bed",
            (1.42, 0.8, 2.02),
            (2.1, 1.25, 2.3),
            odds={"body": _only("frame"), "pillows": {"one": 0}, "posts": {"canopy": 0}},
            weight=5,
        ),
        Kind(
            "bed",
            (0.82, 0.55, 1.95),
            (1.3, 1.1, 2.15),
            odds={
                "body": _only("frame"),
                "pillows": {"one": 4, "two": 1, "four": 0},
                "posts": {"canopy": 0},
            },
            weight=2,
        ),
        Kind(
            "bed",
            (1.45, 1.8, 2.05),
            (2.1, 2.2, 2.25),
            odds={
                "body": _only("frame"),
                "posts": {"none": 0, "canopy": 1},
                "headboard": {"none": 0.3, "bookcase": 0, "winged": 0, "metal_bars": 0},
                "base": {"storage": 0, "box_spring": 0},
                "footboard": {"none": 3, "padded": 0, "board": 0.4, "metal_bars": 0},
            },
            weight=0.5,
        ),
        Kind(
            "bed",
            (0.95, 1.5, 1.98),
            (1.3, 1.9, 2.15),
            odds={"body": _only("bunk"), "pillows": {"one": 4, "four": 0, "two": 0.5}},
            weight=0.7,
        ),
        Kind(
            "bed",
            (0.62, 0.78, 1.2),
            (0.82, 1.1, 1.45),
            odds={"body": _only("crib"), "pillows": {"none": 5, "two": 0, "four": 0}},
            weight=0.7,
        ),
        Kind(
            "mattress",
            (0.8, 0.1, 1.9),
            (2.0, 0.34, 2.2),
            odds={"body": _only("mattress")},
            weight=0.7,
        ),
    ),
    choices=(
        Choice("body", {"frame": 10, "bunk": 1, "crib": 1, "mattress": 1}),
        Choice("posts", {"none": 14, "canopy": 1}, when=FRAME),
        Choice(
            "headboard",
            {
                "none": 1.2,
                "board": 4,
                "arched": 1.5,
                "padded": 4,
                "channels": 1,
                "tufted": 1,
                "winged": 0.8,
                "slatted": 1.2,
                "rails": 0.8,
                "panelled": 1,
                "bookcase": 0.6,
                "metal_bars": 0.9,
            },
            when=FRAME,
        ),
        Choice(
            "base",
            {"rails": 5, "padded": 4, "storage": 1.2, "plinth": 1, "box_spring": 1},
            when=FRAME,
        ),
        Choice(
            "legs",
            {"straight": 3, "tapered": 2, "round": 2, "turned": 0.7},
            when={"base": ("rails", "padded", "box_spring"), "posts": ("none",)},
        ),
        Choice("drawers", {"two": 3, "three": 1}, when={"base": ("storage",)}),
        Choice(
            "footboard",
            {
                "none": 8,
                "board": 1.5,
                "slatted": 0.5,
                "rails": 0.4,
                "panelled": 0.5,
                "metal_bars": 0.5,
                "padded": 0.7,
            },
            when=FRAME,
        ),
        Choice("guards", {"rails": 3, "slats": 2, "panel": 1}, when={"body": ("bunk",)}),
        Choice("below", {"bed": 4, "open": 1}, when={"body": ("bunk",)}),
        Choice("ends", {"slats": 2, "panel": 2}, when={"body": ("crib",)}),
        Choice(
            "bedding",
            {"duvet": 5, "folded": 3, "cover": 2, "none": 2},
            when={"body": ("frame", "bunk", "crib")},
        ),
        Choice("throw", {"none": 4, "foot": 1}, when={"body": ("frame",), **COVERED}),
        Choice(
            "pillows",
            {"none": 1, "one": 0.7, "two": 4, "four": 1.5},
            when={"body": ("frame", "bunk", "crib")},
        ),
    ),
    measures=(
        Measure("mattress_top", 0.3, 0.8, "share", usual=0.52, spread=0.17, when=WITH_HEAD),
        Measure("mattress", 0.1, 0.36, usual=0.21, when={"body": ("frame", "bunk", "crib")}),
        Measure("mattress_edge", 0.015, 0.09, usual=0.035),
        Measure("mattress_corner", 0.015, 0.14, usual=0.05),
        Measure(
            "sunk",
            0.0,
            0.75,
            "share",
            usual=0.3,
            when={"base": ("rails", "padded", "storage", "plinth")},
        ),
        Measure("margin", 0.004, 0.16, usual=0.025, when=FRAME),
        Measure("rail", 0.08, 0.34, usual=0.18, when={"base": ("rails",)}),
        Measure("edge", 0.01, 0.07, usual=0.03, when={"base": ("padded", "box_spring")}),
        Measure("plinth_inset", 0.02, 0.4, usual=0.12, when={"base": ("plinth",)}),
        Measure("drawer", 0.4, 0.9, "share", usual=0.72, when={"base": ("storage",)}),
        Measure("leg_height", 0.04, 0.34, usual=0.13, when={"base": ("padded", "box_spring")}),
        Measure("leg_width", 0.025, 0.11, usual=0.055, when=STANDING),
        Measure("leg_inset", 0.004, 0.25, usual=0.02, when=STANDING),
        Measure("leg_taper", 0.35, 0.95, "share", usual=0.65, when={"legs": ("tapered", "round")}),
        Measure("leg_splay", -2.0, 20.0, "degrees", usual=4.0, when={"legs": ("tapered", "round")}),
        Measure("head_thickness", 0.02, 0.2, usual=0.06, when=WITH_HEAD),
        Measure("head_rake", 0.0, 14.0, "degrees", usual=2.0, spread=0.18, when=WITH_HEAD),
        Measure("head_overhang", 0.001, 0.25, usual=0.006, when=WITH_HEAD),
        Measure(
            "head_gap",
            0.0,
            1.0,
            "share",
            usual=0.3,
            when={"headboard": ("board", "arched", "padded", "channels", "tufted", "winged")},
        ),
        Measure(
            "head_round",
            0.0,
            0.9,
            "share",
            usual=0.08,
            when={"headboard": ("board", "padded", "winged")},
        ),
        Measure("arch", 0.1, 0.95, "share", usual=0.45, when={"headboard": ("arched",)}),
        Measure("wing_reach", 0.05, 0.4, usual=0.14, when={"headboard": ("winged",)}),
        Measure("wing_thickness", 0.03, 0.12, usual=0.06, when={"headboard": ("winged",)}),
        Measure("head_depth", 0.12, 0.36, usual=0.22, when={"headboard": ("bookcase",)}),
        Measure(
            "head_rail", 0.03, 0.2, usual=0.08, when={"headboard": ("slatted", "rails", "panelled")}
        ),
        Measure("tube", 0.018, 0.06, usual=0.03, when={"headboard": ("metal_bars",)}),
        Measure("bar_bow", 0.0, 0.5, "share", usual=0.12, when={"headboard": ("metal_bars",)}),
        Measure("bar_corner", 0.03, 0.4, usual=0.1, when={"headboard": ("metal_bars",)}),
        Measure(
            "foot_height",
            0.05,
            0.85,
            "share",
            usual=0.3,
            when={"footboard": ("board", "slatted", "rails", "panelled", "metal_bars", "padded")},
        ),
        Measure(
            "foot_thickness",
            0.025,
            0.16,
            usual=0.055,
            when={"footboard": ("board", "slatted", "rails", "panelled", "metal_bars", "padded")},
        ),
        Measure(
            "foot_round", 0.0, 0.6, "share", usual=0.1, when={"footboard": ("board", "padded")}
        ),
        Measure("post", 0.03, 0.12, usual=0.06, when=POSTED),
        Measure("canopy_post", 0.03, 0.12, usual=0.06, when={"posts": ("canopy",)}),
        Measure("head_post", 0.03, 0.12, usual=0.06, when={"headboard": RAILED}),
        Measure("foot_post", 0.03, 0.12, usual=0.055, when={"footboard": RAILED}),
        Measure("head_under_canopy", 0.2, 1.0, "share", usual=0.6, when={"posts": ("canopy",)}),
        Measure("upper_height", 0.6, 0.88, "share", usual=0.76, when={"body": ("bunk",)}),
        Measure("lower_height", 0.2, 0.5, usual=0.32, when={"below": ("bed",)}),
        Measure("end_height", 0.2, 0.9, "share", usual=0.45, when={"below": ("bed",)}),
        Measure("guard_rail", 0.02, 0.12, usual=0.06, when=POSTED),
        Measure("bar_share", 0.15, 0.65, "share", usual=0.35, when={"body": ("crib",)}),
        Measure("crib_gap", 0.08, 0.4, "share", usual=0.22, when={"body": ("crib",)}),
        Measure("crib_drop", 0.0, 0.2, "share", usual=0.04, when={"body": ("crib",)}),
        Measure("crib_deck", 0.02, 0.6, "share", usual=0.2, when={"body": ("crib",)}),
        Measure("duvet", 0.025, 0.1, usual=0.05, when=COVERED),
        Measure("duvet_length", 0.5, 0.98, "share", usual=0.72, when=COVERED),
        Measure("hang", 0.05, 0.45, usual=0.2, when={"bedding": ("duvet", "folded")}),
        Measure("fold", 0.12, 0.45, usual=0.25, when={"bedding": ("folded",)}),
        Measure("throw_from", 0.02, 0.3, "share", usual=0.1, when={"throw": ("foot",)}),
        Measure("throw_width", 0.3, 0.8, usual=0.5, when={"throw": ("foot",)}),
        Measure("pillow_width", 0.45, 0.95, usual=0.65, when=PILLOWED),
        Measure("pillow_depth", 0.32, 0.55, usual=0.45, when=PILLOWED),
        Measure("pillow_thickness", 0.08, 0.22, usual=0.15, when=PILLOWED),
        Measure("pillow_lean", 0.0, 75.0, "degrees", usual=25.0, when=PILLOWED),
    ),
    construct=_construct,
)
