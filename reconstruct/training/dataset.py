"""What the networks learn from: each shape as a solid with an occupancy grid, and its renders, as files in the cache.

::

    CACHE/solids/<shape_id>.npz    vertices (canonical), faces, material, size_m, category, occupancy (255: all matter)
    CACHE/renders/<shape_id>.npz   images, T_canonical_camera, focal_px, centre_px, view

Resumable and seeded: a shape's files depend on its name and the seed alone.
"""

from __future__ import annotations

import time
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float32, Int, Shaped, UInt8

from reconstruct.occupancy_grid import GRID_CELLS, occupancy_grid
from reconstruct.training.render import RenderedViews, render_views
from reconstruct.training.shape_file import TrainingShape, read_shape
from reconstruct.viewpoint import canonical

__all__ = [
    "LEARNED_FOLDERS",
    "LearnedShape",
    "is_held_out",
    "read_renders",
    "read_solid",
    "render_shapes",
]

LEARNED_FOLDERS = ("infinigen", "Scopia", "KatorLegaz", "bank")
HELD_OUT_OF = 24  # one shape in this many is kept for validation


@dataclass(frozen=True)
class LearnedShape:
    """A shape as the networks learn it.

    Attributes
    ----------
    shape_id, category
        Which one and what it is.
    vertices, faces, material
        Closed surface in the `canonical` frame; a material index for each face.
    size_m
        Width, height and depth in metres.
    occupancy
        Share of matter in each cell of the product's own box, x y z.
    """

    shape_id: str
    category: str
    vertices: Float32[np.ndarray, "V 3"]
    faces: Int[np.ndarray, "F 3"]
    material: Int[np.ndarray, " F"]
    size_m: Float32[np.ndarray, "3"]
    occupancy: UInt8[np.ndarray, "32 32 32"]


def is_held_out(shape_id: str) -> bool:
    """Whether a shape validates instead of training; by its name, so that it never changes sides."""
    return zlib.crc32(shape_id.encode()) % HELD_OUT_OF == 0


def render_shapes(cache: Path, *, views: int, seed: int, limit_s: float = float("inf")) -> int:
    """Make what is missing for every learned shape in the cache; returns how many shapes are ready."""
    for folder in ("solids", "renders"):
        (cache / folder).mkdir(exist_ok=True)
    ready = made = 0
    begun = time.monotonic()
    paths = [p for f in LEARNED_FOLDERS for p in sorted((cache / "shapes" / f).glob("*.npz"))]
    for path in paths:
        if path.stem.startswith("raw") or path.name.endswith(".tmp.npz"):
            continue
        target = cache / "renders" / path.name
        if not target.exists():
            if time.monotonic() - begun > limit_s:
                break
            shape = read_shape(path)
            if not _is_product(shape):
                continue
            _render_one(shape, cache, target, views=views, seed=seed)
            made += 1
            if made % 50 == 0:
                rate = (time.monotonic() - begun) / made
                print(f"{made} rendered, {rate:.2f} s each", flush=True)
        ready += 1
    return ready


def _is_product(shape: TrainingShape) -> bool:
    """Switches, sockets and sheets of paper teach nothing about furniture."""
    return float(shape.size_m.max()) > 0.1 and not (
        shape.category == "other" and float(shape.size_m.min()) < 0.02
    )


def _render_one(shape: TrainingShape, cache: Path, target: Path, *, views: int, seed: int) -> None:
    vertices = canonical(shape.vertices_m.astype(np.float64))
    faces = shape.faces.astype(np.int64)
    rng = np.random.default_rng([seed, zlib.crc32(shape.shape_id.encode())])
    grid = occupancy_grid(vertices, faces, rng=rng)
    rendered = render_views(
        vertices, faces, shape.material.astype(np.int64), shape.colours, count=views, rng=rng
    )
    _save(
        cache / "solids" / target.name,
        shape_id=np.array(shape.shape_id),
        category=np.array(shape.category),
        vertices=vertices.astype(np.float32),
        faces=shape.faces,
        material=shape.material,
        size_m=shape.size_m,
        occupancy=np.round(255 * grid).astype(np.uint8),
    )
    _save(
        target,
        images=rendered.images,
        T_canonical_camera=rendered.T_canonical_camera,
        focal_px=rendered.focal_px,
        centre_px=rendered.centre_px,
        view=rendered.view,
    )


def _save(path: Path, **arrays: Shaped[np.ndarray, "..."]) -> None:
    temporary = path.with_suffix(".tmp.npz")
    np.savez_compressed(temporary, allow_pickle=False, **arrays)
    temporary.rename(path)


def read_solid(path: Path) -> LearnedShape:
    """Load a file of `solids`."""
    with np.load(path) as data:
        return LearnedShape(
            str(data["shape_id"]),
            str(data["category"]),
            data["vertices"],
            data["faces"].astype(np.int64),
            data["material"].astype(np.int64),
            data["size_m"],
            data["occupancy"].reshape(GRID_CELLS, GRID_CELLS, GRID_CELLS),
        )


def read_renders(path: Path) -> RenderedViews:
    """Load a file of `renders`."""
    with np.load(path) as data:
        return RenderedViews(
            data["images"],
            data["T_canonical_camera"],
            data["focal_px"],
            data["centre_px"],
            data["view"],
        )
