"""A group: pieces that stand to each other in a fixed way, in a few variants.

Frame: that of the group, which is the anchor's `product` frame, metres.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from layout.items import Item
from layout.rules import weight

__all__ = [
    "Group",
    "Member",
    "Rect",
    "Satellite",
    "Variant",
    "make_variant",
    "merged",
    "overlap",
    "side_strip",
]

Rect = tuple[float, float, float, float]  # x0, x1, z0, z1 in the group's frame, metres

MERGE_WASTE_M2 = 0.12
LOOSE = 0.8


@dataclass(frozen=True)
class Member:
    """A piece of a group: its pose in the group's frame (metres, radians, quarter turns)."""

    item: Item
    x_m: float
    z_m: float
    yaw_rad: float

    @property
    def rect(self) -> Rect:
        """Its box in the group's frame."""
        w, d = self.item.footprint.width_m / 2, self.item.footprint.depth_m / 2
        if abs(math.sin(self.yaw_rad)) > 0.5:
            w, d = d, w
        return (self.x_m - w, self.x_m + w, self.z_m - d, self.z_m + d)


@dataclass(frozen=True)
class Variant:
    """One way to arrange a group.

    Attributes
    ----------
    members
        The pieces, the anchor first.
    left
        Ids of pieces that this variant has no room for.
    solids
        Boxes that nothing else may enter: x0, x1, z0, z1, group's frame.
    heights
        The height of each solid.
    clears
        Boxes that people use and that others' solids keep free of.
    reach
        Boxes that one has to be able to walk to, one for each member's side.
    cost
        What this variant costs against the best one.
    """

    members: tuple[Member, ...]
    left: tuple[str, ...]
    solids: Float[np.ndarray, "S 4"]
    heights: Float[np.ndarray, " S"]
    clears: Float[np.ndarray, "C 4"]
    reach: Float[np.ndarray, "R 4"]
    cost: float


@dataclass(frozen=True)
class Group:
    """An anchor with its satellites, in all variants."""

    anchor: Item
    variants: tuple[Variant, ...]

    @property
    def name(self) -> str:
        """The anchor's id."""
        return self.anchor.item_id

    @property
    def ids(self) -> list[str]:
        """The anchor's id and those of all its satellites, placed by every variant or not."""
        seen = dict.fromkeys(m.item.item_id for v in self.variants for m in v.members)
        return list(seen | dict.fromkeys(i for v in self.variants for i in v.left))


def overlap(a: Rect, b: Rect) -> bool:
    """Tell whether two boxes share floor; touching is none."""
    eps = 1e-6
    return a[0] < b[1] - eps and b[0] < a[1] - eps and a[2] < b[3] - eps and b[2] < a[3] - eps


def _area(r: Rect) -> float:
    return (r[1] - r[0]) * (r[3] - r[2])


def _union(a: Rect, b: Rect) -> Rect:
    return (min(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), max(a[3], b[3]))


def side_strip(rect: Rect, quarter: int, side: str, depth_m: float) -> Rect:
    """Return the strip before one side of a box that is turned by quarter turns."""
    order = ("front", "left", "back", "right")  # +z, +x, -z, -x at yaw 0; a turn moves +z to +x
    direction = (order.index(side) + quarter) % 4
    x0, x1, z0, z1 = rect
    return (
        (x0, x1, z1, z1 + depth_m),
        (x1, x1 + depth_m, z0, z1),
        (x0, x1, z0 - depth_m, z0),
        (x0 - depth_m, x0, z0, z1),
    )[direction]


def _clears(members: Sequence[Member], back_to_wall: bool) -> list[Rect]:
    """Collect the free strips of all members that do not lie on other members."""
    strips: list[Rect] = []
    for member in members:
        quarter = round(member.yaw_rad / (math.pi / 2)) % 4
        others = [m.rect for m in members if m is not member]
        for need in member.item.sides:
            if need.side in ("any", "flank"):
                names = ("front", "left", "right", "back") if need.side == "any" else None
                choices = [
                    side_strip(member.rect, quarter, s, need.clear_m)
                    for s in (names or ("left", "right"))
                ]
                free = [c for c in choices if not any(overlap(c, o) for o in others)]
                if len(members) > 1 and need.side == "any" and len(free) > 1:
                    free = [min(free, key=lambda c: -abs(c[0] + c[1]) - abs(c[2] + c[3]))]
                # A lone piece keeps its first free side: the front.
                strips.extend(free[:1])
                continue
            strip = side_strip(member.rect, quarter, need.side, need.clear_m)
            if need.side == "back" and back_to_wall:
                continue
            if not any(overlap(strip, o) for o in others):
                strips.append(strip)
            elif need.side in ("left", "right"):
                # Beside a bed: what the nightstand leaves.
                front = max((o[3] for o in others if overlap(strip, o)), default=strip[2])
                if front < strip[3] - 0.3:
                    strips.append((strip[0], strip[1], front, strip[3]))
    return strips


def merged(rects: list[tuple[Rect, float]]) -> list[tuple[Rect, float]]:
    """Join boxes whose common bounds waste little floor."""
    joined = True
    while joined:
        joined = False
        for (i, (a, ha)), (j, (b, hb)) in itertools.combinations(enumerate(rects), 2):
            both = _union(a, b)
            if _area(both) - _area(a) - _area(b) <= MERGE_WASTE_M2:
                rects = [r for k, r in enumerate(rects) if k not in (i, j)]
                rects.append((both, max(ha, hb)))
                joined = True
                break
    return rects


def make_variant(
    members: Sequence[Member],
    left: Sequence[str],
    cost: float,
    around: bool = False,
    extra_clears: Sequence[Rect] = (),
) -> Variant:
    """Work out a variant's solid and clear boxes."""
    back_to_wall = members[0].item.facts.against_wall >= 0.9
    rects = [(m.rect, m.item.footprint.height_m) for m in members]
    if around and len(rects) > 1:
        bounds = rects[0][0]
        for rect, _ in rects[1:]:
            bounds = _union(bounds, rect)
        rects = [(bounds, max(h for _, h in rects))]
    solids = merged(rects)
    strips = [*_clears(members, back_to_wall), *extra_clears]
    clears = [r for r, _ in merged([(c, 0.0) for c in strips])]
    return Variant(
        members=tuple(members),
        left=tuple(left),
        solids=np.array([r for r, _ in solids], dtype=np.float64).reshape(-1, 4),
        heights=np.array([h for _, h in solids], dtype=np.float64),
        clears=np.array(clears, dtype=np.float64).reshape(-1, 4),
        reach=np.array(strips, dtype=np.float64).reshape(-1, 4),
        cost=cost,
    )


@dataclass(frozen=True)
class Satellite:
    """A piece that follows another: its role, the piece that it stands to, and how much it wishes to."""

    role: str
    item: Item
    host: str
    strength: float

    @property
    def loose_cost(self) -> float:
        """Cost of setting it apart: its wish will hardly be met there."""
        return LOOSE + weight("relations") * self.strength
