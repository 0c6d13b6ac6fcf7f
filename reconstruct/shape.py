"""The product's shape from its cutouts. In this release: the silhouette inflated (see `baselines.py`)."""

from __future__ import annotations

from reconstruct.baselines import InflateOptions, Solid, inflate_silhouette
from reconstruct.cutout import Cutout
from reconstruct.size import ProductSize

__all__ = ["find_shape"]


def find_shape(cutout: Cutout, size_m: ProductSize, options: InflateOptions | None = None) -> Solid:
    """Find the solid whose front view is the cutout, of the product's true size."""
    left, top, right, bottom = cutout.box
    return inflate_silhouette(cutout.matte[top:bottom, left:right], size_m, options)
