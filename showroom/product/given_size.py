"""Whether the size that a merchant gave can be true, by what is usual for the product's category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from layout.knowledge import SizeRange, load_knowledge
from showroom.catalog.product import CatalogProduct
from showroom.problem import Problem
from showroom.product.doubt import Doubt

__all__ = ["given_size_doubt"]

FAR = 2.0
"""Less than the usual smallest by this factor, or more than the usual largest, cannot well be true."""
SLACK = 1.15
"""So far from the usual range nothing is told; `layout.knowledge_check` grants measured furniture the same."""

_IN_CENTIMETRES = {"millimetres": 0.1, "metres": 100.0, "inches": 2.54}
"""What a number written in another unit has to be multiplied by."""


@dataclass(frozen=True)
class _Side:
    """A side that was given, in metres, and what is usual."""

    name: str
    given_m: float
    usual: SizeRange

    def within(self, factor: float) -> bool:
        """Whether it is in the usual range, made wider at both ends by a factor."""
        return self.usual.low_m / factor <= self.given_m <= self.usual.high_m * factor

    def told(self) -> str:
        low, high = _cm(self.usual.low_m), _cm(self.usual.high_m)
        return f"a {self.name} of {_cm(self.given_m)} cm (usually {low} to {high} cm)"


def given_size_doubt(
    row: CatalogProduct, category: str | None, *, sure: bool = True
) -> Doubt | Problem | None:
    """What is to be said of the sides that the merchant gave; None if they are usual or nothing is known.

    Parameters
    ----------
    row
        What the merchant said. Sides that were not given are not looked at.
    category
        Of the furniture graph; None if it is not known.
    sure
        Whether the merchant's words mean that category without doubt; if not, an impossible size is only a warning,
        as the category may be the mistake.

    Returns
    -------
    A doubt where a side cannot well be true, a warning where it is unusual.
    """
    sides = _sides(row, category)
    far = [side for side in sides if not side.within(FAR)]
    if far and sure:
        reason = f"{_listed(far)} far outside what is usual for {_called(category)}{_hint(sides)}"
        return Doubt("implausible_size", reason, "Correct the size or the category")
    unusual = [side for side in sides if not side.within(SLACK)]
    if not unusual:
        return None
    said = f"{_listed(unusual)} unusual for {_called(category)}{_hint(sides)}"
    message = f"{row.sku}: {said}. Check the size and the category."
    return Problem(row.sku, "unusual_size", message, "warning")


def _sides(row: CatalogProduct, category: str | None) -> list[_Side]:
    if category is None:
        return []
    known = load_knowledge().category(category)
    told = (
        ("width", row.width_m, known.width),
        ("height", row.height_m, known.height),
        ("depth", row.depth_m, known.depth),
    )
    return [_Side(name, given, usual) for name, given, usual in told if given and usual]


def _hint(sides: list[_Side]) -> str:
    """The mistake that explains all sides, if one does."""
    for unit, factor in _IN_CENTIMETRES.items():
        if _fits(sides, {side.name: factor * side.given_m for side in sides}):
            return f"; it looks as if it was written in {unit}"
    given = {side.name: side.given_m for side in sides}
    for one, other in combinations(given, 2):
        if _fits(sides, given | {one: given[other], other: given[one]}):
            return f"; it looks as if {one} and {other} were exchanged"
    return ""


def _fits(sides: list[_Side], instead_m: Mapping[str, float]) -> bool:
    return all(_Side(s.name, instead_m[s.name], s.usual).within(SLACK) for s in sides)


def _listed(sides: list[_Side]) -> str:
    """The sides as the beginning of a clause, with its verb."""
    *others, last = [side.told() for side in sides]
    told = f"{', '.join(others)} and {last}" if others else last
    return f"{told} {'are' if others else 'is'}"


def _called(category: str | None) -> str:
    return f"the category {str(category).replace('_', ' ')}"


def _cm(length_m: float) -> str:
    return f"{round(100 * length_m, 1):g}"
