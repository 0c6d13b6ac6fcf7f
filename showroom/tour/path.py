"""The camera's path through a tour's stops: short, round at corners, clear of everything, at a walker's pace.

Each way over the grid is pulled taut, then rounded as an elastic band: neighbours pull a point straight, what is near
pushes it away, and no point comes nearer than the visitor's radius.

Source: S. Quinlan and O. Khatib, Elastic bands: connecting path planning and control, ICRA 1993.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from jaxtyping import Float
from scipy import ndimage

from showroom.tour.floor import Floor
from showroom.tour.views import View

__all__ = ["TourPath", "tour_path"]

_SPEED_M_S = 1.0
_EASE_M_S2 = 0.8
_TURN_RAD_S = math.radians(70)
_STEP_M = 0.08
_WIDE_M = 0.32  # a pulled way keeps this clearance where the grid's has it
_PUSHED_M = 0.42
_ROUNDS = 30
_TICK_S = 0.05
_KEY_S = 0.1
_AHEAD_M = 0.9
_EXACT_M, _EXACT_RAD = 0.006, math.radians(0.4)  # what dropped keys may be off


@dataclass(frozen=True, eq=False)
class TourPath:
    """Where the camera is and looks over time, by linear interpolation between keys.

    Attributes
    ----------
    times_s
        Ascending, at most ten a second.
    positions_m
        Frame `room`.
    yaw_rad, pitch_rad
        Where it looks: yaw 0 along +Z and pi/2 along +X, without jumps of a whole turn; pitch above 0 looks up.
    """

    times_s: Float[np.ndarray, " K"]
    positions_m: Float[np.ndarray, "K 3"]
    yaw_rad: Float[np.ndarray, " K"]
    pitch_rad: Float[np.ndarray, " K"]

    @property
    def directions(self) -> Float[np.ndarray, "K 3"]:
        """Unit vectors in which it looks."""
        flat = np.cos(self.pitch_rad)
        parts = [np.sin(self.yaw_rad) * flat, np.sin(self.pitch_rad), np.cos(self.yaw_rad) * flat]
        return np.stack(parts, axis=1)


def tour_path(
    floor: Floor, views: Sequence[View], ways: Sequence[Sequence[int]], dwell_s: float
) -> tuple[TourPath, list[float]]:
    """The path through the views in their order, and when the camera comes to rest at each.

    Parameters
    ----------
    floor
        Where the visitor walks.
    views
        The stops.
    ways
        The places between each stop and the next, both included.
    dwell_s
        How long the camera rests at a stop.
    """
    yaw, pitch = _look(views[0])
    keys = [np.array([[0.0, *views[0].position_m, yaw, pitch]])]
    arrivals, now = [0.0], dwell_s
    for here, there, line in zip(views[:-1], views[1:], _lines(floor, ways), strict=True):
        keys.append(np.array([[now, *keys[-1][-1, 1:]]]))
        leg = _leg(here, there, line, float(keys[-1][-1, 4]))
        leg[:, 0] += now
        now = float(leg[-1, 0])
        arrivals.append(now)
        keys.append(leg[1:])
        now += dwell_s
    keys.append(np.array([[now, *keys[-1][-1, 1:]]]))
    table = np.concatenate(keys)
    path = TourPath(
        np.round(table[:, 0], 3),
        np.round(table[:, 1:4], 4),
        np.round(table[:, 4], 5),
        np.round(table[:, 5], 5),
    )
    return path, [round(arrival, 3) for arrival in arrivals]


def _lines(floor: Floor, ways: Sequence[Sequence[int]]) -> list[Float[np.ndarray, "P 2"]]:
    """Rounded lines on the plan, one for each way."""
    lines = [_resampled(_pulled(floor, way)) for way in ways]
    ends = np.cumsum([len(line) for line in lines])[:-1]
    if not lines:
        return []
    band = np.concatenate(lines)
    free = np.ones(len(band), dtype=bool)
    free[[0, *ends, *(ends - 1), len(band) - 1]] = False
    moving = np.flatnonzero(free)
    around = np.array([[1e-3, 0.0], [0.0, 1e-3]])
    for _ in range(_ROUNDS if len(moving) else 0):
        wish = band[moving] * 0.4 + 0.3 * (band[moving - 1] + band[moving + 1])
        clear = floor.clearance_m(wish)
        near = np.flatnonzero(clear < _PUSHED_M)
        if len(near):
            slope = [(floor.clearance_m(wish[near] + d) - clear[near]) / 1e-3 for d in around]
            # Flat where two sides are equally near: no push there.
            push = 0.25 * (_PUSHED_M - clear[near])[:, None] * np.stack(slope, 1)
            wish[near] += push
            clear[near] = floor.clearance_m(wish[near])
        good = clear >= floor.least_m + 0.004
        band[moving[good]] = wish[good]
    return np.split(band, ends)


def _pulled(floor: Floor, way: Sequence[int]) -> Float[np.ndarray, "P 2"]:
    """The way with as few corners as its clearance allows."""
    points = floor.places[list(way)]
    clear = floor.place_clearance_m[list(way)]
    kept, here = [0], 0
    while here < len(points) - 1:
        ahead = np.arange(here + 1, len(points))
        shares = np.linspace(0, 1, max(2, math.ceil(_longest(points[here], points[ahead]) / 0.06)))
        samples = points[here] + shares[:, None, None] * (points[ahead] - points[here])
        gaps = floor.clearance_m(samples.reshape(-1, 2)).reshape(len(shares), -1).min(axis=0)
        needed = np.minimum(_WIDE_M, np.minimum.accumulate(clear[here:])[1:] - 0.002)
        straight = np.flatnonzero(gaps >= np.maximum(needed, floor.least_m))
        here = int(ahead[straight[-1]]) if len(straight) else here + 1
        kept.append(here)
    return np.asarray(points[kept])


def _longest(point: Float[np.ndarray, " 2"], others: Float[np.ndarray, "P 2"]) -> float:
    return float(np.hypot(*(others - point).T).max())


def _resampled(line: Float[np.ndarray, "P 2"]) -> Float[np.ndarray, "Q 2"]:
    """Points at even distances along a line, its ends and corners included."""
    parts = [line[:1]]
    for a, b in pairwise(line):
        count = max(1, math.ceil(math.dist(a, b) / _STEP_M))
        parts.append(a + np.arange(1, count + 1)[:, None] / count * (b - a))
    return np.concatenate(parts)


def _look(view: View) -> tuple[float, float]:
    """Yaw and pitch from a view's eye to its target."""
    x, y, z = (t - p for t, p in zip(view.target_m, view.position_m, strict=True))
    return math.atan2(x, z), math.atan2(y, max(math.hypot(x, z), 1e-6))


