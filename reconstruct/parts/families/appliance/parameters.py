"""What can be chosen and measured in appliances, and what they are sold as.

Sizes are the standards of kitchens: 60 cm wide and deep, 85 to 92 cm high; radiators and speakers as shops sell them.
"""

from __future__ import annotations

from collections.abc import Mapping

from reconstruct.parts.family import Kind
from reconstruct.parts.parameters import Choice, Measure

__all__ = ["CHOICES", "KINDS", "MEASURES"]

_COOKERS = ("stove", "oven")
_DOORED = (*_COOKERS, "dishwasher", "refrigerator", "microwave")
_PIANO = {"machine": ("piano",)}

CHOICES = (
    Choice(
        "machine",
        {
            "stove": 3,
            "oven": 2,
            "dishwasher": 2,
            "washing_machine": 2,
            "refrigerator": 4,
            "microwave": 3,
            "radiator": 3,
            "speaker": 3,
            "hood": 1,
            "piano": 2,
        },
    ),
    Choice("hob", {"glass": 3, "plates": 2, "gas": 3}, when={"machine": ("stove",)}),
    Choice("guard", {"none": 2, "low": 1, "panel": 2}, when={"machine": ("stove",)}),
    Choice("cavities", {"one": 4, "one_and_drawer": 5, "two": 1}, when={"machine": _COOKERS}),
    Choice("knobs", {"none": 1, "2": 1, "4": 2, "5": 4, "6": 3}, when={"machine": _COOKERS}),
    Choice(
        "doors",
        {
            "one": 3,
            "freezer_above": 4,
            "freezer_below": 4,
            "side_by_side": 3,
            "french": 2,
        },
        when={"machine": ("refrigerator",)},
    ),
    Choice(
        "mirrored",
        {"no": 3, "yes": 1},
        when={"doors": ("one", "freezer_above", "freezer_below")},
    ),
    Choice("dispenser", {"none": 3, "water": 1}, when={"doors": ("side_by_side", "french")}),
    Choice("handle", {"bar": 4, "none": 2}, when={"machine": _DOORED}),
    Choice("controls", {"keys": 3, "dials": 2}, when={"machine": ("microwave", "washing_machine")}),
    Choice(
        "radiator", {"panel": 3, "columns": 4, "towel_rail": 1}, when={"machine": ("radiator",)}
    ),
    Choice(
        "sections",
        {"6": 1, "10": 2, "14": 1, "20": 1},
        when={"radiator": ("columns", "towel_rail")},
    ),
    Choice("drivers", {"1": 1, "2": 4, "3": 3, "4": 1}, when={"machine": ("speaker",)}),
    Choice("grille", {"none": 3, "cloth": 1}, when={"machine": ("speaker",)}),
    Choice("piano", {"upright": 4, "digital": 1, "grand": 2}, when=_PIANO),
    Choice("piano_front", {"panel": 2, "legs": 3}, when={"piano": ("upright", "digital")}),
)

_FEET = (*_COOKERS, "dishwasher", "washing_machine", "refrigerator", "microwave")
_BANDED = ("stove", "oven", "dishwasher", "washing_machine")

MEASURES = (
    Measure("gap", 0.0015, 0.01, usual=0.004, when={"machine": (*_DOORED, "washing_machine")}),
    Measure("rounding", 0.001, 0.04, usual=0.006, when={"machine": (*_FEET, "speaker")}),
    Measure("kick", 0.008, 0.14, usual=0.05, when={"machine": _FEET}),
    Measure("door", 0.015, 0.09, usual=0.035, when={"machine": _DOORED}),
    Measure("band", 0.06, 0.3, "share", usual=0.15, when={"machine": _BANDED}),
    Measure("handle_length", 0.3, 0.95, "share", usual=0.75, when={"handle": ("bar",)}),
    Measure("handle_width", 0.01, 0.04, usual=0.018, when={"handle": ("bar",)}),
    Measure("handle_out", 0.02, 0.07, usual=0.04, when={"handle": ("bar",)}),
    Measure("handle_place", 0.02, 0.16, "share", usual=0.08, when={"handle": ("bar",)}),
    Measure(
        "window_width", 0.3, 0.92, "share", usual=0.66, when={"machine": (*_COOKERS, "microwave")}
    ),
    Measure(
        "window_height", 0.25, 0.9, "share", usual=0.52, when={"machine": (*_COOKERS, "microwave")}
    ),
    Measure("knob", 0.025, 0.06, usual=0.042, when={"knobs": ("2", "4", "5", "6")}),
    Measure("hob_thickness", 0.01, 0.05, usual=0.025, when={"machine": ("stove",)}),
    Measure("burner", 0.5, 0.95, "share", usual=0.72, when={"machine": ("stove",)}),
    Measure("guard_height", 0.03, 0.3, usual=0.12, when={"guard": ("low", "panel")}),
    Measure(
        "lower_share",
        0.1,
        0.5,
        "share",
        usual=0.24,
        when={"cavities": ("one_and_drawer", "two")},
    ),
    Measure(
        "split",
        0.15,
        0.6,
        "share",
        usual=0.34,
        when={"doors": ("freezer_above", "freezer_below", "french")},
    ),
    Measure("divide", 0.3, 0.6, "share", usual=0.45, when={"doors": ("side_by_side",)}),
    Measure("porthole", 0.4, 0.85, "share", usual=0.62, when={"machine": ("washing_machine",)}),
    Measure("ring", 0.1, 0.35, "share", usual=0.2, when={"machine": ("washing_machine",)}),
    Measure("panel_share", 0.14, 0.36, "share", usual=0.24, when={"machine": ("microwave",)}),
    Measure("fin", 0.3, 0.97, "share", usual=0.8, when={"radiator": ("columns", "towel_rail")}),
    Measure("tube", 0.2, 0.75, "share", usual=0.42, when={"radiator": ("columns",)}),
    Measure("stand", 0.005, 0.2, "share", usual=0.05, when={"radiator": ("columns",)}),
    Measure("cone", 0.5, 0.94, "share", usual=0.78, when={"grille": ("none",)}),
    Measure(
        "cone_fall",
        0.35,
        1.0,
        "share",
        usual=0.62,
        when={"grille": ("none",), "drivers": ("2", "3", "4")},
    ),
    Measure("cone_spread", 0.4, 1.0, "share", usual=0.85, when={"grille": ("none",)}),
    Measure("foot", 0.002, 0.08, usual=0.015, when={"machine": ("speaker",)}),
    Measure("grille_out", 0.004, 0.03, usual=0.01, when={"grille": ("cloth",)}),
    Measure("canopy", 0.06, 0.6, "share", usual=0.3, when={"machine": ("hood",)}),
    Measure("chimney", 0.25, 0.7, "share", usual=0.42, when={"machine": ("hood",)}),
    Measure("lip", 0.02, 0.2, "share", usual=0.07, when={"machine": ("hood",)}),
    Measure("keys_height", 0.45, 0.82, "share", usual=0.6, when=_PIANO),
    Measure("keys_depth", 0.2, 0.6, "share", usual=0.36, when={"piano": ("upright", "digital")}),
    Measure("cheek", 0.03, 0.12, usual=0.06, when=_PIANO),
    Measure("piano_leg", 0.03, 0.14, usual=0.06, when=_PIANO),
    Measure("lid", 0.015, 0.06, usual=0.03, when=_PIANO),
    Measure("tail", 0.3, 0.7, "share", usual=0.5, when={"piano": ("grand",)}),
)


