"""Which photo is what: the whole product, a detail, a scene, a drawing, or none of these.

Told from what is measured anyway: how much of the picture stands out, at which edges it runs out, how plain the ground
is, how much is ink on white. No network: there are no labelled merchants' photos to learn from, and each rule can be
said to a merchant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import ndimage

from reconstruct.cutout import DOUBTFUL, Cutout
from reconstruct.photo import Photo

__all__ = ["PhotoUse", "Role", "photo_role"]

Role = Literal["whole", "detail", "scene", "drawing", "other"]

SIDE_PX = 256  # photos are looked at no larger


@dataclass(frozen=True)
class PhotoUse:
    """What a photo was taken for.

    Attributes
    ----------
    name
        The photo.
    role
        What it shows.
    used_for
        "shape", "texture", "grain", in that order; none if it could not be used.
    why
        One sentence for the merchant.
    """

    name: str
    role: Role
    used_for: tuple[str, ...]
    why: str


def photo_role(photo: Photo, cutout: Cutout | None) -> tuple[Role, str]:
    """The role of a photo, and the reason; `cutout` is None if nothing stands out in it."""
    if photo.alpha is None or (photo.alpha < 0.5).mean() < 0.01:
        ink = _ink(photo)
        if ink is not None:
            return "drawing", f"{ink:.0%} of it is thin lines on white"
    if cutout is None:
        if _one_surface(photo):
            return "detail", "one surface fills all of it"
        return "other", "no product stands out in it"
    height, width = cutout.matte.shape
    cover = float((cutout.matte > 0.5).mean())
    edges = sum(cutout.touches_edge)
    if edges >= 3 or (edges >= 2 and cover > 0.6):
        return "detail", f"what it shows runs out of {edges} sides of it"
    left, top, right, bottom = cutout.box
    filled = (right - left) * (bottom - top) / (width * height)
    if cutout.method != "alpha" and cutout.confidence < DOUBTFUL and not _plain_rim(photo):
        if filled > 0.95:
            return (
                "scene",
                "it is filled to its edges with things before a ground that is not plain",
            )
        if cover < 0.05:
            return "scene", f"what stands out is only {cover:.0%} of it"
    if edges:
        return "whole", f"it shows most of the product, which runs out of {edges} of its sides"
    return "whole", "it shows the product whole"


def _ink(photo: Photo) -> float | None:
    """Share of ink if this is a line drawing; None if not."""
    step = max(max(photo.rgb.shape[:2]) // (2 * SIDE_PX), 1)
    rgb = photo.rgb[::step, ::step].astype(np.float64) / 255
    light, colour = rgb.max(axis=2), np.ptp(rgb, axis=2)
    paper = (light > 0.92) & (colour < 0.06)
    ink = rgb.min(axis=2) < 0.65
    if paper.mean() < 0.75 or not 0.002 < ink.mean() < 0.15:
        return None
    # Lines are thin: hardly any ink lies deeper than two pixels.
    deep = ndimage.distance_transform_edt(ink) > 2.5
    grey = float(colour[ink].mean()) < 0.15
    return float(ink.mean()) if deep.sum() < 0.06 * ink.sum() and grey else None


def _one_surface(photo: Photo) -> bool:
    """Whether all parts of the picture are alike in colour, and it is not empty white."""
    height, width = (side - side % 4 for side in photo.rgb.shape[:2])
    blocks = photo.rgb[:height, :width].reshape(4, height // 4, 4, width // 4, 3).mean(axis=(1, 3))
    middle = np.median(blocks.reshape(-1, 3), axis=0)
    alike = np.abs(blocks - middle).max() < 60
    return bool(alike and middle.min() < 235)


def _plain_rim(photo: Photo) -> bool:
    """Whether the picture's rim is nearly of one colour."""
    step = max(max(photo.rgb.shape[:2]) // SIDE_PX, 1)
    small = photo.rgb[::step, ::step].astype(np.float64) / 255
    rim = np.concatenate(
        [small[:6].reshape(-1, 3), small[:, :6].reshape(-1, 3), small[:, -6:].reshape(-1, 3)]
    )
    return bool(np.quantile(np.abs(rim - np.median(rim, axis=0)).max(axis=1), 0.9) < 0.12)
