"""An arrangement ready to be judged: boxes on the plan, sides that people use, walks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from layout.boxes import inside_polygon, separation
from layout.explain import placement_box
from layout.items import Item, items_of
from layout.knowledge import load_knowledge
from layout.placement import Arrangement, Placement
from layout.sides import either_side, side_box
from layout.site import Site, make_site
from layout.walkways import make_raster

__all__ = ["SLACK_M", "Broken", "Subject", "free_sides", "shrunk", "subject_of", "walked"]

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


def shrunk(box: np.ndarray) -> np.ndarray:
    """Return a box smaller by the slack at every side, so that touching is no overlap."""
    smaller = box.copy()
    smaller[2:4] = np.maximum(smaller[2:4] - SLACK_M, 1e-4)
    return smaller


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
    if not bool(inside_polygon(shrunk(strip), s.site.polygon)):
        return False
    for other in s.standing():
        if other == item_id or other in friends:
            continue
        if float(separation(s.boxes[other], strip)) < -SLACK_M:
            return False
    return all(float(separation(z, strip)) >= -SLACK_M for z in s.site.fixed)


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
            hit = any(raster.touches(reached, b) for b in strips)
            out.append((k, need.side, hit))
    return out
