"""Set fillers onto true meshes: cushions leaned against a back, small things lowered onto a top.

A body moves along a line until it touches: rays from its corners at what is there, and from the corners of what is
there at it. Both are needed: a cushion's corner may meet a seat's face, and an arm's edge the cushion's face.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float, Int

from layout.fill import Filler
from layout.placement import Arrangement, Placement
from reconstruct.product import TexturedProduct
from reconstruct.raycast import RayCaster
from showroom.fillers.placed import triangles_of
from showroom.room.scene import sku_of
from showroom.scene import Mesh, rotation_about_y
from showroom.scene_check import PlacedMesh, collide

__all__ = ["leaned", "lowered", "placed_products"]

LEANS_RAD = (math.radians(20), math.radians(27), math.radians(13))
"""A cushion leans by the first of these at which its foot stands on the seat."""

FOOT_M = 0.003
TOUCH_M = 0.0005
_SEAT_SLACK_M = 0.07  # a cushion this much above the seat lies on an arm
_INWARDS_M = (0.0, 0.06, 0.12, 0.18, 0.26)
_LARGEST_DROP_M = 0.25
_BASE_M = 0.01
_LEVEL_M = 0.02
_DOWN = np.array([0.0, -1.0, 0.0])


@dataclass(eq=False)
class _Surroundings:
    """Everything a body can touch, frame `room`."""

    vertices_m: Float[np.ndarray, "V 3"]
    caster: RayCaster

    @classmethod
    def of(cls, meshes: Sequence[PlacedMesh]) -> _Surroundings:
        vertices = np.concatenate([m.vertices_m for m in meshes])
        starts = np.cumsum([0, *(len(m.vertices_m) for m in meshes[:-1])])
        faces = np.concatenate([m.faces + s for m, s in zip(meshes, starts, strict=True)])
        return cls(vertices, RayCaster(vertices, faces))


@dataclass(eq=False)
class _Body:
    """A turned filler about its own origin."""

    vertices_m: Float[np.ndarray, "V 3"]
    faces: Int[np.ndarray, "F 3"]
    caster: RayCaster

    @classmethod
    def of(cls, mesh: Mesh, rotation: Float[np.ndarray, "3 3"]) -> _Body:
        vertices, faces = triangles_of(mesh)
        turned = vertices @ rotation.T
        return cls(turned, faces, RayCaster(turned, faces))

    def gap_m(
        self,
        at_m: Float[np.ndarray, " 3"],
        way: Float[np.ndarray, " 3"],
        around: _Surroundings,
    ) -> float:
        """How far the body at `at_m` can move along the unit vector `way` until it touches; infinite if never."""
        own = around.caster.cast(
            self.vertices_m + at_m, np.broadcast_to(way, self.vertices_m.shape).copy()
        )
        corners = around.vertices_m - at_m
        # Only corners in the body's shadow along the way can meet it.
        across = np.abs(way) < 0.5
        low, high = self.vertices_m.min(0), self.vertices_m.max(0)
        near = ((corners >= low - 0.02) & (corners <= high + 0.02))[:, across].all(1)
        theirs = math.inf
        if near.any() and across.sum() == 2:
            hits = self.caster.cast(
                corners[near], np.broadcast_to(-way, (int(near.sum()), 3)).copy()
            )
            theirs = float(hits.distance_m.min())
        elif len(corners):
            within = (np.abs(corners) < 1.5).all(1)
            hits = self.caster.cast(
                corners[within], np.broadcast_to(-way, (int(within.sum()), 3)).copy()
            )
            theirs = float(hits.distance_m.min()) if within.any() else math.inf
        return min(float(own.distance_m.min()), theirs)

    def foot_gap_m(self, at_m: Float[np.ndarray, " 3"], around: _Surroundings) -> float:
        """Air under the body's lowest centimetre, at its nearest point."""
        low = self.vertices_m[:, 1].min()
        foot = self.vertices_m[self.vertices_m[:, 1] < low + _BASE_M] + at_m
        hits = around.caster.cast(foot, np.broadcast_to(_DOWN, foot.shape).copy())
        landed = foot[:, 1] - hits.distance_m
        return float(low + at_m[1] - landed.max())

    def placed(self, name: str, at_m: Float[np.ndarray, " 3"]) -> PlacedMesh:
        """The body at a place, as the scene's checks see it."""
        return PlacedMesh(name, self.vertices_m + at_m, self.faces)


def lowered(filler: Filler, mesh: Mesh, pieces: Mapping[str, PlacedMesh]) -> Placement | None:
    """A small thing's place, lowered onto its host's true surface; None where that is not level under it.

    Parameters
    ----------
    filler, mesh
        What it is, where its host's box says it stands, and its shape.
    pieces
        Everything placed, by id.
    """
    if filler.host is None or filler.host not in pieces:
        return None
    place = filler.placement
    around = _Surroundings.of([pieces[filler.host]])
    body = _Body.of(mesh, rotation_about_y(place.yaw_rad))
    at = np.array([place.x_m, place.y_m + _BASE_M, place.z_m])
    drop = body.gap_m(at, _DOWN, around)
    if drop > _LARGEST_DROP_M:
        return None
    at = at + _DOWN * (drop - TOUCH_M)
    base = body.vertices_m[body.vertices_m[:, 1] < _BASE_M] + at
    hits = around.caster.cast(
        base + np.array([0.0, _BASE_M, 0.0]), np.broadcast_to(_DOWN, base.shape).copy()
    )
    level = hits.distance_m < _BASE_M + _LEVEL_M
    if level.mean() < 0.7 or _collides(body.placed(filler.item_id, at), pieces, filler.host):
        return None
    return replace(place, y_m=round(float(at[1]), 6))


