"""Turned bodies: what a potter's wheel makes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from showroom.fillers.facets import Facets

__all__ = ["turned_body"]


def turned_body(
    facets: Facets,
    profile_m: Sequence[tuple[float, float]],
    segments: int,
    uv: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0),
) -> None:
    """Add the surface that a profile sweeps about +Y.

    Parameters
    ----------
    facets
        Gets the patch.
    profile_m
        Radius and height along the outside, from the bottom upwards (then inwards and down, for a hollow).
    segments
        Faces around.
    uv
        Part of the picture that is wrapped around.
    """
    profile = np.array(profile_m, dtype=np.float64)
    angles = np.linspace(0, 2 * np.pi, segments + 1)
    radius, height = profile[:, 0][:, None], profile[:, 1][:, None]
    points = np.stack(
        np.broadcast_arrays(radius * np.sin(angles), height, radius * np.cos(angles)), -1
    )
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(profile, axis=0).T))])
    u = uv[0] + (uv[2] - uv[0]) * angles / (2 * np.pi)
    v = uv[3] - (uv[3] - uv[1]) * along / along[-1]
    facets.grid(points, np.stack(np.broadcast_arrays(u[None, :], v[:, None]), -1))
