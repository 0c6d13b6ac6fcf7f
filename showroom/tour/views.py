"""From where a piece, a group and a whole room look best: places on free floor, scored on the plan."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from showroom.tour.floor import Body, Floor
from showroom.tour.sight import Sight

__all__ = ["FOV_RAD", "Subject", "View", "entrance_view", "overview", "subject_view"]

FOV_RAD = math.radians(50)
"""Vertical angle of the tour's cameras; pictures are taken to be 16:9."""

_HALF_UP = math.tan(FOV_RAD / 2)
_HALF_ACROSS = _HALF_UP * 16 / 9
_THREE_QUARTER_RAD = math.radians(30)
_EYE_M = 1.5
_TALL_EYE_M = 1.58
_SMALL_M = 0.6  # what is smaller on all sides is looked at from lower down
_LOWEST_EYE_M = 0.95
_STEEP_RAD = math.radians(36)  # looking up or down by more is uncomfortable
_TRIED = (
    (48, 0.3),
    (600, 0.3),
    (2000, 0.15),
)  # best places, and how much of the subject they have to show


@dataclass(frozen=True)
class Subject:
    """What a view is of.

    Attributes
    ----------
    bodies
        The pieces.
    frame
        The box that should fill the picture, and where its front is.
    front
        How much its front is the side to show, 0 (looks the same all round) to 1.
    fill
        Share of the picture that it should take, of its width or its height.
    """

    bodies: tuple[Body, ...]
    frame: Body
    front: float
    fill: float = 0.52


@dataclass(frozen=True)
class View:
    """A camera's place, what it looks at, and how good that is.

    Attributes
    ----------
    place
        Index of the floor's place where the visitor stands.
    position_m, target_m
        Eye, and the point in the middle of the picture; frame `room`.
    cost
        0 for the best one thinkable.
    """

    place: int
    position_m: tuple[float, float, float]
    target_m: tuple[float, float, float]
    cost: float


def subject_view(floor: Floor, sight: Sight, subject: Subject) -> View | None:
    """The view of a subject from its flattering side; None if it is seen from nowhere."""
    box = subject.frame
    eye_m = _eye_m(box)
    costs = _costs(floor, subject, eye_m)
    order = np.argsort(np.round(costs, 6), kind="stable")
    eyes = np.insert(floor.places, 1, eye_m, axis=1)
    for tried, least_seen in _TRIED:
        chosen = order[:tried]
        seen = sight.share(eyes[chosen], subject.bodies)
        total = np.round(costs[chosen] + 5.0 * (1.0 - seen) ** 2, 6)
        total[seen < least_seen] = np.inf
        best = int(np.argmin(total))
        if np.isfinite(total[best]):
            place = int(chosen[best])
            return View(place, _point(eyes[place]), _point(box.middle_m), float(total[best]))
    return None


def entrance_view(floor: Floor, position_m: tuple[float, float, float], yaw_rad: float) -> View:
    """The first look into the room, from the free place nearest to its entrance."""
    place = floor.nearest((position_m[0], position_m[2]))
    x, z = floor.places[place]
    eye = (float(x), position_m[1], float(z))
    target = (x + 3 * math.sin(yaw_rad), position_m[1] - 0.35, z + 3 * math.cos(yaw_rad))
    return View(place, eye, _point(np.array(target)), 0.0)


