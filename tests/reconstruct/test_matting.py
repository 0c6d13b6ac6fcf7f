from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reconstruct.matting import fill_smoothly, guided_filter, sharpen_mask


def test_a_blurred_mask_is_sharpened_to_the_pixel() -> None:
    rgb = np.full((120, 160, 3), 220, np.uint8)
    rgb[30:90, 40:100] = (60, 40, 30)
    mask = np.zeros((120, 160), np.float32)
    # Three pixels off, and soft.
    mask[33:93, 43:103] = 1
    from scipy import ndimage

    mask = np.asarray(ndimage.uniform_filter(mask, 7))
    sharp = sharpen_mask(rgb, mask, 8)
    truth = np.zeros((120, 160), bool)
    truth[30:90, 40:100] = True
    assert ((sharp.matte > 0.5) == truth).mean() > 0.998
    assert sharp.plainness > 0.95


@settings(max_examples=20)
@given(st.integers(0, 255), st.integers(1, 9))
def test_filling_keeps_a_constant(level: int, step: int) -> None:
    values = np.full((40, 50, 3), level / 255, np.float32)
    known = np.zeros((40, 50), bool)
    known[5:9, 20:35] = True
    filled, _ = fill_smoothly(values, known, step)
    assert np.abs(filled - level / 255).max() < 0.02


def test_filling_leaves_known_values_and_carries_them_on() -> None:
    values = np.zeros((32, 64, 3), np.float32)
    values[:, 32:] = 1
    known = np.ones((32, 64), bool)
    known[8:24, 24:40] = False
    filled, share = fill_smoothly(values, known, 1)
    assert filled[2, 10, 0] < 0.01
    assert filled[2, 60, 0] > 0.99
    assert 0.2 < filled[16, 32, 0] < 0.8
    assert share[0, 0] > 0.99
    assert share[16, 32] < 0.01


def test_the_guided_filter_keeps_a_constant_mask() -> None:
    guide = np.random.default_rng(0).random((200, 180, 3)).astype(np.float32)
    for level in (0.0, 0.4, 1.0):
        answer = guided_filter(guide, np.full((200, 180), level, np.float32), 8, 1e-3)
        assert np.abs(answer - level).max() < 1e-3
