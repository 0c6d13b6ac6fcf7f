"""Cutting out as it was before the detector: U²-Net-p on the whole photo, sharpened by colour, to compare with.

The code is that of commit b1faf46, so that later changes of the cut-out do not change what it is compared with. The
weights no longer ship: `assets/weights/u2netp.onnx` of that commit goes into the cache folder.

Source: Qin et al., "U²-Net: Going Deeper with Nested U-Structure for Salient Object Detection", 2020.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Bool, Float32, UInt8
from PIL import Image
from scipy import ndimage

from reconstruct.matting import sharpen_mask
from reconstruct.see.thing import Box

__all__ = ["FILE", "EarlierCutout"]

FILE = "u2netp.onnx"
NET_PX = 320
MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], dtype=np.float32)
LEAST_SHARE = 0.002  # of the photo; a smaller finding counted as none


class EarlierCutout:
    """U²-Net-p and what was done with its answer.

    Parameters
    ----------
    file
        The network's weights.
    """

    def __init__(self, file: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(
            file.read_bytes(), options, providers=["CPUExecutionProvider"]
        )

    def cut_out(
        self, rgb: UInt8[np.ndarray, "H W 3"]
    ) -> tuple[Float32[np.ndarray, "H W"], float] | None:
        """Matte of what stands out in a photo, and how far it was trusted; None if nothing does."""
        window = _plain_window(rgb)
        left, top, right, bottom = window
        mask = self._salience(np.ascontiguousarray(rgb[top:bottom, left:right]))
        if (mask > 0.5).sum() < LEAST_SHARE * rgb.shape[0] * rgb.shape[1]:
            return None
        return _refine(rgb, mask, window)

    def _salience(self, rgb: UInt8[np.ndarray, "H W 3"]) -> Float32[np.ndarray, "H W"]:
        small = Image.fromarray(rgb).resize((NET_PX, NET_PX), Image.Resampling.LANCZOS)
        levels = np.asarray(small, dtype=np.float32)
        levels = (levels / max(float(levels.max()), 1.0) - MEAN) / DEVIATION
        batch = np.ascontiguousarray(levels.transpose(2, 0, 1)[None])
        first = self._session.get_outputs()[0].name
        answer = self._session.run([first], {self._session.get_inputs()[0].name: batch})[0][0, 0]
        size = (rgb.shape[1], rgb.shape[0])
        full = Image.fromarray(answer).resize(size, Image.Resampling.BICUBIC)
        return np.clip(np.asarray(full, dtype=np.float32), 0.0, 1.0)


def _refine(
    rgb: UInt8[np.ndarray, "H W 3"], mask: Float32[np.ndarray, "h w"], window: Box
) -> tuple[Float32[np.ndarray, "H W"], float]:
    """Sharpen the network's mask around the product and judge the result."""
    height, width = rgb.shape[:2]
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
        np.ascontiguousarray(rgb[rows, columns]), coarse[rows, columns], reach_px
    )
    matte = np.zeros_like(coarse)
    matte[rows, columns] = sharpened.matte
    matte = _main_parts(matte, share=0.004)
    # A hole that the colours prove does not count against the network's word on the rest.
    agreed = coarse_before.copy()
    agreed[rows, columns][sharpened.holes] = matte[rows, columns][sharpened.holes]
    union = max(float(np.maximum(matte, agreed).sum()), 1.0)
    confidence = _confidence(
        coarse_before,
        net_px=reach_px / 2,
        agreement=float(np.minimum(matte, agreed).sum()) / union,
        contrast=sharpened.contrast,
    )
    return matte, confidence


def _with_faint_parts(mask: Float32[np.ndarray, "H W"]) -> Float32[np.ndarray, "H W"]:
    """Believe in faint parts that hang on a sure one: legs of another material before a busy floor.

    The network gives them 0.1 to 0.4, clear against the 0.02 around them; shadows stay under 0.1.
    """
    labels, _ = ndimage.label(mask > 0.1, structure=np.ones((3, 3)))
    sure = np.unique(labels[mask > 0.5])
    attached = np.isin(labels, sure[sure > 0])
    return np.where(attached, np.maximum(mask, np.clip((mask - 0.08) / 0.16, 0, 1)), mask).astype(
        np.float32
    )


def _confidence(
    mask: Float32[np.ndarray, "H W"], *, net_px: float, agreement: float, contrast: float
) -> float:
    """How far to trust a sharpened matte: the network was decided, the colours agree, there is contrast.

    The numbers were set by eye on a dozen photos of furniture: clean ones come out at 0.88 and more, those a
    person would retouch (a plant taken along, legs lost on a wooden floor) at 0.55 and less.
    """
    solid = mask > 0.5
    outline_px = max(float((solid & ~ndimage.binary_erosion(solid)).sum()), 1.0)
    # Width of the network's doubt along the outline, in its own pixels: 1.3 where it is decided.
    undecided = float(((mask > 0.1) & (mask < 0.9)).sum()) / outline_px / net_px
    return float(
        np.clip(1.0 - 0.24 * (undecided - 1.3), 0, 1)
        * np.clip((agreement - 0.5) / 0.35, 0, 1)
        * (0.6 + 0.4 * min(contrast / 0.12, 1.0))
    )


def _plain_window(rgb: UInt8[np.ndarray, "H W 3"]) -> Box:
    """Where to look: the part of the picture that differs from a plain backdrop, or all of it.

    A product that fills a quarter of the picture gets twice the network's resolution this way. The backdrop is
    plain if a smooth surface of second order fits the picture's rim.
    """
    height, width = rgb.shape[:2]
    everything = (0, 0, width, height)
    side = 128
    small = np.asarray(
        Image.fromarray(rgb).resize((side, side), Image.Resampling.BOX), dtype=np.float64
    )
    y, x = np.mgrid[0:side, 0:side] / (side - 1) * 2 - 1
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)
    rim = np.maximum(np.abs(x), np.abs(y)) > 0.9
    weights, *_ = np.linalg.lstsq(terms[rim], small[rim], rcond=None)
    away = np.abs(small - terms @ weights).max(axis=-1) / 255
    if np.quantile(away[rim], 0.98) > 0.06:
        return everything
    different = ndimage.binary_opening(away > max(0.08, 2 * float(away[rim].max())))
    if different.mean() < 0.01:
        return everything
    box = _bounds(different)
    scaled = (
        box[0] * width // side,
        box[1] * height // side,
        -(-box[2] * width // side),
        -(-box[3] * height // side),
    )
    margin_px = round(0.12 * max(scaled[2] - scaled[0], scaled[3] - scaled[1]))
    return _grow(scaled, margin_px, width, height)


def _main_parts(matte: Float32[np.ndarray, "H W"], share: float) -> Float32[np.ndarray, "H W"]:
    """Drop what hangs loose: parts smaller than a share of the largest one."""
    labels, count = ndimage.label(matte > 0.5, structure=np.ones((3, 3)))
    if count <= 1:
        return matte
    areas = np.bincount(labels.ravel())
    areas[0] = 0
    keep: Bool[np.ndarray, "H W"] = (areas > share * areas.max())[labels]
    # The soft rim of what is kept stays; what is only soft and far from it goes.
    around = ndimage.binary_dilation(keep, iterations=4)
    return np.where(around & ((labels == 0) | keep), matte, 0).astype(np.float32)


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
