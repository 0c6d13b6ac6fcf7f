"""Pieces that belong together, composed as one before the room is solved.

A dining table with its chairs, a bed with its nightstands, a sofa with table, chairs and lamp: each
is arranged in the frame of its anchor (the anchor's `product` frame) in a few variants, and each
variant is then placed in the room as one.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from layout.items import Item, Wanted
from layout.rules import weight

__all__ = ["Group", "Member", "Variant", "compose_groups"]

Rect = tuple[float, float, float, float]  # x0, x1, z0, z1 in the group's frame, metres

CHAIR_PITCH_M = 0.56
OVERHANG_M = 0.15
PULL_OUT_M = 0.81
FEET_M = 0.37
BENCH_M = 0.75
MERGE_WASTE_M2 = 0.12
LOOSE = 0.8


@dataclass(frozen=True)
class Member:
    """A piece of a group: its pose in the group's frame (metres, radians, quarter turns)."""

    item: Item
    x_m: float
    z_m: float
    yaw_rad: float

    @property
    def rect(self) -> Rect:
        """Its box in the group's frame."""
        w, d = self.item.footprint.width_m / 2, self.item.footprint.depth_m / 2
        if abs(math.sin(self.yaw_rad)) > 0.5:
            w, d = d, w
        return (self.x_m - w, self.x_m + w, self.z_m - d, self.z_m + d)


@dataclass(frozen=True)
class Variant:
    """One way to arrange a group.

    Attributes
    ----------
    members
        The pieces, the anchor first.
    left
        Ids of pieces that this variant has no room for.
    solids
        Boxes that nothing else may enter: x0, x1, z0, z1, group's frame.
    heights
        The height of each solid.
    clears
        Boxes that people use and that others' solids keep free of.
    reach
        Boxes that one has to be able to walk to, one for each member's side.
    cost
        What this variant costs against the best one.
    """

    members: tuple[Member, ...]
    left: tuple[str, ...]
    solids: Float[np.ndarray, "S 4"]
    heights: Float[np.ndarray, " S"]
    clears: Float[np.ndarray, "C 4"]
    reach: Float[np.ndarray, "R 4"]
    cost: float


@dataclass(frozen=True)
class Group:
    """An anchor with its satellites, in all variants."""

    anchor: Item
    variants: tuple[Variant, ...]

    @property
    def name(self) -> str:
        """The anchor's id."""
        return self.anchor.item_id

    @property
    def ids(self) -> list[str]:
        """The anchor's id and those of all its satellites, placed by every variant or not."""
        seen = dict.fromkeys(m.item.item_id for v in self.variants for m in v.members)
        return list(seen | dict.fromkeys(i for v in self.variants for i in v.left))


def _overlap(a: Rect, b: Rect) -> bool:
    eps = 1e-6
    return a[0] < b[1] - eps and b[0] < a[1] - eps and a[2] < b[3] - eps and b[2] < a[3] - eps


def _area(r: Rect) -> float:
    return (r[1] - r[0]) * (r[3] - r[2])


def _union(a: Rect, b: Rect) -> Rect:
    return (min(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), max(a[3], b[3]))


def side_strip(rect: Rect, quarter: int, side: str, depth_m: float) -> Rect:
    """Return the strip before one side of a box that is turned by quarter turns."""
    order = ("front", "left", "back", "right")  # +z, +x, -z, -x at yaw 0; a turn moves +z to +x
    direction = (order.index(side) + quarter) % 4
    x0, x1, z0, z1 = rect
    return (
        (x0, x1, z1, z1 + depth_m),
        (x1, x1 + depth_m, z0, z1),
        (x0, x1, z0 - depth_m, z0),
        (x0 - depth_m, x0, z0, z1),
    )[direction]


