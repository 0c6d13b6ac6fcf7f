"""What bathroom ware is sold as."""

from __future__ import annotations

from collections.abc import Mapping

from reconstruct.parts.family import Kind

__all__ = ["KINDS"]

_NAMES = ("toilet", "washbasin", "bathtub", "kitchen_sink", "shower")
_SUPPORTS = ("pedestal", "wall", "cabinet", "on_cabinet", "legs")


def _odds(
    piece: str, **others: Mapping[str, float | int]
) -> Mapping[str, Mapping[str, float | int]]:
    return {"piece": {name: float(name == piece) for name in _NAMES}, **others}


def _only(*supports: str) -> dict[str, float | int]:
    return {name: float(name in supports) for name in _SUPPORTS}


KINDS = (
    Kind(
        "toilet",
        (0.34, 0.74, 0.62),
        (0.42, 0.88, 0.74),
        _odds("toilet", toilet_form={"back_to_wall": 0, "wall_hung": 0}),
        weight=3.0,
    ),
    Kind(
        "toilet",
        (0.34, 0.38, 0.48),
        (0.4, 0.45, 0.6),
        _odds("toilet", toilet_form={"close_coupled": 0}, lid={"open": 0}),
        weight=1.5,
    ),
    Kind(
        "sink",
        (0.45, 0.82, 0.38),
        (0.65, 1.0, 0.5),
        _odds("washbasin", support=_only("pedestal", "legs")),
        weight=2.0,
    ),
    Kind(
        "sink",
        (0.5, 0.8, 0.4),
        (1.2, 1.05, 0.52),
        _odds("washbasin", support=_only("cabinet", "on_cabinet")),
        weight=3.0,
        usual={"squareness": 5.0},
    ),
    Kind(
        "sink",
        (0.35, 0.24, 0.3),
        (0.65, 0.36, 0.48),
        _odds("washbasin", support=_only("wall")),
        weight=1.0,
        usual={"tap_height": 0.14},
    ),
    Kind(
        "sink",
        (0.45, 0.36, 0.42),
        (1.0, 0.55, 0.55),
        _odds("kitchen_sink", tap={"none": 0}),
        weight=1.0,
        usual={"squareness": 7.0, "rim_width": 0.02},
    ),
    Kind(
        "bathtub",
        (1.4, 0.5, 0.68),
        (1.85, 0.66, 0.9),
        _odds("bathtub", tap={"none": 6, "arched": 1, "straight": 1}),
        weight=4.0,
    ),
    Kind("other", (0.75, 1.9, 0.75), (1.3, 2.15, 1.0), _odds("shower"), weight=1.0),
)
