"""Tables: dining, coffee, side, console, bar, outdoor and children's."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.tables.bases import stand_on
from reconstruct.parts.families.tables.parameters import (
    BARS,
    LEANING,
    SUPPORTS,
    TOPS,
)
from reconstruct.parts.families.tables.tops import add_top
from reconstruct.parts.family import Family, Kind, Values
from reconstruct.parts.parameters import Choice, Measure
from reconstruct.parts.part_mesh import PartMesh

__all__ = ["TABLE"]


class Placed(Builder):
    """Adds parts to another builder, moved and renamed.

    Parameters
    ----------
    builder
        What the parts are added to.
    suffix
        Put after their names.
    x_m, z_m
        How far they are moved.
    """

    def __init__(self, builder: Builder, suffix: str, x_m: float, z_m: float) -> None:
        super().__init__(builder.detail)
        self._to, self._suffix, self._x_m, self._z_m = builder, suffix, x_m, z_m

    def add(self, role: str, name: str, mesh: PartMesh, material: str | None = None) -> None:
        """Add a part to the other builder."""
        moved = mesh.moved(self._x_m, 0.0, self._z_m)
        self._to.add(role, f"{name} {self._suffix}".strip(), moved, material)


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    smaller = {"two": 1, "three": 2}.get(values.of("set"), 0)
    shift, shrink = values["nest_shift"], values["nest_scale"]
    # The smaller ones stand under the largest and reach out from it to the left and a little to the front.
    width, depth = width / (1 + smaller * shift), depth / (1 + 0.4 * smaller * shift)
    stand_on(builder, values, add_top(builder, values, width, height, depth))
    for index in range(smaller):
        share = shrink ** (index + 1)
        out = (index + 1) * shift
        x = width * ((1 - share) / 2 + out)
        z = depth * ((1 - share) / 2 + 0.4 * out)
        low = height * (1 - 0.6 * (1 - share))
        inner = Placed(builder, ("second", "third")[index], x, z)
        stand_on(inner, values, add_top(inner, values, width * share, low, depth * share))


_LEGS = {
    "straight": 14,
    "tapered": 6,
    "round": 6,
    "turned": 3,
    "baluster": 1.5,
    "cabriole": 1.5,
    "hairpin": 2.5,
    "three": 1.5,
    "spider": 1,
    "loop_ends": 4,
    "loop_long": 1.5,
    "tube_ends": 1,
    "panel_ends": 2,
    "trestle": 3,
    "x_ends": 2,
    "x_long": 0.8,
    "a_frame": 1.5,
    "sawhorses": 0.5,
    "pedestal": 5,
    "two_pedestals": 1.5,
    "block": 1.5,
    "drum": 1.5,
    "cross_panels": 1,
    "cross_loops": 1,
    "c_frame": 1,
    "c_panel": 0.7,
    "waterfall": 1,
    "picnic": 0.1,
}
# A bent top or picnic boards leave no choice of outline.
_FREE_TOP = tuple(legs for legs in _LEGS if legs not in ("waterfall", "picnic"))
_NESTED = (
    "straight", "tapered", "round", "hairpin", "three", "loop_ends", "loop_long", "tube_ends", "panel_ends",
    "pedestal", "waterfall", "block", "drum",
)  # fmt: skip

CHOICES = (
    Choice("legs", _LEGS),
    Choice(
        "surface",
        {"solid": 12, "glass": 1.2, "framed_glass": 0.6, "planks": 0.7, "slatted": 0.7},
        when={"legs": _FREE_TOP},
    ),
    Choice(
        "outline",
        {
            "rectangle": 10,
            "rounded": 4,
            "round": 3,
            "superellipse": 0.8,
            "boat": 0.8,
            "live_edge": 0.8,
        },
        when={"surface": ("solid", "glass")},
    ),
    Choice("slats", {"few": 1, "many": 1}, when={"surface": ("planks", "slatted")}),
    Choice(
        "edge",
        {"square": 8, "bevelled": 2.5, "bullnose": 1.5, "tray": 0.8},
        when={"surface": ("solid",)},
    ),
    Choice("stance", {"upright": 3, "splayed": 1.3}, when={"legs": LEANING}),
    Choice(
        "stretcher",
        {"none": 10, "h_shape": 1.2, "box": 1, "x_shape": 0.8, "ring": 0.2},
        when={"legs": BARS},
    ),
    Choice(
        "beam",
        {"none": 1, "one": 1.6},
        when={
            "legs": (
                "panel_ends",
                "trestle",
                "x_ends",
                "x_long",
                "a_frame",
                "two_pedestals",
                "loop_ends",
            )
        },
    ),
    Choice(
        "loop",
        {"closed": 4, "open_below": 1, "open_above": 0.7},
        when={"legs": ("loop_ends", "loop_long")},
    ),
    Choice("posts", {"one": 3, "two": 1}, when={"legs": ("trestle",)}),
    Choice(
        "shelf",
        {"none": 8, "solid": 2, "slatted": 0.7, "glass": 0.3},
        when={"legs": (*BARS, "loop_ends", "loop_long", "panel_ends", "three")},
    ),
    Choice("apron", {"none": 2, "straight": 3, "arched": 0.4}, when={"legs": BARS}),
    Choice(
        "drawers",
        {"none": 8, "one": 1.2, "two": 1, "three": 0.4},
        when={"apron": ("straight",), "legs": BARS},
    ),
    Choice(
        "handle",
        {"knob": 4, "bow": 1.5, "lip": 1, "none": 1.5},
        when={"drawers": ("one", "two", "three")},
    ),
    Choice(
        "column",
        {"straight": 4, "square": 1.5, "cone": 1.2, "trumpet": 1.5, "turned": 2},
        when={"legs": ("pedestal", "two_pedestals")},
    ),
    Choice(
        "base",
        {"disc": 4, "plate": 1.2, "four_feet": 3, "three_feet": 0.7, "cross": 1.2},
        when={"legs": ("pedestal", "two_pedestals")},
    ),
    Choice("set", {"single": 100, "two": 1, "three": 0.6}, when={"legs": _NESTED}),
)

_NEST = (
    Measure("nest_scale", 0.6, 0.92, "share", usual=0.8, when={"set": ("two", "three")}),
    Measure("nest_shift", 0.0, 0.5, "share", usual=0.12, when={"set": ("two", "three")}),
)

_NO_ENDS = {
    "panel_ends": 0,
    "trestle": 0,
    "two_pedestals": 0,
    "loop_ends": 0.6,
    "loop_long": 0.3,
    "tube_ends": 0.2,
    "x_ends": 0.3,
    "x_long": 0,
    "sawhorses": 0,
    "a_frame": 0,
    "waterfall": 0,
    "c_frame": 0,
    "c_panel": 0,
    "hairpin": 1.5,
    "cabriole": 0.5,
}
_ROUND = {
    "outline": {
        "rectangle": 0,
        "rounded": 0,
        "round": 1,
        "superellipse": 0.06,
        "boat": 0,
        "live_edge": 0,
    },
    "surface": {"framed_glass": 0, "planks": 0, "slatted": 0, "glass": 1.5},
    "shelf": {"slatted": 0},
}
_SMALL = {"two_pedestals": 0, "a_frame": 0.1, "trestle": 0.3}

KINDS = (
    Kind(
        "dining_table",
        (1.1, 0.7, 0.7),
        (2.6, 0.79, 1.1),
        {
            "legs": {
                "three": 0,
                "c_frame": 0,
                "c_panel": 0,
                "block": 0.4,
                "drum": 0.5,
                "pedestal": 1,
            },
            "shelf": {"solid": 0.1, "slatted": 0.05, "glass": 0},
            "drawers": {"one": 0.3, "two": 0.2, "three": 0.05},
            "edge": {"tray": 0},
            "outline": {"round": 1},
        },
        weight=3.5,
        usual={"leg_width": 0.072, "top_thickness": 0.032},
    ),
    Kind(
        "dining_table",
        (0.75, 0.7, 0.75),
        (1.5, 0.78, 1.5),
        {
            **_ROUND,
            "legs": {**_NO_ENDS, "pedestal": 16, "drum": 2, "cabriole": 0.5},
            "shelf": {"solid": 0, "slatted": 0, "glass": 0},
            "drawers": {"one": 0, "two": 0, "three": 0},
            "edge": {"tray": 0},
        },
        weight=1.6,
        usual={"leg_width": 0.06, "column_width": 0.11, "base_height": 0.08},
        square=True,
    ),
    Kind(
        "coffee_table",
        (0.75, 0.28, 0.45),
        (1.45, 0.52, 0.85),
        {
            "set": {"two": 4, "three": 2.5},
            "legs": {
                "pedestal": 0.5,
                "two_pedestals": 0.3,
                "c_frame": 0,
                "c_panel": 0,
                "block": 3,
                "waterfall": 2,
            },
            "shelf": {"solid": 4, "slatted": 1.5, "glass": 0.8},
            "surface": {"glass": 2.5, "framed_glass": 1.2},
        },
        weight=2.2,
        usual={"leg_width": 0.045, "apron_height": 0.06},
    ),
    Kind(
        "coffee_table",
        (0.5, 0.28, 0.5),
        (1.1, 0.5, 1.1),
        {
            **_ROUND,
            "set": {"two": 4, "three": 2.5},
            "legs": {**_NO_ENDS, "drum": 6, "three": 6, "cross_panels": 3, "pedestal": 5},
            "edge": {"tray": 2.5},
            "shelf": {"solid": 3, "slatted": 0},
        },
        weight=1.2,
        usual={"leg_width": 0.036, "apron_height": 0.05, "column_width": 0.1},
        square=True,
    ),
    Kind(
        "side_table",
        (0.34, 0.42, 0.32),
        (0.65, 0.68, 0.6),
        {
            "set": {"two": 4, "three": 2.5},
            "legs": {**_SMALL, "c_frame": 4, "c_panel": 2, "pedestal": 3},
            "shelf": {"solid": 5, "slatted": 1},
            "drawers": {"one": 3, "two": 0.1, "three": 0},
            "edge": {"tray": 1.5},
            "surface": {"planks": 0.1, "slatted": 0.3},
        },
        weight=1.8,
        usual={"leg_width": 0.034, "top_thickness": 0.02, "apron_height": 0.07},
    ),
    Kind(
        "side_table",
        (0.32, 0.4, 0.32),
        (0.6, 0.66, 0.6),
        {
            **_ROUND,
            "set": {"two": 4, "three": 2.5},
            "legs": {**_NO_ENDS, "pedestal": 14, "three": 8, "drum": 4},
            "edge": {"tray": 3},
            "shelf": {"solid": 3, "slatted": 0},
            "drawers": {"one": 0.3, "two": 0, "three": 0},
        },
        weight=1.4,
        usual={
            "leg_width": 0.028,
            "top_thickness": 0.018,
            "apron_height": 0.05,
            "column_width": 0.05,
        },
        square=True,
    ),
    Kind(
        "side_table",
        (0.8, 0.72, 0.26),
        (1.6, 0.92, 0.48),
        {
            "legs": {
                "three": 0,
                "c_frame": 0,
                "c_panel": 0,
                "drum": 0,
                "cross_panels": 0,
                "pedestal": 0.2,
            },
            "outline": {"round": 0.1, "superellipse": 0.1, "boat": 0.1},
            "shelf": {"solid": 5, "slatted": 1},
            "drawers": {"one": 1, "two": 3, "three": 3},
            "surface": {"planks": 0.1, "slatted": 0.1},
        },
        weight=1.0,
        usual={"leg_width": 0.042, "apron_height": 0.11},
    ),
    Kind(
        "dining_table",
        (0.6, 0.92, 0.5),
        (1.6, 1.1, 0.8),
        {
            "legs": {
                "three": 0,
                "c_frame": 0,
                "c_panel": 0,
                "cabriole": 0,
                "drum": 0,
                "hairpin": 1,
                "block": 0,
            },
            "stretcher": {"box": 5, "h_shape": 4},
            "edge": {"tray": 0},
        },
        weight=0.6,
        usual={"leg_width": 0.06},
    ),
    Kind(
        "dining_table",
        (0.55, 0.98, 0.55),
        (0.8, 1.12, 0.8),
        {
            **_ROUND,
            "legs": {**_NO_ENDS, "pedestal": 30, "cabriole": 0, "drum": 0},
            "shelf": {"solid": 0.2, "slatted": 0},
            "edge": {"tray": 0},
        },
        weight=0.4,
        usual={"column_width": 0.07, "leg_width": 0.045, "base_spread": 0.62},
        square=True,
    ),
    Kind(
        "dining_table",
        (0.6, 0.68, 0.55),
        (2.0, 0.76, 1.0),
        {
            "surface": {"slatted": 14, "planks": 6, "glass": 2, "framed_glass": 1},
            "legs": {
                "cabriole": 0,
                "turned": 0,
                "baluster": 0,
                "three": 0,
                "block": 0,
                "drum": 0,
                "waterfall": 0,
            },
        },
        weight=0.7,
        usual={"leg_width": 0.05},
    ),
    Kind(
        "dining_table",
        (0.5, 0.38, 0.4),
        (0.9, 0.56, 0.65),
        {
            "legs": {"round": 14, "three": 0, "cabriole": 0, "c_frame": 0, "c_panel": 0},
            "outline": {"rounded": 8},
        },
        weight=0.4,
        usual={"leg_width": 0.045},
    ),
)

TABLE = Family("table", KINDS, CHOICES, (*TOPS, *SUPPORTS, *_NEST), _construct)
