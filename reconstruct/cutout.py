"""The product cut out of its photo: an alpha matte, how it was made, and how far to trust it.

A detector and what was told choose the product (`see/target.py`), a network says roughly which pixels are its own
(`see/cut_out_network.py`), the photo's colours say exactly (`matting.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from jaxtyping import Bool, Float32, UInt8
from PIL import Image
from scipy import ndimage

from reconstruct.errors import EmptyAlphaError, NoProductFoundError
from reconstruct.matting import sharpen_mask
from reconstruct.photo import Photo
from reconstruct.see.cut_out_network import NET_PX, product_share
from reconstruct.see.labels import label_fit
from reconstruct.see.matte_confidence import MatteEvidence, matte_confidence, undecided_px
from reconstruct.see.target import find_target, hidden_pixels
from reconstruct.see.thing import Box, Thing, box_overlap
from reconstruct.see.words import category_in_words

__all__ = ["DOUBTFUL", "Cutout", "cut_out"]

DOUBTFUL = 0.6
MARGIN = 0.25
"""Of the box's longer side, shown to the network around it."""


@dataclass(frozen=True)
class Cutout:
    """A product cut out of its photo.

    Attributes
    ----------
    photo_name
        The photo's name, for messages.
    rgb
        The photo's colours in sRGB, row 0 on top.
    matte
        Share of the product in each pixel, in [0, 1].
    method
        "alpha" (the picture's own transparency), "network" (sharpened by colour) or "mask" (the merchant's own).
    confidence
        How far to trust the matte, in [0, 1]; under `DOUBTFUL` a person should look at it.
    touches_edge
        Whether the product runs out of the picture, by side: left, top, right, bottom.
    box
        Tight bounds of the product in the `image` frame: left, top, right, bottom, in pixels; right and
        bottom exclusive.
    things
        What may be the product, the likeliest first. None where the photo's own transparency or a mask says it.
    chosen
        Which of them was taken.
    rival
        Another that could as well be the product; None if the choice was clear.
    hidden
        Pixels where something else may cover the product: what is there of it is unknown, not absent.
    evidence
        What `confidence` was made of; None for a matte that was given.
    """

    photo_name: str
    rgb: UInt8[np.ndarray, "H W 3"]
    matte: Float32[np.ndarray, "H W"]
    method: Literal["alpha", "network", "mask"]
    confidence: float
    touches_edge: tuple[bool, bool, bool, bool]
    box: Box
    things: tuple[Thing, ...] = ()
    chosen: Thing | None = None
    rival: Thing | None = None
    hidden: Bool[np.ndarray, "H W"] | None = None
    evidence: MatteEvidence | None = None

    @property
    def occluded(self) -> float:
        """Share of the product's box where something else may cover it, in [0, 1]."""
        if self.hidden is None:
            return 0.0
        left, top, right, bottom = self.chosen.box if self.chosen else self.box
        return float(self.hidden[top:bottom, left:right].mean())

    @property
    def aspect(self) -> float:
        """Width over height of the product in the picture."""
        left, top, right, bottom = self.box
        return (right - left) / (bottom - top)


