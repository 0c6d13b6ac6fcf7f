"""What is measured of one judgement picture, by each method."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float32

__all__ = ["CutFigures", "ProductFigures", "SeeRow", "matte_overlap", "write_rows"]


@dataclass(frozen=True)
class CutFigures:
    """One method on one picture.

    Attributes
    ----------
    box_iou, matte_iou
        Intersection over union with the truth, of the bounds and of the mattes (their shares, not counts); 0 if
        nothing was cut out.
    confidence
        How far the method trusts itself.
    seconds
        To find, cut out and read the product, the vote on its category included.
    category_rank
        Place of the true category among the guesses without a name, from 0; None where it was not asked.
    error
        What the method said if it cut out nothing.
    """

    box_iou: float
    matte_iou: float
    confidence: float = 0.0
    seconds: float = 0.0
    category_rank: int | None = None
    error: str | None = None


@dataclass(frozen=True)
class ProductFigures:
    """The finished shape with its size given, and what decides whether it is refused.

    Attributes
    ----------
    f_score
        F@0.1 against the true shape; 0 if nothing could be built.
    refused
        What photo is needed, or why nothing was cut out; None if it is good enough.
    reason
        The sentence for the merchant.
    shape_confidence, overlap
        Of the fit.
    role
        What the photo was taken to be of.
    """

    f_score: float
    refused: str | None
    reason: str | None = None
    shape_confidence: float = 0.0
    overlap: float = 0.0
    role: str = ""


@dataclass(frozen=True)
class SeeRow:
    """One picture.

    Attributes
    ----------
    name, kind, shape_id, category
        Which one.
    hidden_share, cut_off
        The truth: how much of the product cannot be seen, and the sides where the frame cuts it.
    today, new
        The method before and this one; the former None if its weights are not there.
    product
        None where no shape was made.
    touches_edge, found_hidden_share, chosen_label, chosen_score, rival_score, told_odds
        What the new cut-out says: sides it touches, share that something may cover, the detector's choice, the rival
        (0 if none), and how likely the told category is by the vote.
    things
        How many things were detected.
    distance_de
        Of pale products from their backdrop.
    """

    name: str
    kind: str
    shape_id: str
    category: str
    hidden_share: float
    cut_off: tuple[bool, bool, bool, bool]
    today: CutFigures | None
    new: CutFigures
    product: ProductFigures | None = None
    touches_edge: tuple[bool, bool, bool, bool] = (False, False, False, False)
    found_hidden_share: float = 0.0
    chosen_label: str | None = None
    chosen_score: float = 0.0
    rival_score: float = 0.0
    told_odds: float = 0.0
    things: int = 0
    distance_de: float | None = None


def write_rows(rows: list[SeeRow], path: Path) -> None:
    """One JSON object a line."""
    lines = [json.dumps(asdict(row), sort_keys=True) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def matte_overlap(one: Float32[np.ndarray, "H W"], other: Float32[np.ndarray, "H W"]) -> float:
    """Intersection over union of two mattes, by their shares."""
    union = float(np.maximum(one, other).sum())
    return float(np.minimum(one, other).sum()) / max(union, 1e-9)
