"""Where a picture is taken from: the side of a room that shows most of its products, and what stands in the way."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from jaxtyping import Float

from reconstruct.camera import Camera
from showroom.picture.geometry import TracedScene, trace_scene
from showroom.scene import Node, Scene, walk

__all__ = ["dollhouse_view", "product_view", "room_view"]

_DIRECTIONS = 16
_BACK_M = (-0.4, 0.5, 1.3, 2.2, 3.4)  # distances tried, from the room's edge outwards
_EYE_M = 1.45
_ROOM_FOVS_RAD = (math.radians(44), math.radians(34))
_DOLLHOUSE_FOV_RAD = math.radians(26)
_DOLLHOUSE_PITCH_RAD = math.radians(46)
_HOUSE_PITCH_RAD = math.radians(60)
_PRODUCT_TURN_RAD, _PRODUCT_RISE_RAD = math.radians(28), math.radians(14)
_SCORED_PX = 96
_HANGS_M = 0.4  # what begins higher may hang
_ON_WALL_M, _IN_WALL_M = (
    0.12,
    0.03,
)  # how far before and behind a wall's face the back of what hangs there lies


def room_view(scene: Scene, width_px: int, height_px: int) -> tuple[Camera, frozenset[str]]:
    """Camera at eye height that sees the products best, and the walls between it and the room.

    The camera is level, so that upright edges stay upright, and its picture is shifted down instead of tilted.
    """
    staged = _Staged(scene)
    low, high = staged.bounds("floor")
    best: tuple[float, Camera, frozenset[str]] | None = None
    for k in range(_DIRECTIONS):
        angle = 2 * math.pi * (k + 0.5) / _DIRECTIONS
        for back_m, fov_rad in product(_BACK_M, _ROOM_FOVS_RAD):
            camera = _eye_camera(low, high, angle, back_m, fov_rad, (width_px, height_px))
            hidden = staged.in_front(camera.position_m, ceiling=False)
            framed = staged.framed(camera)
            inside = float(np.mean(list(framed.values()))) if framed else 1.0
            score = _shown(staged, camera, hidden, framed) + 1.6 * inside - 0.05 * back_m
            if best is None or score > best[0] + 1e-9:
                best = (score, camera, hidden)
    assert best is not None
    return best[1], best[2]


def dollhouse_view(scene: Scene, width_px: int, height_px: int) -> tuple[Camera, frozenset[str]]:
    """Camera from above on the same side, far enough to see all; the ceiling and the near walls are left away.

    Over a house it stands higher: its rooms lie behind each other.
    """
    staged = _Staged(scene)
    low, high = staged.bounds("shell")
    pitch = _HOUSE_PITCH_RAD if scene.extras.get("room_type") == "house" else _DOLLHOUSE_PITCH_RAD
    flat, up = math.cos(pitch), math.sin(pitch)
    fronts = [piece.T[:3, 2] for piece in staged.pieces if piece.for_sale]
    best: tuple[float, Camera] | None = None
    for k in range(_DIRECTIONS):
        angle = 2 * math.pi * (k + 0.5) / _DIRECTIONS
        towards = np.array([math.sin(angle) * flat, up, math.cos(angle) * flat])
        camera = _fitted(towards, low, high, _DOLLHOUSE_FOV_RAD, (width_px, height_px), 0.04)
        facing = float(np.mean([front @ towards for front in fronts])) if fronts else 0.0
        # Near is large: the room fills the picture, and its products show their fronts.
        distance = float(np.linalg.norm(camera.position_m - (low + high) / 2))
        score = 0.5 * facing - distance / float(np.linalg.norm(high - low))
        if best is None or score > best[0] + 1e-9:
            best = (score, camera)
    assert best is not None
    return best[1], staged.in_front(best[1].position_m, ceiling=True)


def product_view(
    scene: Scene, width_px: int, height_px: int, turn_rad: float | None = None
) -> Camera:
    """Camera at the product's front left, a little above, that sees all of it.

    With `turn_rad` it stands that far round, 0 before the front, as near for all turns.
    """
    low, high = _Staged(scene).bounds("shell")
    flat, up = math.cos(_PRODUCT_RISE_RAD), math.sin(_PRODUCT_RISE_RAD)
    turn = _PRODUCT_TURN_RAD if turn_rad is None else turn_rad
    if turn_rad is not None:
        reach = float(np.hypot(np.abs([low[0], high[0]]).max(), np.abs([low[2], high[2]]).max()))
        low, high = np.array([-reach, low[1], -reach]), np.array([reach, high[1], reach])
    towards = np.array([math.sin(turn) * flat, up, math.cos(turn) * flat])
    return _fitted(towards, low, high, math.radians(24), (width_px, height_px), 0.05)


def _fitted(
    towards: Float[np.ndarray, " 3"],
    low: Float[np.ndarray, " 3"],
    high: Float[np.ndarray, " 3"],
    fov_rad: float,
    size_px: tuple[int, int],
    margin: float,
) -> Camera:
    """Camera in the direction `towards` from the middle of a box, as near as lets all of the box be seen."""
    centre, size_m = (low + high) / 2, float(np.linalg.norm(high - low))
    corners = _corners(low, high)
    near, far = 0.5 * size_m, 40.0 * size_m
    room_px = np.array(size_px) - 2 * margin * min(size_px)

    def at(distance_m: float) -> Camera:
        return Camera.looking_at(
            centre + towards * distance_m,
            centre,
            vertical_fov_rad=fov_rad,
            width_px=size_px[0],
            height_px=size_px[1],
        )

    for _ in range(40):
        middle = (near + far) / 2
        seen = at(middle).project(corners)
        spread = seen[:, :2].max(axis=0) - seen[:, :2].min(axis=0)
        fits = bool((seen[:, 2] > 0).all() and (spread < room_px).all())
        near, far = (near, middle) if fits else (middle, far)
    camera = at(far)
    # The box's middle is not the picture's: shift the picture until it is.
    seen = camera.project(corners)[:, :2]
    shift = np.array(size_px) / 2 - (seen.min(axis=0) + seen.max(axis=0)) / 2
    centre_px = (size_px[0] / 2 + float(shift[0]), size_px[1] / 2 + float(shift[1]))
    return replace(camera, centre_px=centre_px)


def _corners(
    low: Float[np.ndarray, " 3"], high: Float[np.ndarray, " 3"]
) -> Float[np.ndarray, "8 3"]:
    picks = np.array([[(k >> axis) & 1 for axis in range(3)] for k in range(8)])
    return np.where(picks == 1, high, low)


def _eye_camera(
    low: Float[np.ndarray, " 3"],
    high: Float[np.ndarray, " 3"],
    angle: float,
    back_m: float,
    fov_rad: float,
    size_px: tuple[int, int],
) -> Camera:
    """A level camera that looks across the middle of the room from near or outside its bounds."""
    centre, half = (low + high) / 2, (high - low) / 2
    aside = np.array([math.sin(angle), 0.0, math.cos(angle)])
    reach = min(half[0] / max(abs(aside[0]), 1e-9), half[2] / max(abs(aside[2]), 1e-9))
    eye = centre + aside * (reach + back_m)
    eye[1] = _EYE_M
    target = centre.copy()
    target[1] = _EYE_M
    camera = Camera.looking_at(
        eye, target, vertical_fov_rad=fov_rad, width_px=size_px[0], height_px=size_px[1]
    )
    # The horizon sits above the middle: more floor than ceiling.
    return replace(camera, centre_px=(size_px[0] / 2, size_px[1] * 0.40))


@dataclass(frozen=True)
class _Part:
    """A node of the scene with a mesh: its bounds, pose, and what it is."""

    name: str
    kind: str
    outward: tuple[float, float] | None
    inner_m: float
    T: Float[np.ndarray, "4 4"]
    low: Float[np.ndarray, " 3"]
    high: Float[np.ndarray, " 3"]
    for_sale: bool


class _Staged:
    """A scene measured once, for the many cameras that are tried on it."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._traced: dict[frozenset[str], TracedScene] = {}
        self.parts = [_part(node, T) for node, T in walk(scene) if node.mesh is not None]
        self.pieces = [part for part in self.parts if part.for_sale or part.kind == "filler"]
        self.open_air = all(part.kind != "ceiling" for part in self.parts)

    def bounds(self, kind: str) -> tuple[Float[np.ndarray, " 3"], Float[np.ndarray, " 3"]]:
        """Corners of the bounds of the shell's parts of one kind, of the whole shell, or of all if there is none."""
        shell = [part for part in self.parts if part.kind not in ("", "filler")]
        chosen = [part for part in shell if kind in ("shell", part.kind)] or self.parts
        return np.min([p.low for p in chosen], axis=0), np.max([p.high for p in chosen], axis=0)

    def traced(self, hidden: frozenset[str]) -> TracedScene:
        """The scene less some nodes, its glass included."""
        if hidden not in self._traced:
            self._traced[hidden] = trace_scene(self._scene, hidden=hidden, glass=True)
        return self._traced[hidden]

    def in_front(self, eye_m: Float[np.ndarray, " 3"], *, ceiling: bool) -> frozenset[str]:
        """Walls whose outer side the camera sees, with what is set in or hangs on them; the ceiling if asked for."""
        hidden = {part.name for part in self.parts if part.kind == "ceiling" and ceiling}
        walls = []
        for part in self.parts:
            if part.outward is not None:
                x, z = part.outward
                # Walls are measured at their inner face, the nearest to the room.
                if float(eye_m[0] * x + eye_m[2] * z) > part.inner_m - 0.02:
                    hidden.add(part.name)
                    walls.append(part)
        hidden |= {
            piece.name
            for piece in self.pieces
            if piece.T[1, 3] > _HANGS_M and any(_hangs_on(piece, wall) for wall in walls)
        }
        return frozenset(hidden)

    def framed(self, camera: Camera) -> dict[str, float]:
        """Share of each product's box inside the picture, 0 to 1."""
        shares = {}
        for piece in self.pieces:
            if not piece.for_sale:
                continue
            seen = camera.project(_corners(piece.low, piece.high))
            if (seen[:, 2] < 0.3).any():
                shares[piece.name] = 0.0
                continue
            low, high = seen[:, :2].min(axis=0), seen[:, :2].max(axis=0)
            size = np.array([camera.width_px, camera.height_px])
            inside = np.clip(np.minimum(high, size) - np.maximum(low, 0), 0, None)
            shares[piece.name] = float(np.prod(inside / np.maximum(high - low, 1e-9)))
        return shares


