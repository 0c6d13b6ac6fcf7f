"""The pictures of light: what they show, how they are coded, and that the shipped ones are of this code."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.environment import (
    MOODS,
    EnvironmentOptions,
    Mood,
    environment_radiance,
    hdr_bytes,
    shipped_environment,
)
from showroom.errors import StyleError
from showroom.style.style import load_style, style_names

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
SMALL = EnvironmentOptions(width_px=32, height_px=16, oversampling=2)


def _decoded(data: bytes) -> np.ndarray:
    """Plain reader of run-length coded RGBE, after Radiance's color.c."""
    head, size, body = data.split(b"\n\n", 1)[0], *data.split(b"\n\n", 1)[1].split(b"\n", 1)
    assert head.startswith(b"#?RADIANCE\n")
    assert b"FORMAT=32-bit_rle_rgbe" in head
    words = size.split()
    assert (words[0], words[2]) == (b"-Y", b"+X")
    height, width = int(words[1]), int(words[3])
    rgbe = np.zeros((height, 4, width), np.uint8)
    at = 0
    for row in rgbe:
        assert body[at : at + 4] == bytes([2, 2, width >> 8, width & 255])
        at += 4
        for channel in row:
            x = 0
            while x < width:
                count = body[at]
                if count > 128:
                    channel[x : x + count - 128] = body[at + 1]
                    x, at = x + count - 128, at + 2
                else:
                    channel[x : x + count] = list(body[at + 1 : at + 1 + count])
                    x, at = x + count, at + 1 + count
    assert at == len(body)
    values = rgbe.transpose(0, 2, 1).astype(float)
    scale = np.ldexp(1.0, values[..., 3].astype(int) - 136)
    return values[..., :3] * np.where(values[..., 3] > 0, scale, 0)[..., None]


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("style", ["scandinavian", "industrial"])
def test_its_mean_is_one(style: str, mood: Mood) -> None:
    picture = environment_radiance(load_style(style), mood, SMALL) @ LUMINANCE
    rows = np.cos(np.pi * (0.5 - (np.arange(16) + 0.5) / 16))
    assert np.average(picture.mean(axis=1), weights=rows) == pytest.approx(1.0)


def test_day_comes_in_by_the_window_and_evening_from_the_lamp() -> None:
    style = load_style("japandi")
    day, evening = (environment_radiance(style, mood, SMALL) @ LUMINANCE for mood in MOODS)
    middle, behind = np.s_[5:10, 13:19], np.s_[5:10, [0, 1, 2, 29, 30, 31]]
    assert day[middle].mean() > 3 * day[behind].mean()
    assert evening[middle].mean() < 2 * evening[behind].mean()
    assert evening[:2].mean() > 5 * evening[-2:].mean()


def test_evenings_are_warmer_than_days_and_white_rooms_less_so_than_wooden_ones() -> None:
    def warmth(style: str, mood: Mood) -> float:
        red, _, blue = environment_radiance(load_style(style), mood, SMALL).mean(axis=(0, 1))
        return float(red / blue)

    for style in ("gallery_white", "mid_century"):
        assert warmth(style, "evening") > warmth(style, "day")
    assert warmth("gallery_white", "day") < warmth("mid_century", "day")


def test_a_grey_pixel_by_hand() -> None:
    # 0.75 = 192/256 * 2^0, and 192 is a multiple of three: coded as (192, 192, 192, 128), in runs of eight.
    data = hdr_bytes(np.full((1, 8, 3), 0.75))
    assert data.endswith(bytes([2, 2, 0, 8, 136, 192, 136, 192, 136, 192, 136, 128]))


@given(st.integers(0, 2**31), st.integers(8, 300))
def test_what_is_written_can_be_read(seed: int, width: int) -> None:
    rng = np.random.default_rng(seed)
    radiance = np.repeat(rng.uniform(0, 30, (2, width, 3)), rng.integers(1, 4), axis=1)[:, :width]
    radiance[:, : width // 3] = radiance[:, :1]
    read = _decoded(hdr_bytes(radiance))
    assert np.all(np.abs(read - radiance) <= radiance.max(axis=2, keepdims=True) * 0.0125)


def test_every_style_ships_with_small_pictures() -> None:
    for style in style_names():
        for mood in MOODS:
            data = shipped_environment(style, mood)
            assert len(data) < 20_000, (style, mood)
            assert _decoded(data).shape == (64, 128, 3)


@pytest.mark.parametrize("mood", MOODS)
def test_the_shipped_pictures_are_of_this_code(mood: Mood) -> None:
    made = environment_radiance(load_style("classic"), mood)
    shipped = _decoded(shipped_environment("classic", mood))
    assert shipped == pytest.approx(made, abs=0.013 * float(made.max()))
    assert np.all(np.abs(shipped - made) <= 0.013 * made.max(axis=2, keepdims=True))


def test_an_absent_picture_says_how_to_make_it() -> None:
    with pytest.raises(StyleError, match=r"'nope'.*nope\.day\.hdr.*make_environments\.py"):
        shipped_environment("nope", "day")
