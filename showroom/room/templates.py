"""Floor plans to begin with: the shapes a merchant chooses from, sized in metres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from layout import Room, load_knowledge
from layout.room_shapes import ShapeName, outline, usual_openings
from showroom.errors import DesignError

__all__ = ["LARGEST_SIDE_M", "ROOM_TEMPLATES", "SMALLEST_SIDE_M", "RoomTemplate", "template_room"]

SMALLEST_SIDE_M, LARGEST_SIDE_M = 1.5, 40.0


@dataclass(frozen=True)
class RoomTemplate:
    """One floor plan to begin with.

    Attributes
    ----------
    name
        By which it is asked for.
    shape
        The layout's shape.
    width_m, depth_m
        Its usual bounds, along x and z.
    """

    name: str
    shape: ShapeName
    width_m: float
    depth_m: float


ROOM_TEMPLATES = (
    RoomTemplate("rectangle", "rectangle", 5.5, 4.25),
    RoomTemplate("square", "rectangle", 4.5, 4.5),
    RoomTemplate("long", "rectangle", 7.5, 3.5),
    RoomTemplate("l", "l", 6.5, 5.5),
    RoomTemplate("t", "t", 7.0, 5.5),
    RoomTemplate("bay", "bay", 5.5, 5.0),
    RoomTemplate("slope", "slope", 5.5, 4.5),
    RoomTemplate("niche", "niche", 6.0, 4.5),
)


def template_room(
    name: str,
    room_type: str,
    *,
    width_m: float | None = None,
    depth_m: float | None = None,
    height_m: float | None = None,
    mirrored: bool = False,
) -> Room:
    """A room of a template's shape, with a door and its type's windows.

    Parameters
    ----------
    width_m, depth_m, height_m
        Instead of the template's and the type's own.
    mirrored
        Whether left and right change places.

    Raises
    ------
    DesignError
        If there is no such template, or a size is absurd.
    """
    found = {template.name: template for template in ROOM_TEMPLATES}.get(name)
    if found is None:
        names = ", ".join(template.name for template in ROOM_TEMPLATES)
        raise DesignError(f"no room template {name!r}; choose {names}")
    sides = (width_m or found.width_m, depth_m or found.depth_m)
    if not all(SMALLEST_SIDE_M <= side <= LARGEST_SIDE_M for side in sides):
        raise DesignError(
            f"a room of {sides[0]:g} x {sides[1]:g} m; expected {SMALLEST_SIDE_M:g} to {LARGEST_SIDE_M:g} m a side"
        )
    known = load_knowledge().room_types[room_type]
    corners = outline(found.shape, *sides, mirrored)
    openings = usual_openings(corners, known.windows, np.random.default_rng((0, 7)))
    return Room(
        room_type.replace("_", "-"), room_type, corners, height_m or known.height_m, openings
    )
