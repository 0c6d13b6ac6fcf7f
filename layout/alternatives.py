"""Several good rooms from the same goods, visibly different."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layout.arrange import ArrangeOptions, arrange_room
from layout.footprint import Footprint
from layout.placement import Arrangement, Placement
from layout.room import Room

__all__ = ["arrange_alternatives"]

MOVED_M = 0.5
TRIES = 4


def _different(a: Arrangement, b: Arrangement) -> bool:
    """Whether a third of the pieces stand elsewhere."""
    other = {p.item_id: p for p in b.placements}
    moved = sum(
        p.item_id not in other
        or float(np.hypot(p.x_m - other[p.item_id].x_m, p.z_m - other[p.item_id].z_m)) > MOVED_M
        for p in a.placements
    )
    return 3 * moved >= len(a.placements)


def arrange_alternatives(
    room: Room,
    footprints: Sequence[Footprint],
    count: int,
    *,
    seed: int = 0,
    options: ArrangeOptions | None = None,
    locked: Sequence[Placement] = (),
) -> tuple[Arrangement, ...]:
    """Arrange a room in up to `count` visibly different ways, the first one for the seed itself.

    An alternative that leaves out more than the first is none.
    """
    kept: list[Arrangement] = []
    for k in range(max(1, count) * TRIES):
        tried = arrange_room(room, footprints, seed=seed + 7919 * k, options=options, locked=locked)
        if not kept or (
            len(tried.left_out) <= len(kept[0].left_out)
            and all(_different(tried, other) for other in kept)
        ):
            kept.append(tried)
        if len(kept) >= count:
            break
    return tuple(kept)
