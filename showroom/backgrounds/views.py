"""Where a person with a camera would stand in a furnished room, and where on the floor things could stand."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from jaxtyping import Float32

from reconstruct.camera import Camera
from showroom.backgrounds.furnished import FurnishedRoom
from showroom.picture.geometry import TracedScene
from showroom.room.entrance import entrance
from showroom.scene import walk
from showroom.tour.floor import Floor
from showroom.tour.subjects import bodies_of

__all__ = [
    "BackgroundView",
    "FloorPlace",
    "choose_views",
    "depth_m",
    "floor_places",
    "visible_pieces",
]

_EYES_M = (1.1, 1.7)
_FOVS_RAD = (math.radians(38), math.radians(62))
_LEVEL_SHARE = (
    0.4  # of cameras that are level and shifted, as a photographer's; the others look down
)
_CANDIDATES = 60
_INWARDS_SHARE = 0.7  # of cameras look into the room, and not at the wall behind them
_INWARDS_RAD = math.radians(40)
_GOOD_FLOOR = 0.3
_SCORED_PX = 64
_APART_RAD, _APART_M = math.radians(35), 0.8
_GRID_M = 0.2
_LEAST_CLEARANCE_M = 0.12
_SEEN_M = 0.06  # a place is seen if the ray to it ends within this
_LEAST_PLACES = 4
_BARE = 0.25  # pieces cover less of a view that counts as bare
_SHELL, _FLOOR = "shell-", "shell-floor"  # how the names of nodes begin

Kind = Literal["furnished", "bare"]


@dataclass(frozen=True)
class FloorPlace:
    """A point of the free floor in a picture.

    Attributes
    ----------
    u_px, v_px
        Where it is in the picture, frame `image`.
    px_per_m
        How large a metre is there, across the view axis.
    clearance_m
        Distance to the nearest wall or piece.
    down_rad
        How steeply the camera looks down at it.
    seen
        Whether the point itself is seen; something stands before it otherwise.
    depth_m
        Along the view axis.
    """

    u_px: float
    v_px: float
    px_per_m: float
    clearance_m: float
    down_rad: float
    seen: bool
    depth_m: float

    def as_json(self) -> dict[str, Any]:
        """What the file beside the picture holds."""
        return {
            "u_px": round(self.u_px, 1),
            "v_px": round(self.v_px, 1),
            "px_per_m": round(self.px_per_m, 2),
            "clearance_m": round(self.clearance_m, 3),
            "down_deg": round(math.degrees(self.down_rad), 2),
            "seen": self.seen,
            "depth_m": round(self.depth_m, 3),
        }


@dataclass(frozen=True, eq=False)
class BackgroundView:
    """A camera in a room.

    Attributes
    ----------
    camera
        In the frame `room`.
    kind
        "furnished" for a view of the pieces, "bare" for walls and floor.
    places
        Where things can stand.
    """

    camera: Camera
    kind: Kind
    places: tuple[FloorPlace, ...]

    def as_json(self) -> dict[str, Any]:
        """What the file beside the picture holds."""
        camera = self.camera
        forward = -camera.T_world_camera[:3, 2]
        level = np.array([forward[0], 0.0, forward[2]]) / math.hypot(forward[0], forward[2])
        horizon = camera.project((camera.position_m + level)[None])[0, 1]
        return {
            "kind": self.kind,
            "T_room_camera": camera.T_world_camera.round(6).tolist(),
            "position_m": camera.position_m.round(4).tolist(),
            "focal_px": round(camera.focal_px, 3),
            "centre_px": [round(side, 2) for side in camera.centre_px],
            "size_px": [camera.width_px, camera.height_px],
            "horizon_px": round(float(horizon), 2),
            "floor_places": [place.as_json() for place in self.places],
        }


def choose_views(
    room: FurnishedRoom,
    traced: TracedScene,
    kinds: list[Kind],
    longest_px: int,
    rng: np.random.Generator,
) -> list[BackgroundView]:
    """Views of a room from where a visitor can stand, apart from each other; fewer if it has no more good ones.

    Parameters
    ----------
    room
        The room.
    traced
        Its scene, for rays.
    kinds
        What each view is to show.
    longest_px
        Longest side of the pictures.
    rng
        Source of randomness.
    """
    sizes = {
        sku: (p.size_m.width_m, p.size_m.height_m, p.size_m.depth_m)
        for sku, p in room.products.items()
    }
    start = entrance(room.arrangement.room).position_m
    floor = Floor(room.arrangement.room, bodies_of(room.arrangement, sizes), (start[0], start[2]))
    if len(floor.places) == 0:
        return []
    drawn = [_drawn_camera(floor, longest_px, rng) for _ in range(_CANDIDATES)]
    scores = [_scores(camera, traced) for camera in drawn]
    found: list[BackgroundView] = []
    for kind in kinds:
        for index in sorted(range(len(drawn)), key=[-score[kind] for score in scores].__getitem__):
            camera = drawn[index]
            apart = all(_apart(camera, other.camera) for other in found)
            if scores[index][kind] <= 0 or not apart:
                continue
            places = floor_places(camera, floor, room.arrangement.room.shape.bounds, traced)
            if sum(place.seen for place in places) >= _LEAST_PLACES:
                found.append(BackgroundView(camera, kind, places))
                break
    return found


def floor_places(
    camera: Camera,
    floor: Floor,
    bounds_m: tuple[float, float, float, float],
    traced: TracedScene,
) -> tuple[FloorPlace, ...]:
    """Points of the free floor within a picture, on a grid over the plan's bounds (x, z, x, z)."""
    x0, z0, x1, z1 = bounds_m
    xs, zs = np.arange(x0 + _GRID_M / 2, x1, _GRID_M), np.arange(z0 + _GRID_M / 2, z1, _GRID_M)
    plan = np.stack(np.meshgrid(xs, zs, indexing="ij"), axis=-1).reshape(-1, 2)
    clearance = floor.clearance_m(plan)
    points = np.stack([plan[:, 0], np.zeros(len(plan)), plan[:, 1]], axis=1)
    seen = camera.project(points)
    inside = (seen[:, 0] > 0) & (seen[:, 0] < camera.width_px) & (seen[:, 2] > 0.5)
    inside &= (seen[:, 1] > 0) & (seen[:, 1] < camera.height_px)
    rows = np.flatnonzero(inside & (clearance > _LEAST_CLEARANCE_M))
    towards = points[rows] - camera.position_m
    away = np.linalg.norm(towards, axis=1)
    origins = np.tile(camera.position_m, (len(rows), 1)).astype(np.float32)
    hits = traced.caster.cast(origins, (towards / away[:, None]).astype(np.float32))
    open_to = np.where(hits.hit, hits.distance_m, np.inf) > away - _SEEN_M
    return tuple(
        FloorPlace(
            u_px=float(seen[row, 0]),
            v_px=float(seen[row, 1]),
            px_per_m=camera.focal_px / float(seen[row, 2]),
            clearance_m=float(clearance[row]),
            down_rad=math.asin(float(camera.position_m[1] / away[k])),
            seen=bool(open_to[k]),
            depth_m=float(seen[row, 2]),
        )
        for k, row in enumerate(rows)
    )


