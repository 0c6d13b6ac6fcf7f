"""Checks on the true meshes of a finished room: nothing collides, floats, sinks or leaves the room.

Definitions from SceneEval: a collision is an intersection of two meshes that remains after moving them 5 mm
apart; a piece is out of bounds with less than 99 % of 1,000 surface points over the floor.

Source: Tam et al., "SceneEval: Evaluating Semantic Coherence in Text-Conditioned 3D Indoor Scene Synthesis",
2025, section on fidelity-independent metrics.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from itertools import combinations
from typing import Literal

import numpy as np
import shapely
from jaxtyping import Float, Int

from layout.placement import Arrangement
from layout.room import Room
from reconstruct.raycast import RayCaster
from showroom.scene import Scene, walk

__all__ = ["Finding", "PlacedMesh", "check_scene", "collide", "placed_meshes", "share_over_floor"]

SEPARATION_M = 0.005
CONTACT_M = 0.005
SURFACE_POINTS = 1000
IN_BOUNDS_SHARE = 0.99
_RUG_HEIGHT_M = 0.035  # furniture stands on and in what is flatter than this
_WALL_REACH_M = 0.04  # what hangs touches the wall or the ceiling within this


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that a check found.

    Attributes
    ----------
    item
        File, node or SKU.
    code
        Stable name for programs: `collision`, `floats`, `sinks`, `out_of_bounds`, `not_checked`, ...
    message
        Item, what was found, what was expected, and the remedy.
    severity
        An error makes the file unfit; a warning deserves a look.
    """

    item: str
    code: str
    message: str
    severity: Literal["error", "warning"] = "warning"

    def as_json(self) -> dict[str, str]:
        """The finding as `showroom check --json` prints it."""
        return asdict(self)


@dataclass(eq=False)
class PlacedMesh:
    """The triangles of one placed piece, in the frame `room`."""

    name: str
    vertices_m: Float[np.ndarray, "V 3"]
    faces: Int[np.ndarray, "F 3"]
    _caster: RayCaster | None = field(default=None, repr=False)

    @property
    def caster(self) -> RayCaster:
        """Ray caster of this piece alone, made on first use."""
        if self._caster is None:
            self._caster = RayCaster(self.vertices_m, self.faces)
        return self._caster

    @property
    def low(self) -> Float[np.ndarray, " 3"]:
        """Lower corner of the bounds."""
        return np.asarray(self.vertices_m.min(axis=0))

    @property
    def high(self) -> Float[np.ndarray, " 3"]:
        """Upper corner of the bounds."""
        return np.asarray(self.vertices_m.max(axis=0))


def check_scene(scene: Scene, arrangement: Arrangement) -> tuple[Finding, ...]:
    """What is wrong with the placed pieces of a room and its fillers; empty if all stand as they should."""
    names = [placement.item_id for placement in arrangement.placements]
    names += [node.name for node, _ in walk(scene) if node.extras.get("kind") == "filler"]
    pieces = placed_meshes(scene, names)
    found = {piece.name for piece in pieces}
    findings = [
        Finding(name, "missing", f"{name}: placed in the plan, found no mesh in the scene")
        for name in names
        if name not in found
    ]
    findings += [
        Finding(
            a.name,
            "collision",
            f"{a.name} and {b.name}: expected two pieces that do not touch deeper than "
            f"{1000 * SEPARATION_M:.0f} mm, found their surfaces crossing; move one of them",
        )
        for a, b in combinations(pieces, 2)
        if collide(a, b)
    ]
    for piece in pieces:
        findings += _standing(piece, pieces, arrangement.room)
        share = share_over_floor(piece, arrangement.room)
        if share < IN_BOUNDS_SHARE:
            findings.append(
                Finding(
                    piece.name,
                    "out_of_bounds",
                    f"{piece.name}: expected at least {IN_BOUNDS_SHARE:.0%} of its surface over the floor, "
                    f"found {share:.1%}; move it into the room",
                )
            )
    return tuple(findings)


def placed_meshes(scene: Scene, names: Iterable[str]) -> list[PlacedMesh]:
    """Meshes of the named nodes, children included, in the frame `room`."""
    wanted = set(names)
    pieces = []
    for node, T_room_node in walk(scene):
        if node.name in wanted:
            vertices, faces, count = [], [], 0
            inside = Scene(node.name, node.children)
            own = [(node, np.eye(4)), *walk(inside)]
            for part, T_node_part in own:
                T = T_room_node @ T_node_part
                for primitive in () if part.mesh is None else part.mesh.primitives:
                    vertices.append(primitive.positions_m @ T[:3, :3].T + T[:3, 3])
                    faces.append(primitive.faces.astype(np.int64) + count)
                    count += len(primitive.positions_m)
            if vertices:
                pieces.append(
                    PlacedMesh(node.name, np.concatenate(vertices), np.concatenate(faces))
                )
    return pieces


