"""One evaluator for each rule, read off a finished arrangement, slowly and exactly.

An evaluator returns the pieces that break its rule, each with how badly (0 to 1 for soft rules, metres
or 1 for hard ones).  They know nothing of candidates or solvers, so that they can judge anybody's room.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from layout.boxes import box_corners, inside_polygon, separation
from layout.evaluate_soft import SOFT_EVALUATORS
from layout.placement import Arrangement
from layout.rules import RULES
from layout.site import SILL_SLACK_M
from layout.subject import SLACK_M, Broken, Subject, free_sides, shrunk, subject_of, walked
from layout.walkways import PERSON_RADIUS_M

__all__ = ["EVALUATORS", "broken_rules"]


def _inside(s: Subject) -> list[Broken]:
    return [
        Broken("inside", k, 1.0)
        for k, box in s.boxes.items()
        if not bool(inside_polygon(shrunk(box), s.site.polygon))
    ]


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
    corners = box_corners(shrunk(inner))
    return bool(inside_polygon(np.c_[corners, np.full((4, 3), 1e-6)], box_corners(outer)).all())


def _access(s: Subject) -> list[Broken]:
    return [
        Broken("access", k, 1.0, side)
        for k in s.standing()
        for side, free in free_sides(s, k)
        if not free
    ]


def _reachable(s: Subject) -> list[Broken]:
    return [
        Broken("reachable", k, 1.0, side) for k, side, hit in walked(s, PERSON_RADIUS_M) if not hit
    ]


EVALUATORS: dict[str, Callable[[Subject], list[Broken]]] = {
    "inside": _inside,
    "no_collision": _no_collision,
    "doors_free": _doors_free,
    "windows_free": _windows_free,
    "supported": _supported,
    "access": _access,
    "reachable": _reachable,
    **SOFT_EVALUATORS,
}


def broken_rules(arrangement: Arrangement, *, hard_only: bool = False) -> list[Broken]:
    """Judge an arrangement by every rule; an empty list is a perfect room."""
    subject = subject_of(arrangement)
    broken = []
    for rule in RULES:
        if rule.hard or not hard_only:
            broken += EVALUATORS[rule.name](subject)
    return broken
