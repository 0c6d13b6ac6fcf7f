"""What the path tracer is told of a room: its file, the camera, what is hidden, and the light of our own pictures.

Sun, lamps and sky are those of the poster in the poster's units (radiance of a white matt surface), turned into
Blender's. One thing differs: here lamps shine all round, and what their shades let out is up to the shades.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float
from scipy.spatial.transform import Rotation

from reconstruct.camera import Camera
from showroom.errors import WrongUseError
from showroom.gltf import read_glb
from showroom.picture.light import LightOptions, sky_radiance
from showroom.picture.saved_view import SavedView
from showroom.room.scene import environment_of
from showroom.scene import Environment
from showroom.style.style import load_style

__all__ = [
    "HeroOptions",
    "HeroRoom",
    "blender_lens",
    "blender_light",
    "chosen_view",
    "read_hero_room",
]

T_BLENDER_ROOM: Float[np.ndarray, "4 4"] = np.array(
    [[1.0, 0, 0, 0], [0, 0, -1.0, 0], [0, 1.0, 0, 0], [0, 0, 0, 1.0]]
)
"""`p_blender = T_BLENDER_ROOM @ p_room`: Y up to Z up, as Blender reads glTF."""

_SENSOR_MM = 36.0
_ASPECT = 1.6  # width over height of a picture by one of the file's cameras
_SKY_ROWS = 256
_LAMP_RADIUS_M = 0.12


@dataclass(frozen=True)
class HeroOptions:
    """Effort and kind of a hero picture.

    Attributes
    ----------
    width_px
        Width; the height follows from the view.
    samples
        Most paths a pixel.
    seed
        Of all randomness.
    from_above
        The dollhouse's view, without a ceiling and under the open sky, instead of the poster's.
    camera
        Name of one of the file's cameras (`entrance`, `tour-1`) instead of either.
    threads
        Of the path tracer; all cores if 0.
    """

    width_px: int = 1920
    samples: int = 128
    seed: int = 0
    from_above: bool = False
    camera: str | None = None
    threads: int = 0


@dataclass(frozen=True)
class HeroRoom:
    """A room's file as far as a picture of it needs to know.

    Attributes
    ----------
    path
        The GLB.
    document
        Its JSON.
    poses
        `T_room_node` by name of node.
    environment
        The light of its style.
    """

    path: Path
    document: dict[str, Any]
    poses: dict[str, Float[np.ndarray, "4 4"]]
    environment: Environment

    def nodes(self) -> Iterator[tuple[dict[str, Any], Float[np.ndarray, "4 4"]]]:
        """Each node of the file with its pose."""
        for node in self.document["nodes"]:
            yield node, self.poses[node["name"]]

    @property
    def roofed(self) -> bool:
        """Whether it has a ceiling."""
        return any(node.get("extras", {}).get("kind") == "ceiling" for node, _ in self.nodes())


def read_hero_room(path: Path) -> HeroRoom:
    """Read a room's master, `showroom.glb`.

    Raises
    ------
    WrongUseError
        If there is no such file, or it is no room of ours.
    """
    if not path.is_file():
        raise WrongUseError(f"{path}: expected a room's showroom.glb, found no such file")
    document, _ = read_glb(path.read_bytes(), path.name)
    told = document["scenes"][document.get("scene", 0)].get("extras", {})
    if "meshopt" in json.dumps(document.get("extensionsRequired", [])):
        raise WrongUseError(
            f"{path}: expected the room's master, found a compressed file; use showroom.glb beside it"
        )
    if "style" not in told:
        raise WrongUseError(
            f"{path}: expected a room made by `showroom build`, found no style in its scene's extras"
        )
    environment = environment_of(load_style(str(told["style"])))
    return HeroRoom(path, document, dict(_poses(document)), environment)


def _poses(document: dict[str, Any]) -> Iterator[tuple[str, Float[np.ndarray, "4 4"]]]:
    nodes = document["nodes"]
    stack = [(root, np.eye(4)) for root in document["scenes"][document.get("scene", 0)]["nodes"]]
    while stack:
        index, T_room_parent = stack.pop()
        node = nodes[index]
        T = np.eye(4)
        T[:3, :3] = Rotation.from_quat(node.get("rotation", (0.0, 0.0, 0.0, 1.0))).as_matrix()
        T[:3, 3] = node.get("translation", (0.0, 0.0, 0.0))
        T = T_room_parent @ T
        yield node["name"], T
        stack += [(child, T) for child in node.get("children", ())]


def chosen_view(room: HeroRoom, options: HeroOptions) -> SavedView:
    """Camera of the asked width and what it does not see.

    Raises
    ------
    WrongUseError
        If there is no such camera, or no poster's view beside the file.
    """
    if options.camera is not None:
        return SavedView(_file_camera(room, options.camera, options.width_px))
    name = "dollhouse" if options.from_above else "poster"
    beside = room.path.with_name("showroom.json")
    views = json.loads(beside.read_text()).get("views", {}) if beside.is_file() else {}
    if name not in views:
        raise WrongUseError(
            f"{beside}: expected the view {name!r} of the room's own picture, found none; build the room again, "
            f"or choose a camera of the file with --camera: {', '.join(_cameras(room))}"
        )
    view = SavedView.from_json(views[name], name)
    return SavedView(view.camera.scaled(options.width_px / view.camera.width_px), view.hidden)


def _cameras(room: HeroRoom) -> list[str]:
    return [node["name"] for node, _ in room.nodes() if "camera" in node]


def _file_camera(room: HeroRoom, name: str, width_px: int) -> Camera:
    if name not in _cameras(room):
        raise WrongUseError(
            f"--camera {name}: {room.path.name} has no such camera; choose one of {', '.join(_cameras(room))}"
        )
    node = next(node for node, _ in room.nodes() if node["name"] == name)
    lens = room.document["cameras"][node["camera"]]["perspective"]
    height_px = round(width_px / _ASPECT)
    focal_px = height_px / 2 / math.tan(lens["yfov"] / 2)
    return Camera(room.poses[name], focal_px, (width_px / 2, height_px / 2), width_px, height_px)


def blender_lens(camera: Camera) -> dict[str, Any]:
    """Pose and lens in Blender's terms: Z up, millimetres on a sensor 36 mm wide, shifts in widths."""
    width_px, height_px = camera.width_px, camera.height_px
    return {
        "T_blender_camera": (T_BLENDER_ROOM @ camera.T_world_camera).tolist(),
        "lens_mm": camera.focal_px / width_px * _SENSOR_MM,
        "sensor_mm": _SENSOR_MM,
        "shift": [
            (width_px / 2 - camera.centre_px[0]) / width_px,
            (camera.centre_px[1] - height_px / 2) / width_px,
        ],
        "size_px": [width_px, height_px],
    }


