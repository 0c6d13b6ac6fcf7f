"""Tables: dining, coffee, side, console, bar, outdoor and children's."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.tables.bases import stand_on
from reconstruct.parts.families.tables.parameters import (
    BARS,
    BRACED,
    LEANING,
    SUPPORTS,
    TOPS,
)
from reconstruct.parts.families.tables.table_kinds import KINDS
from reconstruct.parts.families.tables.tops import add_top
from reconstruct.parts.family import Family, Values
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
    "waterfall", "block", "drum",
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
        {"none": 10, "h_shape": 1.2, "box": 1, "x_shape": 0.8, "ring": 0.06},
        when={"legs": BRACED},
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
        when={"legs": (*BRACED, "loop_ends", "loop_long", "panel_ends", "three")},
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

TABLE = Family("table", KINDS, CHOICES, (*TOPS, *SUPPORTS, *_NEST), _construct)
