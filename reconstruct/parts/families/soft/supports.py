"""What sofas and armchairs stand on: legs, runners, a plinth."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.families.legs import Leg, add_legs, spun
from reconstruct.parts.family import Values
from reconstruct.parts.primitives.bar import bar, post
from reconstruct.parts.primitives.padding import padded

__all__ = ["SUPPORTS", "add_supports"]

Place = tuple[str, float, float]

SUPPORTS = ("straight", "tapered", "round", "turned", "cabriole", "hairpin", "sled", "plinth")

# Height and radius along a short turned foot, from the floor, as shares of its length and its greatest radius.
_FOOT: Float[np.ndarray, "K 2"] = np.array(
    [
        [0.0, 0.55],
        [0.12, 0.62],
        [0.3, 0.95],
        [0.5, 1.0],
        [0.62, 0.6],
        [0.7, 0.92],
        [0.78, 0.6],
        [1.0, 0.95],
    ]
)


def add_supports(
    builder: Builder,
    values: Values,
    top_m: float,
    x_m: tuple[float, float],
    z_m: tuple[float, float],
    *,
    return_m: tuple[float, float, float] | None = None,
    middle_legs: bool = False,
    rear_corner_m: float = 0.0,
) -> None:
    """Legs, runners or a plinth under a rectangle, or under an L whose return is at the left.

    Parameters
    ----------
    top_m
        Height of what they carry; they reach a little into it.
    x_m, z_m
        From right to left and from back to front, of the rectangle.
    return_m
        x of the return's right and left side, and z of its front; None without a return.
    middle_legs
        Whether legs stand in the middle too.
    rear_corner_m
        Radius of the rear corners, which the legs keep within.
    """
    kind, inset, wide = values.of("legs"), values["leg_inset"], values["leg_width"]
    right, left, back, front = x_m[0] + inset, x_m[1] - inset, z_m[0] + inset, z_m[1] - inset
    cross, outer, reach = return_m or (0.0, 0.0, 0.0)
    cross, outer, reach = cross + inset, outer - inset, reach - inset
    top = top_m + 0.012
    if kind == "plinth":
        _plinth(builder, "plinth", (right, back), (left, front), top, rear_corner_m)
        if return_m:
            _plinth(builder, "plinth return", (cross, front - 0.1), (outer, reach), top)
        return
    near, within = wide / 2, wide / 2 + 0.29 * rear_corner_m
    if kind == "sled":
        runners = [("right", right + near, front)]
        runners += [("middle", cross + near, reach)] if return_m else []
        runners += [("left", outer - near, reach) if return_m else ("left", left - near, front)]
        for name, x, end in runners:
            _runner(builder, name, x, (back + 0.5 * rear_corner_m, end), top, wide)
        return
    places = [
        ("front right", right + near, front - near),
        ("back right", right + within, back + within),
        ("back left", left - within, back + within),
    ]
    if return_m:
        places.append(("return left", outer - near, reach - near))
        places.append(("return right", cross + near, reach - near))
    else:
        places.append(("front left", left - near, front - near))
    if middle_legs:
        places += [("front middle", 0.0, front - near), ("back middle", 0.0, back + near)]
    _legs(builder, values, places, top, (back + front) / 2)


def _legs(
    builder: Builder, values: Values, places: list[Place], top_m: float, middle_z_m: float
) -> None:
    kind = values.of("legs")
    splay = 0.0
    if kind in ("tapered", "round"):
        splay = math.tan(math.radians(values["leg_splay"])) * top_m
    legs = []
    for name, x, z in places:
        # Legs in the middle of a side do not lean along it.
        out_x = 0.0 if "middle" in name else math.copysign(splay, x)
        out_z = math.copysign(splay, z - middle_z_m)
        legs.append(Leg(name, (x + out_x, 0.0, z + out_z), (x, top_m, z)))
    wide = values["leg_width"]
    if kind == "turned":
        for leg in legs:
            foot = spun(leg, _FOOT, wide / 2, wide / 2, builder.detail)
            builder.add("leg", leg.name, foot, "legs")
        return
    taper = values["leg_taper"] if kind in ("tapered", "round") else 1.0
    add_legs(builder, kind, legs, wide, taper=taper)


def _plinth(
    builder: Builder,
    name: str,
    low: tuple[float, float],
    high: tuple[float, float],
    top_m: float,
    rear_corner_m: float = 0.0,
) -> None:
    mesh = padded(
        (low[0], 0.0, low[1]),
        (high[0], top_m, high[1]),
        edge_m=0.004,
        corner_m=(0.004, rear_corner_m, rear_corner_m, 0.004),
        detail=builder.detail,
    )
    builder.add("base", name, mesh, "legs")


def _runner(
    builder: Builder, name: str, x: float, z: tuple[float, float], top_m: float, wide: float
) -> None:
    """A metal frame that stands on the floor from z to z."""
    thick = 0.35 * wide
    for place, at in (("back", z[0]), ("front", z[1])):
        upright = post((x, 0.0, at), (x, top_m, at), (wide, thick), detail=builder.detail)
        builder.add("leg", f"{place} {name}", upright, "legs")
    low, high = (x, thick / 2, z[0]), (x, thick / 2, z[1])
    builder.add("stretcher", name, bar(low, high, wide, thick, detail=builder.detail), "legs")
