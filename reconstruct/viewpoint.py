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

__all__ = ["ALL_OWN", "Viewpoint", "canonical", "frame_camera", "viewpoint_camera"]

ALL_OWN = (True, True, True, True)
"""Left, top, right, bottom: the product ends at each bound of its matte."""


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
    zoom
        How much larger the picture is than it must be. Counts only where the photo leaves that open, for neither the
        product's left and right nor its top and bottom can be seen in it.
    """

    azimuth_rad: float
    elevation_rad: float
    distance: float
    zoom: float = 1.0

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
            self.zoom,
        )

    def zoomed(self, factor: float) -> Viewpoint:
        """The same in a picture `factor` times as large, within reason."""
        return replace(self, zoom=min(max(self.zoom * factor, 1.0), LARGEST_ZOOM))


# Half of a product or more has to be seen in each direction.
LARGEST_ZOOM = 2.0


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
    own_bounds: tuple[bool, bool, bool, bool] = ALL_OWN,
) -> tuple[Camera, float]:
    """The camera at `view` in whose picture the points' bounds fill (left, top, right, bottom) best.

    On a side that is not in `own_bounds` the points reach at least as far as the bound. If that leaves the scale or
    the place open, they reach no further than they must.

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
    if all(own_bounds):
        focal_px = float((want * have).sum() / (have**2).sum())
        centre = np.array([left + right, top + bottom]) / 2 - focal_px * (low + high) / 2
    else:
        bounds = np.array([[left, top], [right, bottom]], dtype=np.float64)
        focal_px, centre, want = _partly_framed(
            np.stack([low, high]), bounds, own_bounds, view.zoom
        )
    camera = replace(plain, focal_px=focal_px, centre_px=(float(centre[0]), float(centre[1])))
    left_over = float(np.abs(want - focal_px * have).mean() / max(want.max(), 1e-9))
    return camera, left_over


# What a side counts whose bound is not the product's own: it only decides what nothing else does.
FAINT = 1e-4


def _partly_framed(
    reach: Float[np.ndarray, "2 2"],
    bounds: Float[np.ndarray, "2 2"],
    own_bounds: tuple[bool, bool, bool, bool],
    zoom: float,
) -> tuple[float, Float[np.ndarray, "2"], Float[np.ndarray, "2"]]:
    """Focal length, principal point and the width and height to be filled, when not all bounds are the product's own.

    Least squares over the sides. One that is not the product's own counts only if the product would otherwise end
    before it. `reach` holds the points' bounds at a focal length of 1, `bounds` those of the matte: (low, high) by
    (u, v).
    """
    own = np.array(own_bounds).reshape(2, 2)
    outwards = np.array([[-1.0], [1.0]])
    have = np.maximum(reach[1] - reach[0], 1e-9)
    want = bounds[1] - bounds[0]
    counts = own
    for _ in range(6):
        weight = np.where(counts, 1.0, FAINT)
        axis = weight.prod(axis=0) / weight.sum(axis=0)
        focal_px = float((axis * want * have).sum() / (axis * have**2).sum())
        centre = (weight * (bounds - focal_px * reach)).sum(axis=0) / weight.sum(axis=0)
        short = outwards * (bounds - focal_px * reach - centre) > 1e-9
        if np.array_equal(own | short, counts):
            break
        counts = own | short
    if not own.all(axis=0).any():
        focal_px *= zoom
        weight = np.where(own, 1.0, FAINT)
        centre = (weight * (bounds - focal_px * reach)).sum(axis=0) / weight.sum(axis=0)
    filled = np.where(counts.all(axis=0), want, focal_px * have)
    return focal_px, np.asarray(centre), np.asarray(filled)
