"""Evaluators of the soft rules: what makes a room better, read off a finished arrangement."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from layout.boxes import TOUCH_M, box_corners, separation
from layout.items import wanted_relations
from layout.knowledge import load_knowledge
from layout.relations import in_frame_of, relation_score
from layout.rows import SLOT_M, slots_beside, stands_in_rows
from layout.site import opening_box
from layout.subject import Broken, Subject, walked
from layout.views import VIEW_M, balance_point, balance_reach, view_m, wants_view
from layout.walkways import WALKWAY_RADIUS_M

__all__ = ["SOFT_EVALUATORS"]


def _walkways(s: Subject) -> list[Broken]:
    return [
        Broken("walkways", k, 1.0, side) for k, side, hit in walked(s, WALKWAY_RADIUS_M) if not hit
    ]


def _wall_gap(s: Subject, item_id: str) -> float:
    """Distance from the middle of a piece's back to the nearest wall, metres."""
    x, z, _, d, yaw = (float(v) for v in s.boxes[item_id])
    back = np.array([x - math.sin(yaw) * d, z - math.cos(yaw) * d, 1e-4, 1e-4, yaw])
    return float(separation(back, s.site.edges).min())


def _back_to_wall(s: Subject) -> list[Broken]:
    return [
        Broken("back_to_wall", k, s.items[k].facts.against_wall)
        for k in s.standing()
        if s.items[k].facts.against_wall >= 0.6 and _wall_gap(s, k) > 0.12
    ]


def _relations(s: Subject) -> list[Broken]:
    broken = []
    for wish in wanted_relations(tuple(s.items.values()), load_knowledge()):
        if wish.subject not in s.boxes or wish.object not in s.boxes:
            continue
        mutual = s.items[wish.object].facts.against_wall >= 0.9
        score = float(
            relation_score(
                wish.relation, s.boxes[wish.subject], s.boxes[wish.object], mutual=mutual
            )
        )
        if score < 0.5:
            name = f"{wish.relation.predicate} {wish.object}"
            broken.append(Broken("relations", wish.subject, wish.relation.strength, name))
    return broken


def _centred(s: Subject) -> list[Broken]:
    broken = []
    for k in s.standing():
        facts = s.items[k].facts
        if facts.against_wall < 0.5 or facts.in_corner > 0 or _wall_gap(s, k) > 0.12:
            continue
        x, z, yaw = s.boxes[k][0], s.boxes[k][1], s.boxes[k][4]
        for wall in s.site.room.walls:
            nx, nz = wall.inward
            gap = (x - wall.start_m[0]) * nx + (z - wall.start_m[1]) * nz
            if math.sin(yaw) * nx + math.cos(yaw) * nz > 0.9 and gap < s.boxes[k][3] + 0.12:
                dx, dz = wall.direction
                at = (x - wall.start_m[0]) * dx + (z - wall.start_m[1]) * dz
                off = abs(at / wall.length_m - 0.5) * 2
                if off > 0.3:
                    broken.append(Broken("centred", k, float(min(1.0, off))))
    return broken


def _corner(s: Subject) -> list[Broken]:
    corners = np.array(s.site.room.polygon_m)
    broken = []
    for k in s.standing():
        wish = s.items[k].facts.in_corner
        if wish < 0.5:
            continue
        own = box_corners(s.boxes[k])
        gap = float(np.min(np.hypot(*(own[:, None] - corners[None]).transpose(2, 0, 1))))
        if gap > 0.5:
            broken.append(Broken("corner", k, min(1.0, gap / 1.5) * wish))
    return broken


def _aligned(s: Subject) -> list[Broken]:
    return [
        Broken("aligned", k, 1.0)
        for k in s.standing()
        if stands_in_rows(s.items[k])
        and any(0.03 < gap < SLOT_M for gap in slots_beside(s.site, s.boxes, k))
    ]


def _balance(s: Subject) -> list[Broken]:
    standing = s.standing()
    weights = np.array([s.items[k].footprint.area_m2 for k in standing])
    if len(standing) < 3:
        return []
    places = np.array([s.boxes[k][:2] for k in standing])
    off = (weights[:, None] * (places - balance_point(s.site))).sum(axis=0) / weights.sum()
    amount = float(np.hypot(*off)) / balance_reach(s.site)
    return [Broken("balance", standing[int(weights.argmax())], amount)] if amount > 0.35 else []


def _view(s: Subject) -> list[Broken]:
    return [
        Broken("view", k, 1.0)
        for k in s.standing()
        if wants_view(s.items[k]) and float(view_m(s.site, s.boxes[k][None])[0]) < VIEW_M / 2
    ]


def _symmetric(s: Subject) -> list[Broken]:
    """Two of a kind beside one piece stand at its two sides, the same distance away."""
    sides: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for wish in wanted_relations(tuple(s.items.values()), load_knowledge()):
        pair = (wish.subject, wish.object)
        if wish.relation.predicate == "flanks" and all(i in s.boxes for i in pair):
            x, *_ = in_frame_of(s.boxes[wish.subject], s.boxes[wish.object])
            sides.setdefault((wish.object, wish.relation.subject), []).append(
                (wish.subject, float(x))
            )
    return [
        Broken("symmetric", found[1][0], 1.0, host)
        for (host, _), found in sides.items()
        if len(found) == 2 and abs(found[0][1] + found[1][1]) > 0.1
    ]


def _entrance(s: Subject) -> list[Broken]:
    walls = s.site.room.walls
    return [
        Broken("entrance", k, 1.0)
        for k in s.standing()
        for door in s.site.room.doors
        if float(separation(s.boxes[k], opening_box(walls[door.wall], door, 1.3))) < -0.05
    ]


def _windows_clear(s: Subject) -> list[Broken]:
    return [
        Broken("windows_clear", k, 1.0)
        for k in s.standing()
        if (s.items[k].facts.name.endswith("bed") or s.items[k].facts.name == "tv_stand")
        and any(float(separation(s.boxes[k], zone)) < -TOUCH_M for zone in s.site.windows)
    ]


def _daylight(s: Subject) -> list[Broken]:
    broken = []
    for k in s.standing():
        wish = s.items[k].facts.daylight
        if wish > 0 and len(s.site.windows):
            gap = min(float(separation(s.boxes[k], zone)) for zone in s.site.windows)
            if gap > 1.5:
                broken.append(Broken("daylight", k, wish))
    return broken


SOFT_EVALUATORS: dict[str, Callable[[Subject], list[Broken]]] = {
    "walkways": _walkways,
    "back_to_wall": _back_to_wall,
    "relations": _relations,
    "centred": _centred,
    "corner": _corner,
    "aligned": _aligned,
    "balance": _balance,
    "view": _view,
    "symmetric": _symmetric,
    "entrance": _entrance,
    "windows_clear": _windows_clear,
    "daylight": _daylight,
}
