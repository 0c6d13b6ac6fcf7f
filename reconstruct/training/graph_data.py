"""What the graph network learns from: candidates for renders of learned shapes, with the truth about each.

::

    CACHE/graphs/<shape_id>.npz    points, normals, nodes, edges, edge_features, whole; move, good

The shape itself is never among its candidates. Viewpoints are as wrong as the fit's usually are. Resumable and
seeded: a shape's file depends on its name, the seed and the reader alone.
"""

from __future__ import annotations

import time
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float, Float32

from reconstruct.candidate import Candidate, Target
from reconstruct.crop import CROP_PX, crop_bounds
from reconstruct.network.model import ShapeModel, load_shape_model
from reconstruct.raycast import RayCaster
from reconstruct.shape_graph import ShapeGraph, shape_graph, spread_points
from reconstruct.training.dataset import LearnedShape, read_renders, read_solid
from reconstruct.training.render import RenderedViews
from reconstruct.viewpoint import Viewpoint, frame_camera
from reconstruct.warp import KNOTS, Warp

__all__ = ["GraphOptions", "GraphSample", "make_graphs", "read_graphs", "true_scores"]

# Of the F-score, in longest sides: 0.05 and 0.1 where the longest side is 2.
THRESHOLDS = (0.025, 0.05)
SCORE_POINTS = 1200


@dataclass(frozen=True)
class GraphOptions:
    """How much to make.

    Attributes
    ----------
    views
        Of each shape.
    likely, further
        Candidates among the first 4 by likeness, and among the next 36; half of the latter are warped.
    seed
        Views, candidates, errors.
    minutes
        Stop after so long.
    """

    views: int = 4
    likely: int = 3
    further: int = 3
    seed: int = 0
    minutes: float = 30.0


@dataclass(frozen=True)
class GraphSample:
    """A candidate and the truth about it.

    Attributes
    ----------
    graph
        The candidate.
    move
        From each node to the true surface, in longest sides.
    good
        F-score at each threshold.
    """

    graph: ShapeGraph
    move: Float32[np.ndarray, "N 3"]
    good: Float32[np.ndarray, "2"]


def true_scores(
    points: Float[np.ndarray, "N 3"],
    caster: RayCaster,
    true_points: Float[np.ndarray, "M 3"],
    true_caster: RayCaster,
) -> Float32[np.ndarray, "2"]:
    """F-score at each threshold, from points on one surface and the whole of the other."""
    there, back = true_caster.distance(points), caster.distance(true_points)
    precision = np.array([(there < t).mean() for t in THRESHOLDS])
    recall = np.array([(back < t).mean() for t in THRESHOLDS])
    score = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    return np.asarray(score, dtype=np.float32)


def make_graphs(cache: Path, folder: Path | None, options: GraphOptions) -> int:
    """Make what is missing, shapes in a random order; returns how many shapes are ready.

    `folder` holds the packed reader and bank; those that ship, if None.
    """
    out = cache / "graphs"
    out.mkdir(exist_ok=True)
    model = load_shape_model(folder)
    paths = sorted(p for p in (cache / "renders").glob("*.npz") if ".tmp" not in p.name)
    order = np.random.default_rng(options.seed).permutation(len(paths))
    begun = time.monotonic()
    ready = made = 0
    for path in (paths[i] for i in order):
        target = out / path.name
        if not target.exists():
            if time.monotonic() - begun > 60 * options.minutes:
                break
            shape = read_solid(cache / "solids" / path.name)
            samples = _shape_samples(model, shape, read_renders(path), options)
            _save(samples, target)
            made += 1
            if made % 50 == 0:
                pace = (time.monotonic() - begun) / made
                print(f"{made} shapes, {pace:.2f} s each", flush=True)
        ready += 1
    return ready


