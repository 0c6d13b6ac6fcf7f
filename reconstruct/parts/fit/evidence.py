"""What a photo says to a fit of parts: its matte's outline and the edges inside it, coarse and fine.

What the photo does not show (`KnownPart`) is neither product nor background: there is no outline against it, no edge in
it, and a part that reaches into it is not held against a candidate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Float32, UInt8
from scipy import ndimage

from reconstruct.crop import CROP_PX, crop_bounds, crop_product
from reconstruct.cutout import Cutout
from reconstruct.known_part import KnownPart
from reconstruct.lab import lab
from reconstruct.parts.fit.marks import Marks, edge_marks, outline_marks, outline_pixels

__all__ = ["COARSE_PX", "FAR_EDGE", "FAR_OUTLINE", "FINE_PX", "EvidenceLevel", "PartsEvidence"]

COARSE_PX, FINE_PX = 64, CROP_PX
FAR_OUTLINE, FAR_EDGE = 0.12, 0.06
"""Outlines and edges that are further apart, in shares of the picture, are as far apart as any."""
# An edge is as strong as this percentile of the colour changes inside the matte, or this change in CIELAB; what is
# weaker than the last, a share of it, is no edge.
STRONG_PERCENTILE, LEAST_STRONG, KEPT = 92.0, 1.2, 0.45
# Free pixels around the product's window, in shares of the picture: a candidate that reaches further is wrong anyway.
MARGIN = 1 / 24


@dataclass(frozen=True)
class EvidenceLevel:
    """A photo's crop at one resolution; pictures cut to a window that holds the product.

    Attributes
    ----------
    px
        Side of the whole picture.
    corner
        Column and row of the window's first pixel.
    solid
        Known pixels of the product.
    known
        What the photo shows; None for all.
    outline
        Where the product is seen to end, with the way out; places in pixels of the window.
    edges
        Edges of colour inside the matte; places in pixels of the window.
    to_outline, to_edge
        Distance of each pixel to them, in shares of the picture, at most `FAR_OUTLINE` and `FAR_EDGE`.
    inside
        Pixels well inside the matte: edges count only there, for a matte's rim makes false ones.
    outside
        Known pixels clearly outside the matte.
    """

    px: int
    corner: tuple[int, int]
    solid: Bool[np.ndarray, "H W"]
    known: Bool[np.ndarray, "H W"] | None
    outline: Marks
    edges: Marks
    to_outline: Float[np.ndarray, "H W"]
    to_edge: Float[np.ndarray, "H W"]
    inside: Bool[np.ndarray, "H W"]
    outside: Bool[np.ndarray, "H W"]

    @classmethod
    def of(
        cls, crop: UInt8[np.ndarray, "128 128 4"], part: KnownPart | None, px: int
    ) -> EvidenceLevel:
        """A crop's evidence at a resolution that divides the crop's."""
        colour, alpha = _reduced(crop, px)
        whole = alpha > 127
        known = None if part is None else _all_of(part.pixels, px)
        rows, columns = (slice(0, px), slice(0, px)) if known is not None else _window(whole)
        whole, colour = whole[rows, columns], colour[rows, columns]
        solid = whole if known is None else whole & known
        fine = px > COARSE_PX
        rim = outline_pixels(whole, known)
        inside = ndimage.binary_erosion(solid, iterations=2 if fine else 1)
        # A matte may be soft beside what covers the product: that is no background either.
        far = ndimage.distance_transform_edt(~solid if known is None else ~solid & known)
        edges = edge_marks(colour, solid, inside, (STRONG_PERCENTILE, LEAST_STRONG, KEPT))
        marked = np.zeros(solid.shape, dtype=bool)
        marked[tuple(np.floor(edges.places_px).astype(np.int64).T[::-1])] = True
        return cls(
            px=px,
            corner=(columns.start, rows.start),
            solid=solid,
            known=known,
            outline=outline_marks(solid, rim, known),
            edges=edges,
            to_outline=_distance(rim, px, FAR_OUTLINE),
            to_edge=_distance(marked, px, FAR_EDGE),
            inside=inside,
            outside=far > (1.6 if fine else 1.1),
        )


@dataclass(frozen=True)
class PartsEvidence:
    """A photo at both resolutions.

    Attributes
    ----------
    crop
        Colour and matte.
    part
        Which part of the crop the photo shows; None for all.
    bounds_px
        Left, top, right and bottom of what is surely the product's, in the crop.
    coarse, fine
        At `COARSE_PX` and `FINE_PX`.
    """

    crop: UInt8[np.ndarray, "128 128 4"]
    part: KnownPart | None
    bounds_px: tuple[float, float, float, float]
    coarse: EvidenceLevel
    fine: EvidenceLevel

    @classmethod
    def of(cls, cutout: Cutout) -> PartsEvidence:
        """The evidence of a product that was cut out."""
        crop = crop_product(cutout.rgb, cutout.matte)
        return cls.of_crop(crop, KnownPart.of(cutout, crop))

    @classmethod
    def of_crop(
        cls, crop: UInt8[np.ndarray, "128 128 4"], part: KnownPart | None = None
    ) -> PartsEvidence:
        """The evidence of a crop, of which the photo shows a part."""
        return cls(
            crop=crop,
            part=part,
            bounds_px=_soft_bounds(crop[..., 3]) if part is None else part.bounds_px,
            coarse=EvidenceLevel.of(crop, part, COARSE_PX),
            fine=EvidenceLevel.of(crop, part, FINE_PX),
        )

    def level(self, px: int) -> EvidenceLevel:
        """The evidence at one of the two resolutions."""
        return self.coarse if px == COARSE_PX else self.fine


def _soft_bounds(alpha: UInt8[np.ndarray, "128 128"]) -> tuple[float, float, float, float]:
    """The matte's bounds to parts of a pixel: a column that is half covered is half the product's."""
    left, top, right, bottom = crop_bounds(alpha)
    columns, rows = (np.pad(alpha.max(axis=axis) / 255, 1) for axis in (0, 1))

    def beyond(cover: Float[np.ndarray, " P"], first: float, outwards: int) -> float:
        """How far the product reaches beyond the inner side of its first solid pixel; `cover` is padded by one."""
        place = int(first) + 1
        return float(cover[place] + cover[place + outwards])

    return (
        left + 1 - beyond(columns, left, -1),
        top + 1 - beyond(rows, top, -1),
        right - 1 + beyond(columns, right - 1, 1),
        bottom - 1 + beyond(rows, bottom - 1, 1),
    )


def _reduced(
    crop: UInt8[np.ndarray, "128 128 4"], px: int
) -> tuple[Float[np.ndarray, "P P 3"], Float32[np.ndarray, "P P"]]:
    """Mean colour (CIELAB) under the matte, and mean matte."""
    step = CROP_PX // px
    colour = lab(crop[..., :3] / 255)
    weight = crop[..., 3].astype(np.float64) + 1e-3
    blocks = (px, step, px, step)
    total = (colour * weight[..., None]).reshape(*blocks, 3).sum(axis=(1, 3))
    share = weight.reshape(blocks)
    alpha = crop[..., 3].astype(np.float32).reshape(blocks).mean(axis=(1, 3))
    return total / share.sum(axis=(1, 3))[..., None], alpha


def _all_of(pixels: Bool[np.ndarray, "128 128"], px: int) -> Bool[np.ndarray, "P P"]:
    step = CROP_PX // px
    return np.asarray(pixels.reshape(px, step, px, step).all(axis=(1, 3)))


def _window(solid: Bool[np.ndarray, "P P"]) -> tuple[slice, slice]:
    """Rows and columns of the product and a little around it; all if there is none."""
    px = len(solid)
    margin = max(2, round(MARGIN * px))
    spans = []
    for axis in (1, 0):
        there = np.flatnonzero(solid.any(axis=axis))
        first, last = (int(there[0]), int(there[-1])) if len(there) else (0, px - 1)
        spans.append(slice(max(first - margin, 0), min(last + 1 + margin, px)))
    return spans[0], spans[1]


def _distance(marked: Bool[np.ndarray, "H W"], px: int, most: float) -> Float[np.ndarray, "H W"]:
    if not marked.any():
        return np.full(marked.shape, most)
    return np.minimum(ndimage.distance_transform_edt(~marked) / px, most)
