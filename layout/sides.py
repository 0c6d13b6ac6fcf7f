"""The floor before the sides that people use."""

from __future__ import annotations

import math

import numpy as np

from layout.items import Item

__all__ = ["either_side", "side_box"]


def side_box(item: Item, box: np.ndarray, side: str, depth_m: float) -> np.ndarray:
    """Return the strip before one side of a placed piece."""
    x, z, w, d, yaw = (float(v) for v in box)
    turn = {"front": 0.0, "left": math.pi / 2, "back": math.pi, "right": -math.pi / 2}[side]
    reach = (d if side in ("front", "back") else w) + depth_m / 2
    across = w if side in ("front", "back") else d
    a = yaw + turn
    return np.array([x + math.sin(a) * reach, z + math.cos(a) * reach, across, depth_m / 2, a])


def either_side(side: str) -> tuple[str, ...]:
    """Return the sides of which one has to be free."""
    if side == "any":
        return ("front", "back", "left", "right")
    return ("left", "right") if side == "flank" else (side,)
