"""How kinds of storage are written down: odds by choice, of boards unless told otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from reconstruct.parts.families.storage.parameters import CHOICES
from reconstruct.parts.family import Kind

__all__ = ["Odds", "kind", "only"]

Odds = Mapping[str, float | int]
Size = tuple[float, float, float]

_OPTIONS = {choice.name: choice.options for choice in CHOICES}


def only(choice: str, odds: Odds) -> dict[str, float | int]:
    """These options of a choice and no others."""
    return {**dict.fromkeys(_OPTIONS[choice], 0), **odds}


def kind(
    category: str,
    low_m: Size,
    high_m: Size,
    weight: float,
    odds: Mapping[str, Odds],
    usual: Mapping[str, float] | None = None,
) -> Kind:
    """A kind of boards without an upper part unless its odds say otherwise."""
    plain: dict[str, Odds] = {
        "body": only("body", {"boards": 1}),
        "upper": only("upper", {"none": 1}),
    }
    return Kind(category, low_m, high_m, {**plain, **odds}, weight, usual or {})