def overview(floor: Floor, sight: Sight, subjects: tuple[Body, ...], start: int) -> View:
    """The view from which most of the room is seen, not from where the tour begins."""
    if not subjects:
        return View(
            start, _point(np.insert(floor.places[start], 1, _TALL_EYE_M)), (0.0, 1.0, 0.0), 0.0
        )
    middles = np.array([body.middle_m for body in subjects])
    weights = np.sqrt([4 * b.half_m[0] * b.half_m[1] + b.top_m - b.bottom_m for b in subjects])
    chosen = _spread(floor.places, 80)
    eyes = np.insert(floor.places[chosen], 1, _TALL_EYE_M, axis=1)
    clear = np.stack(
        [sight.clear(eyes, m[None], (b,))[:, 0] for b, m in zip(subjects, middles, strict=True)], 1
    )
    towards = middles[None] - eyes[:, None]
    flat = np.hypot(towards[..., 0], towards[..., 2])
    # What is right before the lens hides more than it shows.
    shown = weights * clear * np.clip(flat / 1.5, 0.05, 1.0)
    yaws = np.linspace(-math.pi, math.pi, 24, endpoint=False)
    turn = np.arctan2(towards[..., 0], towards[..., 2])[:, None] - yaws[:, None]
    off = np.abs((turn + math.pi) % (2 * math.pi) - math.pi)
    framed = shown[:, None] * (off < 0.85 * math.atan(_HALF_ACROSS))
    score = framed.sum(axis=2) / weights.sum()
    away = np.hypot(*(floor.places[chosen] - floor.places[start]).T)
    score += 0.10 * np.minimum(1.0, away / 3.0)[:, None]
    k, look = np.unravel_index(int(np.argmax(np.round(score, 6))), score.shape)
    there = framed[k, look]
    reach = max(1.0, float((flat[k] * there).sum() / max(float(there.sum()), 1e-9)))
    x, z = math.sin(yaws[look]) * reach, math.cos(yaws[look]) * reach
    target = np.array([eyes[k, 0] + x, 0.75, eyes[k, 2] + z])
    return View(int(chosen[k]), _point(eyes[k]), _point(target), 0.0)


def _eye_m(box: Body) -> float:
    """Eye height for a box: lower for small things, so that they are looked at and not down upon."""
    middle = float(box.middle_m[1])
    largest = max(2 * box.half_m[0], 2 * box.half_m[1], box.top_m - box.bottom_m)
    if largest >= _SMALL_M:
        return _TALL_EYE_M if box.top_m > 1.5 else _EYE_M
    return min(_EYE_M, max(_LOWEST_EYE_M, middle + 0.4))


def _costs(floor: Floor, subject: Subject, eye_m: float) -> Float[np.ndarray, " P"]:
    """How far each place is from the best one thinkable: size in the picture, side, steepness, narrowness."""
    box = subject.frame
    dx, dz = (floor.places - np.array(box.centre_m)).T
    away = np.hypot(dx, dz)
    turn = (np.arctan2(dx, dz) - box.yaw_rad + math.pi) % (2 * math.pi) - math.pi
    across = 2 * (box.half_m[0] * np.abs(np.cos(turn)) + box.half_m[1] * np.abs(np.sin(turn)))
    deep = 2 * (box.half_m[0] * np.abs(np.sin(turn)) + box.half_m[1] * np.abs(np.cos(turn)))
    drop = float(box.middle_m[1]) - eye_m
    # The side that is nearer looks larger; half of the way to it is a fair mean.
    reach = np.maximum(np.hypot(away - deep / 4, drop), 0.15)
    high = (box.top_m - box.bottom_m) * np.abs(away) / np.hypot(away, drop) + deep * abs(
        drop
    ) / reach
    share = np.maximum(across / (2 * reach * _HALF_ACROSS), high / (2 * reach * _HALF_UP))
    size = np.log2(share / subject.fill)
    cost = np.where(size > 0, 1.6, 1.3) * size**2
    side = np.maximum(np.abs(np.abs(turn) - _THREE_QUARTER_RAD) - math.radians(8), 0.0)
    cost += subject.front * 1.6 * side**2 + subject.front * 4.0 * np.clip(np.abs(turn) - 1.6, 0, 1)
    steep = np.maximum(np.abs(np.arctan2(drop, np.maximum(away, 1e-6))) - _STEEP_RAD, 0.0)
    cost += 14.0 * steep**2
    cost += 0.5 * np.clip((0.35 - floor.place_clearance_m) / 0.15, 0.0, 1.0)
    return np.asarray(cost)


def _spread(places: Float[np.ndarray, "P 2"], most: int) -> np.ndarray:
    """Indices of places far from the middle of all, spread over all directions."""
    away = places - places.mean(axis=0)
    sector = np.floor((np.arctan2(away[:, 0], away[:, 1]) + math.pi) / (2 * math.pi) * 40).astype(
        int
    )
    order = np.lexsort((np.arange(len(places)), -np.round(np.hypot(*away.T), 6), sector))
    rank = np.arange(len(order)) - np.searchsorted(sector[order], sector[order])
    return np.sort(order[np.argsort(rank, kind="stable")[:most]])


def _point(p: Float[np.ndarray, " 3"]) -> tuple[float, float, float]:
    x, y, z = (round(float(v), 4) for v in p)
    return x, y, z
