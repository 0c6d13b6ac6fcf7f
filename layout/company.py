"""What stands before, beside and opposite an anchor: a sofa's table, lamp and armchairs, a bed's nightstands."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from layout.group import Member, Satellite, Variant, make_variant, overlap
from layout.items import Item

__all__ = ["with_company"]

FEET_M = 0.37
_SEATING_COST = {"": 0.0, "ends": 0.0, "corner": 0.15, "opposite": 0.4}


def with_company(anchor: Member, satellites: Sequence[Satellite]) -> tuple[Variant, ...]:
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


def _beside_member(members: Sequence[Member], satellite: Satellite) -> Member | None:
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
        if not any(overlap(member.rect, m.rect) for m in members):
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
            if overlap(a.rect, b.rect):
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