def collide(a: PlacedMesh, b: PlacedMesh) -> bool:
    """Whether the meshes still intersect after moving `b` 5 mm away, whichever way that is.

    A rug does not collide with what stands on it.
    """
    if min(a.high[1] - a.low[1], b.high[1] - b.low[1]) < _RUG_HEIGHT_M:
        return False
    overlap = np.minimum(a.high, b.high) - np.maximum(a.low, b.low)
    if (overlap <= SEPARATION_M).any():
        return False
    if not _intersect(a, b, np.zeros(3)):
        return False
    apart = (b.low + b.high - a.low - a.high) / 2
    ways = [np.sign(apart[k]) * np.eye(3)[k] for k in np.argsort(overlap) if apart[k] != 0]
    ways.append(apart / max(float(np.linalg.norm(apart)), 1e-9))
    return all(_intersect(a, b, way * SEPARATION_M) for way in ways)


def _intersect(a: PlacedMesh, b: PlacedMesh, shift_m: Float[np.ndarray, " 3"]) -> bool:
    """Whether `a` and `b` moved by `shift_m` cross, or one holds the other.

    Two triangles that cross do so on an edge of one of them, so edges are cast as rays at the other mesh.
    """
    low = np.maximum(a.low, b.low + shift_m)
    high = np.minimum(a.high, b.high + shift_m)
    for at, of, move in ((a, b, shift_m), (b, a, -shift_m)):
        corners = of.vertices_m[of.faces] + move
        reach_low = low if at is a else low - shift_m
        reach_high = high if at is a else high - shift_m
        near = ((corners.min(1) <= reach_high) & (corners.max(1) >= reach_low)).all(1)
        start = corners[near].reshape(-1, 3)
        along = np.roll(corners[near], -1, axis=1).reshape(-1, 3) - start
        length = np.linalg.norm(along, axis=1)
        keep = length > 1e-9
        if not keep.any():
            continue
        hits = at.caster.cast(start[keep], along[keep] / length[keep, None])
        if (hits.distance_m < length[keep]).any():
            return True
        if _inside(at, of.vertices_m[of.faces[0, 0]] + move):
            return True
    return False


def _inside(mesh: PlacedMesh, point_m: Float[np.ndarray, " 3"]) -> bool:
    """Whether a point lies inside: upwards and sideways the first face is met from behind."""
    rays = np.array([[0.0, 1.0, 0.0], [0.8, 0.6, 0.0], [-0.6, 0.0, 0.8]])
    hits = mesh.caster.cast(np.broadcast_to(point_m, (3, 3)).copy(), rays)
    if not hits.hit.all():
        return False
    a, b, c = (mesh.vertices_m[mesh.faces[hits.face, k]] for k in range(3))
    return bool(((np.cross(b - a, c - a) * rays).sum(1) > 0).all())


def _standing(piece: PlacedMesh, pieces: list[PlacedMesh], room: Room) -> list[Finding]:
    """Whether the piece touches what carries it: the floor, another piece, a wall or the ceiling."""
    bottom = float(piece.low[1])
    if bottom < -CONTACT_M:
        message = (
            f"{piece.name}: expected to stand on the floor, found its lowest point {-1000 * bottom:.0f} mm "
            "below it; raise it"
        )
        return [Finding(piece.name, "sinks", message)]
    if bottom <= CONTACT_M or float(piece.high[1]) >= room.height_m - _WALL_REACH_M:
        return []
    ring = np.array([*room.polygon_m, room.polygon_m[0]])
    to_walls = shapely.distance(
        shapely.LineString(ring), shapely.points(piece.vertices_m[:, [0, 2]])
    )
    if float(to_walls.min()) <= _WALL_REACH_M:
        return []
    feet = piece.vertices_m[piece.vertices_m[:, 1] < bottom + 0.01] + [0.0, 2e-3, 0.0]
    gap = bottom
    for other in pieces:
        if other is not piece:
            hits = other.caster.cast(feet, np.tile([0.0, -1.0, 0.0], (len(feet), 1)))
            drop = feet[:, 1] - hits.distance_m
            landed = drop[hits.hit]
            if len(landed):
                gap = min(gap, max(0.0, bottom - float(landed.max())))
    if gap <= CONTACT_M:
        return []
    message = (
        f"{piece.name}: expected to stand on the floor or on a piece, found {1000 * gap:.0f} mm of air under it; "
        "lower it"
    )
    return [Finding(piece.name, "floats", message)]


def share_over_floor(piece: PlacedMesh, room: Room) -> float:
    """Share of points spread evenly over the piece's surface that lie over the room's floor, seen from above."""
    a, b, c = (piece.vertices_m[piece.faces[:, k]] for k in range(3))
    areas = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    rng = np.random.default_rng(0)
    pick = rng.choice(len(areas), SURFACE_POINTS, p=areas / areas.sum())
    u, v = rng.random((2, SURFACE_POINTS, 1))
    turned = u + v > 1
    u, v = np.where(turned, 1 - u, u), np.where(turned, 1 - v, v)
    points = a[pick] + u * (b - a)[pick] + v * (c - a)[pick]
    # A millimetre of rounding is not out of bounds.
    floor = room.shape.buffer(1e-3)
    return float(shapely.contains_xy(floor, points[:, 0], points[:, 2]).mean())
