"""The same shape several times in one part: slats, tassels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from jaxtyping import Float

from reconstruct.parts.part_mesh import PartMesh

__all__ = ["repeated"]


def repeated(mesh: PartMesh, offsets_m: Float[np.ndarray, "C 3"]) -> PartMesh:
    """Copies of a mesh without texture coordinates of its own, each moved by an offset."""
    corners = (mesh.vertices_m + offsets_m[:, None]).reshape(-1, 3)
    shift = np.arange(len(offsets_m))[:, None, None] * len(mesh.vertices_m)
    return replace(mesh, vertices_m=corners, faces=(mesh.faces + shift).reshape(-1, 3))
