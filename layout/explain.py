"""Why each piece stands where it stands, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from jaxtyping import Float

from layout.boxes import box_corners, separation
from layout.items import Item, Wanted, wanted_relations
from layout.knowledge import load_knowledge
from layout.placement import Placement, Wish
from layout.relations import relation_score
from layout.room import Room, Wall
from layout.site import opening_box

__all__ = ["explain", "placement_box", "unmet_wishes", "why_left_out"]

AT_WALL_M = 0.12


def placement_box(item: Item, placement: Placement) -> Float[np.ndarray, " 5"]:
    """Return a placed piece's box on the plan."""
    box = item.footprint
    return np.array(
        [placement.x_m, placement.z_m, box.width_m / 2, box.depth_m / 2, placement.yaw_rad]
    )


def explain(
    room: Room,
    items: Sequence[Item],
    placements: Sequence[Placement],
    hosts: Mapping[str, str],
) -> tuple[Placement, ...]:
    """Give every placement its reason."""
    by_id = {item.item_id: item for item in items}
    at = {p.item_id: p for p in placements}
    boxes = {p.item_id: placement_box(by_id[p.item_id], p) for p in placements}
    wanted = wanted_relations(items, load_knowledge())
    told = []
    for placement in placements:
        item = by_id[placement.item_id]
        if placement.item_id in hosts and hosts[placement.item_id] in at:
            host = by_id[hosts[placement.item_id]]
            told.append(replace(placement, reason=f"on the {host.facts.title}"))
            continue
        phrases = [*_place_phrases(room, boxes[placement.item_id])]
        phrases += _relation_phrases(item, wanted, by_id, boxes)
        told.append(replace(placement, reason=", ".join(phrases) or "free in the room"))
    return tuple(told)


def _place_phrases(room: Room, box: Float[np.ndarray, " 5"]) -> list[str]:
    corners = box_corners(box)
    walls: list[Wall] = []
    back: list[Wall] = []
    for wall in room.walls:
        nx, nz = wall.inward
        gaps = (corners[:, 0] - wall.start_m[0]) * nx + (corners[:, 1] - wall.start_m[1]) * nz
        dx, dz = wall.direction
        along = (box[0] - wall.start_m[0]) * dx + (box[1] - wall.start_m[1]) * dz
        if -0.05 < gaps.min() < AT_WALL_M and -0.05 <= along <= wall.length_m + 0.05:
            walls.append(wall)
            if np.sin(box[4]) * nx + np.cos(box[4]) * nz > 0.9:
                back.append(wall)
    phrases = []
    if len(walls) >= 2:
        names = sorted({w.compass for w in walls}, key=("north", "south", "west", "east").index)
        phrases.append(f"in the {'-'.join(names[:2])} corner")
    elif back or walls:
        phrases.append(f"against the {(back or walls)[0].compass} wall")
    for opening in room.windows:
        zone = opening_box(room.walls[opening.wall], opening, 0.6)
        if float(separation(box, zone)) < 0:
            phrases.append("at the window")
            break
    return phrases


_PHRASES = {
    "around": "at the {other}",
    "beside": "beside the {other}",
    "flanks": "beside the {other}",
    "faces": "facing the {other} at {gap:.1f} m",
    "in_front_of": "{gap:.2f} m in front of the {other}",
    "near": "near the {other}",
    "above": "above the {other}",
    "under": "under the {other}",
    "far_from": "away from the {other}",
}


def _relation_phrases(
    item: Item,
    wanted: Sequence[Wanted],
    by_id: Mapping[str, Item],
    boxes: Mapping[str, np.ndarray],
) -> list[str]:
    phrases = []
    for wish in wanted:
        if wish.subject != item.item_id or wish.object not in boxes:
            continue
        subject, other = boxes[wish.subject], boxes[wish.object]
        mutual = by_id[wish.object].facts.against_wall >= 0.9
        if float(relation_score(wish.relation, subject, other, mutual=mutual)) < 0.5:
            continue
        gap = max(0.0, float(separation(subject, other)))
        text = _PHRASES.get(wish.relation.predicate)
        if text is not None:
            phrases.append(text.format(other=by_id[wish.object].facts.title, gap=gap))
    return phrases[:3]


def unmet_wishes(items: Sequence[Item], placements: Sequence[Placement]) -> tuple[Wish, ...]:
    """List the relations of the graph that do not hold, each with what prevented it."""
    by_id = {item.item_id: item for item in items}
    boxes = {p.item_id: placement_box(by_id[p.item_id], p) for p in placements}
    missed = []
    for wish in wanted_relations(items, load_knowledge()):
        words = f"{wish.relation.predicate.replace('_', ' ')} the {by_id[wish.object].facts.title}"
        absent = [i for i in (wish.subject, wish.object) if i not in boxes]
        if absent:
            missed.append(Wish(wish.subject, words, f"{absent[0]} found no place"))
            continue
        subject, other = boxes[wish.subject], boxes[wish.object]
        mutual = by_id[wish.object].facts.against_wall >= 0.9
        if float(relation_score(wish.relation, subject, other, mutual=mutual)) >= 0.5:
            continue
        gap = max(0.0, float(separation(subject, other)))
        why = (
            f"{gap:.2f} m lie between them: every nearer place takes floor that walls, doors, "
            "walkways or other pieces need, or costs a stronger wish"
        )
        missed.append(Wish(wish.subject, words, why))
    return tuple(missed)


def why_left_out(item: Item, room: Room, host: str | None) -> str:
    """Say why a piece found no place."""
    box, sides = item.footprint, sorted((item.footprint.width_m, item.footprint.depth_m))
    corners = np.array(room.polygon_m)
    spans = sorted(float(s) for s in np.ptp(corners, axis=0))
    if box.height_m > room.height_m:
        return f"{box.height_m:.2f} m high, but the room is {room.height_m:.2f} m high"
    if sides[0] > spans[0] or sides[1] > spans[1]:
        return (
            f"{box.width_m:.2f} x {box.depth_m:.2f} m is larger than the room "
            f"({spans[0]:.2f} x {spans[1]:.2f} m)"
        )
    if host is not None:
        return f"the {host} that would carry it found no place"
    needs = [f"{s.clear_m:.2f} m free at its {s.side}" for s in item.sides]
    with_needs = f" with {' and '.join(needs)}" if needs else ""
    wall = " at a wall" if item.facts.against_wall >= 0.9 else ""
    return (
        f"no free place{wall} of {box.width_m:.2f} x {box.depth_m:.2f} m{with_needs} is left beside "
        "what the room wants more"
    )
