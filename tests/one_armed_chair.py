"""A chair with one arm, which looks different from all sides: its mesh, a photo of it, and its model turned."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import trimesh
from jaxtyping import Float, UInt8
from PIL import Image
from trimesh.visual.material import PBRMaterial
from trimesh.visual.texture import TextureVisuals

from reconstruct.raycast import RayCaster
from reconstruct.viewpoint import Viewpoint, canonical, frame_camera

SIZE_M = (0.6, 0.9, 0.5)
VIEW = Viewpoint(math.radians(32), math.radians(14), 3.5)
LIGHT = np.array([0.5, 0.8, 0.35])


def chair() -> trimesh.Trimesh:
    """In the `product` frame, metres: the back at -Z, the arm on its left (+X)."""
    parts = [
        ((0.6, 0.08, 0.5), (0.0, 0.44, 0.0)),
        ((0.6, 0.42, 0.06), (0.0, 0.69, -0.22)),
        ((0.08, 0.22, 0.44), (0.26, 0.59, 0.03)),
        *(((0.06, 0.4, 0.06), (x, 0.2, z)) for x in (-0.27, 0.27) for z in (-0.22, 0.22)),
    ]
    boxes = []
    for extents, centre in parts:
        box = trimesh.creation.box(extents)
        box.apply_translation(centre)
        boxes.append(box)
    return trimesh.util.concatenate(boxes)


def chair_picture(size_px: int = 320) -> UInt8[np.ndarray, "H W 4"]:
    """The chair as a product photo shows it, on transparent ground."""
    mesh = chair()
    vertices = canonical(np.asarray(mesh.vertices))
    margin = size_px / 10
    camera, _ = frame_camera(
        vertices, VIEW, (margin, margin, size_px - margin, size_px - margin), size_px
    )
    hits = RayCaster(vertices, np.asarray(mesh.faces)).cast(*camera.rays())
    light = np.clip(mesh.face_normals @ (LIGHT / np.linalg.norm(LIGHT)), 0, 1)
    shade = (0.35 + 0.65 * light)[hits.face][:, None] * np.array([170, 110, 70])
    pixels = np.concatenate([shade, 255.0 * np.ones((len(shade), 1))], axis=1) * hits.hit[:, None]
    return np.round(pixels).astype(np.uint8).reshape(size_px, size_px, 4)


def write_chair_photo(path: Path) -> Path:
    """Write `chair_picture` as a PNG file."""
    Image.fromarray(chair_picture()).save(path)
    return path


def chair_glb(yaw_rad: float, scale: float = 1.0) -> bytes:
    """The chair turned about +Y, in any unit."""
    mesh = chair()
    mesh.apply_transform(trimesh.transformations.rotation_matrix(yaw_rad, (0, 1, 0)))
    mesh.apply_scale(scale)
    mesh.visual = TextureVisuals(material=PBRMaterial(baseColorFactor=(170, 110, 70, 255)))
    return bytes(trimesh.Scene(mesh).export(file_type="glb"))


def off_m(vertices_m: Float[np.ndarray, "V 3"]) -> float:
    """Largest distance of points from the true chair's surface, metres; every corner of it counts."""
    mesh = chair()
    return float(
        RayCaster(np.asarray(mesh.vertices), np.asarray(mesh.faces)).distance(vertices_m).max()
    )
