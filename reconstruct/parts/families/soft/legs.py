"""Legs under sofas, armchairs and beds."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Float

from reconstruct.parts.families.soft.sides import Sides
from reconstruct.parts.primitives.bar import bar, post, tube

__all__ = ["TURNED", "add_legs", "add_sled"]

Place = tuple[str, float, float]

# Height and radius along a turned leg, from the floor, as shares of its length and its greatest radius.
TURNED: Float[np.ndarray, "K 2"] = np.array(
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


def add_legs(
    sides: Sides,
    kind: str,
    places: list[Place],
    *,
    top_m: float,
    width_m: float,
    taper: float,
    splay_rad: float,
    middle: tuple[float, float] = (0.0, 0.0),
) -> None:
    """Legs of a kind ("straight", "tapered", "round", "turned") at named places on the floor plan.

    Parameters
    ----------
    places
        Name, x and z of each leg's upper end.
    top_m
        Height of their upper ends, which reach a little into what they carry.
    taper
        Width at the floor over that at the top; only of tapered and round legs.
    splay_rad
        How far tapered and round legs lean outwards.
    middle
        Legs lean away from here, (x, z).
    """
    for name, x, z in places:
        way_x, way_z = np.tanh([(x - middle[0]) / 0.1, (z - middle[1]) / 0.1]).tolist()
        lean = math.tan(splay_rad) * top_m
        if kind == "straight":
            mesh = post((x, 0.0, z), (x, top_m, z), (width_m, width_m), detail=sides.detail)
        elif kind == "tapered":
            mesh = post(
                (x + lean * way_x, 0.0, z + lean * way_z),
                (x, top_m, z),
                (width_m * taper, width_m * taper),
                (width_m, width_m),
                detail=sides.detail,
            )
        elif kind == "round":
            path = np.array([[x + lean * way_x, 0, z + lean * way_z], [x, top_m, z]])
            mesh = tube(path, np.array([taper, 1.0]) * width_m / 2, detail=sides.detail)
        else:
            path = np.stack(
                [np.full(8, x), TURNED[:, 0] * top_m, np.full(8, z)],
                axis=1,
            )
            mesh = tube(path, TURNED[:, 1] * width_m / 2, detail=sides.detail)
        sides.add("leg", name, mesh, "legs")


def add_sled(
    sides: Sides, spans: list[tuple[str, float, float, float]], *, top_m: float, width_m: float
) -> None:
    """Metal frames that stand on the floor, one at each x from z to z: (name, x, back z, front z)."""
    thick = 0.35 * width_m
    for name, x, back, front in spans:
        for place, z in (("back", back), ("front", front)):
            upright = post((x, 0.0, z), (x, top_m, z), (width_m, thick), detail=sides.detail)
            sides.add("leg", f"{place} {name}", upright, "legs")
        runner = bar(
            (x, thick / 2, back), (x, thick / 2, front), width_m, thick, detail=sides.detail
        )
        sides.add("stretcher", name, runner, "legs")
