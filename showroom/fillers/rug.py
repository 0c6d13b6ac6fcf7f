"""A woven rug: a low body with soft edges, fringes at its ends, and a pattern in the style's colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from jaxtyping import Float
from scipy import ndimage

from layout.footprint import Footprint
from showroom.fillers.facets import Facets
from showroom.fillers.palette import cloudy, colours_of, mixed, to_pixels
from showroom.scene import Material, Mesh, Texture
from showroom.style.style import Style

__all__ = ["DESIGNS", "rug_mesh"]

Design = Literal["border", "stripes", "diamonds", "round"]
DESIGNS: tuple[Design, ...] = ("border", "stripes", "diamonds", "round")

Srgb = Float[np.ndarray, " 3"]
Lay = Callable[..., None]
"""Lays a colour where a mask holds, with soft edges."""

_PICTURE_PX = 512
_YARN_M = 0.011  # width of one loop of wool
_FRINGE_M = 0.045
_TASSELS = 44
_EDGE_M = 0.008
_ROUND_SEGMENTS = 64


def rug_mesh(box: Footprint, style: Style, rng: np.random.Generator) -> Mesh:
    """A rug of this size; a square one is round.

    The same style and stream give the same mesh and pixels.
    """
    is_round = abs(box.width_m - box.depth_m) < 1e-6
    choice = DESIGNS[int(rng.integers(0, 3))]
    design: Design = "round" if is_round else choice
    fringed = design != "border" and not is_round
    picture = _woven(_pattern(box, design, style, rng), box, rng)
    wool = Material(
        "wool",
        base_colour_texture=Texture(f"{box.item_id} {design}", to_pixels(picture)),
        roughness=0.97,
    )
    facets = Facets()
    if is_round:
        _disc(facets, box)
    else:
        _slab(facets, box, _FRINGE_M if fringed else 0.0)
        if fringed:
            _fringe(facets, box, rng)
    return Mesh(f"rug {design}", (facets.primitive(wool),))


def _slab(facets: Facets, box: Footprint, fringe_m: float) -> None:
    """The body: steep soft edges and a flat top, in one smooth grid."""
    half_x, half_z, high = box.width_m / 2 - fringe_m, box.depth_m / 2, box.height_m
    steps = [(0.0, 0.0), (0.0, 0.6), (_EDGE_M / 2, 0.92), (2 * _EDGE_M, 1.0)]
    xs = [-half_x + s for s, _ in steps] + [half_x - s for s, _ in reversed(steps)]
    zs = [half_z - s for s, _ in steps] + [-half_z + s for s, _ in reversed(steps)]
    rise = np.array([r for _, r in steps] + [r for _, r in reversed(steps)]) * high
    x, z = np.meshgrid(xs, zs)
    y = np.minimum(rise[None, :], rise[:, None])
    u, v = 0.5 + x / (2 * half_x), 0.5 + z / (2 * half_z)
    facets.grid(np.stack([x, y, z], -1), np.stack([u, v], -1))


def _disc(facets: Facets, box: Footprint) -> None:
    radius, high = box.width_m / 2, box.height_m
    angles = np.linspace(0, 2 * np.pi, _ROUND_SEGMENTS + 1)
    rings = [(radius, 0.0), (radius, 0.6), (radius - _EDGE_M, 0.95), (radius - 3 * _EDGE_M, 1.0)]
    points = np.array(
        [[(r * np.sin(a), h * high, r * np.cos(a)) for a in angles] for r, h in [*rings, (0, 1.0)]]
    )
    facets.grid(points, 0.5 + points[..., [0, 2]] / box.width_m)


def _fringe(facets: Facets, box: Footprint, rng: np.random.Generator) -> None:
    """Tassels at both short ends: slim wedges that lie on the floor, each a little its own way."""
    for sign in (-1.0, 1.0):
        root = sign * (box.width_m / 2 - _FRINGE_M)
        for k in range(_TASSELS):
            z = box.depth_m * ((k + 0.5) / _TASSELS - 0.5) * 0.985
            half = 0.3 * box.depth_m / _TASSELS
            sway = float(rng.normal(0, 0.004))
            reach = root + sign * _FRINGE_M * float(rng.uniform(0.8, 1.0))
            high = 0.45 * box.height_m
            points = np.array(
                [
                    [[root, high, z - 0.5 * half], [root, high, z + 0.5 * half]],
                    [[reach, 0.002, z + sway - half], [reach, 0.002, z + sway + half]],
                ]
            )
            uvs = np.tile([[0.012, 0.5], [0.012, 0.51]], (2, 1, 1))
            facets.grid(points[::-1] if sign < 0 else points, uvs)


def _pattern(
    box: Footprint, design: Design, style: Style, rng: np.random.Generator
) -> Float[np.ndarray, "H W 3"]:
    """Colours of the pattern, sRGB, before it is woven."""
    ground, accent, second, dark, muted = colours_of(style)
    height_px = max(128, round(_PICTURE_PX * box.depth_m / box.width_m / 16) * 16)
    height_px = min(height_px, _PICTURE_PX)
    z, x = np.mgrid[0:height_px, 0:_PICTURE_PX].astype(float)
    x, z = (x + 0.5) / _PICTURE_PX * box.width_m, (z + 0.5) / height_px * box.depth_m
    # Hand-woven lines waver by a few millimetres.
    waver = (0.005 if design == "diamonds" else 0.0025) * cloudy(rng, x.shape, 12.0)
    picture = np.tile(ground, (*x.shape, 1))

    def lay(where: np.ndarray, colour: np.ndarray, strength: float = 1.0) -> None:
        soft = ndimage.gaussian_filter(where.astype(float), 0.7)[..., None] * strength
        picture[:] = picture * (1 - soft) + colour * soft

    edge = np.minimum.reduce([x, box.width_m - x, z, box.depth_m - z]) + waver
    if design == "border":
        lay(edge > 0, mixed(ground, muted, 0.35))
        lay(edge < 0.10, accent)
        lay((edge > 0.125) & (edge < 0.145), mixed(accent, dark, 0.35))
    elif design == "stripes":
        _stripes(lay, x + waver, (accent, second, dark, muted), rng)
    elif design == "diamonds":
        _diamonds(lay, box, x + waver, z, dark)
        lay(edge < 0.035, ground)
    else:
        r = np.hypot(x - box.width_m / 2, z - box.depth_m / 2) + waver
        outer = box.width_m / 2
        lay(r > 0, mixed(ground, muted, 0.25))
        for share, wide, colour in (
            (0.97, 0.10, accent),
            (0.80, 0.03, dark),
            (0.55, 0.16, second),
            (0.36, 0.03, accent),
        ):
            lay(np.abs(r - share * outer + wide / 2) < wide / 2, colour, 0.9)
    return picture


def _stripes(
    lay: Lay,
    x: Float[np.ndarray, "H W"],
    colours: tuple[Srgb, ...],
    rng: np.random.Generator,
) -> None:
    """Bands across the length, wide and narrow in turn, the same from both ends; much ground between them."""
    length = float(x.max())
    mirrored = np.minimum(x, length - x)
    accent, second, dark, muted = colours
    at = 0.07
    for k in range(20):
        if at > length / 2:
            break
        wide = float(rng.choice([0.05, 0.08, 0.13]))
        lay((mirrored > at) & (mirrored < at + wide), (accent, muted, second)[k % 3], 0.9)
        for side in (at - 0.028, at + wide + 0.016):
            lay((mirrored > side) & (mirrored < side + 0.012), dark if k % 2 == 0 else accent, 0.8)
        at += wide + float(rng.choice([0.12, 0.18, 0.26]))


def _diamonds(
    lay: Lay, box: Footprint, x: Float[np.ndarray, "H W"], z: Float[np.ndarray, "H W"], dark: Srgb
) -> None:
    """A Berber net of thin dark lines, wool ground, and small lozenges in its meshes."""
    across = max(3, round(box.width_m / 0.55))
    deep = max(2, round(box.depth_m / 0.6))
    u, v = x / box.width_m * across, z / box.depth_m * deep
    mesh = np.abs((u + 1000.0) % 1.0 - 0.5) + np.abs((v + 1000.0) % 1.0 - 0.5)
    line = 0.032
    lay(np.abs(mesh - 0.5) < line, dark, 0.88)
    lay(mesh < 0.07, dark, 0.8)


def _woven(
    picture: Float[np.ndarray, "H W 3"], box: Footprint, rng: np.random.Generator
) -> Float[np.ndarray, "H W 3"]:
    """Rows of loops: each row of yarn is round, each loop has its own shade, wool is never one colour."""
    height_px, width_px = picture.shape[:2]
    z, x = np.mgrid[0:height_px, 0:width_px].astype(float)
    rows = z / height_px * box.depth_m / _YARN_M
    row = np.floor(rows).astype(int)
    shift = (row % 2) * 0.5 + rng.random(row.max() + 1)[row] * 0.3
    loops = x / width_px * box.width_m / (1.6 * _YARN_M) + shift
    loop = np.floor(loops).astype(int)
    relief = np.sin(np.pi * (rows % 1.0)) * (0.45 + 0.55 * np.sin(np.pi * (loops % 1.0)))
    shade = rng.normal(0, 1, (row.max() + 1, loop.max() + 2))[row, loop]
    bands = rng.normal(0, 1, row.max() + 1)[row]
    tone = 0.80 + 0.26 * relief + 0.035 * shade + 0.012 * bands
    tone += 0.02 * cloudy(rng, (height_px, width_px), 14.0)
    return np.asarray(picture * tone[..., None])