def cut_out(
    photo: Photo,
    mask: Float32[np.ndarray, "H W"] | None = None,
    *,
    category: str | None = None,
    box: Box | None = None,
) -> Cutout:
    """Cut the product out of its photo, or use the merchant's own mask as it is.

    Parameters
    ----------
    photo
        The photo.
    mask
        Share of the product in each of the photo's pixels, as `own_mask` reads it; None to find it.
    category
        What the product is, in a word of the furniture graph; of several things, one of this kind is chosen.
    box
        The merchant's own box around the product, in pixels of `photo.rgb`; what is outside it is not the product.

    Raises
    ------
    EmptyAlphaError
        If the picture's own transparency hides everything, or everything in the box.
    NoProductFoundError
        If nothing in the photo can be the product.
    CollageError
        If it is several photos in one picture, and neither mask nor box says which is meant.
    WeightsError
        If a network's file is missing or damaged.
    """
    if mask is not None:
        return _finish(photo, mask, "mask", 1.0)
    # Transparency that hides under 1 % (rounded corners, a hairline border) is not a cutout.
    if photo.alpha is not None and (photo.alpha < 0.5).mean() > 0.01:
        alpha = photo.alpha if box is None else _within(photo.alpha, box)
        if alpha.max() < 0.5:
            raise EmptyAlphaError(
                photo.name,
                expected="a product that is not transparent",
                found="a picture whose transparency hides everything"
                + ("" if box is None else " in the box"),
                remedy="Export it again with the product visible, or without transparency."
                if box is None
                else "Draw the box around all of the product.",
            )
        matte = _main_parts(alpha, share=0.002)
        return _finish(photo, matte, "alpha", _alpha_confidence(matte))
    target = find_target(photo.rgb, photo_name=photo.name, category=category, box=box)
    window, mask = _marked_share(photo.rgb, target.chosen.box, widen=box is None)
    for thing in target.not_product:
        mask = mask * (1 - _share_elsewhere(photo.rgb, thing.box, window))
    if box is not None:
        left, top = window[:2]
        near = _grow(box, round(0.03 * max(_sides(box))), *photo.rgb.shape[1::-1])
        mask = _within(mask, (near[0] - left, near[1] - top, near[2] - left, near[3] - top))
    sure = target.chosen.score * label_fit(target.chosen.label, category) if box is None else 1.0
    cutout = None
    if (mask > 0.5).sum() >= 0.002 * photo.rgb.shape[0] * photo.rgb.shape[1]:
        cutout = _refine(photo, mask, window, target.chosen, sure)
    if cutout is None:
        raise NoProductFoundError(
            photo.name,
            expected=category_in_words(category),
            found="nothing that stands out from its background"
            + ("" if box is None else " in the box"),
            remedy=(
                "Take" if box is None else "Draw the box around all of the product; if it is, take"
            )
            + " the photo against a plain wall, or cut the product out with transparency.",
        )
    return replace(
        cutout,
        things=target.things,
        chosen=target.chosen,
        rival=target.rival,
        hidden=hidden_pixels(target.chosen, target.detected, cutout.matte, category),
    )


def _marked_share(
    rgb: UInt8[np.ndarray, "H W 3"], box: Box, *, widen: bool
) -> tuple[Box, Float32[np.ndarray, "h w"]]:
    """The part of the photo around the product that the network is shown, and its answer there.

    With `widen`, a product that runs out of its box is looked at once more in a box of its own bounds.
    """
    height, width = rgb.shape[:2]
    window = _grow(box, round(MARGIN * max(_sides(box))), width, height)
    share = _answer(rgb, window, box)
    if not widen:
        return window, share
    edges = (share[:, 0], share[0], share[:, -1], share[-1])
    inside = (window[0] > 0, window[1] > 0, window[2] < width, window[3] < height)
    runs_out = [
        free and float((edge > 0.5).mean()) > 0.03 for edge, free in zip(edges, inside, strict=True)
    ]
    if not any(runs_out):
        return window, share
    # Half as much again on the sides where the box was too small.
    step_x, step_y = (round(0.5 * side) for side in _sides(box))
    left, top, right, bottom = (runs_out[i] * step for i, step in enumerate((step_x, step_y) * 2))
    wider = (
        max(box[0] - left, 0),
        max(box[1] - top, 0),
        min(box[2] + right, width),
        min(box[3] + bottom, height),
    )
    window = _grow(wider, round(MARGIN * max(_sides(wider))), width, height)
    return window, _answer(rgb, window, wider)


def _share_elsewhere(
    rgb: UInt8[np.ndarray, "H W 3"], box: Box, window: Box
) -> Float32[np.ndarray, "h w"]:
    """Share of the thing in a box in each pixel of a window of the photo."""
    own, share = _marked_share(rgb, box, widen=False)
    whole = np.zeros(rgb.shape[:2], dtype=np.float32)
    whole[own[1] : own[3], own[0] : own[2]] = share
    return whole[window[1] : window[3], window[0] : window[2]]


def _answer(rgb: UInt8[np.ndarray, "H W 3"], window: Box, box: Box) -> Float32[np.ndarray, "h w"]:
    left, top, right, bottom = window
    part = np.ascontiguousarray(rgb[top:bottom, left:right])
    share = product_share(part, (box[0] - left, box[1] - top, box[2] - left, box[3] - top))
    grown = Image.fromarray(share).resize((right - left, bottom - top), Image.Resampling.BICUBIC)
    return np.clip(np.asarray(grown, dtype=np.float32), 0.0, 1.0)


def _within(plane: Float32[np.ndarray, "H W"], box: Box) -> Float32[np.ndarray, "H W"]:
    """Nothing outside a box."""
    left, top, right, bottom = (max(side, 0) for side in box)
    kept = np.zeros_like(plane)
    kept[top:bottom, left:right] = plane[top:bottom, left:right]
    return kept


def _sides(box: Box) -> tuple[int, int]:
    return box[2] - box[0], box[3] - box[1]


