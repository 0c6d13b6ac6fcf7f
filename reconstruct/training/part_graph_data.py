"""What the judge of parts learns from: candidates that the fit tries for renders of known truth, and how good each is.

::

    CACHE/part_graphs/<shape_id>-<view>.npz    graphs of the rivals for one view; near, seen, move; good

Truths are artists' models, which no family was made for, and random pieces of the families, whose structure the fit may
miss. Candidates are what the fit has in hand at each of its stages, and the bank's likeliest shapes; the shape itself
is never among them. Resumable and seeded: a file depends on its name, the seed, the code and the reader alone.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from jaxtyping import Float, Float32, Int, UInt8

from reconstruct.candidate import Candidate, Target
from reconstruct.crop import crop_product
from reconstruct.known_part import KnownPart
from reconstruct.known_shape_fit import KnownShapeOptions
from reconstruct.network.model import ShapeModel, load_shape_model
from reconstruct.parts.agreed_reading import agreed_reading
from reconstruct.parts.families import all_families
from reconstruct.parts.fit.aim import Aim
from reconstruct.parts.fit.draft import DraftSurface
from reconstruct.parts.fit.evidence import FINE_PX, PartsEvidence
from reconstruct.parts.fit.fit_parts import PartsFitOptions, PartsSearch
from reconstruct.parts.fit.known_shape import known_shape_surface
from reconstruct.parts.fit.look import Look
from reconstruct.parts.fit.score import score_look
from reconstruct.parts.part_graph import CandidateFacts, PartGraph, part_graph
from reconstruct.parts.proposals import propose_designs
from reconstruct.pose import closer_viewpoint, silhouette_merit
from reconstruct.raycast import RayCaster
from reconstruct.training.judged_groups import in_split
from reconstruct.training.judged_photos import read_shots, true_shape
from reconstruct.training.photos import read_judged
from reconstruct.training.render import render_views
from reconstruct.training.shape_file import read_shape
from reconstruct.viewpoint import canonical

__all__ = [
    "PartGraphOptions",
    "PartGraphSample",
    "make_part_graphs",
    "read_part_graphs",
]

THRESHOLDS = (0.025, 0.05)
"""In longest sides: 0.05 and 0.1 where the longest side is 2."""
POINTS = 1600


@dataclass(frozen=True)
class PartGraphOptions:
    """How much to make.

    Attributes
    ----------
    views
        Of each artist's model.
    pieces
        Random pieces of the families, one view each.
    early, known
        Candidates from the fit's first stage, and shapes of the bank, for each view.
    proposals
        Designs that the fit begins with.
    seed
        Of all draws.
    minutes
        Stop after so long.
    tuning
        Instead of models to learn from and pieces, the tuning part of the judgement set: the path-traced photo of each
        and two renders.
    """

    views: int = 3
    pieces: int = 600
    early: int = 3
    known: int = 4
    proposals: int = 30
    seed: int = 0
    minutes: float = 30.0
    tuning: bool = False


@dataclass(frozen=True)
class PartGraphSample:
    """A candidate and the truth about it.

    Attributes
    ----------
    graph
        The candidate.
    near
        Share of each part's surface, as far as it can be seen from outside, within each threshold of the truth.
    seen
        Points of each part that this was measured on.
    move
        Mean way from those points to the true surface, in longest sides.
    good
        F-score at each threshold.
    """

    graph: PartGraph
    near: Float32[np.ndarray, "K 2"]
    seen: Float32[np.ndarray, " K"]
    move: Float32[np.ndarray, "K 3"]
    good: Float32[np.ndarray, "2"]


@dataclass(frozen=True)
class _Truth:
    """A shape to be found: `canonical` frame, size in metres, where its picture was taken from."""

    name: str
    vertices: Float[np.ndarray, "V 3"]
    faces: Int[np.ndarray, "F 3"]
    size_m: Float[np.ndarray, "3"]
    crop: UInt8[np.ndarray, "128 128 4"]
    part: KnownPart | None = None


def make_part_graphs(cache: Path, folder: Path | None, options: PartGraphOptions) -> int:
    """Make what is missing, models and pieces by turns; returns how many views are ready."""
    out = cache / "part_graphs"
    out.mkdir(exist_ok=True, parents=True)
    model = load_shape_model(folder)
    begun = time.monotonic()
    ready = made = 0
    for name, truth in (_tuned if options.tuning else _truths)(cache, options):
        target = out / f"{name}.npz"
        if not target.exists():
            if time.monotonic() - begun > 60 * options.minutes:
                break
            _save(_samples(model, truth(), options), target)
            made += 1
            if made % 25 == 0:
                pace = (time.monotonic() - begun) / made
                print(f"{made} views, {pace:.2f} s each", flush=True)
        ready += 1
    return ready


def _tuned(cache: Path, options: PartGraphOptions) -> Iterator[tuple[str, Callable[[], _Truth]]]:
    """Photos of models that numbers may be chosen on."""
    del options
    models = [judged.shape_id for judged in read_judged() if in_split(judged.shape_id, "tune")]
    for number in range(3):
        for shape_id in models:
            if (cache / "photos" / "judgement" / f"{shape_id}-0.jpg").exists():
                yield f"{shape_id}-{number}", partial(_judged_truth, cache, shape_id, number)


def _judged_truth(cache: Path, shape_id: str, number: int) -> _Truth:
    """A model's traced photo, or one of its renders."""
    shape = true_shape(cache, shape_id)
    shots = read_shots(cache, shape, "simple" if number else "traced")
    cutout = shots[max(number - 1, 0)].cutout
    return _Truth(
        shape_id,
        canonical(shape.vertices_m.astype(np.float64)),
        shape.faces.astype(np.int64),
        shape.size_m.astype(np.float64),
        crop_product(cutout.rgb, cutout.matte),
    )


