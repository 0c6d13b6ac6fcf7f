"""Leaves: many curved blades in one mesh, each closed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from jaxtyping import Float, Int

from reconstruct.parts.part_mesh import PartMesh

__all__ = ["Blades", "blades", "scattered"]

GOLDEN_RAD = np.pi * (3 - np.sqrt(5))


@dataclass(frozen=True)
class Blades:
    """How leaves lie, one row each.

    Attributes
    ----------
    base_m
        Where each begins.
    heading_rad
        Where it points, about +Y from +X towards -Z.
    rise_rad, fall_rad
        How steeply it begins to rise, and how much of that it has lost at its tip.
    length_m, width_m
        Its length along the blade and its greatest width.
    """

    base_m: Float[np.ndarray, "L 3"]
    heading_rad: Float[np.ndarray, " L"]
    rise_rad: Float[np.ndarray, " L"]
    fall_rad: Float[np.ndarray, " L"]
    length_m: Float[np.ndarray, " L"]
    width_m: Float[np.ndarray, " L"]


def scattered(count: int, salt: float) -> Float[np.ndarray, " L"]:
    """Numbers in [0, 1) that look random and are always the same."""
    return np.asarray(
        (np.sin(np.arange(1, count + 1) * 12.9898 + salt * 78.233) * 43758.5453) % 1.0
    )


def blades(
    leaves: Blades,
    *,
    steps: int,
    widest: float = 0.45,
    fold: float = 0.18,
    thickness: float = 0.05,
) -> PartMesh:
    """Leaves as one part.

    Parameters
    ----------
    steps
        Cross sections along each.
    widest
        Where along the leaf its greatest width is, 0 at the base, 1 at the tip.
    fold
        How deep its middle lies below its edges, as a share of the width.
    thickness
        In its middle, as a share of the width.
    """
    count = len(leaves.length_m)
    along = np.linspace(0, 1, steps + 2)
    slope = leaves.rise_rad[:, None] - leaves.fall_rad[:, None] * along**1.3
    pace = leaves.length_m[:, None] / (steps + 1)
    middle = (slope[:, 1:] + slope[:, :-1]) / 2
    out = np.zeros((count, steps + 2))
    up = np.zeros((count, steps + 2))
    out[:, 1:] = np.cumsum(np.cos(middle) * pace, axis=1)
    up[:, 1:] = np.cumsum(np.sin(middle) * pace, axis=1)
    cos, sin = np.cos(leaves.heading_rad), -np.sin(leaves.heading_rad)
    spine = np.stack([out * cos[:, None], up, out * sin[:, None]], axis=2) + leaves.base_m[:, None]
    bend = np.where(along < widest, along / widest, 1 + (along - widest) / (1 - widest))
    half = 0.5 * leaves.width_m[:, None] * np.sin(np.pi / 2 * np.clip(bend, 0, 2)) ** 0.8
    side = np.stack([-sin, np.zeros(count), cos], axis=1)[:, None]
    # Square to the spine, on the blade's upper side.
    normal = np.stack(
        [-np.sin(slope) * cos[:, None], np.cos(slope), -np.sin(slope) * sin[:, None]], 2
    )
    ring = slice(1, steps + 1)
    across, high = half[:, ring, None] * side, half[:, ring, None] * normal[:, ring]
    core = spine[:, ring]
    lift, thick = 2 * fold, 2 * thickness
    corners = np.stack(
        [
            core + across + lift * high,
            core + thick * high,
            core - across + lift * high,
            core - thick * high,
        ],
        axis=2,
    ).reshape(count, -1, 3)
    vertices = np.concatenate([corners, spine[:, [0]], spine[:, [-1]]], axis=1)
    faces = _leaf_faces(steps)
    shift = np.arange(count) * vertices.shape[1]
    return PartMesh(
        vertices.reshape(-1, 3), (faces + shift[:, None, None]).reshape(-1, 3), np.eye(3)[[1, 2, 0]]
    )


@cache
def _leaf_faces(steps: int) -> Int[np.ndarray, "F 3"]:
    here = np.arange(4)
    there = (here + 1) % 4
    faces = []
    for ring in range(steps - 1):
        a, b = 4 * ring + here, 4 * ring + there
        faces += [np.stack([a, b + 4, b], 1), np.stack([a, a + 4, b + 4], 1)]
    base, tip, last = 4 * steps, 4 * steps + 1, 4 * (steps - 1)
    faces.append(np.stack([np.full(4, base), here, there], 1))
    faces.append(np.stack([np.full(4, tip), last + there, last + here], 1))
    return np.concatenate(faces)
