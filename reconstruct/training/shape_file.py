"""A training shape as it lies in the cache: a light closed mesh in the `product` frame with its materials."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float32, Int32, UInt8

from reconstruct.raycast import RayCaster
from reconstruct.solidify import solidify

__all__ = ["TrainingShape", "as_solid", "read_shape", "write_shape"]


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


def as_solid(
    vertices: Float32[np.ndarray, "V 3"],
    faces: Int32[np.ndarray, "F 3"],
    material: Int32[np.ndarray, " F"],
    *,
    target_faces: int,
    cells: int = 144,
) -> tuple[Float32[np.ndarray, "v 3"], Int32[np.ndarray, "f 3"], Int32[np.ndarray, " f"]]:
    """The closed surface that can be seen from outside, light, each face with the material nearest to it.

    Tried instead: quadric collapse of the raw parts (`fast_simplification`). It folded thin boards and left
    table tops, doors and cushions torn in a third of the procedural shapes.
    """
    import manifold3d  # type: ignore[import-not-found]

    raw, raw_faces = vertices.astype(np.float64), faces.astype(np.int64)
    corners, triangles = solidify(raw, raw_faces, cells=cells)
    whole = manifold3d.Manifold(manifold3d.Mesh64(corners, triangles.astype(np.uint64)))
    if whole.status() != manifold3d.Error.NoError:
        raise ValueError(
            f"as_solid: the surface of {len(faces)} faces is not closed ({whole.status()})"
        )
    extent = float(np.ptp(raw, axis=0).max())
    cell = extent / cells
    light = whole
    for tolerance in (0.3, 0.5, 0.8, 1.2, 1.8):
        light = light.simplify(tolerance * cell)
        if light.num_tri() <= target_faces:
            break
    mesh = light.to_mesh64()
    points = np.array(mesh.vert_properties[:, :3], dtype=np.float64)
    kept = np.array(mesh.tri_verts, dtype=np.int32)
    low, high = raw.min(axis=0), raw.max(axis=0)
    share = (points - points.min(axis=0)) / np.maximum(np.ptp(points, axis=0), 1e-9)
    points = low + share * (high - low)  # the shell's half cell taken off again
    nearest = RayCaster(raw, raw_faces).nearest_face(points[kept].mean(axis=1))
    return points.astype(np.float32), kept, material[nearest].astype(np.int32)
