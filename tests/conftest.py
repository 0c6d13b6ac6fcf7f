"""What all tests share: nothing is downloaded, nothing is kept in the user's cache."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# A test that is slow on a busy machine is not wrong.
settings.register_profile("no_deadline", deadline=None)
settings.load_profile("no_deadline")

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def _store_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep finished products of a test run out of the user's cache folder, child processes included."""
    patch = pytest.MonkeyPatch()
    patch.setenv("SHOWROOM_CACHE", str(tmp_path_factory.mktemp("store")))
    yield
    patch.undo()


@pytest.fixture(scope="session")
def repository() -> Path:
    """Root of the checkout."""
    return REPOSITORY
