"""Doors, drawer fronts and their handles."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.detail import Detail
from reconstruct.parts.families.storage.layout import Opening
from reconstruct.parts.family import Values
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.bar import tube
from reconstruct.parts.primitives.rings import ringed
from reconstruct.parts.primitives.slabs import Slabs

__all__ = ["Front", "add_fronts"]

Span = tuple[float, float]


@dataclass(frozen=True)
class Front:
    """One opening's front before it is divided into leaves.

    Attributes
    ----------
    opening
        What it closes.
    x, y, z
        Its ranges, gaps taken off.
    """

    opening: Opening
    x: Span
    y: Span
    z: Span


class _Handles:
    """Handles of one size, made once and placed many times."""

    def __init__(self, builder: Builder, values: Values) -> None:
        self._builder = builder
        self._kind = values.of("handle")
        self._values = values
        self._made: dict[str, PartMesh] = {}

    def add(self, name: str, x_m: float, y_m: float, z_m: float, side: str = "") -> None:
        """One on a face; `side` of its door, "left" or "right", or of none for a drawer."""
        if self._kind not in ("knob", "bar", "cup"):
            return
        if side not in self._made:
            self._made[side] = _handle(self._kind, self._values, side, self._builder.detail)
        self._builder.add("handle", name, self._made[side].moved(x_m, y_m, z_m), "handle")


def add_fronts(builder: Builder, slabs: Slabs, values: Values, fronts: list[Front]) -> None:
    """Add all doors and drawers with their handles."""
    handles = _Handles(builder, values)
    columns = 1 + max((front.opening.column for front in fronts), default=0)
    for front in fronts:
        name = front.opening.name
        if front.opening.content == "drawer":
            _add_drawer(slabs, handles, values, front, name)
        else:
            _add_door(builder, slabs, handles, values, front, name, columns)


def _add_drawer(slabs: Slabs, handles: _Handles, values: Values, front: Front, name: str) -> None:
    y = front.y
    if values.of("handle") == "groove":
        y = _grooved(slabs, values, front)
    slabs.add(
        "drawer",
        name,
        front.x,
        y,
        front.z,
        thin="z",
        material="front",
        profile=_profile(values.of("drawer_front"), values["drawer_frame"]),
    )
    middle = (front.x[0] + front.x[1]) / 2
    at = y[0] + values["pull_height"] * (y[1] - y[0])
    if values.of("pulls") == "two":
        reach = values["pull_spread"] * (front.x[1] - front.x[0]) / 2
        handles.add(f"{name} right", middle - reach, at, front.z[1])
        handles.add(f"{name} left", middle + reach, at, front.z[1])
    else:
        handles.add(name, middle, at, front.z[1])


def _add_door(
    builder: Builder,
    slabs: Slabs,
    handles: _Handles,
    values: Values,
    front: Front,
    name: str,
    columns: int,
) -> None:
    leaves = values.of("leaves")
    y, gap = front.y, values["gap"]
    if values.of("handle") == "groove":
        y = _grooved(slabs, values, front)
    middle = (front.x[0] + front.x[1]) / 2
    # Neighbouring doors open away from each other; a door alone has its handle at the picture's right.
    column = front.opening.column
    opens_left = column % 2 == 1 if columns % 2 == 0 else column > columns // 2
    made: list[tuple[str, Span, Span, bool]] = []
    if leaves == "double":
        made = [
            (f"{name} right", (front.x[0], middle - gap / 2), front.z, False),
            (f"{name} left", (middle + gap / 2, front.x[1]), front.z, True),
        ]
    elif leaves == "sliding":
        # Every second leaf runs on the back rail and reaches behind its neighbour.
        thickness = front.z[1] - front.z[0]
        back = (front.z[0] - thickness, front.z[0] - 0.0005)
        if columns == 1:
            lap = 0.02
            made = [
                (f"{name} right", (front.x[0], middle + lap), front.z, True),
                (f"{name} left", (middle - lap, front.x[1]), back, False),
            ]
        else:
            made = [(name, front.x, back if column % 2 else front.z, column > 0)]
    else:
        made = [(name, front.x, front.z, opens_left)]
    for leaf, x, z, is_left in made:
        _add_leaf(builder, slabs, values, leaf, x, y, z, is_inner=0 < column < columns - 1)
        edge = min(values["handle_edge"], 0.3 * (x[1] - x[0]))
        at_x = x[0] + edge if is_left else x[1] - edge
        at_y = _handle_height(values, y)
        handles.add(leaf, at_x, at_y, z[1], "left" if is_left else "right")


def _grooved(slabs: Slabs, values: Values, front: Front) -> Span:
    """What is left of a front's height under a groove to reach into; a strip behind the groove closes it."""
    y = front.y
    edge = y[1] - min(values["groove"], 0.3 * (y[1] - y[0]))
    behind = front.z[0] - 0.018
    slabs.add(
        "panel",
        f"groove {front.opening.name}",
        front.x,
        (edge - 0.02, y[1] + 0.001),
        (behind, behind + 0.006),
        thin="z",
        material="body",
    )
    return (y[0], edge)


def _handle_height(values: Values, y: Span) -> float:
    """Middle of a door's handle, kept on the door."""
    return y[0] + values["handle_height"] * (y[1] - y[0])