def _shape_samples(
    model: ShapeModel, shape: LearnedShape, views: RenderedViews, options: GraphOptions
) -> list[GraphSample]:
    rng = np.random.default_rng([options.seed, zlib.crc32(shape.shape_id.encode())])
    true_vertices = shape.vertices.astype(np.float64)
    true_caster = RayCaster(true_vertices, shape.faces)
    true_points, _ = spread_points(true_vertices, shape.faces, SCORE_POINTS)
    samples = []
    for k in rng.permutation(len(views.images))[: options.views]:
        crop = views.images[k]
        size = shape.size_m.astype(np.float64) * np.exp(rng.normal(0, 0.02, 3))
        reading = model.read(crop, size)
        azimuth, elevation, distance = (float(v) for v in views.view[k])
        view = Viewpoint(
            azimuth + float(rng.normal(0, 0.07)),
            elevation + float(rng.normal(0, 0.06)),
            max(distance * float(np.exp(rng.normal(0, 0.25))), 1.15),
        )
        half = size / size.max() / 2
        corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * half
        camera, _ = frame_camera(corners, view, crop_bounds(crop[..., 3]), CROP_PX)
        occupancy = model.occupancy(crop, reading, camera, size)
        evidence = model.evidence(crop, reading, occupancy)
        target = Target.of(crop)
        for row in _rows(model, shape.shape_id, reading.likeness, options, rng):
            warp = Warp.none()
            if rng.random() < 0.3:
                drawn = Warp(rng.normal(0, 0.05, sum(KNOTS)))
                warp = drawn if drawn.is_monotone else warp
            candidate = Candidate(model.bank, row, size, warp)
            overlap, outline, seen_by = candidate.look(view, target)
            agreement = candidate.agreement(occupancy)
            judged = np.array([reading.likeness[row], agreement, overlap, outline])
            graph = shape_graph(
                candidate.vertices, candidate.faces, candidate.caster, seen_by, evidence, judged
            )
            points, _ = spread_points(candidate.vertices, candidate.faces, SCORE_POINTS)
            samples.append(
                GraphSample(
                    graph,
                    (true_caster.closest(graph.points) - graph.points).astype(np.float32),
                    true_scores(points, candidate.caster, true_points, true_caster),
                )
            )
    return samples


def _rows(
    model: ShapeModel,
    name: str,
    likeness: Float32[np.ndarray, " K"],
    options: GraphOptions,
    rng: np.random.Generator,
) -> list[int]:
    order = [int(i) for i in np.argsort(-likeness)[:41] if model.bank.names[i] != name]
    first = rng.permutation(4)[: options.likely]
    rest = 4 + rng.permutation(len(order) - 4)[: options.further]
    return [order[i] for i in (*first, *rest)]


def _save(samples: list[GraphSample], path: Path) -> None:
    def stack(name: str) -> np.ndarray:
        return np.stack([getattr(s.graph, name) for s in samples])

    temporary = path.with_suffix(".tmp.npz")
    np.savez(
        temporary,
        points=stack("points").astype(np.float16),
        normals=stack("normals").astype(np.float16),
        nodes=stack("nodes").astype(np.float16),
        edges=stack("edges").astype(np.int16),
        edge_features=stack("edge_features").astype(np.float16),
        whole=stack("whole"),
        move=np.stack([s.move for s in samples]).astype(np.float16),
        good=np.stack([s.good for s in samples]),
    )
    temporary.rename(path)


def read_graphs(path: Path) -> list[GraphSample]:
    """Load a file of `graphs`."""
    with np.load(path) as file:
        data = {name: file[name] for name in file.files}
    return [
        GraphSample(
            ShapeGraph(
                data["points"][i].astype(np.float32),
                data["normals"][i].astype(np.float32),
                data["nodes"][i].astype(np.float32),
                data["edges"][i].astype(np.int64),
                data["edge_features"][i].astype(np.float32),
                data["whole"][i],
            ),
            data["move"][i].astype(np.float32),
            data["good"][i],
        )
        for i in range(len(data["good"]))
    ]
