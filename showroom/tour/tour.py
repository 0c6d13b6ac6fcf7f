"""A tour of a furnished room: stops chosen from the plan, and the camera's way through them.

It begins with the view from the entrance and the room's focal point, shows each product once from its flattering side
in an order that makes a short walk, and ends with a view of the whole room.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from layout.knowledge import load_knowledge
from layout.placement import Arrangement
from showroom.product.facts import ProductFacts
from showroom.room.scene import entrance, sku_of
from showroom.tour.floor import Body, Floor, Ways
from showroom.tour.order import short_walk
from showroom.tour.path import TourPath, tour_path
from showroom.tour.sight import Sight
from showroom.tour.subjects import bodies_of, focal_group, group_subject, product_subject
from showroom.tour.views import View, entrance_view, overview, subject_view
from showroom.tour.words import TourWords

__all__ = ["DWELL_S", "StopKind", "Tour", "TourStop", "TourWarning", "plan_tour"]

StopKind = Literal["entrance", "focal", "product", "overview"]

DWELL_S = 3.0
_TURN_COST_M = 0.4  # a turn by a radian counts as so much walking


@dataclass(frozen=True)
class TourStop:
    """Where the camera rests, and what is said there.

    Attributes
    ----------
    camera
        Name of its camera in the room's files.
    kind
        What is shown.
    time_s, dwell_s
        When it is reached, from the tour's begin, and how long it is looked at.
    position_m, target_m
        Eye, and the point in the middle of the picture; frame `room`.
    product
        SKU of what is shown, None where it is no single product.
    title, text
        By language tag.
    """

    camera: str
    kind: StopKind
    time_s: float
    dwell_s: float
    position_m: tuple[float, float, float]
    target_m: tuple[float, float, float]
    product: str | None
    title: Mapping[str, str]
    text: Mapping[str, str]


@dataclass(frozen=True)
class TourWarning:
    """What a tour lacks: a code for programs, a sentence for people."""

    code: str
    message: str


@dataclass(frozen=True, eq=False)
class Tour:
    """A planned tour.

    Attributes
    ----------
    stops
        In the order of the walk; none if nobody can stand in the room.
    path
        The camera's way through all stops, None without stops.
    warnings
        What it lacks.
    """

    stops: tuple[TourStop, ...]
    path: TourPath | None
    warnings: tuple[TourWarning, ...]

    @property
    def duration_s(self) -> float:
        """Length of the tour."""
        return float(self.path.times_s[-1]) if self.path is not None else 0.0


@dataclass(frozen=True)
class _Planned:
    """A stop before it has its time."""

    kind: StopKind
    view: View
    product: str | None
    title: Mapping[str, str]
    text: Mapping[str, str]


def plan_tour(arrangement: Arrangement, facts: Mapping[str, ProductFacts]) -> Tour:
    """Plan the tour of a furnished room; the same room gives the same tour.

    Parameters
    ----------
    arrangement
        The room and where each piece stands.
    facts
        Names, texts and true sizes of the placed products, by SKU.
    """
    room = arrangement.room
    bodies = bodies_of(arrangement, {sku: f.size_m for sku, f in facts.items()})
    start = entrance(room)
    floor = Floor(room, bodies, (start.position_m[0], start.position_m[2]))
    if len(floor.places) == 0:
        message = (
            f"{room.room_id}: no floor is left where a visitor could stand, so the room has no tour. "
            "Leave something out, or make the room larger."
        )
        return Tour((), None, (TourWarning("tour_no_floor", message),))
    sight = Sight.of(bodies, room.polygon_m)
    words = TourWords.of(facts[sku] for sku in {sku_of(b.node) for b in bodies} if sku in facts)
    planner = _Planner(arrangement, facts, bodies, floor, sight, words)
    first = _Planned(
        "entrance",
        entrance_view(floor, start.position_m, start.yaw_rad),
        None,
        planner.said("entrance_title"),
        planner.said("entrance_text"),
    )
    focal, products, warnings = planner.focal(), *planner.products()
    last = planner.last(first.view.place)
    ends = [first, *focal][-1]
    middle, ways = _ordered(floor, [ends, *products, last])
    stops = [first, *focal][:-1] + middle
    lead = floor.ways([first.view.place]).way(0, ends.view.place) if focal else []
    path, arrivals = tour_path(
        floor, [stop.view for stop in stops], [*([lead] if focal else []), *ways], DWELL_S
    )
    missing = words.without_sentences
    if missing:
        message = (
            f"{room.room_id}: there are no sentences in {', '.join(missing)}; where the catalog has no text of its own "
            "in these languages, the tour speaks English."
        )
        warnings.append(TourWarning("tour_language", message))
    taken = {body.node for body in bodies}
    finished = tuple(
        TourStop(
            camera=_free_name(f"tour-{number}", taken),
            kind=stop.kind,
            time_s=time_s,
            dwell_s=DWELL_S,
            position_m=stop.view.position_m,
            target_m=stop.view.target_m,
            product=stop.product,
            title=stop.title,
            text=stop.text,
        )
        for number, (stop, time_s) in enumerate(zip(stops, arrivals, strict=True), start=1)
    )
    return Tour(finished, path, tuple(warnings))


def _free_name(name: str, taken: set[str]) -> str:
    """The name, or one that no SKU can be (they have no spaces), where a product bears it."""
    return f"{name} (camera)" if name in taken else name


@dataclass(frozen=True, eq=False)
class _Planner:
    """Chooses the stops of one room."""

    arrangement: Arrangement
    facts: Mapping[str, ProductFacts]
    bodies: tuple[Body, ...]
    floor: Floor
    sight: Sight
    words: TourWords

    def said(self, key: str) -> dict[str, str]:
        count = len({sku_of(body.node) for body in self.bodies})
        return self.words.said(key, self.arrangement.room.room_type, count)

    def focal(self) -> list[_Planned]:
        """The room's focal point, or nothing where there is none to be seen."""
        group = focal_group(self.arrangement, self.bodies)
        if not group:
            return []
        view = subject_view(self.floor, self.sight, group_subject(group))
        if view is None:
            return []
        skus = dict.fromkeys(sku_of(body.node) for body in group)
        listed = self.words.listed([self.facts[sku] for sku in skus if sku in self.facts])
        single = next(iter(skus)) if len(skus) == 1 else None
        return [_Planned("focal", view, single, self.said("focal_title"), listed)]

    def products(self) -> tuple[list[_Planned], list[TourWarning]]:
        """A stop for each product, the best of its pieces, and what could not be had."""
        stops, warnings = [], []
        of_sku: dict[str, list[Body]] = {}
        for body in self.bodies:
            of_sku.setdefault(sku_of(body.node), []).append(body)
        for sku, pieces in of_sku.items():
            views = [
                subject_view(
                    self.floor, self.sight, product_subject(self.arrangement, piece, self.bodies)
                )
                for piece in pieces
            ]
            seen = [view for view in views if view is not None]
            if not seen or sku not in self.facts:
                message = (
                    f"{sku} has no stop on the tour of {self.arrangement.room.room_id}: from nowhere on the free floor "
                    "is it seen well. Move it, or what stands before it."
                )
                warnings.append(TourWarning("tour_no_view", message))
                continue
            view = min(seen, key=lambda v: v.cost)
            told = self.facts[sku]
            stops.append(
                _Planned("product", view, sku, self.words.title(told), self.words.text(told))
            )
        return stops, warnings

    def last(self, start: int) -> _Planned:
        graph = load_knowledge().categories
        shown = tuple(
            body
            for body in self.bodies
            if (kind := self.arrangement.category(body.node)) is None
            or graph[kind].mount != "covering"
        )
        view = overview(self.floor, self.sight, shown, start)
        return _Planned(
            "overview", view, None, self.said("overview_title"), self.said("overview_text")
        )


def _ordered(floor: Floor, stops: list[_Planned]) -> tuple[list[_Planned], list[list[int]]]:
    """The stops in an order that makes a short walk, from the first to the last, and the ways between them."""
    ways: Ways = floor.ways([stop.view.place for stop in stops])
    places = [stop.view.place for stop in stops]
    looks = np.array([_yaw(stop.view) for stop in stops])
    turns = np.abs((looks[:, None] - looks[None] + math.pi) % (2 * math.pi) - math.pi)
    order = short_walk(ways.costs_m[:, places] + _TURN_COST_M * turns)
    lines = [ways.way(a, places[b]) for a, b in pairwise(order)]
    return [stops[k] for k in order], lines


def _yaw(view: View) -> float:
    x, _, z = (t - p for t, p in zip(view.target_m, view.position_m, strict=True))
    return math.atan2(x, z)
