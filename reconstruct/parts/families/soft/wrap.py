"""Tub chairs and chesterfields: one wall that is back and arms, around a seat."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.detail import Detail
from reconstruct.parts.families.soft.cushions import add_throw_pillows, seat_spans
from reconstruct.parts.families.soft.plan import COUNT, SEAM_M
from reconstruct.parts.families.soft.rolled import scroll
from reconstruct.parts.families.soft.supports import SUPPORTS, add_supports
from reconstruct.parts.family import Values
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.loft import loft
from reconstruct.parts.primitives.padding import padded

__all__ = ["add_wrap"]


@dataclass(frozen=True)
class _Wall:
    """Lengths of the wall, metres.

    Attributes
    ----------
    half, rear, front
        Reach of its outer face at the floor: to the sides, to the back, to the front ends.
    corner
        Radius of its rear corners.
    thick
        How thick it is.
    under, low, high
        Heights of its underside, of its ends and of its back.
    lean
        Tangent of its lean outwards.
    """

    half: float
    rear: float
    front: float
    corner: float
    thick: float
    under: float
    low: float
    high: float
    lean: float


def add_wrap(builder: Builder, values: Values, size_m: Float[np.ndarray, "3"]) -> None:
    """All parts of a piece whose arms and back are one wall."""
    width, height, depth = (float(side) for side in size_m)
    seats = COUNT[values.of("seats")]
    under = {"none": 0.004, "skirt": 0.02}.get(
        values.of("legs"), min(values["leg_height"], 0.28 * height)
    )
    seat = max(values["seat_height"] * height, under + 0.1)
    lean = math.tan(math.radians(values["flare"]))
    thick = min(values["wall"], 0.24 * width, 0.3 * depth)
    half = width / 2 - lean * (height - under)
    rear = -depth / 2 + lean * (height - under)
    front = depth / 2 - values["arm_setback"] * depth
    wall = _Wall(
        half=half,
        rear=rear,
        front=front,
        corner=thick + values["wrap_corner"] * (min(half, 0.8 * (front - rear)) - thick),
        thick=thick,
        under=under,
        low=seat + values["wrap_rise"] * (height - seat),
        high=height,
        lean=lean,
    )
    builder.add("back", "", _wall(builder, values, wall), "upholstery")
    if values.of("legs") in SUPPORTS:
        places = ((-half, half), (rear, depth / 2))
        add_supports(
            builder,
            values,
            under,
            *places,
            middle_legs=seats >= 3,
            rear_corner_m=wall.corner,
        )
    _add_seat(builder, values, wall, seat, seats, depth / 2)
    rest = rear + thick
    if values.of("wrap_cushions") == "each":
        _add_back_cushions(builder, values, wall, seat, seats)
        rest += values["wrap_cushion"]
    # Pillows keep clear of round corners.
    round_m = wall.corner - thick
    inner = half - thick - 0.3 * round_m
    rest += 0.12 * round_m
    add_throw_pillows(builder, values, seat_m=seat, x_m=(-inner, inner), rest_m=rest)


@cache
def _stations(detail: Detail) -> tuple[int, int]:
    """Steps along each straight run, and round each corner."""
    return (2, 4) if detail.bevel == 0 else (3, 9)


def _path(
    wall: _Wall, detail: Detail
) -> tuple[Float[np.ndarray, "S 2"], Float[np.ndarray, "S 2"], Float[np.ndarray, " S"]]:
    """The outer face seen from above, from the front left end round the back.

    Returns points, their ways outwards, and shares of the way from an end (0) to the middle of the back (1).
    """
    runs, turns = _stations(detail)
    straight = np.linspace(wall.front, wall.rear + wall.corner, runs + 1)[:-1]
    angle = np.linspace(0, np.pi / 2, turns + 1)
    cos, sin = np.cos(angle), np.sin(angle)
    across = np.linspace(wall.half - wall.corner, 0.0, runs + 1)[1:]
    x = [
        np.full(runs, wall.half),
        wall.half - wall.corner + wall.corner * cos,
        across,
    ]
    z = [straight, wall.rear + wall.corner - wall.corner * sin, np.full(runs, wall.rear)]
    out_x = [np.ones(runs), cos, np.zeros(runs)]
    out_z = [np.zeros(runs), -sin, -np.ones(runs)]
    points = np.stack([np.concatenate(x), np.concatenate(z)], axis=1)
    ways = np.stack([np.concatenate(out_x), np.concatenate(out_z)], axis=1)
    steps = np.sqrt((np.diff(points, axis=0) ** 2).sum(axis=1))
    share = np.concatenate([[0.0], np.cumsum(steps)]) / steps.sum()
    flip = np.array([-1.0, 1.0])
    return (
        np.concatenate([points, points[-2::-1] * flip]),
        np.concatenate([ways, ways[-2::-1] * flip]),
        np.concatenate([share, share[-2::-1]]),
    )


def _wall(builder: Builder, values: Values, wall: _Wall) -> PartMesh:
    detail = builder.detail
    points, ways, share = _path(wall, detail)
    # The top falls from the back to the ends along a smooth step.
    begin = values["wrap_fall"]
    step = np.clip((share - 0.7 * begin) / (1.0 - 0.7 * begin) * 1.15, 0, 1)
    top = wall.low + (wall.high - wall.low) * step * step * (3 - 2 * step)
    rings = []
    for point, way, high in zip(points, ways, top, strict=True):
        if values.of("wrap_top") == "rolled":
            outline = scroll(wall.thick, high - wall.under, values["wrap_roll"], detail)
            out, up = outline[:, 0] - wall.thick, outline[:, 1]
        else:
            out, up = _plain(wall.thick, high - wall.under, values["wrap_round"], detail)
        out = out + wall.lean * up
        ring = np.empty((len(out), 3))
        ring[:, 0] = point[0] + way[0] * out
        ring[:, 1] = wall.under + 0.002 + up
        ring[:, 2] = point[1] + way[1] * out
        rings.append(ring)
    # Scrolls end in flat panels.
    nose = 0.012 if values.of("wrap_top") == "rolled" else 0.3 * wall.thick
    # From the right round to the left, so that the sections run counter-clockwise.
    return loft(_round_ends(np.stack(rings), nose, detail)[::-1], detail=detail)


@cache
def _arch(detail: Detail) -> Float[np.ndarray, "K 2"]:
    angle = np.linspace(0, np.pi, 4 if detail.bevel == 0 else 9)
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _plain(
    thick_m: float, tall_m: float, round_share: float, detail: Detail
) -> tuple[Float[np.ndarray, " N"], Float[np.ndarray, " N"]]:
    """A wall's cross section (out, up), its top rounded: counter-clockwise with outwards to the right."""
    arch = _arch(detail)
    radius = 0.5 * thick_m * round_share
    side = np.sign(arch[:, 0] + 1e-9) * (0.5 * thick_m - radius)
    out = np.concatenate([[-thick_m, 0.0], side + radius * arch[:, 0] - 0.5 * thick_m])
    up = np.concatenate([[0.0, 0.0], tall_m - radius + radius * arch[:, 1]])
    return out, up


