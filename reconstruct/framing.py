"""The camera that frames a mesh as a crop frames the product, the unseen part of the product left out."""

from __future__ import annotations

import numpy as np
from jaxtyping import Bool, Float

from reconstruct.camera import Camera
from reconstruct.crop import CROP_PX
from reconstruct.known_part import KnownPart
from reconstruct.raycast import RayCaster
from reconstruct.viewpoint import Viewpoint, frame_camera

__all__ = ["framed_camera"]

CAST_PX = 64
ROUNDS = 2


def framed_camera(
    vertices: Float[np.ndarray, "V 3"],
    caster: RayCaster,
    view: Viewpoint,
    bounds_px: tuple[float, float, float, float],
    part: KnownPart | None,
) -> Camera:
    """The camera at `view` in whose picture a mesh ends where the product does, as far as the crop shows that.

    A mesh may reach furthest where the photo shows nothing: the near corner of a sofa, cut off with its end, is its
    highest. Then the bounds of what would be seen of the mesh are compared with the matte's, and what the whole of it
    has to fill is corrected by the difference.

    Parameters
    ----------
    vertices, caster
        The mesh, `canonical` frame.
    bounds_px
        Of what the crop shows of the product: left, top, right, bottom.
    part
        What the crop shows; None if it shows all of the product.
    """
    if part is None:
        return frame_camera(vertices, view, bounds_px, CROP_PX)[0]
    asked = np.array(bounds_px)
    camera = frame_camera(vertices, view, tuple(asked), CROP_PX, part.own_bounds)[0]
    for _ in range(ROUNDS):
        astray = np.array(part.own_bounds) & ~_ends_shown(vertices, camera, part)
        if not astray.any():
            break
        seen = _seen_bounds(caster, camera, part)
        if seen is None:
            break
        asked = np.where(astray, asked + np.array(bounds_px) - seen, asked)
        if min(asked[2] - asked[0], asked[3] - asked[1]) < 1:
            break
        camera = frame_camera(vertices, view, tuple(asked), CROP_PX, part.own_bounds)[0]
    return camera


def _ends_shown(
    vertices: Float[np.ndarray, "V 3"], camera: Camera, part: KnownPart
) -> Bool[np.ndarray, "4"]:
    """Whether the photo would show the mesh's leftmost, uppermost, rightmost and lowest corner."""
    u, v, depth = camera.project(vertices).T
    ahead = depth > 1e-3
    u, v = u[ahead], v[ahead]
    ends = [int(u.argmin()), int(v.argmin()), int(u.argmax()), int(v.argmax())]
    inwards = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]])
    return part.shows(np.stack([u[ends], v[ends]], axis=1) + inwards)


def _seen_bounds(
    caster: RayCaster, camera: Camera, part: KnownPart
) -> Float[np.ndarray, "4"] | None:
    """Bounds of what the photo would show of the mesh, in pixels of the crop; None if that is nothing."""
    step = CROP_PX / CAST_PX
    hit = caster.occluded(*camera.scaled(1 / step).rays()).reshape(CAST_PX, CAST_PX)
    shown = hit & part.pixels[int(step) // 2 :: int(step), int(step) // 2 :: int(step)]
    rows, columns = np.flatnonzero(shown.any(axis=1)), np.flatnonzero(shown.any(axis=0))
    if not len(rows):
        return None
    return step * np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1])