def _part(node: Node, T: Float[np.ndarray, "4 4"]) -> _Part:
    assert node.mesh is not None
    points = np.concatenate([p.positions_m @ T[:3, :3].T + T[:3, 3] for p in node.mesh.primitives])
    told = node.extras.get("outward")
    outward, inner_m = None, 0.0
    if isinstance(told, list):
        x, z = (float(c) for c in told if isinstance(c, int | float))
        outward, inner_m = (x, z), float((points @ np.array([x, 0.0, z])).min())
    return _Part(
        name=node.name,
        kind=str(node.extras.get("kind", "")),
        outward=outward,
        inner_m=inner_m,
        T=T,
        low=points.min(axis=0),
        high=points.max(axis=0),
        for_sale="sku" in node.extras,
    )


def _hangs_on(piece: _Part, wall: _Part) -> bool:
    """Whether a piece's back lies on a wall's inner face, within the wall's length."""
    assert wall.outward is not None
    normal = np.array([wall.outward[0], 0.0, wall.outward[1]])
    back = float((_corners(piece.low, piece.high) @ normal).max())
    middle = (piece.low + piece.high) / 2
    beside = (middle < wall.low - _ON_WALL_M) | (middle > wall.high + _ON_WALL_M)
    # Through a thin wall hangs what is the next room's.
    touches = -_ON_WALL_M < back - wall.inner_m < _IN_WALL_M
    return touches and not (beside[0] or beside[2])


