"""Which style a room gets: the merchant's, or the one whose colours go best with the products that stand in it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float

from reconstruct.product import TexturedProduct
from showroom.style.palette import lab, style_near
from showroom.style.style import Style, load_style, tiled_material
from showroom.style.wish import StyleWish
from showroom.style.wished import WALLS, with_wishes

__all__ = ["check_wish", "chosen_style", "suiting_style"]

_SAMPLES = 400  # places on a product's surface whose colours are looked at


def check_wish(wish: StyleWish) -> None:
    """See that all that is wished for exists, before an hour of work.

    Raises
    ------
    StyleError
        As `chosen_style`.
    """
    chosen = chosen_style(wish, {}, "")
    for role in ("floor", *WALLS):
        tiled_material(role, chosen.finishes[role])


def chosen_style(wish: StyleWish, products: Mapping[str, TexturedProduct], room_type: str) -> Style:
    """The style of a room, with the merchant's own finishes in place of its own.

    Raises
    ------
    StyleError
        If the style does not exist, the colour is none, or the photo cannot be used.
    """
    return with_wishes(load_style(wish.name or suiting_style(products, room_type)), wish)


def suiting_style(products: Mapping[str, TexturedProduct], room_type: str) -> str:
    """Name of the shipped style whose palette lies nearest to the products' colours.

    Each colour of the goods asks for the nearest of a style's colours (CIELAB); the mean of these distances ranks
    the styles. Children's rooms and galleries have a style of their own.
    """
    if not products:
        return style_near(np.zeros((0, 3)), room_type)
    goods = np.concatenate([_colours(products[sku], _SAMPLES) for sku in sorted(products)])
    return style_near(lab(goods), room_type)


def colours_of(product: TexturedProduct, count: int = 48) -> list[str]:
    """Colours of evenly spread places of a product's surface, "#rrggbb": what `style_near` needs of it."""
    return [
        "#{:02x}{:02x}{:02x}".format(*(round(255 * float(c)) for c in colour))
        for colour in _colours(product, count)
    ]


def _colours(product: TexturedProduct, count: int) -> Float[np.ndarray, "S 3"]:
    """Colours of evenly spread places of a product's surface, sRGB from 0 to 1."""
    a, b, c = (product.vertices_m[product.faces[:, k]] for k in range(3))
    areas = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    reach = np.cumsum(areas)
    picked = np.searchsorted(reach, (np.arange(count) + 0.5) / count * reach[-1])
    uvs = product.uvs[product.faces[np.minimum(picked, len(areas) - 1)]].mean(axis=1)
    picture = product.material.base_colour
    height, width = picture.shape[:2]
    x = np.clip((uvs[:, 0] * width).astype(int), 0, width - 1)
    y = np.clip((uvs[:, 1] * height).astype(int), 0, height - 1)
    return np.asarray(picture[y, x, :3] / 255)
