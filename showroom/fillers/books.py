"""A small stack of books, laid flat, cloth-bound in the style's colours."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from layout.footprint import Footprint
from showroom.fillers.facets import Facets
from showroom.fillers.palette import cloudy, colours_of, mixed, to_pixels
from showroom.scene import Material, Mesh, Texture
from showroom.style.style import Style

__all__ = ["books_mesh"]

_PICTURE_PX = 256
_COVER_M = 0.003
_INSET_M = 0.005
_PAGES = 4  # the picture's fifth band; above it one band a book


def books_mesh(box: Footprint, style: Style, rng: np.random.Generator) -> Mesh:
    """Three or four books within this box, the largest at the bottom, the upper ones a little askew."""
    count = int(rng.integers(3, 5))
    facets = Facets()
    share = rng.uniform(0.8, 1.25, count)
    heights = share / share.sum() * box.height_m
    bottom = 0.0
    for k in range(count):
        # Turned books are smaller by what their corners would reach out of the box.
        shrink = 1.0 - 0.09 * k - float(rng.uniform(0, 0.03)) * (k > 0)
        angle = 0.0 if k == 0 else float(rng.uniform(-0.16, 0.16))
        reach = np.cos(angle) + abs(np.sin(angle)) * box.width_m / box.depth_m
        size = np.array([box.width_m, heights[k], box.depth_m]) * [
            shrink / reach,
            1,
            shrink / reach,
        ]
        book = Facets()
        _book(book, size, k)
        facets.join(book, _turn(angle), np.array([0.0, bottom, 0.0]))
        bottom += float(heights[k])
    picture = Texture(f"{box.item_id} bindings", to_pixels(_bindings(count, style, rng)))
    material = Material("book cloth", base_colour_texture=picture, roughness=0.85)
    return Mesh("books", (facets.primitive(material),))


def _book(facets: Facets, size_m: Float[np.ndarray, " 3"], number: int) -> None:
    """Boards above and below, a spine in front (+Z) and the pages between them, a little inside."""
    x, high, z = size_m[0] / 2, size_m[1], size_m[2] / 2
    top = number / (_PAGES + 1)
    board = (0.0, top + 0.012, 0.72, top + 0.188)
    spine = (0.76, top + 0.012, 1.0, top + 0.188)
    pages = (0.05, 0.815, 0.95, 0.985)
    facets.box((-x, 0.0, -z), (x, _COVER_M, z), board)
    facets.box((-x, high - _COVER_M, -z), (x, high, z), board)
    facets.box((-x, _COVER_M, z - _COVER_M), (x, high - _COVER_M, z), spine, "xXzZ")
    inner = (x - _INSET_M, high - _COVER_M, z - _COVER_M)
    facets.box((-x + _INSET_M, _COVER_M, -z + _INSET_M), inner, pages, "xXz")


def _turn(angle_rad: float) -> Float[np.ndarray, "3 3"]:
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def _bindings(count: int, style: Style, rng: np.random.Generator) -> Float[np.ndarray, "H W 3"]:
    ground, accent, second, dark, muted = colours_of(style)
    colours = [accent, ground, mixed(second, dark, 0.15), dark, muted]
    order = rng.permutation(len(colours))
    size = _PICTURE_PX
    v, u = np.mgrid[0:size, 0:size] / size
    band = np.minimum((v * (_PAGES + 1)).astype(int), _PAGES)
    within = v * (_PAGES + 1) - band
    picture = np.zeros((size, size, 3))
    for k in range(_PAGES):
        colour = colours[int(order[k % len(order)])]
        picture[band == k] = colour
        foil = mixed(ground, muted, 0.5) if colour.mean() < 0.6 else dark
        # A title on the spine: two short lines and a rule, as foil.
        on_spine = (band == k) & (u > 0.76)
        title = (np.abs(within - 0.5) < 0.09) & (u > 0.81) & (u < 0.81 + 0.04 + 0.05 * (k % 2))
        author = (np.abs(within - 0.5) < 0.05) & (u > 0.925) & (u < 0.96)
        rules = (np.abs(u - 0.785) < 0.004) | (np.abs(u - 0.98) < 0.004)
        picture[on_spine & (title | author | rules)] = foil
    linen = 0.95 + 0.05 * cloudy(rng, (size, size), (0.5, 1.6)) * 0.6
    picture *= linen[..., None]
    pages = (
        np.array([0.93, 0.90, 0.83]) * (0.93 + 0.09 * np.sin(within * 2 * np.pi * 13))[..., None]
    )
    picture[band == _PAGES] = pages[band == _PAGES]
    return picture
