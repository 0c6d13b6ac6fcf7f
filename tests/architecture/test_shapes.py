"""The canary: shapes in annotations are really checked while the tests run."""

from __future__ import annotations

import numpy as np
import pytest
from beartype.roar import BeartypeException
from jaxtyping import TypeCheckError

from reconstruct.camera import look_at


def test_a_wrong_shape_raises() -> None:
    with pytest.raises((TypeCheckError, BeartypeException)):
        look_at(np.zeros(4), np.ones(3))


def test_a_wrong_dtype_raises() -> None:
    with pytest.raises((TypeCheckError, BeartypeException)):
        look_at(np.zeros(3, dtype=np.int64), np.ones(3))
