"""Where cushions belong on a sofa, an armchair or a bed, as far as its box can tell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layout.items import Item
from layout.tops import Pose, turned

__all__ = ["SEATS", "cushion_poses"]

SEATS = {"sofas": 1, "beds": 2, "armchair": 2}
"""Categories that get cushions; a sofa before the others."""

ARM_M = 0.16
SEAT_SHARE = 0.5  # height of a seat as a share of the whole
LONG_SOFA_M = 2.0
DOUBLE_BED_M = 1.2


def cushion_poses(
    seat: Item,
    at: Pose,
    sizes_m: Sequence[tuple[float, float, float]],
    rng: np.random.Generator,
) -> list[tuple[Pose, float, float, float]]:
    """Places of the cushions on one seat, each with its width, depth and height in metres.

    A sofa has one at each end, a long one also a smaller third; an armchair one in the middle, a bed one for
    each sleeper. The height is a guess: whoever knows the mesh lowers them.
    """
    box = seat.footprint
    large, small = sizes_m[0], sizes_m[-1]
    inner = box.width_m - 2 * ARM_M
    if "beds" in seat.kinds:
        offsets = [(-0.24, large), (0.24, large)] if box.width_m >= DOUBLE_BED_M else [(0.0, large)]
        places = [(x * box.width_m, size) for x, size in offsets]
    elif "sofas" in seat.kinds and inner >= 2 * large[0]:
        end = inner / 2 - large[0] / 2 - 0.02
        side = 1.0 if rng.random() < 0.5 else -1.0
        places = [(-side * end, large), (side * end, large)]
        if box.width_m >= LONG_SOFA_M:
            places.append((side * (end - large[0] / 2 - small[0] / 2 + 0.06), small))
    else:
        places = [(0.0, small)]
    poses = []
    for x, size in places:
        dx, dz = turned(x, -box.depth_m / 2 + 0.3, at.yaw_rad)
        pose = Pose(at.x_m + dx, at.y_m + SEAT_SHARE * box.height_m, at.z_m + dz, at.yaw_rad)
        poses.append((pose, *size))
    return poses
