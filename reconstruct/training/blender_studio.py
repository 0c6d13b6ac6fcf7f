"""A small photo studio in Blender: backdrop, soft lights, a camera that frames the product, and the exposure.

Units are metres; axes are those of `furniture` (Z up, the product's front towards -Y).
"""

# mypy: ignore-errors

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import bpy
import numpy as np
from mathutils import Matrix, Vector

if TYPE_CHECKING:
    from furniture import Piece
    from numpy.typing import NDArray

SENSOR_MM = 36.0
FILL = 0.84
"""Share of the frame's tighter side that the product's projection takes."""
EXPOSURE = -0.2
"""Stops at which white paper stays just below pure white."""
WHITE = (0.82, 0.82, 0.82)
GREY = (0.50, 0.50, 0.51)

T_PRODUCT_BLENDER: NDArray[np.float64] = np.array(
    [[1.0, 0, 0, 0], [0, 0, 1.0, 0], [0, -1.0, 0, 0], [0, 0, 0, 1.0]]
)
"""`p_product = T_PRODUCT_BLENDER @ p_blender`: Z up to Y up, front -Y to +Z."""

Backdrop = Literal["sweep", "plaster", "wood", "none"]
Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Set:
    """The surroundings of a photo."""

    backdrop: Backdrop = "sweep"
    """`sweep`: seamless paper; `plaster`: wall and plain floor; `wood`: wall and boards; `none`: alpha."""
    colour: Colour = WHITE
    """Linear RGB of the paper or of the wall."""
    floor: Colour = (0.45, 0.40, 0.35)
    """Linear RGB of the floor, where it is not the wall's."""
    exposure: float = 0.0
    """Stops added to the standard exposure."""
    key_side: float = -1.0
    """-1: the main light comes from the viewer's left; 1: from the right."""


@dataclass(frozen=True)
class View:
    """Where the camera stands, seen from the product."""

    azimuth_deg: float = 30.0
    """0 looks at the front; positive walks towards the product's left (+X)."""
    elevation_deg: float = 12.0
    lens_mm: float = 60.0
    """For a sensor 36 mm wide along the photo's longer side."""
    aspect: float = 1.0
    """Width over height of the photo."""


@dataclass(frozen=True)
class Shot:
    """The camera of one photo."""

    T_blender_camera: NDArray[np.float64]
    """`(4, 4)`; the camera looks along its -Z, +X is right, +Y is up."""
    focal_px: float
    width_px: int
    height_px: int


def place_camera(piece: Piece, view: View, longest_px: int) -> Shot:
    """Sets the scene's camera so that the whole product is in the middle of the frame, with a margin."""
    width_px = longest_px if view.aspect >= 1 else round(longest_px * view.aspect)
    height_px = longest_px if view.aspect <= 1 else round(longest_px / view.aspect)
    focal_px = view.lens_mm / SENSOR_MM * longest_px
    azimuth, elevation = math.radians(view.azimuth_deg), math.radians(view.elevation_deg)
    outward = np.array(
        [
            math.sin(azimuth) * math.cos(elevation),
            -math.cos(azimuth) * math.cos(elevation),
            math.sin(elevation),
        ]
    )
    points = piece.points_m
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    target = centre.copy()
    distance = 4.0 * float(np.linalg.norm(np.ptp(points, axis=0)))
    pose = np.eye(4)
    for _ in range(12):  # aim and distance settle within a few rounds
        eye = centre + outward * distance
        pose = _look_at(eye, target)
        local = (points - eye) @ pose[:3, :3]
        image = focal_px * local[:, :2] / -local[:, 2:3]
        low, high = image.min(axis=0), image.max(axis=0)
        middle = (low + high) / 2 * distance / focal_px
        target = target + pose[:3, 0] * middle[0] + pose[:3, 1] * middle[1]
        distance *= float(np.max((high - low) / (FILL * np.array([width_px, height_px]))))

    camera = bpy.data.cameras.new("camera")
    camera.sensor_width = camera.sensor_height = SENSOR_MM
    camera.sensor_fit = "AUTO"
    camera.lens = view.lens_mm
    camera.clip_start, camera.clip_end = 0.01, 200.0
    holder = bpy.data.objects.new("camera", camera)
    holder.matrix_world = Matrix(pose.tolist())
    scene = bpy.context.scene
    scene.collection.objects.link(holder)
    scene.camera = holder
    scene.render.resolution_x, scene.render.resolution_y = width_px, height_px
    scene.render.resolution_percentage = 100
    return Shot(pose, focal_px, width_px, height_px)