def _round_ends(
    rings: Float[np.ndarray, "S N 3"], nose_m: float, detail: Detail
) -> Float[np.ndarray, "T N 3"]:
    """The same with smaller sections before the first and after the last, so that the ends are round, `nose_m` deep."""
    shares = (0.0,) if detail.bevel == 0 else (0.0, 0.3, 0.65)
    depth = nose_m
    first: list[Float[np.ndarray, "N 3"]] = []
    last: list[Float[np.ndarray, "N 3"]] = []
    for share in shares:
        out = math.sqrt(1 - (1 - share) ** 2)
        for made, ring in ((first, rings[0]), (last, rings[-1])):
            middle = ring.mean(axis=0)
            inset = min(2.4 * nose_m / max(float(np.ptp(ring[:, 0])), 1e-6), 0.3) * (1 - out)
            small = middle + (ring - middle) * [1 - inset, 1 - 0.2 * inset, 1.0]
            # The foot of the wall stays where it is.
            small[:, 1] += ring[:, 1].min() - small[:, 1].min()
            made.append(small + np.array([0.0, 0.0, depth * (1 - share)]))
    return np.concatenate([np.stack(first), rings, np.stack(last[::-1])])


def _add_seat(
    builder: Builder, values: Values, wall: _Wall, seat: float, seats: int, front: float
) -> None:
    cushion = min(values["seat_cushion"], 0.75 * (seat - wall.under))
    # Base and cushions end inside the wall.
    inner = wall.half - 0.6 * wall.thick
    bend = max(wall.corner - 0.6 * wall.thick, 0.01)
    edge = 0.4 * values["edge"]
    rear = wall.rear + 0.6 * wall.thick
    base = padded(
        (-inner, wall.under, rear),
        (inner, seat - cushion, front - 0.012),
        edge_m=edge,
        corner_m=(edge, bend, bend, edge),
        detail=builder.detail,
    )
    builder.add("base", "", base, "upholstery")
    if values.of("legs") == "skirt":
        tall = min(0.2, 0.5 * seat)
        skirt = padded(
            (-wall.half - 0.004, 0.003, wall.rear - 0.004),
            (wall.half + 0.004, tall, front),
            edge_m=0.004,
            corner_m=(0.02, wall.corner, wall.corner, 0.02),
            detail=builder.detail,
        )
        builder.add("apron", "skirt", skirt, "upholstery")
    round_m = values["cushion_edge"] * cushion
    inner = wall.half - 0.9 * wall.thick
    bend = max(wall.corner - 0.9 * wall.thick, round_m)
    count = 1 if values.of("seat_cushions") == "one" else seats
    for number, (right, left) in enumerate(seat_spans(-inner, inner, count)):
        mesh = padded(
            (right + SEAM_M, seat - cushion, wall.rear + 0.8 * wall.thick),
            (left - SEAM_M, seat, front),
            edge_m=round_m,
            corner_m=(
                max(round_m, 0.02),
                bend if number == 0 else round_m,
                bend if number == count - 1 else round_m,
                max(round_m, 0.02),
            ),
            crown_m=values["crown"],
            bulge_m=0.05 * cushion,
            detail=builder.detail,
        )
        builder.add("cushion", f"seat {number + 1}", mesh, "upholstery")


def _add_back_cushions(
    builder: Builder, values: Values, wall: _Wall, seat: float, seats: int
) -> None:
    thick = values["wrap_cushion"]
    # They stand before the round of the corners.
    inner = wall.half - wall.thick - 0.3 * max(wall.corner - wall.thick, 0.0)
    for number, (right, left) in enumerate(seat_spans(-inner, inner, seats)):
        mesh = padded(
            (right + SEAM_M, seat - 0.015, wall.rear + 0.9 * wall.thick),
            (left - SEAM_M, wall.high - 0.02, wall.rear + 0.9 * wall.thick + thick),
            facing="z",
            edge_m=0.45 * thick,
            corner_m=max(0.35 * thick, 0.02),
            crown_m=0.15 * thick,
            bulge_m=0.04 * thick,
            detail=builder.detail,
        )
        moved = mesh.vertices_m.copy()
        moved[:, 2] -= (wall.lean + 0.05) * (moved[:, 1] - seat)
        builder.add(
            "cushion", f"back {number + 1}", PartMesh(moved, mesh.faces, mesh.axes), "upholstery"
        )
