"""Pictures of furnished rooms as backgrounds, with what is known of each: free floor, depth, and the pieces seen.

`python -m showroom.backgrounds` makes them; only files pass between the two, for this package knows nothing of rooms.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float32
from PIL import Image

__all__ = ["FreePlace", "RoomPicture", "read_rooms"]


@dataclass(frozen=True)
class FreePlace:
    """A point of the free floor in a picture.

    Attributes
    ----------
    at_px
        Where it is, frame `image`.
    px_per_m
        How large a metre is there.
    clearance_m
        Distance to the nearest wall or piece.
    down_deg
        How steeply the camera looks down at it.
    depth_m
        Along the view axis.
    """

    at_px: tuple[float, float]
    px_per_m: float
    clearance_m: float
    down_deg: float
    depth_m: float


@dataclass(frozen=True, eq=False)
class RoomPicture:
    """A picture of a furnished room from inside.

    Attributes
    ----------
    name
        File stem.
    rgb
        Its colours, sRGB from 0 to 1.
    depth_m
        Along the view axis; infinite in the open.
    places
        Free floor that is seen.
    pieces
        Category and bounds (left, top, right, bottom in pixels) of each piece seen.
    """

    name: str
    rgb: Float32[np.ndarray, "H W 3"]
    depth_m: Float32[np.ndarray, "H W"]
    places: tuple[FreePlace, ...]
    pieces: tuple[tuple[str, tuple[int, int, int, int]], ...]


def read_rooms(folder: Path) -> list[RoomPicture]:
    """All room pictures of a folder, by name.

    Raises
    ------
    FileNotFoundError
        If there are none.
    """
    files = sorted(folder.glob("*.jpg"))
    if not files:
        raise FileNotFoundError(
            f"{folder}: expected pictures of furnished rooms, found none; make them with "
            f"`python -m showroom.backgrounds --out {folder} --count 24 --seed 2 --style coastal --style mid_century`"
        )
    return [_read(file) for file in files]


def _read(file: Path) -> RoomPicture:
    told = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    mm = np.asarray(Image.open(file.with_name(f"{file.stem}-depth.png")), dtype=np.float32)
    places = tuple(
        FreePlace(
            (float(p["u_px"]), float(p["v_px"])),
            float(p["px_per_m"]),
            float(p["clearance_m"]),
            float(p["down_deg"]),
            float(p["depth_m"]),
        )
        for p in told["floor_places"]
        if p["seen"]
    )
    boxes = [(p["category"], p["box_px"]) for p in told["pieces"]]
    return RoomPicture(
        name=file.stem,
        rgb=np.asarray(Image.open(file).convert("RGB"), dtype=np.float32) / 255,
        depth_m=np.where(mm > 0, mm / 1000, np.inf).astype(np.float32),
        places=places,
        pieces=tuple((c, (int(b[0]), int(b[1]), int(b[2]), int(b[3]))) for c, b in boxes),
    )
