"""What kind of product a photo shows: a vote among sources that err differently.

Three look at the same product. The reader knows our renders; ImageNet's network knows photographs; the detector knows
eight kinds of furniture, in real rooms. A size that the merchant gave is the fourth. Each gives the logarithm of a
probability for each category, and they are added with weights that a regression on held-out models chose; the
reader's was lowered by hand, for it is too sure on photographs::

    log p(c) = log prior(c) + reader log r(c) + imagenet log q(c) + detector log d(c) + size log s(c)

up to a constant. The weights, the detector's confusions and the usual sizes are in `assets/weights/category.json`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from jaxtyping import Float, Float32, UInt8

from reconstruct.crop import crop_product, matte_bounds
from reconstruct.errors import WeightsError
from reconstruct.network.imagenet import load_imagenet_model
from reconstruct.network.model import CropReading, load_shape_model
from reconstruct.see.product_square import product_squares
from reconstruct.see.thing import Box, Thing, box_overlap
from reconstruct.weights import read_checked, weights_folder

__all__ = [
    "CATEGORY",
    "CategoryVote",
    "category_odds",
    "category_ranks",
    "load_vote",
    "product_labels",
]

CATEGORY = "category.json"
SAME_THING = 0.5
"""A detected thing whose box overlaps the product's this much is the product."""
LEAST = 1e-3
"""No source is surer than this that a category is wrong: on photographs each of them errs."""


@dataclass(frozen=True)
class CategoryVote:
    """How the sources are combined.

    Attributes
    ----------
    categories
        The reader's, in its order.
    prior
        Of each category, in a shop.
    reader, imagenet, detector, size
        How much each source counts.
    labels
        The detector's classes that tell something.
    label_odds
        How likely each of them is for each category, over how likely it is at all.
    log_size_m, log_size_spread
        Mean and standard deviation of the logarithm of width, height and depth.
    """

    categories: tuple[str, ...]
    prior: Float[np.ndarray, " C"]
    reader: float
    imagenet: float
    detector: float
    size: float
    labels: tuple[str, ...]
    label_odds: Float[np.ndarray, "C L"]
    log_size_m: Float[np.ndarray, "C 3"]
    log_size_spread: Float[np.ndarray, "C 3"]

    def combine(
        self,
        reader: Float32[np.ndarray, " C"],
        imagenet: Float32[np.ndarray, " C"],
        labels: dict[str, float],
        size_m: Float[np.ndarray, "3"] | None = None,
    ) -> Float[np.ndarray, " C"]:
        """Probability of each category from the reader's and ImageNet's, the detector's scores, and the size."""
        told = self.terms(reader, imagenet, labels, size_m)
        weights = np.array([self.reader, self.imagenet, self.detector, self.size])
        score = np.log(self.prior) + weights @ told
        odds = np.exp(score - score.max())
        return np.asarray(odds / odds.sum())

    def terms(
        self,
        reader: Float32[np.ndarray, " C"],
        imagenet: Float32[np.ndarray, " C"],
        labels: dict[str, float],
        size_m: Float[np.ndarray, "3"] | None = None,
    ) -> Float[np.ndarray, "4 C"]:
        """What reader, ImageNet, detector and size say, before they are weighed; 0 where one was not asked."""
        return np.stack(
            [
                np.log(reader.astype(np.float64) + LEAST),
                np.log(imagenet.astype(np.float64) + LEAST),
                np.log(self.by_labels(labels)),
                np.zeros(len(self.prior)) if size_m is None else self.by_size(size_m),
            ]
        )

    def by_labels(self, labels: dict[str, float]) -> Float[np.ndarray, " C"]:
        """How much likelier the detector's answer is for each category than at all; 1 where it found nothing."""
        scores = np.array([labels.get(label, 0.0) for label in self.labels])
        doubt = 1 - float(scores.max(initial=0.0))
        return np.asarray(
            (self.label_odds @ scores + doubt + LEAST) / (float(scores.sum()) + doubt + LEAST)
        )

    def by_size(self, size_m: Float[np.ndarray, "3"]) -> Float[np.ndarray, " C"]:
        """Logarithm of the likelihood of a size, with tails that forgive one strange side."""
        away = (np.log(size_m) - self.log_size_m) / self.log_size_spread
        return np.asarray((-2.5 * np.log1p(away**2 / 4) - np.log(self.log_size_spread)).sum(axis=1))


@cache
def load_vote(folder: Path | None = None) -> CategoryVote:
    """Load the weights, once a process.

    Raises
    ------
    WeightsError
        If the file is missing, damaged, or not the one this version was made for.
    """
    told = json.loads(read_checked(folder or weights_folder(), CATEGORY))
    vote = CategoryVote(
        categories=tuple(told["categories"]),
        prior=np.array(told["prior"]),
        reader=float(told["reader"]),
        imagenet=float(told["imagenet"]),
        detector=float(told["detector"]),
        size=float(told["size"]),
        labels=tuple(told["labels"]),
        label_odds=np.array(told["label_odds"]),
        log_size_m=np.array(told["log_size_m"]),
        log_size_spread=np.array(told["log_size_spread"]),
    )
    for name, model in (
        ("the reader's", load_shape_model(folder)),
        ("ImageNet's", load_imagenet_model(folder)),
    ):
        if model.categories != vote.categories:
            raise WeightsError(
                CATEGORY,
                expected=f"{name} {len(model.categories)} categories",
                found=f"{len(vote.categories)} that are not the same",
                remedy="Install the package again.",
            )
    return vote


def product_labels(box: Box, things: Sequence[Thing]) -> dict[str, float]:
    """The detector's labels for the product in `box`, each with its best score."""
    found: dict[str, float] = {}
    for thing in things:
        if box_overlap(thing.box, box) >= SAME_THING:
            found[thing.label] = max(found.get(thing.label, 0.0), thing.score)
    return found


def category_odds(
    rgb: UInt8[np.ndarray, "H W 3"],
    matte: Float32[np.ndarray, "H W"],
    things: Sequence[Thing] = (),
    *,
    reading: CropReading | None = None,
    size_m: Float[np.ndarray, "3"] | None = None,
) -> Float[np.ndarray, " C"]:
    """How likely each of the reader's categories is for the product that a matte cuts out; 0.1 s on one core.

    Parameters
    ----------
    rgb, matte
        The photo and the product in it.
    things
        What the detector found in the photo, if it was asked.
    reading
        What the reader says of the product, if it was asked already.
    size_m
        Width, height and depth, if the merchant gave them.

    Raises
    ------
    WeightsError
        If a network's file is missing or damaged.
    """
    vote = load_vote()
    if reading is None:
        reading = load_shape_model().read(crop_product(rgb, matte), size_m)
    seen = load_imagenet_model().read(product_squares(rgb, matte))
    return vote.combine(
        reading.category, np.exp(seen), product_labels(matte_bounds(matte), things), size_m
    )


def category_ranks(
    rgb: UInt8[np.ndarray, "H W 3"],
    matte: Float32[np.ndarray, "H W"],
    things: Sequence[Thing] = (),
) -> tuple[str, ...]:
    """The categories of the product that a matte cuts out, the likeliest first."""
    odds = category_odds(rgb, matte, things)
    return tuple(load_vote().categories[i] for i in np.argsort(-odds, kind="stable"))
