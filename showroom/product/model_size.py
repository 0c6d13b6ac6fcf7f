"""Whether a model of the merchant's own can be as large as its file says: metres are often forgotten."""

from __future__ import annotations

import math

from layout import typical_size
from layout.footprint import LARGEST_SIDE_M, SMALLEST_SIDE_M
from showroom.catalog.product import CatalogProduct
from showroom.problem import Problem

__all__ = ["fits_a_room", "model_size_problem"]

UNUSUAL = 3.0
"""Further from the category's usual size than this is worth a look."""
_CENTIMETRES, _MILLIMETRES = 30.0, 320.0
"""From here on it is a hundred, or a thousand, times too large rather than merely large."""


def fits_a_room(size_m: tuple[float, float, float]) -> bool:
    """Whether anybody could place a product of this size."""
    return min(size_m) >= SMALLEST_SIDE_M and max(size_m) <= LARGEST_SIDE_M


def model_size_problem(
    row: CatalogProduct, category: str | None, size_m: tuple[float, float, float]
) -> Problem | None:
    """A warning where the size of a model whose size nobody gave cannot well be true."""
    if row.model is None or row.width_m or row.height_m or row.depth_m:
        return None
    usual_m = typical_size(category) if category else None
    if usual_m is not None:
        ratio = math.prod(size_m) ** (1 / 3) / math.prod(usual_m) ** (1 / 3)
        if 1 / UNUSUAL <= ratio <= UNUSUAL:
            return None
    elif fits_a_room(size_m):
        return None
    else:
        ratio = max(size_m)
    if ratio >= _CENTIMETRES:
        unit = "millimetres" if ratio >= _MILLIMETRES else "centimetres"
        why = f"it looks as if the file was made in {unit}"
    else:
        usual = "larger" if ratio > 1 else "smaller"
        why = f"that is much {usual} than {_called(category)} usually is"
    sides = " x ".join(f"{side:,.3g}" for side in size_m)
    kept = "" if fits_a_room(size_m) else " Until then it stands in no room."
    message = (
        f"{row.sku}: {row.model.name} is {sides} m (W x H x D); {why}. It was left as it is: give width, height or "
        f"depth to scale it.{kept}"
    )
    return Problem(row.sku, "implausible_model_size", message, "warning")


def _called(category: str | None) -> str:
    return f"a product of the category {category.replace('_', ' ')}" if category else "a product"