def _add_leaf(
    builder: Builder,
    slabs: Slabs,
    values: Values,
    name: str,
    x: Span,
    y: Span,
    z: Span,
    *,
    is_inner: bool,
) -> None:
    kind = values.of("front")
    if kind == "mirrored_middle":
        kind = "mirrored" if is_inner else "flat"
    frame = min(values["frame"], 0.28 * (x[1] - x[0]), 0.28 * (y[1] - y[0]))
    depth = z[1] - z[0]
    if kind in ("glass", "glass_bars", "mirrored", "louvred"):
        bars = 0.3 * frame if kind == "mirrored" else frame
        slabs.add(
            "door",
            name,
            x,
            y,
            z,
            thin="z",
            grain="y",
            material="front",
            profile=((bars, 0.0),),
            is_frame=True,
        )
        inner_x, inner_y = (x[0] + bars, x[1] - bars), (y[0] + bars, y[1] - bars)
        if kind == "louvred":
            louvres = _louvres(inner_x, inner_y, z, builder.detail)
            builder.add("panel", f"{name} louvred", louvres, "front")
            return
        pane = (z[0] + 0.3 * depth, z[0] + (0.85 if kind == "mirrored" else 0.5) * depth)
        slabs.add(
            "glass",
            name,
            (inner_x[0] - 0.002, inner_x[1] + 0.002),
            (inner_y[0] - 0.002, inner_y[1] + 0.002),
            pane,
            thin="z",
            grain="y",
            material="mirror" if kind == "mirrored" else "glass",
        )
        if kind == "glass_bars":
            _add_bars(slabs, name, inner_x, inner_y, (z[0] + 0.2 * depth, z[1] - 0.1 * depth))
        return
    slabs.add(
        "door",
        name,
        x,
        y,
        z,
        thin="z",
        grain="y",
        material="front",
        profile=_profile(kind, frame),
    )


def _louvres(x: Span, y: Span, z: Span, detail: Detail) -> PartMesh:
    """A panel whose face is a row of slanting slats, one surface."""
    count = 8 * detail.along
    depth = z[1] - z[0]
    out, into = z[1] - 0.1 * depth, z[0] + 0.35 * depth
    lows = np.linspace(y[0] - 0.002, y[1] + 0.002, count + 1)
    heights = np.repeat(lows, 2)[1:-1]
    # Each slat leans: its lower edge stands out, its upper one lies behind the next.
    faces = np.tile([out, into], count)
    rings = np.empty((len(heights), 4, 3))
    rings[:, :, 0] = (x[1] + 0.001, x[1] + 0.001, x[0] - 0.001, x[0] - 0.001)
    rings[:, :, 1] = heights[:, None]
    rings[:, 1:3, 2] = z[0] + 0.1 * depth
    rings[:, ::3, 2] = faces[:, None]
    return ringed(rings, np.eye(3)[[0, 1, 2]])


def _add_bars(slabs: Slabs, name: str, x: Span, y: Span, z: Span) -> None:
    bar = 0.018
    middle = (x[0] + x[1]) / 2
    slabs.add(
        "slat",
        f"{name} upright",
        (middle - bar / 2, middle + bar / 2),
        (y[0] - 0.001, y[1] + 0.001),
        z,
        thin="z",
        grain="y",
        material="front",
    )
    for row in (1, 2):
        at = y[0] + (y[1] - y[0]) * row / 3
        slabs.add(
            "slat",
            f"{name} level {row}",
            (x[0] - 0.001, x[1] + 0.001),
            (at - bar / 2, at + bar / 2),
            (z[0] + 0.0004, z[1] - 0.0004),
            thin="z",
            material="front",
        )


def _profile(kind: str, frame: float) -> tuple[tuple[float, float], ...]:
    """Steps of a front's face: distance from its edge, depth below its face."""
    if kind == "framed":
        return ((frame, 0.0), (frame + 0.0015, 0.008))
    if kind == "raised":
        return (
            (frame, 0.0),
            (frame + 0.004, 0.008),
            (frame + 0.012, 0.008),
            (frame + 0.035, 0.001),
        )
    return ()


def _handle(kind: str, values: Values, side: str, detail: Detail) -> PartMesh:
    """A handle on a face in the plane z = 0, around the origin: lying on a drawer, upright on a door."""
    width, depth = values["handle_width"], values["handle_depth"]
    length = values["handle_length"]
    if kind == "knob":
        radius = 0.006 + 0.6 * width
        path = np.array([[0, 0, -0.001], [0, 0, 0.4 * depth], [0, 0, 0.55 * depth], [0, 0, depth]])
        radii = np.array([0.45, 0.45, 1.0, 0.85]) * radius
        return tube(path, radii, detail=detail)
    if kind == "bar":
        half, out = length / 2, depth - width / 4
        path = np.array([[-half, 0, -0.001], [-half, 0, out], [half, 0, out], [half, 0, -0.001]])
        if side:
            path = path[:, [1, 0, 2]]
        return tube(path, width / 2.4, detail=detail)
    half, high = 0.35 * length, 0.035
    angle = np.linspace(0, np.pi, 3 + 2 * detail.along)
    outline = np.stack([np.cos(angle) * half, np.sin(angle) * high - 0.4 * high], axis=1)
    rings = np.empty((4, len(outline), 3))
    for ring, (share, z) in zip(
        rings, ((1.0, -0.001), (0.97, 0.5), (0.82, 0.85), (0.45, 1.0)), strict=True
    ):
        ring[:, :2] = outline * [share, 1.0]
        ring[:, 1] = (outline[:, 1] + 0.4 * high) * share - 0.4 * high
        ring[:, 2] = z * depth
    cup = ringed(rings, np.eye(3))
    if side:
        # Half moons on doors, their straight sides towards the door's edge.
        cup = cup.turned("z", math.pi / 2 if side == "right" else -math.pi / 2)
    return cup
