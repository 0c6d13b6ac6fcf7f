"""Learns how far to trust a matte: a logistic regression on new composites of the models that training used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from jaxtyping import Float
from scipy.optimize import minimize

from reconstruct.cutout import cut_out
from reconstruct.errors import CutoutError
from reconstruct.photo import Photo
from reconstruct.see.matte_confidence import features
from reconstruct.training.composites import CompositeMaker

__all__ = ["learn_matte_trust"]

GOOD = 0.85
"""Overlap from which a matte is good."""
SEED = 1000


def learn_matte_trust(cache: Path, *, count: int = 240) -> str:
    """Cut the product out of `count` composites; returns the numbers of `matte_confidence` and how well they tell."""
    maker = CompositeMaker(cache / "sprites", cache / "backgrounds" / "train")
    seen, good = [], []
    for index in range(count):
        composite = maker.composite(np.random.default_rng([SEED, index]))
        height, width = composite.cover.shape
        photo = Photo(f"composite {index}", composite.rgb, None, (width, height))
        try:
            cutout = cut_out(photo, category=composite.category)
        except CutoutError:
            continue
        assert cutout.evidence is not None
        found, true = cutout.matte > 0.5, composite.cover > 0.5
        seen.append(features(cutout.evidence))
        good.append((found & true).sum() / max((found | true).sum(), 1) > GOOD)
    x = np.concatenate([np.array(seen), np.ones((len(seen), 1))], axis=1)
    y = np.array(good, dtype=np.float64)

    def cost(w: Float[np.ndarray, " K"]) -> float:
        margin = x @ w * (2 * y - 1)
        return float(np.logaddexp(0, -margin).mean() + 1e-3 * (w[:-1] ** 2).sum())

    w = minimize(cost, np.zeros(x.shape[1])).x
    chance = 1 / (1 + np.exp(-x @ w))
    told = ", ".join(f"{value:.3f}" for value in w)
    sure = chance > 0.6
    return (
        f"{len(y)} mattes, {y.mean():.2f} good; weights and bias {told}; area under the curve "
        f"{_area_under_curve(chance, y):.3f}; of those trusted ({sure.mean():.2f}) {y[sure].mean():.2f} are good, "
        f"of the others {y[~sure].mean():.2f}"
    )


def _area_under_curve(chance: Float[np.ndarray, " N"], good: Float[np.ndarray, " N"]) -> float:
    """Chance that a good matte is trusted more than a bad one."""
    order = np.argsort(np.argsort(chance)) + 1.0
    count = good.sum()
    pairs = max(count * (len(good) - count), 1)
    return float((order[good > 0].sum() - count * (count + 1) / 2) / pairs)
