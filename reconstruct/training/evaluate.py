"""Judges the shape model on path-traced photos of artists' models that training never saw, baselines beside it.

The protocol is ShapeScores' (`reconstruct.metrics`): canonical pose as predicted, longest side 2, visible surface.
The true matte is given, so that the figures are the shape model's own and not the cutout's.
"""

from __future__ import annotations

import time
import zlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float, Float32, Int, UInt8
from scipy.stats import spearmanr

from reconstruct.baselines import Solid, box, inflate_silhouette
from reconstruct.crop import crop_product, matte_bounds
from reconstruct.cutout import Cutout
from reconstruct.fit import FitOptions, fit_shape
from reconstruct.iso_surface import iso_surface
from reconstruct.metrics import SampledSurface, compare_shapes, normalise, sample_visible
from reconstruct.network.model import ShapeModel, load_shape_model
from reconstruct.size import ProductSize
from reconstruct.training.imagenet import ImageNetRetrieval
from reconstruct.training.likeness import surface_bits
from reconstruct.training.photos import Judged, read_judged, read_photo_record
from reconstruct.training.render import render_views
from reconstruct.training.shape_file import TrainingShape, read_shape
from reconstruct.training.unseen import taken_for_whole, unseen_parts
from reconstruct.viewpoint import canonical

__all__ = [
    "EvaluateOptions",
    "Row",
    "Shot",
    "as_cutout",
    "evaluate",
    "markdown_table",
    "read_shots",
]


@dataclass(frozen=True)
class EvaluateOptions:
    """How to judge.

    Attributes
    ----------
    points
        Sampled on each surface.
    group
        "furniture" or "other".
    photos
        "traced", or "simple" for renders by the project's own ray caster.
    every
        Only each so-many-th product of the list, for a quicker look.
    views
        Photos of each product at most.
    trunk
        EfficientNet-Lite0's release, for the baseline that looks for alike renders; without it there is none.
    several
        Also judge the model on two and on four photos of each product.
    ablations
        Also judge it without its graph network, without the predicted occupancy, and without warps.
    unseen
        Also judge it on each photo with a part of the product cut off or covered: as it does, and as if the photo
        showed all of the product.
    """

    points: int = 10_000
    group: str = "furniture"
    photos: str = "traced"
    every: int = 1
    views: int = 2
    trunk: Path | None = None
    several: bool = False
    ablations: bool = False
    unseen: bool = False


@dataclass(frozen=True)
class Row:
    """One photo's figures.

    Attributes
    ----------
    shape_id, view, category
        Which photo, and what it shows.
    scores
        F@0.1, F@0.05, CD and NC by method.
    azimuth_off_rad
        Error of the predicted azimuth.
    size_off
        Relative error of each side when no size is given; the height is the network's, the rest as fitted.
    category_rank
        Place of the true category among the network's guesses, from 0.
    overlap, confidence, seconds
        Of the model with size given.
    """

    shape_id: str
    view: int
    category: str
    scores: dict[str, tuple[float, float, float, float]]
    azimuth_off_rad: float
    size_off: Float[np.ndarray, "3"]
    category_rank: int
    overlap: float
    confidence: float
    seconds: float


@dataclass(frozen=True)
class Shot:
    """One photo to judge by: the product with its true matte, and where the photographer stood."""

    cutout: Cutout
    azimuth_rad: float


def read_shots(cache: Path, shape_id: str, shape: TrainingShape, kind: str) -> list[Shot]:
    """The photos of one model, all that are in the cache or four renders."""
    if kind == "traced":
        stems = [cache / "photos" / "judgement" / f"{shape_id}-{view}" for view in range(4)]
        photos = [read_photo_record(s) for s in stems if s.with_suffix(".jpg").exists()]
        return [Shot(as_cutout(p.rgb, p.matte, shape_id), p.azimuth_rad) for p in photos]
    vertices = canonical(shape.vertices_m.astype(np.float64))
    views = render_views(
        vertices,
        shape.faces.astype(np.int64),
        shape.material.astype(np.int64),
        shape.colours,
        count=4,
        rng=np.random.default_rng(zlib.crc32(shape_id.encode())),
    )
    return [
        Shot(
            as_cutout(image[..., :3].copy(), image[..., 3].astype(np.float32) / 255, shape_id),
            float(view[0]),
        )
        for image, view in zip(views.images, views.view, strict=True)
    ]


