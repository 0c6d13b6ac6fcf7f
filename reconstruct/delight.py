"""The photo's light taken out: its shading is estimated from the shape and divided away.

A surface of one material is brighter where it faces the light and darker in corners, and the shape says where that
is. Colours are grouped by hue, each group has one base colour, and a smooth light (spherical harmonics of second
order, dimmed by occlusion) explains the rest; both are found in turn. What no smooth light explains (cast shadows,
gloss) stays.

Source: Ramamoorthi and Hanrahan, "An Efficient Representation for Irradiance Environment Maps", 2001, for the order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int
from scipy.cluster.vq import kmeans2
from scipy.sparse.csgraph import connected_components

__all__ = [
    "DelightOptions",
    "FoundLight",
    "colour_groups",
    "find_light",
    "hue_and_brightness",
    "linear",
    "srgb",
]


@dataclass(frozen=True)
class DelightOptions:
    """How the light is found.

    Attributes
    ----------
    groups
        Base colours looked for.
    apart
        How different base colours have to be, in logarithms.
    turns
        Times that base colours and light are found in turn.
    least, most
        Bounds of the shading; `card` is a surface that is lit well.
    well_lit
        Quantile of the shading that counts as lit well.
    card
        How bright a white card would be that is lit well. Photographers expose goods so that it is not burnt out.
    shy
        Price of a light that varies with direction, against as many samples as there are.
    """

    groups: int = 5
    apart: float = 0.2
    turns: int = 6
    least: float = 0.5
    most: float = 1.25
    well_lit: float = 0.85
    card: float = 0.92
    shy: float = 0.02


def linear(srgb_colour: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    """Linear light of sRGB values in [0, 255]."""
    return np.asarray(np.clip(srgb_colour / 255.0, 0, 1) ** 2.2)


def srgb(linear_colour: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    """The inverse of `linear`."""
    return np.asarray(255.0 * np.clip(linear_colour, 0, 1) ** (1 / 2.2))


def hue_and_brightness(
    linear_colour: Float[np.ndarray, "P 3"],
) -> tuple[Float[np.ndarray, "P 3"], Float[np.ndarray, " P"]]:
    """Logarithms of the channels against their mean, and that mean; a dimmer light changes the second only."""
    logs = np.log(np.clip(linear_colour, 0.004, 1))
    bright = logs.mean(axis=1)
    return np.asarray(logs - bright[:, None]), np.asarray(bright)


def _luminance(linear_colour: Float[np.ndarray, "P 3"]) -> Float[np.ndarray, " P"]:
    """Luminance as Rec. 709 weighs it."""
    return np.asarray(linear_colour @ np.array([0.2126, 0.7152, 0.0722]))


def colour_groups(
    linear_colour: Float[np.ndarray, "P 3"], count: int, *, of_light: float, apart: float = 0.0
) -> Int[np.ndarray, " P"]:
    """Group colours by hue, and by brightness as far as `of_light` says; deterministic.

    Groups that are nearer to each other than `apart` (in logarithms of linear light) become one.
    """
    if len(linear_colour) <= count:
        return np.zeros(len(linear_colour), dtype=np.int64)
    hue, bright = hue_and_brightness(linear_colour)
    places = np.stack([hue[:, 0] - hue[:, 1], hue[:, 2] - hue[:, 1], of_light * bright], axis=1)
    # Hues of dark colours are noise.
    places[:, :2] *= np.clip((bright[:, None] + 4.5) / 2.5, 0.15, 1)
    count = min(count, len(np.unique(np.round(places, 2), axis=0)))
    centres, label = kmeans2(
        places, count, minit="++", rng=np.random.default_rng(0), missing="warn"
    )
    if apart > 0:
        near = np.linalg.norm(centres[:, None] - centres, axis=2) < apart
        _, merged = connected_components(near, directed=False)
        label = merged[label]
    return np.asarray(label, dtype=np.int64)


@dataclass(frozen=True)
class FoundLight:
    """A photo's light.

    Attributes
    ----------
    weights
        Of the harmonics.
    level
        Brightness by which a surface is relit; a `card`-th part of what is lit well.
    """

    weights: Float[np.ndarray, "9"]
    level: float
    options: DelightOptions

    def shading(
        self, normals: Float[np.ndarray, "P 3"], openness: Float[np.ndarray, " P"]
    ) -> Float[np.ndarray, " P"]:
        """How brightly surfaces are lit, by which way they face and the share of the sky that they see."""
        shade = _terms(normals, openness) @ self.weights / self.level
        return np.asarray(np.clip(shade, self.options.least, self.options.most))


def find_light(
    linear_colour: Float[np.ndarray, "P 3"],
    normals: Float[np.ndarray, "P 3"],
    openness: Float[np.ndarray, " P"],
    trust: Float[np.ndarray, " P"],
    options: DelightOptions | None = None,
) -> FoundLight | None:
    """The light in which a photo was taken; None if it shows too little of the surface.

    Parameters
    ----------
    linear_colour, normals, openness, trust
        What the photo shows at places of the surface, which way they face, the share of the sky that they see, and
        how well the photo sees them.
    """
    options = options or DelightOptions()
    if len(linear_colour) < LEAST_SAMPLES:
        return None
    group = colour_groups(linear_colour, options.groups, of_light=0.25, apart=options.apart)
    bright = np.maximum(_luminance(linear_colour), 1e-4)
    terms = _terms(normals, openness)
    shade = np.ones(len(bright))
    price = np.diag(options.shy * np.array([0.0, 1, 1, 1, 3, 3, 3, 3, 3]) * trust.sum() + 1e-6)
    weights = np.zeros(terms.shape[1])
    for _ in range(options.turns):
        base = _base_of_groups(bright / np.maximum(shade, 0.1), group)
        relative = bright / base[group]
        # Textures and highlights are not light: what is far off counts less.
        off = np.log(relative / np.maximum(shade, 0.1)) / 0.35
        scaled = terms * (trust / (1 + off**2))[:, None]
        weights = np.linalg.solve(scaled.T @ terms + price, scaled.T @ relative)
        shade = terms @ weights
    level = max(float(np.quantile(shade, options.well_lit)) / options.card, 1e-3)
    return FoundLight(weights, level, options)


LEAST_SAMPLES = 50


def _base_of_groups(
    bright: Float[np.ndarray, " P"], group: Int[np.ndarray, " P"]
) -> Float[np.ndarray, " G"]:
    count = int(group.max()) + 1
    return np.array(
        [
            float(np.median(bright[group == index])) if (group == index).any() else 1.0
            for index in range(count)
        ]
    )


def _terms(
    normals: Float[np.ndarray, "P 3"], openness: Float[np.ndarray, " P"]
) -> Float[np.ndarray, "P 9"]:
    """The harmonics, dimmed in corners."""
    x, y, z = normals.T
    terms = np.stack(
        [np.ones_like(x), x, y, z, x * y, y * z, x * z, x * x - z * z, 3 * y * y - 1], axis=1
    )
    return np.asarray(terms * (0.3 + 0.7 * openness)[:, None])
