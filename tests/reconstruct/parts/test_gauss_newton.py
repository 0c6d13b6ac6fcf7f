"""With the right structure and a disturbed start, measures, cameras and free sides are found again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reconstruct.crop import CROP_PX
from reconstruct.known_part import KnownPart
from reconstruct.parts.families import family_named
from reconstruct.parts.fit.aim import Aim
from reconstruct.parts.fit.draft import Draft
from reconstruct.parts.fit.evidence import PartsEvidence
from reconstruct.parts.fit.gauss_newton import NewtonOptions, refine_draft
from reconstruct.parts.fit.score import ScoreWeights, score_draft
from reconstruct.parts.fit.unknowns import Unknowns

WEIGHTS = ScoreWeights()
LONG = NewtonOptions(steps=10)
VIEW = Aim(0.6, 0.35, 3.0)
SIZE_M = np.array([1.4, 0.75, 0.8])


def table(*views: Aim, size_m: np.ndarray = SIZE_M) -> Draft:
    family = family_named("table")
    return Draft(
        family.complete({"legs": "straight"}, {"top_thickness": 0.05}), size_m, views or (VIEW,)
    )


def disturbed(draft: Draft, seed: int) -> Draft:
    """Measures a fifth of their range off, cameras as far off as the reader's are."""
    rng = np.random.default_rng(seed)
    genes = draft.genes
    moved = draft.with_genes((genes + rng.choice([-0.2, 0.2], len(genes))).clip(0, 1))
    views = (
        Aim(
            view.azimuth_rad + rng.normal(0, 0.06),
            view.elevation_rad + rng.normal(0, 0.05),
            view.distance * float(np.exp(rng.normal(0, 0.12))),
        )
        for view in draft.aims
    )
    return moved.seen_from(*views)


@pytest.mark.parametrize("seed", range(4))
def test_a_disturbed_table_is_found_again(picture_of, seed: int) -> None:
    true = table()
    photo = PartsEvidence.of_crop(picture_of(true))
    start = score_draft(disturbed(true, seed), [photo], CROP_PX, WEIGHTS)
    found = refine_draft(start, [photo], CROP_PX, options=LONG, weights=WEIGHTS)
    assert found.cost < start.cost
    assert 1 - found.terms.overlap > 0.95, found.terms
    view = found.draft.aims[0]
    assert view.azimuth_rad == pytest.approx(VIEW.azimuth_rad, abs=0.02)
    assert view.elevation_rad == pytest.approx(VIEW.elevation_rad, abs=0.03)
    thickness = true.design.measures["top_thickness"]
    assert found.draft.design.measures["top_thickness"] == pytest.approx(thickness, rel=0.2)


def test_an_exact_start_stays(picture_of) -> None:
    true = table()
    photo = PartsEvidence.of_crop(picture_of(true))
    start = score_draft(true, [photo], CROP_PX, WEIGHTS)
    found = refine_draft(start, [photo], CROP_PX, options=LONG, weights=WEIGHTS)
    assert start.terms.overlap < 0.05
    assert np.abs(found.draft.genes - true.genes).max() < 0.12
    assert found.cost <= start.cost


def test_two_photos_share_one_design(picture_of) -> None:
    views = (VIEW, Aim(-0.7, 0.2, 2.6))
    photos = [PartsEvidence.of_crop(picture_of(table(view))) for view in views]
    true = table(*views)
    start = score_draft(disturbed(true, 7), photos, CROP_PX, WEIGHTS)
    found = refine_draft(start, photos, CROP_PX, options=LONG, weights=WEIGHTS)
    assert 1 - found.terms.overlap > 0.95
    for view, truth in zip(found.draft.aims, views, strict=True):
        assert view.azimuth_rad == pytest.approx(truth.azimuth_rad, abs=0.03)


def test_a_guessed_depth_follows_the_photo(picture_of) -> None:
    photo = PartsEvidence.of_crop(picture_of(table()))
    guessed = table(size_m=SIZE_M * [1.0, 1.0, 1.2])
    start = score_draft(guessed, [photo], CROP_PX, WEIGHTS)
    free = (False, False, True)
    found = refine_draft(start, [photo], CROP_PX, options=LONG, weights=WEIGHTS, free=free)
    assert found.draft.size_m[2] == pytest.approx(SIZE_M[2], rel=0.06)
    assert found.draft.size_m[:2].tolist() == SIZE_M[:2].tolist()


def test_what_the_photo_does_not_show_says_nothing(picture_of) -> None:
    """The right third is covered: the table is not made shorter for it."""
    crop = picture_of(table())
    shown = np.ones((CROP_PX, CROP_PX), dtype=bool)
    shown[:, 82:] = False
    crop[~shown] = 0
    rows, columns = np.nonzero(crop[..., 3] > 127)
    bounds = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    part = KnownPart(shown, (True, True, False, True), tuple(float(b) for b in bounds))
    photo = PartsEvidence.of_crop(crop, part)
    start = score_draft(disturbed(table(), 3), [photo], CROP_PX, WEIGHTS)
    found = refine_draft(start, [photo], CROP_PX, options=LONG, weights=WEIGHTS)
    assert 1 - found.terms.overlap > 0.93
    assert found.draft.aims[0].azimuth_rad == pytest.approx(VIEW.azimuth_rad, abs=0.06)


def test_the_vector_goes_both_ways() -> None:
    draft = disturbed(table(VIEW, VIEW), 1)
    crop = np.zeros((CROP_PX, CROP_PX, 4), dtype=np.uint8)
    crop[20:100, 20:100] = 255
    photos = [PartsEvidence.of_crop(crop)] * 2
    unknowns = Unknowns.of(draft, (True, True, True))
    assert unknowns.free == (0, 2), "the height is kept: pictures show no scale"
    numbers = unknowns.read(draft)
    assert len(numbers) == len(unknowns.steps) == len(unknowns.expected(draft, photos)[1])
    moved = unknowns.write(draft, numbers + 0.01)
    np.testing.assert_allclose(unknowns.read(moved), numbers + 0.01, atol=1e-6)
    same = replace(draft, size_m=moved.size_m)
    assert same.size_m[1] == draft.size_m[1]
