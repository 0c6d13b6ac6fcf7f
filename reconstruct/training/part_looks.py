"""What the materials of drawn furniture look like: woods along the grain, cloth, leather, metal, paint and glass.

Colours are linear. Parts of one material look alike, and often all hard parts of a piece do: a chair all of oak.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

__all__ = ["Look", "draw_looks"]

_SOFT = ["upholstery", "cushion", "pillow", "fabric", "cloth", "bedding", "mattress", "blanket"]
_SOFT += ["sheet", "rug", "shade", "curtain", "duvet", "pad"]
_EITHER = ["seat", "back", "headboard", "arm", "arms", "shell"]
_METAL = ["metal", "handle", "handles", "wheel", "wheels", "tap", "steel", "chrome", "brass"]
_METAL += ["wire", "cord", "knob"]
_GLASS = ["glass", "mirror", "window"]
_SCREEN = ["screen", "display", "burner", "hob"]
_PLANT = ["plant", "leaf", "leaves"]

_WOODS = np.array(
    [
        [0.55, 0.36, 0.20],  # oak
        [0.66, 0.48, 0.30],  # pine, birch
        [0.24, 0.12, 0.055],  # walnut
        [0.36, 0.17, 0.07],  # teak, cherry
        [0.09, 0.05, 0.03],  # dark stain
    ]
)
_METALS = np.array(
    [[0.55, 0.55, 0.57], [0.03, 0.03, 0.03], [0.70, 0.52, 0.25], [0.25, 0.25, 0.27], [0.8] * 3]
)


@dataclass(frozen=True)
class Look:
    """How one material looks.

    Attributes
    ----------
    colour
        Mean colour, linear.
    pattern
        "plain", "grain" (along the parts), "weave" (fine, both ways) or "bands" (stripes with sharp edges).
    strength
        Of the pattern: the logarithm's standard deviation, about.
    waves_per_m
        How fine it is, in waves for each longest side of the product.
    """

    colour: Float[np.ndarray, "3"]
    pattern: str
    strength: float
    waves_per_m: float


def draw_looks(materials: tuple[str, ...], rng: np.random.Generator) -> dict[str, Look]:
    """A look of each material named."""
    shared: dict[str, Look] = {}
    together = rng.random()
    looks = {}
    for name in sorted(set(materials)):
        kind = _kind(name, rng)
        # Hard parts share one wood or paint in half of all pieces, soft parts one cloth in most.
        if (kind in ("hard", "metal") and together < 0.45) or (kind == "soft" and together < 0.8):
            key = "soft" if kind == "soft" else "hard"
            if key not in shared:
                shared[key] = _draw(kind, rng)
            looks[name] = shared[key]
        else:
            looks[name] = _draw(kind, rng)
    return looks


def _kind(name: str, rng: np.random.Generator) -> str:
    words = name.lower().replace("_", " ").split()
    for kind, known in (
        ("glass", _GLASS),
        ("screen", _SCREEN),
        ("plant", _PLANT),
        ("metal", _METAL),
        ("soft", _SOFT),
    ):
        if any(word in known for word in words):
            # Now and then a seat is of wood and a handle painted: names bind no one.
            return kind if rng.random() < 0.85 else "hard"
    if any(word in _EITHER for word in words):
        return "soft" if rng.random() < 0.5 else "hard"
    return "hard"


def _draw(kind: str, rng: np.random.Generator) -> Look:
    if kind == "glass":
        colour = rng.uniform(0.35, 0.9) * np.array([0.93, 1.0, 0.99])
        return Look(colour, "plain", 0.0, 1.0)
    if kind == "screen":
        return Look(np.full(3, rng.uniform(0.008, 0.05)), "plain", 0.0, 1.0)
    if kind == "plant":
        colour = np.array([0.10, 0.22, 0.05]) * np.exp(rng.normal(0, 0.4, 3))
        return _clipped(colour, "weave", rng.uniform(0.2, 0.6), rng.uniform(10, 40))
    if kind == "soft":
        return _cloth(rng)
    if kind == "metal" and rng.random() < 0.75:
        colour = _METALS[rng.integers(len(_METALS))] * np.exp(rng.normal(0, 0.2))
        return _clipped(colour, "plain", 0.0, 1.0)
    return _hard(rng)


def _hard(rng: np.random.Generator) -> Look:
    what = rng.random()
    if what < 0.5:
        colour = _WOODS[rng.integers(len(_WOODS))] * np.exp(rng.normal(0, 0.25))
        colour = colour * np.exp(rng.normal(0, 0.06, 3))
        return _clipped(colour, "grain", rng.uniform(0.03, 0.35), np.exp(rng.uniform(2.5, 4.5)))
    if what < 0.72:
        return _clipped(np.full(3, rng.uniform(0.55, 0.95)), "plain", 0.0, 1.0)
    if what < 0.86:
        return _clipped(np.full(3, np.exp(rng.uniform(-4, -1))), "plain", 0.0, 1.0)
    if what < 0.95:
        return _clipped(rng.uniform(0.02, 0.8, 3), "plain", 0.0, 1.0)
    # Stone, terrazzo, woven cane.
    return _clipped(np.full(3, rng.uniform(0.1, 0.9)), "weave", rng.uniform(0.1, 0.5), 30.0)


def _cloth(rng: np.random.Generator) -> Look:
    what = rng.random()
    if what < 0.45:
        colour = np.full(3, np.exp(rng.uniform(np.log(0.03), np.log(0.85))))
    elif what < 0.65:  # beige, cream, sand
        colour = np.array([0.72, 0.6, 0.45]) * np.exp(rng.normal(0, 0.3))
    elif what < 0.78:  # leather
        colour = np.array([0.28, 0.12, 0.05]) * np.exp(rng.normal(0, 0.5))
    else:
        colour = rng.uniform(0.02, 0.7, 3)
    pattern = rng.random()
    if pattern < 0.4:
        return _clipped(colour * np.exp(rng.normal(0, 0.06, 3)), "plain", 0.0, 1.0)
    if pattern < 0.9:
        fine = np.exp(rng.uniform(np.log(15), np.log(90)))
        return _clipped(colour, "weave", rng.uniform(0.04, 0.3), fine)
    return _clipped(colour, "bands", rng.uniform(0.2, 0.8), rng.uniform(4, 25))


def _clipped(
    colour: Float[np.ndarray, "3"], pattern: str, strength: float, waves_per_m: float
) -> Look:
    return Look(np.clip(colour, 0.01, 0.95), pattern, strength, float(waves_per_m))
