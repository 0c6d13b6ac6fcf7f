"""Where a group could stand: poses along the walls and on the open floor that break no hard rule."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from layout.boxes import world_boxes
from layout.group import Group, Variant
from layout.site import Site, snapped_yaw

__all__ = ["BACK_GAP_M", "Candidates", "candidates_near", "candidates_of", "joined", "member_ids"]

BACK_GAP_M = 0.01
"""Between a piece's back and its wall: a skirting board."""

WALL_STEP_M = 0.2
FLOOR_STEP_M = 0.25
FREE_ABOVE = 0.95
"""Pieces that wish for a wall this much never stand free."""


@dataclass(frozen=True)
class Candidates:
    """The possible places of one group, all of them valid on their own.

    Attributes
    ----------
    group
        The group.
    variant
        Which of its variants each place uses.
    poses
        x, z, yaw of the group's origin.
    wall
        The wall at its back, -1 on the open floor.
    solids, clears
        World boxes; a variant with fewer boxes repeats its first.
    has_clear
        Which clear boxes are real.
    """

    group: Group
    variant: Int[np.ndarray, " N"]
    poses: Float[np.ndarray, "N 3"]
    wall: Int[np.ndarray, " N"]
    solids: Float[np.ndarray, "N S 5"]
    clears: Float[np.ndarray, "N C 5"]
    has_clear: Bool[np.ndarray, "N C"]

    def __len__(self) -> int:
        return len(self.poses)

    def take(self, keep: Int[np.ndarray, " K"]) -> Candidates:
        """Keep some of the places, in the given order."""
        return Candidates(
            self.group,
            self.variant[keep],
            self.poses[keep],
            self.wall[keep],
            self.solids[keep],
            self.clears[keep],
            self.has_clear[keep],
        )

    def member_poses(self, index: int) -> Float[np.ndarray, "N 3"]:
        """Poses (x, z, yaw) of the group's member with this index in the anchor-first order."""
        out = np.full((len(self), 3), np.nan)
        for v, variant in enumerate(self.group.variants):
            rows = self.variant == v
            ids = [m.item.item_id for m in variant.members]
            name = member_ids(self.group)[index]
            if name in ids:
                member = variant.members[ids.index(name)]
                local = np.array([[member.x_m, member.x_m, member.z_m, member.z_m]])
                out[rows, :2] = world_boxes(self.poses[rows], local)[:, 0, :2]
                out[rows, 2] = self.poses[rows, 2] + member.yaw_rad
        return out


def member_ids(group: Group) -> list[str]:
    """Ids of all pieces that any variant of the group places, the anchor first."""
    seen = dict.fromkeys(m.item.item_id for v in group.variants for m in v.members)
    return list(seen)


def _wall_poses(
    variant: Variant, site: Site, step_m: float
) -> tuple[list[tuple[float, float, float]], list[int]]:
    """Poses with the back to a wall: flush in its corners and at its openings, centred, on a grid."""
    x_low, x_high = variant.solids[:, 0].min(), variant.solids[:, 1].max()
    back = variant.solids[:, 2].min()
    poses: list[tuple[float, float, float]] = []
    walls: list[int] = []
    for wall in site.room.walls:
        length = wall.length_m
        low, high = BACK_GAP_M - x_low, length - BACK_GAP_M - x_high
        if high < low - 1e-6:
            continue
        marks = {low, high, (low + high) / 2, length / 2}
        edges = []
        for opening in site.room.openings:
            if opening.wall == wall.index:
                start, end = opening.offset_m, opening.offset_m + opening.width_m
                marks |= {start - x_high - 0.03, end - x_low + 0.03, (start + end) / 2}
                edges += [start, end]
        stops = [0.0, *sorted(edges), length]
        for a, b in zip(stops[:-1:2], stops[1::2], strict=False):
            marks.add((a + b) / 2 - (x_low + x_high) / 2)
        count = max(1, math.ceil((high - low) / step_m))
        marks |= {low + (high - low) * k / count for k in range(count + 1)}
        yaw = snapped_yaw(wall.facing_yaw_rad)
        for mark in sorted({round(m, 4) for m in marks}):
            if low - 1e-6 <= mark <= high + 1e-6:
                x, z = wall.at(mark, BACK_GAP_M - back)
                poses.append((x, z, yaw))
                walls.append(wall.index)
    return poses, walls