def depth_m(camera: Camera, traced: TracedScene) -> Float32[np.ndarray, "H W"]:
    """Distance along the view axis of what each pixel shows; infinite where it shows the sky."""
    origins, directions = camera.rays()
    hits = traced.caster.cast(origins.astype(np.float32), directions.astype(np.float32))
    along = directions @ -camera.T_world_camera[:3, 2]
    depth = np.where(hits.hit, hits.distance_m * along, np.inf)
    return depth.reshape(camera.height_px, camera.width_px).astype(np.float32)


def visible_pieces(
    room: FurnishedRoom, camera: Camera, traced: TracedScene
) -> list[dict[str, Any]]:
    """Category, bounds in pixels and share of the picture of each piece and filler that a camera sees."""
    origins, directions = camera.rays()
    hits = traced.caster.cast(origins.astype(np.float32), directions.astype(np.float32))
    node = np.where(hits.hit, traced.node_of[np.where(hits.hit, hits.face, 0)], -1)
    node = node.reshape(camera.height_px, camera.width_px)
    category = {f.item_id: f.category for f in room.arrangement.footprints}
    category |= {
        n.name: str(n.extras["category"])
        for n, _ in walk(room.scene)
        if n.extras.get("kind") == "filler"
    }
    found = []
    for index in np.unique(node[node >= 0]):
        name = traced.node_names[index]
        if name in category:
            v, u = np.nonzero(node == index)
            box = [int(u.min()), int(v.min()), int(u.max()) + 1, int(v.max()) + 1]
            share = round(len(u) / node.size, 5)
            found.append({"category": category[name], "box_px": box, "share": share})
    return found


