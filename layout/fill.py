"""What a sparse room lacks: rugs, plants, pictures, books and cushions that are nobody's products.

The knowledge graph leads: a filler comes where a relation of the graph wishes for one (a rug under the seating
group, a picture above the sofa) and only in rooms where its category belongs. No piece of the merchant's is moved,
and where the merchant's own product of a category stands, none of that category is added. Fillers know boxes
only; `showroom` sets cushions and small things onto the true meshes.

Running the whole engine again with every piece locked was tried: it takes 0.13 to 2.2 s a room, these steps 0.1 s.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import shapely

from layout.explain import explain
from layout.fill_places import (
    Furnished,
    corner_pose,
    furnished,
    hung_over,
    hung_somewhere,
    laid_rug,
    top_pose,
)
from layout.fill_seats import SEATS, cushion_poses
from layout.fill_sizes import fitting_pictures, fitting_rugs
from layout.footprint import Footprint
from layout.items import Item, items_of
from layout.knowledge import load_knowledge
from layout.placement import Arrangement, Placement
from layout.room import Room
from layout.tops import Pose

__all__ = ["CUSHION", "Filler", "FillerOffer", "fill_room"]

CUSHION = "cushion"
"""Not a category of the graph: cushions lie on a seat, which only the true mesh knows."""

BELONGS = 0.3
"""A filler comes only into rooms to which the graph gives its category at least this weight."""

AREA_EACH_M2 = 4.0
FEWEST, MOST = 2, 8
SPARSE_COVERAGE = 0.2
"""A room with less of its floor under furniture gets a second plant and a second picture."""

NARROW_M = 2.0
"""A room whose shorter side is less is a corridor."""


@dataclass(frozen=True)
class FillerOffer:
    """A kind of filler that can be made.

    Attributes
    ----------
    category
        Category of the knowledge graph, or `CUSHION`.
    sizes_m
        Width, depth and height of each size it comes in, `product` frame, metres; the usual one first.
    """

    category: str
    sizes_m: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Filler:
    """One filler and its place.

    Attributes
    ----------
    footprint
        Its box; the id is the node's name, as "filler-rug-1".
    category
        As in the offer.
    placement
        Where it stands, frame `room`; of a cushion only roughly, for the seat's true surface decides.
    host
        Id of the piece that it lies on, under or over; None where there is none.
    """

    footprint: Footprint
    category: str
    placement: Placement
    host: str | None = None

    @property
    def item_id(self) -> str:
        """The footprint's id."""
        return self.footprint.item_id


@dataclass
class _Fill:
    """One run: the room so far, and what has been added."""

    room: Furnished
    offers: dict[str, FillerOffer]
    rng: np.random.Generator
    left: int
    fillers: list[Filler]

    def name(self, category: str) -> str:
        """The next free id of a category."""
        count = sum(f.category == category for f in self.fillers)
        return f"filler-{category.replace('_', '-')}-{count + 1}"

    def add(self, box: Footprint, pose: Pose, host: str | None, reason: str = "") -> None:
        """Note a filler; the next ones find it in its place."""
        category = str(box.category)
        x, y, z, yaw = (round(v, 6) for v in (pose.x_m, pose.y_m, pose.z_m, pose.yaw_rad))
        placement = Placement(box.item_id, x, y, z, yaw, reason)
        self.fillers.append(Filler(box, category, placement, host))
        if category != CUSHION:
            self.room.put(_item(box), Pose(x, y, z, yaw))

    def boxes(self, category: str) -> Iterator[Footprint]:
        """Boxes that a category is offered in."""
        name = self.name(category)
        for width_m, depth_m, height_m in self.offers[category].sizes_m:
            yield Footprint(name, category, width_m, depth_m, height_m)


def fill_room(
    arrangement: Arrangement, offers: Sequence[FillerOffer], *, seed: int = 0
) -> tuple[Filler, ...]:
    """Choose fillers for a furnished room and place them; the merchant's pieces stay as they are.

    Parameters
    ----------
    arrangement
        The furnished room, as the engine left it.
    offers
        Which fillers can be made.
    seed
        The same seed gives the same fillers.
    """
    graph = load_knowledge()
    room = furnished(arrangement)
    own = [item for item in room.items.values() if item.category is not None]
    decor = sum(graph.is_a(str(item.category), "decor") for item in own)
    has = {item.category for item in own}
    offered = {o.category: o for o in offers if o.category not in has and _belongs(o, arrangement)}
    wanted = round(arrangement.room.area_m2 / AREA_EACH_M2)
    fill = _Fill(
        room=room,
        offers=offered,
        rng=np.random.default_rng((seed, 5)),
        left=min(max(wanted, FEWEST), MOST) - decor,
        fillers=[],
    )
    if _shorter_side_m(arrangement.room) < NARROW_M:
        # A plant in a corridor is what one walks into.
        offered.pop("houseplant", None)
    for category, step in _steps(sparse=room.coverage < SPARSE_COVERAGE):
        if category in offered and fill.left > 0:
            fill.left -= step(fill)
    return _explained(arrangement, fill.fillers)


