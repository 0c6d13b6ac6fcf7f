"""Judgement pictures of pale products before backdrops of nearly their own colour: white on white, cream on cream."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from jaxtyping import Float
from scipy import ndimage

from reconstruct.crop import matte_bounds
from reconstruct.lab import TO_XYZ, WHITE, lab
from reconstruct.training.paste import Layer, contact_shadow, jpeg, over, placed
from reconstruct.training.room_stand import PX, Prop
from reconstruct.training.see_composites import Case, case_rng

__all__ = ["LARGEST_DE", "pale_cases"]

LARGEST_DE = 12.0
"""Of the product's median colour and the backdrop's, in CIELAB."""
_DE = (3.0, 10.5)  # drawn; shadow and JPEG add the rest
_COUNT = 36
_PALE_L = (78.0, 93.0)  # lightness that the products' median is moved to
_CHROMA = 0.5  # what is left of their colour
_SOLID = 0.9


def _srgb(values: Float[np.ndarray, "*S 3"]) -> Float[np.ndarray, "*S 3"]:
    """The inverse of `lab`, clipped to what a screen shows."""
    y = (values[..., 0] + 16) / 116
    f = np.stack([y + values[..., 1] / 500, y, y - values[..., 2] / 200], axis=-1)
    t = np.where(f > 6 / 29, f**3, 3 * (6 / 29) ** 2 * (f - 4 / 29))
    linear = np.clip((t * WHITE) @ np.linalg.inv(TO_XYZ).T, 0, 1)
    return np.asarray(
        np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    )


def pale_cases(props: Sequence[Prop], seed: int) -> list[Case]:
    """Composites of the products whose colour varies least, made pale, before backdrops within `LARGEST_DE`."""
    even = sorted(props, key=_unevenness)[: round(1.6 * _COUNT)]
    made = []
    for prop in even:
        case = _pale_case(prop, seed)
        if case.distance_de is not None and case.distance_de <= LARGEST_DE:
            made.append(case)
    return made[:_COUNT]


def _unevenness(prop: Prop) -> float:
    """Share of the product that lies far from its median colour."""
    colours = lab(prop.layer.rgb[prop.layer.alpha > _SOLID].astype(np.float64))
    away = np.linalg.norm((colours - np.median(colours, axis=0)) * (0.5, 1, 1), axis=1)
    return float((away > 20).mean())


def _pale_case(prop: Prop, seed: int) -> Case:
    name = f"{prop.judged.shape_id} pale"
    rng = case_rng(seed, name)
    layer, median = _paled(prop.layer, float(rng.uniform(*_PALE_L)))
    towards = rng.normal(size=3) * (1.0, 0.5, 0.5)
    ground = median + towards / np.linalg.norm(towards) * float(rng.uniform(*_DE))
    width, height = PX, round(PX * float(rng.choice((1.0, 0.75, 1.25))))
    share = float(rng.uniform(0.55, 0.85))
    scale = share * min(width / layer.size_px[0], height / layer.size_px[1])
    left = (width - layer.size_px[0] * scale) * float(rng.uniform(0.35, 0.65))
    top = (height - layer.size_px[1] * scale) * float(rng.uniform(0.35, 0.65))
    at = (left + layer.foot_px[0] * scale, top + layer.foot_px[1] * scale)
    mine = placed(layer, scale, at, (width, height))
    backdrop = _backdrop(ground, (height, width), at[1], rng)
    shadow = contact_shadow(mine.alpha, float(rng.uniform(0.25, 0.6)))
    picture = over((backdrop * shadow[..., None]).astype(np.float32), mine)
    picture += rng.normal(0, float(rng.uniform(0.001, 0.006)), picture.shape).astype(np.float32)
    rgb = jpeg(picture, int(rng.integers(80, 93)))
    colours = lab(rgb / 255.0)
    solid = mine.alpha > _SOLID
    # Around the product, where the outline is found, but not in its own shadow.
    around = (
        ndimage.binary_dilation(solid, iterations=round(0.08 * PX))
        & (mine.alpha < 0.02)
        & (shadow > 0.97)
    )
    apart = np.median(colours[solid], axis=0) - np.median(colours[around], axis=0)
    return Case(
        name=name,
        kind="pale",
        judged=prop.judged,
        rgb=rgb,
        matte=mine.alpha,
        box=matte_bounds(mine.alpha),
        distance_de=float(np.linalg.norm(apart)),
    )


def _paled(layer: Layer, lightness: float) -> tuple[Layer, Float[np.ndarray, "3"]]:
    """The layer with its median moved to a lightness, its contrast and colour taken back; and that median."""
    colours = lab(layer.rgb.astype(np.float64))
    median = np.median(colours[layer.alpha > _SOLID], axis=0)
    stretch = min(1.0, (100 - lightness) / 30 + 0.35)
    colours[..., 0] = lightness + (colours[..., 0] - median[0]) * stretch
    colours[..., 1:] *= _CHROMA
    rgb = _srgb(colours).astype(np.float32)
    centre = np.median(lab(rgb[layer.alpha > _SOLID].astype(np.float64)), axis=0)
    return replace(layer, rgb=rgb), centre


def _backdrop(
    ground: Float[np.ndarray, "3"],
    shape: tuple[int, int],
    foot_px: float,
    rng: np.random.Generator,
) -> Float[np.ndarray, "H W 3"]:
    """A sweep, or a wall above a floor, with light that falls off towards the rim."""
    height, width = shape
    v, u = np.mgrid[0:height, 0:width].astype(np.float64)
    x0, y0 = float(rng.uniform(0.3, 0.7)) * width, float(rng.uniform(0.2, 0.6)) * height
    fall = np.hypot((u - x0) / width, (v - y0) / height) ** 2 * float(rng.uniform(1, 8))
    values = np.broadcast_to(ground, (height, width, 3)).copy()
    values[..., 0] += 0.1 - fall
    edge = foot_px - float(rng.uniform(0.05, 0.25)) * height
    soft = float(rng.choice((1.0, 40.0)))
    values[..., 0] += float(rng.uniform(-3, 2)) / (1 + np.exp(-(v - edge) / soft))
    return _srgb(np.clip(values, (0, -128, -128), (100, 127, 127)))
