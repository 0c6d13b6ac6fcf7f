"""The empty room: floor, walls with thickness and true openings, windows, doors, skirting, ceiling.

Made from any simple polygon. Frame `room`. Every surface faces the side it is seen from: the ceiling looks down
only, so that a viewer that culls back faces sees into the room from above. Walls are mitred at the corners and
the ceiling reaches over them: nothing leaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import mapbox_earcut
import numpy as np
from jaxtyping import Float

from layout.room import FixedElement, Opening, Room
from showroom.shell.openings import door, doorway, window
from showroom.shell.outdoors import railing
from showroom.shell.quads import Quads, Surface, WallFrame

__all__ = ["OPEN_AIR", "ShellOptions", "ShellPart", "build_shell", "wall_frames"]


@dataclass(frozen=True)
class ShellOptions:
    """Measures of the joinery, in metres.

    Attributes
    ----------
    wall_thickness_m
        From the room's face to the outer face.
    floor_thickness_m
        Of the slab under the room, seen from outside only.
    skirting_height_m, skirting_depth_m
        Of the skirting board; height 0 for none.
    cornice_m
        Side of the moulding under the ceiling; 0 for none.
    casing_width_m
        Of the flat frame around doors and windows on the room's side; 0 for none.
    bars
        How windows are divided: `mullion` by uprights only, `grid` into panes about 0.45 m wide.
    """

    wall_thickness_m: float = 0.20
    floor_thickness_m: float = 0.12
    skirting_height_m: float = 0.08
    skirting_depth_m: float = 0.014
    cornice_m: float = 0.0
    casing_width_m: float = 0.06
    bars: Literal["mullion", "grid"] = "mullion"


@dataclass(frozen=True, eq=False)
class ShellPart:
    """What becomes one node of the scene.

    Attributes
    ----------
    name
        `floor`, `ceiling`, `wall-0`, `window-0-1` (wall 0, its opening number 1 of the room), `door-2-0`, ...
    kind
        What it is, for viewers that hide walls and ceilings.
    surfaces
        Its faces by role.
    outward
        For walls and what is set in them: direction (x, z) out of the room.
    """

    name: str
    kind: Literal["floor", "ceiling", "wall", "skirting", "window", "door", "column"]
    surfaces: tuple[Surface, ...]
    outward: tuple[float, float] | None = None


OPEN_AIR = ("terrace",)
"""Room types without a roof."""

# Walls reach a little past floor and ceiling, so that no ray slips through where three faces meet.
_SEAL_M = 0.003


def build_shell(
    room: Room,
    options: ShellOptions | None = None,
    *,
    thickness_m: Sequence[float] | None = None,
    doors_open: bool = False,
) -> tuple[ShellPart, ...]:
    """Parts of the room's shell: floor, ceiling, then each wall with its mouldings, windows and doors, columns.

    A terrace has neither ceiling nor windows: railings stand where no wall of the house does.

    Parameters
    ----------
    room
        Floor plan, frame `room`.
    options
        Measures of the joinery.
    thickness_m
        Of each wall, where they differ: walls between two rooms are shared.
    doors_open
        Whether doors to other rooms stand open, for a house to walk through; else every door is closed.
    """
    options = options or ShellOptions()
    thicknesses = thickness_m or [options.wall_thickness_m] * len(room.walls)
    frames = wall_frames(room, thicknesses)
    open_air = room.room_type in OPEN_AIR
    parts = [_floor(frames, options)]
    if not open_air:
        parts.append(_ceiling(room, frames))
    railed = _railed(room, thicknesses, options) if open_air else frozenset()
    for number, frame in enumerate(frames):
        if number in railed:
            surfaces = railing(frame, options.bars)
            parts.append(ShellPart(f"wall-{number}", "wall", surfaces, outward=frame.outward))
            continue
        openings = [o for o in room.openings if o.wall == number]
        parts.append(_wall(number, frame, openings))
        mouldings = _mouldings(number, frame, openings, options)
        if mouldings.surfaces and not open_air:
            parts.append(mouldings)
    for number, opening in enumerate(room.openings):
        parts.append(_filled(number, opening, frames[opening.wall], options, doors_open))
    parts += [column(element, room.height_m, number) for number, element in enumerate(room.fixed)]
    return tuple(parts)


def _filled(
    number: int, opening: Opening, frame: WallFrame, options: ShellOptions, doors_open: bool
) -> ShellPart:
    """The window or door that stands in an opening."""
    kind: Literal["window", "door"] = "window" if opening.kind == "window" else "door"
    casing, bars = options.casing_width_m, options.bars
    if kind == "window":
        surfaces = window(frame, opening, casing, bars)
    elif doors_open and opening.leads_to is not None:
        surfaces = doorway(frame, opening, casing, bars)
    else:
        surfaces = door(frame, opening, casing, bars)
    return ShellPart(f"{kind}-{opening.wall}-{number}", kind, surfaces, outward=frame.outward)


def _railed(room: Room, thicknesses: Sequence[float], options: ShellOptions) -> frozenset[int]:
    """Sides of a terrace that no house stands at: without opening, and not shared with a room."""
    house = {o.wall for o in room.openings}
    house |= {k for k, t in enumerate(thicknesses) if t < options.wall_thickness_m}
    if not house:
        house = {max(range(len(room.walls)), key=lambda k: (room.walls[k].length_m, -k))}
    return frozenset(range(len(room.walls))) - house


def wall_frames(room: Room, thickness_m: Sequence[float]) -> tuple[WallFrame, ...]:
    """Coordinates of each wall; wall i runs from corner i to corner i + 1 and is `thickness_m[i]` thick."""
    corners = np.array(room.polygon_m, dtype=np.float64)
    edges = np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(edges, axis=1)
    along = edges / lengths[:, None]
    outward = np.stack([along[:, 1], -along[:, 0]], axis=1)
    frames = []
    for i in range(len(corners)):
        h, k = i - 1, (i + 1) % len(corners)
        # A mitre's tip lies at (n0 + n1) / (1 + n0.n1) for each metre outwards.
        start = (outward[h] + outward[i]) / (1 + outward[h] @ outward[i])
        end = (outward[k] + outward[i]) / (1 + outward[k] @ outward[i])
        outer = [
            _corner_offset(outward[i], thickness_m[i], outward[j], thickness_m[j])
            @ along[i]
            / thickness_m[i]
            for j in (h, k)
        ]
        frames.append(
            WallFrame(
                start_m=(float(corners[i, 0]), float(corners[i, 1])),
                along=(float(along[i, 0]), float(along[i, 1])),
                length_m=float(lengths[i]),
                start_skew=float(start @ along[i]),
                end_skew=float(end @ along[i]),
                height_m=float(room.height_m),
                thickness_m=float(thickness_m[i]),
                outer_start_skew=float(outer[0]),
                outer_end_skew=float(outer[1]),
            )
        )
    return tuple(frames)


def _corner_offset(
    normal: Float[np.ndarray, " 2"],
    thickness_m: float,
    other: Float[np.ndarray, " 2"],
    other_thickness_m: float,
) -> Float[np.ndarray, " 2"]:
    """From the inner to the outer corner of two walls; straight out where they run on."""
    if abs(normal[0] * other[1] - normal[1] * other[0]) < 1e-6:
        return normal * thickness_m
    both = np.stack([normal, other])
    return np.asarray(np.linalg.solve(both, [thickness_m, other_thickness_m]))


def _outer_polygon(frames: tuple[WallFrame, ...]) -> Float[np.ndarray, "C 2"]:
    """Corners (x, z) of the room grown by the walls."""
    corners = np.array(
        [
            frame.at(frame.mitred(s, frame.thickness_m), 0.0, frame.thickness_m)[[0, 2]]
            for frame in frames
            for s in (0.0, frame.length_m)
        ]
    )
    # Two walls share a corner unless they run on and differ in thickness.
    apart = np.linalg.norm(corners - np.roll(corners, 1, axis=0), axis=1) > 1e-6
    return np.asarray(corners[apart])


def _flat_polygon(
    role: str,
    corners: Float[np.ndarray, "C 2"],
    y_m: float,
    uv_axis: tuple[float, float],
    *,
    faces_up: bool,
) -> Surface:
    """A level polygon; u runs along `uv_axis`, v to its right as seen from above."""
    rings = np.array([len(corners)], dtype=np.uint32)
    faces = mapbox_earcut.triangulate_float64(corners, rings).reshape(-1, 3).astype(np.int64)
    a, b, c = (corners[faces[:, k]] for k in range(3))
    ab, ac = b - a, c - a
    # Anticlockwise in (x, z) looks down in glTF's frame, where z runs towards the viewer of a plan.
    down = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0] > 0
    flip = down if faces_up else ~down
    faces[flip] = faces[flip][:, ::-1]
    positions = np.stack([corners[:, 0], np.full(len(corners), y_m), corners[:, 1]], axis=1)
    u = corners @ np.array(uv_axis)
    v = corners @ np.array([-uv_axis[1], uv_axis[0]])
    normal = [0.0, 1.0 if faces_up else -1.0, 0.0]
    return Surface(role, positions, np.tile(normal, (len(corners), 1)), np.stack([u, v], 1), faces)


def _floor(frames: tuple[WallFrame, ...], options: ShellOptions) -> ShellPart:
    """The floor and the slab's edge; boards run along the longest wall."""
    outer = _outer_polygon(frames)
    longest = max(frames, key=lambda frame: round(frame.length_m, 6))
    top = _flat_polygon("floor", outer, 0.0, longest.along, faces_up=True)
    edge = Quads("outside")
    for frame in frames:
        t = frame.thickness_m
        s0, s1 = frame.mitred(0.0, t), frame.mitred(frame.length_m, t)
        low = -options.floor_thickness_m
        corners = ((s1, low), (s0, low), (s0, 0.0), (s1, 0.0))
        edge.add(np.array([frame.at(s, y, t) for s, y in corners]))
    side = edge.surface()
    return ShellPart("floor", "floor", (top,) if side is None else (top, side))


