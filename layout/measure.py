"""SceneEval's geometric figures on plans, and how far the graph's relations are met.

Source: definitions after H. I. I. Tam et al., SceneEval, 2025: collision (what remains after 5 mm of
separation), out of bounds (under 99 % of 1,000 surface points over the floor), navigability (largest
free part over all free floor, robot of 0.2 m, things above 2.0 m ignored), opening clearance (a door's
own width, 0.5 m before a window), access (a free strip at each functional side).  Here on boxes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from layout.boxes import box_corners, separation
from layout.items import wanted_relations
from layout.knowledge import load_knowledge
from layout.placement import Arrangement
from layout.relations import relation_score
from layout.site import SILL_SLACK_M
from layout.subject import Subject, free_sides, subject_of, walked
from layout.walkways import WALKWAY_RADIUS_M, make_raster

__all__ = ["Figures", "measure_plan", "relations_met"]

SEPARATION_M = 0.005
POINTS = 1000


@dataclass(frozen=True)
class Figures:
    """The figures of one room.

    Attributes
    ----------
    collisions
        Pairs of pieces that still intersect after 5 mm of separation.
    out_of_bounds
        Pieces with under 99 % of their surface over the floor.
    blocked_openings
        Doors and windows with something in the floor they need.
    navigability
        Largest free part of the floor over all free floor.
    access
        Share of functional sides with a free strip.
    walkways
        Share of functional sides to which a walkway of 0.9 m leads from a door.
    relations
        Share of the graph's relations that hold, weighted by strength.
    placed
        Share of pieces placed.
    coverage
        Share of the floor that standing pieces take.
    """

    collisions: int
    out_of_bounds: int
    blocked_openings: int
    navigability: float
    access: float
    walkways: float
    relations: float
    placed: float
    coverage: float


def _collisions(s: Subject) -> int:
    names = [k for k in s.boxes if s.items[k].facts.mount != "covering"]
    count = 0
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            low = max(s.span(a)[0], s.span(b)[0])
            high = min(s.span(a)[1], s.span(b)[1])
            if high - low <= SEPARATION_M:
                continue
            if float(separation(s.boxes[a], s.boxes[b])) < -SEPARATION_M:
                count += 1
    return count


def _out_of_bounds(s: Subject) -> int:
    floor = s.site.room.shape.buffer(1e-6)
    rng = np.random.default_rng(0)
    unit = rng.uniform(0, 1, size=(POINTS, 2))
    count = 0
    for box in s.boxes.values():
        a, b, _, d = box_corners(box)
        points = a + unit[:, :1] * (b - a) + unit[:, 1:] * (d - a)
        over = shapely.contains_xy(floor, points[:, 0], points[:, 1]).mean()
        count += bool(over < 0.99)
    return count


def _blocked_openings(s: Subject) -> int:
    blocked = 0
    for zone in s.site.doors:
        blocked += any(
            float(separation(s.boxes[k], zone)) < -SEPARATION_M
            for k in s.boxes
            if s.items[k].facts.mount != "covering" and s.span(k)[0] < 2.0
        )
    for zone, sill in zip(s.site.windows, s.site.sills_m, strict=True):
        blocked += any(
            float(separation(s.boxes[k], zone)) < -SEPARATION_M
            for k in s.standing()
            if s.span(k)[1] > sill + SILL_SLACK_M
        )
    return blocked


def relations_met(s: Subject) -> tuple[float, float]:
    """Return the strength of the relations that hold, and of all that could.

    A relation could hold between pieces of this room, by its categories; it counts once for each
    subject and predicate and class of object, for the best object.  Things left out count as failed.
    """
    met: dict[tuple[str, str, str], tuple[float, float]] = {}
    for wish in wanted_relations(tuple(s.items.values()), load_knowledge()):
        key = (wish.subject, wish.relation.predicate, wish.relation.object)
        best = 0.0
        for other, item in s.items.items():
            if other not in s.boxes or wish.subject not in s.boxes or item.category is None:
                continue
            if not load_knowledge().is_a(item.category, wish.relation.object):
                continue
            best = max(best, _holds(s, wish.subject, other, wish.relation))
        met[key] = (wish.relation.strength * best, wish.relation.strength)
    return sum((a for a, _ in met.values()), 0.0), sum((b for _, b in met.values()), 0.0)


def _holds(s: Subject, subject: str, other: str, relation) -> float:  # type: ignore[no-untyped-def]
    low, high = s.placements[subject].y_m, s.span(other)[1]
    if relation.predicate == "on_top_of" and abs(low - high) > SEPARATION_M:
        return 0.0
    if relation.predicate == "above" and low < high - SEPARATION_M:
        return 0.0
    mutual = s.items[other].facts.against_wall >= 0.9
    score = float(relation_score(relation, s.boxes[subject], s.boxes[other], mutual=mutual))
    return float(score >= 0.5)


def measure_plan(arrangement: Arrangement) -> Figures:
    """Measure one arrangement, whoever made it."""
    s = subject_of(arrangement)
    sides = [free for k in s.standing() for _, free in free_sides(s, k)]
    ways = [hit for *_, hit in walked(s, WALKWAY_RADIUS_M)]
    met, could = relations_met(s)
    standing = s.standing()
    spans = np.array([s.span(k) for k in standing], dtype=np.float64).reshape(-1, 2)
    boxes = np.array([s.boxes[k] for k in standing], dtype=np.float64).reshape(-1, 5)
    walk = make_raster(s.site).walk(boxes, spans[:, 0], spans[:, 1])
    floor = sum(s.items[k].footprint.area_m2 for k in standing)
    total = len(arrangement.footprints)
    return Figures(
        collisions=_collisions(s),
        out_of_bounds=_out_of_bounds(s),
        blocked_openings=_blocked_openings(s),
        navigability=walk.navigability(),
        access=float(np.mean(sides)) if sides else 1.0,
        walkways=float(np.mean(ways)) if ways else 1.0,
        relations=met / could if could else 1.0,
        placed=len(arrangement.placements) / total if total else 1.0,
        coverage=floor / s.site.room.area_m2,
    )
