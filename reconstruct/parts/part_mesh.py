"""The surface of one part: closed, in metres, with the way its grain runs."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float, Int

__all__ = ["PartMesh"]

_TURNS = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}


@dataclass(frozen=True)
class PartMesh:
    """A closed surface.

    Attributes
    ----------
    vertices_m
        Corners in metres, in the part's own frame or, once placed, in the product's.
    faces
        Triangles, counter-clockwise from outside.
    axes
        Unit rows: the way the grain runs, the way across it on the part's main face, and out of that face.
    uv_m
        Texture coordinates of each triangle's corners in metres, u along the grain; None to have them projected
        along `axes`.
    """

    vertices_m: Float[np.ndarray, "V 3"]
    faces: Int[np.ndarray, "F 3"]
    axes: Float[np.ndarray, "3 3"]
    uv_m: Float[np.ndarray, "F 3 2"] | None = None

    def moved(self, x_m: float = 0.0, y_m: float = 0.0, z_m: float = 0.0) -> PartMesh:
        """The same somewhere else."""
        return replace(self, vertices_m=self.vertices_m + np.array([x_m, y_m, z_m]))

    def turned(self, axis: str, angle_rad: float) -> PartMesh:
        """The same turned about an axis ("x", "y" or "z") through the origin, right-handed."""
        cos, sin = math.cos(angle_rad), math.sin(angle_rad)
        turn = np.eye(3)
        a, b = _TURNS[axis]
        turn[a, a] = turn[b, b] = cos
        turn[b, a], turn[a, b] = sin, -sin
        return replace(self, vertices_m=self.vertices_m @ turn.T, axes=self.axes @ turn.T)

    def mirrored(self) -> PartMesh:
        """Its mirror image, left for right."""
        flip = np.array([-1.0, 1.0, 1.0])
        uv_m = None if self.uv_m is None else np.ascontiguousarray(self.uv_m[:, ::-1])
        return PartMesh(
            self.vertices_m * flip,
            np.ascontiguousarray(self.faces[:, ::-1]),
            self.axes * flip,
            uv_m,
        )
