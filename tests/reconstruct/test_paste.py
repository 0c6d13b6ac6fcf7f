"""Things cut out of one picture and put into another."""

from __future__ import annotations

import numpy as np
import pytest

from reconstruct.training.paste import adapted, contact_shadow, jpeg, layer_of, over, placed


def _disc(px: int = 64, radius: float = 20.0) -> np.ndarray:
    v, u = np.mgrid[0:px, 0:px] + 0.5
    away = np.hypot(u - px / 2, v - px / 2)
    return np.clip(radius + 0.5 - away, 0, 1).astype(np.float32)


def _photo(alpha: np.ndarray, thing: float, backdrop: float) -> np.ndarray:
    grey = alpha * thing + (1 - alpha) * backdrop
    return np.repeat(np.round(255 * grey)[..., None], 3, axis=2).astype(np.uint8)


def test_a_layer_brings_no_rim_of_its_old_backdrop() -> None:
    alpha = _disc()
    layer = layer_of(_photo(alpha, thing=0.2, backdrop=1.0), alpha)
    assert layer.size_px == (40, 40)
    assert float(layer.rgb.max()) < 0.26
    dark = np.zeros((64, 64, 3), dtype=np.float32)
    pasted = over(dark, placed(layer, 1.0, (32.0, 52.0), (64, 64)))
    assert float(pasted.max()) < 0.26


def test_foot_and_scale_decide_where_a_layer_lies() -> None:
    alpha = _disc()
    layer = layer_of(_photo(alpha, 0.2, 1.0), alpha, foot_px=(32.0, 52.0))
    assert layer.foot_px == (20.0, 40.0)
    twice = placed(layer, 2.0, (60.0, 90.0), (128, 128))
    rows = np.flatnonzero((twice.alpha > 0.5).any(axis=1))
    columns = np.flatnonzero((twice.alpha > 0.5).any(axis=0))
    assert abs(rows[0] - 10) <= 1
    assert abs(rows[-1] + 1 - 90) <= 1
    assert abs(columns[0] - 20) <= 1
    assert abs(float(twice.alpha.sum()) / float(alpha.sum()) - 4) < 0.05


def test_the_frame_cuts_a_layer_off() -> None:
    alpha = _disc()
    layer = layer_of(_photo(alpha, 0.2, 1.0), alpha)
    half = placed(layer, 1.0, (0.0, 52.0), (64, 64))
    assert abs(float(half.alpha.sum()) / float(alpha.sum()) - 0.5) < 0.02


def test_a_warm_dark_picture_makes_a_layer_warmer_and_darker() -> None:
    alpha = _disc()
    layer = layer_of(_photo(alpha, 0.5, 1.0), alpha)
    warm = np.ones((8, 8, 3), dtype=np.float32) * np.array([0.5, 0.4, 0.3], dtype=np.float32)
    moved = adapted(layer, warm, 1.0).rgb[20, 20]
    assert moved[0] > moved[1] > moved[2]
    assert float(moved.mean()) < 0.5
    assert np.allclose(adapted(layer, warm, 0.0).rgb, layer.rgb)


def test_the_shadow_lies_under_the_thing_and_nowhere_far_from_it() -> None:
    alpha = np.zeros((100, 100), dtype=np.float32)
    alpha[30:80, 30:70] = 1
    kept = contact_shadow(alpha, 1.0)
    assert kept[81, 50] < 0.6
    assert kept[10, 10] > 0.99
    assert kept[40, 5] > 0.99
    assert np.all(contact_shadow(alpha, 0.0) == 1)
    assert np.all(contact_shadow(np.zeros_like(alpha), 1.0) == 1)


def test_an_empty_alpha_is_told() -> None:
    with pytest.raises(ValueError, match="expected a thing"):
        layer_of(np.zeros((8, 8, 3), dtype=np.uint8), np.zeros((8, 8), dtype=np.float32))


def test_jpeg_keeps_the_picture() -> None:
    flat = np.full((16, 16, 3), 0.5, dtype=np.float32)
    assert np.abs(jpeg(flat, 85).astype(int) - 128).max() <= 2
