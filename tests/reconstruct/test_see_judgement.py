"""Judging one picture with both what is shipped and what was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reconstruct.crop import matte_bounds
from reconstruct.training.photos import Judged
from reconstruct.training.see_composites import Case
from reconstruct.training.see_judgement import SeeOptions, judge_seeing, judged_row


def _case() -> Case:
    """A dark cabinet before a pale wall."""
    v, u = np.mgrid[0:320, 0:320]
    alpha = ((u > 80) & (u < 240) & (v > 90) & (v < 270)).astype(np.float32)
    rgb = np.full((320, 320, 3), 225.0)
    rgb[alpha > 0] = (90, 60, 40)
    rgb[(alpha > 0) & ((u % 80 < 3) | (v % 90 < 3))] = (50, 30, 20)
    rgb += np.random.default_rng(0).normal(0, 2, rgb.shape)
    judged = Judged("x-1", "Cabinet", "cabinet", "furniture", "", "")
    picture = np.clip(rgb, 0, 255).astype(np.uint8)
    return Case("x-1 plain", "plain", judged, picture, alpha, matte_bounds(alpha))


def test_a_plain_picture_is_judged_without_todays_weights(tmp_path: Path) -> None:
    row = judged_row(_case(), tmp_path, SeeOptions(fit=False))
    assert row.today is None
    assert row.product is None
    assert row.new.box_iou > 0.9
    assert row.new.matte_iou > 0.9
    assert row.new.seconds > 0
    assert row.new.category_rank is not None
    assert 0 < row.told_odds <= 1
    assert row.touches_edge == (False, False, False, False)


def test_an_empty_cache_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"python -m showroom\.backgrounds"):
        next(judge_seeing(tmp_path, SeeOptions()))