def _leg(
    here: View, there: View, line: Float[np.ndarray, "P 2"], yaw_rad: float
) -> Float[np.ndarray, "K 6"]:
    """Keys (time, x, y, z, yaw, pitch) from one stop to the next, time from 0, the first at `here`."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    length = float(along[-1])
    end_yaw, end_pitch = _look(there)
    turn = _wrapped(end_yaw - yaw_rad)
    least_s = max(0.8, abs(turn) / _TURN_RAD_S, 4 * abs(there.position_m[1] - here.position_m[1]))
    base_s = max(_walk_s(length), least_s)
    u = np.linspace(0, 1, max(3, math.ceil(base_s / _TICK_S) + 1))
    s = _walked_m(u, length)
    plan = np.stack([np.interp(s, along, line[:, k]) for k in range(2)], axis=1)
    yaw = _yaws(u, s, line, along, (yaw_rad, end_yaw))
    eased = _softer(u)
    height = here.position_m[1] + eased * (there.position_m[1] - here.position_m[1])
    start_pitch = _look(here)[1]
    # While it walks it looks nearly level.
    level = min(1.0, length / 3.0) * 0.7 * np.sin(math.pi * u) ** 2
    pitch = (start_pitch + eased * (end_pitch - start_pitch)) * (1 - level) - 0.08 * level
    table = np.stack([plan[:, 0], height, plan[:, 1], yaw, pitch], axis=1)
    times = _times(u * base_s, np.hypot(np.diff(yaw), np.diff(pitch)))
    count = max(2, math.floor(times[-1] / _KEY_S) + 1)
    at = np.linspace(0, times[-1], count)
    keys = np.stack([at, *(np.interp(at, times, column) for column in table.T)], axis=1)
    return keys[_needed(keys)]


def _walk_s(length_m: float) -> float:
    """Time to walk so far from rest to rest."""
    ease_m = _SPEED_M_S**2 / _EASE_M_S2
    if length_m < ease_m:
        return 2 * math.sqrt(length_m / _EASE_M_S2)
    return length_m / _SPEED_M_S + _SPEED_M_S / _EASE_M_S2


def _walked_m(u: Float[np.ndarray, " T"], length_m: float) -> Float[np.ndarray, " T"]:
    """How far one is after the share `u` of the time, speeding up and slowing down evenly."""
    if length_m < 1e-9:
        return np.zeros_like(u)
    total_s = _walk_s(length_m)
    ease_s = min(_SPEED_M_S / _EASE_M_S2, total_s / 2)
    top = length_m / (total_s - ease_s)
    t = u * total_s
    up = 0.5 * top / ease_s * np.minimum(t, ease_s) ** 2
    level = top * np.clip(t - ease_s, 0, total_s - 2 * ease_s)
    rest = np.clip(t - (total_s - ease_s), 0, ease_s)
    return np.asarray(up + level + top * rest - 0.5 * top / ease_s * rest**2)


def _yaws(
    u: Float[np.ndarray, " T"],
    s: Float[np.ndarray, " T"],
    line: Float[np.ndarray, "P 2"],
    along: Float[np.ndarray, " P"],
    ends_rad: tuple[float, float],
) -> Float[np.ndarray, " T"]:
    """Where the camera looks: from one stop's target over the way ahead to the next one's.

    On a short way, or where looking ahead would cost much more turning, it turns straight from target to target.
    """
    start, end = ends_rad
    direct = _wrapped(end - start)
    straight = start + direct * _softer(u)
    length = float(along[-1])
    if length < 1.2:
        return np.asarray(straight)
    ahead = np.stack([np.interp(s + _AHEAD_M, along, line[:, k]) for k in range(2)], axis=1)
    behind = np.stack([np.interp(s - _AHEAD_M / 3, along, line[:, k]) for k in range(2)], axis=1)
    dx, dz = (ahead - behind).T
    tangent = np.unwrap(np.arctan2(dx, dz))
    tangent += 2 * math.pi * round((start - float(tangent[0])) / (2 * math.pi))
    goal = end + 2 * math.pi * round((float(tangent[-1]) - end) / (2 * math.pi))
    turned = abs(float(tangent[0]) - start) + abs(goal - float(tangent[-1]))
    turned += float(np.abs(np.diff(tangent)).sum())
    if turned - abs(direct) > 0.9 * (length - 0.6):
        return np.asarray(straight)
    leave, arrive = _smooth(u / 0.45), _smooth((u - 0.55) / 0.45)
    ahead_share = leave * (1 - arrive)
    from_to = start * (1 - leave) + goal * arrive
    return np.asarray(from_to + ahead_share * tangent)


def _smooth(u: Float[np.ndarray, " T"]) -> Float[np.ndarray, " T"]:
    u = np.clip(u, 0, 1)
    return np.asarray(u * u * (3 - 2 * u))


def _softer(u: Float[np.ndarray, " T"]) -> Float[np.ndarray, " T"]:
    return np.asarray(u**3 * (u * (6 * u - 15) + 10))


def _times(
    base_s: Float[np.ndarray, " T"], turns: Float[np.ndarray, " N"]
) -> Float[np.ndarray, " T"]:
    """Times stretched where the camera would turn too fast, with a soft begin and end of the slower part."""
    steps = np.diff(base_s)
    slower = np.maximum(1.0, turns / (_TURN_RAD_S * steps))
    reach = max(1, round(0.4 / _TICK_S))
    # The mean over as wide a window as the maximum's is at least the value itself.
    slower = ndimage.maximum_filter1d(slower, 2 * reach + 1, mode="nearest")
    slower = ndimage.uniform_filter1d(slower, 2 * reach + 1, mode="nearest")
    return np.concatenate([np.zeros(1), np.cumsum(steps * slower)])


def _needed(keys: Float[np.ndarray, "K 6"]) -> list[int]:
    """Indices of the keys without which the interpolated path would be off (Douglas and Peucker's way)."""
    scale = np.array([_EXACT_M] * 3 + [_EXACT_RAD] * 2)
    kept = {0, len(keys) - 1}
    todo = [(0, len(keys) - 1)]
    while todo:
        a, b = todo.pop()
        if b - a < 2:
            continue
        share = (keys[a + 1 : b, :1] - keys[a, 0]) / (keys[b, 0] - keys[a, 0])
        guess = keys[a, 1:] + share * (keys[b, 1:] - keys[a, 1:])
        off = np.abs((keys[a + 1 : b, 1:] - guess) / scale).max(axis=1)
        worst = int(off.argmax())
        if off[worst] > 1:
            middle = a + 1 + worst
            kept.add(middle)
            todo += [(a, middle), (middle, b)]
    return sorted(kept)


def _wrapped(angle_rad: float) -> float:
    """The same angle between -pi and pi."""
    return (angle_rad + math.pi) % (2 * math.pi) - math.pi
