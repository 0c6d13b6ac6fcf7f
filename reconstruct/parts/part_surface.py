"""The outer surface of an assembly: its parts united to one closed solid, edges crisp, each triangle knowing its part.

Parts reach into each other, and their faces may lie in one plane. United, nothing flickers and no texel is spent on
what no one sees. Normals and texture coordinates are cut along with the triangles.
"""

from __future__ import annotations

from typing import Any

import manifold3d  # type: ignore[import-not-found]
import numpy as np
from jaxtyping import Float, Int

from reconstruct.errors import ShapeError
from reconstruct.parts.assembly import Assembly
from reconstruct.parts.detail import PRODUCT_DETAILS
from reconstruct.parts.families import family_named
from reconstruct.parts.parameters import Design
from reconstruct.parts.texture_coordinates import metric_uv
from reconstruct.surface import PartFaces, Surface, corner_normals, is_watertight

__all__ = ["design_surface", "part_surface"]

CREASE_RAD = np.deg2rad(40)


def design_surface(
    design: Design, size_m: Float[np.ndarray, "3"], *, triangles: int
) -> tuple[Assembly, Surface]:
    """Build a design as finely as it can be with at most so many triangles, or as coarsely as there is.

    Raises
    ------
    KeyError
        If there is no such family.
    ShapeError
        If a part is not closed.
    """
    family = family_named(design.family)
    for detail in PRODUCT_DETAILS:
        assembly = family.build(design, size_m, detail)
        surface = part_surface(assembly)
        if len(surface.faces) <= triangles:
            break
    return assembly, surface


def part_surface(assembly: Assembly) -> Surface:
    """Unite the parts.

    Raises
    ------
    ShapeError
        If a part is not closed.
    """
    uv_m = metric_uv(assembly)
    solids = []
    first_id = manifold3d.Manifold.reserve_ids(len(assembly.parts))
    for index, part in enumerate(assembly.parts):
        first = part.first_face
        faces = assembly.faces[first : first + part.faces] - part.first_vertex
        corners = assembly.vertices_m[part.first_vertex : part.first_vertex + part.vertices]
        own_uv_m = uv_m[first : first + part.faces]
        solids.append(_solid(part.name, first_id + index, corners, faces, own_uv_m))
    united = manifold3d.Manifold.batch_boolean(solids, manifold3d.OpType.Add)
    return _surface(united.to_mesh64(), first_id)


def _solid(
    name: str,
    number: int,
    vertices_m: Float[np.ndarray, "V 3"],
    faces: Int[np.ndarray, "F 3"],
    uv_m: Float[np.ndarray, "F 3 2"],
) -> Any:
    """One part with normals and texture coordinates, its corners doubled where those differ."""
    positions, split, normals = corner_normals(vertices_m, faces, CREASE_RAD)
    # Corners of one normal may still differ in where they lie on the texture.
    told = np.concatenate([split.reshape(-1, 1), np.round(uv_m.reshape(-1, 2), 6)], axis=1)
    rows, place = np.unique(told, axis=0, return_inverse=True)
    group = rows[:, 0].astype(np.int64)
    properties = np.concatenate([positions[group], normals[group], rows[:, 1:]], axis=1)
    triangles = place.reshape(-1, 3)
    # All copies of a corner are the same one to the solid.
    corner_of_copy = np.empty(len(rows), dtype=np.int64)
    corner_of_copy[triangles.ravel()] = faces.ravel()
    first_copy = np.full(len(vertices_m), -1, dtype=np.int64)
    first_copy[corner_of_copy[::-1]] = np.arange(len(rows))[::-1]
    copy = np.flatnonzero(first_copy[corner_of_copy] != np.arange(len(rows)))
    solid = manifold3d.Manifold(
        manifold3d.Mesh64(
            properties,
            triangles.astype(np.uint64),
            run_index=np.array([0, 3 * len(triangles)], dtype=np.uint64),
            run_original_id=np.array([number], dtype=np.uint32),
            merge_from_vert=copy.astype(np.uint64),
            merge_to_vert=first_copy[corner_of_copy[copy]].astype(np.uint64),
        )
    )
    if solid.status() != manifold3d.Error.NoError:
        raise ShapeError(
            name,
            expected="a closed part",
            found=f"one with {len(faces):,} triangles that is not ({solid.status()})",
            remedy="Report this design: the family that built it has a bug.",
        )
    return solid


def _surface(mesh: Any, first_id: int) -> Surface:
    properties = np.array(mesh.vert_properties, dtype=np.float64)
    faces = np.array(mesh.tri_verts, dtype=np.int64)
    runs = np.array(mesh.run_index, dtype=np.int64) // 3
    part = np.array(mesh.run_original_id, dtype=np.int64) - first_id
    part_of_face = np.repeat(part, np.diff(runs))
    whole = np.arange(len(properties))
    whole[np.array(mesh.merge_from_vert, dtype=np.int64)] = np.array(
        mesh.merge_to_vert, dtype=np.int64
    )
    normals = properties[:, 3:6]
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    lost = lengths[:, 0] < 1e-6
    normals = normals / np.maximum(lengths, 1e-6)
    normals[lost] = _face_normals(properties[:, :3], faces)[lost]
    return Surface(
        vertices_m=properties[:, :3],
        normals=normals,
        faces=faces,
        watertight=is_watertight(whole[faces]),
        parts=PartFaces(part_of_face, properties[:, 6:8]),
    )


def _face_normals(
    vertices_m: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"]
) -> Float[np.ndarray, "V 3"]:
    """The normal of any triangle of each corner."""
    a, b, c = (vertices_m[faces[:, corner]] for corner in range(3))
    cross = np.cross(b - a, c - a)
    cross /= np.maximum(np.linalg.norm(cross, axis=1, keepdims=True), 1e-20)
    found = np.tile([0.0, 1.0, 0.0], (len(vertices_m), 1))
    found[faces.ravel()] = np.repeat(cross, 3, axis=0)
    return found