def _ceiling(room: Room, frames: tuple[WallFrame, ...]) -> ShellPart:
    outer = _outer_polygon(frames)
    longest = max(frames, key=lambda frame: round(frame.length_m, 6))
    face = _flat_polygon("ceiling", outer, room.height_m, longest.along, faces_up=False)
    return ShellPart("ceiling", "ceiling", (face,))


def _wall(number: int, frame: WallFrame, openings: list[Opening]) -> ShellPart:
    """Both faces with holes for the openings, the holes' reveals, and the section on top and at the ends."""
    height, t = frame.height_m, frame.thickness_m
    inner, reveal, outside = Quads("wall"), Quads("reveal"), Quads("outside")
    s_marks = {0.0, frame.length_m}
    y_marks = {-_SEAL_M, height + _SEAL_M}
    holes = []
    for opening in openings:
        hole = (
            opening.offset_m,
            opening.offset_m + opening.width_m,
            opening.sill_m,
            opening.sill_m + opening.height_m,
        )
        holes.append(hole)
        s_marks |= set(hole[:2])
        y_marks |= set(hole[2:])
    s_steps, y_steps = sorted(s_marks), sorted(y_marks)
    for s0, s1 in pairwise(s_steps):
        for y0, y1 in pairwise(y_steps):
            middle = ((s0 + s1) / 2, (y0 + y1) / 2)
            if any(a < middle[0] < b and c <= max(middle[1], 0) < d for a, b, c, d in holes):
                continue
            corners = ((s0, y0), (s1, y0), (s1, y1), (s0, y1))
            inner.add(
                np.array([frame.at(s, y, 0.0) for s, y in corners]),
                np.array([[s, height - y] for s, y in corners]),
            )
            m0, m1 = frame.mitred(s0, t), frame.mitred(s1, t)
            around = ((m1, y0), (m0, y0), (m0, y1), (m1, y1))
            outside.add(np.array([frame.at(s, y, t) for s, y in around]))
    for s0, s1, y0, y1 in holes:
        sides = (
            ((s0, y0, 0.0), (s0, y0, t), (s0, y1, t), (s0, y1, 0.0)),
            ((s1, y0, t), (s1, y0, 0.0), (s1, y1, 0.0), (s1, y1, t)),
            ((s0, y0, 0.0), (s1, y0, 0.0), (s1, y0, t), (s0, y0, t)),
            ((s0, y1, t), (s1, y1, t), (s1, y1, 0.0), (s0, y1, 0.0)),
        )
        # A door's threshold is the floor itself, which reaches under the wall.
        for side in sides if y0 > 1e-6 else (*sides[:2], sides[3]):
            reveal.add(np.array([frame.at(*corner) for corner in side]))
    length = frame.length_m
    a, b = frame.mitred(0.0, t), frame.mitred(length, t)
    low, top = -_SEAL_M, height + _SEAL_M
    section = (
        ((0.0, top, 0.0), (length, top, 0.0), (b, top, t), (a, top, t)),
        ((a, low, t), (0.0, low, 0.0), (0.0, top, 0.0), (a, top, t)),
        ((length, low, 0.0), (b, low, t), (b, top, t), (length, top, 0.0)),
    )
    for side in section:
        outside.add(np.array([frame.at(*corner) for corner in side]))
    made = (inner.surface(), reveal.surface(), outside.surface())
    surfaces = tuple(surface for surface in made if surface is not None)
    return ShellPart(f"wall-{number}", "wall", surfaces, outward=frame.outward)


