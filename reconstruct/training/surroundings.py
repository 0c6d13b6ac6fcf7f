"""What else is in a composite: other furniture on the free floor, and small things before the product."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float32

from reconstruct.crop import matte_bounds
from reconstruct.kinds import look_alikes
from reconstruct.training.paste import Layer, adapted, placed
from reconstruct.training.room_stand import Prop, Stand, framed
from reconstruct.training.small_things import cup, cushion, leaves

__all__ = ["RIVAL_SHARE", "neighbours", "similar", "small_things"]

RIVAL_SHARE = 0.45
"""A piece that the product's name could mean too covers at most this much of what the product covers."""
_TILT_DEG = 18.0  # how much steeper or flatter than in their own photo neighbours may be seen
_BEHIND = 0.6  # of what stands behind the product, at most so much is covered by it
_BEFORE = 0.08  # of the product, at most so much is covered by a neighbour
_OCCLUDED_SHARE = 0.65  # of composites have small things before the product
_SEATS = ("sofa", "armchair", "chair", "bed", "bench", "office_chair")
_TOPS = ("dining_table", "coffee_table", "desk", "cabinet", "dresser", "nightstand", "tv_stand")


def similar(one: str, other: str) -> bool:
    """Whether a name could mean either category: they are the same, or made from the same known shapes."""
    return one == other or bool(set(look_alikes(one)) & set(look_alikes(other)))


def neighbours(
    prop: Prop,
    others: Sequence[Prop],
    stand: Stand,
    mine: Layer,
    whole_px: float,
    rng: np.random.Generator,
) -> tuple[list[Layer], list[Layer]]:
    """Other furniture on the free floor: what is farther away than the product, farthest first, and what is nearer."""
    width, height = stand.size_px
    picture = framed(stand.room.rgb, stand)
    found: list[tuple[float, Layer]] = []
    wanted = int(rng.integers(1, 4))
    for _ in range(12 * wanted):
        if len(found) == wanted:
            break
        other = others[int(rng.integers(len(others)))]
        place = stand.room.places[int(rng.integers(len(stand.room.places)))]
        near = abs(place.down_deg - other.down_deg) < _TILT_DEG
        if other is prop or other.judged.group != "furniture" or not near:
            continue
        at = stand.at(place.at_px)
        scale = place.px_per_m / other.px_per_m * stand.zoom
        if max(other.layer.size_px) * scale > 1.2 * max(width, height):
            continue
        layer = placed(adapted(other.layer, picture, 0.7), scale, at, (width, height))
        area = float(layer.alpha.sum())
        alike = similar(other.judged.category, prop.judged.category)
        if area < 0.01 * width * height or (alike and area > RIVAL_SHARE * whole_px):
            continue
        both = float((layer.alpha * mine.alpha).sum())
        # What stands nearer covers little of the product, and what stands behind it can still be seen.
        if both > (_BEHIND * area if place.depth_m > stand.place.depth_m else _BEFORE * whole_px):
            continue
        if any(float((layer.alpha * o.alpha).sum()) > 0.4 * area for _, o in found):
            continue
        found.append((place.depth_m, layer))
    found.sort(key=lambda pair: -pair[0])
    split = stand.place.depth_m
    return [x for d, x in found if d > split], [x for d, x in found if d <= split]


def small_things(
    prop: Prop,
    others: Sequence[Prop],
    picture: Float32[np.ndarray, "H W 3"],
    mine: Layer,
    rng: np.random.Generator,
) -> list[Layer]:
    """Cushions on seats, cups on tops, plants and goods before the product, an armrest at the frame's rim."""
    if rng.random() > _OCCLUDED_SHARE:
        return []
    left, top, right, bottom = matte_bounds(mine.alpha)
    wide, high = right - left, bottom - top
    size = (mine.alpha.shape[1], mine.alpha.shape[0])
    things = []
    for _ in range(int(rng.integers(1, 3))):
        kinds = ["plant", "goods", "rim"]
        kinds += ["cushion"] * 2 if prop.judged.category in _SEATS else []
        kinds += ["cup"] * 2 if prop.judged.category in _TOPS else []
        kind = str(rng.choice(kinds))
        x = left + wide * float(rng.uniform(0.1, 0.9))
        if kind in ("cushion", "cup"):
            layer = cushion(rng) if kind == "cushion" else cup(rng)
            part, y = (0.3, 0.62) if kind == "cushion" else (0.12, 0.3)
            share, at = (
                part * float(rng.uniform(0.6, 1.1)),
                (x, top + high * float(rng.uniform(y - 0.15, y + 0.15))),
            )
        elif kind == "plant":
            layer, share = leaves(rng), float(rng.uniform(0.3, 0.7))
            at = (float(rng.choice((left, right))), bottom + high * float(rng.uniform(0, 0.15)))
        elif kind == "goods":
            small = [o for o in others if o.judged.group == "other" and o is not prop]
            layer, share = small[int(rng.integers(len(small)))].layer, float(rng.uniform(0.15, 0.4))
            at = (x, bottom + high * float(rng.uniform(-0.05, 0.12)))
        else:
            large = [o for o in others if o.judged.category in ("armchair", "sofa", "bed")]
            large = [o for o in large if not similar(o.judged.category, prop.judged.category)]
            layer, share = large[int(rng.integers(len(large)))].layer, float(rng.uniform(0.7, 1.2))
            at = (float(rng.choice((-0.1, 1.1))) * size[0], size[1] * float(rng.uniform(1.1, 1.3)))
        scale = share * max(wide, high) / max(layer.size_px)
        things.append(placed(adapted(layer, picture, 0.8), scale, at, size))
    return things
