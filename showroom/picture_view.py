"""Where a picture is taken from: the side of a room that shows most of its products, and what stands in the way."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
from jaxtyping import Float

from reconstruct.camera import Camera
from showroom.picture_geometry import trace_scene
from showroom.scene import Node, Scene, walk

__all__ = ["dollhouse_view", "product_view", "room_view"]

_DIRECTIONS = 16
_BACK_M = (-0.4, 0.5, 1.3, 2.2)  # distances tried, from the room's edge outwards
_EYE_M = 1.45
_ROOM_FOV_RAD = math.radians(44)
_DOLLHOUSE_FOV_RAD = math.radians(26)
_DOLLHOUSE_PITCH_RAD = math.radians(46)
_PRODUCT_TURN_RAD, _PRODUCT_RISE_RAD = math.radians(28), math.radians(14)
_SCORED_PX = 128
_HANGS_M = 0.4  # what begins higher and is
_ON_WALL_M = 0.12  # so flat on a wall hangs there, and goes with it


def room_view(scene: Scene, width_px: int, height_px: int) -> tuple[Camera, frozenset[str]]:
    """Camera at eye height that sees the products best, and the walls between it and the room.

    The camera is level, so that upright edges stay upright, and its picture is shifted down instead of tilted.
    """
    low, high = _bounds(scene, "floor")
    boxes = _product_boxes(scene)
    best: tuple[float, Camera, frozenset[str]] | None = None
    for k in range(_DIRECTIONS):
        angle = 2 * math.pi * (k + 0.5) / _DIRECTIONS
        for back_m in _BACK_M:
            camera = _eye_camera(low, high, angle, back_m, width_px, height_px)
            hidden = _in_front(scene, camera.position_m, ceiling=False)
            framed = _framed(camera, boxes)
            inside = float(np.mean(list(framed.values()))) if framed else 1.0
            score = _shown(scene, camera, hidden, framed) + 1.6 * inside - 0.05 * back_m
            if best is None or score > best[0] + 1e-9:
                best = (score, camera, hidden)
    assert best is not None
    return best[1], best[2]


def dollhouse_view(scene: Scene, width_px: int, height_px: int) -> tuple[Camera, frozenset[str]]:
    """Camera from above on the same side, far enough to see all; the ceiling and the near walls are left away."""
    low, high = _bounds(scene, "shell")
    flat, up = math.cos(_DOLLHOUSE_PITCH_RAD), math.sin(_DOLLHOUSE_PITCH_RAD)
    fronts = [T[:3, 2] for node, T in walk(scene) if "sku" in node.extras]
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
    return best[1], _in_front(scene, best[1].position_m, ceiling=True)


def product_view(
    scene: Scene, width_px: int, height_px: int, turn_rad: float | None = None
) -> Camera:
    """Camera at the product's front left, a little above, that sees all of it.

    With `turn_rad` it stands that far round, 0 before the front, as near for all turns.
    """
    low, high = _bounds(scene, "shell")
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
    width_px: int,
    height_px: int,
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
        eye, target, vertical_fov_rad=_ROOM_FOV_RAD, width_px=width_px, height_px=height_px
    )
    # The horizon sits above the middle: more floor than ceiling.
    return replace(camera, centre_px=(width_px / 2, height_px * 0.40))


def _placed_points(
    node: Node, T_room_node: Float[np.ndarray, "4 4"]
) -> Iterator[Float[np.ndarray, "V 3"]]:
    for primitive in () if node.mesh is None else node.mesh.primitives:
        yield primitive.positions_m @ T_room_node[:3, :3].T + T_room_node[:3, 3]


def _bounds(scene: Scene, kind: str) -> tuple[Float[np.ndarray, " 3"], Float[np.ndarray, " 3"]]:
    """Corners of the bounds of the shell's parts of one kind, of the whole shell, or of all if there is none."""
    shell = [(n, T) for n, T in walk(scene) if "kind" in n.extras]
    chosen = [(n, T) for n, T in shell if kind in ("shell", n.extras["kind"])] or list(walk(scene))
    points = np.concatenate([p for node, T in chosen for p in _placed_points(node, T)])
    return points.min(axis=0), points.max(axis=0)


