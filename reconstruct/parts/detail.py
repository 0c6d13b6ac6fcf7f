"""How finely a part is meshed: coarse while a fit tries shapes, fine in the product."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FINE", "LIGHT", "PRODUCT_DETAILS", "Detail"]


@dataclass(frozen=True)
class Detail:
    """How many triangles round things get. It never depends on a length, so a design's topology is fixed.

    Attributes
    ----------
    bevel
        Steps of a rounded edge; 0 leaves edges sharp.
    around
        Corners of a round cross section.
    along
        Factor for the steps along a curve.
    textured
        Whether parts carry texture coordinates in metres.
    """

    bevel: int
    around: int
    along: int
    textured: bool


LIGHT = Detail(bevel=0, around=8, along=1, textured=False)
FINE = Detail(bevel=2, around=20, along=2, textured=True)

PRODUCT_DETAILS = (
    FINE,
    Detail(bevel=1, around=12, along=1, textured=True),
    Detail(bevel=0, around=8, along=1, textured=True),
)
"""For a product and its lighter copies, the finest first."""
