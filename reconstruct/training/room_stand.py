"""Where a product stands in a room picture: a place on the free floor, a scale, and the frame around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32
from PIL import Image

from reconstruct.training.paste import Layer, layer_of
from reconstruct.training.photos import Judged, TracedPhoto
from reconstruct.training.room_picture import FreePlace, RoomPicture

__all__ = ["PX", "Prop", "Stand", "find_stand", "framed", "prop_of"]

PX = 512
"""Longer side of a composite."""
_SHARE = (0.42, 0.85)  # of the frame's longer side that the product takes
_CUT = (0.1, 0.3)  # how much of it that a frame cuts away which cuts it
_SLACK = 0.3  # of a large product that may lie outside the room picture, if it fits nowhere
_FRAME_PX = (200, PX)  # side of the frame in the room picture
_SMALLER = (0.1, 0.55)  # by how much a product may shrink, and one that fits nowhere


@dataclass(frozen=True, eq=False)
class Prop:
    """A product of the judgement set as a layer, with its scale.

    Attributes
    ----------
    judged
        Which one.
    layer
        Cut out with its true alpha; its foot is the middle of its footprint.
    px_per_m
        How large a metre is at its middle.
    down_deg
        How steeply the camera looks down at it.
    """

    judged: Judged
    layer: Layer
    px_per_m: float
    down_deg: float


@dataclass(frozen=True)
class Stand:
    """Where the product stands: a room's frame (left, top, side lengths in the room picture) and a scale."""

    room: RoomPicture
    place: FreePlace
    frame: tuple[float, float, float, float]
    scale: float

    @property
    def zoom(self) -> float:
        """Pixels of the composite for one of the room picture."""
        return PX / max(self.frame[2:])

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the composite."""
        return round(self.frame[2] * self.zoom), round(self.frame[3] * self.zoom)

    def at(self, point: tuple[float, float]) -> tuple[float, float]:
        """A point of the room picture in the composite."""
        return (point[0] - self.frame[0]) * self.zoom, (point[1] - self.frame[1]) * self.zoom


def prop_of(judged: Judged, photo: TracedPhoto) -> Prop:
    """A judged photo as a layer."""
    u, v, depth = photo.camera.project(np.zeros((1, 3)))[0]
    return Prop(
        judged,
        layer_of(photo.rgb, photo.matte, (float(u), float(v))),
        photo.camera.focal_px / float(depth),
        float(np.degrees(photo.elevation_rad)),
    )


def find_stand(
    prop: Prop,
    rooms: Sequence[RoomPicture],
    rng: np.random.Generator,
    *,
    cut: bool,
    tilt_deg: float,
    late: float,
) -> Stand | None:
    """A place whose scale and tilt suit the product, drawn at random; None if the drawn one does not.

    Parameters
    ----------
    prop
        The product.
    rooms
        To choose from.
    rng
        Source of randomness.
    cut
        Whether the frame is to cut the product.
    tilt_deg
        How much steeper or flatter the room may be seen than the product.
    late
        From 0 to 1: how far these conditions are relaxed.
    """
    room = rooms[int(rng.integers(len(rooms)))]
    fitting = [
        p for p in room.places if abs(p.down_deg - prop.down_deg) < tilt_deg * (1 + 2 * late)
    ]
    if not fitting:
        return None
    place = fitting[int(rng.integers(len(fitting)))]
    height, width = room.depth_m.shape
    share = float(rng.uniform(*_SHARE))
    scale = place.px_per_m / prop.px_per_m
    longer = max(prop.layer.size_px)
    # What is small comes nearer to the lens instead of standing lost on the floor.
    scale = max(scale, share * _FRAME_PX[0] / longer)
    aspect = float(rng.choice((1.0, 4 / 3, 3 / 4)))
    parts = min(aspect, 1.0), min(1 / aspect, 1.0)
    side = min(longer * scale / share, width / parts[0], height / parts[1])
    # What is large for the room picture is made a little smaller, in the end much.
    shrunk = min(1.0, _SHARE[1] * side / (longer * scale))
    if shrunk < 1 - _SMALLER[0] - (_SMALLER[1] - _SMALLER[0]) * late or side < _FRAME_PX[0]:
        return None
    scale *= shrunk
    product = [length * scale for length in prop.layer.size_px]
    frame = [side * part for part in parts]
    left = place.at_px[0] - prop.layer.foot_px[0] * scale
    top = place.at_px[1] - prop.layer.foot_px[1] * scale
    bounds = (left, top, left + product[0], top + product[1])
    corner = _frame_corner(bounds, frame, (width, height), cut, rng, slack=_SLACK * late)
    if corner is None:
        return None
    return Stand(room, place, (*corner, frame[0], frame[1]), scale)


def _frame_corner(
    bounds: tuple[float, float, float, float],
    frame: list[float],
    size: tuple[int, int],
    cut: bool,
    rng: np.random.Generator,
    *,
    slack: float,
) -> tuple[float, float] | None:
    """Left and top of a frame that shows the product whole, or cuts one side of it where that is wanted.

    Where the picture itself does not show all of it, a share of `slack` may be missing.
    """
    corner = []
    side = int(rng.integers(4)) if cut else -1
    for axis in (0, 1):
        low, high = bounds[axis], bounds[axis + 2]
        away = float(rng.uniform(*_CUT)) * (high - low)
        first, last = high - frame[axis], low  # the frame that still shows all of it
        if side == axis:
            first = last = low + away
        elif side == axis + 2:
            first = last = high - away - frame[axis]
        first, last = max(first, 0.0), min(last, size[axis] - frame[axis])
        if first > last:
            missing = slack * (high - low)
            if first - last > missing:
                return None
            first = last = min(max(first, 0.0), size[axis] - frame[axis])
        # Rather in the middle than at the rim.
        corner.append(first + (last - first) * float(rng.beta(3, 3)))
    return corner[0], corner[1]


def framed(values: Float32[np.ndarray, "H W *C"], stand: Stand) -> Float32[np.ndarray, "h w *C"]:
    """The frame's part of a room picture or of its depth, at the composite's size."""
    left, top, width, height = stand.frame
    rows, columns = stand.size_px[1], stand.size_px[0]
    box = (left, top, left + width, top + height)
    if values.ndim == 2:
        how = Image.Resampling.NEAREST
        return np.asarray(Image.fromarray(values).resize((columns, rows), how, box=box))
    how = Image.Resampling.BICUBIC
    bands = [
        np.asarray(Image.fromarray(values[..., k]).resize((columns, rows), how, box=box))
        for k in range(3)
    ]
    return np.asarray(np.clip(np.stack(bands, axis=-1), 0, 1), dtype=np.float32)
