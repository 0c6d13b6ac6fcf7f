"""How close a predicted shape is to the true one: chamfer distance, F-scores of surface and edges, flatness, normals.

Measured on what can be seen from outside, so that drawers and inner faces do not count, in a unit where the
longest side of each shape is 2 and its bounds are centred: the usual one of the field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from jaxtyping import Bool, Float, Int
from scipy.spatial import KDTree

from reconstruct.raycast import RayCaster, evenly_spread

__all__ = [
    "SampledSurface",
    "ShapeScores",
    "compare_edges",
    "compare_shapes",
    "normalise",
    "sample_visible",
]

THRESHOLDS = (0.02, 0.05, 0.1, 0.2)
EDGE_THRESHOLDS = (0.02, 0.05)
TRULY_FLAT_DEG, FLAT_DEG = 3.0, 5.0
"""The truth and a prediction are flat where the normals of a point's neighbours are no further from its own, root mean
square. The prediction is allowed more, for two samples of one flat surface differ."""
OTHER_FACE_DEG = 30.0
"""Neighbours that are turned further belong to another face and say nothing of this one."""
NEIGHBOURS, NEAR = 64, 0.2


@dataclass(frozen=True)
class SampledSurface:
    """Points on a surface.

    Attributes
    ----------
    points
        Positions, in the frame and unit of the mesh they were taken from.
    normals
        Unit normals there.
    """

    points: Float[np.ndarray, "P 3"]
    normals: Float[np.ndarray, "P 3"]


@dataclass(frozen=True)
class ShapeScores:
    """How close two shapes are.

    Attributes
    ----------
    chamfer
        Mean of accuracy and completeness, distances not squared; the longest side is 2.
    f_score
        Harmonic mean of precision and recall, by distance threshold.
    normal_consistency
        Mean absolute cosine between normals of nearest neighbours, both ways.
    flat_share
        Of the predicted surface whose nearest true point is flat, the share that is flat too; NaN where nothing is.
    """

    chamfer: float
    f_score: Mapping[float, float]
    normal_consistency: float
    flat_share: float


def normalise(vertices: Float[np.ndarray, "V 3"]) -> Float[np.ndarray, "V 3"]:
    """Move the centre of the bounds to the origin and scale the longest side to 2."""
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    return np.asarray((vertices - (low + high) / 2) * (2 / max(float((high - low).max()), 1e-12)))


def sample_visible(
    vertices: Float[np.ndarray, "V 3"],
    faces: Int[np.ndarray, "F 3"],
    *,
    count: int,
    rng: np.random.Generator,
    directions: int = 64,
) -> SampledSurface:
    """Points spread evenly by area over what can be seen from far outside.

    A point counts as seen if, from either side of its face, at least one of `directions` evenly spread
    directions leads out without hitting anything.

    Raises
    ------
    ValueError
        If nothing can be seen.
    """
    if not len(faces):
        raise ValueError("sample_visible: expected a mesh, found one without faces")
    caster = RayCaster(vertices, faces)
    extent = float(np.ptp(vertices, axis=0).max())
    outward = evenly_spread(directions)
    corners = vertices[faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(cross, axis=1)
    found: list[Float[np.ndarray, "p 6"]] = []
    total = 0
    for _ in range(20):
        face = rng.choice(len(faces), size=2 * count, p=area / area.sum())
        a, b = np.sqrt(rng.random(2 * count)), rng.random(2 * count)
        weights = np.stack([1 - a, a * (1 - b), a * b], axis=1)
        points = (corners[face] * weights[..., None]).sum(axis=1)
        normals = cross[face] / area[face, None]
        seen = _seen(caster, points, normals, outward, 1e-4 * extent)
        found.append(np.concatenate([points[seen], normals[seen]], axis=1))
        total += int(seen.sum())
        if total >= count:
            break
    if total < count:
        raise ValueError(
            f"sample_visible: expected {count} visible points, found {total} on a mesh of {len(faces)} "
            "faces; is it inside out of reach, or empty?"
        )
    rows = np.concatenate(found)[:count]
    return SampledSurface(rows[:, :3].copy(), rows[:, 3:].copy())


def _seen(
    caster: RayCaster,
    points: Float[np.ndarray, "P 3"],
    normals: Float[np.ndarray, "P 3"],
    outward: Float[np.ndarray, "D 3"],
    offset: float,
) -> Bool[np.ndarray, " P"]:
    """Whether any direction leads out; each point starts on the side of its face that the direction leaves."""
    seen = np.zeros(len(points), dtype=bool)
    for direction in outward:
        todo = np.flatnonzero(~seen)
        if not len(todo):
            break
        side = np.sign(normals[todo] @ direction)[:, None]
        origins = points[todo] + offset * side * normals[todo]
        ways = np.broadcast_to(direction, origins.shape)
        seen[todo] = ~caster.occluded(origins, ways)
    return seen


def compare_shapes(predicted: SampledSurface, truth: SampledSurface) -> ShapeScores:
    """Score a prediction against the truth; both in the same frame, the longest side 2.

    Source: Tatarchenko et al., "What Do Single-view 3D Reconstruction Networks Learn?", 2019, for the F-score.
    """
    to_truth, nearest_truth = _nearest(predicted.points, truth.points)
    to_predicted, nearest_predicted = _nearest(truth.points, predicted.points)
    there = np.abs((predicted.normals * truth.normals[nearest_truth]).sum(axis=1)).mean()
    back = np.abs((truth.normals * predicted.normals[nearest_predicted]).sum(axis=1)).mean()
    flat = _flat(predicted, FLAT_DEG)[_flat(truth, TRULY_FLAT_DEG)[nearest_truth]]
    return ShapeScores(
        chamfer=float((to_truth.mean() + to_predicted.mean()) / 2),
        f_score=_f_scores(to_truth, to_predicted, THRESHOLDS),
        normal_consistency=float((there + back) / 2),
        flat_share=float(flat.mean()) if len(flat) else float("nan"),
    )


def compare_edges(
    predicted: Float[np.ndarray, "P 3"], truth: Float[np.ndarray, "Q 3"]
) -> Mapping[float, float]:
    """F-score of points on sharp edges (`sample_sharp_edges`) by threshold; both in the same frame, the longest side 2.

    1 if neither shape has an edge, 0 if only one has. It tells crisp from melted, which the F-score of the surface does
    not.

    Source: Chen et al., "BSP-Net: Generating Compact Meshes via Binary Space Partitioning", 2020, section 4.2, whose
    edge chamfer distance compares such points; harmonic mean of precision and recall as in `compare_shapes`.
    """
    if not len(predicted) or not len(truth):
        same = float(len(predicted) == len(truth))
        return MappingProxyType(dict.fromkeys(EDGE_THRESHOLDS, same))
    return _f_scores(_nearest(predicted, truth)[0], _nearest(truth, predicted)[0], EDGE_THRESHOLDS)


def _f_scores(
    to_truth: Float[np.ndarray, " P"],
    to_predicted: Float[np.ndarray, " Q"],
    thresholds: tuple[float, ...],
) -> Mapping[float, float]:
    """Harmonic means of precision and recall."""
    found = {}
    for threshold in thresholds:
        precision = float((to_truth < threshold).mean())
        recall = float((to_predicted < threshold).mean())
        found[threshold] = 2 * precision * recall / max(precision + recall, 1e-12)
    return MappingProxyType(found)


def _flat(surface: SampledSurface, limit_deg: float) -> Bool[np.ndarray, " P"]:
    """Whether the surface around each point is flat. Both sides of a thin board have the same normal here."""
    count = min(NEIGHBOURS + 1, len(surface.points))
    # Points without so many neighbours get the index one past the last, and its weight of zero.
    _, near = KDTree(surface.points).query(surface.points, k=count, distance_upper_bound=NEAR)
    normals = np.concatenate([surface.normals, np.zeros((1, 3))])
    cosine = np.abs(np.einsum("pnk,pk->pn", normals[near], surface.normals)).clip(max=1.0)
    same = cosine > np.cos(np.deg2rad(OTHER_FACE_DEG))
    turn = np.arccos(cosine) ** 2 * same
    mean = turn.sum(axis=1) / np.maximum(same.sum(axis=1) - 1, 1)
    return np.asarray(mean < np.deg2rad(limit_deg) ** 2)


def _nearest(
    queries: Float[np.ndarray, "Q 3"], points: Float[np.ndarray, "P 3"]
) -> tuple[Float[np.ndarray, " Q"], Int[np.ndarray, " Q"]]:
    """Distance and index of the nearest point to each query."""
    distance, index = KDTree(points).query(queries)
    return np.asarray(distance, dtype=np.float64), np.asarray(index, dtype=np.int64)
