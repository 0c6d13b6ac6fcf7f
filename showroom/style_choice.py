"""Which style a room gets: the merchant's, or the one whose colours go best with the products that stand in it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float

from reconstruct.product import TexturedProduct
from showroom.catalog_variants import parse_colour
from showroom.errors import StyleError
from showroom.style import Finish, Style, load_style, style_names, tiled_material, with_finish
from showroom.style_wish import StyleWish

__all__ = ["check_wish", "chosen_style", "suiting_style"]

_MADE_FOR = {"children_room": "children", "gallery": "gallery_white"}
"""Room types with a style of their own."""
_SAMPLES = 400  # places on a product's surface whose colours are looked at
_WALLS = ("wall", "accent")


def check_wish(wish: StyleWish) -> None:
    """See that all that is wished for exists, before an hour of work.

    Raises
    ------
    StyleError
        As `chosen_style`.
    """
    chosen = chosen_style(wish, {}, "")
    for role in ("floor", *_WALLS):
        tiled_material(role, chosen.finishes[role])


def chosen_style(wish: StyleWish, products: Mapping[str, TexturedProduct], room_type: str) -> Style:
    """The style of a room, with the merchant's own finishes in place of its own.

    Raises
    ------
    StyleError
        If the style does not exist, the colour is none, or the photo cannot be used.
    """
    style = load_style(wish.name or suiting_style(products, room_type))
    if wish.wall_colour is not None:
        try:
            paint = "#{:02x}{:02x}{:02x}".format(*parse_colour(wish.wall_colour))
        except ValueError as error:
            raise StyleError(f"wall colour: {error}") from error
        for role in _WALLS:
            style = with_finish(style, role, Finish("plaster", paint, roughness=0.9))
    if wish.floor_photo is not None:
        own = Finish(photo=wish.floor_photo, photo_m=wish.floor_photo_m)
        style = with_finish(style, "floor", own)
    return style


def suiting_style(products: Mapping[str, TexturedProduct], room_type: str) -> str:
    """Name of the shipped style whose palette lies nearest to the products' colours.

    Each colour of the goods asks for the nearest of a style's colours (CIELAB); the mean of these distances ranks
    the styles. Children's rooms and galleries have a style of their own.
    """
    if room_type in _MADE_FOR:
        return _MADE_FOR[room_type]
    names = [name for name in style_names() if name not in _MADE_FOR.values()]
    if not products:
        return names[0]
    goods = np.concatenate([_colours(products[sku]) for sku in sorted(products)])

    def distance(name: str) -> float:
        palette = _lab(_hex_srgb(load_style(name).palette))
        apart = np.linalg.norm(goods[:, None] - palette[None], axis=2)
        return float(apart.min(axis=1).mean())

    return min(names, key=lambda name: (round(distance(name), 6), name))


def _colours(product: TexturedProduct) -> Float[np.ndarray, "S 3"]:
    """Colours of evenly spread places of a product's surface, as CIELAB."""
    a, b, c = (product.vertices_m[product.faces[:, k]] for k in range(3))
    areas = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    reach = np.cumsum(areas)
    picked = np.searchsorted(reach, (np.arange(_SAMPLES) + 0.5) / _SAMPLES * reach[-1])
    uvs = product.uvs[product.faces[np.minimum(picked, len(areas) - 1)]].mean(axis=1)
    picture = product.material.base_colour
    height, width = picture.shape[:2]
    x = np.clip((uvs[:, 0] * width).astype(int), 0, width - 1)
    y = np.clip((uvs[:, 1] * height).astype(int), 0, height - 1)
    return _lab(picture[y, x, :3] / 255)


def _hex_srgb(colours: tuple[str, ...]) -> Float[np.ndarray, "C 3"]:
    return np.array([[int(c[k : k + 2], 16) / 255 for k in (1, 3, 5)] for c in colours])


def _lab(srgb: Float[np.ndarray, "C 3"]) -> Float[np.ndarray, "C 3"]:
    """CIELAB (D65) of sRGB from 0 to 1. Source: CIE 15:2004, section 8.2.1."""
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    t = linear @ to_xyz.T / [0.9505, 1.0, 1.089]
    f = np.where(t > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.stack(
        [116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1
    )
