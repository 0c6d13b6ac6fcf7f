"""Rolled arms: a scroll above a narrower panel, drawn from front to back."""

from __future__ import annotations

from functools import cache

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import LIGHT, Detail
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.loft import loft

__all__ = ["rolled_arm", "scroll"]


@cache
def _scroll_angles(detail: Detail) -> Float[np.ndarray, " N"]:
    """Where the roll's outline is, from its lower outer point over the top to its lower inner point."""
    return np.linspace(-0.28 * np.pi, 1.2 * np.pi, 8 if detail.bevel == 0 else 18)


def scroll(
    width_m: float, height_m: float, roll: float, detail: Detail
) -> Float[np.ndarray, "N 2"]:
    """Outline (outwards, up) of a scroll of a width, standing on a panel that is flush with its inner side.

    Counter-clockwise with outwards to the right; from 0 to `width_m`, from 0 to `height_m`.

    Parameters
    ----------
    roll
        Diameter of the roll as a share of the width; the panel takes what the roll leaves it.
    """
    radius = min(roll * width_m, 0.8 * height_m) / 2
    centre = np.array([width_m - radius, height_m - radius])
    angle = _scroll_angles(detail)
    arc = centre + radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    outer = max(width_m - 0.55 * radius, 0.3 * width_m)
    neck = centre[1] - 1.05 * radius
    arc[-1, 0] = min(arc[-1, 0], 0.25 * width_m)
    lower = np.array([[outer - 0.15 * radius, neck], [outer, 0.0], [0.0, 0.0], [0.0, neck]])
    order = [2, 1, 0]
    return np.concatenate([lower[order], arc, lower[3:]])


def rolled_arm(
    x_m: tuple[float, float],
    y_m: tuple[float, float],
    z_m: tuple[float, float],
    *,
    roll: float,
    side: float,
    detail: Detail = LIGHT,
) -> PartMesh:
    """An arm between two corners whose roll stands out to a side: 1 for +x, -1 for -x."""
    width, height = x_m[1] - x_m[0], y_m[1] - y_m[0]
    outline = scroll(width, height, roll, detail)
    edge = 0.012
    shares = [0.0, 1.0] if detail.bevel == 0 else [0.0, 0.3, 1.0]
    middle = outline.mean(axis=0)
    z, scale = [], []
    for share in shares:
        z.append(z_m[0] + edge * share)
        scale.append(1 - edge * (1 - share) ** 2 / (0.5 * width))
    z += [z_m[0] + z_m[1] - place for place in reversed(z)]
    scale += scale[::-1]
    sections = np.empty((len(z), len(outline), 3))
    for section, place, by in zip(sections, z, scale, strict=True):
        section[:, :2] = middle + by * (outline - middle)
        section[:, 2] = place
    mesh = loft(sections, detail=detail).moved(y_m=y_m[0])
    if side < 0:
        return mesh.mirrored().moved(x_m=x_m[1])
    return mesh.moved(x_m=x_m[0])
