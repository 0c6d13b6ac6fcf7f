"""Storage made of boards: sides, dividers, shelves, top, back, and what closes its openings."""

from __future__ import annotations

from dataclasses import dataclass

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.storage.base import add_base, base_height_m
from reconstruct.parts.families.storage.fronts import Front, add_fronts
from reconstruct.parts.families.storage.layout import Opening, column_edges, openings
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.slabs import Slabs

__all__ = ["add_carcass"]

Span = tuple[float, float]
_BACK_M = 0.006
# How far boards enter each other.
_INTO_M = 0.001


@dataclass(frozen=True)
class _Box:
    """Outside of the carcass without base and top's overhang.

    `front` is where its boards end, `side` how thick its sides are with their posts.
    """

    x: Span
    y: Span
    z: Span
    front: float
    board: float
    side: float
    top: float


def add_carcass(
    builder: Builder, values: Values, width: float, height: float, depth: float
) -> None:
    """Add everything."""
    slabs = Slabs(builder.detail)
    upper = values.of("upper") not in ("", "none")
    high = height * (1 - values["upper_height"]) if upper else height
    over = values["overhang"] if values.of("top") in ("overhang", "cornice") else 0.0
    over = min(over, 0.1 * width, 0.15 * depth)
    x = (-width / 2 + over, width / 2 - over)
    z = (-depth / 2, depth / 2 - over)
    bottom = base_height_m(values, high)
    board = min(values["board"], 0.12 * width, 0.12 * high)
    top = min(values["top_board"], 0.2 * high)
    is_overlay = values.of("mounting") == "overlay"
    front = z[1] - (values["front_board"] + 0.0005 if is_overlay else 0.0)
    side = min(values["leg"], 0.1 * width) if values.of("base") == "corner_posts" else board
    box = _Box(x, (bottom, high), z, front, board, side, top)
    add_base(builder, slabs, values, x, (z[0], front), bottom)
    _add_outside(slabs, values, box, over)
    _add_inside(builder, slabs, values, box)
    if upper:
        _add_upper(slabs, values, box, height)
    slabs.finish(builder)


def _add_outside(slabs: Slabs, values: Values, box: _Box, over: float) -> None:
    kind = values.of("top")
    x, z, board = box.x, box.z, box.board
    under = box.y[1] - box.top
    low = 0.0 if values.of("base") == "side_panels" else box.y[0]
    reach = box.y[1] if kind == "between" else under + _INTO_M
    inset, front = 0.0, box.front
    if values.of("base") == "corner_posts":
        _add_posts(slabs, box, reach)
        # The sides are panels between the posts.
        inset, front, reach = 0.006, box.front - 0.006, reach - 0.002
    for side, span in (
        ("left", (x[1] - box.side, x[1] - inset)),
        ("right", (x[0] + inset, x[0] + box.side)),
    ):
        slabs.add(
            "side", side, span, (low, reach), (z[0], front), thin="x", grain="y", material="body"
        )
    slabs.add(
        "panel",
        "bottom",
        (x[0] + box.side - _INTO_M, x[1] - box.side + _INTO_M),
        (box.y[0], box.y[0] + board),
        (z[0], box.front - 0.0003),
        material="body",
    )
    if kind == "between":
        slabs.add(
            "top",
            "",
            (x[0] + box.side - _INTO_M, x[1] - box.side + _INTO_M),
            (box.y[1] - box.top, box.y[1] - 0.0003),
            (z[0], box.front - 0.0003),
            material="body",
        )
    else:
        slabs.add(
            "top",
            "",
            # A hair wider than the sides, so that no two faces lie in one plane.
            (x[0] - over - 0.0006, x[1] + over + 0.0006),
            (under, box.y[1]),
            (z[0] - 0.0006, z[1] + over + 0.0006),
            material="top",
            edge_m=0.002,
        )
    if kind == "cornice":
        for step, (share, tall) in enumerate(((0.66, 0.012), (0.33, 0.026))):
            slabs.add(
                "top",
                f"moulding {step + 1}",
                (x[0] - share * over, x[1] + share * over),
                (under - tall, under + _INTO_M),
                (z[0], z[1] + share * over),
                material="top",
            )


