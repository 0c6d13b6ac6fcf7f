"""A planned tour in a room's files: cameras and an animation in the scene, and its part of `showroom.json`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from showroom.scene import Animation, Node, PerspectiveCamera, Scene, rotation_looking_along, walk
from showroom.tour.tour import Tour
from showroom.tour.views import FOV_RAD

__all__ = ["tour_json", "with_tour"]

_ANIMATION = "tour"
_CAMERA = "tour-camera"


def with_tour(scene: Scene, tour: Tour) -> Scene:
    """The scene with a camera at each stop, and one that an animation named `tour` leads through them."""
    if tour.path is None:
        return scene
    taken = {node.name for node, _ in walk(scene)}
    # No SKU has spaces in it, so this name is free.
    moving = _CAMERA if _CAMERA not in taken else f"{_CAMERA} (moving)"
    stops = [
        Node(
            name=stop.camera,
            translation_m=stop.position_m,
            rotation=rotation_looking_along(np.subtract(stop.target_m, stop.position_m)),
            camera=PerspectiveCamera("tour", FOV_RAD),
            extras={
                "tour_stop": stop.kind,
                **({"product": stop.product} if stop.product else {}),
                "title": dict(stop.title),
            },
        )
        for stop in tour.stops
    ]
    rotations = np.array([rotation_looking_along(d) for d in tour.path.directions])
    first = tour.path.positions_m[0]
    camera = Node(
        name=moving,
        translation_m=(float(first[0]), float(first[1]), float(first[2])),
        rotation=rotations[0],
        camera=PerspectiveCamera("tour", FOV_RAD),
    )
    way = Animation(_ANIMATION, moving, tour.path.times_s, tour.path.positions_m, rotations)
    return replace(
        scene,
        roots=(*scene.roots, *stops, camera),
        animations=(*scene.animations, way),
    )


def tour_json(tour: Tour) -> dict[str, Any]:
    """The tour as `showroom.json` holds it; nothing for a room without one."""
    path = tour.path
    if path is None:
        return {}
    return {
        "tour": {
            "duration_s": round(tour.duration_s, 2),
            "stops": [
                {
                    "camera": stop.camera,
                    "kind": stop.kind,
                    "time_s": round(stop.time_s, 2),
                    "dwell_s": stop.dwell_s,
                    "position_m": [round(c, 3) for c in stop.position_m],
                    "target_m": [round(c, 3) for c in stop.target_m],
                    "product": stop.product,
                    "title": dict(stop.title),
                    "text": dict(stop.text),
                }
                for stop in tour.stops
            ],
            "path": {
                "times_s": _rounded(path.times_s, 2),
                "positions_m": [_rounded(p, 3) for p in path.positions_m],
                "yaw_rad": _rounded(path.yaw_rad, 4),
                "pitch_rad": _rounded(path.pitch_rad, 4),
            },
        }
    }


def _rounded(values: Sequence[float] | np.ndarray, digits: int) -> list[float]:
    return [round(float(value), digits) for value in values]
