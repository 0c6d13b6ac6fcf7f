from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconstruct.errors import InvalidSizeError
from reconstruct.size import ProductSize, ProductSizeHint, find_size


def test_a_given_size_is_kept() -> None:
    found = find_size("A", ProductSizeHint(2.0, 0.8, 0.9), aspect=1.0, typical_height_m=3.0)
    assert found.size_m == ProductSize(2.0, 0.8, 0.9)
    assert found.guessed == ()


def test_without_any_size_the_typical_height_and_the_aspect_decide() -> None:
    found = find_size("A", None, aspect=0.5, typical_height_m=0.9)
    assert found.size_m == ProductSize(0.45, 0.9, 0.45)
    assert found.guessed == ("width", "height", "depth")
    assert find_size("A", None, aspect=2.0, typical_height_m=None).size_m.height_m == 1.0


@given(st.floats(0.1, 5), st.floats(0.2, 5))
def test_a_missing_height_follows_from_the_aspect(width_m: float, aspect: float) -> None:
    found = find_size("A", ProductSizeHint(width_m=width_m), aspect=aspect, typical_height_m=None)
    assert found.size_m.width_m / found.size_m.height_m == pytest.approx(aspect)
    assert found.guessed == ("height", "depth")


@pytest.mark.parametrize("value_m", [0.0, -1.0, 25.0, 0.001, math.nan, math.inf])
def test_absurd_sizes_are_refused(value_m: float) -> None:
    with pytest.raises(InvalidSizeError, match=r"SKU-1: expected a depth between 0\.5 cm and 20 m"):
        find_size("SKU-1", ProductSizeHint(1.0, 1.0, value_m), aspect=1.0, typical_height_m=None)
