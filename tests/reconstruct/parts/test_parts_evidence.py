"""What a fit of parts sees in a photo and in a draft, by hand-drawn crops."""

from __future__ import annotations

import numpy as np
import pytest

from reconstruct.known_part import KnownPart
from reconstruct.parts.families import family_named
from reconstruct.parts.fit.aim import Aim
from reconstruct.parts.fit.draft import Draft
from reconstruct.parts.fit.evidence import FAR_EDGE, FAR_OUTLINE, PartsEvidence
from reconstruct.parts.fit.marks import pairs
from reconstruct.parts.fit.score import ScoreWeights, score_draft


def two_colours() -> np.ndarray:
    """A square of the crop, its upper half light, its lower half dark."""
    crop = np.zeros((128, 128, 4), dtype=np.uint8)
    crop[16:112, 16:112] = (60, 60, 60, 255)
    crop[16:64, 16:112, :3] = 200
    return crop


def test_outline_and_edge_of_a_square_in_two_colours() -> None:
    level = PartsEvidence.of_crop(two_colours()).fine
    corner = np.array(level.corner)
    places = level.outline.places_px + corner
    assert len(level.outline) == 4 * 96 - 4
    left = np.isclose(places[:, 0], 16.5) & (np.abs(places[:, 1] - 64) < 40)
    np.testing.assert_allclose(level.outline.ways[left], np.tile([-1.0, 0.0], (left.sum(), 1)))
    edges = level.edges.places_px + corner
    assert len(edges)
    assert np.abs(edges[:, 1] - 64).max() <= 1.5, "the only edge; the matte's rim makes none"
    np.testing.assert_allclose(np.abs(level.edges.ways[:, 1]), 1.0, atol=1e-6)
    assert level.to_outline.max() == pytest.approx(FAR_OUTLINE)
    assert level.to_edge.max() == pytest.approx(FAR_EDGE)


def test_against_what_is_not_known_there_is_no_outline() -> None:
    crop = two_colours()
    shown = np.ones((128, 128), dtype=bool)
    shown[:, 90:] = False
    part = KnownPart(shown, (True, True, False, True), (16.0, 16.0, 90.0, 112.0))
    for level in (PartsEvidence.of_crop(crop, part).fine, PartsEvidence.of_crop(crop, part).coarse):
        limit = 90 * level.px / 128
        places = level.outline.places_px + np.array(level.corner)
        assert places[:, 0].max() < limit
        right = (places[:, 0] > limit - 4) & (np.abs(places[:, 1] / level.px - 0.5) < 0.3)
        assert not right.any()
        assert not level.outside[:, int(np.ceil(limit)) :].any()


def test_pairs_face_alike() -> None:
    level = PartsEvidence.of_crop(two_colours()).fine
    found = pairs(level.outline, level.outline, 5.0)
    assert (found[:, 0] == found[:, 1]).all()
    assert len(found) == 2 * len(level.outline)


def test_the_true_draft_costs_next_to_nothing_and_a_wrong_leg_shows(picture_of) -> None:
    family = family_named("table")
    size_m, view = np.array([1.4, 0.75, 0.8]), Aim(0.6, 0.35, 3.0)
    true = Draft(family.complete({"legs": "straight"}, {}), size_m, (view,))
    photo = PartsEvidence.of_crop(picture_of(true))
    wrong = Draft(family.complete({"legs": "trestle"}, {}), size_m, (view,))
    for px in (64, 128):
        right = score_draft(true, [photo], px, ScoreWeights())
        other = score_draft(wrong, [photo], px, ScoreWeights())
        assert right.terms.overlap < 0.06  # half a pixel of thin legs
        assert right.terms.outside < 0.02
        assert right.terms.missed < 0.02
        assert other.terms.outside > 0.1
        assert other.cost > right.cost + 0.3