def evaluate(cache: Path, model_folder: Path | None, options: EvaluateOptions) -> list[Row]:
    """Figures of every photo of the judgement set that is in the cache."""
    model = load_shape_model(model_folder)
    surfaces = [surface_bits(_upsampled(g)) for g in model.bank.occupancy]
    known = np.stack([s for s, _ in surfaces]), np.stack([n for _, n in surfaces])
    plain = ImageNetRetrieval(options.trunk, cache, model.bank.names) if options.trunk else None
    rows: list[Row] = []
    group = [j for j in read_judged() if j.group == options.group]
    for judged in group[:: options.every]:
        library = judged.shape_id.rsplit("-", 1)[0]
        shape = read_shape(cache / "shapes" / library / f"{judged.shape_id}.npz")
        shots = read_shots(cache, judged.shape_id, shape, options.photos)
        for view in range(min(len(shots), options.views)):
            rows.append(_judge(model, known, plain, judged, view, shots, shape, options))
    return rows


def _upsampled(grid: Int[np.ndarray, "16 16 16"]) -> Int[np.ndarray, "32 32 32"]:
    return np.asarray(grid.repeat(2, 0).repeat(2, 1).repeat(2, 2))


def _sample(
    vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"], points: int
) -> SampledSurface:
    return sample_visible(normalise(vertices), faces, count=points, rng=np.random.default_rng(0))


def _judge(
    model: ShapeModel,
    known: tuple[Float[np.ndarray, "N G"], Float[np.ndarray, "N G"]],
    plain: ImageNetRetrieval | None,
    judged: Judged,
    view: int,
    shots: list[Shot],
    shape: TrainingShape,
    options: EvaluateOptions,
) -> Row:
    size = shape.size_m.astype(np.float64)
    truth = _sample(
        shape.vertices_m.astype(np.float64), shape.faces.astype(np.int64), options.points
    )
    cutout = shots[view].cutout
    begun = time.perf_counter()
    crop = crop_product(cutout.rgb, cutout.matte)
    reading = model.read(crop, size)
    found = fit_shape(model, [cutout], [reading], size)
    seconds = time.perf_counter() - begun
    unsized = model.read(crop, None)
    guessed = unsized.size_m.astype(np.float64)
    blind = fit_shape(model, [cutout], [unsized], guessed, free=(True, True, True))
    first = model.bank.shape(int(reading.likeness.argmax()))
    best = model.bank.shape(_oracle(known, shape))
    left, top, right, bottom = cutout.box
    flat = inflate_silhouette(cutout.matte[top:bottom, left:right], ProductSize(*map(float, size)))
    solids: dict[str, Callable[[], tuple[Float[np.ndarray, "V 3"], Int[np.ndarray, "F 3"]]]] = {
        "model": lambda: (found.vertices, found.faces),
        "model, no size": lambda: (blind.vertices, blind.faces),
        "box": lambda: _pair(box(ProductSize(*map(float, size)))),
        "inflation": lambda: (flat.vertices_m, flat.faces),
        "category mean": lambda: _category_mean(model, judged.category, size),
        "first by embedding": lambda: (first.vertices * size, first.faces),
        "oracle": lambda: (best.vertices * size, best.faces),
    }

    if plain is not None:
        alike = model.bank.shape(plain.find(crop))
        solids["nearest by ImageNet features"] = lambda: (alike.vertices * size, alike.faces)

    def fitted(
        cutouts: list[Cutout], fit: FitOptions
    ) -> Callable[[], tuple[Float[np.ndarray, "V 3"], Int[np.ndarray, "F 3"]]]:
        def make() -> tuple[Float[np.ndarray, "V 3"], Int[np.ndarray, "F 3"]]:
            readings = [model.read(crop_product(c.rgb, c.matte), size) for c in cutouts]
            shape = fit_shape(model, cutouts, readings, size, fit)
            return shape.vertices, shape.faces

        return make

    if options.ablations:
        solids["without graph network"] = fitted([cutout], FitOptions(judge=0))
        solids["without occupancy"] = fitted([cutout], FitOptions(occupancy=0))
        solids["without warps"] = fitted([cutout], FitOptions(warped=0))
    if options.unseen:
        for name, part in unseen_parts(cutout).items():
            solids[name] = fitted([part], FitOptions())
            solids[f"{name}, taken for whole"] = fitted([taken_for_whole(part)], FitOptions())
    if options.several and view == 0:
        for count, name in ((2, "two photos"), (4, "four photos")):
            if len(shots) >= count:
                solids[name] = fitted([s.cutout for s in shots[:count]], FitOptions())
    scores = {}
    for method, make in solids.items():
        result = compare_shapes(_sample(*make(), options.points), truth)
        scores[method] = (
            result.f_score[0.1],
            result.f_score[0.05],
            result.chamfer,
            result.normal_consistency,
        )
    ranked = [model.categories[i] for i in np.argsort(-reading.category)]
    off = found.views[0].view.azimuth_rad - shots[view].azimuth_rad
    return Row(
        shape_id=judged.shape_id,
        view=view,
        category=judged.category,
        scores=scores,
        azimuth_off_rad=float(abs((off + np.pi) % (2 * np.pi) - np.pi)),
        size_off=np.abs(blind.size * (guessed[1] / blind.size[1]) - size) / size,
        category_rank=ranked.index(judged.category) if judged.category in ranked else len(ranked),
        overlap=found.views[0].overlap,
        confidence=found.confidence,
        seconds=seconds,
    )


