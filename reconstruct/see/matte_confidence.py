"""How far to trust a matte: the chance that it overlaps the true one by 0.85, from what was seen while it was made."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass

import numpy as np
from jaxtyping import Float32
from scipy import ndimage

__all__ = ["MatteEvidence", "features", "matte_confidence", "undecided_px"]


@dataclass(frozen=True)
class MatteEvidence:
    """What the confidence in a matte is made of.

    Attributes
    ----------
    undecided
        Width of the network's doubt along the outline, in its own pixels; 1.3 where it is decided.
    agreement
        Overlap of the network's answer with the matte that the colours made of it, in [0, 1].
    contrast
        Distance of the product's colours from the background's along the outline, in [0, 1.7].
    in_box
        Overlap of the matte's bounds with the box of the chosen thing, in [0, 1].
    sure
        The chosen thing's score times how well its label fits, in [0, 1].
    """

    undecided: float
    agreement: float
    contrast: float
    in_box: float
    sure: float


# Logistic regression on new composites of the models that training used: `reconstruct.training matte-confidence`.
_WEIGHTS = (-0.706, 2.966, -1.513, 1.305, 0.152)
_BIAS = -0.679


def matte_confidence(evidence: MatteEvidence) -> float:
    """Chance in [0, 1]."""
    seen = features(evidence)
    return 1 / (1 + math.exp(-(_BIAS + sum(w * x for w, x in zip(_WEIGHTS, seen, strict=True)))))


def features(evidence: MatteEvidence) -> tuple[float, ...]:
    """The evidence, each figure capped where more of it says no more."""
    undecided, agreement, contrast, in_box, sure = astuple(evidence)
    return min(undecided, 6.0), agreement, min(contrast, 0.4), in_box, sure


def undecided_px(share: Float32[np.ndarray, "h w"]) -> float:
    """Width of the network's doubt along its outline, in pixels of its answer."""
    solid = share > 0.5
    outline_px = max(float((solid & ~ndimage.binary_erosion(solid)).sum()), 1.0)
    return float(((share > 0.1) & (share < 0.9)).sum()) / outline_px