def _truths(cache: Path, options: PartGraphOptions) -> Iterator[tuple[str, Callable[[], _Truth]]]:
    """Models' views and pieces by turns, in a random order."""
    rng = np.random.default_rng(options.seed)
    paths = [
        path
        for library in ("Scopia", "KatorLegaz")
        for path in sorted((cache / "shapes" / library).glob("*.npz"))
        if ".tmp" not in path.name
    ]
    models = [(path, view) for view in range(options.views) for path in _shuffled(paths, rng)]
    pieces = list(range(options.pieces))
    while models or pieces:
        if models:
            path, view = models.pop(0)
            yield f"{Path(path).stem}-{view}", _Maker(Path(path), view, options.seed)
        if pieces:
            number = pieces.pop(0)
            yield f"piece-{number}", _Maker(None, number, options.seed)


def _shuffled(paths: list[Path], rng: np.random.Generator) -> list[Path]:
    return [paths[i] for i in rng.permutation(len(paths))]


@dataclass(frozen=True)
class _Maker:
    """Renders a truth when it is needed."""

    path: Path | None
    number: int
    seed: int

    def __call__(self) -> _Truth:
        if self.path is None:
            return self._piece()
        shape = read_shape(self.path)
        rng = np.random.default_rng([self.seed, zlib.crc32(shape.shape_id.encode()), self.number])
        vertices = canonical(shape.vertices_m.astype(np.float64))
        faces, material = shape.faces.astype(np.int64), shape.material.astype(np.int64)
        views = render_views(vertices, faces, material, shape.colours, count=1, rng=rng)
        size_m = shape.size_m.astype(np.float64)
        return _Truth(shape.shape_id, vertices, faces, size_m, views.images[0])

    def _piece(self) -> _Truth:
        rng = np.random.default_rng([self.seed, 77, self.number])
        family = all_families()[int(rng.integers(len(all_families())))]
        kind = family.draw_kind(rng)
        size_m = kind.draw_size(rng)
        made = family.build(family.draw(rng, kind), size_m)
        vertices = canonical(made.vertices_m)
        names = sorted({part.material for part in made.parts})
        material = np.array([names.index(part.material) for part in made.parts])[made.part_of_face]
        colours = rng.integers(30, 235, (len(names), 3)).astype(np.uint8)
        faces = made.faces.astype(np.int64)
        views = render_views(vertices, faces, material, colours, count=1, rng=rng)
        return _Truth(f"piece-{self.number}", vertices, faces, size_m, views.images[0])