def _floor_poses(variant: Variant, site: Site, step_m: float) -> list[tuple[float, float, float]]:
    """Poses on a grid over the open floor, in the four quarter turns of the longest wall."""
    low, high = site.polygon.min(axis=0), site.polygon.max(axis=0)
    symmetric = bool(
        np.allclose(variant.solids[:, 0].min(), -variant.solids[:, 1].max(), atol=1e-3)
        and np.allclose(variant.solids[:, 2].min(), -variant.solids[:, 3].max(), atol=1e-3)
    )
    area = float((high - low).prod())
    step = max(step_m, math.sqrt(area / 500))
    axes = []
    for a, b in zip(low, high, strict=True):
        n = max(2, math.ceil((b - a) / step))
        n += n % 2  # an even number of steps keeps the centre line
        axes.append(np.linspace(a, b, n + 1)[1:-1])
    xs, zs = np.meshgrid(*axes, indexing="ij")
    turns = (0, 1) if symmetric else (0, 1, 2, 3)
    return [
        (float(x), float(z), snapped_yaw(t * math.pi / 2))
        for t in turns
        for x, z in zip(xs.ravel(), zs.ravel(), strict=True)
    ]


def candidates_of(
    group: Group,
    site: Site,
    *,
    wall_step_m: float = WALL_STEP_M,
    floor_step_m: float = FLOOR_STEP_M,
    only: tuple[float, float, float] | None = None,
) -> Candidates:
    """List the places where a group breaks no hard rule by itself.

    Inside the room, off the doors' and windows' zones and built-in elements, its functional sides
    free of walls; pieces made for a wall at a wall.  With `only` the group's origin stays there
    (x, z, yaw), whatever its anchor needs.
    """
    parts = []
    for number, variant in enumerate(group.variants):
        if only is not None:
            poses, walls = [only], [-1]
        else:
            poses, walls = _wall_poses(variant, site, wall_step_m)
        if only is None and group.anchor.facts.against_wall < FREE_ABOVE:
            free = _floor_poses(variant, site, floor_step_m)
            poses += free
            walls += [-1] * len(free)
        whatever = only is not None and len(variant.members) == 1
        parts.append(_allowed(group, number, poses, walls, site, whatever=whatever))
    return _joined(group, parts)


def candidates_near(
    candidates: Candidates, label: int, site: Site, *, step_m: float, reach_m: float
) -> Candidates:
    """List the places a few small steps from one of a group's places, along its wall if it has one."""
    x, z, yaw = (float(v) for v in candidates.poses[label])
    wall = int(candidates.wall[label])
    count = round(reach_m / step_m)
    steps = [k * step_m for k in range(-count, count + 1)]
    if wall >= 0:
        dx, dz = site.room.walls[wall].direction
        poses = [(x + dx * s, z + dz * s, yaw) for s in steps]
    else:
        poses = [(x + s, z + r, yaw) for s in steps for r in steps]
    number = int(candidates.variant[label])
    part = _allowed(candidates.group, number, poses, [wall] * len(poses), site)
    return _joined(candidates.group, [part])


def joined(one: Candidates, other: Candidates) -> Candidates:
    """Join two lists of places of one group."""
    return Candidates(
        one.group,
        *(
            np.concatenate([getattr(one, name), getattr(other, name)])
            for name in ("variant", "poses", "wall", "solids", "clears", "has_clear")
        ),
    )


_Part = tuple[np.ndarray, ...]


def _allowed(
    group: Group,
    number: int,
    poses: list[tuple[float, float, float]],
    walls: list[int],
    site: Site,
    *,
    whatever: bool = False,
) -> _Part:
    """Keep those places of a variant that break no hard rule (or any): the columns of `Candidates`."""
    variant = group.variants[number]
    n_solids = max(len(v.solids) for v in group.variants)
    n_clears = max(len(v.clears) for v in group.variants)
    at = np.array(poses, dtype=np.float64).reshape(-1, 3)
    solids = world_boxes(at, variant.solids)
    clears = world_boxes(at, variant.clears)
    heights = np.broadcast_to(variant.heights, solids.shape[:2])
    ok = np.asarray(site.allows(solids, heights).all(axis=1)).reshape(-1)
    kept = np.flatnonzero(ok)
    ok[kept] &= site.clear(clears[kept]).all(axis=1)
    if whatever:
        ok[:] = True
    keep = np.flatnonzero(ok)
    pad_s = [0] * (n_solids - len(variant.solids))
    pad_c = [0] * (n_clears - len(variant.clears))
    rows_s = solids[keep][:, [*range(len(variant.solids)), *pad_s]]
    if len(variant.clears):
        rows_c = clears[keep][:, [*range(len(variant.clears)), *pad_c]]
    else:
        rows_c = np.repeat(rows_s[:, :1], n_clears, axis=1)
    real = np.zeros((len(keep), n_clears), dtype=bool)
    real[:, : len(variant.clears)] = True
    wall = np.array(walls, dtype=np.int64)[keep]
    return np.full(len(keep), number), at[keep], wall, rows_s, rows_c, real


def _joined(group: Group, parts: list[_Part]) -> Candidates:
    return Candidates(group, *(np.concatenate([p[k] for p in parts]) for k in range(6)))
