"""One evaluator for each rule, read off a finished arrangement, slowly and exactly.

An evaluator returns the pieces that break its rule, each with how badly (0 to 1 for soft rules, metres
or 1 for hard ones).  They know nothing of candidates or solvers, so that they can judge anybody's room.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from layout.boxes import TOUCH_M, box_corners, inside_polygon, separation
from layout.explain import placement_box
from layout.items import Item, items_of, wanted_relations
from layout.knowledge import load_knowledge
from layout.placement import Arrangement, Placement
from layout.relations import in_frame_of, relation_score
from layout.rows import SLOT_M, slots_beside, stands_in_rows
from layout.rules import RULES
from layout.sides import either_side, side_box
from layout.site import SILL_SLACK_M, Site, make_site, opening_box
from layout.views import VIEW_M, balance_point, balance_reach, view_m, wants_view
from layout.walkways import PERSON_RADIUS_M, WALKWAY_RADIUS_M, make_raster

__all__ = ["EVALUATORS", "Broken", "Subject", "broken_rules", "subject_of"]

SLACK_M = 0.002


@dataclass(frozen=True)
class Broken:
    """A rule broken by a piece, how badly, and what it meets."""

    rule: str
    item_id: str
    amount: float
    with_what: str = ""


@dataclass(frozen=True)
class Subject:
    """An arrangement ready to be judged: site, pieces, boxes on the plan by id."""

    site: Site
    items: Mapping[str, Item]
    placements: Mapping[str, Placement]
    boxes: Mapping[str, np.ndarray]

    def standing(self) -> list[str]:
        """Ids of pieces on the floor that a person cannot walk over."""
        return [
            i
            for i, p in self.placements.items()
            if p.y_m < 0.01 and self.items[i].facts.mount != "covering"
        ]

    def span(self, item_id: str) -> tuple[float, float]:
        """Lowest and highest point of a piece above the floor, metres."""
        low = self.placements[item_id].y_m
        return low, low + self.items[item_id].footprint.height_m


def subject_of(arrangement: Arrangement) -> Subject:
    """Prepare an arrangement for judgement."""
    items, _ = items_of(arrangement.footprints, load_knowledge())
    by_id = {i.item_id: i for i in items}
    at = {p.item_id: p for p in arrangement.placements}
    boxes = {k: placement_box(by_id[k], p) for k, p in at.items()}
    return Subject(make_site(arrangement.room), by_id, at, boxes)


def _inside(s: Subject) -> list[Broken]:
    return [
        Broken("inside", k, 1.0)
        for k, box in s.boxes.items()
        if not bool(inside_polygon(_shrunk(box), s.site.polygon))
    ]


def _shrunk(box: np.ndarray) -> np.ndarray:
    smaller = box.copy()
    smaller[2:4] = np.maximum(smaller[2:4] - SLACK_M, 1e-4)
    return smaller


def _no_collision(s: Subject) -> list[Broken]:
    broken = []
    names = list(s.boxes)
    for i, a in enumerate(names):
        low_a, high_a = s.span(a)
        for b in names[i + 1 :]:
            low_b, high_b = s.span(b)
            if min(high_a, high_b) - max(low_a, low_b) <= SLACK_M:
                continue
            kinds = {s.items[a].facts.mount, s.items[b].facts.mount}
            if "covering" in kinds and kinds != {"covering"}:
                continue
            depth = -float(separation(s.boxes[a], s.boxes[b]))
            if depth > SLACK_M:
                broken.append(Broken("no_collision", a, depth, b))
        for zone, height in zip(s.site.fixed, s.site.fixed_heights_m, strict=True):
            depth = -float(separation(s.boxes[a], zone))
            if depth > SLACK_M and low_a < height:
                broken.append(Broken("no_collision", a, depth, "a built-in element"))
    return broken


def _doors_free(s: Subject) -> list[Broken]:
    return [
        Broken("doors_free", k, 1.0)
        for k in s.boxes
        for zone in s.site.doors
        if s.items[k].facts.mount != "covering"
        and s.span(k)[0] < 2.0
        and float(separation(s.boxes[k], zone)) < -SLACK_M
    ]


def _windows_free(s: Subject) -> list[Broken]:
    return [
        Broken("windows_free", k, 1.0)
        for k in s.boxes
        for zone, sill in zip(s.site.windows, s.site.sills_m, strict=True)
        if s.placements[k].y_m < 0.01
        and s.span(k)[1] > sill + SILL_SLACK_M
        and float(separation(s.boxes[k], zone)) < -SLACK_M
    ]


def _supported(s: Subject) -> list[Broken]:
    broken = []
    for k, place in s.placements.items():
        mount = s.items[k].facts.mount
        if place.y_m < 0.001 or mount in ("wall", "ceiling"):
            if s.span(k)[1] > s.site.room.height_m + SLACK_M:
                broken.append(Broken("supported", k, 1.0, "the ceiling"))
            continue
        tops = [
            h
            for h in s.boxes
            if h != k
            and abs(s.span(h)[1] - place.y_m) < 0.005
            and _contains(s.boxes[h], s.boxes[k])
        ]
        if not tops:
            broken.append(Broken("supported", k, 1.0))
    return broken


def _contains(outer: np.ndarray, inner: np.ndarray) -> bool:
    corners = box_corners(_shrunk(inner))
    return bool(inside_polygon(np.c_[corners, np.full((4, 3), 1e-6)], box_corners(outer)).all())


def free_sides(s: Subject, item_id: str) -> list[tuple[str, bool]]:
    """List the sides of a piece that people use, and whether each is free.

    For "any" (a chair) and "flank" (a bed in a corner) one free side is enough.  What stands to a
    piece as the graph wishes (the chair at its desk, the table before its sofa) does not block it.
    """
    item, box = s.items[item_id], s.boxes[item_id]
    out: list[tuple[str, bool]] = []
    for need in item.sides:
        names = either_side(need.side)
        free = [_strip_free(s, item_id, side_box(item, box, n, need.clear_m)) for n in names]
        out.append((need.side, any(free)))
    return out


def companions(s: Subject, item_id: str) -> set[str]:
    """Ids of the pieces grouped with this one by the graph."""
    graph = load_knowledge()
    mine = s.items[item_id].category
    if mine is None:
        return set()
    found = set()
    for other, item in s.items.items():
        if other == item_id or item.category is None:
            continue
        relations = (
            *graph.relations_between(mine, item.category),
            *graph.relations_between(item.category, mine),
        )
        if any(r.group for r in relations):
            found.add(other)
    return found


def _strip_free(s: Subject, item_id: str, strip: np.ndarray) -> bool:
    friends = companions(s, item_id)
    if not bool(inside_polygon(_shrunk(strip), s.site.polygon)):
        return False
    for other in s.standing():
        if other == item_id or other in friends:
            continue
        if float(separation(s.boxes[other], strip)) < -SLACK_M:
            return False
    return all(float(separation(z, strip)) >= -SLACK_M for z in s.site.fixed)


def _access(s: Subject) -> list[Broken]:
    return [
        Broken("access", k, 1.0, side)
        for k in s.standing()
        for side, free in free_sides(s, k)
        if not free
    ]


def walked(s: Subject, radius_m: float) -> list[tuple[str, str, bool]]:
    """List piece, side and whether a disc of this radius gets there from a door."""
    raster = make_raster(s.site)
    names = s.standing()
    spans = [s.span(k) for k in names]
    if not names:
        return []
    walk = raster.walk(
        np.array([s.boxes[k] for k in names]),
        np.array([a for a, _ in spans]),
        np.array([b for _, b in spans]),
    )
    reached = walk.reached(radius_m)
    out: list[tuple[str, str, bool]] = []
    for k in names:
        for need in s.items[k].sides:
            sides = either_side(need.side)
            strips = [side_box(s.items[k], s.boxes[k], n, need.clear_m) for n in sides]
            hit = any(bool((reached & raster.mask(b, 0.06)).any()) for b in strips)
            out.append((k, need.side, hit))
    return out


def _reachable(s: Subject) -> list[Broken]:
    return [
        Broken("reachable", k, 1.0, side) for k, side, hit in walked(s, PERSON_RADIUS_M) if not hit
    ]


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


EVALUATORS: dict[str, Callable[[Subject], list[Broken]]] = {
    "inside": _inside,
    "no_collision": _no_collision,
    "doors_free": _doors_free,
    "windows_free": _windows_free,
    "supported": _supported,
    "access": _access,
    "reachable": _reachable,
    "back_to_wall": _back_to_wall,
    "relations": _relations,
    "walkways": _walkways,
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


def broken_rules(arrangement: Arrangement, *, hard_only: bool = False) -> list[Broken]:
    """Judge an arrangement by every rule; an empty list is a perfect room."""
    subject = subject_of(arrangement)
    broken = []
    for rule in RULES:
        if rule.hard or not hard_only:
            broken += EVALUATORS[rule.name](subject)
    return broken
