"""Pictures whose principal point is not their middle, for renderers that know no shift: drawn larger, then cut."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from jaxtyping import UInt8

from reconstruct.camera import Camera

__all__ = ["cut", "whole"]


def whole(camera: Camera) -> Camera:
    """The smallest centred picture that holds all of the camera's."""
    size = (camera.width_px, camera.height_px)
    width, height = (
        2 * int(np.ceil(max(centre, side - centre)))
        for centre, side in zip(camera.centre_px, size, strict=True)
    )
    return replace(camera, centre_px=(width / 2, height / 2), width_px=width, height_px=height)


def cut(picture: UInt8[np.ndarray, "H W 3"], camera: Camera) -> UInt8[np.ndarray, "h w 3"]:
    """The camera's own part of `whole(camera)`'s picture, to the nearest pixel."""
    centred = whole(camera)
    left = round(centred.centre_px[0] - camera.centre_px[0])
    top = round(centred.centre_px[1] - camera.centre_px[1])
    return picture[top : top + camera.height_px, left : left + camera.width_px]
