"""Texture coordinates in metres along the grain: where a part brings none, its faces are laid on from the nearest side.

The grain runs along each part's long way, as it does in a board, a leg or a rail; end grain takes the way across.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Assembly

__all__ = ["metric_uv"]


def metric_uv(assembly: Assembly) -> Float[np.ndarray, "F 3 2"]:
    """Texture coordinates of each triangle's corners in metres: u along the grain, v across it."""
    axes = np.stack([part.axes for part in assembly.parts])[assembly.part_of_face]
    corners = assembly.vertices_m[assembly.faces]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    facing = np.abs(np.einsum("fij,fj->fi", axes, normal)).argmax(axis=1)
    local = np.einsum("fij,fcj->fci", axes, corners)
    # Which of the part's own axes (along, across, out) u and v run along, by the axis that a triangle faces.
    along = np.array([1, 0, 0])[facing]
    across = np.array([2, 2, 1])[facing]
    row = np.arange(len(corners))
    projected = np.stack([local[row, :, along], local[row, :, across]], axis=2)
    if assembly.uv_m is None:
        return projected
    return np.where(np.isnan(assembly.uv_m), projected, assembly.uv_m)