def _shorter_side_m(room: Room) -> float:
    """Of the smallest rectangle around the room, turned as it likes."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(room.shape))
    return float(min(math.dist(a, b) for a, b in pairwise(corners[:3])))


def _belongs(offer: FillerOffer, arrangement: Arrangement) -> bool:
    """Whether the graph has this kind in rooms of this type; cushions go wherever a seat is."""
    if offer.category == CUSHION:
        return True
    weights = load_knowledge().category(offer.category).rooms
    return weights.get(arrangement.room.room_type, 0.0) >= BELONGS


def _steps(*, sparse: bool) -> list[tuple[str, Callable[[_Fill], int]]]:
    """What a room is asked about, most telling first; each step says how many things it added."""
    steps: list[tuple[str, Callable[[_Fill], int]]] = [
        ("rug", _lay_rug),
        (CUSHION, lambda fill: _lay_cushions(fill, 1)),
        ("houseplant", _stand_plant),
        ("picture", _hang_picture),
        ("table_plant", lambda fill: _set_on_top(fill, "table_plant")),
        ("books", lambda fill: _set_on_top(fill, "books")),
        (CUSHION, lambda fill: _lay_cushions(fill, 2)),
    ]
    return [*steps, ("houseplant", _stand_plant), ("picture", _hang_picture)] if sparse else steps


def _lay_rug(fill: _Fill) -> int:
    """A rug under what the graph wishes one under, as large as the group asks for."""
    for host in fill.room.hosts("rug", "under"):
        for box in fitting_rugs(fill.room, host, list(fill.boxes("rug"))):
            pose = laid_rug(fill.room, _item(box), host)
            if pose is not None:
                fill.add(box, pose, host)
                return 1
    if fill.room.coverage >= SPARSE_COVERAGE:
        return 0
    for box in fitting_rugs(fill.room, None, list(fill.boxes("rug"))):
        pose = laid_rug(fill.room, _item(box), None)
        if pose is not None:
            fill.add(box, pose, None)
            return 1
    return 0


def _stand_plant(fill: _Fill) -> int:
    """A tall plant in the best free corner; the largest that harms nobody's way."""
    for box in fill.boxes("houseplant"):
        pose = corner_pose(fill.room, _item(box), fill.rng)
        if pose is not None:
            fill.add(box, pose, None)
            return 1
    return 0


def _hang_picture(fill: _Fill) -> int:
    """A picture above what the graph wishes one above, else on the largest bare wall."""
    boxes = list(fill.boxes("picture"))
    for host in fill.room.hosts("picture", "above"):
        for box in fitting_pictures(boxes, fill.room.items[host].footprint.width_m):
            pose = hung_over(fill.room, _item(box), host)
            if pose is not None:
                fill.add(box, pose, host)
                return 1
    for box in boxes:
        pose = hung_somewhere(fill.room, _item(box))
        if pose is not None:
            fill.add(box, pose, None)
            return 1
    return 0


def _set_on_top(fill: _Fill, category: str) -> int:
    """A small thing on the top that the graph likes best for it."""
    for host in fill.room.hosts(category, "on_top_of"):
        for box in fill.boxes(category):
            pose = top_pose(fill.room, _item(box), host)
            if pose is not None:
                fill.add(box, pose, host)
                return 1
    return 0


def _lay_cushions(fill: _Fill, rank: int) -> int:
    """Cushions on the sofa (rank 1), or on one bed or armchair (rank 2)."""
    graph = load_knowledge()
    done = {f.host for f in fill.fillers if f.category == CUSHION}
    for item_id, item in fill.room.items.items():
        kinds = graph.lineage(item.category) if item.category else ()
        if item_id in done or not any(SEATS.get(kind) == rank for kind in kinds):
            continue
        sizes = fill.offers[CUSHION].sizes_m
        for pose, width_m, depth_m, height_m in cushion_poses(
            item, fill.room.poses[item_id], sizes, fill.rng
        ):
            box = Footprint(fill.name(CUSHION), CUSHION, width_m, depth_m, height_m)
            fill.add(box, pose, item_id, f"on the {item.facts.title}")
        return 1
    return 0


def _item(box: Footprint) -> Item:
    (item,), _ = items_of([box], load_knowledge())
    return item


def _explained(arrangement: Arrangement, fillers: Sequence[Filler]) -> tuple[Filler, ...]:
    """Give every filler its reason, in the words the engine uses for products."""
    graph = load_knowledge()
    placed = [f for f in fillers if f.category != CUSHION]
    items, _ = items_of([*arrangement.footprints, *(f.footprint for f in placed)], graph)
    at = [*arrangement.placements, *(f.placement for f in placed)]
    hosts = {
        f.item_id: f.host
        for f in placed
        if f.host is not None and graph.category(f.category).mount == "top"
    }
    told = {p.item_id: p for p in explain(arrangement.room, items, at, hosts)}
    return tuple(replace(f, placement=told.get(f.item_id, f.placement)) for f in fillers)
