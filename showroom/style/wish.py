"""What a merchant asks of a room's look."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["StyleWish"]


@dataclass(frozen=True)
class StyleWish:
    """What a merchant asks of the room's look; nothing means that the products decide.

    Attributes
    ----------
    name
        A shipped style.
    wall_colour
        Paint of all walls: "#rrggbb" or a name such as "navy".
    floor_photo
        Picture of the merchant's own floor, taken from above.
    floor_photo_m
        Breadth of the square in its middle, in metres.
    """

    name: str | None = None
    wall_colour: str | None = None
    floor_photo: Path | None = None
    floor_photo_m: float = 1.0