def _pair(solid: Solid) -> tuple[Float[np.ndarray, "V 3"], Int[np.ndarray, "F 3"]]:
    return solid.vertices_m, solid.faces


def as_cutout(
    rgb: UInt8[np.ndarray, "H W 3"], matte: Float32[np.ndarray, "H W"], name: str
) -> Cutout:
    """A photo with its true matte."""
    bounds = matte_bounds(matte)
    return Cutout(
        photo_name=name,
        rgb=rgb,
        matte=matte,
        method="alpha",
        confidence=1.0,
        touches_edge=(False, False, False, False),
        box=bounds,
    )


def _category_mean(
    model: ShapeModel, category: str, size: Float[np.ndarray, "3"]
) -> tuple[Float[np.ndarray, "V 3"], Int[np.ndarray, "F 3"]]:
    """Iso-surface of the mean occupancy of the bank's shapes of the true category, in the true box."""
    mine = [i for i, c in enumerate(model.bank.categories) if c == category]
    if not mine:
        return _pair(box(ProductSize(*map(float, size))))
    mean = model.bank.occupancy[mine].astype(np.float64).mean(axis=0) / 255
    field = np.pad(mean, 1) - min(0.5, 0.6 * float(mean.max()))
    vertices, faces = iso_surface(field)
    share = (vertices - vertices.min(axis=0)) / np.maximum(np.ptp(vertices, axis=0), 1e-9)
    return share * size, faces


def _oracle(
    known: tuple[Float[np.ndarray, "N G"], Float[np.ndarray, "N G"]], shape: TrainingShape
) -> int:
    """The bank's shape most alike to the truth."""
    from reconstruct.occupancy_grid import occupancy_grid

    grid = occupancy_grid(
        shape.vertices_m.astype(np.float64),
        shape.faces.astype(np.int64),
        rng=np.random.default_rng(0),
    )
    coarse = grid.reshape(16, 2, 16, 2, 16, 2).mean(axis=(1, 3, 5))
    surface, near = surface_bits(_upsampled(np.round(255 * coarse).astype(np.uint8)))
    precision = known[0] @ near / np.maximum(known[0].sum(axis=1), 1)
    recall = known[1] @ surface / max(float(surface.sum()), 1)
    return int((precision * recall / np.maximum(precision + recall, 1e-9)).argmax())


def markdown_table(rows: list[Row]) -> str:
    """The tables of the README: methods, then what the model reads, then categories."""
    lines = [f"| {len(rows)} photos | F@0.1 | F@0.05 | CD | NC |", "|---|---|---|---|---|"]
    for method in dict.fromkeys(m for r in rows for m in r.scores):
        mine = [r for r in rows if method in r.scores]
        mean = np.mean([r.scores[method] for r in mine], axis=0)
        name = method
        if len(mine) < len(rows):
            one = np.mean([r.scores["model"] for r in mine], axis=0)
            name += f" ({len(mine)} products; one photo of them: {one[0]:.3f}, {one[1]:.3f})"
        lines.append(f"| {name} | {mean[0]:.3f} | {mean[1]:.3f} | {mean[2]:.3f} | {mean[3]:.3f} |")
    off = np.rad2deg([r.azimuth_off_rad for r in rows])
    rank = np.array([r.category_rank for r in rows])
    sure = spearmanr([r.confidence for r in rows], [r.scores["model"][0] for r in rows]).statistic
    lines += [
        "",
        "| What the model reads | Figure | At least |",
        "|---|---|---|",
        f"| azimuth: median error, share under 15 degrees | {np.median(off):.1f} degrees, "
        f"{(off < 15).mean():.2f} | 8 degrees, 0.75 |",
        f"| size when none is given: median relative error | "
        f"{np.median(np.stack([r.size_off for r in rows])):.3f} | 0.15 |",
        f"| category top-1, top-3 | {(rank < 1).mean():.2f}, {(rank < 3).mean():.2f} | 0.80, 0.93 |",
        f"| silhouette IoU in the photographed view | {np.mean([r.overlap for r in rows]):.3f} | 0.92 |",
        f"| confidence: rank correlation with F@0.1 | {sure:.2f} | 0.5 |",
        f"| photo to shape, median | {np.median([r.seconds for r in rows]):.2f} s | 2.3 s |",
        "",
        "| Category | Photos | F@0.1 | F@0.05 |",
        "|---|---|---|---|",
    ]
    by: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by[row.category].append(row)
    for category, mine in sorted(by.items(), key=lambda item: -len(item[1])):
        mean = np.mean([r.scores["model"] for r in mine], axis=0)
        lines.append(f"| {category} | {len(mine)} | {mean[0]:.3f} | {mean[1]:.3f} |")
    return "\n".join(lines)