def _clears(members: Sequence[Member], back_to_wall: bool) -> list[Rect]:
    """Collect the free strips of all members that do not lie on other members."""
    strips: list[Rect] = []
    for member in members:
        quarter = round(member.yaw_rad / (math.pi / 2)) % 4
        others = [m.rect for m in members if m is not member]
        for need in member.item.sides:
            if need.side in ("any", "flank"):
                names = ("front", "left", "right", "back") if need.side == "any" else None
                choices = [
                    side_strip(member.rect, quarter, s, need.clear_m)
                    for s in (names or ("left", "right"))
                ]
                free = [c for c in choices if not any(_overlap(c, o) for o in others)]
                if len(members) > 1 and need.side == "any" and len(free) > 1:
                    free = [min(free, key=lambda c: -abs(c[0] + c[1]) - abs(c[2] + c[3]))]
                # A lone piece keeps its first free side: the front.
                strips.extend(free[:1])
                continue
            strip = side_strip(member.rect, quarter, need.side, need.clear_m)
            if need.side == "back" and back_to_wall:
                continue
            if not any(_overlap(strip, o) for o in others):
                strips.append(strip)
            elif need.side in ("left", "right"):
                # Beside a bed: what the nightstand leaves.
                front = max((o[3] for o in others if _overlap(strip, o)), default=strip[2])
                if front < strip[3] - 0.3:
                    strips.append((strip[0], strip[1], front, strip[3]))
    return strips


def _merge(rects: list[tuple[Rect, float]]) -> list[tuple[Rect, float]]:
    """Join boxes whose common bounds waste little floor."""
    joined = True
    while joined:
        joined = False
        for (i, (a, ha)), (j, (b, hb)) in itertools.combinations(enumerate(rects), 2):
            both = _union(a, b)
            if _area(both) - _area(a) - _area(b) <= MERGE_WASTE_M2:
                rects = [r for k, r in enumerate(rects) if k not in (i, j)]
                rects.append((both, max(ha, hb)))
                joined = True
                break
    return rects


def make_variant(
    members: Sequence[Member],
    left: Sequence[str],
    cost: float,
    around: bool = False,
    extra_clears: Sequence[Rect] = (),
) -> Variant:
    """Work out a variant's solid and clear boxes."""
    back_to_wall = members[0].item.facts.against_wall >= 0.9
    rects = [(m.rect, m.item.footprint.height_m) for m in members]
    if around and len(rects) > 1:
        bounds = rects[0][0]
        for rect, _ in rects[1:]:
            bounds = _union(bounds, rect)
        rects = [(bounds, max(h for _, h in rects))]
    solids = _merge(rects)
    strips = [*_clears(members, back_to_wall), *extra_clears]
    clears = [r for r, _ in _merge([(c, 0.0) for c in strips])]
    return Variant(
        members=tuple(members),
        left=tuple(left),
        solids=np.array([r for r, _ in solids], dtype=np.float64).reshape(-1, 4),
        heights=np.array([h for _, h in solids], dtype=np.float64),
        clears=np.array(clears, dtype=np.float64).reshape(-1, 4),
        reach=np.array(strips, dtype=np.float64).reshape(-1, 4),
        cost=cost,
    )


@dataclass(frozen=True)
class _Satellite:
    """A piece that follows another: its role, the piece that it stands to, and how much it wishes to."""

    role: str
    item: Item
    host: str
    strength: float

    @property
    def loose_cost(self) -> float:
        """Cost of setting it apart: its wish will hardly be met there."""
        return LOOSE + weight("relations") * self.strength


def compose_groups(
    items: Sequence[Item], wanted: Sequence[Wanted], locked: Collection[str] = ()
) -> tuple[Group, ...]:
    """Compose floor pieces into groups; whatever is nobody's satellite is a group of one.

    A locked piece follows nobody, but others may follow it.
    """
    known = {item.item_id for item in items}
    hosts = {w.subject: w for w in wanted if w.relation.group and w.object in known}
    # A table with chairs around it is the middle of its own group, not a sofa's satellite.
    middles = {w.object for w in hosts.values() if w.relation.predicate == "around"}
    hosts = {k: w for k, w in hosts.items() if k not in middles and k not in locked}
    satellites: dict[str, list[_Satellite]] = {}
    for item in items:
        if item.item_id in hosts:
            root = _root(item.item_id, hosts)
            if root != item.item_id:
                wish = hosts[item.item_id]
                role = wish.relation.predicate
                satellites.setdefault(root, []).append(
                    _Satellite(role, item, wish.object, wish.relation.strength)
                )
    taken = {s.item.item_id for members in satellites.values() for s in members}
    return tuple(
        Group(item, _variants(item, satellites.get(item.item_id, [])))
        for item in items
        if item.item_id not in taken
    )


