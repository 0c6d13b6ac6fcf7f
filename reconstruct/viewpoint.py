"""Where the photographer stood: azimuth, elevation and distance, and the pinhole camera that follows.

The camera looks at the centre of the product's box in the `canonical` frame (longest side 1, centred). Focal length
and principal point are not guessed: they follow from the matte, whose bounds the product's picture must fill.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from reconstruct.camera import Camera, look_at

__all__ = ["Viewpoint", "canonical", "frame_camera", "viewpoint_camera"]


@dataclass(frozen=True)
class Viewpoint:
    """The direction and distance from which the product is seen.

    Attributes
    ----------
    azimuth_rad
        0 looks at the front; positive stands towards the product's left (+X).
    elevation_rad
        0 is level with the box's centre; positive looks down.
    distance
        From the box's centre, in longest sides of the box.
    """

    azimuth_rad: float
    elevation_rad: float
    distance: float

    @property
    def eye(self) -> Float[np.ndarray, "3"]:
        """The camera's centre in the `canonical` frame."""
        level = math.cos(self.elevation_rad)
        return self.distance * np.array(
            [
                math.sin(self.azimuth_rad) * level,
                math.sin(self.elevation_rad),
                math.cos(self.azimuth_rad) * level,
            ]
        )

    def moved(self, step: tuple[float, float, float], scale: float) -> Viewpoint:
        """A place `scale` times a step away (degrees round, degrees up, factor of the distance), within reason."""
        azimuth_deg, elevation_deg, factor = step
        return Viewpoint(
            self.azimuth_rad + math.radians(azimuth_deg * scale),
            min(max(self.elevation_rad + math.radians(elevation_deg * scale), -0.3), 1.3),
            min(max(self.distance * factor**scale, 1.1), 12.0),
        )


def canonical(vertices: Float[np.ndarray, "V 3"]) -> Float[np.ndarray, "V 3"]:
    """Move the centre of the bounds to the origin and scale the longest side to 1."""
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    return np.asarray((vertices - (low + high) / 2) / max(float((high - low).max()), 1e-12))


def viewpoint_camera(
    view: Viewpoint, *, focal_px: float, centre_px: tuple[float, float], picture_px: int
) -> Camera:
    """The camera of a square picture in the `canonical` frame."""
    return Camera(look_at(view.eye, np.zeros(3)), focal_px, centre_px, picture_px, picture_px)


def frame_camera(
    points: Float[np.ndarray, "P 3"],
    view: Viewpoint,
    bounds_px: Sequence[float],
    picture_px: int,
) -> tuple[Camera, float]:
    """The camera at `view` in whose picture the points' bounds fill (left, top, right, bottom) best.

    Returns the camera and what is left over: the mean difference of width and height, as a share of the
    larger of the two. It is zero when the points' outline has the matte's aspect.
    """
    plain = viewpoint_camera(view, focal_px=1.0, centre_px=(0.0, 0.0), picture_px=picture_px)
    u, v, depth = plain.project(points).T
    ahead = depth > 1e-3
    if not ahead.any():
        raise ValueError(
            f"frame_camera: expected points before the camera at {view}, found none; is the distance "
            "smaller than the product?"
        )
    if not ahead.all():
        u, v = u[ahead], v[ahead]
    low, high = np.array([u.min(), v.min()]), np.array([u.max(), v.max()])
    left, top, right, bottom = bounds_px
    want = np.array([right - left, bottom - top], dtype=np.float64)
    have = np.maximum(high - low, 1e-9)
    focal_px = float((want * have).sum() / (have**2).sum())
    centre = np.array([left + right, top + bottom]) / 2 - focal_px * (low + high) / 2
    camera = replace(plain, focal_px=focal_px, centre_px=(float(centre[0]), float(centre[1])))
    left_over = float(np.abs(want - focal_px * have).mean() / max(want.max(), 1e-9))
    return camera, left_over