def leaned(
    filler: Filler, mesh: Mesh, pieces: Mapping[str, PlacedMesh]
) -> tuple[Placement, Float[np.ndarray, "3 3"]] | None:
    """A cushion's place and rotation: on the seat, leaned against the back, touching both; None where it cannot.

    Parameters
    ----------
    filler, mesh
        The cushion, roughly where it belongs, and its shape.
    pieces
        Everything placed so far, by id, cushions too.
    """
    if filler.host is None or filler.host not in pieces:
        return None
    place, host = filler.placement, pieces[filler.host]
    yaw = place.yaw_rad
    front = np.array([math.sin(yaw), 0.0, math.cos(yaw)])
    right = np.array([math.cos(yaw), 0.0, -math.sin(yaw)])
    around = _Surroundings.of([host, *_near(host, pieces, filler.host)])
    seat = _Seat.of(host, front, right)
    start = np.array([place.x_m, 0.0, place.z_m])
    inwards = -math.copysign(1.0, float((start - seat.middle_m) @ right)) * right
    forward = seat.start_forward_m - float((start - seat.middle_m) @ front)
    turns = [rotation_about_y(yaw) @ _rotation_about_x(-lean) for lean in LEANS_RAD]
    bodies = [_Body.of(mesh, turn) for turn in turns]
    for shift in _INWARDS_M:
        for body, rotation in zip(bodies, turns, strict=True):
            at = start + shift * inwards + forward * front
            at[1] = float(host.high[1]) + 0.05
            resting = _at_rest(body, at, -front, around, seat)
            if resting is None or body.foot_gap_m(resting, around) > FOOT_M:
                continue
            if not _collides(body.placed(filler.item_id, resting), pieces, filler.host):
                x, y, z = (round(float(v), 6) for v in resting)
                return replace(place, x_m=x, y_m=y, z_m=z), rotation
    return None


@dataclass(frozen=True)
class _Seat:
    """What is known of a seat: its middle on the plan, its height, and where a cushion starts to slide back."""

    middle_m: Float[np.ndarray, " 3"]
    height_m: float
    start_forward_m: float
    half_depth_m: float

    @classmethod
    def of(
        cls,
        host: PlacedMesh,
        front: Float[np.ndarray, " 3"],
        right: Float[np.ndarray, " 3"],
    ) -> _Seat:
        middle = (host.low + host.high) / 2 * [1.0, 0.0, 1.0]
        off = host.vertices_m - middle
        half_depth = float(np.abs(off @ front).max())
        half_width = float(np.abs(off @ right).max())
        # A bed's cushions start at a third of its length, a sofa's in the middle of its seat.
        forward = 0.15 * half_depth if half_depth < 0.75 else -half_depth + 0.9
        probes = np.array(
            [
                middle + a * half_width * right + (forward + b) * front
                for a in (-0.3, 0.0, 0.3)
                for b in (-0.1, 0.0, 0.1)
            ]
        )
        probes[:, 1] = float(host.high[1]) + 0.1
        hits = host.caster.cast(probes, np.broadcast_to(_DOWN, probes.shape).copy())
        heights = (probes[:, 1] - hits.distance_m)[hits.hit]
        return cls(middle, float(np.median(heights)) if len(heights) else 0.0, forward, half_depth)


def _at_rest(
    body: _Body,
    at_m: Float[np.ndarray, " 3"],
    back: Float[np.ndarray, " 3"],
    around: _Surroundings,
    seat: _Seat,
) -> Float[np.ndarray, " 3"] | None:
    """Down to the seat, back to the back, and both once more; None where there is no seat or no back."""
    at = at_m.copy()
    for step in range(3):
        drop = body.gap_m(at, _DOWN, around)
        if not math.isfinite(drop):
            return None
        at = at + _DOWN * max(0.0, drop - TOUCH_M)
        bottom = float((body.vertices_m + at)[:, 1].min())
        if bottom > seat.height_m + _SEAT_SLACK_M:
            return None
        slide = body.gap_m(at, back, around)
        if slide > 2 * seat.half_depth_m:
            return None
        at = at + back * max(0.0, slide - TOUCH_M)
        if step and slide < 2 * TOUCH_M:
            break
    drop = body.gap_m(at, _DOWN, around)
    at = at + _DOWN * min(max(0.0, drop - TOUCH_M), 0.02)
    return np.asarray(at)


def _near(host: PlacedMesh, pieces: Mapping[str, PlacedMesh], host_id: str) -> list[PlacedMesh]:
    """What stands in or over the bounds of the host."""
    return [
        other
        for k, other in pieces.items()
        if k != host_id and ((other.low < host.high) & (other.high > host.low)).all()
    ]


def _collides(body: PlacedMesh, pieces: Mapping[str, PlacedMesh], host_id: str) -> bool:
    near = [pieces[host_id], *_near(body, pieces, host_id)]
    return any(collide(body, other) for other in near)


def _rotation_about_x(angle_rad: float) -> Float[np.ndarray, "3 3"]:
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def placed_products(
    arrangement: Arrangement, products: Mapping[str, TexturedProduct]
) -> dict[str, PlacedMesh]:
    """The true mesh of every placed product, frame `room`, by item id."""
    pieces = {}
    for place in arrangement.placements:
        product = products[sku_of(place.item_id)]
        vertices = product.vertices_m @ rotation_about_y(place.yaw_rad).T
        at = np.array([place.x_m, place.y_m, place.z_m])
        pieces[place.item_id] = PlacedMesh(
            place.item_id, vertices + at, product.faces.astype(np.int64)
        )
    return pieces
