"""A cut-out repaired by hand: by a box around the product, by strokes over what belongs to it and what does not.

A box marks the product for the cut-out network. Strokes are seeds of a random walk that starts from the mask as it is:
what is painted is certain, the rest follows the photo's edges and colours and forgets the stroke with distance, so
that a stroke here changes nothing there.

Not used: OpenCV's GrabCut, a wheel of 61 MB for one function. Its colour models are of the whole picture, while a
stroke here is to count near itself.

Sources: Grady, "Multilabel Random Walker Image Segmentation Using Prior Models", 2005, equation 9; Rother,
Kolmogorov and Blake, "GrabCut", 2004, for colour models learnt anew from each answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from jaxtyping import Bool, Float, Float32, Int
from PIL import Image, ImageDraw
from scipy import ndimage
from scipy.sparse import coo_matrix, diags
from scipy.sparse.linalg import cg

from reconstruct.cutout import cut_out
from reconstruct.errors import NoProductFoundError
from reconstruct.matting import guided_filter
from reconstruct.photo import Photo

__all__ = ["Stroke", "painted", "repair_matte"]

WORK_PX = 288
"""Longest side that the walk runs on: 0.2 s on one core."""
REACH = 0.11
"""How far a stroke counts where nothing stops it, as a share of the longest side."""
ROUNDS = 3
HOLD = 5.0
"""How much sooner a walk ends where colour and mask agree."""
_BINS = 14


@dataclass(frozen=True)
class Stroke:
    """A brush stroke.

    Attributes
    ----------
    points_px
        Its polyline, (x, y) in pixels of the upright photo.
    radius_px
        Half the brush's breadth.
    """

    points_px: tuple[tuple[float | int, float | int], ...]
    radius_px: float | int


def painted(
    strokes: Sequence[Stroke], shape: tuple[int, int], scale: float = 1.0
) -> Bool[np.ndarray, "H W"]:
    """The pixels that strokes cover in a picture of `shape` (height, width), `scale` times the upright photo."""
    canvas = Image.new("1", (shape[1], shape[0]), 0)
    pen = ImageDraw.Draw(canvas)
    for stroke in strokes:
        radius = max(stroke.radius_px * scale, 0.5)
        points = [(x * scale, y * scale) for x, y in stroke.points_px]
        for (x0, y0), (x1, y1) in pairwise(points):
            pen.line((x0, y0, x1, y1), fill=1, width=round(2 * radius) + 1)
        for x, y in points:
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=1)
    return np.asarray(canvas, dtype=bool)


def repair_matte(
    photo: Photo,
    matte: Float32[np.ndarray, "H W"] | None,
    *,
    box: tuple[int, int, int, int] | None = None,
    keep: Bool[np.ndarray, "H W"],
    drop: Bool[np.ndarray, "H W"],
) -> Float32[np.ndarray, "H W"]:
    """Repair a matte.

    Parameters
    ----------
    photo
        The photo.
    matte
        As it is; None if nothing was found.
    box
        Left, top, right and bottom of where the product is, in the photo's pixels: all else is ground, and what is
        inside is cut out anew.
    keep, drop
        Pixels that are the product, and that are not; where both are painted, they are not.
    """
    keep = keep & ~drop
    ground = drop.copy()
    if box is not None:
        outside = np.ones(keep.shape, dtype=bool)
        outside[box[1] : box[3], box[0] : box[2]] = False
        ground |= outside & ~keep
        matte = _looked_into(photo, box)
    elif matte is None:
        matte = np.zeros(keep.shape, dtype=np.float32)
    if keep.any() or drop.any():
        matte = _walked(photo, matte, keep, drop)
    matte = np.where(keep, 1.0, np.where(ground, 0.0, matte)).astype(np.float32)
    return _without_crumbs(matte, keep)


def _looked_into(photo: Photo, box: tuple[int, int, int, int]) -> Float32[np.ndarray, "H W"]:
    """The product in a box; all of the box if nothing stands out, for the merchant says that something is there."""
    try:
        return cut_out(replace(photo, alpha=None), box=box).matte
    except NoProductFoundError:
        matte = np.zeros(photo.rgb.shape[:2], dtype=np.float32)
        matte[box[1] : box[3], box[0] : box[2]] = 1.0
        return matte


def _walked(
    photo: Photo,
    matte: Float32[np.ndarray, "H W"],
    keep: Bool[np.ndarray, "H W"],
    drop: Bool[np.ndarray, "H W"],
) -> Float32[np.ndarray, "H W"]:
    """The matte after strokes, changed only as far as they reach."""
    height, width = matte.shape
    scale = min(WORK_PX / max(height, width), 1.0)
    size = max(round(width * scale), 2), max(round(height * scale), 2)
    rgb = np.asarray(
        Image.fromarray(photo.rgb).resize(size, Image.Resampling.BOX), dtype=np.float64
    )
    before = _scaled(matte, size).astype(np.float64)
    kept = _scaled(keep.astype(np.float32), size) > 0.25
    dropped = (_scaled(drop.astype(np.float32), size) > 0.25) & ~kept
    grid = _Grid.of(rgb / 255)
    reach = REACH * max(size)
    answer = before
    near = [_nearness(seed, reach) for seed in (kept, dropped)]
    # Near a stroke a walk goes far; away from all of them the mask as it is holds, thin legs and all.
    tired = 1 / reach**2 / (np.maximum(near[0], near[1]) + 1e-4)
    for _ in range(ROUNDS):
        likely = _likely(rgb, answer > 0.5, kept, dropped)
        # A stroke pulls its own way only, and only near by.
        prior = before + near[0] * np.maximum(likely - before, 0)
        prior = prior - near[1] * np.maximum(prior - likely, 0)
        # Where the colour says what the mask says, a leg as thin as three pixels does not leak into its ground.
        agreed = np.clip(1 - 2 * np.abs(likely - before), 0, 1)
        answer = grid.walk(prior, kept, dropped, tired * (1 + HOLD * agreed))
    more = (answer > 0.5) & (before <= 0.5) | kept
    less = (answer <= 0.5) & (before > 0.5) | dropped
    radius = max(round(1.5 / scale), 2)
    colours = photo.rgb.astype(np.float32) / 255
    edged = guided_filter(
        colours, _scaled(answer.astype(np.float32), (width, height)), radius, 1e-4
    )
    edged = np.clip((edged - 0.5) * 2.5 + 0.5, 0, 1)
    there = [_scaled(part.astype(np.float32), (width, height)) for part in (more, less)]
    soft = [
        ndimage.uniform_filter(ndimage.maximum_filter(part, 2 * radius + 1), radius)
        for part in there
    ]
    raised = np.maximum(matte, edged * np.clip(soft[0] * 1.5, 0, 1))
    share = np.clip(soft[1] * 1.5, 0, 1)
    return np.asarray(
        np.minimum(raised, share * np.minimum(raised, edged) + (1 - share) * raised),
        dtype=np.float32,
    )


def _nearness(seed: Bool[np.ndarray, "h w"], reach: float) -> Float[np.ndarray, "h w"]:
    if not seed.any():
        return np.zeros(seed.shape)
    away = ndimage.distance_transform_edt(~seed)
    return np.asarray(np.exp(-((away / reach) ** 2)))


def _likely(
    rgb: Float[np.ndarray, "h w 3"],
    inside: Bool[np.ndarray, "h w"],
    kept: Bool[np.ndarray, "h w"],
    dropped: Bool[np.ndarray, "h w"],
) -> Float[np.ndarray, "h w"]:
    """How likely each pixel's colour is the product's, by two colour histograms that the strokes lean on."""
    bins = np.minimum((rgb * (_BINS / 256)).astype(np.int64), _BINS - 1)
    index = (bins[..., 0] * _BINS + bins[..., 1]) * _BINS + bins[..., 2]
    product = _histogram(index[inside & ~dropped], index[kept])
    ground = _histogram(index[~inside & ~kept], index[dropped])
    odds = np.log(product + 1e-5) - np.log(ground + 1e-5)
    return np.asarray((1 / (1 + np.exp(-odds)))[index])


def _histogram(
    colours: Int[np.ndarray, " A"], painted_over: Int[np.ndarray, " B"]
) -> Float[np.ndarray, " C"]:
    """Shares of colours; what was painted over counts as much as all the rest."""
    total = np.zeros((_BINS,) * 3)
    for values in (colours, painted_over):
        if len(values):
            counts = np.bincount(values, minlength=_BINS**3).reshape(total.shape)
            total += counts / len(values)
    blurred = ndimage.gaussian_filter(total, 0.7, mode="constant")
    return np.asarray(blurred.ravel() / max(float(blurred.sum()), 1e-9))


@dataclass(frozen=True)
class _Grid:
    """The picture's pixels as a graph: neighbours are tied the more, the more alike they are."""

    laplacian: Any
    shape: tuple[int, int]

    @classmethod
    def of(cls, colours: Float[np.ndarray, "h w 3"]) -> _Grid:
        height, width = colours.shape[:2]
        place = np.arange(height * width).reshape(height, width)
        pairs, steps = [], []
        for one, other in (
            ((slice(None), slice(None, -1)), (slice(None), slice(1, None))),
            ((slice(None, -1), slice(None)), (slice(1, None), slice(None))),
        ):
            pairs.append((place[one].ravel(), place[other].ravel()))
            steps.append(((colours[one] - colours[other]) ** 2).sum(axis=2).ravel())
        step = np.concatenate(steps)
        # A plain picture has fine edges, a busy one only counts its strong ones.
        spread = float(np.clip(0.5 * step.mean(), 0.015**2, 0.06**2))
        ties = np.exp(-step / (2 * spread)) + 1e-4
        first, second = (np.concatenate([pair[k] for pair in pairs]) for k in (0, 1))
        count = height * width
        both = (np.concatenate([first, second]), np.concatenate([second, first]))
        tied = coo_matrix((np.tile(ties, 2), both), shape=(count, count)).tocsr()
        degree = np.asarray(tied.sum(axis=1)).ravel()
        return cls((diags(degree) - tied).tocsr(), (height, width))

    def walk(
        self,
        prior: Float[np.ndarray, "h w"],
        kept: Bool[np.ndarray, "h w"],
        dropped: Bool[np.ndarray, "h w"],
        tired: Float[np.ndarray, "h w"],
    ) -> Float[np.ndarray, "h w"]:
        """Chance that a walk from each pixel ends as product: at a stroke, or by the prior where it gets tired."""
        known = (kept | dropped).ravel()
        free = np.flatnonzero(~known)
        values = np.where(kept.ravel(), 1.0, 0.0)
        answer = values.copy()
        if not len(free):
            return answer.reshape(self.shape)
        rows, stop = self.laplacian[free], tired.ravel()[free]
        matrix = rows[:, free] + diags(stop)
        right = stop * prior.ravel()[free] - rows[:, np.flatnonzero(known)] @ values[known]
        solved, _ = cg(
            matrix,
            right,
            x0=prior.ravel()[free],
            rtol=1e-4,
            maxiter=400,
            M=diags(1 / matrix.diagonal()),
        )
        answer[free] = solved
        return np.clip(answer, 0, 1).reshape(self.shape)


def _without_crumbs(
    matte: Float32[np.ndarray, "H W"], keep: Bool[np.ndarray, "H W"]
) -> Float32[np.ndarray, "H W"]:
    """Without specks that a stroke left behind; what was painted stays, however small."""
    labels, count = ndimage.label(matte > 0.5, structure=np.ones((3, 3)))
    if count <= 1:
        return matte
    areas = np.bincount(labels.ravel())
    areas[0] = 0
    wanted = areas > 0.002 * areas.max()
    wanted[np.unique(labels[keep])] = True
    wanted[0] = True
    crumbs = ~wanted[labels]
    return np.where(ndimage.binary_dilation(crumbs, iterations=2) & ~keep, 0, matte).astype(
        np.float32
    )


def _scaled(plane: Float[np.ndarray, "h w"], size: tuple[int, int]) -> Float32[np.ndarray, "H W"]:
    smaller = size[0] < plane.shape[1]
    how = Image.Resampling.BOX if smaller else Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(plane.astype(np.float32)).resize(size, how))
