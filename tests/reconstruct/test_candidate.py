"""A known shape beside a matte."""

from __future__ import annotations

import numpy as np
import pytest

from reconstruct.candidate import Candidate, Target
from reconstruct.network.model import load_shape_model
from reconstruct.viewpoint import Viewpoint, frame_camera


def test_a_candidate_fills_the_box_and_looks_like_itself() -> None:
    bank = load_shape_model().bank
    size = np.array([0.8, 0.9, 0.5])
    candidate = Candidate(bank, 0, size)
    assert np.ptp(candidate.vertices, axis=0) == pytest.approx(size / size.max(), abs=1e-3)
    view = Viewpoint(0.5, 0.3, 3.0)
    camera, _ = frame_camera(candidate.vertices, view, (8.0, 8.0, 120.0, 120.0), 128)
    hit = candidate.caster.cast(*camera.rays()).hit.reshape(128, 128)
    crop = np.zeros((128, 128, 4), dtype=np.uint8)
    crop[hit] = 255
    overlap, outline, _ = candidate.look(view, Target.of(crop))
    assert overlap > 0.95
    assert outline < 0.01
    turned, further, _ = candidate.look(Viewpoint(-0.9, 0.0, 3.0), Target.of(crop))
    assert turned < overlap
    assert further > outline
