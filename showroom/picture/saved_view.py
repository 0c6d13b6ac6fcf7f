"""Where a picture was taken from, kept in `showroom.json`, so that others can take one from the same place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from reconstruct.camera import Camera
from showroom.errors import SceneError

__all__ = ["SavedView"]


@dataclass(frozen=True, eq=False)
class SavedView:
    """A camera in the room and what it does not see.

    Attributes
    ----------
    camera
        In the frame `room`; the picture may be shifted, so its principal point need not be its middle.
    hidden
        Names of nodes that stand between the camera and the room.
    """

    camera: Camera
    hidden: frozenset[str] = frozenset()

    def as_json(self) -> dict[str, Any]:
        """What `showroom.json` holds of it."""
        camera = self.camera
        return {
            "T_room_camera": camera.T_world_camera.round(6).tolist(),
            "focal_px": round(camera.focal_px, 4),
            "centre_px": [round(side, 4) for side in camera.centre_px],
            "size_px": [camera.width_px, camera.height_px],
            "hidden": sorted(self.hidden),
        }

    @classmethod
    def from_json(cls, told: dict[str, Any], name: str) -> SavedView:
        """The view again; `name` is for the error.

        Raises
        ------
        SceneError
            If something is missing or of another kind.
        """
        try:
            T = np.array(told["T_room_camera"], dtype=np.float64).reshape(4, 4)
            across, down = (float(side) for side in told["centre_px"])
            width_px, height_px = (int(side) for side in told["size_px"])
            camera = Camera(T, float(told["focal_px"]), (across, down), width_px, height_px)
            return cls(camera, frozenset(str(node) for node in told["hidden"]))
        except (KeyError, TypeError, ValueError) as error:
            raise SceneError(
                f"view {name!r}: expected T_room_camera, focal_px, centre_px, size_px and hidden, found {error!r}; "
                "build the room again"
            ) from None