def _kind(
    category: str,
    machine: str,
    low_m: tuple[float, float, float],
    high_m: tuple[float, float, float],
    weight: float,
    odds: Mapping[str, Mapping[str, float | int]] | None = None,
    usual: Mapping[str, float] | None = None,
) -> Kind:
    only = {**dict.fromkeys(CHOICES[0].options, 0), machine: 1}
    return Kind(category, low_m, high_m, {"machine": only, **(odds or {})}, weight, usual or {})


KINDS = (
    _kind("oven", "stove", (0.5, 0.85, 0.55), (0.8, 1.0, 0.68), 4.0),
    _kind("oven", "stove", (0.85, 0.85, 0.58), (1.2, 1.05, 0.7), 1.0, {"cavities": {"two": 3}}),
    _kind(
        "oven",
        "oven",
        (0.54, 0.42, 0.5),
        (0.62, 0.62, 0.6),
        2.0,
        {"cavities": {"one": 1, "one_and_drawer": 0, "two": 0}, "knobs": {"5": 0, "6": 0}},
        {"kick": 0.01, "window_width": 0.78},
    ),
    _kind("dishwasher", "dishwasher", (0.44, 0.8, 0.54), (0.61, 0.9, 0.65), 2.0),
    _kind("dishwasher", "washing_machine", (0.55, 0.8, 0.45), (0.7, 1.0, 0.7), 2.0),
    _kind(
        "refrigerator",
        "refrigerator",
        (0.5, 1.3, 0.55),
        (0.75, 2.0, 0.7),
        3.0,
        {"doors": {"side_by_side": 0, "french": 0}},
    ),
    _kind(
        "refrigerator",
        "refrigerator",
        (0.8, 1.65, 0.62),
        (1.0, 1.9, 0.78),
        2.0,
        {"doors": {"one": 0, "freezer_above": 0, "freezer_below": 0}},
    ),
    _kind(
        "refrigerator",
        "refrigerator",
        (0.44, 0.5, 0.45),
        (0.6, 0.95, 0.62),
        0.7,
        {"doors": {"side_by_side": 0, "french": 0, "freezer_below": 0, "one": 8}},
    ),
    _kind(
        "microwave",
        "microwave",
        (0.42, 0.24, 0.3),
        (0.62, 0.38, 0.5),
        3.0,
        usual={"kick": 0.012, "door": 0.025},
    ),
    _kind(
        "radiator",
        "radiator",
        (0.5, 0.35, 0.06),
        (1.6, 0.75, 0.18),
        3.0,
        {"radiator": {"towel_rail": 0}},
    ),
    _kind(
        "radiator",
        "radiator",
        (0.4, 0.9, 0.04),
        (0.6, 1.8, 0.1),
        0.7,
        {"radiator": {"panel": 0, "columns": 0}},
    ),
    _kind(
        "speaker",
        "speaker",
        (0.14, 0.22, 0.16),
        (0.25, 0.42, 0.32),
        2.0,
        {"drivers": {"3": 0, "4": 0}},
    ),
    _kind(
        "speaker",
        "speaker",
        (0.16, 0.8, 0.22),
        (0.34, 1.2, 0.42),
        2.0,
        {"drivers": {"1": 0, "2": 2, "4": 3}},
    ),
    _kind("other", "hood", (0.55, 0.5, 0.42), (0.95, 1.1, 0.55), 0.6),
    _kind(
        "piano",
        "piano",
        (1.35, 1.0, 0.5),
        (1.6, 1.35, 0.68),
        2.0,
        {"piano": {"grand": 0, "digital": 0}},
    ),
    _kind(
        "piano",
        "piano",
        (1.25, 0.75, 0.32),
        (1.45, 1.0, 0.5),
        0.7,
        {"piano": {"grand": 0, "upright": 0}},
    ),
    _kind(
        "piano",
        "piano",
        (1.4, 0.95, 1.5),
        (1.6, 1.05, 2.2),
        0.8,
        {"piano": {"digital": 0, "upright": 0}},
    ),
)
