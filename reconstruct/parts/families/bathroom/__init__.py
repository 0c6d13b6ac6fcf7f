"""Bathroom and sink ware: toilets, washbasins, bathtubs, kitchen sinks and showers."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.bathroom.kinds import KINDS
from reconstruct.parts.families.bathroom.shower import shower
from reconstruct.parts.families.bathroom.sink import kitchen_sink, washbasin
from reconstruct.parts.families.bathroom.toilet import toilet
from reconstruct.parts.families.bathroom.tub import bathtub
from reconstruct.parts.family import Family, Values
from reconstruct.parts.parameters import Choice, Measure

__all__ = ["BATHROOM"]

_PIECES = {
    "toilet": toilet,
    "washbasin": washbasin,
    "bathtub": bathtub,
    "kitchen_sink": kitchen_sink,
    "shower": shower,
}


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    _PIECES[values.of("piece")](builder, values, (width, height, depth))


def _for(*pieces: str) -> dict[str, tuple[str, ...]]:
    return {"piece": pieces}


BATHROOM = Family(
    name="bathroom",
    kinds=KINDS,
    choices=(
        Choice(
            "piece", {"toilet": 3, "washbasin": 4, "bathtub": 3, "kitchen_sink": 1, "shower": 0.5}
        ),
        Choice(
            "toilet_form",
            {"close_coupled": 5, "back_to_wall": 1.5, "wall_hung": 2},
            when=_for("toilet"),
        ),
        Choice("lid", {"closed": 3, "open": 1}, when=_for("toilet")),
        Choice(
            "support",
            {"pedestal": 3, "wall": 2, "cabinet": 4, "on_cabinet": 3, "legs": 1},
            when=_for("washbasin"),
        ),
        Choice(
            "fronts",
            {"two_doors": 3, "one_drawer": 1.5, "two_drawers": 3, "open_shelf": 1},
            when={"support": ("cabinet", "on_cabinet")},
        ),
        Choice(
            "handles",
            {"bars": 3, "knobs": 1, "none": 2},
            when={"support": ("cabinet", "on_cabinet")},
        ),
        Choice(
            "tub_form", {"built_in": 3, "freestanding": 3, "claw_feet": 2}, when=_for("bathtub")
        ),
        Choice("bowls", {"one": 3, "two": 1}, when=_for("kitchen_sink")),
        Choice("drainer", {"none": 2, "right": 1, "left": 1}, when=_for("kitchen_sink")),
        Choice(
            "tap",
            {"arched": 3, "straight": 3, "none": 1},
            when=_for("washbasin", "bathtub", "kitchen_sink"),
        ),
        Choice("cabin", {"corner": 3, "front": 1, "walk_in": 2}, when=_for("shower")),
    ),
    measures=(
        Measure(
            "squareness",
            2.0,
            9.0,
            "share",
            usual=3.0,
            spread=0.2,
            when=_for("toilet", "washbasin", "bathtub", "kitchen_sink"),
        ),
        Measure(
            "tank_height", 0.3, 0.6, "share", usual=0.46, when={"toilet_form": ("close_coupled",)}
        ),
        Measure(
            "tank_depth", 0.18, 0.36, "share", usual=0.26, when={"toilet_form": ("close_coupled",)}
        ),
        Measure(
            "tank_width", 0.8, 1.15, "share", usual=1.0, when={"toilet_form": ("close_coupled",)}
        ),
        Measure("foot_width", 0.45, 1.0, "share", usual=0.66, when=_for("toilet")),
        Measure("foot_back", 0.0, 1.0, "share", usual=0.65, when=_for("toilet")),
        Measure("seat_thickness", 0.015, 0.06, usual=0.035, when=_for("toilet")),
        Measure("basin_height", 0.08, 0.35, usual=0.16, when=_for("washbasin")),
        Measure("basin_width", 0.45, 1.0, "share", usual=0.75, when={"support": ("on_cabinet",)}),
        Measure("basin_foot", 0.3, 1.0, "share", usual=0.65, when=_for("washbasin", "bathtub")),
        Measure(
            "rim_width", 0.008, 0.09, usual=0.022, when=_for("washbasin", "bathtub", "kitchen_sink")
        ),
        Measure("pedestal_width", 0.2, 0.7, "share", usual=0.34, when={"support": ("pedestal",)}),
        Measure("cabinet_width", 0.7, 1.0, "share", usual=0.96, when={"support": ("cabinet",)}),
        Measure(
            "cabinet_rise",
            0.0,
            0.6,
            "share",
            usual=0.3,
            when={"support": ("cabinet", "on_cabinet")},
        ),
        Measure("leg_thickness", 0.015, 0.06, usual=0.028, when={"support": ("legs",)}),
        Measure(
            "tub_dip",
            0.0,
            0.35,
            "share",
            usual=0.08,
            spread=0.15,
            when={"tub_form": ("freestanding", "claw_feet")},
        ),
        Measure("feet_height", 0.08, 0.35, "share", usual=0.2, when={"tub_form": ("claw_feet",)}),
        Measure("inner_length", 0.75, 0.97, "share", usual=0.92, when={"tub_form": ("built_in",)}),
        Measure("bowl_width", 0.5, 0.95, "share", usual=0.85, when=_for("kitchen_sink")),
        Measure("bowl_height", 0.35, 0.9, "share", usual=0.5, when=_for("kitchen_sink")),
        Measure("tap_height", 0.08, 0.4, usual=0.16, when={"tap": ("arched", "straight")}),
        Measure("tray_height", 0.02, 0.18, usual=0.05, when=_for("shower")),
    ),
    construct=_construct,
)
