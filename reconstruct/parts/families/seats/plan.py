"""The seat board of a chair or stool: where it lies, its outline, and what upholstery is on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.detail import Detail
from reconstruct.parts.primitives.board import board
from reconstruct.parts.primitives.curved import curved, soft_thickness, spaced
from reconstruct.parts.primitives.cushion import cushioned
from reconstruct.parts.primitives.outline import rounded_rectangle, superellipse
from reconstruct.parts.primitives.sweep import bars

__all__ = ["Plan", "add_seat", "plan_outline"]

_SLATS = 6


@dataclass(frozen=True)
class Plan:
    """Where a seat is, metres in the product frame.

    Attributes
    ----------
    half_front_m, half_back_m
        Half its width at the front and at the back edge.
    front_z_m, back_z_m
        Its front and back edge.
    under_y_m, top_y_m
        Its lower face, and where one sits.
    is_round
        Whether its outline is.
    legs_reach
        How far out legs can stand, as a share of the way to the corners.
    """

    half_front_m: float
    half_back_m: float
    front_z_m: float
    back_z_m: float
    under_y_m: float
    top_y_m: float
    is_round: bool = False
    legs_reach: float = 1.0

    @property
    def depth_m(self) -> float:
        """From the front edge to the back edge."""
        return self.front_z_m - self.back_z_m

    @property
    def middle_z_m(self) -> float:
        """Middle between front and back edge."""
        return (self.front_z_m + self.back_z_m) / 2

    def half_at(self, z_m: float) -> float:
        """Half its width at a depth, corners disregarded."""
        share = (z_m - self.back_z_m) / max(self.depth_m, 1e-6)
        return self.half_back_m + (self.half_front_m - self.half_back_m) * share


def plan_outline(plan: Plan, corner: float, detail: Detail) -> Float[np.ndarray, "N 2"]:
    """Outline (x, z) around the middle of the seat, narrower at the back.

    Parameters
    ----------
    corner
        Radius of the corners as a share of the depth; of a round seat, how round it is.
    """
    width = 2 * plan.half_front_m
    if plan.is_round:
        outline = superellipse(width, plan.depth_m, 2.0 + 2.0 * (0.5 - min(corner, 0.5)), detail)
    else:
        outline = rounded_rectangle(
            width, plan.depth_m, max(corner, 1e-3) * min(width, plan.depth_m), detail
        )
    share = 0.5 - outline[:, 1] / plan.depth_m
    taper = 1 + (plan.half_back_m / plan.half_front_m - 1) * share
    return np.asarray(np.stack([outline[:, 0] * taper, outline[:, 1]], axis=1))


def add_seat(
    builder: Builder,
    plan: Plan,
    *,
    kind: str,
    cushion: str,
    thickness_m: float,
    cushion_m: float,
    corner: float,
    crown: float = 0.3,
    saddle: float = 0.0,
) -> None:
    """Add the seat.

    Parameters
    ----------
    kind
        "slatted", "saddle" (higher at its sides), or a board: "square", "round".
    cushion
        "none", "pad" (lies on the board), "padded" (covers it).
    thickness_m, cushion_m
        Of board or slats, and of the upholstery.
    crown
        Share of the upholstery's height by which its middle is higher than its rim.
    saddle
        How much higher a saddle's sides are than its middle, as a share of half its width.
    """
    detail = builder.detail
    if kind == "slatted":
        _add_slats(builder, plan, thickness_m)
        return
    if kind == "saddle":
        _add_saddle(builder, plan, thickness_m, saddle)
        return
    outline = plan_outline(plan, corner, detail)
    top = plan.top_y_m - (0.0 if cushion == "none" else cushion_m)
    inset = 0.97 if cushion == "padded" else 1.0
    made = board(outline * inset, thickness_m, edge_m=min(0.008, 0.35 * thickness_m), detail=detail)
    builder.add("seat", "", made.moved(y_m=top - thickness_m, z_m=plan.middle_z_m))
    if cushion != "none":
        wide = 0.95 if cushion == "pad" else 1.0
        soft = cushioned(
            outline * wide,
            cushion_m + 0.003,
            crown_m=crown * cushion_m,
            edge_m=0.45 * cushion_m,
            detail=detail,
        )
        builder.add("cushion", "", soft.moved(y_m=top - 0.003, z_m=plan.middle_z_m), "upholstery")


def _add_saddle(builder: Builder, plan: Plan, thickness_m: float, saddle: float) -> None:
    fine = builder.detail.along > 1
    u, v = spaced(13 if fine else 7), spaced(9 if fine else 5)
    points = np.empty((len(v), len(u), 3))
    points[..., 0] = plan.half_front_m * u * (1 - 0.06 * v[:, None] ** 6)
    points[..., 2] = plan.middle_z_m - 0.5 * plan.depth_m * v[:, None] * (1 - 0.06 * u**6)
    points[..., 1] = plan.top_y_m - thickness_m / 2 - saddle * plan.half_front_m * (1 - u * u)
    thick = thickness_m * soft_thickness(v, u, rim=0.6)
    builder.add("seat", "", curved(points, thick))


def _add_slats(builder: Builder, plan: Plan, thickness_m: float) -> None:
    """Slats from left to right on two rails."""
    detail = builder.detail
    pitch = plan.depth_m / _SLATS
    thick = 0.5 * thickness_m
    y = plan.top_y_m - thick / 2
    z = plan.front_z_m - pitch * (np.arange(_SLATS) + 0.5)
    half = plan.half_back_m + (plan.half_front_m - plan.half_back_m) * (
        (z - plan.back_z_m) / plan.depth_m
    )
    ends = np.empty((_SLATS, 2, 3))
    ends[:, 0, 0], ends[:, 1, 0] = half, -half
    ends[..., 1], ends[..., 2] = y, z[:, None]
    for slat, made in enumerate(bars(ends, 0.8 * pitch, thick, edge_m=0.004, detail=detail)):
        builder.add("slat", f"seat {slat + 1}", made, "seat")
    rails = np.empty((2, 2, 3))
    rails[..., 1] = plan.top_y_m - thick - 0.3 * thickness_m
    rails[..., 2] = plan.back_z_m + 0.1 * pitch, plan.front_z_m - 0.1 * pitch
    inner = np.array([0.9 * plan.half_back_m - 0.03, 0.9 * plan.half_front_m - 0.03])
    rails[..., 0] = np.stack([inner, -inner])
    left, right = bars(rails, 0.025, 0.6 * thickness_m + 0.004, detail=detail)
    builder.add("frame", "seat left", left, "seat")
    builder.add("frame", "seat right", right, "seat")
