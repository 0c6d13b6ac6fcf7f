"""Which thing in a photo is the product: the detector's boxes weighed by what was told, by size and by place.

A candidate is a group of boxes that mean the same thing under whatever labels. Its worth is the detector's score
and how well the label fits the category, times how large it is, how near to the middle, and how much of it stands
out. If nothing fits, what stands out is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float32
from scipy import ndimage

from reconstruct.see.labels import UNLIKELY, label_fit
from reconstruct.see.thing import Box, Thing, box_overlap

__all__ = [
    "SALIENT",
    "SAME",
    "SURE",
    "Choice",
    "choose_thing",
    "inside",
    "salient_things",
    "without_others",
]

SALIENT = "stands out"
"""Label of a candidate that only stands out; the detector did not find it."""
SALIENT_FIT, SALIENT_FIT_TOLD, SALIENT_SCORE = 0.35, 0.2, 0.5
SAME = 0.6
"""Boxes that overlap more than this are one thing, whatever their labels."""
LEAST_AREA = 0.004
"""Smaller things, as a share of the photo, are not what a shop photographs."""
EQUAL = 0.8
"""A rival that is worth at least this share of the chosen one could as well be the product."""
SURE = 0.35
"""The detector's score from which a thing is surely there."""
APART = 0.3
"""Rivals overlap less than this."""


@dataclass(frozen=True)
class Choice:
    """What was chosen.

    Attributes
    ----------
    chosen
        The product; None if nothing is worth it.
    rival
        Another thing of the same kind that could as well be the product.
    candidates
        What the merchant may choose from, the most likely first; the chosen one leads.
    fit
        How well the chosen one's label fits what was told, in [0, 1].
    """

    chosen: Thing | None
    rival: Thing | None
    candidates: tuple[Thing, ...]
    fit: float


def choose_thing(
    things: Sequence[Thing],
    salience: Float32[np.ndarray, "h w"],
    shape: tuple[int, int],
    category: str | None,
) -> Choice:
    """Choose the product.

    Parameters
    ----------
    things
        What the detector found.
    salience
        How much each place of the photo stands out, at any resolution.
    shape
        Height and width of the photo in the boxes' pixels.
    category
        Of the furniture graph, if it was told.
    """
    height, width = shape
    told = category is not None
    found: list[tuple[float, float, Thing]] = []
    for thing in (*things, *salient_things(salience, shape)):
        left, top, right, bottom = thing.box
        area = (right - left) * (bottom - top) / (width * height)
        if area < LEAST_AREA:
            continue
        if thing.label == SALIENT:
            fit = SALIENT_FIT_TOLD if told else SALIENT_FIT
        else:
            fit = label_fit(thing.label, category)
        off = np.hypot((left + right) / width - 1, 0.5 * ((top + bottom) / height - 1))
        standing = _share(salience, thing.box, shape)
        worth = (
            fit
            * thing.score ** (0.6 if told else 0.5)
            * min(area, 0.6) ** (0.2 if told else 0.4)
            * float(np.exp(-0.5 * (off / 1.4) ** 2))
            * (0.6 + 0.4 * standing if told else 0.35 + 0.65 * standing)
            * 0.85 ** _edges(thing.box, shape)
            # What stands nearer to the camera stands lower in the photo.
            * (0.65 + 0.35 * bottom / height)
        )
        found.append((worth, fit, thing))
    found.sort(key=lambda entry: -entry[0])
    distinct: list[tuple[float, float, Thing]] = []
    for entry in found:
        if all(box_overlap(entry[2].box, kept[2].box) < SAME for kept in distinct):
            distinct.append(entry)
    if not distinct:
        return Choice(None, None, (), 0.0)
    worth, fit, chosen = distinct[0]
    # A vase that was told has no rival in a plant, however large that is.
    rival = next(
        (
            thing
            for value, its_fit, thing in distinct[1:]
            if value > EQUAL * worth
            and its_fit >= max(0.5, EQUAL * fit)
            and box_overlap(thing.box, chosen.box) < APART
        ),
        None,
    )
    if rival is not None and _area(rival.box) > 1.5 * _area(chosen.box):
        chosen, rival = rival, chosen
    whole = _completed(chosen, things, salience, shape, category)
    others = tuple(_named(thing, things) for _, _, thing in distinct if thing is not chosen)
    return Choice(whole, rival, (whole, *others), fit)


