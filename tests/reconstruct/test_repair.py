"""Cut-outs repaired by box and by strokes, on photos drawn by code."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reconstruct import Photo, read_photo
from reconstruct.repair import Stroke, painted, repair_matte

from .conftest import STOOL_BOX, draw_stool


@pytest.fixture
def stool(stool_photo: Path) -> tuple[Photo, np.ndarray]:
    """The photo and its true mask."""
    return read_photo(stool_photo), np.asarray(draw_stool()[1], dtype=np.float32) / 255


def _iou(found: np.ndarray, true: np.ndarray) -> float:
    return float(((found > 0.5) & (true > 0.5)).sum() / ((found > 0.5) | (true > 0.5)).sum())


def test_a_stroke_covers_its_line_and_its_ends() -> None:
    mask = painted([Stroke(((10, 10), (30, 10)), 3), Stroke(((40, 40),), 4)], (50, 50))
    assert mask[10, 7:34].all()
    assert mask[7, 20]
    assert mask[13, 20]
    assert not mask[15, 20]
    assert not mask[10, 35]
    assert mask[40, 36:45].all()
    assert mask.sum() == pytest.approx(20 * 7 + np.pi * 3.5**2 + np.pi * 4.5**2, rel=0.15)
    half = painted([Stroke(((20, 20), (60, 20)), 6)], (50, 50), 0.5)
    assert half[10, 8:33].all()
    assert not half[15, 20]


def test_a_lost_leg_comes_back_whole_by_one_stroke(stool: tuple[Photo, np.ndarray]) -> None:
    photo, true = stool
    broken = true.copy()
    broken[380:, 300:] = 0
    keep = painted([Stroke(((337, 400), (337, 440)), 5)], true.shape)
    found = repair_matte(photo, broken, keep=keep, drop=np.zeros_like(keep))
    assert (found[keep] == 1).all()
    assert _iou(broken, true) < 0.93
    assert _iou(found, true) > 0.97
    np.testing.assert_array_equal(found[:, :200], broken[:, :200])  # far away nothing changes


def test_ground_that_was_taken_along_goes_by_one_stroke(stool: tuple[Photo, np.ndarray]) -> None:
    photo, true = stool
    too_much = true.copy()
    too_much[360:480, 174:325] = 1  # the air between the legs
    drop = painted([Stroke(((200, 420), (300, 420)), 8)], true.shape)
    found = repair_matte(photo, too_much, keep=np.zeros_like(drop), drop=drop)
    assert (found[drop] == 0).all()
    assert _iou(found, true) > 0.95


def test_a_stroke_is_obeyed_against_all_evidence_and_dropping_wins(
    stool: tuple[Photo, np.ndarray],
) -> None:
    photo, true = stool
    keep = painted([Stroke(((30, 30), (90, 40)), 6)], true.shape)  # bare wall
    drop = painted([Stroke(((60, 20), (60, 60)), 4), Stroke(((250, 145),), 9)], true.shape)
    found = repair_matte(photo, true, keep=keep, drop=drop)
    assert (found[keep & ~drop] == 1).all()
    assert (found[drop] == 0).all()


def test_a_box_looks_anew_and_only_in_there(stool: tuple[Photo, np.ndarray]) -> None:
    photo, true = stool
    nothing = np.zeros(true.shape, dtype=bool)
    left, top, right, bottom = STOOL_BOX
    box = (left - 8, top - 8, right + 8, bottom + 8)
    found = repair_matte(photo, None, box=box, keep=nothing, drop=nothing)
    assert _iou(found, true) > 0.9
    half = repair_matte(photo, true, box=(0, 0, 250, 600), keep=nothing, drop=nothing)
    assert not half[:, 250:].any()


def test_a_box_with_nothing_in_it_is_believed() -> None:
    photo = Photo("wall.png", np.full((200, 200, 3), 240, np.uint8), None, (200, 200))
    nothing = np.zeros((200, 200), dtype=bool)
    found = repair_matte(photo, None, box=(50, 60, 120, 150), keep=nothing, drop=nothing)
    assert found[60:150, 50:120].all()
    assert found.sum() == 70 * 90
