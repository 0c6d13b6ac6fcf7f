"""The product's true size: what the merchant says, completed from the photos where something is missing."""

from __future__ import annotations

import math
from dataclasses import dataclass

from reconstruct.errors import InvalidSizeError

__all__ = ["ProductSize", "ProductSizeHint", "SizeFinding", "find_size"]

SMALLEST_M = 0.005
LARGEST_M = 20.0


@dataclass(frozen=True)
class ProductSize:
    """Size of a product, in metres: width along X, height along Y, depth along Z of the `product` frame."""

    width_m: float
    height_m: float
    depth_m: float


@dataclass(frozen=True)
class ProductSizeHint:
    """What the merchant knows of the size, in metres; None where unknown."""

    width_m: float | None = None
    height_m: float | None = None
    depth_m: float | None = None


@dataclass(frozen=True)
class SizeFinding:
    """A size and which of its three numbers were guessed.

    Attributes
    ----------
    size_m
        The complete size.
    guessed
        Names of the guessed dimensions, out of "width", "height", "depth".
    """

    size_m: ProductSize
    guessed: tuple[str, ...]


def find_size(
    product_id: str,
    hint: ProductSizeHint | None,
    *,
    guess: ProductSize,
    typical_height_m: float | None,
) -> SizeFinding:
    """Complete the size from what the network guesses from the photos.

    Missing sides keep the guess's proportions: scaled to the sides that are given, or else to the
    category's `typical_height_m`, or else as guessed.

    Raises
    ------
    InvalidSizeError
        If a given dimension is not a number of metres that a product can have.
    """
    hint = hint or ProductSizeHint()
    width_m, height_m, depth_m = hint.width_m, hint.height_m, hint.depth_m
    for name, value_m in (("width", width_m), ("height", height_m), ("depth", depth_m)):
        if value_m is not None and not (
            math.isfinite(value_m) and SMALLEST_M <= value_m <= LARGEST_M
        ):
            raise InvalidSizeError(
                product_id,
                expected=f"a {name} between {SMALLEST_M * 100:g} cm and {LARGEST_M:g} m",
                found=f"{value_m:g} m",
                remedy=f"Correct the {name}, or leave it out to have it guessed from the photo.",
            )
    guesses = (guess.width_m, guess.height_m, guess.depth_m)
    sides = (width_m, height_m, depth_m)
    ratios = [side / guessed for side, guessed in zip(sides, guesses, strict=True) if side]
    if not ratios and typical_height_m is not None:
        ratios = [typical_height_m / guess.height_m]
    scale = math.prod(ratios) ** (1 / len(ratios)) if ratios else 1.0
    complete = [
        side if side is not None else min(max(scale * guessed, SMALLEST_M), LARGEST_M)
        for side, guessed in zip(sides, guesses, strict=True)
    ]
    given = {"width": hint.width_m, "height": hint.height_m, "depth": hint.depth_m}
    return SizeFinding(
        size_m=ProductSize(*complete),
        guessed=tuple(name for name, value_m in given.items() if value_m is None),
    )
