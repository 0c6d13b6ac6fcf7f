"""One `--seed` for a run; every stage draws from a stream of its own, so that order does not matter."""

from __future__ import annotations

import hashlib

__all__ = ["derive_seed", "taste_seed"]


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


def taste_seed(seed: int, derived: int, again: int) -> int:
    """Seed of an arrangement: 0, the engine's best, unless another taste is asked for or the products come again.

    Parameters
    ----------
    seed
        The run's seed.
    derived
        What `derive_seed` makes of it for this room.
    again
        How many rooms before it show the same products.
    """
    return derived if seed or again else 0
