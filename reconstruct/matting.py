"""A soft, coarse mask sharpened to the photo's own resolution, by the colours on either side of the outline.

The network sees 320 px. Around its outline we know what is surely product and what is surely background; the
background's colour is carried on smoothly behind the product, and each doubtful pixel is asked how far it lies
from it. On the plain sweeps of product photos this finds gaps between legs and rungs that the network
closed. Where the background is not plain, a guided filter follows the photo's edges instead.

Sources: He, Sun and Tang, "Guided Image Filtering", 2013, equations 14 and 15, and its fast variant (2015);
Gortler et al., "The Lumigraph", 1996, for the push-pull filling of holes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float32, UInt8
from PIL import Image
from scipy import ndimage

__all__ = ["Matting", "fill_smoothly", "guided_filter", "sharpen_mask"]


@dataclass(frozen=True)
class Matting:
    """A sharpened mask and what was learnt on the way.

    Attributes
    ----------
    matte
        Share of the product in each pixel, in [0, 1].
    contrast
        Median distance of the product's colours from the background's along the outline, in [0, 1.7].
    plainness
        How plain the background around the product is, in [0, 1]; 1 for a studio's sweep.
    holes
        Where the backdrop was found inside the mask, seen through the product.
    """

    matte: Float32[np.ndarray, "H W"]
    contrast: float
    plainness: float
    holes: Bool[np.ndarray, "H W"]


def sharpen_mask(
    rgb: UInt8[np.ndarray, "H W 3"], mask: Float32[np.ndarray, "H W"], reach_px: int
) -> Matting:
    """Sharpen a coarse mask.

    Parameters
    ----------
    rgb
        The photo around the product.
    mask
        The network's answer at the photo's size.
    reach_px
        How far the mask's outline may be wrong, in pixels: two or three of the network's.
    """
    colours = rgb.astype(np.float32) / 255
    inner = ndimage.minimum_filter(mask, size=2 * reach_px + 1)
    outer = ndimage.maximum_filter(mask, size=2 * reach_px + 1)
    surely_out = outer < 0.1
    surely_in = (inner > 0.9) | ((mask > 0.98) & (inner > 0.6))
    guided = np.clip(guided_filter(colours, mask, reach_px, 1e-4), 0, 1)
    guided = np.clip((guided - 0.5) * 1.6 + 0.5, 0, 1)
    if surely_out.mean() < 0.02 or not surely_in.any():
        return Matting(guided, 0.0, 0.0, np.zeros(mask.shape, dtype=bool))
    backdrop, noise = _backdrop(colours, surely_out)
    product, _ = fill_smoothly(colours, surely_in, 3 * reach_px)
    # Plainness falls from 1 to 0 as the background's deviation rises from 2 to 7 % of full scale.
    plain = np.clip((0.07 - noise) / 0.05, 0, 1)
    offset = colours - backdrop
    towards = product - backdrop
    spread = np.sqrt(_dot(towards, towards))
    away = np.sqrt(_dot(offset, offset))
    along = _dot(offset, towards) / np.maximum(spread**2, 1e-4)
    # A product of several colours: a pixel far from the backdrop is product even off the line to its mean.
    level = np.maximum(3 * noise, 0.03)
    apart = np.clip((away - level) / np.maximum(0.6 * spread - level, 0.05), 0, 1)
    by_colour = np.clip(np.maximum(along, apart * (along > -0.2)), 0, 1)
    trust = plain * np.clip((spread - 2 * level) / 0.12, 0, 1)
    # A shadow is the backdrop, darker: there the colours prove nothing and the network decides.
    shadow = _is_shadow(colours, backdrop, level)
    by_colour = np.where(shadow & (mask < 0.7), np.minimum(by_colour, guided), by_colour)
    # Far out from the network's outline, only what it half believes may be product.
    by_colour *= np.clip(outer_belief(mask, reach_px), 0, 1)
    doubtful = ~surely_out & ~surely_in
    matte = np.where(doubtful, trust * by_colour + (1 - trust) * guided, surely_in)
    like_backdrop = (away < np.maximum(2 * noise, 0.03)) & (plain > 0.5) & (mask > 0.3)
    hole = _holes(like_backdrop, away, mask, reach_px)
    matte = np.where(hole, np.minimum(matte, np.clip((away - 0.03) / 0.15, 0, 1)), matte)
    near = doubtful & (mask > 0.3)
    contrast = float(np.median(spread[near])) if near.any() else 0.0
    return Matting(matte.astype(np.float32), contrast, float(plain[doubtful].mean()), hole)


def outer_belief(mask: Float32[np.ndarray, "H W"], reach_px: int) -> Float32[np.ndarray, "H W"]:
    """How far colour may carry the product outwards: wholly for half the reach, then less."""
    near = ndimage.maximum_filter(mask, size=reach_px + 1)
    return np.asarray(ndimage.uniform_filter(near, reach_px), dtype=np.float32) * 2


def _dot(
    one: Float32[np.ndarray, "H W C"], other: Float32[np.ndarray, "H W C"]
) -> Float32[np.ndarray, "H W"]:
    """Dot product of the colours of each pixel."""
    return np.asarray(np.einsum("hwc,hwc->hw", one, other))


def _is_shadow(
    colours: Float32[np.ndarray, "H W 3"],
    backdrop: Float32[np.ndarray, "H W 3"],
    level: Float32[np.ndarray, "H W"],
) -> Bool[np.ndarray, "H W"]:
    """Whether a pixel has the backdrop's colour at 30 to 97 % of its light."""
    length = np.maximum(_dot(backdrop, backdrop), 1e-4)
    light = _dot(colours, backdrop) / length
    # What is left of the colour when its share along the backdrop's is taken away (Pythagoras).
    tint = np.sqrt(np.maximum(_dot(colours, colours) - light**2 * length, 0))
    return np.asarray((light > 0.3) & (light < 0.97) & (tint < np.maximum(level, 0.04)))


