"""Points on the sharp edges of a mesh, as far as they can be seen from outside: they tell crisp from melted.

Closed bodies that interpenetrate are united first, so that the creases where they meet are edges too, and what lies
inside is none.
"""

from __future__ import annotations

import manifold3d  # type: ignore[import-not-found]
import numpy as np
from jaxtyping import Float, Int
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from reconstruct.raycast import RayCaster, evenly_spread

__all__ = ["sample_sharp_edges", "united"]

WELD = 1e-6
"""Corners this close are one."""
OFF_SURFACE = 2e-4
"""Where rays start."""
REACH = 0.02
"""How far from an edge its two sides are looked at: 9 mm of a chair's 0.9 m."""
SPACING = 0.01
"""Side of the grid's cells. Edges count by their length, however many triangles make them."""
LEAST_TURN = float(np.cos(np.deg2rad(30.0)))
LEAST_BEND = float(np.cos(np.deg2rad(2.0)))


def sample_sharp_edges(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"], *, directions: int = 64
) -> Float[np.ndarray, "P 3"]:
    """Points along the sharp edges that can be seen from outside, one in each cell of a grid; none if there are none.

    An edge is sharp where the surface turns by more than 30 degrees across it. The turn is measured between the
    normals at a distance of `REACH` to both sides: a narrow bevel or rounding is an edge like any other, and the facets
    of a wide curve are none. A point counts as seen as in `sample_visible`.

    Parameters
    ----------
    vertices, faces
        The mesh, its longest side 2; corners in the same place need not be shared.
    directions
        From which it may be seen.

    How far it can be trusted: the artists' own meshes of 13 pieces of the judgement set, compared with the light solids
    that stand for them there, have an F-score of 0.83 at 0.02 and 0.94 at 0.05.

    Source: Chen et al., "BSP-Net: Generating Compact Meshes via Binary Space Partitioning", 2020, section 4.2 (edge
    chamfer distance): samples of the surface are on an edge where normals within 0.01 of them differ. Here the mesh's
    own edges are sampled, so that the points lie on them.
    """
    vertices, faces = united(vertices, faces)
    if not len(faces):
        return np.zeros((0, 3))
    normals = _normals(vertices, faces)
    ends, sides = _edges(faces)
    starts, ways = vertices[ends[:, 0]], vertices[ends[:, 1]] - vertices[ends[:, 0]]
    # Two triangles of one plane have no edge between them, whatever else is near.
    bent = (normals[sides[:, 0]] * normals[sides[:, 1]]).sum(axis=1) < LEAST_BEND
    count = np.ceil(np.linalg.norm(ways[bent], axis=1) / (0.5 * SPACING)).astype(np.int64) + 1
    rows = np.repeat(np.flatnonzero(bent), count)
    share = np.concatenate([np.zeros(0), *(np.linspace(0, 1, n) for n in count)])
    points = starts[rows] + share[:, None] * ways[rows]
    caster = RayCaster(vertices, faces)
    across = []
    for side, sign in ((0, 1.0), (1, -1.0)):
        into = sign * np.cross(normals[sides[rows, side]], ways[rows])
        across.append(normals[caster.nearest_face(points + REACH * _unit(into))])
    sharp = (across[0] * across[1]).sum(axis=1) < LEAST_TURN
    points, rows = points[sharp], rows[sharp]
    cells = np.floor(points / SPACING).astype(np.int64)
    _, kept = np.unique(cells, axis=0, return_index=True)
    points, rows = points[kept], rows[kept]
    outward = _unit(normals[sides[rows, 0]] + normals[sides[rows, 1]])
    seen = np.zeros(len(points), dtype=bool)
    for direction in evenly_spread(directions):
        todo = np.flatnonzero(~seen)
        origins = points[todo] + OFF_SURFACE * outward[todo]
        seen[todo] = ~caster.occluded(origins, np.broadcast_to(direction, origins.shape))
    return np.asarray(points[seen])


