"""Shelves without a carcass: posts with shelves, leaning ladders, planks on a wall."""

from __future__ import annotations

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import bar, tube
from reconstruct.parts.primitives.slabs import Slabs

__all__ = ["add_ladder", "add_plank", "add_posts"]


def _heights(values: Values, low: float, high: float) -> list[float]:
    """Middles of the shelves from the lowest to the highest."""
    count = int(values.of("shelves"))
    # Spaces between shelves grow or shrink upwards.
    steps = [float(values["spacing"] ** (step / max(count - 1, 1))) for step in range(count - 1)]
    heights = [low]
    for step in steps:
        heights.append(heights[-1] + (high - low) * step / sum(steps))
    return heights


def add_posts(builder: Builder, values: Values, width: float, height: float, depth: float) -> None:
    """Four posts, shelves between them, and what keeps them square."""
    slabs = Slabs(builder.detail)
    post = min(values["post_width"], 0.1 * width, 0.2 * depth)
    board = min(values["board"], 0.1 * height)
    floor = 0.0
    if values.of("feet") == "wheels":
        floor = 0.07 * min(1.0, height / 0.7)
    x, z = width / 2 - post / 2, depth / 2 - post / 2
    corners = [
        (f"{far} {side}", px, pz)
        for far, pz in (("front", z), ("back", -z))
        for side, px in (("left", x), ("right", -x))
    ]
    for place, px, pz in corners:
        _add_post(builder, slabs, values, place, px, pz, post, (floor, height))
        if floor:
            radius = 0.46 * floor
            wheel = tube(
                np.array([[-0.25 * floor, radius, 0], [0.25 * floor, radius, 0]]),
                radius,
                detail=builder.detail,
            )
            builder.add("wheel", place, wheel.moved(px, 0.0, pz), "wheels")
            builder.add(
                "foot",
                place,
                tube(
                    np.array([[px, 1.3 * radius, pz], [px, floor + 0.01, pz]]),
                    0.2 * floor,
                    detail=builder.detail,
                ),
                "wheels",
            )
    lowest = min(values["lowest"], 0.25 * height) + floor
    highest = height - values["above_top"] * height - board / 2
    heights = _heights(values, lowest + board / 2, highest)
    for index, at in enumerate(heights):
        slabs.add(
            "shelf",
            str(index + 1),
            (-width / 2 + 0.3 * post, width / 2 - 0.3 * post),
            (at - board / 2, at + board / 2),
            (-depth / 2 + 0.3 * post, depth / 2 - 0.3 * post),
            material="shelf",
        )
    if values.of("frieze") == "drawers":
        _add_frieze(slabs, values, heights[-1] - board / 2, x, z, post)
    _add_brace(builder, values, heights, x, z, post)
    slabs.finish(builder)


def _add_post(
    builder: Builder,
    slabs: Slabs,
    values: Values,
    place: str,
    x: float,
    z: float,
    width: float,
    y: tuple[float, float],
) -> None:
    if values.of("post") == "round":
        path = np.array([[x, y[0], z], [x, y[1], z]])
        builder.add("leg", place, tube(path, width / 2, detail=builder.detail), "frame")
        return
    slabs.add(
        "leg",
        place,
        (x - width / 2, x + width / 2),
        y,
        (z - width / 2, z + width / 2),
        thin="x",
        grain="y",
        material="frame",
    )


def _add_frieze(
    slabs: Slabs, values: Values, under: float, x: float, z: float, post: float
) -> None:
    """A case with two drawers under the highest shelf."""
    tall = min(values["frieze_height"], 0.3 * under)
    span = (under - tall, under + 0.001)
    for side, px in (("left", x), ("right", -x)):
        slabs.add(
            "side",
            side,
            (px - 0.009, px + 0.009),
            span,
            (-z, z),
            thin="x",
            grain="z",
            material="body",
        )
    slabs.add(
        "panel", "bottom", (-x, x), (under - tall, under - tall + 0.012), (-z, z), material="body"
    )
    slabs.add("back", "", (-x, x), span, (-z, -z + 0.008), thin="z", material="body")
    for side, drawer_x in (
        ("left", (0.0015, x - post / 2 - 0.002)),
        ("right", (-x + post / 2 + 0.002, -0.0015)),
    ):
        slabs.add(
            "drawer",
            side,
            drawer_x,
            (under - tall + 0.003, under - 0.003),
            (z - 0.01, z + 0.3 * post),
            thin="z",
            material="front",
        )
        middle = (drawer_x[0] + drawer_x[1]) / 2
        slabs.add(
            "handle",
            side,
            (middle - 0.05, middle + 0.05),
            (under - 0.45 * tall, under - 0.45 * tall + 0.012),
            (z + 0.3 * post - 0.001, z + 0.3 * post + 0.022),
            thin="z",
            material="handle",
        )


