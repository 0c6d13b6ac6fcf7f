"""Photos with a part of the product cut off or covered, made from photos that show all of it."""

from __future__ import annotations

import zlib
from dataclasses import replace

import numpy as np
from jaxtyping import Bool

from reconstruct.crop import matte_bounds
from reconstruct.cutout import Cutout

__all__ = ["taken_for_whole", "unseen_parts"]

LEAST, MOST = 0.1, 0.35  # shares of the product's width or height that are cut off
GREY = 90


def unseen_parts(cutout: Cutout) -> dict[str, Cutout]:
    """The photo with the product cut off at one side, at the bottom, at both, and covered; the same at each call."""
    rng = np.random.default_rng(zlib.crc32(cutout.photo_name.encode()))
    aside, below, *corner = rng.uniform(LEAST, MOST, 4)
    at_left = bool(rng.integers(2))
    return {
        "cut off at a side": _cut_off(cutout, at_left, aside, 0.0),
        "cut off below": _cut_off(cutout, at_left, 0.0, below),
        "cut off at both": _cut_off(cutout, at_left, *corner),
        "covered": _covered(cutout, _disc(cutout, rng)),
    }


def taken_for_whole(cutout: Cutout) -> Cutout:
    """The same, as if the photo showed all of the product."""
    return replace(cutout, touches_edge=(False, False, False, False), hidden=None)


def _cut_off(cutout: Cutout, at_left: bool, aside: float, below: float) -> Cutout:
    left, top, right, bottom = matte_bounds(cutout.matte)
    off_px = round(aside * (right - left))
    columns = slice(None)
    if off_px:
        columns = slice(left + off_px, None) if at_left else slice(0, right - off_px)
    off_px = round(below * (bottom - top))
    rows = slice(0, bottom - off_px) if off_px else slice(None)
    matte = np.ascontiguousarray(cutout.matte[rows, columns])
    bounds = matte_bounds(matte)
    height, width = matte.shape
    return replace(
        cutout,
        rgb=np.ascontiguousarray(cutout.rgb[rows, columns]),
        matte=matte,
        touches_edge=(
            bounds[0] == 0,
            bounds[1] == 0,
            bounds[2] == width,
            bounds[3] == height,
        ),
        box=bounds,
    )


def _disc(cutout: Cutout, rng: np.random.Generator) -> Bool[np.ndarray, "H W"]:
    """A disc of a third to half of the product's longer side, somewhere on it."""
    left, top, right, bottom = matte_bounds(cutout.matte)
    places = np.argwhere(cutout.matte > 0.5)
    row, column = places[rng.integers(len(places))]
    radius = rng.uniform(0.15, 0.25) * max(right - left, bottom - top)
    v, u = np.mgrid[0 : cutout.matte.shape[0], 0 : cutout.matte.shape[1]]
    return np.asarray((v - row) ** 2 + (u - column) ** 2 < radius**2)


def _covered(cutout: Cutout, hidden: Bool[np.ndarray, "H W"]) -> Cutout:
    matte = np.where(hidden, np.float32(0), cutout.matte)
    if matte.max() < 0.5:  # nothing is left of something as thin as a pole
        return cutout
    rgb = np.where(hidden[..., None], np.uint8(GREY), cutout.rgb)
    return replace(cutout, rgb=rgb, matte=matte, box=matte_bounds(matte), hidden=hidden)