def _mouldings(
    number: int, frame: WallFrame, openings: list[Opening], options: ShellOptions
) -> ShellPart:
    """Skirting, broken at doors, and the cornice under the ceiling."""
    trim = Quads("trim")
    h, d = options.skirting_height_m, options.skirting_depth_m
    if h > 0:
        profile = ((d, 0.0), (d, h - 0.012), (d - 0.008, h), (-0.004, h))
        gaps = [
            (o.offset_m - options.casing_width_m, o.offset_m + o.width_m + options.casing_width_m)
            for o in openings
            if o.sill_m < h
        ]
        for s0, s1 in _between(frame.length_m, gaps):
            _sweep(trim, frame, (s0, s1), profile)
    c = options.cornice_m
    if c > 0:
        top = frame.height_m
        cove = tuple(
            (c * (1 - np.cos(a)), top - c * (1 - np.sin(a))) for a in np.linspace(0, np.pi / 2, 7)
        )
        _sweep(trim, frame, (0.0, frame.length_m), cove)
    made = trim.surface()
    surfaces = () if made is None else (made,)
    return ShellPart(f"skirting-{number}", "skirting", surfaces, outward=frame.outward)


def column(element: FixedElement, height_m: float, number: int) -> ShellPart:
    """Something built in, finished as the walls are; its top shows where it ends below the ceiling."""
    corners = np.array(element.polygon_m, dtype=np.float64)
    x, z = corners[:, 0], corners[:, 1]
    if (x * np.roll(z, -1) - np.roll(x, -1) * z).sum() > 0:
        corners = corners[::-1]
    high = min(element.height_m, height_m)
    sides = Quads("column")
    for (x0, z0), (x1, z1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        ends = ((x0, 0.0, z0), (x1, 0.0, z1), (x1, high, z1), (x0, high, z0))
        sides.add(np.array(ends))
    surfaces = [sides.surface()]
    if high < height_m - 1e-6:
        surfaces.append(_flat_polygon("column_top", corners, high, (1.0, 0.0), faces_up=True))
    made = tuple(surface for surface in surfaces if surface is not None)
    return ShellPart(f"column-{number}", "column", made)


def _between(length_m: float, gaps: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """What is left of 0..length outside the gaps."""
    pieces, start = [], 0.0
    for low, high in sorted(gaps):
        if low - start > 1e-3:
            pieces.append((start, low))
        start = max(start, high)
    if length_m - start > 1e-3:
        pieces.append((start, length_m))
    return pieces


def _sweep(
    quads: Quads,
    frame: WallFrame,
    s: tuple[float, float],
    profile: tuple[tuple[float, float], ...],
) -> None:
    """Run a profile of (metres into the room, y), lowest first, along the wall; mitred at the room's corners."""
    rows = [
        [frame.at(frame.mitred(end, -inward), y, -inward) for inward, y in profile] for end in s
    ]
    for k in range(len(profile) - 1):
        quads.add(np.array([rows[0][k], rows[1][k], rows[1][k + 1], rows[0][k + 1]]))
    if profile[0][0] == 0:  # a cornice runs all around
        return

    for end, at_end in ((0, s[0] > 1e-6), (1, s[1] < frame.length_m - 1e-6)):
        if at_end:  # a straight cut beside a door: close it
            base = [frame.at(s[end], profile[0][1], 0.0), *rows[end]]
            for k in range(1, len(base) - 2, 2):
                corners = [base[0], base[k], base[k + 1], base[min(k + 2, len(base) - 1)]]
                quads.add(np.array(corners if end == 1 else corners[::-1]))