def _holes(
    like_backdrop: Bool[np.ndarray, "H W"],
    away: Float32[np.ndarray, "H W"],
    mask: Float32[np.ndarray, "H W"],
    reach_px: int,
) -> Bool[np.ndarray, "H W"]:
    """Regions inside the mask that are the backdrop seen through the product.

    A pale cushion before a pale wall must not become one. So a hole has the backdrop's very colour without
    grain (stripes and highlights break up under the opening), is as large as a pixel of the network, and
    ends sharply all around, where a cushion's shading fades; half around is enough where the network too
    was in doubt.
    """
    seen = ndimage.binary_opening(like_backdrop, iterations=1 + (reach_px > 4))
    labels, count = ndimage.label(seen)
    if not count:
        return seen
    index = np.arange(count + 1)
    areas = np.bincount(labels.ravel())
    areas[0] = 0
    least = np.asarray(ndimage.minimum(mask, labels, index=index))
    # The ring three to five pixels out from each region: past the soft edge of the photo.
    wide = ndimage.maximum_filter(labels, size=11)
    ring = np.where(ndimage.maximum_filter(labels, size=7) == 0, wide, 0)
    ends = np.bincount(ring.ravel(), weights=(away > 0.08).ravel(), minlength=count + 1)
    sharp = ends / np.maximum(np.bincount(ring.ravel(), minlength=count + 1), 1)
    is_hole = (areas > reach_px**2) & ((sharp > 0.9) | ((least < 0.95) & (sharp > 0.5)))
    # The soft rim of a hole belongs to it: there the colour decides too.
    return np.asarray(ndimage.binary_dilation(is_hole[labels], iterations=4))


def _backdrop(
    colours: Float32[np.ndarray, "H W 3"], surely_out: Bool[np.ndarray, "H W"]
) -> tuple[Float32[np.ndarray, "H W 3"], Float32[np.ndarray, "H W"]]:
    """The background's colour carried on behind the product, and its deviation around that."""
    backdrop, _ = fill_smoothly(colours, surely_out, 4)
    off = colours - backdrop
    spread, _ = fill_smoothly(_dot(off, off)[..., None], surely_out, 16)
    return backdrop, np.sqrt(np.maximum(spread[..., 0], 0))


