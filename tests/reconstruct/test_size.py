from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconstruct.errors import InvalidSizeError
from reconstruct.size import ProductSize, ProductSizeHint, find_size

GUESS = ProductSize(0.5, 1.0, 0.6)


def test_a_given_size_is_kept() -> None:
    found = find_size("A", ProductSizeHint(2.0, 0.8, 0.9), guess=GUESS, typical_height_m=3.0)
    assert found.size_m == ProductSize(2.0, 0.8, 0.9)
    assert found.guessed == ()


def test_without_any_size_the_typical_height_scales_the_guess() -> None:
    found = find_size("A", None, guess=GUESS, typical_height_m=0.9)
    assert found.size_m == ProductSize(0.45, 0.9, 0.54)
    assert found.guessed == ("width", "height", "depth")
    assert find_size("A", None, guess=GUESS, typical_height_m=None).size_m == GUESS


@given(st.floats(0.1, 5))
def test_a_missing_side_keeps_the_guess_in_proportion(width_m: float) -> None:
    found = find_size("A", ProductSizeHint(width_m=width_m), guess=GUESS, typical_height_m=None)
    assert found.size_m.height_m == pytest.approx(2 * width_m)
    assert found.guessed == ("height", "depth")


@pytest.mark.parametrize("value_m", [0.0, -1.0, 25.0, 0.001, math.nan, math.inf])
def test_absurd_sizes_are_refused(value_m: float) -> None:
    with pytest.raises(InvalidSizeError, match=r"SKU-1: expected a depth between 0\.5 cm and 20 m"):
        find_size("SKU-1", ProductSizeHint(1.0, 1.0, value_m), guess=GUESS, typical_height_m=None)
