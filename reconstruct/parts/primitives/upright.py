"""Upright flat parts: boards and frames whose outline is seen from the front."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.detail import LIGHT, Detail
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.rings import looped, ringed

__all__ = ["inset", "upright_board", "upright_frame"]

_AXES = np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])


def inset(outline: Float[np.ndarray, "N 2"], by_m: float) -> Float[np.ndarray, "N 2"]:
    """An outline around the origin, drawn in by about a length on all sides."""
    reach = np.maximum(np.abs(outline).max(axis=0), 1e-9)
    return np.asarray(outline * np.maximum(1 - by_m / reach, 0.03))


def upright_board(
    outline: Float[np.ndarray, "N 2"],
    back_m: float,
    front_m: float,
    *,
    edge_m: float = 0.001,
    detail: Detail = LIGHT,
) -> PartMesh:
    """A board between two depths (z), its front edge rounded.

    Parameters
    ----------
    outline
        (x, y), counter-clockwise seen from the front; star-shaped around the origin.
    """
    if detail.bevel == 0:
        places = [(0.0, back_m), (0.0, front_m)]
    else:
        edge = min(edge_m, 0.45 * (front_m - back_m))
        angle = np.linspace(0, np.pi / 2, detail.bevel + 1)
        places = [(0.0, back_m)]
        places += [(edge * (1 - np.cos(a)), front_m - edge * (1 - np.sin(a))) for a in angle]
    return ringed(_rings(outline, places), _AXES)


def upright_frame(
    outline: Float[np.ndarray, "N 2"],
    width_m: float,
    section: Float[np.ndarray, "K 2"],
) -> PartMesh:
    """A frame along an outline.

    Parameters
    ----------
    outline
        As of `upright_board`.
    width_m
        How far it reaches inwards.
    section
        Its cross section: share of the width inwards, and depth (z) in metres; from the back of its outer side to the
        front and back again inside.
    """
    return looped(_rings(outline, [(share * width_m, depth) for share, depth in section]), _AXES)


def _rings(
    outline: Float[np.ndarray, "N 2"], places: list[tuple[float, float]]
) -> Float[np.ndarray, "R N 3"]:
    rings = np.empty((len(places), len(outline), 3))
    for ring, (by, depth) in zip(rings, places, strict=True):
        ring[:, :2] = inset(outline, by)
        ring[:, 2] = depth
    return rings
