"""Where the openings of a piece of storage lie, and what fills them: numbers only, no meshes."""

from __future__ import annotations

from dataclasses import dataclass

from reconstruct.parts.family import Values

__all__ = ["Opening", "column_edges", "openings"]


@dataclass(frozen=True)
class Opening:
    """One opening of the grid.

    Attributes
    ----------
    content
        "open", "door" or "drawer".
    column, row
        From the picture's left and from the top, starting at 0.
    x, y
        Range between the middles of the boards or gaps around it, metres.
    is_lowest, is_highest
        Whether it touches the bottom, the top.
    above, below
        What lies above and below in its column; empty at the end.
    """

    content: str
    column: int
    row: int
    x: tuple[float, float]
    y: tuple[float, float]
    is_lowest: bool
    is_highest: bool
    above: str
    below: str


def column_edges(values: Values, x: tuple[float, float]) -> list[float]:
    """Where columns begin and end, between the middles of the side boards."""
    shares = _shares(values)
    total, edges = sum(shares), [x[0]]
    for share in shares:
        edges.append(edges[-1] + (x[1] - x[0]) * share / total)
    return edges


def _shares(values: Values) -> list[float]:
    beside = values.of("beside")
    if beside:
        inner = values["inner_ratio"]
        if beside == "one_end":
            return [1.0, inner] if values.of("mirrored") == "no" else [inner, 1.0]
        return [1.0, inner, 1.0] if beside == "both_ends" else [1.0, inner, inner, 1.0]
    count = int(values.of("columns") or 1)
    if count < 3:
        return [1.0] * count
    return [1.0, *[values["column_ratio"]] * (count - 2), 1.0]


def openings(values: Values, edges: list[float], y: tuple[float, float]) -> list[list[Opening]]:
    """The openings of each column, from top to bottom; `y` runs between the middles of bottom and top board."""
    layout = values.of("layout")
    columns = []
    for column in range(len(edges) - 1):
        contents, shares = _stack(values, layout, column, len(edges) - 1)
        total, top = sum(shares), y[1]
        made: list[Opening] = []
        for row, (content, share) in enumerate(zip(contents, shares, strict=True)):
            bottom = top - (y[1] - y[0]) * share / total
            made.append(
                Opening(
                    content,
                    column,
                    row,
                    (edges[column], edges[column + 1]),
                    (bottom, top),
                    row == len(contents) - 1,
                    row == 0,
                    contents[row - 1] if row else "",
                    contents[row + 1] if row + 1 < len(contents) else "",
                )
            )
            top = bottom
        columns.append(made)
    return columns


def _stack(values: Values, layout: str, column: int, columns: int) -> tuple[list[str], list[float]]:
    """What a column holds from top to bottom, and the share of its height that each has."""
    if "_over_" in layout:
        above, below = (_content(name) for name in layout.split("_over_"))
        rows, share = int(values.of("band_rows")), values["upper_share"]
        # The band of drawers or shelves has the rows; doors are one.
        first = rows if above != "door" else 1
        last = rows if above == "door" else 1
        return [above] * first + [below] * last, [share / first] * first + [
            (1 - share) / last
        ] * last
    rows = int(values.of("rows") or 1)
    if "_beside_" in layout:
        outer, inner = (_content(name) for name in layout.split("_beside_"))
        is_outer = column in (0, columns - 1)
        if values.of("beside") == "one_end":
            is_outer = column == (0 if values.of("mirrored") == "no" else 1)
        content = outer if is_outer else inner
        return _even(content, 1 if content == "door" else rows, values)
    return _even(_content(layout), 1 if layout == "doors" else rows, values)


def _content(name: str) -> str:
    return {"doors": "door", "drawers": "drawer", "open": "open"}[name]


def _even(content: str, rows: int, values: Values) -> tuple[list[str], list[float]]:
    if rows == 1:
        return [content], [1.0]
    growth = values["row_growth"]
    return [content] * rows, [float(growth ** (row / (rows - 1))) for row in range(rows)]
