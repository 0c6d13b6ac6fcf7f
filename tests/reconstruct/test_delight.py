"""The photo's light is found and divided away."""

import numpy as np
import pytest

from reconstruct.delight import colour_groups, find_light, linear, srgb

RNG = np.random.default_rng(0)


def _ball(count: int = 4000) -> np.ndarray:
    normals = RNG.normal(size=(count, 3))
    return normals / np.linalg.norm(normals, axis=1, keepdims=True)


def test_a_ball_of_one_colour_comes_out_even() -> None:
    normals = _ball()
    lit = 0.3 + 0.6 * np.maximum(normals @ np.array([0.5, 0.7, 0.5]), 0)
    seen = np.array([0.5, 0.3, 0.2]) * lit[:, None]
    light = find_light(seen, normals, np.ones(len(normals)), np.ones(len(normals)))
    assert light is not None
    base = seen / light.shading(normals, np.ones(len(normals)))[:, None]
    assert base[:, 0].std() / base[:, 0].mean() < 0.4 * seen[:, 0].std() / seen[:, 0].mean()


def test_two_colours_are_not_taken_for_light() -> None:
    """Left and right differ in hue and are lit alike: the light must not take the difference away."""
    normals = _ball()
    base = np.where(normals[:, :1] < 0, [0.6, 0.1, 0.1], [0.1, 0.1, 0.6])
    light = find_light(base, normals, np.ones(len(normals)), np.ones(len(normals)))
    assert light is not None
    shade = light.shading(normals, np.ones(len(normals)))
    assert shade.std() / shade.mean() < 0.1


def test_too_little_is_no_light() -> None:
    few = _ball(10)
    assert find_light(np.full((10, 3), 0.5), few, np.ones(10), np.ones(10)) is None


def test_groups_are_of_hue_and_the_same_each_time() -> None:
    colours = np.concatenate(
        [np.full((50, 3), [0.5, 0.1, 0.1]), np.full((50, 3), [0.1, 0.1, 0.5])]
    ) * RNG.uniform(0.9, 1.1, (100, 1))
    group = colour_groups(colours, 4, of_light=0.3, apart=0.3)
    assert len(set(group[:50])) == len(set(group[50:])) == 1
    assert group[0] != group[-1]
    assert np.array_equal(group, colour_groups(colours, 4, of_light=0.3, apart=0.3))


def test_srgb_is_the_inverse_of_linear() -> None:
    values = np.array([0.0, 20.0, 128.0, 255.0])
    assert srgb(linear(values)) == pytest.approx(values)