def _drawn_camera(floor: Floor, longest_px: int, rng: np.random.Generator) -> Camera:
    x, z = floor.places[int(rng.integers(len(floor.places)))]
    aspect = float(rng.choice((4 / 3, 1.0, 3 / 4, 3 / 2), p=(0.35, 0.35, 0.2, 0.1)))
    width = longest_px if aspect >= 1 else round(longest_px * aspect)
    height = longest_px if aspect <= 1 else round(longest_px / aspect)
    middle = floor.places.mean(axis=0)
    yaw = float(rng.uniform(0, 2 * math.pi))
    if rng.random() < _INWARDS_SHARE:
        yaw = math.atan2(middle[0] - x, middle[1] - z)
        yaw += float(rng.uniform(-_INWARDS_RAD, _INWARDS_RAD))
    fov = float(rng.uniform(*_FOVS_RAD))
    focal = max(width, height) / 2 / math.tan(fov / 2)
    eye = np.array([x, float(rng.uniform(*_EYES_M)), z])
    down = float(rng.uniform(math.radians(4), math.radians(24)))
    level = rng.random() < _LEVEL_SHARE
    pitch = 0.0 if level else down
    flat = math.cos(pitch)
    towards = np.array([math.sin(yaw) * flat, -math.sin(pitch), math.cos(yaw) * flat])
    camera = Camera.looking_at(
        eye,
        eye + towards,
        vertical_fov_rad=2 * math.atan(height / 2 / focal),
        width_px=width,
        height_px=height,
    )
    if not level:
        return camera
    shift = min(focal * math.tan(down), 0.35 * height)
    return replace(camera, centre_px=(width / 2, height / 2 - shift))


def _scores(camera: Camera, traced: TracedScene) -> dict[Kind, float]:
    """How well a camera shows the pieces, and how well bare walls and floor; 0 or less for what it does not."""
    shrink = _SCORED_PX / max(camera.width_px, camera.height_px)
    small = camera.scaled(shrink)
    origins, directions = small.rays()
    hits = traced.caster.cast(origins, directions)
    node = np.where(hits.hit, traced.node_of[np.where(hits.hit, hits.face, 0)], -1)
    share = np.bincount(node[node >= 0], minlength=len(traced.node_names)) / len(node)
    shell = np.array([name.startswith(_SHELL) for name in traced.node_names])
    near = float((hits.distance_m[hits.hit] < 0.9).mean()) if hits.hit.any() else 1.0
    outside = float((~hits.hit).mean())
    floor = np.array([name.startswith(_FLOOR) for name in traced.node_names])
    pieces, ground = share[~shell], min(float(share[floor].sum()), _GOOD_FLOOR) / _GOOD_FLOOR
    faults = (
        4 * max(near - 0.05, 0) + 2 * max(float(pieces.max(initial=0)) - 0.35, 0) + 0.3 * outside
    )
    furnished = float((np.minimum(pieces, 0.15) ** 0.5).sum()) - 0.8 + ground - faults
    bare = float(pieces.sum() < _BARE) * (ground - 0.4 - faults)
    return {"furnished": furnished, "bare": bare}


def _apart(one: Camera, other: Camera) -> bool:
    turned = float(one.T_world_camera[:3, 2] @ other.T_world_camera[:3, 2])
    moved = float(np.linalg.norm(one.position_m - other.position_m))
    return turned < math.cos(_APART_RAD) or moved > _APART_M
