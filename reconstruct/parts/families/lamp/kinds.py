"""What lamps are sold as: sizes and the designs that go with them."""

from __future__ import annotations

from collections.abc import Mapping

from reconstruct.parts.family import Kind

__all__ = ["KINDS"]

Odds = Mapping[str, Mapping[str, float | int]]

_NAMES = (
    "stick",
    "turned",
    "tripod",
    "arc",
    "arm",
    "pendant",
    "flush",
    "ring",
    "chandelier",
    "wall",
)


def _odds(build: Mapping[str, float | int], **others: Mapping[str, float | int]) -> Odds:
    """Only these builds."""
    return {"build": {name: build.get(name, 0) for name in _NAMES}, **others}


_FABRIC = {"cone": 0.3, "cylinder": 0, "dome": 1, "bell": 0.4, "globe": 1.5, "bowl": 0.3, "bulb": 0}
_HEADS = {
    "drum": 0,
    "empire": 0,
    "cone": 3,
    "cylinder": 2.5,
    "dome": 3,
    "bell": 1.5,
    "globe": 0.3,
    "bowl": 0,
    "bulb": 0,
}
_HUNG = {
    "drum": 3,
    "empire": 0.5,
    "cone": 3,
    "cylinder": 1.5,
    "dome": 4,
    "bell": 3,
    "globe": 4,
    "bowl": 0,
}

KINDS = (
    Kind(
        "floor_lamp",
        (0.28, 1.35, 0.28),
        (0.5, 1.75, 0.5),
        _odds({"stick": 6, "tripod": 4}, shade=_FABRIC),
        weight=4.0,
        square=True,
        alike=0.3,
    ),
    Kind(
        "floor_lamp",
        (0.3, 1.4, 0.3),
        (0.48, 1.7, 0.48),
        _odds({"turned": 1}, shade={**_FABRIC, "globe": 0.3, "dome": 0.3}),
        weight=0.6,
        usual={"body_width": 0.7, "neck": 0.03},
        square=True,
    ),
    Kind(
        "floor_lamp",
        (0.22, 1.6, 0.22),
        (0.35, 1.85, 0.35),
        _odds({"stick": 1}, shade={**_HEADS, "bowl": 20, "globe": 2}, base={"cube": 0}),
        weight=0.7,
        usual={"base_width": 0.9, "shade_rise": 0.4},
        square=True,
    ),
    Kind(
        "floor_lamp",
        (0.22, 1.25, 0.4),
        (0.3, 1.6, 0.65),
        _odds({"arm": 1}, shade=_HEADS, arm_base={"clamp": 0}, arm={"jointed": 1, "bent": 2}),
        weight=1.3,
        usual={"base_width": 1.4, "elbow_height": 0.85, "elbow_back": 0.05, "head_height": 0.93},
    ),
    Kind(
        "floor_lamp",
        (0.9, 1.7, 0.3),
        (1.9, 2.15, 0.5),
        _odds({"arc": 1}, shade={**_HEADS, "drum": 4, "globe": 2}, base={"feet": 0, "cube": 1}),
        weight=1.3,
        usual={"base_width": 0.85, "base_height": 0.05, "stem_thickness": 0.025},
    ),
    Kind(
        "table_lamp",
        (0.18, 0.28, 0.18),
        (0.45, 0.75, 0.45),
        _odds({"turned": 6}, shade=_FABRIC),
        weight=4.0,
        square=True,
        alike=0.7,
    ),
    Kind(
        "table_lamp",
        (0.16, 0.25, 0.16),
        (0.36, 0.6, 0.36),
        _odds(
            {"stick": 4, "tripod": 1},
            shade={**_FABRIC, "dome": 2, "globe": 2, "bulb": 0.6},
            base={"cube": 1.5},
        ),
        weight=2.0,
        usual={"leg_thickness": 0.016, "stem_thickness": 0.013},
        square=True,
        alike=0.7,
    ),
    Kind(
        "table_lamp",
        (0.13, 0.34, 0.26),
        (0.22, 0.6, 0.55),
        _odds({"arm": 1}, shade=_HEADS),
        weight=2.5,
        usual={"base_width": 1.15, "stem_thickness": 0.011},
        alike=0.5,
    ),
    Kind(
        "ceiling_lamp",
        (0.18, 0.35, 0.18),
        (0.6, 1.2, 0.6),
        _odds({"pendant": 1}, shade=_HUNG),
        weight=4.0,
        square=True,
    ),
    Kind(
        "ceiling_lamp",
        (0.08, 0.4, 0.08),
        (0.13, 1.1, 0.13),
        _odds(
            {"pendant": 1}, shade={**dict.fromkeys(_HUNG, 0), "bowl": 0, "bulb": 2, "cylinder": 3}
        ),
        weight=0.7,
        usual={"shade_rise": 1.8, "canopy_width": 0.1},
        square=True,
    ),
    Kind(
        "ceiling_lamp",
        (0.75, 0.5, 0.14),
        (1.3, 1.2, 0.24),
        _odds({"pendant": 1}, shade={**_HUNG, "bulb": 0}, pendants={"one": 0, "three": 1}),
        weight=0.8,
    ),
    Kind(
        "ceiling_lamp",
        (0.25, 0.06, 0.25),
        (0.6, 0.2, 0.6),
        _odds({"flush": 1}),
        weight=1.5,
        square=True,
        alike=0.6,
    ),
    Kind(
        "ceiling_lamp",
        (0.5, 0.12, 0.1),
        (0.9, 0.2, 0.13),
        _odds({"flush": 1}, flush={"drum": 0, "dome": 0, "disc": 0, "square": 0, "spots": 1}),
        weight=0.5,
    ),
    Kind(
        "ceiling_lamp",
        (0.45, 0.6, 0.45),
        (1.0, 1.4, 1.0),
        _odds({"ring": 1, "chandelier": 3}),
        weight=1.5,
        square=True,
        alike=0.6,
    ),
    Kind(
        "other",
        (0.12, 0.2, 0.16),
        (0.28, 0.42, 0.34),
        _odds({"wall": 1}, shade={"cone": 0.5, "cylinder": 0.5, "bell": 0.5, "dome": 0.5}),
        weight=0.8,
        depth_of_width=(1.1, 1.5),
        alike=0.7,
    ),
)