def fill_smoothly(
    values: Float32[np.ndarray, "H W C"], known: Bool[np.ndarray, "H W"], step: int
) -> tuple[Float32[np.ndarray, "H W C"], Float32[np.ndarray, "H W"]]:
    """Carry known values on smoothly over the unknown, at 1/`step` of the resolution.

    Returns the filled values and, for each pixel, the share of known pixels around it.
    """
    height, width = known.shape
    size = (max(width // step, 1), max(height // step, 1))
    weight = known.astype(np.float32)
    planes = [values[..., i] * weight for i in range(values.shape[2])]
    level = np.stack(
        [_resize(plane, size, Image.Resampling.BOX) for plane in (*planes, weight)], axis=2
    )
    filled = _push_pull(level)
    back = [
        _resize(filled[..., i], (width, height), Image.Resampling.BILINEAR)
        for i in range(filled.shape[2])
    ]
    return np.stack(back, 2), _resize(level[..., -1], (width, height), Image.Resampling.BILINEAR)


def _push_pull(level: Float32[np.ndarray, "h w D"]) -> Float32[np.ndarray, "h w C"]:
    """Values where the weight (last channel) allows, the coarser level's where it does not."""
    weight = level[..., -1:]
    mean = level[..., :-1] / np.maximum(weight, 1e-6)
    height, width = level.shape[:2]
    if max(height, width) <= 2 or float(weight.min()) > 0.999:
        total = level.sum(axis=(0, 1))
        overall = total[:-1] / max(float(total[-1]), 1e-6)
        return np.asarray(np.where(weight > 1e-3, mean, overall), dtype=np.float32)
    size = (max((width + 1) // 2, 1), max((height + 1) // 2, 1))
    coarse = _push_pull(
        np.stack(
            [_resize(level[..., i], size, Image.Resampling.BOX) for i in range(level.shape[2])], 2
        )
    )
    below = np.stack(
        [
            _resize(coarse[..., i], (width, height), Image.Resampling.BICUBIC)
            for i in range(coarse.shape[2])
        ],
        axis=2,
    )
    share = np.clip(weight * 1.5, 0, 1)
    return np.asarray(share * mean + (1 - share) * below, dtype=np.float32)


def _resize(
    plane: Float32[np.ndarray, "h w"], size: tuple[int, int], how: Image.Resampling
) -> Float32[np.ndarray, "H W"]:
    return np.asarray(Image.fromarray(np.ascontiguousarray(plane)).resize(size, how))


def guided_filter(
    guide: Float32[np.ndarray, "H W 3"],
    mask: Float32[np.ndarray, "H W"],
    radius_px: int,
    eps: float,
) -> Float32[np.ndarray, "H W"]:
    """Redraw a mask with the edges of a colour picture; the linear model is fitted at a quarter of the size."""
    height, width = mask.shape
    step = 4 if min(height, width) >= 160 else 1
    size = (max(width // step, 1), max(height // step, 1))
    planes = [_resize(guide[..., i], size, Image.Resampling.BOX) for i in range(3)]
    small_mask = _resize(mask, size, Image.Resampling.BOX)
    window = 2 * max(radius_px // step, 1) + 1

    def mean(plane: Float32[np.ndarray, "h w"]) -> Float32[np.ndarray, "h w"]:
        return np.asarray(ndimage.uniform_filter(plane, window, mode="nearest"))

    means = [mean(p) for p in planes]
    mean_mask = mean(small_mask)
    covariance = np.empty((*small_mask.shape, 3, 3), dtype=np.float32)
    for i in range(3):
        for j in range(i, 3):
            covariance[..., i, j] = mean(planes[i] * planes[j]) - means[i] * means[j]
            covariance[..., j, i] = covariance[..., i, j]
        covariance[..., i, i] += eps
    cross = np.stack(
        [mean(p * small_mask) - m * mean_mask for p, m in zip(planes, means, strict=True)], axis=-1
    )
    slope = np.linalg.solve(covariance, cross[..., None])[..., 0]
    shift = mean_mask - sum(slope[..., i] * means[i] for i in range(3))
    answer = _resize(mean(shift), (width, height), Image.Resampling.BILINEAR).copy()
    for i in range(3):
        big = _resize(mean(slope[..., i]), (width, height), Image.Resampling.BILINEAR)
        answer += big * guide[..., i]
    return answer
