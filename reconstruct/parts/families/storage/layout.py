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
    column, row, part
        From the picture's left and from the top, starting at 0; `part` counts those beside each other in a row of one
        column.
    x, y
        Range between the middles of the boards or gaps around it, metres.
    is_lowest, is_highest, is_first, is_last
        Whether it touches the bottom, the top, the outer side at the picture's left, at its right.
    above, below
        What lies above and below in its column; empty at the end.
    """

    content: str
    column: int
    row: int
    part: int
    x: tuple[float, float]
    y: tuple[float, float]
    is_lowest: bool
    is_highest: bool
    is_first: bool
    is_last: bool
    above: str
    below: str

    @property
    def name(self) -> str:
        """Column and row, as "2 1", with a letter for those that share a place."""
        letter = f" {'abc'[self.part]}" if self.part else ""
        return f"{self.column + 1} {self.row + 1}{letter}"


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
    layout, last = values.of("layout"), len(edges) - 2
    parts_on_top = {"two": 2, "three": 3}.get(values.of("top_drawers"), 1)
    columns = []
    for column in range(last + 1):
        contents, shares = _stack(values, layout, column, last + 1)
        total, top = sum(shares), y[1]
        made: list[Opening] = []
        for row, (content, share) in enumerate(zip(contents, shares, strict=True)):
            bottom = top - (y[1] - y[0]) * share / total
            parts = parts_on_top if row == 0 else 1
            width = (edges[column + 1] - edges[column]) / parts
            made += [
                Opening(
                    content,
                    column,
                    row,
                    part,
                    (edges[column] + part * width, edges[column] + (part + 1) * width),
                    (bottom, top),
                    is_lowest=row == len(contents) - 1,
                    is_highest=row == 0,
                    is_first=column == 0 and part == 0,
                    is_last=column == last and part == parts - 1,
                    above=contents[row - 1] if row else "",
                    below=contents[row + 1] if row + 1 < len(contents) else "",
                )
                for part in range(parts)
            ]
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
    if "_niche_" in layout:
        lowest = _content(layout.split("_niche_")[1])
        rows, upper = int(values.of("band_rows") or 1), values["upper_share"]
        niche = min(values["niche_share"], 0.8 * (1 - upper))
        shares = [upper, niche, *[(1 - upper - niche) / rows] * rows]
        return ["door", "open", *[lowest] * rows], shares
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
