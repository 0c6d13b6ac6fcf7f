"""Lamps: standing, hanging, on the ceiling and on walls."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.lamp.hanging import (
    chandelier,
    flush_lamp,
    pendant_lamp,
    ring_lamp,
    wall_lamp,
)
from reconstruct.parts.families.lamp.kinds import KINDS
from reconstruct.parts.families.lamp.shade import BELL
from reconstruct.parts.families.lamp.standing import (
    BODY,
    arc_lamp,
    arm_lamp,
    stick_lamp,
    tripod_lamp,
    turned_lamp,
)
from reconstruct.parts.families.vessel_profiles import drawn_radii
from reconstruct.parts.family import Family, Values
from reconstruct.parts.parameters import Choice, Measure

__all__ = ["LAMP"]

_BUILDS = {
    "stick": stick_lamp,
    "turned": turned_lamp,
    "tripod": tripod_lamp,
    "arc": arc_lamp,
    "arm": arm_lamp,
    "pendant": pendant_lamp,
    "flush": flush_lamp,
    "ring": ring_lamp,
    "chandelier": chandelier,
    "wall": wall_lamp,
}
_SHADED = ("stick", "turned", "tripod", "arc", "arm", "pendant", "wall")

_BODIES = (
    (0.8, 0.95, 1.0, 0.95, 0.8, 0.55, 0.32, 0.22),  # gourd
    (0.6, 0.88, 1.0, 1.0, 0.9, 0.65, 0.35, 0.25),  # ball on a foot
    (0.95, 1.0, 1.0, 1.0, 1.0, 1.0, 0.95, 0.6),  # cylinder
    (0.5, 0.6, 0.72, 0.86, 0.97, 1.0, 0.8, 0.3),  # shouldered
    (1.0, 0.9, 0.78, 0.67, 0.56, 0.45, 0.35, 0.25),  # cone
    (1.0, 0.35, 0.3, 0.55, 0.7, 0.4, 0.28, 0.4),  # baluster
    (0.9, 0.8, 0.45, 0.85, 0.8, 0.42, 0.7, 0.35),  # stacked balls
    (1.0, 0.55, 0.3, 0.26, 0.25, 0.25, 0.26, 0.3),  # trumpet foot
)
_POLES = (
    (1.0, 0.22, 0.16, 0.16, 0.16, 0.16, 0.16, 0.16),
    (1.0, 0.3, 0.2, 0.26, 0.2, 0.18, 0.16, 0.16),
    (1.0, 0.5, 0.32, 0.25, 0.2, 0.16, 0.14, 0.13),
)
_BELLS = (
    (1.0, 0.9, 0.78, 0.62, 0.42, 0.16),
    (1.0, 0.75, 0.6, 0.5, 0.38, 0.16),
    (0.8, 0.95, 1.0, 0.92, 0.68, 0.22),
    (0.62, 0.82, 0.96, 1.0, 0.85, 0.3),
    (0.9, 1.0, 0.94, 0.74, 0.4, 0.18),
)


# Height over width of each kind of shade, and how much it varies (standard deviation of its logarithm).
_RISES = {
    "drum": (0.7, 0.22),
    "empire": (0.68, 0.15),
    "cone": (0.6, 0.25),
    "cylinder": (1.25, 0.25),
    "dome": (0.56, 0.16),
    "bell": (0.85, 0.2),
    "globe": (0.98, 0.06),
    "bowl": (0.42, 0.15),
}


def _construct(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    width, height, depth = (float(side) for side in size_m)
    _BUILDS[values.of("build")](builder, values, (width, height, depth))


def _relate(
    rng: np.random.Generator,
    category: str,
    choices: Mapping[str, str],
    measures: Mapping[str, float],
) -> dict[str, float]:
    """Proportions of shades, and profiles of turned bodies and bells, as they are usual."""
    related = {}
    if choices.get("shade") in _RISES:
        usual, spread = _RISES[choices["shade"]]
        rise = usual * float(np.exp(np.clip(rng.normal(0, spread), -2 * spread, 2 * spread)))
        # A reading lamp's head is narrow, and an upright lamp's shade is not low.
        related["shade_rise"] = rise * (1.15 if choices["build"] == "arm" else 1.0)
    if choices["build"] == "turned":
        body = drawn_radii(rng, _POLES if category == "floor_lamp" else _BODIES)
        related |= dict(zip(BODY, body.tolist(), strict=True))
    if choices.get("shade") == "bell":
        related |= dict(zip(BELL, drawn_radii(rng, _BELLS).tolist(), strict=True))
    return related


def _for(build: str) -> dict[str, tuple[str, ...]]:
    return {"build": (build,)}


LAMP = Family(
    name="lamp",
    kinds=KINDS,
    choices=(
        Choice("build", dict.fromkeys(_BUILDS, 1)),
        Choice(
            "shade",
            {
                "drum": 5,
                "empire": 4,
                "cone": 2,
                "cylinder": 1,
                "dome": 2,
                "bell": 1,
                "globe": 2,
                "bowl": 0.5,
                "bulb": 0.3,
            },
            when={"build": _SHADED},
        ),
        Choice(
            "base",
            {"disc": 6, "square": 1.5, "dome": 1.5, "cube": 0.5, "feet": 0.7},
            when={"build": ("stick", "arc")},
        ),
        Choice("arm_base", {"disc": 6, "square": 1.5, "dome": 1, "clamp": 1.5}, when=_for("arm")),
        Choice("arm", {"jointed": 2, "bent": 1}, when=_for("arm")),
        Choice("pendants", {"one": 6, "three": 0}, when=_for("pendant")),
        Choice(
            "flush", {"drum": 3, "dome": 3, "disc": 2, "square": 1, "spots": 0}, when=_for("flush")
        ),
        Choice("arms", {"three": 1, "five": 3, "six": 3, "eight": 1.5}, when=_for("chandelier")),
        Choice("arm_light", {"candle": 3, "globe": 2, "bowl": 2}, when=_for("chandelier")),
    ),
    measures=(
        Measure("shade_rise", 0.25, 3.0, "share", usual=0.7, spread=0.06, when={"build": _SHADED}),
        Measure(
            "shade_thickness",
            0.001,
            0.012,
            usual=0.003,
            when={"build": (*_SHADED, "chandelier", "flush")},
        ),
        Measure("drum_top", 0.8, 1.0, "share", usual=0.95, spread=0.3, when={"shade": ("drum",)}),
        Measure(
            "empire_top", 0.3, 0.8, "share", usual=0.6, spread=0.2, when={"shade": ("empire",)}
        ),
        Measure("cone_top", 0.1, 0.6, "share", usual=0.25, spread=0.2, when={"shade": ("cone",)}),
        Measure(
            "dome_fullness", 0.5, 1.6, "share", usual=0.9, spread=0.2, when={"shade": ("dome",)}
        ),
        *(
            Measure(name, 0.08, 1.0, "share", usual=usual, spread=0.08, when={"shade": ("bell",)})
            for name, usual in zip(BELL, _BELLS[0], strict=True)
        ),
        Measure(
            "base_width",
            0.25,
            2.2,
            "share",
            usual=0.65,
            spread=0.08,
            when={"build": ("stick", "arc", "arm")},
        ),
        Measure("base_height", 0.006, 0.1, usual=0.02, when={"build": ("stick", "arc", "arm")}),
        Measure("cube_height", 0.3, 1.3, "share", usual=0.8, when={"base": ("cube",)}),
        Measure(
            "stem_thickness",
            0.006,
            0.06,
            usual=0.016,
            spread=0.12,
            when={"build": ("stick", "turned", "tripod", "arc", "arm", "wall")},
        ),
        Measure("body_width", 0.15, 1.6, "share", usual=0.55, spread=0.1, when=_for("turned")),
        *(
            Measure(name, 0.06, 1.0, "share", usual=usual, spread=0.08, when=_for("turned"))
            for name, usual in zip(BODY, _BODIES[0], strict=True)
        ),
        Measure("neck", 0.01, 0.3, "share", usual=0.05, spread=0.1, when=_for("turned")),
        Measure("foot_spread", 0.4, 1.8, "share", usual=1.05, spread=0.12, when=_for("tripod")),
        Measure("leg_thickness", 0.01, 0.06, usual=0.024, when=_for("tripod")),
        Measure("tripod_top", 0.45, 0.99, "share", usual=0.93, spread=0.12, when=_for("tripod")),
        Measure("arc_start", 0.25, 0.9, "share", usual=0.55, when=_for("arc")),
        Measure("arc_peak", 0.3, 0.75, "share", usual=0.52, spread=0.15, when=_for("arc")),
        Measure("arc_end", 0.6, 0.95, "share", usual=0.82, spread=0.15, when=_for("arc")),
        Measure("elbow_height", 0.3, 0.98, "share", usual=0.72, spread=0.15, when=_for("arm")),
        Measure("elbow_back", 0.0, 1.0, "share", usual=0.3, when=_for("arm")),
        Measure("head_height", 0.5, 1.0, "share", usual=0.95, spread=0.12, when=_for("arm")),
        Measure("head_tilt", -10.0, 70.0, "degrees", usual=25.0, when=_for("arm")),
        Measure("base_place", 0.0, 1.0, "share", usual=0.15, when=_for("arm")),
        Measure(
            "canopy_width", 0.05, 0.3, usual=0.11, when={"build": ("pendant", "ring", "chandelier")}
        ),
        Measure("flush_plate", 0.05, 0.6, "share", usual=0.2, spread=0.15, when=_for("flush")),
        Measure("ring_height", 0.015, 0.1, usual=0.035, when=_for("ring")),
        Measure("ring_width", 0.012, 0.08, usual=0.03, when=_for("ring")),
        Measure("column_height", 0.3, 0.9, "share", usual=0.6, when=_for("chandelier")),
        Measure(
            "column_width", 0.05, 0.3, "share", usual=0.14, spread=0.15, when=_for("chandelier")
        ),
        Measure(
            "light_width", 0.06, 0.3, "share", usual=0.14, spread=0.15, when=_for("chandelier")
        ),
        Measure("arm_rise", 0.25, 1.0, "share", usual=0.5, spread=0.15, when=_for("chandelier")),
        Measure("arm_sag", 0.0, 0.35, "share", usual=0.15, when=_for("chandelier")),
        Measure("wall_plate", 0.2, 1.2, "share", usual=0.55, spread=0.15, when=_for("wall")),
        Measure("wall_arm", 0.0, 1.0, "share", usual=0.5, when=_for("wall")),
    ),
    construct=_construct,
    relate=_relate,
)
