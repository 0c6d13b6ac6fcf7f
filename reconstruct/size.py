"""The product's true size: what the merchant says, completed from the picture where something is missing."""

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
    aspect: float,
    typical_height_m: float | None,
) -> SizeFinding:
    """Complete the size from the matte's aspect (width over height, in pixels).

    A missing width or height follows from the other and the aspect. With neither, the height is
    `typical_height_m`, or 1 m if there is none. A missing depth is the smaller of width and height: right for
    chairs, tables, sofas and lamps, too deep for cabinets.

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
    if height_m is None:
        height_m = width_m / aspect if width_m is not None else (typical_height_m or 1.0)
    if width_m is None:
        width_m = height_m * aspect
    if depth_m is None:
        depth_m = min(width_m, height_m)
    given = {"width": hint.width_m, "height": hint.height_m, "depth": hint.depth_m}
    return SizeFinding(
        size_m=ProductSize(width_m, height_m, depth_m),
        guessed=tuple(name for name, value_m in given.items() if value_m is None),
    )
