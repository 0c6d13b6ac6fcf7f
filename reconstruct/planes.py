"""Flat stays flat: what was plane before a deformation is plane again after it, and square where it nearly is.

Planes are fitted to the moved corners and the corners are snapped onto them, all planes of a corner at once; nothing
is smoothed, so edges stay sharp.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from reconstruct.surface import area_vectors

__all__ = ["PlaneOptions", "flat_parts", "keep_flat", "smooth_patches"]


@dataclass(frozen=True)
class PlaneOptions:
    """What counts as flat.

    Attributes
    ----------
    crease_rad
        Neighbouring faces that differ by less belong to one plane.
    least_share
        Smaller planes are left alone; a share of the whole area.
    bent
        A plane whose corners lie further from it than this is meant to be curved; a share of the longest side,
        root mean square.
    square_rad
        Planes that lean by less against an axis of the product stand square to it.
    reach
        Corners are moved no further than this; a share of the longest side.
    hold
        What a plane's word weighs against a corner's place.
    """

    crease_rad: float = 0.035
    least_share: float = 0.004
    bent: float = 0.006
    square_rad: float = 0.07
    reach: float = 0.01
    hold: float = 100.0


def flat_parts(
    vertices: Float[np.ndarray, "V 3"],
    faces: Int[np.ndarray, "F 3"],
    options: PlaneOptions | None = None,
) -> Int[np.ndarray, " F"]:
    """Which plane each face belongs to; -1 for none that is large enough."""
    options = options or PlaneOptions()
    label = smooth_patches(vertices, faces, faces, options.crease_rad)
    count = int(label.max()) + 1
    cross = area_vectors(vertices, faces)
    area = np.linalg.norm(cross, axis=1)
    unit = cross / np.maximum(area[:, None], 1e-20)
    # Small steps from face to face make a cylinder too: all faces must agree with their plane.
    mean = np.stack([np.bincount(label, cross[:, axis], count) for axis in range(3)], axis=1)
    mean = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-20)
    lean = (unit * mean[label]).sum(axis=1)
    worst = np.ones(count)
    np.minimum.at(worst, label, np.where(area > 1e-12 * area.max(), lean, 1.0))
    total = np.bincount(label, area, count)
    flat = (worst > np.cos(2 * options.crease_rad)) & (total > options.least_share * area.sum())
    return np.asarray(np.where(flat, np.cumsum(flat) - 1, -1)[label], dtype=np.int64)


def smooth_patches(
    vertices: Float[np.ndarray, "V 3"],
    joined: Int[np.ndarray, "F 3"],
    faces: Int[np.ndarray, "F 3"],
    crease_rad: float,
) -> Int[np.ndarray, " F"]:
    """Which patch between hard edges each face belongs to.

    `joined` are the faces with corners at one position named alike; where none are doubled, `faces` again.
    """
    cross = area_vectors(vertices, faces)
    unit = cross / np.maximum(np.linalg.norm(cross, axis=1, keepdims=True), 1e-20)
    sides = np.concatenate([joined[:, [0, 1]], joined[:, [1, 2]], joined[:, [2, 0]]])
    edges = np.sort(sides, axis=1)
    key = edges[:, 0] * (int(joined.max()) + 1) + edges[:, 1]
    order = np.argsort(key, kind="stable")
    twins = np.flatnonzero(np.diff(key[order]) == 0)
    one, other = order[twins] % len(faces), order[twins + 1] % len(faces)
    level = (unit[one] * unit[other]).sum(axis=1) > np.cos(crease_rad)
    links = coo_matrix(
        (np.ones(int(level.sum())), (one[level], other[level])), shape=(len(faces),) * 2
    )
    _, label = connected_components(links, directed=False)
    return np.asarray(label, dtype=np.int64)


def keep_flat(
    before: Float[np.ndarray, "V 3"],
    after: Float[np.ndarray, "V 3"],
    faces: Int[np.ndarray, "F 3"],
    options: PlaneOptions | None = None,
) -> Float[np.ndarray, "V 3"]:
    """Make flat again what was flat in `before` and is nearly so in `after`."""
    options = options or PlaneOptions()
    extent = float(np.ptp(after, axis=0).max())
    planes = [
        plane
        for plane in _planes(after, faces, flat_parts(before, faces, options), options)
        if plane.bent < options.bent * extent
    ]
    while True:
        pull = np.tile(np.eye(3), (len(after), 1, 1))
        push = after.copy()
        for plane in planes:
            pull[plane.corners] += options.hold * np.outer(plane.normal, plane.normal)
            push[plane.corners] += options.hold * plane.height * plane.normal
        snapped = np.linalg.solve(pull, push[..., None])[..., 0]
        # Planes that hardly differ in direction meet far away: of those, the ones that are least plane give way.
        far = np.linalg.norm(snapped - after, axis=1) > options.reach * extent
        doubtful = [plane for plane in planes if far[plane.corners].any()]
        if not doubtful:
            return np.asarray(snapped)
        limit = np.median([plane.bent for plane in doubtful])
        dropped = {id(plane) for plane in doubtful if plane.bent >= limit}
        planes = [plane for plane in planes if id(plane) not in dropped]


@dataclass(frozen=True)
class _Plane:
    """Corners that were plane before, and the plane nearest to where they are: `normal @ p == height`."""

    corners: Int[np.ndarray, " C"]
    normal: Float[np.ndarray, "3"]
    height: float
    bent: float


def _planes(
    after: Float[np.ndarray, "V 3"],
    faces: Int[np.ndarray, "F 3"],
    label: Int[np.ndarray, " F"],
    options: PlaneOptions,
) -> list[_Plane]:
    cross = area_vectors(after, faces)
    found = []
    for part in range(int(label.max(initial=-1)) + 1):
        mine = np.flatnonzero(label == part)
        normal = cross[mine].sum(axis=0)
        normal = _squared(normal / np.linalg.norm(normal), options.square_rad)
        corners = np.unique(faces[mine])
        # Weighted by area: a fan of small triangles at one end must not tip the plane.
        share = np.linalg.norm(cross[mine], axis=1)
        height = float((after[faces[mine]].mean(axis=1) @ normal * share).sum() / share.sum())
        bent = float(np.sqrt(((after[corners] @ normal - height) ** 2).mean()))
        found.append(_Plane(corners, normal, height, bent))
    return found


def _squared(normal: Float[np.ndarray, "3"], within_rad: float) -> Float[np.ndarray, "3"]:
    """Components so small that the lean is within reason are taken off."""
    kept = np.where(np.abs(normal) < np.sin(within_rad), 0.0, normal)
    return np.asarray(kept / np.linalg.norm(kept))