def _samples(model: ShapeModel, truth: _Truth, options: PartGraphOptions) -> list[PartGraphSample]:
    rng = np.random.default_rng([options.seed, zlib.crc32(truth.name.encode()), 5])
    size_m = truth.size_m * np.exp(rng.normal(0, 0.02, 3))
    reading = model.read(truth.crop, size_m)
    parts = agreed_reading([model.read_parts(truth.crop, reading)], None, size_m)
    evidence = PartsEvidence.of_crop(truth.crop, truth.part)
    viewpoints = [model.viewpoints(reading, 3)]
    search = PartsSearch([evidence], viewpoints, size_m, (False, False, False), PartsFitOptions())
    begun = search.begun(propose_designs(parts, options.proposals))
    moved = search.moved(search.varied(begun, search.options.refined))
    edited = [ranked.score for ranked in search.edited(moved, parts)]
    finished = search.finished(search.varied(edited, 5))
    some = rng.permutation(min(len(begun), 15))[: options.early]
    scores = [*finished, *edited[:9], *(begun[i] for i in some)]
    true_points = _visible_points(truth.vertices, truth.faces, rng)
    true_caster = RayCaster(truth.vertices, truth.faces)

    def sample(surface: DraftSurface, aim: Aim, facts: CandidateFacts) -> PartGraphSample:
        look = Look.of(surface, aim, evidence, FINE_PX)
        graph = part_graph(look, evidence, score_look(look), facts)
        return _judged(graph, surface, true_points, true_caster, rng)

    found = [
        sample(score.surface, score.draft.aims[0], CandidateFacts.of_draft(score.draft, parts))
        for score in scores
    ]
    how = KnownShapeOptions()
    target = Target.of(truth.crop, truth.part)
    known = []
    for row in np.argsort(-reading.likeness)[:25]:
        if model.bank.names[row] == truth.name:
            continue
        candidate = Candidate(model.bank, int(row), size_m)
        views = {v: candidate.look(v, target)[:2] for v in viewpoints[0]}
        merits = {v: how.overlap * o + how.outline * d for v, (o, d) in views.items()}
        best = max(merits, key=lambda v: merits[v])
        merit = how.likeness * reading.likeness[row] + merits[best]
        known.append((merit, int(row), best, candidate))
    known.sort(key=lambda item: -item[0])
    for index, (_, row, view, candidate) in enumerate(known[: options.known]):
        if index < 2:
            merit_of = silhouette_merit(candidate.vertices, candidate.faces, truth.crop, truth.part)
            view = closer_viewpoint(view, merit_of, truth.part)
        facts = CandidateFacts.of_known_shape(float(reading.likeness[row]), parts)
        surface = known_shape_surface(candidate.vertices, candidate.faces)
        found.append(sample(surface, Aim.at(view), facts))
    return found


def _visible_points(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"], rng: np.random.Generator
) -> Float[np.ndarray, "P 3"]:
    from reconstruct.metrics import sample_visible

    return sample_visible(vertices, faces, count=POINTS, rng=rng, directions=24).points


def _judged(
    graph: PartGraph,
    surface: DraftSurface,
    true_points: Float[np.ndarray, "P 3"],
    true_caster: RayCaster,
    rng: np.random.Generator,
) -> PartGraphSample:
    points = _visible_points(surface.vertices, surface.faces.astype(np.int64), rng)
    part = surface.assembly.part_of_face[surface.caster.nearest_face(points)]
    way = true_caster.closest(points) - points
    off = np.linalg.norm(way, axis=1)
    back = surface.caster.distance(true_points)
    count = len(graph.nodes)
    seen = np.bincount(part, minlength=count).astype(np.float64)
    number = np.maximum(seen, 1)
    near = np.stack([np.bincount(part, off < t, count) / number for t in THRESHOLDS], axis=1)
    move = np.stack([np.bincount(part, way[:, axis], count) / number for axis in range(3)], axis=1)
    precision = np.array([(off < t).mean() for t in THRESHOLDS])
    recall = np.array([(back < t).mean() for t in THRESHOLDS])
    good = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    return PartGraphSample(
        graph,
        near.astype(np.float32),
        seen.astype(np.float32),
        move.astype(np.float32),
        good.astype(np.float32),
    )


def _save(samples: list[PartGraphSample], path: Path) -> None:
    temporary = path.with_suffix(".tmp.npz")
    graphs = [s.graph for s in samples]
    np.savez(
        temporary,
        parts=np.array([len(g.nodes) for g in graphs]),
        joints=np.array([g.edges.shape[1] for g in graphs]),
        nodes=np.concatenate([g.nodes for g in graphs]).astype(np.float16),
        edges=np.concatenate([g.edges for g in graphs], axis=1).astype(np.int16),
        edge_features=np.concatenate([g.edge_features for g in graphs]).astype(np.float16),
        whole=np.stack([g.whole for g in graphs]),
        near=np.concatenate([s.near for s in samples]).astype(np.float16),
        seen=np.concatenate([s.seen for s in samples]),
        move=np.concatenate([s.move for s in samples]).astype(np.float16),
        good=np.stack([s.good for s in samples]),
    )
    temporary.rename(path)


def read_part_graphs(path: Path) -> list[PartGraphSample]:
    """Load a file of `part_graphs`: the rivals for one view."""
    with np.load(path) as file:
        data = {name: file[name] for name in file.files}
    node = np.concatenate([[0], np.cumsum(data["parts"])])
    edge = np.concatenate([[0], np.cumsum(data["joints"])])
    found = []
    for i in range(len(data["good"])):
        mine, joints = slice(node[i], node[i + 1]), slice(edge[i], edge[i + 1])
        graph = PartGraph(
            data["nodes"][mine].astype(np.float32),
            data["edges"][:, joints].astype(np.int64),
            data["edge_features"][joints].astype(np.float32),
            data["whole"][i].astype(np.float32),
        )
        found.append(
            PartGraphSample(
                graph,
                data["near"][mine].astype(np.float32),
                data["seen"][mine],
                data["move"][mine].astype(np.float32),
                data["good"][i],
            )
        )
    return found
