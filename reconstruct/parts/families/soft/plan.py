"""Lengths that the parts of one padded sofa share."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from reconstruct.parts.family import Values
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.padding import reshaped

__all__ = ["COUNT", "SEAM_M", "Plan", "plan_of"]

COUNT = {"one": 1, "two": 2, "three": 3, "four": 4}
SEAM_M = 0.003


@dataclass(frozen=True)
class Plan:
    """Lengths in metres, in the product frame.

    Attributes
    ----------
    width, height, depth
        Of the whole.
    under, seat, cushion
        Heights of the base's underside and of the seat, and how thick the seat's cushions are.
    arm
        Width of an arm; 0 without arms.
    arm_top
        Height of the arms.
    back
        Thickness of the back without its cushions.
    back_top
        Height of the back without its cushions.
    rake
        Tangent of the back's lean.
    rear
        z of the back's rear face where it meets the base.
    front
        z of the seats' front; of a chaise or corner, of the seats beside it.
    return_width
        Of a chaise or corner, with its back or arm; 0 if straight.
    shape
        "straight", "chaise" or "corner"; the return is at the product's left.
    seats
        How many seats side by side, the return's included.
    """

    width: float
    height: float
    depth: float
    under: float
    seat: float
    cushion: float
    arm: float
    arm_top: float
    back: float
    back_top: float
    rake: float
    rear: float
    front: float
    return_width: float
    shape: str
    seats: int

    def leaning(self, mesh: PartMesh, *, extra: float = 0.0, moved_m: float = 0.0) -> PartMesh:
        """A part of the back, drawn upright, leant back from the base's underside on.

        Parameters
        ----------
        extra
            Tangent of how much more it leans than the back, from the seat on.
        moved_m
            How far it is moved along z.
        """

        def lean(corners: Float[np.ndarray, "V 3"]) -> Float[np.ndarray, "V 3"]:
            made = corners.copy()
            made[:, 2] -= self.rake * (corners[:, 1] - self.under) - moved_m
            made[:, 2] -= extra * (corners[:, 1] - self.seat)
            return made

        return reshaped(mesh, lean)

    def rear_at(self, height_m: float) -> float:
        """Z of the back's rear face at a height."""
        return self.rear - self.rake * (height_m - self.under)


def plan_of(values: Values, size_m: Float[np.ndarray, "3"]) -> Plan:
    """Lengths from the values, kept within each other."""
    width, height, depth = (float(side) for side in size_m)
    kind = values.of("legs")
    under = {"none": 0.004, "skirt": 0.02}.get(kind, min(values["leg_height"], 0.28 * height))
    seat = max(values["seat_height"] * height, under + 0.1)
    seats = COUNT[values.of("seats")]
    shape = (values.of("shape") or "straight").split("_")[0]
    shaped = shape != "straight"
    without = values.of("arms") == "none"
    main = min(values["main_depth"], 0.72 * depth) if shaped else depth
    back_top = height
    if values.of("back") == "cushions":
        back_top = seat + values["frame_height"] * (height - seat)
    rake = math.tan(math.radians(values["rake"]))
    return Plan(
        width=width,
        height=height,
        depth=depth,
        under=under,
        seat=seat,
        cushion=min(values["seat_cushion"], 0.65 * (seat - under)),
        arm=0.0 if without else min(values["arm_width"], 0.26 * width),
        arm_top=min(seat + values["arm_rise"] * (height - seat), height - 0.01),
        back=min(values["back_thickness"], 0.3 * main),
        back_top=back_top,
        rake=rake,
        rear=-depth / 2 + rake * (height - under),
        front=-depth / 2 + main,
        return_width=min(values["return_width"], 0.42 * width) if shaped else 0.0,
        shape=shape,
        seats=seats,
    )
