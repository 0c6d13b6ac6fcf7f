"""Judges finding, cutting out and refusing on pictures whose truth is known, with the earlier method in the same run.

Plain photos, the same products in furnished rooms, and pale ones before their own colour; see `see_composites.py`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from jaxtyping import Float, Int

from reconstruct.crop import crop_product, matte_bounds
from reconstruct.cutout import Cutout, cut_out
from reconstruct.errors import ReconstructError
from reconstruct.metrics import SampledSurface, compare_shapes, normalise, sample_visible
from reconstruct.network.model import load_shape_model
from reconstruct.photo import Photo
from reconstruct.photo_role import photo_role
from reconstruct.refusal import refusal_of
from reconstruct.see.category import category_odds
from reconstruct.see.thing import box_overlap
from reconstruct.shape import find_shape
from reconstruct.shown_photo import ShownPhoto
from reconstruct.size import ProductSize
from reconstruct.training.earlier_cutout import FILE, EarlierCutout
from reconstruct.training.pale_composites import pale_cases
from reconstruct.training.photos import Judged, TracedPhoto, read_judged, read_photo_record
from reconstruct.training.room_picture import read_rooms
from reconstruct.training.room_stand import Prop, prop_of
from reconstruct.training.see_composites import Case, plain_case, room_case
from reconstruct.training.see_row import CutFigures, ProductFigures, SeeRow, matte_overlap
from reconstruct.training.shape_file import read_shape

__all__ = ["SeeOptions", "judge_seeing", "judged_row", "see_cases"]

ROOMS_EACH = 2


@dataclass(frozen=True)
class SeeOptions:
    """How to judge.

    Attributes
    ----------
    group
        "furniture" or "other".
    views
        How many photos of each product.
    every
        Only each so-many-th product.
    fit
        Whether shapes are made, for the refusals: most of the time goes there.
    jobs
        Worker processes; seconds are told truly only where each has a core.
    points
        Sampled on each surface.
    seed
        Of the composites.
    """

    group: str = "furniture"
    views: int = 1
    every: int = 1
    fit: bool = True
    jobs: int = 1
    points: int = 10_000
    seed: int = 0


def see_cases(cache: Path, options: SeeOptions) -> Iterator[Case]:
    """The pictures: each photo plain, then in rooms, then the pale ones.

    Raises
    ------
    FileNotFoundError
        If the cache has no photos, or no pictures of rooms.
    """
    rooms = read_rooms(cache / "backgrounds" / "judge")
    everything = read_judged()
    props: list[Prop] = []
    shots: list[tuple[Judged, TracedPhoto, int]] = []
    for judged in everything:
        for view in range(options.views):
            stem = cache / "photos" / "judgement" / f"{judged.shape_id}-{view}"
            if stem.with_suffix(".jpg").exists():
                photo = read_photo_record(stem)
                shots.append((judged, photo, view))
                props.append(prop_of(judged, photo))
    if not shots:
        raise FileNotFoundError(
            f"{cache / 'photos' / 'judgement'}: expected photos of the judgement set, found none; "
            "make them with `python -m reconstruct.training photos`"
        )
    mine = [k for k, (judged, _, _) in enumerate(shots) if judged.group == options.group]
    mine = mine[:: options.every]
    for k in mine:
        yield plain_case(*shots[k][:2])
    for k in mine:
        for number in range(ROOMS_EACH):
            view = shots[k][2]
            yield room_case(props[k], props, rooms, ROOMS_EACH * view + number, options.seed)
    yield from pale_cases([props[k] for k in mine if shots[k][2] == 0], options.seed)


def judge_seeing(cache: Path, options: SeeOptions) -> Iterator[SeeRow]:
    """Figures of all pictures, in their order.

    Raises
    ------
    FileNotFoundError
        As `see_cases`.
    """
    if options.jobs == 1:
        judge = _Judge(cache, options)
        for case in see_cases(cache, options):
            yield judge.row(case)
        return
    with ProcessPoolExecutor(
        options.jobs, get_context("spawn"), initializer=_begin, initargs=(cache, options)
    ) as pool:
        yield from pool.map(_row, see_cases(cache, options), chunksize=1)


def judged_row(case: Case, cache: Path, options: SeeOptions) -> SeeRow:
    """Figures of one picture."""
    return _Judge(cache, options).row(case)


_judge: list[_Judge] = []
"""The judge of a worker process."""


def _begin(cache: Path, options: SeeOptions) -> None:
    import torch

    torch.set_num_threads(1)
    _judge.append(_Judge(cache, options))


def _row(case: Case) -> SeeRow:
    return _judge[0].row(case)


class _Judge:
    """Both methods, loaded once a process."""

    def __init__(self, cache: Path, options: SeeOptions) -> None:
        self._cache, self._options = cache, options
        file = cache / FILE
        self._earlier = EarlierCutout(file) if file.is_file() else None
        self._model = load_shape_model()

    def row(self, case: Case) -> SeeRow:
        """All figures of one picture."""
        photo = Photo(case.name, case.rgb, None, (case.rgb.shape[1], case.rgb.shape[0]))
        today = None if self._earlier is None else self._today(case, self._earlier)
        category = None if case.judged.group == "other" else case.judged.category
        begun = time.perf_counter()
        try:
            cutout = cut_out(photo, category=category)
        except ReconstructError as error:
            seconds = time.perf_counter() - begun
            said = CutFigures(0.0, 0.0, seconds=seconds, error=str(error))
            return self._told(case, today, said, ProductFigures(0.0, "nothing found", str(error)))
        odds = self._odds(cutout)
        seconds = time.perf_counter() - begun
        new = CutFigures(
            box_iou=box_overlap(cutout.box, case.box),
            matte_iou=matte_overlap(cutout.matte, case.matte),
            confidence=cutout.confidence,
            seconds=seconds,
            category_rank=self._rank(photo, case) if case.kind == "plain" else None,
        )
        made = self._options.fit and case.kind != "pale"
        product = self._product(photo, cutout, case, category) if made else None
        return self._told(case, today, new, product, cutout, odds)

    def _today(self, case: Case, earlier: EarlierCutout) -> CutFigures:
        begun = time.perf_counter()
        found = earlier.cut_out(case.rgb)
        if found is None or not (found[0] >= 0.5).any():
            return CutFigures(0.0, 0.0, seconds=time.perf_counter() - begun, error="nothing found")
        matte, confidence = found
        reading = self._model.read(crop_product(case.rgb, matte), None)
        seconds = time.perf_counter() - begun
        rank = _place(self._model.categories, reading.category, case.judged.category)
        return CutFigures(
            box_iou=box_overlap(matte_bounds(matte), case.box),
            matte_iou=matte_overlap(matte, case.matte),
            confidence=confidence,
            seconds=seconds,
            category_rank=rank if case.kind == "plain" else None,
        )

    def _rank(self, photo: Photo, case: Case) -> int | None:
        """Place of the true category where nothing is told, the cut-out included."""
        try:
            cutout = cut_out(photo)
        except ReconstructError:
            return len(self._model.categories)
        return _place(self._model.categories, self._odds(cutout), case.judged.category)

    def _odds(self, cutout: Cutout) -> Float[np.ndarray, " C"]:
        """How likely each category is by the vote of all sources, by the photo alone."""
        return category_odds(cutout.rgb, cutout.matte, cutout.things)

    def _product(
        self, photo: Photo, cutout: Cutout, case: Case, category: str | None
    ) -> ProductFigures:
        shape_id = case.judged.shape_id
        library = shape_id.rsplit("-", 1)[0]
        truth = read_shape(self._cache / "shapes" / library / f"{shape_id}.npz")
        size = ProductSize(*(float(side) for side in truth.size_m))
        shown = ShownPhoto(photo, cutout, *photo_role(photo, cutout))
        found = find_shape([cutout], size, category=category)
        refusal = refusal_of([shown], [0], found)
        scores = compare_shapes(
            self._sample(found.solid.vertices_m, found.solid.faces),
            self._sample(truth.vertices_m.astype(np.float64), truth.faces.astype(np.int64)),
        )
        return ProductFigures(
            f_score=scores.f_score[0.1],
            refused=None if refusal is None else refusal.needs,
            reason=None if refusal is None else refusal.reason,
            shape_confidence=found.confidence,
            overlap=found.overlap,
            role=shown.role,
        )

    def _sample(
        self, vertices: Float[np.ndarray, "V 3"], faces: Int[np.ndarray, "F 3"]
    ) -> SampledSurface:
        rng = np.random.default_rng(0)
        return sample_visible(normalise(vertices), faces, count=self._options.points, rng=rng)

    def _told(
        self,
        case: Case,
        today: CutFigures | None,
        new: CutFigures,
        product: ProductFigures | None,
        cutout: Cutout | None = None,
        odds: Float[np.ndarray, " C"] | None = None,
    ) -> SeeRow:
        row = SeeRow(
            name=case.name,
            kind=case.kind,
            shape_id=case.judged.shape_id,
            category=case.judged.category,
            hidden_share=case.hidden_share,
            cut_off=case.cut_off,
            today=today,
            new=new,
            product=product if self._options.fit and case.kind != "pale" else None,
            distance_de=case.distance_de,
        )
        if cutout is None or odds is None:
            return row
        names, told = self._model.categories, case.judged.category
        return replace(
            row,
            touches_edge=cutout.touches_edge,
            found_hidden_share=_hidden_share(cutout),
            chosen_label=cutout.chosen.label if cutout.chosen else None,
            chosen_score=cutout.chosen.score if cutout.chosen else 0.0,
            rival_score=cutout.rival.score if cutout.rival else 0.0,
            told_odds=float(odds[names.index(told)]) if told in names else 0.0,
            things=len(cutout.things),
        )


def _place(names: Sequence[str], odds: Float[np.ndarray, " C"], true: str) -> int:
    """Place of the true category among the likeliest, from 0; after the last if it is unknown."""
    ranked = [names[i] for i in np.argsort(-odds, kind="stable")]
    return ranked.index(true) if true in ranked else len(ranked)


def _hidden_share(cutout: Cutout) -> float:
    """Share of the product, as far as it is known, that something else may cover."""
    if cutout.hidden is None:
        return 0.0
    either = cutout.hidden | (cutout.matte > 0.5)
    return float(cutout.hidden.sum()) / max(float(either.sum()), 1.0)