def _look_at(eye: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    back = (eye - target) / np.linalg.norm(eye - target)
    right = np.cross([0.0, 0.0, 1.0], back)
    right /= np.linalg.norm(right)
    pose = np.eye(4)
    pose[:3, 0], pose[:3, 1], pose[:3, 2], pose[:3, 3] = right, np.cross(back, right), back, eye
    return pose


def dress(piece: Piece, setting: Set, azimuth_deg: float) -> None:
    """Puts the backdrop and the lights around the product, turned towards the camera's azimuth."""
    size = float(np.linalg.norm(np.ptp(piece.points_m, axis=0)))
    turn = Matrix.Rotation(math.radians(azimuth_deg * 0.5), 4, "Z")
    _backdrop(piece, setting, size, turn)
    key, other = setting.key_side, -setting.key_side
    aim = Vector((0.0, 0.0, piece.height_m * 0.45))
    _light("key", turn @ Vector((key * 1.3, -1.3, 1.5)) * size, aim, 1.1 * size, 2.1)
    _light("fill", turn @ Vector((other * 1.7, -1.1, 0.8)) * size, aim, 1.4 * size, 0.75)
    _light("top", turn @ Vector((other * 0.3, 0.1, 2.0)) * size, aim, 1.2 * size, 1.0)
    world = bpy.data.worlds.new("studio")
    world.use_nodes = True
    background = world.node_tree.nodes["Background"]
    background.inputs["Color"].default_value = (1.0, 0.98, 0.96, 1.0)
    background.inputs["Strength"].default_value = 0.35
    bpy.context.scene.world = world


def _light(name: str, where: Vector, aim: Vector, side_m: float, irradiance: float) -> None:
    """A square soft box; `irradiance` is what arrives at the product, so the look does not depend on size."""
    distance = (where - aim).length
    data = bpy.data.lights.new(name, "AREA")
    data.shape, data.size = "SQUARE", side_m
    data.energy = irradiance * math.pi * distance**2
    holder = bpy.data.objects.new(name, data)
    holder.location = where
    holder.rotation_euler = (aim - where).to_track_quat("-Z", "Y").to_euler()
    bpy.context.scene.collection.objects.link(holder)


def _backdrop(piece: Piece, setting: Set, size: float, turn: Matrix) -> None:
    if setting.backdrop == "none":
        # A floor that only bounces light: the cut-out keeps its natural shading from below.
        floor = _profile("floor", [(-8 * size, 0.0), (8 * size, 0.0)], 16 * size, turn)
        floor.data.materials.append(_matte("floor", WHITE))
        floor.visible_camera = False
        return
    # Behind the product's farthest point, with room for its shadow.
    behind = float(np.hypot(piece.points_m[:, 0], piece.points_m[:, 1]).max()) + 0.25 * size
    if setting.backdrop == "sweep":
        radius = 0.9 * size
        arc = [
            (behind + radius * math.sin(a), radius * (1 - math.cos(a)))
            for a in np.linspace(0.0, math.pi / 2, 24)
        ]
        path = [(-9 * size, 0.0), *arc, (behind + radius, 9 * size)]
        sweep = _profile("sweep", path, 24 * size, turn)
        sweep.data.materials.append(_matte("paper", setting.colour))
        return
    wall = _profile("wall", [(behind, 0.0), (behind, 9 * size)], 24 * size, turn)
    wall.data.materials.append(_plaster(setting.colour))
    floor = _profile("floor", [(-9 * size, 0.0), (behind, 0.0)], 24 * size, turn)
    boards = setting.backdrop == "wood"
    floor.data.materials.append(
        _boards(setting.floor) if boards else _matte("floor", setting.floor, 0.55)
    )
    skirting = _profile(
        "skirting",
        [(behind - 0.015, 0.0), (behind - 0.015, 0.07), (behind, 0.075)],
        24 * size,
        turn,
    )
    skirting.data.materials.append(_matte("skirting", (0.75, 0.74, 0.72), 0.4))


def _profile(name: str, path: list[tuple[float, float]], span_m: float, turn: Matrix) -> Any:
    """Sweeps a path of `(y, z)` along x."""
    vertices = [(x, y, z) for y, z in path for x in (-span_m / 2, span_m / 2)]
    faces = [(2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2) for i in range(len(path) - 1)]
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(vertices, [], faces)
    for polygon in mesh.polygons:
        polygon.use_smooth = name == "sweep"
    holder = bpy.data.objects.new(name, mesh)
    holder.matrix_world = turn
    bpy.context.scene.collection.objects.link(holder)
    return holder


def _matte(name: str, colour: Colour, roughness: float = 0.9) -> Any:
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    shader = material.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (*colour, 1.0)
    shader.inputs["Roughness"].default_value = roughness
    shader.inputs["Specular IOR Level"].default_value = 0.25
    return material


def _plaster(colour: Colour) -> Any:
    material = _matte("plaster", colour)
    tree = material.node_tree
    shader = tree.nodes["Principled BSDF"]
    place = tree.nodes.new("ShaderNodeTexCoord")
    noise = tree.nodes.new("ShaderNodeTexNoise")
    noise.inputs["Scale"].default_value = 5.0
    noise.inputs["Detail"].default_value = 9.0
    ramp = tree.nodes.new("ShaderNodeValToRGB")
    ramp.color_ramp.elements[0].color = (*(c * 0.9 for c in colour), 1.0)
    ramp.color_ramp.elements[1].color = (*(min(1.0, c * 1.06) for c in colour), 1.0)
    bump = tree.nodes.new("ShaderNodeBump")
    bump.inputs["Strength"].default_value = 0.12
    bump.inputs["Distance"].default_value = 0.02
    tree.links.new(place.outputs["Object"], noise.inputs["Vector"])
    tree.links.new(noise.outputs["Fac"], ramp.inputs["Fac"])
    tree.links.new(noise.outputs["Fac"], bump.inputs["Height"])
    tree.links.new(ramp.outputs["Color"], shader.inputs["Base Color"])
    tree.links.new(bump.outputs["Normal"], shader.inputs["Normal"])
    return material


def _boards(colour: Colour) -> Any:
    """Floor boards: bricks 1.6 m by 0.16 m, each of its own tone, with a stretched grain."""
    material = _matte("boards", colour, 0.45)
    tree = material.node_tree
    shader = tree.nodes["Principled BSDF"]
    place = tree.nodes.new("ShaderNodeTexCoord")
    brick = tree.nodes.new("ShaderNodeTexBrick")
    brick.offset, brick.offset_frequency = 0.37, 2
    brick.inputs["Scale"].default_value = 1.0
    brick.inputs["Brick Width"].default_value = 1.6
    brick.inputs["Row Height"].default_value = 0.16
    brick.inputs["Mortar Size"].default_value = 0.0015
    brick.inputs["Color1"].default_value = (*(c * 0.82 for c in colour), 1.0)
    brick.inputs["Color2"].default_value = (*(min(1.0, c * 1.12) for c in colour), 1.0)
    brick.inputs["Mortar"].default_value = (*(c * 0.25 for c in colour), 1.0)
    stretch = tree.nodes.new("ShaderNodeMapping")
    stretch.inputs["Scale"].default_value = (2.5, 45.0, 1.0)
    grain = tree.nodes.new("ShaderNodeTexNoise")
    grain.inputs["Scale"].default_value = 1.0
    grain.inputs["Detail"].default_value = 6.0
    mix = tree.nodes.new("ShaderNodeMix")
    mix.data_type, mix.blend_type = "RGBA", "SOFT_LIGHT"
    mix.inputs["Factor"].default_value = 0.5
    links = tree.links
    links.new(place.outputs["Object"], brick.inputs["Vector"])
    links.new(place.outputs["Object"], stretch.inputs["Vector"])
    links.new(stretch.outputs["Vector"], grain.inputs["Vector"])
    links.new(brick.outputs["Color"], mix.inputs["A"])
    links.new(grain.outputs["Fac"], mix.inputs["B"])
    links.new(mix.outputs["Result"], shader.inputs["Base Color"])
    return material


def render(path: Path, *, samples: int, threads: int, exposure: float, alpha: bool) -> None:
    """Path-traces the scene on the CPU, denoised, to a PNG of 8 bits a channel."""
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.samples = samples
    scene.cycles.use_adaptive_sampling = True
    scene.cycles.adaptive_threshold = 0.02
    scene.cycles.use_denoising = True
    scene.cycles.denoiser = "OPENIMAGEDENOISE"
    scene.cycles.sample_clamp_indirect = 8.0
    scene.cycles.seed = 0
    scene.render.threads_mode, scene.render.threads = "FIXED", threads
    scene.render.film_transparent = alpha
    # AgX and Filmic were tried: both turn the white paper grey and the fabrics pale.
    scene.view_settings.view_transform = "Standard"
    scene.view_settings.look = "None"
    scene.view_settings.exposure = EXPOSURE + exposure
    scene.render.image_settings.file_format = "PNG"
    scene.render.image_settings.color_mode = "RGBA" if alpha else "RGB"
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)
