"""Seeds of stages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from showroom.seeds import derive_seed


def test_known_value() -> None:
    assert derive_seed(0, "arrange", "living-room-1") == derive_seed(0, "arrange", "living-room-1")
    assert derive_seed(0, "arrange", "a") != derive_seed(0, "arrange", "b")
    assert derive_seed(0, "arrange", "a") != derive_seed(1, "arrange", "a")
    assert derive_seed(0, "arrange", "a") != derive_seed(0, "style", "a")


@given(st.integers(), st.text(), st.text())
def test_fits_every_generator(seed: int, stage: str, item: str) -> None:
    assert 0 <= derive_seed(seed, stage, item) < 2**31
