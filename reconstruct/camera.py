"""The pinhole camera: where it stands, what it sees, how a point becomes a pixel.

Frames (see CONTRIBUTING.md): `camera` is +X right, +Y up, looking along -Z; `image` has its origin at the top
left corner, pixel centres at +0.5, v downwards.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float

__all__ = ["Camera", "look_at"]


def look_at(
    eye_m: Float[np.ndarray, "3"], target_m: Float[np.ndarray, "3"]
) -> Float[np.ndarray, "4 4"]:
    """Pose `T_world_camera` of a camera at `eye_m` that looks at `target_m`, +Y up.

    Raises
    ------
    ValueError
        If the eye and the target coincide.
    """
    backward = np.asarray(eye_m, dtype=np.float64) - np.asarray(target_m, dtype=np.float64)
    distance_m = float(np.linalg.norm(backward))
    if distance_m < 1e-9:
        raise ValueError(f"look_at: the eye and the target are the same point {eye_m!r}")
    backward /= distance_m
    # Written out, for a fit makes thousands of cameras. Straight up or down has no horizon: there, the world's -Z is
    # the picture's upper side.
    x, y, z = backward.tolist()
    right = (z, 0.0, -x) if abs(y) < 1 - 1e-9 else (y, -x, 0.0)
    length = math.sqrt(sum(side * side for side in right))
    a, b, c = (side / length for side in right)
    T_world_camera = np.eye(4)
    T_world_camera[:3, 0] = a, b, c
    T_world_camera[:3, 1] = y * c - z * b, z * a - x * c, x * b - y * a
    T_world_camera[:3, 2] = backward
    T_world_camera[:3, 3] = eye_m
    return T_world_camera


@dataclass(frozen=True)
class Camera:
    """A pinhole camera with square pixels.

    Attributes
    ----------
    T_world_camera
        Pose: `p_world = T_world_camera @ p_camera`. The world is whatever frame the scene is in, in metres.
    focal_px
        Focal length in pixels.
    centre_px
        Principal point (u, v) in the `image` frame, in pixels.
    width_px, height_px
        Size of the picture.
    """

    T_world_camera: Float[np.ndarray, "4 4"]
    focal_px: float
    centre_px: tuple[float, float]
    width_px: int
    height_px: int

    @classmethod
    def looking_at(
        cls,
        eye_m: Float[np.ndarray, "3"],
        target_m: Float[np.ndarray, "3"],
        *,
        vertical_fov_rad: float,
        width_px: int,
        height_px: int,
    ) -> Camera:
        """Make a camera at `eye_m` that looks at `target_m`, centred, with the given vertical field of view."""
        return cls(
            T_world_camera=look_at(eye_m, target_m),
            focal_px=height_px / 2 / float(np.tan(vertical_fov_rad / 2)),
            centre_px=(width_px / 2, height_px / 2),
            width_px=width_px,
            height_px=height_px,
        )

    @property
    def position_m(self) -> Float[np.ndarray, "3"]:
        """The camera's centre in the world."""
        return self.T_world_camera[:3, 3]

    def scaled(self, factor: float) -> Camera:
        """The same view in a picture `factor` times as large, sides rounded to whole pixels."""
        return Camera(
            self.T_world_camera,
            self.focal_px * factor,
            (self.centre_px[0] * factor, self.centre_px[1] * factor),
            round(self.width_px * factor),
            round(self.height_px * factor),
        )

    def project(self, points_m: Float[np.ndarray, "P 3"]) -> Float[np.ndarray, "P 3"]:
        """Image position (u, v) in pixels and depth along the view axis in metres of world points.

        Points behind the camera have a negative depth and a meaningless (u, v).
        """
        local = (points_m - self.position_m) @ self.T_world_camera[:3, :3]
        depth = -local[:, 2]
        safe = np.where(np.abs(depth) < 1e-12, 1e-12, depth)
        u = self.centre_px[0] + self.focal_px * local[:, 0] / safe
        v = self.centre_px[1] - self.focal_px * local[:, 1] / safe
        return np.stack([u, v, depth], axis=1)

    def jacobian(self, points_m: Float[np.ndarray, "P 3"]) -> Float[np.ndarray, "P 2 3"]:
        """Pixels (u, v) that a point's picture moves per metre in x, y and z of the world."""
        local = (points_m - self.position_m) @ self.T_world_camera[:3, :3]
        depth = np.maximum(-local[:, 2], 1e-6)
        rows = np.zeros((len(points_m), 2, 3))
        rows[:, 0, 0] = self.focal_px / depth
        rows[:, 0, 2] = self.focal_px * local[:, 0] / depth**2
        rows[:, 1, 1] = -self.focal_px / depth
        rows[:, 1, 2] = -self.focal_px * local[:, 1] / depth**2
        return np.asarray(rows @ self.T_world_camera[:3, :3].T)

    def rays(
        self, samples_px: Float[np.ndarray, "P 2"] | None = None
    ) -> tuple[Float[np.ndarray, "P 3"], Float[np.ndarray, "P 3"]]:
        """Origins and unit directions of the rays through image positions; all pixel centres, row by row, if none."""
        if samples_px is None:
            samples_px = _pixel_centres(self.width_px, self.height_px)
        local = np.empty((len(samples_px), 3))
        local[:, 0] = (samples_px[:, 0] - self.centre_px[0]) / self.focal_px
        local[:, 1] = -(samples_px[:, 1] - self.centre_px[1]) / self.focal_px
        local[:, 2] = -1.0
        local /= np.sqrt(np.einsum("pi,pi->p", local, local))[:, None]
        directions = local @ self.T_world_camera[:3, :3].T
        return np.broadcast_to(self.position_m, directions.shape), directions


@lru_cache(maxsize=2)
def _pixel_centres(width_px: int, height_px: int) -> Float[np.ndarray, "P 2"]:
    v, u = np.mgrid[0:height_px, 0:width_px]
    centres = np.stack([u.ravel() + 0.5, v.ravel() + 0.5], axis=1)
    centres.flags.writeable = False
    return centres
