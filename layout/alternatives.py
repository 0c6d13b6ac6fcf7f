"""Several good rooms from the same goods, visibly different."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from layout.arrange import ArrangeOptions, arrange_room
from layout.footprint import Footprint
from layout.placement import Arrangement, Placement
from layout.room import Room

__all__ = ["arrange_alternatives", "visibly_different"]

MOVED_M = 0.5
ELSEWHERE_M = 1.0
LEADING = 3
TRIES = 6


def visibly_different(a: Arrangement, b: Arrangement) -> bool:
    """Whether a third of the pieces stand elsewhere, a large one of them quite elsewhere or turned."""
    leading = sorted(a.footprints, key=lambda f: (-f.area_m2 * (f.height_m > 0.1), f.item_id))
    large = {f.item_id for f in leading[:LEADING]}
    moved, elsewhere = 0, False
    for p in a.placements:
        # Two chairs of one kind that change places change nothing.
        twins = [q for q in b.placements if _kind(b, q) == _kind(a, p)]
        aways = [float(np.hypot(p.x_m - q.x_m, p.z_m - q.z_m)) for q in twins]
        nearest = min(range(len(twins)), key=lambda k: aways[k], default=None)
        moved += nearest is None or aways[nearest] > MOVED_M
        if p.item_id in large:
            elsewhere |= (
                nearest is None
                or aways[nearest] > ELSEWHERE_M
                or math.cos(p.yaw_rad - twins[nearest].yaw_rad) < 0.7
            )
    return elsewhere and 3 * moved >= len(a.placements)


def _kind(arrangement: Arrangement, placement: Placement) -> tuple[object, ...]:
    box = arrangement.footprint(placement.item_id)
    return (box.category, box.width_m, box.depth_m, box.height_m)


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
            and all(visibly_different(tried, other) for other in kept)
        ):
            kept.append(tried)
        if len(kept) >= count:
            break
    return tuple(kept)
