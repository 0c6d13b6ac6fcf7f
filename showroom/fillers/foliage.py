"""Leaves as thin curved sheets, and the green that they show.

A leaf grows in its own frame from the origin along +Z, its upper side up (+Y), folded a little along its midrib and
bent down towards its tip by its own weight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from showroom.fillers.facets import Facets
from showroom.fillers.palette import cloudy, to_pixels
from showroom.scene import Material, Texture

__all__ = [
    "LEAF_UV",
    "POT_UV",
    "SOIL_UV",
    "WOOD_UV",
    "Leaf",
    "add_leaf",
    "add_stem",
    "plant_material",
]

# Parts of a plant's picture: u0, v0, u1, v1.
LEAF_UV = (0.0, 0.0, 0.5, 1.0)
WOOD_UV = (0.52, 0.02, 0.73, 0.48)
SOIL_UV = (0.77, 0.02, 0.98, 0.48)
POT_UV = (0.52, 0.52, 0.98, 0.98)

_PICTURE_PX = 256
_WHOLE = 0.42  # a split leaf is whole so far from its midrib


@dataclass(frozen=True)
class Leaf:
    """How a leaf is made.

    Attributes
    ----------
    length_m, width_m
        Its size when flat.
    droop_rad
        By how much its tip hangs down compared with its root.
    fold_rad
        By how much each half rises from the midrib.
    splits
        Cuts in each half, as a monstera's; 0 for a whole leaf.
    widest
        Where along its length it is widest, 0 to 1.
    """

    length_m: float
    width_m: float
    droop_rad: float = 0.7
    fold_rad: float = 0.25
    splits: int = 0
    widest: float = 0.4


def add_leaf(facets: Facets, leaf: Leaf, T_product_leaf: Float[np.ndarray, "4 4"]) -> None:
    """Add one leaf."""
    if leaf.splits:
        _split_leaf(facets, leaf, T_product_leaf)
        return
    t = np.linspace(0.0, 1.0, 6)
    half = _outline(t, leaf)
    across = np.array([-1.0, 0.0, 1.0])
    points = _surface(t[:, None] + 0 * across, across * half[:, None], leaf)
    u0, v0, u1, v1 = LEAF_UV
    # The picture's leaf is as wide as its part: the halves run over its full width at every height.
    u = np.broadcast_to(
        u0 + (u1 - u0) * (0.5 - 0.5 * across * np.minimum(1, half[:, None] / half.max() + 0.2)),
        (6, 3),
    )
    v = np.broadcast_to((v1 - (v1 - v0) * t)[:, None], (6, 3))
    facets.grid(_placed(points, T_product_leaf), np.stack([u, v], -1))


def _outline(t: Float[np.ndarray, " T"], leaf: Leaf) -> Float[np.ndarray, " T"]:
    """Half width along the leaf, metres: pointed at the tip, rounder at the root."""
    power = np.log(0.5) / np.log(leaf.widest)
    return np.asarray(0.5 * leaf.width_m * np.sin(np.pi * np.clip(t, 0, 1) ** power) ** 0.8)


def _surface(
    t: Float[np.ndarray, "R C"], side_m: Float[np.ndarray, "R C"], leaf: Leaf
) -> Float[np.ndarray, "R C 3"]:
    """Points of the bent and folded sheet at lengths `t` (0 to 1) and distances from the midrib."""
    bend = leaf.droop_rad * t
    # A circular arc from level to `droop_rad` below.
    if leaf.droop_rad > 1e-6:
        radius = leaf.length_m / leaf.droop_rad
        z, y = radius * np.sin(bend), -radius * (1 - np.cos(bend))
    else:
        z, y = leaf.length_m * t, 0 * t
    lift = np.abs(side_m) * np.sin(leaf.fold_rad)
    x = side_m * np.cos(leaf.fold_rad)
    return np.stack([x, y + lift * np.cos(bend), z + lift * np.sin(bend)], -1)


def _split_leaf(facets: Facets, leaf: Leaf, T: Float[np.ndarray, "4 4"]) -> None:
    """A heart-shaped leaf: whole along its midrib, its outer half cut into fingers that lean towards the tip."""
    count = leaf.splits
    edges = np.linspace(0.0, 1.0, count + 1)
    for sign in (-1.0, 1.0):
        rib, inner = _heart(edges, 0.0, leaf), _heart(edges, _WHOLE, leaf)
        _sheet(facets, np.stack([rib, inner]), sign, leaf, T)
        for k in range(count):
            # Slim ends and a gap between neighbours; the last finger is the leaf's own tip.
            a, b = edges[k], edges[k + 1]
            cut = 0.0 if k == count - 1 else 0.34 * (b - a)
            end = np.linspace(a + 0.25 * cut, b - cut, 3)
            root = np.linspace(a, b, 3)
            rows = [
                _heart(root * (1 - s) + end * s, _WHOLE + (1 - _WHOLE) * w, leaf)
                for s, w in ((0.0, 0.0), (0.75, 0.6), (1.0, 1.0))
            ]
            rows[2][[0, 2], 1] *= 0.93
            _sheet(facets, np.stack(rows), sign, leaf, T)


def _heart(along: Float[np.ndarray, " C"], share: float, leaf: Leaf) -> Float[np.ndarray, "C 2"]:
    """Length (0 to 1) and distance from the midrib (m) on a heart, `share` of the way from midrib to rim."""
    rim_t = -0.20 + 1.20 * along**0.9 + 0.10 * np.sin(np.pi * along)
    rim = 0.5 * leaf.width_m * np.sin(np.pi * (0.17 + 0.83 * along)) ** 0.65
    rim[along >= 1.0] = 0.0
    return np.stack([along * (1 - share) + rim_t * share, rim * share], -1)


def _sheet(
    facets: Facets,
    flat: Float[np.ndarray, "R C 2"],
    sign: float,
    leaf: Leaf,
    T: Float[np.ndarray, "4 4"],
) -> None:
    u0, v0, u1, v1 = LEAF_UV
    points = _surface(flat[..., 0], sign * flat[..., 1], leaf)
    u = u0 + (u1 - u0) * (0.5 - sign * 0.47 * flat[..., 1] / (0.5 * leaf.width_m))
    uvs = np.stack([u, v1 - (v1 - v0) * np.clip(flat[..., 0], 0.02, 0.98)], -1)
    if sign > 0:
        points, uvs = points[::-1], uvs[::-1]
    facets.grid(_placed(points, T), uvs)


def _placed(
    points: Float[np.ndarray, "R C 3"], T: Float[np.ndarray, "4 4"]
) -> Float[np.ndarray, "R C 3"]:
    return np.asarray(points @ T[:3, :3].T + T[:3, 3])


def add_stem(
    facets: Facets,
    line_m: Float[np.ndarray, "L 3"],
    radii_m: Float[np.ndarray, " L"],
    segments: int,
    uv: tuple[float, float, float, float] = WOOD_UV,
) -> None:
    """Add a round stem along a line of points."""
    angles = np.linspace(0, 2 * np.pi, segments + 1)
    along = np.gradient(line_m, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    first = np.cross(along, [0.31, 0.11, 0.94])
    first /= np.linalg.norm(first, axis=1, keepdims=True)
    second = np.cross(along, first)
    rings = line_m[:, None] + radii_m[:, None, None] * (
        np.cos(angles)[None, :, None] * first[:, None]
        + np.sin(angles)[None, :, None] * second[:, None]
    )
    u = np.broadcast_to(uv[0] + (uv[2] - uv[0]) * angles / (2 * np.pi), rings.shape[:2])
    v = np.linspace(uv[3], uv[1], len(line_m))[:, None] + 0 * angles
    facets.grid(rings, np.stack([u, v], -1))


def plant_material(
    name: str,
    green: Float[np.ndarray, " 3"],
    pot: Float[np.ndarray, " 3"],
    rng: np.random.Generator,
    *,
    veined: float = 1.0,
) -> Material:
    """One material for leaf, wood, soil and pot; `green` and `pot` are sRGB from 0 to 1."""
    size = _PICTURE_PX
    v, u = np.mgrid[0:size, 0:size] / size
    across, along = np.abs(u / 0.5 - 0.5) * 2, 1 - v
    # Side veins run from the midrib outwards and forwards.
    vein = np.cos((along - 0.28 * across) * 2 * np.pi * 8)
    light = np.exp(-((across / 0.035) ** 2)) * 0.8 + 0.22 * np.clip(vein - 0.75, 0, 1) * 4 * (
        across < 0.92
    )
    tone = 1.0 + 0.10 * cloudy(rng, (size, size), 7.0) - 0.16 * (across - 0.4) + 0.06 * (vein > 0)
    leaf = green * tone[..., None]
    leaf += (np.array([0.72, 0.80, 0.48]) - leaf) * np.clip(light * 0.55 * veined, 0, 0.6)[
        ..., None
    ]
    picture = leaf
    grain = cloudy(rng, (size, size), (9.0, 0.8))
    bark = np.array([0.40, 0.32, 0.25]) * (1 + 0.16 * grain)[..., None]
    soil = (
        np.array([0.17, 0.13, 0.10]) * (1 + 0.5 * np.abs(cloudy(rng, (size, size), 1.2)))[..., None]
    )
    glaze = (
        pot
        * (
            1
            + 0.018 * cloudy(rng, (size, size), 1.0)
            + 0.02 * cloudy(rng, (size, size), (3.0, 40.0))
        )[..., None]
    )
    right, low = u >= 0.5, v >= 0.5
    picture = np.where((right & ~low & (u < 0.75))[..., None], bark, picture)
    picture = np.where((right & ~low & (u >= 0.75))[..., None], soil, picture)
    picture = np.where((right & low)[..., None], glaze, picture)
    texture = Texture(f"{name} leaves and pot", to_pixels(picture))
    return Material(name, base_colour_texture=texture, roughness=0.55, double_sided=True)