def _add_posts(slabs: Slabs, box: _Box, reach: float) -> None:
    """Square posts at the corners, from the floor to the top."""
    deep = min(box.side, 0.3 * (box.front - box.z[0]))
    for far, z in (
        ("front", (box.front - deep, box.front + 0.0002)),
        ("back", (box.z[0], box.z[0] + deep)),
    ):
        for side, x in (
            ("left", (box.x[1] - box.side - 0.0005, box.x[1])),
            ("right", (box.x[0], box.x[0] + box.side + 0.0005)),
        ):
            slabs.add(
                "leg",
                f"{far} {side}",
                x,
                (0.0, reach),
                z,
                thin="x",
                grain="y",
                material="body",
                edge_m=0.003,
            )


def _add_inside(builder: Builder, slabs: Slabs, values: Values, box: _Box) -> None:
    board, z = box.board, box.z
    if values.of("back") != "open":
        slabs.add(
            "back",
            "",
            (box.x[0] + 0.5 * board, box.x[1] - 0.5 * board),
            (box.y[0] + 0.3 * board, box.y[1] - 0.5 * box.top),
            (z[0] + 0.002, z[0] + 0.002 + _BACK_M),
            thin="z",
            grain="y",
            material="back",
        )
    inner_x = (box.x[0] + box.side - board / 2, box.x[1] - box.side + board / 2)
    edges = column_edges(values, inner_x)
    inner_y = (box.y[0] + board, box.y[1] - box.top)
    # Openings are counted between the middles of boards.
    columns = openings(values, edges, (inner_y[0] - board / 2, inner_y[1] + board / 2))
    for index, edge in enumerate(edges[1:-1]):
        slabs.add(
            "side",
            f"divider {index + 1}",
            (edge - board / 2, edge + board / 2),
            (inner_y[0] - _INTO_M, inner_y[1] + _INTO_M),
            (z[0] + 0.003, box.front - 0.0006),
            thin="x",
            grain="y",
            material="body",
        )
    is_inset = values.of("mounting") == "inset"
    fronts: list[Front] = []
    for column in columns:
        for opening in column:
            has_shelf = is_inset or "open" in (opening.content, opening.below)
            if opening.below and has_shelf and not opening.part:
                column_x = (edges[opening.column], edges[opening.column + 1])
                _add_shelf(slabs, values, box, opening, column_x)
            if opening.part and is_inset:
                _add_short_divider(slabs, box, opening)
            if opening.content != "open":
                fronts.append(_front(values, box, opening))
    add_fronts(builder, slabs, values, fronts)


def _add_shelf(slabs: Slabs, values: Values, box: _Box, opening: Opening, column_x: Span) -> None:
    """The board under an opening, across its whole column."""
    board = box.board
    is_free = opening.content == "open" and opening.below == "open"
    inset = min(values["shelf_inset"], 0.3 * (box.front - box.z[0])) if is_free else 0.0
    slabs.add(
        "shelf",
        opening.name,
        (column_x[0] + board / 2 - _INTO_M, column_x[1] - board / 2 + _INTO_M),
        (opening.y[0] - board / 2, opening.y[0] + board / 2),
        (box.z[0] + 0.003, box.front - inset - 0.0009),
        material="body",
    )


def _add_short_divider(slabs: Slabs, box: _Box, opening: Opening) -> None:
    """Between drawers that lie side by side in one column."""
    slabs.add(
        "side",
        f"divider {opening.name}",
        (opening.x[0] - box.board / 2, opening.x[0] + box.board / 2),
        (opening.y[0], min(opening.y[1], box.y[1] - box.top + _INTO_M)),
        (box.z[0] + 0.004, box.front - 0.0012),
        thin="x",
        grain="y",
        material="body",
    )


