"""A cushion: two puffed squares of cloth, soft at the corners, woven plain, striped or with a band."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from layout.footprint import Footprint
from showroom.fillers.facets import Facets
from showroom.fillers.palette import cloudy, colours_of, mixed, to_pixels
from showroom.scene import Material, Mesh, Texture
from showroom.style.style import Style

__all__ = ["cushion_mesh"]

_PICTURE_PX = 256
_CELLS = 9  # on each side: 324 triangles
_THREAD_M = 0.0042


def cushion_mesh(box: Footprint, style: Style, rng: np.random.Generator) -> Mesh:
    """A cushion of this size in its `product` frame: upright, its face to +Z, resting on its lower edge."""
    facets = Facets()
    # Cells are finer towards the seam, where the cloth turns.
    line = np.sin(np.linspace(-np.pi / 2, np.pi / 2, _CELLS + 1))
    u, v = np.meshgrid(line, line)
    full = np.clip((1 - np.abs(u) ** 2.2) * (1 - np.abs(v) ** 2.2), 0, 1) ** 0.56
    # A filled square draws its sides in and keeps its corners.
    x = u * (1 - 0.09 * (1 - v**2)) * box.width_m / 2
    y = v * (1 - 0.09 * (1 - u**2)) * box.height_m / 2
    creases = 0.035 * np.sin(5 * u + float(rng.uniform(0, 6))) * np.sin(4 * v) * full
    half = box.depth_m / 2 * (full + creases).clip(0, 1)
    uvs = np.stack([0.5 + u / 2, 0.5 - v / 2], -1)
    for sign in (1.0, -1.0):
        points = np.stack([x, y, sign * half], -1)
        facets.grid(points if sign > 0 else points[:, ::-1], uvs if sign > 0 else uvs[:, ::-1])
    low = float(facets.positions_m[:, 1].min())
    facets.shift(0.0, -low, 0.0)
    facets.scale(1.0, box.height_m / float(facets.positions_m[:, 1].max()), 1.0)
    cloth = Material(
        "cloth",
        base_colour_texture=Texture(f"{box.item_id} cloth", to_pixels(_cloth(box, style, rng))),
        roughness=0.95,
    )
    return Mesh("cushion", (facets.primitive(cloth),))


def _cloth(box: Footprint, style: Style, rng: np.random.Generator) -> Float[np.ndarray, "H W 3"]:
    ground, accent, second, dark, muted = colours_of(style)
    size = _PICTURE_PX
    v, u = np.mgrid[0:size, 0:size] / size
    colour, other = (
        (accent, ground),
        (second, mixed(second, dark, 0.5)),
        (mixed(ground, muted, 0.3), accent),
        (mixed(accent, dark, 0.35), ground),
    )[int(rng.integers(0, 4))]
    design = int(rng.integers(0, 3))
    if design == 0:
        lines = np.zeros_like(u, dtype=bool)
    elif design == 1:
        lines = (np.abs((u * 9) % 1.0 - 0.5) < 0.09) & (np.abs(u - 0.5) < 0.5)
    else:
        lines = (np.abs(u - 0.5) < 0.09) | (np.abs(np.abs(u - 0.5) - 0.14) < 0.014)
    picture = np.where(lines[..., None], other, colour)
    threads = box.width_m / _THREAD_M
    warp, weft = np.sin(np.pi * ((u * threads) % 1.0)), np.sin(np.pi * ((v * threads) % 1.0))
    over = (np.floor(u * threads) + np.floor(v * threads)) % 2
    relief = np.where(over > 0, warp, weft)
    slub = 0.5 * cloudy(rng, u.shape, (0.6, 9.0)) + 0.5 * cloudy(rng, u.shape, (9.0, 0.6))
    tone = 0.86 + 0.16 * relief + 0.035 * slub + 0.015 * cloudy(rng, u.shape, 20.0)
    seam = np.minimum.reduce([u, 1 - u, v, 1 - v])
    tone *= 1 - 0.25 * np.exp(-((seam / 0.015) ** 2))
    return np.asarray(picture * tone[..., None])
