"""What stands in a wall's openings: windows with frame, glass and sill; doors with frame, leaf and handle."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from layout.room import Opening
from showroom.shell.quads import Quads, Surface, WallFrame

__all__ = ["door", "doorway", "window"]

_FRAME_M = 0.05  # breadth of window and door frames as seen from the room
_CASING_M = 0.018  # how far a casing stands out from the wall
_DOOR_FRAME_M = 0.03
_LEAF_M = 0.042  # thickness of a door leaf


def window(frame: WallFrame, opening: Opening, casing_m: float, bars: str) -> tuple[Surface, ...]:
    """Frame, bars, glass, sill board and casing of a window; the glass is one quad seen from both sides."""
    timber, trim, glass = Quads("window_frame"), Quads("trim"), Quads("glass")
    s0, s1 = opening.offset_m, opening.offset_m + opening.width_m
    y0, y1 = opening.sill_m, opening.sill_m + opening.height_m
    middle_m = frame.thickness_m / 2
    depth = (middle_m, min(middle_m + 0.06, frame.thickness_m))
    f = min(_FRAME_M, opening.width_m / 8)
    for s, y in (
        ((s0, s0 + f), (y0, y1)),
        ((s1 - f, s1), (y0, y1)),
        ((s0 + f, s1 - f), (y0, y0 + f)),
        ((s0 + f, s1 - f), (y1 - f, y1)),
    ):
        frame.box(timber, s, y, depth)
    panes = round(opening.width_m / (0.45 if bars == "grid" else 0.9))
    slim = 0.011 if bars == "grid" else f * 0.6
    inner = (depth[0] + 0.01, depth[1] - 0.01)
    for k in range(1, panes):
        middle = s0 + opening.width_m * k / panes
        frame.box(timber, (middle - slim, middle + slim), (y0 + f, y1 - f), inner)
    rows = round(opening.height_m / 0.5) if bars == "grid" else 1
    for k in range(1, rows):
        middle = y0 + opening.height_m * k / rows
        frame.box(timber, (s0 + f, s1 - f), (middle - slim, middle + slim), inner)
    pane = (depth[0] + depth[1]) / 2
    corners = ((s0 + f, y0 + f), (s1 - f, y0 + f), (s1 - f, y1 - f), (s0 + f, y1 - f))
    glass.add(np.array([frame.at(s, y, pane) for s, y in corners]))
    if y0 > 0.05:
        over = max(casing_m, 0.02)
        frame.box(trim, (s0 - over, s1 + over), (y0 - 0.025, y0), (-0.04, depth[0]))
    _casing(frame, trim, (s0, s1), (y0, y1), casing_m, on_floor=y0 <= 0.05)
    return _made(timber, trim, glass)


def door(frame: WallFrame, opening: Opening, casing_m: float, bars: str) -> tuple[Surface, ...]:
    """Frame, closed leaf with panels, lever handle and casing of a door."""
    leaf, trim, metal = Quads("door"), _door_frame(frame, opening, casing_m), Quads("metal")
    s0, s1 = opening.offset_m, opening.offset_m + opening.width_m
    y0, y1 = opening.sill_m, opening.sill_m + opening.height_m
    f = _DOOR_FRAME_M
    a, b, top = s0 + f + 0.002, s1 - f - 0.002, y1 - f - 0.002
    face = 0.012
    frame.box(leaf, (a, b), (y0 + 0.006, top), (face, face + _LEAF_M))
    if bars == "grid":
        _panels(frame, leaf, (a, b), (y0 + 0.006, top), face)
    hand = b - 0.07
    grip = y0 + 1.02
    frame.box(metal, (hand - 0.018, hand + 0.018), (grip - 0.1, grip + 0.06), (face - 0.006, face))
    frame.box(metal, (hand - 0.009, hand + 0.009), (grip - 0.009, grip + 0.009), (-0.035, face))
    frame.box(metal, (hand - 0.12, hand + 0.009), (grip - 0.01, grip + 0.01), (-0.05, -0.034))
    return _made(leaf, trim, metal)


def doorway(frame: WallFrame, opening: Opening, casing_m: float, bars: str) -> tuple[Surface, ...]:
    """Frame and casing of a door to another room, its leaf open at a right angle; no leaf if it has no hinge.

    Of the two sides of a door, the one that it opens into has the hinge.
    """
    trim = _door_frame(frame, opening, casing_m)
    if opening.hinge == "none":
        return _made(trim)
    leaf, metal = Quads("door"), Quads("metal")
    f = _DOOR_FRAME_M
    long = opening.width_m - 2 * f - 0.004
    at_start = opening.hinge == "start"
    hinge = opening.offset_m + (f if at_start else opening.width_m - f)
    s, along = (hinge, 1.0) if at_start else (hinge, -1.0)
    # The open leaf in coordinates of a wall of its own, at right angles to this one.
    corner = frame.at(s, 0.0, 0.0)
    swung = WallFrame(
        start_m=(float(corner[0]), float(corner[2])),
        along=(-frame.outward[0], -frame.outward[1]),
        length_m=long,
        start_skew=0.0,
        end_skew=0.0,
        height_m=frame.height_m,
    )
    # Outwards of that wall is this wall's direction, or against it.
    side = swung.outward[0] * frame.along[0] + swung.outward[1] * frame.along[1]
    thick = sorted((0.0, along * side * _LEAF_M))
    y0, top = opening.sill_m + 0.006, opening.sill_m + opening.height_m - f - 0.002
    swung.box(leaf, (0.01, long), (y0, top), (thick[0], thick[1]))
    if bars == "grid":
        _panels(swung, leaf, (0.01, long), (y0, top), thick[0])
    hand, grip = long - 0.07, opening.sill_m + 1.02
    for face, out in ((thick[0], -1.0), (thick[1], 1.0)):
        near, far = sorted((face, face + out * 0.05))
        swung.box(metal, (hand - 0.009, hand + 0.009), (grip - 0.009, grip + 0.009), (near, far))
        low, high = sorted((face + out * 0.034, face + out * 0.05))
        swung.box(metal, (hand - 0.12, hand + 0.009), (grip - 0.01, grip + 0.01), (low, high))
    return _made(leaf, trim, metal)


def _door_frame(frame: WallFrame, opening: Opening, casing_m: float) -> Quads:
    """What stays when the leaf is away."""
    trim = Quads("trim")
    s0, s1 = opening.offset_m, opening.offset_m + opening.width_m
    y0, y1 = opening.sill_m, opening.sill_m + opening.height_m
    f = _DOOR_FRAME_M
    for s, y in (
        ((s0, s0 + f), (y0, y1)),
        ((s1 - f, s1), (y0, y1)),
        ((s0 + f, s1 - f), (y1 - f, y1)),
    ):
        frame.box(trim, s, y, (0.0, frame.thickness_m))
    _casing(frame, trim, (s0, s1), (y0, y1), casing_m, on_floor=True)
    return trim


def _panels(
    frame: WallFrame,
    leaf: Quads,
    s: tuple[float, float],
    y: tuple[float, float],
    face_m: float,
) -> None:
    """Stiles and rails that stand out from the leaf, around two panels."""
    rail, out = 0.11, (face_m - 0.008, face_m)
    for stile in ((s[0], s[0] + rail), (s[1] - rail, s[1])):
        frame.box(leaf, stile, y, out)
    inside = (s[0] + rail, s[1] - rail)
    waist = y[0] + 0.95
    for low, high in ((y[0], y[0] + 0.2), (waist, waist + rail), (y[1] - rail, y[1])):
        frame.box(leaf, inside, (low, high), out)


def _casing(
    frame: WallFrame,
    trim: Quads,
    s: tuple[float, float],
    y: tuple[float, float],
    casing_m: float,
    *,
    on_floor: bool,
) -> None:
    """The flat frame on the room's side of an opening."""
    if casing_m <= 0:
        return
    out = (-_CASING_M, 0.0)
    low = y[0] if on_floor else y[0] - 0.025
    frame.box(trim, (s[0] - casing_m, s[0]), (low, y[1]), out)
    frame.box(trim, (s[1], s[1] + casing_m), (low, y[1]), out)
    frame.box(trim, (s[0] - casing_m, s[1] + casing_m), (y[1], y[1] + casing_m), out)


def _made(*quads: Quads) -> tuple[Surface, ...]:
    surfaces: Iterable[Surface | None] = (q.surface() for q in quads)
    return tuple(surface for surface in surfaces if surface is not None)