def _product_boxes(scene: Scene) -> dict[str, Float[np.ndarray, "8 3"]]:
    boxes = {}
    for node, T in walk(scene):
        if "sku" in node.extras and node.mesh is not None:
            points = np.concatenate(list(_placed_points(node, T)))
            boxes[node.name] = _corners(points.min(axis=0), points.max(axis=0))
    return boxes


def _framed(camera: Camera, boxes: Mapping[str, Float[np.ndarray, "8 3"]]) -> dict[str, float]:
    """Share of each product's box inside the picture, 0 to 1."""
    shares = {}
    for name, box in boxes.items():
        seen = camera.project(box)
        if (seen[:, 2] < 0.3).any():
            shares[name] = 0.0
            continue
        low, high = seen[:, :2].min(axis=0), seen[:, :2].max(axis=0)
        size = np.array([camera.width_px, camera.height_px])
        inside = np.clip(np.minimum(high, size) - np.maximum(low, 0), 0, None)
        shares[name] = float(np.prod(inside / np.maximum(high - low, 1e-9)))
    return shares


def _in_front(scene: Scene, eye_m: Float[np.ndarray, " 3"], *, ceiling: bool) -> frozenset[str]:
    """Walls whose outer side the camera sees, with what is set in them or hangs there; the ceiling if asked for."""
    hidden = set()
    planes: list[tuple[Float[np.ndarray, " 3"], float]] = []
    for node, T in walk(scene):
        if node.extras.get("kind") == "ceiling" and ceiling:
            hidden.add(node.name)
        outward = node.extras.get("outward")
        if isinstance(outward, list) and node.mesh is not None:
            x, z = (float(c) for c in outward if isinstance(c, int | float))
            points = np.concatenate(list(_placed_points(node, T)))
            # Walls are measured at their inner face, the nearest to the room.
            inner = float((points @ np.array([x, 0.0, z])).min())
            if float(eye_m @ np.array([x, 0.0, z])) > inner - 0.02:
                hidden.add(node.name)
                planes.append((np.array([x, 0.0, z]), inner))
    for node, T in walk(scene):
        piece = "sku" in node.extras or node.extras.get("kind") == "filler"
        if piece and node.mesh is not None and T[1, 3] > _HANGS_M:
            points = np.concatenate(list(_placed_points(node, T)))
            if any((points @ normal).min() > inner - _ON_WALL_M for normal, inner in planes):
                hidden.add(node.name)
    return frozenset(hidden)


def _shown(
    scene: Scene, camera: Camera, hidden: frozenset[str], framed: Mapping[str, float]
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
    traced = trace_scene(scene, hidden=hidden, glass=True)
    origins, directions = small.rays()
    hits = traced.caster.cast(origins, directions)
    node = np.where(hits.hit, traced.node_of[hits.face], -1)
    counts = np.bincount(node[node >= 0], minlength=len(traced.node_names))
    number = {name: k for k, name in enumerate(traced.node_names)}
    products = [n for n, _ in walk(scene) if "sku" in n.extras and n.name in number]
    score = 0.0
    for part, T in walk(scene):
        if part in products:
            share = counts[number[part.name]] / len(node)
            to_eye = small.position_m - T[:3, 3]
            to_eye[1] = 0.0
            front = float(T[:3, 2] @ to_eye / max(float(np.linalg.norm(to_eye)), 1e-9))
            score += share**0.25 * (1.0 + 0.5 * front) / len(products)
            score -= 2.5 * share * (front < 0.1)
            # A large piece that the picture's edge cuts is in the way of the others.
            score -= 2.0 * share * (1 - framed[part.name])
        if part.extras.get("kind") == "window" and part.name in number:
            score += 0.10 * bool(counts[number[part.name]] > 20)
    # Neither a piece right before the lens, nor a look past the walls, nor their cut ends.
    near = float((hits.distance_m < 1.0).mean())
    outside = float((~hits.hit).mean())
    back = (traced.flat_normals[np.where(hits.hit, hits.face, 0)] * directions).sum(1) > 0
    return score - 3.0 * near - 15.0 * outside - 0.5 * float((back & hits.hit).mean())
