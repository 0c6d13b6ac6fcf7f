"""What a tour shows: each placed piece as a box with its front, and the group that is the room's focal point."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from layout.knowledge import Category, load_knowledge
from layout.placement import Arrangement
from showroom.room.scene import sku_of
from showroom.tour.floor import Body
from showroom.tour.views import Subject

__all__ = ["bodies_of", "focal_group", "group_subject", "product_subject"]

_AT_FRONT_M = 0.12
_TOGETHER_M = 1.3  # pieces of a group stand no farther from its main one


def bodies_of(
    arrangement: Arrangement, sizes_m: Mapping[str, tuple[float, float, float]]
) -> tuple[Body, ...]:
    """All placed pieces as boxes.

    Parameters
    ----------
    arrangement
        Where each piece stands.
    sizes_m
        Width, height and depth by SKU; the arrangement's own for what has none.
    """
    own = {f.item_id: (f.width_m, f.height_m, f.depth_m) for f in arrangement.footprints}
    bodies = []
    for placement in arrangement.placements:
        size = sizes_m.get(sku_of(placement.item_id)) or own[placement.item_id]
        bodies.append(
            Body(
                node=placement.item_id,
                centre_m=(placement.x_m, placement.z_m),
                half_m=(size[0] / 2, size[2] / 2),
                bottom_m=placement.y_m,
                top_m=placement.y_m + size[1],
                yaw_rad=placement.yaw_rad,
            )
        )
    return tuple(bodies)


def product_subject(arrangement: Arrangement, body: Body, bodies: tuple[Body, ...]) -> Subject:
    """One piece among all as what a view is of."""
    known = _known(arrangement, body)
    if _front_covered(body, bodies):
        return Subject((body,), body, front=0.1)
    if known is None:
        return Subject((body,), body, front=0.7)
    fronted = known.against_wall >= 0.5 or any(side.side == "front" for side in known.sides)
    if known.mount == "wall" or fronted:
        return Subject((body,), body, front=1.0)
    return Subject((body,), body, front=0.15 if known.mount in ("covering", "ceiling") else 0.4)


def focal_group(arrangement: Arrangement, bodies: tuple[Body, ...]) -> tuple[Body, ...]:
    """The main piece of the room, first, and what stands grouped with it; nothing in a room without standing pieces.

    The main piece is what a room of its type wants most, and the larger of equals.
    """
    graph = load_knowledge()
    known = {body.node: _known(arrangement, body) for body in bodies}

    def weight(body: Body) -> float:
        category = known[body.node]
        area = 4 * body.half_m[0] * body.half_m[1]
        if category is None:
            return round(1.0 * math.sqrt(area), 6)
        belongs = category.rooms.get(arrangement.room.room_type, 0.2)
        return round(category.wanted * belongs * math.sqrt(area), 6)

    standing = [
        body
        for body in bodies
        if body.bottom_m < 0.02
        and body.in_the_way
        and ((category := known[body.node]) is None or category.mount == "floor")
    ]
    if not standing:
        return ()
    main = max(standing, key=weight)
    own = known[main.node]
    group = [main]
    for body in bodies:
        other = known[body.node]
        if body is main or own is None or other is None or other.mount in ("covering", "ceiling"):
            continue
        relations = (
            *graph.relations_between(own.name, other.name),
            *graph.relations_between(other.name, own.name),
        )
        near = float(main.outside_m(_outline(body)).min()) < _TOGETHER_M
        if near and any(relation.group for relation in relations):
            group.append(body)
    return tuple(group)


def group_subject(group: tuple[Body, ...]) -> Subject:
    """A group as what a view is of: the box around it, turned as its main piece is."""
    main = group[0]
    c, s = math.cos(main.yaw_rad), math.sin(main.yaw_rad)
    corners = np.concatenate([_outline(body) for body in group]) - np.array(main.centre_m)
    u, v = corners[:, 0] * c - corners[:, 1] * s, corners[:, 0] * s + corners[:, 1] * c
    middle = ((u.min() + u.max()) / 2, (v.min() + v.max()) / 2)
    frame = Body(
        node=main.node,
        centre_m=(
            round(float(main.centre_m[0] + middle[0] * c + middle[1] * s), 6),
            round(float(main.centre_m[1] - middle[0] * s + middle[1] * c), 6),
        ),
        half_m=(float(np.ptp(u)) / 2, float(np.ptp(v)) / 2),
        bottom_m=0.0,
        top_m=max(body.top_m for body in group),
        yaw_rad=main.yaw_rad,
    )
    return Subject(group, frame, front=0.6, fill=0.62 if len(group) > 1 else 0.4)


def _front_covered(body: Body, bodies: tuple[Body, ...]) -> bool:
    """Whether its front stands at another piece, as a chair's does at its table."""
    reach = body.half_m[1] + _AT_FRONT_M
    x = body.centre_m[0] + math.sin(body.yaw_rad) * reach
    z = body.centre_m[1] + math.cos(body.yaw_rad) * reach
    point = np.array([[x, z]], dtype=np.float64)
    return any(
        other is not body
        and other.bottom_m < body.top_m
        and other.top_m > (body.bottom_m + body.top_m) / 2
        and float(other.outside_m(point)[0]) < 0
        for other in bodies
    )


def _known(arrangement: Arrangement, body: Body) -> Category | None:
    name = arrangement.category(body.node)
    return load_knowledge().categories.get(name) if name is not None else None


def _outline(body: Body) -> np.ndarray:
    """Corners and side middles of a body on the plan."""
    c, s = math.cos(body.yaw_rad), math.sin(body.yaw_rad)
    u, v = (a.ravel() for a in np.meshgrid((-1.0, 0.0, 1.0), (-1.0, 0.0, 1.0)))
    u, v = u * body.half_m[0], v * body.half_m[1]
    return np.stack([body.centre_m[0] + u * c + v * s, body.centre_m[1] - u * s + v * c], axis=1)