def _front(values: Values, box: _Box, opening: Opening) -> Front:
    """Where the front of an opening lies."""
    gap, board = values["gap"], box.board
    if values.of("mounting") == "inset":
        inner = board / 2 + gap
        face = box.front - min(values["recess"], 0.3 * (box.front - box.z[0]))
        low = box.y[0] + board + gap if opening.is_lowest else opening.y[0] + inner
        high = box.y[1] - box.top - gap if opening.is_highest else opening.y[1] - inner
        x = (
            box.x[0] + box.side + gap if opening.is_first else opening.x[0] + inner,
            box.x[1] - box.side - gap if opening.is_last else opening.x[1] - inner,
        )
        return Front(opening, x, (low, high), (face - 0.018, face))
    left = box.x[0] + 0.0004 if opening.is_first else opening.x[0] + gap / 2
    right = box.x[1] - 0.0004 if opening.is_last else opening.x[1] - gap / 2
    # A front covers the board between it and an open compartment, and shares the line with another front.
    low = opening.y[0] + (-board / 2 if opening.below == "open" else gap / 2)
    high = opening.y[1] + (board / 2 if opening.above == "open" else -gap / 2)
    if opening.is_lowest:
        low = box.y[0]
    if opening.is_highest:
        high = box.y[1] - (0.0 if values.of("top") == "between" else box.top + gap)
    return Front(opening, (left, right), (low, high), (box.z[1] - values["front_board"], box.z[1]))


def _add_upper(slabs: Slabs, values: Values, box: _Box, height: float) -> None:
    """A narrower cabinet of shelves on the base, closed by glass doors or open."""
    board, low = box.board, box.y[1]
    x, back = (box.x[0] + 0.004, box.x[1] - 0.004), box.z[0]
    front = back + values["upper_depth"] * (box.front - back)
    over = 0.012
    for side, span in (("left", (x[1] - board, x[1])), ("right", (x[0], x[0] + board))):
        slabs.add(
            "side",
            f"upper {side}",
            span,
            (low - _INTO_M, height - board + _INTO_M),
            (back, front),
            thin="x",
            grain="y",
            material="body",
        )
    inner = (x[0] + board - _INTO_M, x[1] - board + _INTO_M)
    slabs.add(
        "top",
        "upper",
        (x[0] - over, x[1] + over),
        (height - board, height),
        (back, front + over),
        material="top",
    )
    slabs.add(
        "back",
        "upper",
        inner,
        (low - _INTO_M, height - 0.5 * board),
        (back + 0.002, back + 0.002 + _BACK_M),
        thin="z",
        grain="y",
        material="back",
    )
    for row in (1, 2):
        at = low + (height - board - low) * row / 3
        slabs.add(
            "shelf",
            f"upper {row}",
            inner,
            (at - board / 2, at + board / 2),
            (back + 0.003, front - 0.025),
            material="body",
        )
    if values.of("upper") != "glass_doors":
        return
    middle, y = (x[0] + x[1]) / 2, (low + 0.003, height - board - 0.003)
    frame = min(0.05, 0.12 * (x[1] - x[0]))
    for side, span in (
        ("left", (middle + 0.0015, x[1] - board - 0.002)),
        ("right", (x[0] + board + 0.002, middle - 0.0015)),
    ):
        slabs.add(
            "door",
            f"upper {side}",
            span,
            y,
            (front - 0.02, front - 0.001),
            thin="z",
            grain="y",
            material="front",
            profile=((frame, 0.0),),
            is_frame=True,
        )
        slabs.add(
            "glass",
            f"upper {side}",
            (span[0] + frame - 0.002, span[1] - frame + 0.002),
            (y[0] + frame - 0.002, y[1] - frame + 0.002),
            (front - 0.014, front - 0.009),
            thin="z",
            grain="y",
            material="glass",
        )