def united(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"]
) -> tuple[Float[np.ndarray, "v 3"], Int[np.ndarray, "f 3"]]:
    """The union of a mesh's closed bodies; what is open or inside out is kept as it is, beside it."""
    bodies, rest = _closed_bodies(vertices, faces)
    # Only the rest is welded: two boxes that touch at a corner are two bodies, and would be none if that were shared.
    corners, left = _welded(vertices, rest)
    more, left = _closed_bodies(corners, left)
    if not bodies and not more:
        return corners, left
    whole = manifold3d.Manifold.batch_boolean([*bodies, *more], manifold3d.OpType.Add)
    mesh = whole.to_mesh64()
    own = np.array(mesh.vert_properties[:, :3], dtype=np.float64)
    triangles = np.array(mesh.tri_verts, dtype=np.int64)
    return np.concatenate([own, corners]), np.concatenate([triangles, left + len(own)])


def _closed_bodies(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"]
) -> tuple[list[manifold3d.Manifold], Int[np.ndarray, "f 3"]]:
    """The connected bodies that are closed, and the triangles of those that are not."""
    links = (faces[:, [0, 1]].ravel(), faces[:, [1, 2]].ravel())
    count = len(vertices)
    graph = coo_array((np.ones(2 * len(faces)), links), shape=(count, count))
    _, part = connected_components(graph, directed=False)
    bodies, rest = [], [np.zeros((0, 3), dtype=np.int64)]
    for number in np.unique(part[faces[:, 0]]):
        mine = faces[part[faces[:, 0]] == number].astype(np.int64)
        body = _as_body(vertices, mine)
        if body is None:
            rest.append(mine)
        else:
            bodies.append(body)
    return bodies, np.concatenate(rest)


def _as_body(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"]
) -> manifold3d.Manifold | None:
    """The body that the triangles close; None if they are open or inside out."""
    used, own = np.unique(faces, return_inverse=True)
    own = own.reshape(-1, 3)
    there = (own * len(used) + np.roll(own, -1, axis=1)).ravel()
    back = (np.roll(own, -1, axis=1) * len(used) + own).ravel()
    # manifold3d crashes on some meshes that are not closed, so that is looked at here.
    if len(np.unique(there)) < len(there) or not np.array_equal(np.sort(there), np.sort(back)):
        return None
    body = manifold3d.Manifold(manifold3d.Mesh64(vertices[used], own.astype(np.uint64)))
    closed = body.status() == manifold3d.Error.NoError and body.volume() > 0
    return body if closed else None


def _welded(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"]
) -> tuple[Float[np.ndarray, "v 3"], Int[np.ndarray, "f 3"]]:
    """The same with corners in the same place made one, and triangles left out that are none."""
    cell = np.round(vertices / WELD).astype(np.int64)
    _, first, which = np.unique(cell, axis=0, return_index=True, return_inverse=True)
    joined = which.reshape(-1)[faces]
    whole = (joined != np.roll(joined, 1, axis=1)).all(axis=1)
    return vertices[first], joined[whole].astype(np.int64)


def _normals(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"]
) -> Float[np.ndarray, "F 3"]:
    corners = vertices[faces]
    return _unit(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]))


def _unit(vectors: Float[np.ndarray, "P 3"]) -> Float[np.ndarray, "P 3"]:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12))


def _edges(
    faces: Int[np.ndarray, "F 3"],
) -> tuple[Int[np.ndarray, "E 2"], Int[np.ndarray, "E 2"]]:
    """Edges between two triangles: their ends, and the triangles to the left and to the right of the way there."""
    ends = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    face = np.tile(np.arange(len(faces)), 3)
    size = int(faces.max()) + 1
    there, back = ends[:, 0] * size + ends[:, 1], ends[:, 1] * size + ends[:, 0]
    order = np.argsort(back, kind="stable")
    twin = order[np.minimum(np.searchsorted(back[order], there), len(order) - 1)]
    paired = (back[twin] == there) & (ends[:, 0] < ends[:, 1])
    return ends[paired], np.stack([face[paired], face[twin[paired]]], axis=1)
