"""Which sizes of rug and picture suit the group that they complete."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layout.boxes import separation
from layout.fill_places import Furnished
from layout.footprint import Footprint

__all__ = ["fitting_pictures", "fitting_rugs"]

CHAIR_M = 0.6  # a chair pulled out still stands on the dining table's rug
SEATING_M = (
    0.65  # a rug reaches from the coffee table under the front legs of what stands around it
)
BESIDE_BED_M = 0.55
TOO_LARGE = 1.2
PICTURE_SHARE = 0.72
"""A picture spans two thirds of what it hangs over, a little more at most."""


def fitting_rugs(room: Furnished, host: str | None, boxes: Sequence[Footprint]) -> list[Footprint]:
    """Rugs that suit the group around `host`, or the room's middle without one; best first, at most five."""
    width_m, depth_m = _asked(room, host)
    fit = []
    for box in boxes:
        off = abs(np.log(box.width_m / width_m)) + abs(np.log(box.depth_m / depth_m))
        is_round = box.width_m == box.depth_m
        if is_round and not _suits_round(room, host):
            continue
        if box.width_m <= TOO_LARGE * width_m and box.depth_m <= TOO_LARGE * depth_m:
            fit.append((round(float(off), 6), box))
    return [box for _, box in sorted(fit, key=lambda pair: pair[0])[:5]]


def _asked(room: Furnished, host: str | None) -> tuple[float, float]:
    """Width and depth that the group wishes of its rug, along the host's own axes unless it is longer across."""
    if host is None:
        x0, z0, x1, z1 = room.site.room.shape.bounds
        return 0.5 * max(x1 - x0, z1 - z0), 0.45 * min(x1 - x0, z1 - z0)
    box, kinds = room.items[host].footprint, room.items[host].kinds
    if "dining_table" in kinds:
        sides = (box.width_m + 2 * CHAIR_M, box.depth_m + 2 * CHAIR_M)
    elif "beds" in kinds:
        return box.width_m + 2 * BESIDE_BED_M, 0.75 * box.depth_m
    elif "sofas" in kinds:
        return 1.05 * box.width_m, 1.5
    else:
        sofa = _widest_sofa(room, host)
        sides = (max(box.width_m + 0.9, sofa + 0.5), box.depth_m + 2 * SEATING_M)
    return max(sides), min(sides)


def _suits_round(room: Furnished, host: str | None) -> bool:
    """Whether a round rug suits the group: its table is as wide as deep, and no sofa gives it a direction."""
    if host is None:
        return False
    box = room.items[host].footprint
    square = min(box.width_m, box.depth_m) > 0.85 * max(box.width_m, box.depth_m)
    return square and _widest_sofa(room, host) == 0.0 and "beds" not in room.items[host].kinds


def _widest_sofa(room: Furnished, host: str) -> float:
    """Width of the widest sofa that stands at a coffee table."""
    near = [
        item.footprint.width_m
        for k, item in room.items.items()
        if "sofas" in item.kinds and float(separation(room.box(k), room.box(host))) < 0.8
    ]
    return max(near, default=0.0)


def fitting_pictures(boxes: Sequence[Footprint], host_width_m: float) -> list[Footprint]:
    """Pictures not wider than suits what they hang over, the widest first."""
    fit = [box for box in boxes if box.width_m <= PICTURE_SHARE * host_width_m]
    return sorted(fit, key=lambda box: -box.width_m)