def _add_brace(
    builder: Builder, values: Values, heights: list[float], x: float, z: float, post: float
) -> None:
    kind, thick = values.of("brace"), 0.35 * post
    if kind == "cross":
        low, high = heights[0], heights[-1]
        for name, sign, out in (("cross rising", 1, 0.0), ("cross falling", -1, thick)):
            builder.add(
                "stretcher",
                name,
                bar(
                    (-sign * x, low, -z - 0.1 * post + out),
                    (sign * x, high, -z - 0.1 * post + out),
                    thick,
                    1.5 * thick,
                    detail=builder.detail,
                ),
                "frame",
            )
    elif kind == "rails":
        for index, at in enumerate(heights):
            for side, px in (("left", x), ("right", -x)):
                builder.add(
                    "stretcher",
                    f"{index + 1} {side}",
                    bar(
                        (px, at + 0.045, -z),
                        (px, at + 0.045, z),
                        0.5 * post,
                        0.5 * post,
                        detail=builder.detail,
                    ),
                    "frame",
                )


def add_ladder(builder: Builder, values: Values, width: float, height: float, depth: float) -> None:
    """Two leaning rails with shelves that get deeper towards the floor; it leans on the wall behind."""
    slabs = Slabs(builder.detail)
    board = min(values["board"], 0.08 * height)
    rail = min(1.6 * board, 0.3 * depth)
    back = -depth / 2
    top_depth = values["top_depth"] * depth
    lowest = min(values["lowest"] + 0.1, 0.3 * height)
    heights = _heights(values, lowest, 0.93 * height)
    for side, px in (("left", width / 2 - board / 2), ("right", -width / 2 + board / 2)):
        builder.add(
            "leg",
            f"front {side}",
            bar(
                (px, 0.0, depth / 2 - rail / 2),
                (px, height, back + 0.25 * top_depth),
                board,
                rail,
                detail=builder.detail,
            ),
            "frame",
        )
    for index, at in enumerate(heights):
        share = (at - heights[0]) / (heights[-1] - heights[0])
        # The front edge follows the rails, the back edge is at the wall.
        lean = depth / 2 - rail / 2 + (back + 0.25 * top_depth - depth / 2 + rail / 2) * at / height
        front = max(lean, back + 0.3 * top_depth) + 0.3 * top_depth * (1 - 0.4 * share)
        slabs.add(
            "shelf",
            str(index + 1),
            (-width / 2 + 0.5 * board, width / 2 - 0.5 * board),
            (at - board / 2, at + board / 2),
            (back, min(front, depth / 2)),
            material="shelf",
        )
    slabs.finish(builder)


def add_plank(builder: Builder, values: Values, width: float, height: float, depth: float) -> None:
    """One shelf on the wall: floating, on angles, or a picture ledge with a lip."""
    slabs = Slabs(builder.detail)
    kind = values.of("bracket")
    board = min(values["board"], 0.5 * height)
    high = height
    if kind == "none":
        slabs.add(
            "shelf",
            "",
            (-width / 2, width / 2),
            (0.0, high),
            (-depth / 2, depth / 2),
            material="shelf",
        )
    elif kind == "angle":
        slabs.add(
            "shelf",
            "",
            (-width / 2, width / 2),
            (high - board, high),
            (-depth / 2, depth / 2),
            material="shelf",
        )
        place = width * (0.5 - values["bracket_place"])
        thick = min(0.02, 0.05 * width)
        for side, px in (("left", place), ("right", -place)):
            span = (px - thick / 2, px + thick / 2)
            slabs.add(
                "leg",
                f"upright {side}",
                span,
                (0.0, high - board + 0.001),
                (-depth / 2, -depth / 2 + 0.006),
                thin="z",
                grain="y",
                material="bracket",
            )
            slabs.add(
                "leg",
                f"level {side}",
                span,
                (high - board - 0.006, high - board + 0.001),
                (-depth / 2, 0.4 * depth),
                thin="y",
                grain="z",
                material="bracket",
            )
            builder.add(
                "stretcher",
                side,
                bar(
                    (px, 0.1 * high, -depth / 2 + 0.006),
                    (px, high - board - 0.003, 0.3 * depth),
                    0.4 * thick,
                    0.4 * thick,
                    detail=builder.detail,
                ),
                "bracket",
            )
    else:
        slabs.add(
            "shelf",
            "",
            (-width / 2, width / 2),
            (0.0, 0.6 * board),
            (-depth / 2, depth / 2),
            material="shelf",
        )
        slabs.add(
            "back",
            "",
            (-width / 2, width / 2),
            (0.3 * board, high),
            (-depth / 2, -depth / 2 + 0.6 * board),
            thin="z",
            material="shelf",
        )
        slabs.add(
            "panel",
            "lip",
            (-width / 2, width / 2),
            (0.3 * board, 0.45 * high + 0.3 * board),
            (depth / 2 - 0.5 * board, depth / 2),
            thin="z",
            material="shelf",
        )
    slabs.finish(builder)