def without_others(
    salience: Float32[np.ndarray, "h w"],
    things: Sequence[Thing],
    shape: tuple[int, int],
    category: str | None,
) -> Float32[np.ndarray, "h w"]:
    """What stands out, less the things in it that are surely something else (a plant beside a sideboard)."""
    left = salience.copy()
    rows, columns = salience.shape
    total = float(salience.sum())
    for thing in things:
        if thing.score < SURE or label_fit(thing.label, category) > UNLIKELY:
            continue
        x0, x1 = (round(side / shape[1] * columns) for side in (thing.box[0], thing.box[2]))
        y0, y1 = (round(side / shape[0] * rows) for side in (thing.box[1], thing.box[3]))
        if float(salience[y0:y1, x0:x1].sum()) < 0.45 * total:
            left[y0:y1, x0:x1] = 0
    return left


def _completed(
    chosen: Thing,
    things: Sequence[Thing],
    salience: Float32[np.ndarray, "h w"],
    shape: tuple[int, int],
    category: str | None,
) -> Thing:
    """The chosen thing with the rest of what stands out around it, where the detector saw only a part of it.

    Not if something else that is sure lies in the rest.
    """
    if chosen.score >= 0.55 and label_fit(chosen.label, category) >= 0.9:
        return chosen
    for whole in _salient_parts(salience, shape):
        if inside(chosen.box, whole.box) < 0.85 or _area(whole.box) > 3.5 * _area(chosen.box):
            continue
        if box_overlap(chosen.box, whole.box) > 0.85 or _edges(whole.box, shape) >= 3:
            continue
        between = any(
            thing.score >= SURE
            and box_overlap(thing.box, chosen.box) < SAME
            and inside(thing.box, whole.box) > 0.6
            and inside(thing.box, chosen.box) < 0.6
            and _area(thing.box) > 0.04 * _area(whole.box)
            for thing in things
        )
        if not between:
            return replace(chosen, box=whole.box)
    return chosen


def _named(candidate: Thing, things: Sequence[Thing]) -> Thing:
    """A candidate that only stands out, by what the detector calls it, if it found it too."""
    if candidate.label != SALIENT:
        return candidate
    same = [thing for thing in things if box_overlap(thing.box, candidate.box) >= SAME]
    return max(same, key=lambda thing: thing.score, default=candidate)


def _edges(box: Box, shape: tuple[int, int]) -> int:
    """How many of the photo's edges a box touches, to 1 % of its sides."""
    left, top, right, bottom = box
    x, y = max(0.01 * shape[1], 1), max(0.01 * shape[0], 1)
    return (left <= x) + (top <= y) + (right >= shape[1] - x) + (bottom >= shape[0] - y)


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def inside(inner: Box, outer: Box) -> float:
    """Share of a box that lies in another."""
    wide = min(inner[2], outer[2]) - max(inner[0], outer[0])
    high = min(inner[3], outer[3]) - max(inner[1], outer[1])
    return max(wide, 0) * max(high, 0) / max(_area(inner), 1)


def salient_things(
    salience: Float32[np.ndarray, "h w"], shape: tuple[int, int]
) -> tuple[Thing, ...]:
    """The connected parts that stand out, and all of them together."""
    parts = _salient_parts(salience, shape)
    if len(parts) < 2:
        return parts
    left, top, right, bottom = zip(*(part.box for part in parts), strict=True)
    together = Thing(SALIENT, SALIENT_SCORE, (min(left), min(top), max(right), max(bottom)))
    return (*parts, together)


def _salient_parts(
    salience: Float32[np.ndarray, "h w"], shape: tuple[int, int]
) -> tuple[Thing, ...]:
    labels, count = ndimage.label(salience > 0.5)
    across, down = shape[1] / salience.shape[1], shape[0] / salience.shape[0]
    areas = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    return tuple(
        Thing(
            SALIENT,
            SALIENT_SCORE,
            (
                int(columns.start * across),
                int(rows.start * down),
                min(int(np.ceil(columns.stop * across)), shape[1]),
                min(int(np.ceil(rows.stop * down)), shape[0]),
            ),
        )
        for (rows, columns), area in zip(ndimage.find_objects(labels), areas, strict=True)
        if area >= LEAST_AREA * salience.size
    )


def _share(salience: Float32[np.ndarray, "h w"], box: Box, shape: tuple[int, int]) -> float:
    """How much of what stands out lies in a box, and how much of the box it fills: the geometric mean, at most 1."""
    rows, columns = salience.shape
    left, right = (int(side / shape[1] * columns) for side in (box[0], box[2]))
    top, bottom = (int(side / shape[0] * rows) for side in (box[1], box[3]))
    part = salience[top : max(bottom, top + 1), left : max(right, left + 1)]
    total = max(float(salience.sum()), 1e-6)
    # Furniture fills half of its own box, more or less.
    return float(np.sqrt(float(part.sum()) / total * min(2 * float(part.mean()), 1.0)))
