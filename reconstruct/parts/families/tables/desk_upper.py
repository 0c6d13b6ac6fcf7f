"""What stands on a desk: a rim, a shelf, a hutch, a mirror, or the upper part of a secretary."""

from __future__ import annotations

import math

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.drawer_row import add_drawers
from reconstruct.parts.families.tables.tops import Frame
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.board import block, board
from reconstruct.parts.primitives.outline import ellipse
from reconstruct.parts.primitives.rings import ringed

__all__ = ["UPPERS", "add_upper", "work_top_height"]

UPPERS = ("gallery", "shelf", "hutch", "mirror", "secretary")


def work_top_height(values: Values, height_m: float) -> float:
    """Height of the upper face of the top at which one works."""
    upper = values.of("upper")
    if upper in ("hutch", "mirror", "secretary"):
        return values["work_height"] * height_m
    if upper in ("gallery", "shelf"):
        return height_m - min(values["gallery_height"], 0.3 * height_m)
    return height_m


def add_upper(builder: Builder, values: Values, frame: Frame, low_m: float, high_m: float) -> None:
    """Add what the choice `upper` says between two heights."""
    upper = values.of("upper")
    x, back = frame.width_m / 2, -frame.depth_m / 2
    thick = values["upper_board"]
    if upper == "gallery":
        deep = values["upper_depth"] * frame.depth_m
        _add_boards(
            builder,
            [
                ("back", "back", (-x, low_m, back), (x, high_m, back + thick)),
                ("side", "upper left", (x - thick, low_m, back + thick), (x, high_m, back + deep)),
                (
                    "side",
                    "upper right",
                    (-x, low_m, back + thick),
                    (thick - x, high_m, back + deep),
                ),
            ],
        )
    elif upper == "shelf":
        front = back + values["upper_depth"] * frame.depth_m
        x *= values["upper_width"]
        under, near, far = high_m - thick, 0.95 * front + 0.05 * back, back + 0.02
        _add_boards(
            builder,
            [
                ("shelf", "upper", (-x, under, back), (x, high_m, front)),
                ("side", "upper left", (0.9 * x - thick, low_m, far), (0.9 * x, under, near)),
                ("side", "upper right", (-0.9 * x, low_m, far), (thick - 0.9 * x, under, near)),
            ],
        )
    elif upper == "hutch":
        deep = values["upper_depth"] * frame.depth_m
        base = low_m + values["hutch_base"] * (high_m - low_m)
        _add_hutch(builder, values, x * values["upper_width"], (low_m, base, high_m), back, deep)
    elif upper == "secretary":
        _add_secretary(builder, values, frame, low_m, high_m)
    elif upper == "mirror":
        _add_mirror(builder, values, frame, low_m, high_m)


Board = tuple[str, str, tuple[float, float, float], tuple[float, float, float]]


def _add_boards(builder: Builder, boards: list[Board]) -> None:
    for role, name, low, high in boards:
        builder.add(role, name, block(low, high, detail=builder.detail), "panels")


def _add_hutch(
    builder: Builder,
    values: Values,
    x: float,
    heights_m: tuple[float, float, float],
    back: float,
    deep: float,
) -> None:
    """Sides from the work top up, and a box of compartments between two heights."""
    low, base, high = heights_m
    t = values["upper_board"]
    front = back + deep
    split = base + values["hutch_split"] * (high - base)
    boards: list[Board] = [
        ("side", "upper left", (x - t, low, back), (x, high, front)),
        ("side", "upper right", (-x, low, back), (t - x, high, front)),
        ("shelf", "upper top", (t - x, high - t, back), (x - t, high, front)),
        ("shelf", "upper floor", (t - x, base, back), (x - t, base + t, front)),
        ("back", "upper", (t - x, low, back), (x - t, high - t, back + 0.008)),
    ]
    style = values.of("hutch")
    if style in ("two_bays", "cubbies", "drawers"):
        boards.append(("panel", "upper middle", (-t / 2, base + t, back), (t / 2, high - t, front)))
    if style in ("open", "cubbies", "drawers"):
        boards.append(
            (
                "shelf",
                "upper middle",
                (t - x, split, back),
                (x - t, split + t, 0.95 * front + 0.05 * back),
            )
        )
    if style == "cubbies":
        for name, at in (("left", 0.5 * x), ("right", -0.5 * x)):
            boards.append(
                ("panel", f"upper {name}", (at - t / 2, base + t, back), (at + t / 2, split, front))
            )
    _add_boards(builder, boards)
    if style == "drawers":
        for name, left, right in (("left", x - t, t / 2), ("right", -t / 2, t - x)):
            add_drawers(
                builder, 1, (right, base + t), (left, split), front, 0.016, 0.002, "knob", 0.02,
                name=f"upper {name}",
            )  # fmt: skip


