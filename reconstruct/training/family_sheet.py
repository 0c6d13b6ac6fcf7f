"""A sheet of sixty samples of a family, parts in colours, to be judged by eye."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from jaxtyping import Float, UInt8
from PIL import Image

from reconstruct.camera import Camera
from reconstruct.parts.assembly import Assembly
from reconstruct.parts.detail import FINE, Detail
from reconstruct.parts.families import family_named
from reconstruct.parts.family import Kind
from reconstruct.raycast import RayCaster

__all__ = ["assembly_picture", "family_sheet"]

PALETTE = np.array(
    [
        [217, 148, 96],
        [112, 164, 205],
        [142, 186, 122],
        [226, 196, 104],
        [168, 138, 200],
        [104, 184, 176],
        [214, 140, 176],
        [165, 165, 165],
        [190, 160, 120],
        [130, 140, 190],
    ]
)
LIGHTS = ((np.array([-0.5, 0.75, 0.6]), 0.5), (np.array([0.7, 0.35, 0.5]), 0.22))


def assembly_picture(
    assembly: Assembly, *, azimuth_rad: float = 0.6, elevation_rad: float = 0.35, picture_px: int
) -> UInt8[np.ndarray, "H W 3"]:
    """A picture of an assembly, one colour for each material."""
    low, high = assembly.vertices_m.min(axis=0), assembly.vertices_m.max(axis=0)
    reach = float(np.linalg.norm(high - low))
    level = np.cos(elevation_rad)
    way = np.array(
        [np.sin(azimuth_rad) * level, np.sin(elevation_rad), np.cos(azimuth_rad) * level]
    )
    camera = Camera.looking_at(
        (low + high) / 2 + 2.2 * reach * way,
        (low + high) / 2,
        vertical_fov_rad=0.46,
        width_px=2 * picture_px,
        height_px=2 * picture_px,
    )
    caster = RayCaster(assembly.vertices_m, assembly.faces)
    origins, directions = camera.rays()
    hits = caster.cast(origins, directions)
    corners = assembly.vertices_m[assembly.faces]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    materials = sorted({part.material for part in assembly.parts})
    colour = PALETTE[
        np.array([materials.index(part.material) for part in assembly.parts]) % len(PALETTE)
    ]
    at = np.flatnonzero(hits.hit)
    facing = normal[hits.face[at]]
    shade = np.full(len(at), 0.4)
    for towards, strength in LIGHTS:
        shade += strength * np.maximum(facing @ (towards / np.linalg.norm(towards)), 0)
    points = origins[at] + directions[at] * hits.distance_m[at, None]
    shade *= 0.4 + 0.6 * caster.openness(points, facing, reach_m=0.3 * reach, rays=12)
    # Triangles that face away show red: a part is inside out.
    inside = (facing * directions[at]).sum(axis=1) > 0
    picture = np.full((len(directions), 3), 255.0)
    picture[at] = colour[assembly.part_of_face[hits.face[at]]] * shade[:, None]
    picture[at[inside]] = (255, 0, 0)
    square = picture.reshape(picture_px, 2, picture_px, 2, 3).mean(axis=(1, 3))
    return np.asarray(np.clip(square, 0, 255).astype(np.uint8))


def family_sheet(
    name: str,
    to: Path,
    *,
    columns: int = 10,
    rows: int = 6,
    picture_px: int = 160,
    seed: int = 0,
    detail: Detail = FINE,
) -> None:
    """Write a picture of random samples of a family."""
    family = family_named(name)
    rng = np.random.default_rng(seed)
    tiles: list[UInt8[np.ndarray, "H W 3"]] = []
    for _ in range(rows * columns):
        kind: Kind = family.draw_kind(rng)
        size_m: Float[np.ndarray, "3"] = kind.draw_size(rng)
        design = family.draw(rng, kind)
        tiles.append(assembly_picture(family.build(design, size_m, detail), picture_px=picture_px))
    lines = [np.concatenate(tiles[r * columns : (r + 1) * columns], axis=1) for r in range(rows)]
    Image.fromarray(np.concatenate(lines)).save(to)
