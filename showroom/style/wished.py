"""A style with the merchant's own finishes laid over it."""

from __future__ import annotations

from showroom.catalog.variants import parse_colour
from showroom.errors import StyleError
from showroom.style.style import Finish, Style, with_finish
from showroom.style.wish import StyleWish

__all__ = ["WALLS", "with_wishes"]

WALLS = ("wall", "accent")
"""Roles of the surfaces that a wall colour is for."""


def with_wishes(style: Style, wish: StyleWish) -> Style:
    """The style with what the merchant asks for besides.

    Raises
    ------
    StyleError
        If the colour is none, or the photo cannot be used.
    """
    if wish.wall_colour is not None:
        try:
            paint = "#{:02x}{:02x}{:02x}".format(*parse_colour(wish.wall_colour))
        except ValueError as error:
            raise StyleError(f"wall colour: {error}") from error
        for role in WALLS:
            style = with_finish(style, role, Finish("plaster", paint, roughness=0.9))
    if wish.floor_photo is not None:
        own = Finish(photo=wish.floor_photo, photo_m=wish.floor_photo_m)
        style = with_finish(style, "floor", own)
    return style
