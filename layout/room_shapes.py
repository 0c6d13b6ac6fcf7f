"""Floor plans from numbers: rectangles and the shapes that real rooms have instead."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
import shapely

from layout.errors import RoomError
from layout.knowledge import load_knowledge
from layout.room import Opening, Point, Room

__all__ = ["SHAPES", "ShapeName", "make_room", "outline", "usual_openings"]

ShapeName = Literal["rectangle", "l", "t", "bay", "slope", "niche"]
SHAPES: tuple[ShapeName, ...] = ("rectangle", "l", "t", "bay", "slope", "niche")
SMALLEST_WALL_FOR_DOOR_M = 1.4


def outline(shape: ShapeName, width_m: float, depth_m: float, flip: bool) -> tuple[Point, ...]:
    """Corners of a floor within `width_m` by `depth_m`, positive area in (x, z)."""
    w, d = width_m, depth_m
    corners: list[Point]
    if shape == "l":
        corners = [(0, 0), (w, 0), (w, 0.6 * d), (0.58 * w, 0.6 * d), (0.58 * w, d), (0, d)]
    elif shape == "t":
        a, b = 0.22 * w, 0.78 * w
        corners = [
            (0, 0),
            (w, 0),
            (w, 0.6 * d),
            (b, 0.6 * d),
            (b, d),
            (a, d),
            (a, 0.6 * d),
            (0, 0.6 * d),
        ]
    elif shape == "bay":
        e = 0.18 * d
        corners = [(0, 0), (w, 0), (w, d - e), (0.72 * w, d - e), (0.62 * w, d), (0.38 * w, d),
                   (0.28 * w, d - e), (0, d - e)]  # fmt: skip
    elif shape == "slope":
        corners = [(0, 0), (w, 0), (w, 0.62 * d), (0.66 * w, d), (0, d)]
    elif shape == "niche":
        a, b, e = 0.3 * w, 0.62 * w, 0.12 * d
        corners = [(0, e), (a, e), (a, 0), (b, 0), (b, e), (w, e), (w, d), (0, d)]
    else:
        corners = [(0, 0), (w, 0), (w, d), (0, d)]
    if flip:
        corners = [(w - x, z) for x, z in reversed(corners)]
    return tuple((round(float(x), 3), round(float(z), 3)) for x, z in corners)


def usual_openings(
    corners: Sequence[Point], windows: int, rng: np.random.Generator
) -> tuple[Opening, ...]:
    """Put a door near the end of a wall and windows in the middle of others, the longest first."""
    count = len(corners)
    lengths = [math.dist(corners[i], corners[(i + 1) % count]) for i in range(count)]
    order = sorted(range(count), key=lambda i: -lengths[i])
    fit = [i for i in order if lengths[i] >= SMALLEST_WALL_FOR_DOOR_M] or order[:1]
    # A short wall keeps the long ones for furniture.
    straight = [i for i in fit if _straight(corners, i)] or fit
    door_wall = int(rng.choice(straight[-min(3, len(straight)) :]))
    width = min(0.9, lengths[door_wall] - 0.1)
    margin = min(0.2, (lengths[door_wall] - width) / 2)
    at_end = bool(rng.integers(2))
    offset = lengths[door_wall] - margin - width if at_end else margin
    openings = [
        Opening(
            "door", door_wall, round(offset, 3), round(width, 3), 0.0, 2.05,
            "end" if at_end else "start",
        )
    ]  # fmt: skip
    others = [i for i in fit if i != door_wall]
    for wall in others[:windows]:
        width = min(2.2, max(0.9, 0.4 * lengths[wall]))
        start = (lengths[wall] - width) / 2
        openings.append(Opening("window", wall, round(start, 3), round(width, 3), 0.9, 1.4))
    return tuple(openings)


def _straight(corners: Sequence[Point], wall: int) -> bool:
    (x0, z0), (x1, z1) = corners[wall], corners[(wall + 1) % len(corners)]
    return min(abs(x1 - x0), abs(z1 - z0)) < 1e-6


def make_room(
    room_type: str,
    area_m2: float,
    seed: int,
    *,
    shape: ShapeName = "rectangle",
    room_id: str | None = None,
    height_m: float | None = None,
) -> Room:
    """Make a room of a type, area and shape, with a door and the type's windows.

    The seed chooses proportions, the door's place and the mirror image.

    Raises
    ------
    RoomError
        If the room type is unknown.
    """
    known = load_knowledge().room_types
    if room_type not in known:
        raise RoomError(f"no room type {room_type!r}, expected one of {', '.join(known)}")
    rng = np.random.default_rng((seed, 7))
    aspect = float(rng.uniform(1.15, 1.45))
    flip = bool(rng.integers(2))
    unit = shapely.Polygon(outline(shape, aspect, 1.0, flip)).area
    depth = math.sqrt(area_m2 / unit)
    corners = outline(shape, round(aspect * depth, 1), round(depth, 1), flip)
    windows = known[room_type].windows
    return Room(
        room_id or room_type.replace("_", "-"),
        room_type,
        corners,
        height_m or known[room_type].height_m,
        usual_openings(corners, windows, rng),
    )
