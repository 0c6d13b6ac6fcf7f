"""From a raw solid to a clean mesh: welded, light, closed, with normals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import fast_simplification
import manifold3d  # type: ignore[import-not-found]
import numpy as np
from jaxtyping import Float, Int
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from reconstruct.baselines import Solid, fit_to_size
from reconstruct.errors import ShapeError
from reconstruct.size import ProductSize

__all__ = [
    "PartFaces",
    "Surface",
    "SurfaceOptions",
    "area_vectors",
    "corner_normals",
    "is_watertight",
    "make_surface",
    "subdivided",
    "weld",
]


@dataclass(frozen=True)
class SurfaceOptions:
    """How light and how crisp a mesh is.

    Attributes
    ----------
    triangles
        At most this many triangles, where the shape allows it.
    tolerances
        How far the surface may move, tried in turn until few enough triangles are left; shares of the longest side. The
        first is half a millimetre on a chair.
    always
        Whether a surface that is light enough is simplified all the same, by the first tolerance.
    may_be_open
        Whether a surface that is not closed is simplified all the same, by quadric error: it may tear further.
    crease_rad
        Faces that meet at a larger angle keep a hard edge between them.
    """

    triangles: int = 20_000
    tolerances: tuple[float, ...] = (0.0006, 0.0012, 0.0025, 0.005, 0.01)
    always: bool = False
    may_be_open: bool = False
    crease_rad: float = np.deg2rad(50)


@dataclass(frozen=True)
class PartFaces:
    """What a surface made of parts knows besides its shape.

    Attributes
    ----------
    part_of_face
        Index of each triangle's part.
    uv_m
        Texture coordinates of the corners in metres, u along the grain.
    """

    part_of_face: Int[np.ndarray, " F"]
    uv_m: Float[np.ndarray, "V 2"]


@dataclass(frozen=True)
class Surface:
    """A closed mesh in the `product` frame, with corners doubled along hard edges.

    Attributes
    ----------
    vertices_m
        Corner positions in metres.
    normals
        Unit normals at the corners.
    faces
        Triangles, counter-clockwise from outside.
    watertight
        Whether each edge, corners at one position taken as one, has exactly two triangles, one each way.
    parts
        Which part each triangle belongs to; None where nothing is known of parts.
    """

    vertices_m: Float[np.ndarray, "V 3"]
    normals: Float[np.ndarray, "V 3"]
    faces: Int[np.ndarray, "F 3"]
    watertight: bool
    parts: PartFaces | None = None


def make_surface(
    solid: Solid, size_m: ProductSize, options: SurfaceOptions | None = None
) -> Surface:
    """Simplify a solid, make it exactly as large as told, and give it normals.

    Raises
    ------
    ShapeError
        If the solid is not closed.
    """
    options = options or SurfaceOptions()
    vertices, faces = _simplify(solid, options)
    vertices = fit_to_size(vertices, size_m)
    closed = is_watertight(faces)
    vertices, faces, normals = corner_normals(vertices, faces, options.crease_rad)
    return Surface(vertices, normals, faces, closed)


def _simplify(
    solid: Solid, options: SurfaceOptions
) -> tuple[Float[np.ndarray, "V 3"], Int[np.ndarray, "F 3"]]:
    """Collapse edges within a tolerance, never tearing the surface.

    Tried instead: `fast_simplification` (quadric error). Twice as fast and exact in its count, but of four
    products with thin parts it tore two at nearly every setting, and one more as it comes; this tears none.
    """
    if len(solid.faces) <= options.triangles and not options.always:
        return solid.vertices_m, solid.faces
    if options.may_be_open and not _is_manifold(solid):
        return _simplify_open(solid, options.triangles)
    light = _closed(solid.vertices_m, solid.faces)
    extent = float(np.ptp(solid.vertices_m, axis=0).max())
    for tolerance in options.tolerances:
        light = light.simplify(tolerance * extent)
        if light.num_tri() <= options.triangles:
            break
    return _arrays(light)


def _simplify_open(
    solid: Solid, triangles: int
) -> tuple[Float[np.ndarray, "V 3"], Int[np.ndarray, "F 3"]]:
    """Collapse edges of any surface by quadric error until few enough triangles are left."""
    if len(solid.faces) <= triangles:
        return solid.vertices_m, solid.faces
    vertices, faces = solid.vertices_m, solid.faces
    middle, extent = vertices.mean(axis=0), max(float(np.ptp(vertices, axis=0).max()), 1e-12)
    # In single precision near zero, whatever unit the file was made in.
    light = ((vertices - middle) / extent).astype(np.float32)
    for aggressive in (5, 7, 9):
        light, faces = fast_simplification.simplify(
            light, faces, target_count=triangles, agg=aggressive
        )
        if len(faces) <= triangles:
            break
    return np.asarray(light, dtype=np.float64) * extent + middle, np.asarray(faces, dtype=np.int64)


def _is_manifold(solid: Solid) -> bool:
    whole = manifold3d.Manifold(manifold3d.Mesh64(solid.vertices_m, solid.faces.astype(np.uint64)))
    return bool(whole.status() == manifold3d.Error.NoError)


def subdivided(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"], *, least: int
) -> tuple[Float[np.ndarray, "W 3"], Int[np.ndarray, "G 3"]]:
    """The same closed surface in at least so many triangles, none with a long edge: fine enough to bend.

    Raises
    ------
    ShapeError
        If the surface is not closed.
    """
    whole = _closed(vertices, faces)
    extent = float(np.ptp(vertices, axis=0).max())
    fine = whole
    for edge in EDGES:
        fine = whole.refine_to_length(edge * extent)
        if fine.num_tri() >= least:
            break
    return _arrays(fine)


# Longest edges tried, in shares of the longest side.
EDGES = (0.05, 0.04, 0.032, 0.026, 0.02)


def _closed(vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"]) -> Any:
    whole = manifold3d.Manifold(manifold3d.Mesh64(vertices, faces.astype(np.uint64)))
    if whole.status() != manifold3d.Error.NoError:
        raise ShapeError(
            "surface",
            expected="a closed surface",
            found=f"one with {len(faces):,} triangles that is not ({whole.status()})",
            remedy="Report this photo: the shape step has a bug.",
        )
    return whole


def _arrays(mesh: Any) -> tuple[Float[np.ndarray, "V 3"], Int[np.ndarray, "F 3"]]:
    answer = mesh.to_mesh64()
    vertices = np.array(answer.vert_properties[:, :3], dtype=np.float64)
    return vertices, np.array(answer.tri_verts, dtype=np.int64)


def area_vectors(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"]
) -> Float[np.ndarray, "F 3"]:
    """Outward normals of the faces, each as long as twice its area."""
    a, b, c = (vertices[faces[:, corner]] for corner in range(3))
    return np.asarray(np.cross(b - a, c - a))


def weld(
    vertices: Float[np.ndarray, "V 3"],
) -> tuple[Int[np.ndarray, " W"], Int[np.ndarray, " V"]]:
    """Corners at one position taken as one: the first of each, and which of them each corner is."""
    _, first, place = np.unique(
        np.round(vertices, 7), axis=0, return_index=True, return_inverse=True
    )
    return first.astype(np.int64), place.ravel().astype(np.int64)


def is_watertight(faces: Int[np.ndarray, "F 3"]) -> bool:
    """Whether each edge is used exactly twice, once each way; corners are told apart by index."""
    if not len(faces):
        return False
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    span = int(faces.max()) + 1
    forward = np.sort(edges[:, 0] * span + edges[:, 1])
    backward = np.sort(edges[:, 1] * span + edges[:, 0])
    return bool((np.diff(forward) > 0).all() and np.array_equal(forward, backward))


def corner_normals(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"], crease_rad: float
) -> tuple[Float[np.ndarray, "U 3"], Int[np.ndarray, "F 3"], Float[np.ndarray, "U 3"]]:
    """Smooth normals that stop at hard edges.

    Around each corner, faces joined by soft edges share one normal, weighted by area; a corner with several
    such groups is doubled. Returns the new vertices, faces and normals.
    """
    count = len(faces)
    cross = area_vectors(vertices, faces)
    unit = cross / np.maximum(np.linalg.norm(cross, axis=1, keepdims=True), 1e-20)
    # Half-edges (from, to) and their twins; corner i of face f is node 3 f + i.
    start = faces.ravel()
    end = faces[:, [1, 2, 0]].ravel()
    span = int(faces.max()) + 1
    key, twin_key = start * span + end, end * span + start
    order = np.argsort(key)
    at = np.minimum(np.searchsorted(key[order], twin_key), 3 * count - 1)
    twin = np.where(key[order][at] == twin_key, order[at], -1)
    half = np.flatnonzero(twin >= 0)
    other = twin[half]
    soft = (unit[half // 3] * unit[other // 3]).sum(axis=1) > np.cos(crease_rad)
    half, other = half[soft], other[soft]
    # Across a soft edge, this face's start corner is the twin's end corner.
    following = other - other % 3 + (other % 3 + 1) % 3
    links = coo_matrix((np.ones(len(half)), (half, following)), shape=(3 * count, 3 * count))
    groups, label = connected_components(links, directed=False)
    normals = np.zeros((groups, 3))
    for axis in range(3):
        normals[:, axis] = np.bincount(label, weights=np.repeat(cross[:, axis], 3))
    positions = np.empty((groups, 3))
    positions[label] = vertices[start]
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    normals = np.where(lengths > 1e-20, normals / np.maximum(lengths, 1e-20), [0.0, 1.0, 0.0])
    return positions, label.reshape(-1, 3).astype(np.int64), normals
