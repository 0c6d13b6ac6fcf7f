"""Seats around a table."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np

from layout.group import Member, Rect, Variant, make_variant, merged, side_strip
from layout.items import Item

__all__ = ["around_table"]

CHAIR_PITCH_M = 0.56
OVERHANG_M = 0.15
PULL_OUT_M = 0.81
BENCH_M = 0.75


def around_table(table: Member, seats: list[Item], others: Sequence[str]) -> tuple[Variant, ...]:
    """Set seats around a table: long sides first, then the ends; fewer as a last resort."""
    w, d = table.item.footprint.width_m, table.item.footprint.depth_m
    order = ["front", "back", "left", "right"] if w >= d else ["left", "right", "front", "back"]
    long = order[:2]
    length = {"front": w, "back": w, "left": d, "right": d}
    benches = [s for s in seats if s.footprint.width_m > BENCH_M]
    chairs = [s for s in seats if s.footprint.width_m <= BENCH_M]
    fixed: list[Member] = [table]
    spare: list[str] = [*others]
    for bench in benches:
        side = next((o for o in order if bench.footprint.width_m <= length[o] + 0.3), None)
        if side is None:
            spare.append(bench.item_id)
            continue
        order.remove(side)
        fixed.append(_seat(table, bench, side, 0, 1))
    widest = max((c.footprint.width_m for c in chairs), default=0.45)
    pitch = max(CHAIR_PITCH_M, widest + 0.02)
    # Chairs at the long sides may reach a little past the corners where those at the ends do not.
    past = OVERHANG_M if widest <= min(w, d) else 0.0
    room = [max(1, int((length[o] + past * (o in long)) / pitch)) for o in order]
    capacity = min(len(chairs), sum(room))
    variants = []
    counts = sorted({capacity, *(n for n in (4, 2) if n < capacity)}, reverse=True)
    # Two chairs may sit across from each other or at the ends: narrow rooms need either.
    for count, ends_first in itertools.product(counts, (False, True)):
        if ends_first and (count > 2 or len(order) < 4):
            continue
        sides = [*order[2:], *order[:2]] if ends_first else order
        places = [*room[2:], *room[:2]] if ends_first else room
        members, at = list(fixed), 0
        for side, n in zip(sides, _share(count, places), strict=True):
            for k in range(n):
                members.append(_seat(table, chairs[at], side, k, n))
                at += 1
        left = [*spare, *(c.item_id for c in chairs[count:])]
        strips = []
        for m in members[1:]:
            pull = max(0.3, PULL_OUT_M - m.item.footprint.depth_m)
            quarter = round(m.yaw_rad / (math.pi / 2)) % 4
            strips.append(side_strip(m.rect, quarter, "back", pull))
        cost = 10.0 * (len(left) - len(spare)) + 0.05 * ends_first
        variants.append(_dining(members, left, cost, strips))
    return tuple(variants)


def _dining(members: list[Member], left: list[str], cost: float, strips: list[Rect]) -> Variant:
    """Make the variant of a table with chairs: one solid, one strip on each seated side."""
    variant = make_variant(members, left, cost, around=True)
    clears = [r for r, _ in merged([(s, 0.0) for s in strips])]
    return Variant(
        variant.members,
        variant.left,
        variant.solids,
        variant.heights,
        np.array(clears, dtype=np.float64).reshape(-1, 4),
        np.array(strips, dtype=np.float64).reshape(-1, 4),
        cost,
    )


def _share(count: int, room: list[int]) -> list[int]:
    """Deal chairs to sides: evenly to the first two, then the ends."""
    share = [0] * len(room)
    for first in range(0, len(room), 2):
        pair = range(first, min(first + 2, len(room)))
        while count > 0 and any(share[i] < room[i] for i in pair):
            for i in pair:
                if count > 0 and share[i] < room[i]:
                    share[i] += 1
                    count -= 1
    return share


def _seat(table: Member, chair: Item, side: str, k: int, n: int) -> Member:
    w, d = table.item.footprint.width_m / 2, table.item.footprint.depth_m / 2
    reach = chair.footprint.depth_m / 2 + 0.02
    length = 2 * (w if side in ("front", "back") else d)
    pitch = max(length / n, chair.footprint.width_m + 0.02)
    t = (k - (n - 1) / 2) * pitch
    if side == "front":
        return Member(chair, t, d + reach, math.pi)
    if side == "back":
        return Member(chair, t, -d - reach, 0.0)
    if side == "left":
        return Member(chair, w + reach, t, -math.pi / 2)
    return Member(chair, -w - reach, t, math.pi / 2)
