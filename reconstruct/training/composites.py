"""Photos made of parts, with exact alpha for free: a product among other things, to learn cutting out from.

Sprites (`sprites.py`) stand before furnished rooms, studio sweeps or backdrops of the product's own paleness, with
neighbours behind and beside, things on top and before, contact shadows, cropped sides, noise and JPEG. Each sample
is cast into the network's square as `reconstruct.see.cut_out_network` does it, with a box around the product that
is as wrong as a detector's.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float, Float32, UInt8
from PIL import Image
from scipy import ndimage

from reconstruct.training.composite_paint import (
    backdrop_colour,
    cast_shadow,
    pasted,
    photographed,
    scaled_sprite,
    sweep_canvas,
    taken_from,
)

__all__ = ["Composite", "CompositeMaker", "Sample"]

CANVAS_PX = (420, 560)
"""Range of the longer side of a composite."""
SMALL = (
    "vase",
    "jar",
    "bottle",
    "pot",
    "bowl",
    "cup",
    "plant",
    "table_lamp",
    "pillow",
    "tv",
    "microwave",
    "other",
    "bin",
)
"""Categories that stand on furniture or before it."""


@dataclass(frozen=True)
class Sample:
    """One training sample.

    Attributes
    ----------
    rgb
        The network's square, sRGB.
    marked
        1 inside the box that marks the product; all 0 if it is to be found without one.
    alpha
        Share of the product in each pixel that can be seen.
    """

    rgb: UInt8[np.ndarray, "S S 3"]
    marked: Float32[np.ndarray, "S S"]
    alpha: Float32[np.ndarray, "S S"]


@dataclass(frozen=True)
class Composite:
    """A photo made of parts.

    Attributes
    ----------
    rgb
        sRGB.
    cover
        Share of the product in each pixel that can be seen.
    category
        Of the product.
    alone
        Whether nothing else is in the photo.
    """

    rgb: UInt8[np.ndarray, "H W 3"]
    cover: Float32[np.ndarray, "H W"]
    category: str
    alone: bool


class CompositeMaker:
    """Makes samples from a folder of sprites and one of backgrounds.

    Raises
    ------
    FileNotFoundError
        If one of the folders holds no picture.
    """

    def __init__(self, sprites: Path, backgrounds: Path) -> None:
        self._sprites = sorted(sprites.glob("*.png"))
        self._rooms = sorted(backgrounds.glob("*.jpg"))
        for folder, found in ((sprites, self._sprites), (backgrounds, self._rooms)):
            if not found:
                raise FileNotFoundError(
                    f"{folder}: expected pictures, found none; see `--help` for the step that makes them"
                )
        self._small = [p for p in self._sprites if p.name.split(".")[0] in SMALL]

    def sample(self, side_px: int, rng: np.random.Generator) -> Sample:
        """One sample of `side_px` squared."""
        composite = self.composite(rng)
        marked = not (composite.alone and rng.random() < 0.5)
        return _square(composite.rgb, composite.cover, side_px, marked=marked, rng=rng)

    def composite(self, rng: np.random.Generator) -> Composite:
        """A whole photo."""
        long_px = int(rng.integers(*CANVAS_PX))
        aspect = float(np.exp(rng.uniform(-0.45, 0.45)))
        width, height = round(long_px * min(aspect, 1)), round(long_px / max(aspect, 1))
        file = self._drawn(self._sprites, rng)
        product = self._adjusted(_opened(file, rng), rng)
        kind = int(rng.choice(4, p=(0.5, 0.22, 0.2, 0.08)))
        if kind == 0:
            canvas = self._room(width, height, rng)
        else:
            canvas = sweep_canvas(width, height, backdrop_colour(product, kind, rng), rng)
        alone = kind in (1, 2) and rng.random() < 0.6
        share = rng.uniform(0.5, 0.95) if alone else rng.uniform(0.3, 0.85)
        across = min(width, height) if rng.random() < 0.7 else max(width, height)
        product = scaled_sprite(product, share * across)
        wide, high = product.shape[1], product.shape[0]
        slack = 0.35 if rng.random() < 0.2 else 0.0
        x, y = _place(width, wide, slack, rng), _place(height, high, slack, rng)
        if rng.random() < 0.5:  # on the floor
            y = min(round(height * rng.uniform(0.8, 0.98)) - high, height - 8)
        for _ in range(0 if alone else int(rng.integers(0, 5))):
            self._neighbour(canvas, (x, y, wide, high), rng)
        cast_shadow(canvas, product[..., 3], x, y, rng)
        cover = pasted(canvas, product, x, y)
        if not alone:
            if rng.random() < 0.35:
                self._on_top(canvas, cover, (x, y, wide, high), rng)
            if rng.random() < 0.35:
                self._before(canvas, cover, (x, y, wide, high), rng)
        if float(cover.sum()) < max(400.0, 0.25 * float(product[..., 3].sum()) / 255):
            return self.composite(rng)
        return Composite(photographed(canvas, rng), cover, file.name.split(".")[0], alone)

    @staticmethod
    def _drawn(files: list[Path], rng: np.random.Generator) -> Path:
        return files[int(rng.integers(len(files)))]

    def _open(self, files: list[Path], rng: np.random.Generator) -> UInt8[np.ndarray, "H W 4"]:
        return _opened(self._drawn(files, rng), rng)

    def _adjusted(
        self, rgba: UInt8[np.ndarray, "H W 4"], rng: np.random.Generator
    ) -> UInt8[np.ndarray, "H W 4"]:
        """The product in another colour and exposure."""
        colour = rgba[..., :3].astype(np.float32) / 255
        if rng.random() < 0.35:  # another colour: the grey of each pixel, tinted
            grey = colour.mean(axis=2, keepdims=True)
            tint = (
                rng.uniform(0.3, 1.0, 3)
                if rng.random() < 0.5
                else np.full(3, rng.uniform(0.4, 1.2))
            )
            mean = float(grey[rgba[..., 3] > 127].mean()) if (rgba[..., 3] > 127).any() else 0.5
            colour = grey / max(mean, 0.05) * rng.uniform(0.15, 0.9) * tint
        colour = np.clip(colour, 0, 1) ** np.exp(rng.normal(0, 0.25)) * np.exp(rng.normal(0, 0.12))
        if rng.random() < 0.15:  # a photo's own grain and pattern
            noise = ndimage.zoom(
                rng.normal(0, 1, (rgba.shape[0] // 6 + 2, rgba.shape[1] // 6 + 2)), 6, order=1
            )
            colour = (
                colour + rng.uniform(0.02, 0.12) * noise[: rgba.shape[0], : rgba.shape[1], None]
            )
        out = rgba.copy()
        out[..., :3] = np.rint(255 * np.clip(colour, 0, 1)).astype(np.uint8)
        return out

    def _room(
        self, width: int, height: int, rng: np.random.Generator
    ) -> Float32[np.ndarray, "H W 3"]:
        with Image.open(self._rooms[int(rng.integers(len(self._rooms)))]) as picture:
            room = picture.convert("RGB")
        share = rng.uniform(0.55, 1.0)
        wide = min(room.width, room.height * width / height) * share
        high = wide * height / width
        left, top = rng.uniform(0, room.width - wide), rng.uniform(0, room.height - high)
        part = room.resize(
            (width, height), Image.Resampling.BILINEAR, (left, top, left + wide, top + high)
        )
        level = np.asarray(part, dtype=np.float32) / 255
        if rng.random() < 0.5:
            level = level[:, ::-1]
        level = np.clip(level, 0, 1) ** np.exp(rng.normal(0, 0.3)) * np.exp(rng.normal(0, 0.05, 3))
        if rng.random() < 0.4:  # out of focus behind the product
            level = ndimage.gaussian_filter(level, (rng.uniform(0.5, 3.0),) * 2 + (0,))
        return np.ascontiguousarray(level, dtype=np.float32)

    def _neighbour(
        self,
        canvas: Float32[np.ndarray, "H W 3"],
        box: tuple[int, int, int, int],
        rng: np.random.Generator,
    ) -> None:
        """Another thing behind or beside the product."""
        other = scaled_sprite(
            self._adjusted(self._open(self._sprites, rng), rng),
            rng.uniform(0.3, 1.0) * max(box[2:]),
        )
        x = round(box[0] + box[2] / 2 + rng.normal(0, 0.9) * box[2] - other.shape[1] / 2)
        y = round(box[1] + box[3] * rng.uniform(0.6, 1.05) - other.shape[0])
        cast_shadow(canvas, other[..., 3], x, y, rng)
        pasted(canvas, other, x, y)

    def _on_top(
        self,
        canvas: Float32[np.ndarray, "H W 3"],
        cover: Float32[np.ndarray, "H W"],
        box: tuple[int, int, int, int],
        rng: np.random.Generator,
    ) -> None:
        """Small things that stand on the product."""
        for _ in range(int(rng.integers(1, 4))):
            other = scaled_sprite(
                self._adjusted(self._open(self._small, rng), rng),
                rng.uniform(0.12, 0.4) * max(box[2:]),
            )
            column = int(np.clip(box[0] + rng.uniform(0.1, 0.9) * box[2], 0, cover.shape[1] - 1))
            filled = np.flatnonzero(cover[:, column] > 0.5)
            if not len(filled):
                continue
            y = int(filled[0] + rng.uniform(0, 0.12) * box[3]) - other.shape[0]
            taken_from(cover, pasted(canvas, other, column - other.shape[1] // 2, y))

    def _before(
        self,
        canvas: Float32[np.ndarray, "H W 3"],
        cover: Float32[np.ndarray, "H W"],
        box: tuple[int, int, int, int],
        rng: np.random.Generator,
    ) -> None:
        """Something that hides a part of the product."""
        files = self._small if rng.random() < 0.4 else self._sprites
        other = scaled_sprite(
            self._adjusted(self._open(files, rng), rng), rng.uniform(0.25, 0.75) * max(box[2:])
        )
        x = round(box[0] + rng.uniform(-0.3, 1.3) * box[2] - other.shape[1] / 2)
        y = round(box[1] + box[3] * rng.uniform(0.85, 1.3) - other.shape[0])
        cast_shadow(canvas, other[..., 3], x, y, rng)
        taken_from(cover, pasted(canvas, other, x, y))


def _opened(file: Path, rng: np.random.Generator) -> UInt8[np.ndarray, "H W 4"]:
    """A sprite, every second time mirrored."""
    with Image.open(file) as picture:
        rgba = np.asarray(picture.convert("RGBA"))
    return np.ascontiguousarray(rgba[:, ::-1]) if rng.random() < 0.5 else rgba


def _place(room: int, need: int, slack: float, rng: np.random.Generator) -> int:
    """A place for a product of `need` pixels; up to `slack` of it may lie outside."""
    low, high = -slack * need, room - need + slack * need
    return round(float(rng.uniform(min(low, high), max(low, high))))


def _box_error(rng: np.random.Generator) -> Float[np.ndarray, "4"]:
    """How far a detector's box is off at each side, in shares of the product's sides: mostly little, at times much."""
    kind = rng.random()
    if kind < 0.55:
        return np.clip(rng.normal(0, 0.05, 4), -0.12, 0.12)
    if kind < 0.75:
        return rng.uniform(-0.18, 0.18, 4)
    off = rng.normal(0, 0.05, 4)
    side = int(rng.integers(4))
    # A back, a leg or a shelf is left out, or a neighbour taken in.
    inwards = 1.0 if side < 2 else -1.0
    off[side] = inwards * rng.uniform(-0.35, 0.4)
    return off


def _square(
    picture: UInt8[np.ndarray, "H W 3"],
    cover: Float32[np.ndarray, "H W"],
    side_px: int,
    *,
    marked: bool,
    rng: np.random.Generator,
) -> Sample:
    """What the network is shown: the box, as wrong as a detector's, and the photo around it."""
    height, width = cover.shape
    solid = cover > 0.5
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    box = np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1], dtype=np.float64)
    sides = np.array([box[2] - box[0], box[3] - box[1]] * 2)
    off = _box_error(rng)
    box = box + off * sides
    if rng.random() < 0.15:
        window = np.array([0.0, 0.0, width, height])
    else:
        margin = rng.uniform(0.1, 0.5) * max(sides)
        window = box + np.array([-margin, -margin, margin, margin])
    window = np.clip(window, 0, [width, height, width, height])
    if window[2] - window[0] < 16 or window[3] - window[1] < 16:
        window = np.array([0.0, 0.0, width, height])
    left, top, right, bottom = (float(side) for side in window)
    region = (left, top, right, bottom)
    size = (side_px, side_px)
    rgb = np.asarray(
        Image.fromarray(picture).resize(size, Image.Resampling.BILINEAR, region, reducing_gap=None)
    )
    alpha = np.asarray(
        Image.fromarray(cover).resize(size, Image.Resampling.BILINEAR, region), dtype=np.float32
    )
    mark = np.zeros((side_px, side_px), dtype=np.float32)
    if marked:
        across, down = side_px / (window[2] - window[0]), side_px / (window[3] - window[1])
        x0, x1 = (
            int(np.clip(round((v - window[0]) * across), 0, side_px)) for v in (box[0], box[2])
        )
        y0, y1 = (int(np.clip(round((v - window[1]) * down), 0, side_px)) for v in (box[1], box[3]))
        mark[y0:y1, x0:x1] = 1
    return Sample(np.ascontiguousarray(rgb), mark, np.ascontiguousarray(alpha))