def _root(item_id: str, hosts: Mapping[str, Wanted]) -> str:
    """Follow hosts up to the anchor: an armchair faces a coffee table that is before a sofa."""
    seen = [item_id]
    while seen[-1] in hosts:
        following = hosts[seen[-1]].object
        if following in seen:
            return item_id
        seen.append(following)
    return seen[-1]


def _variants(anchor: Item, satellites: Sequence[_Satellite]) -> tuple[Variant, ...]:
    centre = Member(anchor, 0.0, 0.0, 0.0)
    if not satellites:
        return (make_variant([centre], (), 0.0),)
    seats = [s.item for s in satellites if s.role == "around"]
    if seats:
        others = [s.item.item_id for s in satellites if s.role != "around"]
        return _around(centre, seats, others)
    return _rows(centre, satellites)


def _around(table: Member, seats: list[Item], others: Sequence[str]) -> tuple[Variant, ...]:
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
    merged = [r for r, _ in _merge([(s, 0.0) for s in strips])]
    return Variant(
        variant.members,
        variant.left,
        variant.solids,
        variant.heights,
        np.array(merged, dtype=np.float64).reshape(-1, 4),
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


def _rows(anchor: Member, satellites: Sequence[_Satellite]) -> tuple[Variant, ...]:
    """Compose what stands before, beside and opposite an anchor, in a few mirrored ways."""
    own = [s for s in satellites if s.host == anchor.item.item_id or s.role == "faces"]
    nested = [s for s in satellites if s not in own]
    front = [s.item for s in own if s.role == "in_front_of"]
    flank = [s.item for s in own if s.role in ("flanks", "beside")]
    facing = [s.item for s in own if s.role == "faces"]
    spare = [i.item_id for i in front[1:]]
    loose = {s.item.item_id: s.loose_cost for s in satellites}
    ways: list[Variant] = []
    mirrored = (1, -1) if flank or facing else (1,)
    seatings = ("ends", "opposite", "corner") if facing else ("",)
    # A long row may be too long for any wall: shorter ones leave the last pieces out.
    lengths = (
        range(len(flank), 0, -1) if len(flank) > 2 and not (front or facing) else (len(flank),)
    )
    for length, mirror, seating in itertools.product(lengths, mirrored, seatings):
        members = _row_members(anchor, front[:1], flank[:length], facing, mirror, seating)
        if members is None:
            continue
        left = [*spare, *(i.item_id for i in flank[length:])]
        for satellite in nested:
            member = _beside_member(members, satellite)
            if member is None:
                left.append(satellite.item.item_id)
            else:
                members.append(member)
        cost = _SEATING_COST[seating] + 0.01 * (mirror < 0)
        ways.append(make_variant(members, left, cost + sum(loose[i] for i in left)))
    # The last resort: the anchor alone, its satellites placed one by one or left out.
    rest = [s.item.item_id for s in satellites]
    ways.append(make_variant([anchor], rest, sum(loose.values())))
    if front and (flank or facing):
        table = _row_members(anchor, front[:1], (), (), 1, "")
        if table is not None:
            rest = [i for i in rest if i != front[0].item_id]
            ways.append(make_variant(table, rest, sum(loose[i] for i in rest)))
    return tuple(ways)


_SEATING_COST = {"": 0.0, "ends": 0.0, "corner": 0.15, "opposite": 0.4}


def _beside_member(members: Sequence[Member], satellite: _Satellite) -> Member | None:
    """Set a piece beside or before another member, on the first side that is free."""
    host = next((m for m in members if m.item.item_id == satellite.host), None)
    if host is None:
        return None
    box, own = host.item.footprint, satellite.item.footprint
    back = -box.depth_m / 2 + own.depth_m / 2
    across = box.width_m / 2 + own.width_m / 2 + 0.05
    tries = [(across, back, 0.0), (-across, back, 0.0)]
    if satellite.role == "in_front_of":
        tries = [(0.0, box.depth_m / 2 + 0.2 + own.depth_m / 2, 0.0)]
    cos, sin = math.cos(host.yaw_rad), math.sin(host.yaw_rad)
    for x, z, yaw in tries:
        member = Member(
            satellite.item,
            host.x_m + cos * x + sin * z,
            host.z_m - sin * x + cos * z,
            host.yaw_rad + yaw,
        )
        if not any(_overlap(member.rect, m.rect) for m in members):
            return member
    return None


def _row_members(
    anchor: Member,
    front: Sequence[Item],
    flank: Sequence[Item],
    facing: Sequence[Item],
    mirror: int,
    seating: str,
) -> list[Member] | None:
    w, d = anchor.item.footprint.width_m / 2, anchor.item.footprint.depth_m / 2
    members = [anchor]
    reach_z = d
    table: Member | None = None
    for item in front:
        seat = item.facts.name.endswith(("chair", "stool")) or "stools" in item.kinds
        bed = anchor.item.facts.name.endswith("bed")
        gap = 0.1 if bed else 0.03 if seat else 0.4
        z = reach_z + gap + item.footprint.depth_m / 2
        table = Member(item, 0.0, z, math.pi if seat and not bed else 0.0)
        members.append(table)
        reach_z = z + item.footprint.depth_m / 2
    sides = [w, w]
    # Flanking pieces alternate left and right; the mirror swaps who begins.
    for k, item in enumerate(flank):
        side = mirror if k % 2 == 0 else -mirror
        slot = 0 if side > 0 else 1
        x = sides[slot] + 0.03 + item.footprint.width_m / 2
        sides[slot] = x + item.footprint.width_m / 2
        back = -d + item.footprint.depth_m / 2
        members.append(Member(item, side * x, back, 0.0))
    if facing:
        placed = _face(facing, anchor, table, mirror, seating)
        if placed is None:
            return None
        members.extend(placed)
        for a, b in itertools.combinations(members, 2):
            if _overlap(a.rect, b.rect):
                return None
    return members


def _face(
    chairs: Sequence[Item],
    anchor: Member,
    table: Member | None,
    mirror: int,
    seating: str,
) -> list[Member] | None:
    """Set armchairs to face the coffee table: at its ends, opposite the sofa, or around a corner."""
    if table is None:
        return None
    out: list[Member] = []
    gap = 0.4
    x0, x1, z0, z1 = table.rect
    middle_z = (z0 + z1) / 2
    sofa = anchor.rect
    lanes: dict[str, list[Item]] = {"left": [], "right": [], "opposite": []}
    for k, chair in enumerate(chairs):
        if seating == "opposite":
            lanes["opposite"].append(chair)
        elif seating == "ends":
            lanes["left" if (k % 2 == 0) == (mirror > 0) else "right"].append(chair)
        else:
            lanes["left" if mirror > 0 else "right"].append(chair)
    for name, lane in lanes.items():
        total = sum(c.footprint.width_m for c in lane) + 0.12 * (len(lane) - 1)
        at = -total / 2
        at_low = total / 2 - lane[0].footprint.width_m / 2 if lane else 0.0
        for chair in lane:
            offset = at + chair.footprint.width_m / 2
            at += chair.footprint.width_m + 0.12
            half = chair.footprint.depth_m / 2
            if name == "opposite":
                out.append(Member(chair, offset, z1 + gap + half, math.pi))
            else:
                # Beside the table, but off the floor where sofa sitters have their feet.
                across = chair.footprint.width_m / 2
                z = max(middle_z, sofa[3] + FEET_M + across + at_low) + offset
                if name == "left":
                    out.append(Member(chair, max(x1 + gap, 0.0) + half, z, -math.pi / 2))
                else:
                    out.append(Member(chair, min(x0 - gap, 0.0) - half, z, math.pi / 2))
    return out
