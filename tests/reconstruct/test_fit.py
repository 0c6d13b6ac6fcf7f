"""The fit with the model that ships, on a drawn photo."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reconstruct.crop import crop_product
from reconstruct.cutout import Cutout, cut_out
from reconstruct.fit import FitOptions, FittedShape, fit_shape
from reconstruct.known_shape_fit import KnownShapeOptions, KnownShapeSearch
from reconstruct.network.model import load_shape_model
from reconstruct.parts.fit.fit_parts import PartsFitOptions
from reconstruct.photo import read_photo
from reconstruct.shape import find_shape
from reconstruct.size import ProductSize

QUICK = FitOptions(
    proposals=8,
    parts=PartsFitOptions(refined=3, edited=1, tried=4, kept=1, finished=2),
    known=KnownShapeOptions(candidates=12, refined=3),
)
KNOWN_ONLY = replace(QUICK, parts=None)
PARTS_ONLY = replace(QUICK, known=None)
SIZE = np.array([0.44, 0.72, 0.44])
"""As wide beside its height as the stool is drawn."""


@pytest.fixture
def cutout(stool_cutout: Path) -> Cutout:
    return cut_out(read_photo(stool_cutout))


def _fit(
    cutout: Cutout, size: np.ndarray, options: FitOptions, free: tuple[bool, bool, bool]
) -> FittedShape:
    model = load_shape_model()
    reading = model.read(crop_product(cutout.rgb, cutout.matte), size)
    return fit_shape(model, [cutout], [reading], size, options, free=free)


@pytest.mark.parametrize("options", [KNOWN_ONLY, PARTS_ONLY], ids=["known", "parts"])
def test_given_sides_stay_and_guessed_ones_follow_the_photo(
    cutout: Cutout, options: FitOptions
) -> None:
    wrong = SIZE * [1.5, 1.0, 1.0]
    kept = _fit(cutout, wrong, options, (False, False, False))
    assert np.array_equal(kept.size_m, wrong)
    freed = _fit(cutout, wrong, options, (True, False, False))
    assert np.array_equal(freed.size_m[1:], wrong[1:])
    assert freed.size_m[0] < wrong[0]
    for shape in (kept, freed):
        extent = np.ptp(shape.vertices, axis=0)
        assert extent == pytest.approx(shape.size_m / shape.size_m.max(), abs=2e-3)


def test_parts_are_straight_and_closed(cutout: Cutout) -> None:
    found = _fit(cutout, SIZE, PARTS_ONLY, (False,) * 3)
    assert found.design is not None
    assert found.name == found.design.family
    assert 100 < len(found.faces) <= 12_000
    assert found.views[0].overlap > 0.9
    assert 0 <= found.confidence <= 1


def test_warps_bring_the_outline_nearer(cutout: Cutout) -> None:
    """A stool told to be narrower than it is drawn."""
    size = SIZE * [0.8, 1.0, 0.8]
    by_overlap = replace(KNOWN_ONLY.known, overlap=5.0, outline=0.0)
    model = load_shape_model()
    reading = model.read(crop_product(cutout.rgb, cutout.matte), size)
    search = KnownShapeSearch.begin(
        model, [cutout], [reading], size, np.zeros(3, dtype=bool), None, by_overlap
    )
    still = search.refined(search.proposals())[0]
    overlaps = [
        proposal.candidate.look(proposal.views[0], search.targets[0])[0]
        for proposal in (still, search.warped(still))
    ]
    assert overlaps[1] > overlaps[0]


def test_known_shapes_are_fine_enough_to_bend(cutout: Cutout) -> None:
    found = _fit(cutout, SIZE, KNOWN_ONLY, (False,) * 3)
    assert found.design is None
    assert found.name in load_shape_model().bank.names
    assert 5000 <= len(found.faces) < 20_000


def test_a_told_category_brings_shapes_that_look_like_it(cutout: Cutout) -> None:
    reading = load_shape_model().read(crop_product(cutout.rgb, cutout.matte), SIZE)
    strong = replace(KNOWN_ONLY, known=replace(KNOWN_ONLY.known, told=50.0))
    found = fit_shape(load_shape_model(), [cutout], [reading], SIZE, strong, told="bookcase")
    bank = load_shape_model().bank
    assert bank.categories[bank.names.index(found.name)] in {"bookcase", "shelf"}


def test_a_product_of_unknown_size_stays_as_high_as_guessed(cutout: Cutout) -> None:
    found = find_shape([cutout], ProductSize(*SIZE), QUICK, guessed=("width", "height", "depth"))
    assert found.size_m.height_m == pytest.approx(0.72)
    assert np.ptp(found.solid.vertices_m[:, 1]) == pytest.approx(0.72)


def test_two_photos_have_a_camera_each(cutout: Cutout) -> None:
    found = find_shape([cutout, cutout], ProductSize(*SIZE), QUICK)
    assert len(found.cameras) == 2
    assert np.allclose(found.cameras[0].T_world_camera, found.cameras[1].T_world_camera)
