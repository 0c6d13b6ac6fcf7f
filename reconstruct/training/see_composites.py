"""Judgement pictures for finding and cutting out: products in furnished rooms, among other things.

The recipe is fixed by a seed. The product stands in a room picture at the size that the free floor asks for, seen as
steeply as in its own photo; then come neighbours behind and beside it, what the room has before it, small things, and
the frame. The truth is the share of the product that can still be seen in each pixel.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float32, UInt8

from reconstruct.crop import matte_bounds
from reconstruct.see.thing import Box
from reconstruct.training.paste import adapted, contact_shadow, jpeg, over, placed
from reconstruct.training.photos import Judged, TracedPhoto
from reconstruct.training.room_picture import RoomPicture
from reconstruct.training.room_stand import Prop, Stand, find_stand, framed
from reconstruct.training.surroundings import RIVAL_SHARE, neighbours, similar, small_things

__all__ = ["Case", "case_rng", "plain_case", "room_case"]

TRIES = 600
_TILT_DEG = 12.0  # how much steeper or flatter the room may be seen than the product
_CROPPED_SHARE = 0.2  # of composites whose frame cuts the product
_ROOM_COVERS = 0.15  # of the product, at most, by what the room has before it
_THING_COVERS = 0.15  # by one small thing or neighbour
_SEEN_SHARE = 0.65  # of the product stays visible
_JPEG = (80, 93)


@dataclass(frozen=True, eq=False)
class Case:
    """A picture to find a product in, and the truth.

    Attributes
    ----------
    name
        "<shape_id> plain", "<shape_id> room 0".
    kind
        "plain", "rooms" or "pale".
    judged
        The product.
    rgb
        The picture.
    matte
        Share of each pixel in which the product is seen.
    box
        Bounds of what is seen of it.
    hidden_share
        How much of the product something covers or the frame cuts away.
    cut_off
        Whether the frame cuts it, by side: left, top, right, bottom.
    distance_de
        Of product and backdrop in CIELAB, where they were made alike.
    """

    name: str
    kind: str
    judged: Judged
    rgb: UInt8[np.ndarray, "H W 3"]
    matte: Float32[np.ndarray, "H W"]
    box: Box
    hidden_share: float = 0.0
    cut_off: tuple[bool, bool, bool, bool] = (False, False, False, False)
    distance_de: float | None = None


def case_rng(seed: int, name: str) -> np.random.Generator:
    """The stream of one picture: the same whatever else is judged."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def plain_case(judged: Judged, photo: TracedPhoto) -> Case:
    """The photo as it is."""
    box = matte_bounds(photo.matte)
    return Case(f"{judged.shape_id} plain", "plain", judged, photo.rgb, photo.matte, box)


def room_case(
    prop: Prop, others: Sequence[Prop], rooms: Sequence[RoomPicture], number: int, seed: int
) -> Case:
    """The product in a furnished room, among other things.

    Parameters
    ----------
    prop
        The product.
    others
        What may stand beside it or before it; itself is left out.
    rooms
        Where it may stand.
    number
        Which composite of the product this is.
    seed
        Of all.

    Raises
    ------
    ValueError
        If no room has a place for it.
    """
    name = f"{prop.judged.shape_id} room {number}"
    rng = case_rng(seed, name)
    cut = bool(rng.random() < _CROPPED_SHARE)
    for attempt in range(TRIES):
        # What fits nowhere is shown whole in the end, smaller, and seen less truly from above.
        late = attempt / TRIES
        stand = find_stand(prop, rooms, rng, cut=cut and late < 0.5, tilt_deg=_TILT_DEG, late=late)
        made = None if stand is None else _composed(name, prop, others, stand, rng)
        if made is not None:
            return made
    raise ValueError(
        f"{name}: expected a place for the product in one of {len(rooms)} rooms, found none in {TRIES} tries; "
        "make more room pictures"
    )


def _composed(
    name: str, prop: Prop, others: Sequence[Prop], stand: Stand, rng: np.random.Generator
) -> Case | None:
    """The picture; None if too little of the product would be seen or something similar is as large."""
    room, zoom, size = stand.room, stand.zoom, stand.size_px
    picture = framed(room.rgb, stand)
    scale = stand.scale * zoom
    whole_px = float(prop.layer.alpha.sum()) * scale**2
    mine = placed(adapted(prop.layer, picture, 0.7), scale, stand.at(stand.place.at_px), size)
    if _rivalled(prop, stand, whole_px):
        return None
    depth = framed(room.depth_m, stand)
    # Half the product's own reach, so that the wall right behind it does not cut it.
    reach_m = 0.4 * max(prop.layer.size_px) / prop.px_per_m
    before = ((depth < stand.place.depth_m - reach_m) & (mine.alpha > 0)).astype(np.float32)
    if float((before * mine.alpha).sum()) > _ROOM_COVERS * whole_px:
        return None
    behind, beside = neighbours(prop, others, stand, mine, whole_px, rng)
    strength = float(rng.uniform(0.5, 0.95))
    for layer in behind:
        picture = over(picture * contact_shadow(layer.alpha, strength)[..., None], layer)
    kept = 1 - (1 - contact_shadow(mine.alpha, strength)) * (1 - before)
    picture = over(picture * kept[..., None], replace(mine, alpha=mine.alpha * (1 - before)))
    visible = mine.alpha * (1 - before)
    for layer in (*beside, *small_things(prop, others, picture, mine, rng)):
        covered = visible * (1 - layer.alpha)
        lost = float(visible.sum() - covered.sum())
        if lost > _THING_COVERS * whole_px:
            continue
        picture = over(picture * contact_shadow(layer.alpha, 0.5 * strength)[..., None], layer)
        visible = covered
    if float(visible.sum()) < _SEEN_SHARE * whole_px:
        return None
    noise = rng.normal(0, float(rng.uniform(0.002, 0.012)), picture.shape)
    rgb = jpeg((picture + noise).astype(np.float32), int(rng.integers(*_JPEG)))
    box = matte_bounds(visible)
    rim = (mine.alpha[:, 0], mine.alpha[0], mine.alpha[:, -1], mine.alpha[-1])
    cut_off = tuple(bool((side > 0.5).any()) for side in rim)
    return Case(
        name=name,
        kind="rooms",
        judged=prop.judged,
        rgb=rgb,
        matte=visible.astype(np.float32),
        box=box,
        hidden_share=max(1 - float(visible.sum()) / whole_px, 0.0),
        cut_off=(cut_off[0], cut_off[1], cut_off[2], cut_off[3]),
    )


def _rivalled(prop: Prop, stand: Stand, whole_px: float) -> bool:
    """Whether the room itself shows something similar that is nearly as large."""
    width, height = stand.size_px
    for category, (left, top, right, bottom) in stand.room.pieces:
        if similar(category, prop.judged.category):
            (x0, y0), (x1, y1) = stand.at((left, top)), stand.at((right, bottom))
            wide = min(x1, width) - max(x0, 0.0)
            high = min(y1, height) - max(y0, 0.0)
            # A piece fills about two thirds of its bounds.
            if wide > 0 and high > 0 and 0.66 * wide * high > RIVAL_SHARE * whole_px:
                return True
    return False
