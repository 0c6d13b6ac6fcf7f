"""Things on a top, set in rows from its back edge to its front."""

from __future__ import annotations

from collections.abc import Sequence

from layout.footprint import Footprint

__all__ = ["EDGE_M", "GAP_M", "rows_of"]

EDGE_M = 0.02
GAP_M = 0.03


def rows_of(
    top: Footprint, things: Sequence[Footprint]
) -> tuple[tuple[Footprint, ...], ...] | None:
    """Deal things to rows along a top, the tallest at the back; None where they do not all fit.

    A single thing may be as large as the top; several keep an edge and a gap.
    """
    if len(things) == 1:
        fits = things[0].width_m <= top.width_m and things[0].depth_m <= top.depth_m
        return ((things[0],),) if fits else None
    width, depth = top.width_m - 2 * EDGE_M, top.depth_m - 2 * EDGE_M
    rows: list[list[Footprint]] = []
    for thing in sorted(things, key=lambda t: (-t.height_m, t.item_id)):
        for row in rows:
            if sum(t.width_m + GAP_M for t in row) + thing.width_m <= width + 1e-9:
                row.append(thing)
                break
        else:
            if thing.width_m > width + 1e-9:
                return None
            rows.append([thing])
    deep = sum(max(t.depth_m for t in row) for row in rows) + GAP_M * (len(rows) - 1)
    return tuple(tuple(row) for row in rows) if deep <= depth + 1e-9 else None