def _refine(
    photo: Photo, mask: Float32[np.ndarray, "h w"], window: Box, chosen: Thing, sure: float
) -> Cutout | None:
    """Sharpen the network's mask around the product and judge the result; None if the colours leave nothing of it."""
    height, width = photo.rgb.shape[:2]
    left, top, right, bottom = window
    # One pixel of the network in the photo; its outline is good to about two of them.
    reach_px = max(round(2.0 * max(right - left, bottom - top) / NET_PX), 2)
    coarse = np.zeros((height, width), dtype=np.float32)
    coarse[top:bottom, left:right] = mask
    coarse_before = coarse
    coarse = _main_parts(_with_faint_parts(coarse), share=0.02)
    near = _grow(_bounds(coarse > 0.3), 8 * reach_px, width, height)
    rows, columns = slice(near[1], near[3]), slice(near[0], near[2])
    sharpened = sharpen_mask(
        np.ascontiguousarray(photo.rgb[rows, columns]), coarse[rows, columns], reach_px
    )
    matte = np.zeros_like(coarse)
    matte[rows, columns] = sharpened.matte
    matte = _main_parts(matte, share=0.004)
    if not (matte > 0.5).any():
        return None
    # A hole that the colours prove does not count against the network's word on the rest.
    agreed = coarse_before.copy()
    agreed[rows, columns][sharpened.holes] = matte[rows, columns][sharpened.holes]
    union = max(float(np.maximum(matte, agreed).sum()), 1.0)
    evidence = MatteEvidence(
        undecided=undecided_px(coarse_before) / (reach_px / 2),
        agreement=float(np.minimum(matte, agreed).sum()) / union,
        contrast=sharpened.contrast,
        in_box=box_overlap(_bounds(matte > 0.5), chosen.box),
        sure=sure,
    )
    cutout = _finish(photo, matte, "network", matte_confidence(evidence))
    return replace(cutout, evidence=evidence)


def _with_faint_parts(mask: Float32[np.ndarray, "H W"]) -> Float32[np.ndarray, "H W"]:
    """Keep faint parts that are connected to a sure one: legs of another material before a busy floor.

    The network gives them 0.1 to 0.4, clear against the 0.02 around them; shadows stay under 0.1.
    """
    labels, _ = ndimage.label(mask > 0.1, structure=np.ones((3, 3)))
    sure = np.unique(labels[mask > 0.5])
    attached = np.isin(labels, sure[sure > 0])
    return np.where(attached, np.maximum(mask, np.clip((mask - 0.08) / 0.16, 0, 1)), mask).astype(
        np.float32
    )


def _main_parts(matte: Float32[np.ndarray, "H W"], share: float) -> Float32[np.ndarray, "H W"]:
    """Drop loose parts: those smaller than a share of the largest one."""
    labels, count = ndimage.label(matte > 0.5, structure=np.ones((3, 3)))
    if count <= 1:
        return matte
    areas = np.bincount(labels.ravel())
    areas[0] = 0
    keep: Bool[np.ndarray, "H W"] = (areas > share * areas.max())[labels]
    # The soft rim of what is kept stays; what is only soft and far from it goes.
    around = ndimage.binary_dilation(keep, iterations=4)
    return np.where(around & ((labels == 0) | keep), matte, 0).astype(np.float32)


def _alpha_confidence(matte: Float32[np.ndarray, "H W"]) -> float:
    """A picture's own transparency is trusted unless much of it is half transparent."""
    unsure = ((matte > 0.1) & (matte < 0.9)).sum() / max((matte > 0.5).sum(), 1)
    return float(np.clip(1.3 - unsure, 0.0, 1.0))


def _bounds(solid: Bool[np.ndarray, "H W"]) -> Box:
    rows = np.flatnonzero(solid.any(axis=1))
    columns = np.flatnonzero(solid.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _grow(box: Box, margin_px: int, width: int, height: int) -> Box:
    return (
        max(box[0] - margin_px, 0),
        max(box[1] - margin_px, 0),
        min(box[2] + margin_px, width),
        min(box[3] + margin_px, height),
    )


def _finish(
    photo: Photo,
    matte: Float32[np.ndarray, "H W"],
    method: Literal["alpha", "network", "mask"],
    confidence: float,
) -> Cutout:
    height, width = matte.shape
    box = _bounds(matte > 0.5)
    touches = (box[0] == 0, box[1] == 0, box[2] == width, box[3] == height)
    return Cutout(photo.name, photo.rgb, matte, method, confidence, touches, box)
