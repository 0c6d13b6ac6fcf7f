"""A training shape as it lies in the cache: a light mesh in the `product` frame with parts and materials."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float32, Int32, UInt8

from reconstruct.raycast import RayCaster

__all__ = ["TrainingShape", "drop_hidden", "lighten", "read_shape", "write_shape"]


@dataclass(frozen=True)
class TrainingShape:
    """One shape to learn from or to judge by.

    Attributes
    ----------
    shape_id
        Unique name; file stem in the cache.
    category, source, licence, credit
        What it is, who made it and on which terms.
    vertices_m
        Corners in the `product` frame, metres.
    faces
        Corner indices, counter-clockwise from outside where the maker cared.
    material
        Index into `materials` of each face.
    materials
        Names.
    colours
        Mean base colour of each material, sRGB.
    """

    shape_id: str
    category: str
    source: str
    licence: str
    credit: str
    vertices_m: Float32[np.ndarray, "V 3"]
    faces: Int32[np.ndarray, "F 3"]
    material: Int32[np.ndarray, " F"]
    materials: tuple[str, ...]
    colours: UInt8[np.ndarray, "M 3"]

    @property
    def size_m(self) -> Float32[np.ndarray, "3"]:
        """Width, height and depth, in metres."""
        return np.asarray(np.ptp(self.vertices_m, axis=0), dtype=np.float32)


def write_shape(shape: TrainingShape, path: Path) -> None:
    """Save, atomically."""
    text = {
        name: getattr(shape, name)
        for name in ("shape_id", "category", "source", "licence", "credit")
    }
    temporary = path.with_suffix(".tmp.npz")
    np.savez_compressed(
        temporary,
        text=np.array(json.dumps({**text, "materials": shape.materials})),
        vertices_m=shape.vertices_m,
        faces=shape.faces,
        material=shape.material,
        colours=shape.colours,
    )
    temporary.rename(path)


def read_shape(path: Path) -> TrainingShape:
    """Load what `write_shape` saved."""
    with np.load(path) as data:
        text = json.loads(str(data["text"]))
        return TrainingShape(
            **{**text, "materials": tuple(text["materials"])},
            vertices_m=data["vertices_m"],
            faces=data["faces"],
            material=data["material"],
            colours=data["colours"],
        )


def lighten(
    vertices: Float32[np.ndarray, "V 3"],
    faces: Int32[np.ndarray, "F 3"],
    material: Int32[np.ndarray, " F"],
    *,
    target_faces: int,
) -> tuple[Float32[np.ndarray, "v 3"], Int32[np.ndarray, "f 3"], Int32[np.ndarray, " f"]]:
    """Reduce to about `target_faces` by quadric collapse, each material on its own, so that labels stay exact.

    The budget goes by the square root of a material's faces, so that a thin metal leg is not spent on cushions.
    """
    import fast_simplification

    groups = np.unique(material)
    counts = np.array([(material == g).sum() for g in groups], dtype=np.float64)
    total = counts.sum()
    if total > target_faces:
        budget = np.sqrt(counts)
        for _ in range(8):  # a group that is below its share passes the rest on
            budget = np.minimum(budget * target_faces / budget.sum(), counts)
    else:
        budget = counts
    corners, triangles, labels = [], [], []
    base = 0
    for group, count, goal in zip(groups, counts, budget, strict=True):
        mine = faces[material == group]
        used, index = np.unique(mine, return_inverse=True)
        points, triangle = vertices[used], index.reshape(-1, 3).astype(np.int32)
        points, triangle = _weld(points, triangle)
        if len(triangle) == 0:
            continue
        if goal < count and len(triangle) > goal:
            goal_share = min(max(1 - goal / len(triangle), 0.0), 0.99)
            points, triangle = fast_simplification.simplify(
                points, triangle, target_reduction=goal_share
            )
        corners.append(points.astype(np.float32))
        triangles.append(triangle.astype(np.int32) + base)
        labels.append(np.full(len(triangle), group, dtype=np.int32))
        base += len(points)
    return np.concatenate(corners), np.concatenate(triangles), np.concatenate(labels)


def _weld(
    points: Float32[np.ndarray, "V 3"], triangles: Int32[np.ndarray, "F 3"]
) -> tuple[Float32[np.ndarray, "v 3"], Int32[np.ndarray, "f 3"]]:
    """Join corners that coincide and drop triangles that have no area."""
    grain = max(float(np.ptp(points, axis=0).max()), 1e-6) * 1e-5
    keys, index, inverse = np.unique(
        np.round(points / grain).astype(np.int64), axis=0, return_index=True, return_inverse=True
    )
    del keys
    joined = inverse.reshape(-1)[triangles].astype(np.int32)
    alive = (
        (joined[:, 0] != joined[:, 1])
        & (joined[:, 1] != joined[:, 2])
        & (joined[:, 2] != joined[:, 0])
    )
    return points[index], joined[alive]


def drop_hidden(
    vertices: Float32[np.ndarray, "V 3"],
    faces: Int32[np.ndarray, "F 3"],
    material: Int32[np.ndarray, " F"],
    *,
    directions: int = 48,
) -> tuple[Float32[np.ndarray, "v 3"], Int32[np.ndarray, "f 3"], Int32[np.ndarray, " f"]]:
    """Remove faces that nothing from outside can see: drawers, inner walls, mattress under a sheet."""
    caster = RayCaster(vertices.astype(np.float64), faces.astype(np.int64))
    extent = float(np.ptp(vertices, axis=0).max())
    corners = vertices[faces].astype(np.float64)
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    weights = np.array([[1, 1, 1], [4, 1, 1], [1, 4, 1], [1, 1, 4]], dtype=np.float64)
    weights /= weights.sum(axis=1, keepdims=True)
    seen = np.zeros(len(faces), dtype=bool)
    step = np.arange(directions) + 0.5
    y = 1 - 2 * step / directions
    angle = np.pi * (1 + 5**0.5) * step
    ring = np.sqrt(1 - y * y)
    outward = np.stack([ring * np.cos(angle), y, ring * np.sin(angle)], axis=1)
    for weight in weights:
        points = (corners * weight[None, :, None]).sum(axis=1)
        for direction in outward:
            left = np.flatnonzero(~seen)
            side = np.sign(normal[left] @ direction)[:, None]
            start = points[left] + side * normal[left] * (2e-4 * extent)
            rays = np.broadcast_to(direction, start.shape)
            seen[left[~caster.occluded(start, rays)]] = True
    used, index = np.unique(faces[seen], return_inverse=True)
    return vertices[used], index.reshape(-1, 3).astype(np.int32), material[seen]
