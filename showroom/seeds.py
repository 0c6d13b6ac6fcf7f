"""One `--seed` for a run; every stage draws from a stream of its own, so that order does not matter."""

from __future__ import annotations

import hashlib

__all__ = ["derive_seed"]


def derive_seed(seed: int, stage: str, item: str) -> int:
    """Seed of one stage for one item: the same whatever else is in the batch, 31 bits.

    Parameters
    ----------
    seed
        The run's seed, as the user gave it.
    stage
        Name of the stage, "arrange" or "style".
    item
        SKU or showroom id.
    """
    digest = hashlib.sha256(f"{seed}\x00{stage}\x00{item}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1
