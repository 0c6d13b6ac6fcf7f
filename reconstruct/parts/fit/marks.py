"""Pixels of an outline or an edge with the way across it, and which pixels of two pictures belong together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Bool, Float, Int
from scipy import ndimage
from scipy.spatial import cKDTree

__all__ = ["Marks", "crease_marks", "edge_marks", "outline_marks", "outline_pixels", "pairs"]

# A way turned round by a right angle costs as much as this many pixels times the square root of two.
LEAN_PX = 6.0
# Colours are smoothed by so much before edges are looked for; more moves the two edges of a board together.
EDGE_BLUR_PX = 0.7
# Marks belong together only if the cosine between their ways is larger.
ALIKE = 0.4


@dataclass(frozen=True)
class Marks:
    """Pixels with a way across.

    Attributes
    ----------
    places_px
        Their centres (u, v).
    ways
        Unit vectors (u, v): out of an outline, or across an edge with either sign.
    strength
        What each counts.
    signed
        Whether the ways have a sign.
    """

    places_px: Float[np.ndarray, "N 2"]
    ways: Float[np.ndarray, "N 2"]
    strength: Float[np.ndarray, " N"]
    signed: bool

    def __len__(self) -> int:
        return len(self.places_px)

    @cached_property
    def leaning(self) -> Float[np.ndarray, "N 4"]:
        """Place and way in one space; ways without a sign by their doubled angle."""
        return np.concatenate([self.places_px, LEAN_PX * self._compared], axis=1)

    @cached_property
    def _compared(self) -> Float[np.ndarray, "N 2"]:
        if self.signed:
            return self.ways
        x, y = self.ways.T
        return np.stack([x * x - y * y, 2 * x * y], axis=1)

    @cached_property
    def _tree(self) -> cKDTree:
        return cKDTree(self.leaning)


def pairs(mine: Marks, target: Marks, reach_px: float) -> Int[np.ndarray, "P 2"]:
    """Indices of marks that belong together: the nearest that faces alike, from both sides, within a reach."""
    if not len(mine) or not len(target):
        return np.zeros((0, 2), dtype=np.int64)
    _, to = target._tree.query(mine.leaning)
    _, back = mine._tree.query(target.leaning)
    found = np.empty((len(mine) + len(target), 2), dtype=np.int64)
    found[: len(mine), 0], found[: len(mine), 1] = np.arange(len(mine)), to
    found[len(mine) :, 0], found[len(mine) :, 1] = back, np.arange(len(target))
    off = target.places_px[found[:, 1]] - mine.places_px[found[:, 0]]
    alike = (mine._compared[found[:, 0]] * target._compared[found[:, 1]]).sum(axis=1)
    return np.asarray(found[((off * off).sum(axis=1) < reach_px**2) & (alike > ALIKE)])


def outline_pixels(
    solid: Bool[np.ndarray, "H W"], known: Bool[np.ndarray, "H W"] | None
) -> Bool[np.ndarray, "H W"]:
    """Solid pixels beside one that is not; where a part is not known, only beside one known to be empty."""
    whole = solid if known is None else solid | ~known
    inside = np.zeros_like(whole)
    inside[1:-1, 1:-1] = (
        whole[1:-1, 1:-1] & whole[:-2, 1:-1] & whole[2:, 1:-1] & whole[1:-1, :-2] & whole[1:-1, 2:]
    )
    rim = whole & ~inside
    return np.asarray(rim if known is None else rim & known)


def outline_marks(
    solid: Bool[np.ndarray, "H W"],
    rim: Bool[np.ndarray, "H W"],
    known: Bool[np.ndarray, "H W"] | None,
) -> Marks:
    """The pixels of an outline with the way out."""
    soft = ndimage.gaussian_filter(solid.astype(np.float32), 1.2)
    if known is not None:
        # What is not known leans neither way: it has no say in the mean.
        soft = ndimage.gaussian_filter((solid & known).astype(np.float32), 1.2)
        soft /= np.maximum(ndimage.gaussian_filter(known.astype(np.float32), 1.2), 1e-3)
    # Differences at the rim alone, not of the whole picture.
    padded = np.pad(soft, 1, mode="edge")
    row, column = np.nonzero(rim)
    ways = np.stack(
        [
            padded[row + 1, column] - padded[row + 1, column + 2],
            padded[row, column + 1] - padded[row + 2, column + 1],
        ],
        axis=1,
    ).astype(np.float64)
    return Marks(_centres(row, column), _unit(ways), np.ones(len(row)), signed=True)


def edge_marks(
    colour: Float[np.ndarray, "H W 3"],
    solid: Bool[np.ndarray, "H W"],
    inside: Bool[np.ndarray, "H W"],
    strong: tuple[float, float, float],
) -> Marks:
    """Ridges of the colour's change inside a matte.

    Parameters
    ----------
    colour
        CIELAB; what is outside the matte does not count.
    inside
        Where edges may be.
    strong
        Percentile of the changes that counts as a strong edge, the least change that does, and the share of it below
        which there is no edge.
    """
    if not inside.any():
        return Marks(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0), signed=False)
    weight = ndimage.gaussian_filter(solid.astype(np.float64), EDGE_BLUR_PX)
    right, down = np.empty_like(colour), np.empty_like(colour)
    for channel in range(3):
        smooth = ndimage.gaussian_filter(np.where(solid, colour[..., channel], 0.0), EDGE_BLUR_PX)
        smooth /= np.maximum(weight, 1e-3)
        right[..., channel] = ndimage.sobel(smooth, axis=1) / 8
        down[..., channel] = ndimage.sobel(smooth, axis=0) / 8
    change = np.sqrt((right**2 + down**2).sum(axis=2)) * inside
    percentile, least, kept = strong
    reference = max(float(np.percentile(change[inside], percentile)), least)
    upright = np.abs(right).sum(axis=2) > np.abs(down).sum(axis=2)
    across = (change >= np.roll(change, 1, axis=1)) & (change >= np.roll(change, -1, axis=1))
    along = (change >= np.roll(change, 1, axis=0)) & (change >= np.roll(change, -1, axis=0))
    row, column = np.nonzero(
        np.where(upright, across, along) & inside & (change > kept * reference)
    )
    # The top of the ridge by a parabola through three pixels: an edge between two pixels is found there from both.
    lying = ~upright[row, column]
    off = np.where(
        lying,
        _peak(change[row - 1, column], change[row, column], change[row + 1, column]),
        _peak(change[row, column - 1], change[row, column], change[row, column + 1]),
    )
    off_px = np.stack([np.where(lying, 0.0, off), np.where(lying, off, 0.0)], axis=1)
    # The main way of the structure tensor, over the three channels.
    r, d = right[row, column], down[row, column]
    angle = 0.5 * np.arctan2(2 * (r * d).sum(axis=1), (r * r).sum(axis=1) - (d * d).sum(axis=1))
    return Marks(
        _centres(row, column) + off_px,
        np.stack([np.cos(angle), np.sin(angle)], axis=1),
        np.clip(change[row, column] / reference, 0.0, 1.5),
        signed=False,
    )


def crease_marks(edges: Bool[np.ndarray, "H W"], off_px: Float[np.ndarray, "N 2"]) -> Marks:
    """Thin lines of a picture of yes and no, with the way across them; `off_px` moves each from its pixel's centre."""
    picture = edges.astype(np.float32)
    xx = ndimage.gaussian_filter(picture, 1.5, order=(0, 2))[edges]
    yy = ndimage.gaussian_filter(picture, 1.5, order=(2, 0))[edges]
    xy = ndimage.gaussian_filter(picture, 1.5, order=(1, 1))[edges]
    # Across a bright line its second derivative is the most negative.
    angle = 0.5 * np.arctan2(2 * xy, xx - yy) + np.pi / 2
    row, column = np.nonzero(edges)
    ways = np.stack([np.cos(angle), np.sin(angle)], axis=1).astype(np.float64)
    return Marks(_centres(row, column) + off_px, ways, np.ones(len(row)), signed=False)


def _peak(
    before: Float[np.ndarray, " N"], at: Float[np.ndarray, " N"], after: Float[np.ndarray, " N"]
) -> Float[np.ndarray, " N"]:
    """Where a parabola through three neighbours is highest, from the middle one; at most half a pixel away."""
    bend = np.maximum(2 * at - before - after, 1e-9)
    return np.asarray(((after - before) / (2 * bend)).clip(-0.5, 0.5))


def _centres(row: Int[np.ndarray, " N"], column: Int[np.ndarray, " N"]) -> Float[np.ndarray, "N 2"]:
    return np.stack([column, row], axis=1) + 0.5


def _unit(ways: Float[np.ndarray, "N 2"]) -> Float[np.ndarray, "N 2"]:
    length = np.sqrt((ways * ways).sum(axis=1, keepdims=True))
    return np.asarray(ways / np.maximum(length, 1e-9))