def _shown(
    staged: _Staged, camera: Camera, hidden: frozenset[str], framed: Mapping[str, float]
) -> float:
    """How well a view shows the products: the fourth root of each one's share, more if its front is seen."""
    shrink = _SCORED_PX / camera.width_px
    small = Camera(
        camera.T_world_camera,
        camera.focal_px * shrink,
        (camera.centre_px[0] * shrink, camera.centre_px[1] * shrink),
        _SCORED_PX,
        round(camera.height_px * shrink),
    )
    traced = staged.traced(hidden)
    origins, directions = small.rays()
    hits = traced.caster.cast(origins, directions)
    node = np.where(hits.hit, traced.node_of[hits.face], -1)
    counts = np.bincount(node[node >= 0], minlength=len(traced.node_names))
    number = {name: k for k, name in enumerate(traced.node_names)}
    seen = [part for part in staged.parts if part.name in number]
    for_sale = sum(part.for_sale for part in seen)
    score = 0.0
    for part in seen:
        count = int(counts[number[part.name]])
        if part.for_sale:
            share = count / len(node)
            to_eye = small.position_m - part.T[:3, 3]
            to_eye[1] = 0.0
            front = float(part.T[:3, 2] @ to_eye / max(float(np.linalg.norm(to_eye)), 1e-9))
            score += share**0.25 * (1.0 + 0.5 * front) / for_sale
            score -= 4.0 * share * (front < 0.1)
            # A large piece that the picture's edge cuts is in the way of the others.
            score -= 2.0 * share * (1 - framed[part.name])
        if part.kind == "window":
            score += 0.10 * (count > 12)
    # Neither a piece right before the lens, nor a look past the walls, nor their cut ends.
    near = float((hits.distance_m < 1.0).mean())
    outside = 0.0 if staged.open_air else float((~hits.hit).mean())
    face = np.where(hits.hit, hits.face, 0)
    back = (traced.flat_normals[face] * directions).sum(1) > 0
    cut = np.array([material.name == "outside" for material in traced.materials])
    bare = float((hits.hit & (back | cut[traced.material_of[face]])).mean())
    return score - 3.0 * near - 15.0 * outside - 5.0 * bare