def blender_light(room: HeroRoom, options: LightOptions | None = None) -> dict[str, Any]:
    """Sun, lamps and sky as Blender counts them.

    A matt white surface facing a sun of strength E sends out E / pi; at 1 m from a point light of P watts it sends
    out P / (4 pi^2). Our lamps' intensity is the radiance of such a surface.
    """
    options = options or LightOptions()
    known = room.document.get("extensions", {}).get("KHR_lights_punctual", {}).get("lights", [])
    told: dict[str, Any] = {"suns": [], "lamps": [], "sky": _sky_rows(room.environment, options)}
    for node, T_room_node in room.nodes():
        number = node.get("extensions", {}).get("KHR_lights_punctual", {}).get("light")
        if number is None:
            continue
        light, T = known[number], T_BLENDER_ROOM @ T_room_node
        if light["type"] == "directional":
            sun = {"strength": options.sun_gain * light["intensity"]}
            sun |= {"angle_rad": 2 * options.sun_breadth_rad}
            told["suns"].append({**sun, "T": T.tolist(), "colour": light["color"]})
        else:
            watts = 4 * math.pi**2 * options.lamp_gain * light["intensity"]
            lamp = {"watts": watts, "radius_m": _LAMP_RADIUS_M, "place_m": T[:3, 3].tolist()}
            told["lamps"].append({**lamp, "colour": light["color"]})
    return told


def _sky_rows(environment: Environment, options: LightOptions) -> list[list[float]]:
    """Radiance of the sky in rows of even elevation, the lowest first."""
    rise = (np.arange(_SKY_ROWS) + 0.5) / _SKY_ROWS * math.pi - math.pi / 2
    directions = np.stack([np.cos(rise), np.sin(rise), np.zeros_like(rise)], axis=1)
    rows: list[list[float]] = (sky_radiance(environment, directions) * options.sky_gain).tolist()
    return rows
