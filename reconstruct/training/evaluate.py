"""Judges the shape model on path-traced photos of artists' models that training never saw, baselines beside it.

The protocol is that of `reconstruct.metrics`: canonical pose as predicted, longest side 2, visible surface. The true
matte is given, so that the figures are the shape model's own; with `own_cutouts` our own cut-out is judged beside it.
A product that would be refused counts like any other.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

import numpy as np
from jaxtyping import Float

from reconstruct.baselines import Solid
from reconstruct.crop import crop_product
from reconstruct.cutout import Cutout
from reconstruct.fit import FitOptions, FittedShape, fit_shape
from reconstruct.known_shape_fit import KnownShapeOptions
from reconstruct.network.model import load_shape_model
from reconstruct.training.judged_groups import Split, in_split
from reconstruct.training.judged_photos import Shot, own_cutout, read_shots, true_shape
from reconstruct.training.photos import Judged, read_judged
from reconstruct.training.see_row import matte_overlap
from reconstruct.training.shape_baselines import ShapeBaselines
from reconstruct.training.shape_row import Figures, ShapeRow, ShapeSample
from reconstruct.training.unseen import taken_for_whole, unseen_parts

__all__ = ["EvaluateOptions", "ShapeJudge", "evaluate", "judged_views"]

CEILING = "the truth, sampled again"
"""10,000 points lie 0.05 apart on a large surface, so that even the truth is not within 0.02 of itself everywhere."""
ABLATIONS = {
    "without the judge": FitOptions(judge=0.0),
    "parts only": FitOptions(known=None),
    "known shapes only": FitOptions(parts=None),
    "known shapes without the lattice": FitOptions(
        parts=None, known=KnownShapeOptions(lattice=None)
    ),
}


@dataclass(frozen=True)
class EvaluateOptions:
    """How to judge.

    Attributes
    ----------
    points
        Sampled on each surface.
    group
        "furniture" or "other".
    split
        Which models: those that no number was chosen on ("judge"), the others ("tune"), or all.
    photos
        "traced", or "simple" for renders by the project's own ray caster.
    every
        Only each so-many-th product of the list, for a quicker look.
    views
        Photos of each product at most.
    trunk
        EfficientNet-Lite0's release, for the baseline that looks for alike renders; without it there is none.
    baselines
        Also judge what the model has to beat; that takes a third of the time, and does not change with the model.
    own_cutouts
        Also judge the model on our own cut-outs of the photos.
    several
        Also judge the model on two and on four photos of each product.
    ablations
        Also judge it with parts left out, by `ABLATIONS`.
    unseen
        Also judge it on each photo with a part of the product cut off or covered: as it does, and as if the photo
        showed all of the product.
    jobs
        Worker processes, each of one core.
    """

    points: int = 10_000
    group: str = "furniture"
    split: Split = "judge"
    photos: Literal["traced", "simple"] = "traced"
    every: int = 1
    views: int = 1
    trunk: Path | None = None
    baselines: bool = True
    own_cutouts: bool = False
    several: bool = False
    ablations: bool = False
    unseen: bool = False
    jobs: int = 1


def evaluate(
    cache: Path,
    model_folder: Path | None,
    options: EvaluateOptions,
    *,
    done: Collection[tuple[str, int]] = (),
) -> Iterator[ShapeRow]:
    """Figures of the photos of the judgement set that are in the cache, in the order of the set.

    Model and view of the photos in `done` are left out.
    """
    wanted = [
        (judged, view)
        for judged, view in judged_views(cache, options)
        if (judged.shape_id, view) not in done
    ]
    if not wanted:
        return
    if options.jobs == 1:
        judge = ShapeJudge(cache, model_folder, options)
        yield from (judge.row(*photo) for photo in wanted)
        return
    with ProcessPoolExecutor(
        options.jobs,
        get_context("spawn"),
        initializer=_begin,
        initargs=(cache, model_folder, options),
    ) as pool:
        yield from pool.map(_row, wanted, chunksize=1)


def judged_views(cache: Path, options: EvaluateOptions) -> list[tuple[Judged, int]]:
    """The photos to judge: model and number of the view.

    Raises
    ------
    FileNotFoundError
        If the cache has none.
    """
    models = [j for j in read_judged() if j.group == options.group]
    models = [j for j in models if in_split(j.shape_id, options.split)][:: options.every]
    views = range(min(options.views, 4))
    if options.photos == "simple":
        return [(judged, view) for judged in models for view in views]
    folder = cache / "photos" / "judgement"
    found = [
        (judged, view)
        for judged in models
        for view in views
        if (folder / f"{judged.shape_id}-{view}.jpg").exists()
    ]
    if not found:
        raise FileNotFoundError(
            f"{folder}: expected photos of the judgement set, found none; make them with "
            "`python -m reconstruct.training photos`"
        )
    return found


_judges: list[ShapeJudge] = []
"""The judge of a worker process."""


def _begin(cache: Path, model_folder: Path | None, options: EvaluateOptions) -> None:
    _judges.append(ShapeJudge(cache, model_folder, options))


def _row(photo: tuple[Judged, int]) -> ShapeRow:
    return _judges[0].row(*photo)


class ShapeJudge:
    """Model and baselines, loaded once a process, on one core."""

    def __init__(self, cache: Path, model_folder: Path | None, options: EvaluateOptions) -> None:
        import torch

        torch.set_num_threads(1)
        self.cache, self.options = cache, options
        self._model = load_shape_model(model_folder)
        self._warm = False

    @cached_property
    def _baselines(self) -> ShapeBaselines:
        return ShapeBaselines(self._model, self.cache, self.options.trunk)

    def fitted(
        self, cutouts: list[Cutout], size_m: Float[np.ndarray, "3"], fit: FitOptions | None = None
    ) -> FittedShape:
        """The model's shape from the photos and the true size: what is judged."""
        readings = [self._model.read(crop_product(c.rgb, c.matte), size_m) for c in cutouts]
        return fit_shape(self._model, cutouts, readings, size_m, fit)

    def row(self, judged: Judged, view: int) -> ShapeRow:
        """All figures of one photo."""
        shape = true_shape(self.cache, judged.shape_id)
        size = shape.size_m.astype(np.float64)
        shots = read_shots(self.cache, shape, self.options.photos)
        shot = shots[view]
        if not self._warm:
            # What is loaded on first use is no product's own time.
            self.fitted([shot.cutout], size)
            self._warm = True
        begun = time.process_time()
        found = self.fitted([shot.cutout], size)
        seconds = time.process_time() - begun
        crop = crop_product(shot.cutout.rgb, shot.cutout.matte)
        reading = self._model.read(crop, size)
        unsized = self._model.read(crop, None)
        guessed = unsized.size_m.astype(np.float64)
        blind = fit_shape(self._model, [shot.cutout], [unsized], guessed, free=(True, True, True))
        shapes: dict[str, Solid | None] = {
            "model": Solid(found.vertices, found.faces),
            "model, no size": Solid(blind.vertices, blind.faces),
        }
        own_matte_iou = None
        if self.options.own_cutouts:
            own = own_cutout(shot, judged.category)
            own_matte_iou = matte_overlap(own.matte, shot.cutout.matte) if own else 0.0
            shapes["model, own cut-out"] = self._solid([own], size) if own else None
        if self.options.baselines:
            shapes |= self._baselines.of(shot.cutout, crop, reading, shape, judged.category)
        shapes |= self._varied(shot, shots if view == 0 else {}, size)
        true = Solid(shape.vertices_m.astype(np.float64), shape.faces.astype(np.int64))
        truth = self._sample(true)
        figures = {
            method: Figures.of(self._sample(solid), truth) if solid else Figures.of_nothing()
            for method, solid in shapes.items()
        }
        figures[CEILING] = Figures.of(self._sample(true, seed=1), truth)
        ranked = [self._model.categories[i] for i in np.argsort(-reading.category)]
        off = found.views[0].view.azimuth_rad - shot.azimuth_rad
        size_off = np.abs(blind.size_m * (guessed[1] / blind.size_m[1]) - size) / size
        return ShapeRow(
            shape_id=judged.shape_id,
            view=view,
            category=judged.category,
            figures=figures,
            azimuth_off_rad=float(abs((off + np.pi) % (2 * np.pi) - np.pi)),
            width_off=float(size_off[0]),
            height_off=float(size_off[1]),
            depth_off=float(size_off[2]),
            category_rank=ranked.index(judged.category)
            if judged.category in ranked
            else len(ranked),
            overlap=found.views[0].overlap,
            confidence=found.confidence,
            known_shape=found.name,
            seconds=seconds,
            own_matte_iou=own_matte_iou,
        )

    def _varied(
        self, shot: Shot, shots: dict[int, Shot], size: Float[np.ndarray, "3"]
    ) -> dict[str, Solid | None]:
        """The model with parts of it left out, on parts of the photo and on several photos, as far as asked for."""
        solids: dict[str, Solid | None] = {}
        if self.options.ablations:
            for name, fit in ABLATIONS.items():
                solids[name] = self._solid([shot.cutout], size, fit)
        if self.options.unseen:
            for name, part in unseen_parts(shot.cutout).items():
                solids[name] = self._solid([part], size)
                solids[f"{name}, taken for whole"] = self._solid([taken_for_whole(part)], size)
        if self.options.several:
            for count, name in ((2, "two photos"), (4, "four photos")):
                if all(number in shots for number in range(count)):
                    cutouts = [shots[number].cutout for number in range(count)]
                    solids[name] = self._solid(cutouts, size)
        return solids

    def _solid(
        self, cutouts: list[Cutout], size: Float[np.ndarray, "3"], fit: FitOptions | None = None
    ) -> Solid:
        found = self.fitted(cutouts, size, fit)
        return Solid(found.vertices, found.faces)

    def _sample(self, solid: Solid, seed: int = 0) -> ShapeSample:
        return ShapeSample.of(solid.vertices_m, solid.faces, self.options.points, seed)