def _add_secretary(builder: Builder, values: Values, frame: Frame, low: float, high: float) -> None:
    """A closed case with a front that drops open, drawn shut; it leans back by a share of its depth."""
    x, z, t = frame.width_m / 2 * 0.97, frame.depth_m / 2 * 0.97, values["upper_board"]
    lean = values["flap_slope"] * 1.6 * z
    # Case as one solid: a four-sided section along x, its front leaning back.
    section = np.array([(low, z - t), (high - t, z - t - lean), (high - t, -z), (low, -z)])
    rings = np.empty((2, 4, 3))
    for ring, at in zip(rings, (x, -x), strict=True):
        ring[:, 0], ring[:, 1:] = at, section
    axes = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
    builder.add("body", "upper", ringed(rings, axes), "panels")
    # The flap lies on the slope.
    a, b = np.array([low + 0.01, z - t]), np.array([high - t - 0.01, z - t - lean])
    out = np.array([lean, high - t - low]) / math.hypot(lean, high - t - low) * t
    flap = np.array([a - 0.2 * out, a + out, b + out, b - 0.2 * out])
    rings = np.empty((2, 4, 3))
    for ring, at in zip(rings, (0.97 * x, -0.97 * x), strict=True):
        ring[:, 0], ring[:, 1:] = at, flap
    slope = b - a
    slope = slope / math.hypot(*slope)
    axes = np.array([[1.0, 0.0, 0.0], [0.0, *slope], [0.0, -slope[1], slope[0]]])
    builder.add("door", "flap", ringed(rings, axes), "fronts")
    top = block((-x * 1.02, high - t, -z), (x * 1.02, high, z - lean), detail=builder.detail)
    builder.add("top", "upper", top, "panels")


def _add_mirror(builder: Builder, values: Values, frame: Frame, low: float, high: float) -> None:
    """A framed mirror that stands at the back."""
    detail = builder.detail
    width = frame.width_m * values["upper_width"] * 0.8
    shape = values.of("mirror_shape")
    foot = 0.04 * (high - low)
    tall = high - low - foot
    z = -frame.depth_m / 2 + 0.03
    rim = 1.2 * values["upper_board"]
    for role, shrink, near, deep, material in (
        ("frame", 0.0, 0.0, 0.022, "panels"),
        ("glass", rim, 0.012, 0.013, "mirror"),
    ):
        w, h = max(width - 2 * shrink, 0.02), max(tall - 2 * shrink, 0.02)
        if shape == "round":
            outline = ellipse(w, h, detail)
        elif shape == "arched":
            angle = np.linspace(0, math.pi, 6 + 6 * detail.along)
            rise = min(0.5 * w, 0.45 * h)
            arch = np.stack([w / 2 * np.cos(angle), h / 2 - rise + rise * np.sin(angle)], axis=1)
            outline = np.concatenate([[[w / 2, -h / 2]], arch, [[-w / 2, -h / 2]]])
        else:
            outline = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * [w / 2, h / 2]
        made = board(outline, deep, edge_m=0.003, detail=detail).turned("x", -math.pi / 2)
        at = low + foot + tall / 2
        builder.add(role, "mirror", made.moved(0.0, at, z + near + deep), material)
    for name, side in (("left", 1.0), ("right", -1.0)):
        x = side * 0.3 * width
        made = block(
            (x - 0.015, low, z), (x + 0.015, low + foot + 0.12 * tall, z + 0.012), detail=detail
        )
        builder.add("frame", f"mirror stand {name}", made, "panels")
