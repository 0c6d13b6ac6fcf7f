"""What joins legs: stretchers, beams, aprons, and shelves between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reconstruct.parts.assembly import Builder
from reconstruct.parts.detail import Detail
from reconstruct.parts.families.legs import Leg
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.bar import bar
from reconstruct.parts.primitives.board import block, board
from reconstruct.parts.primitives.lathe import hoop
from reconstruct.parts.primitives.outline import ellipse
from reconstruct.parts.primitives.rings import ringed

__all__ = [
    "STRETCHERS",
    "add_apron",
    "add_round_apron",
    "add_shelf",
    "add_stretchers",
    "arched_rail",
]

STRETCHERS = ("none", "h_shape", "box", "x_shape", "ring", "sides")


def add_stretchers(
    builder: Builder,
    style: str,
    legs: Sequence[Leg],
    height_m: float,
    width_m: float,
    upright_m: float | None = None,
    *,
    material: str = "legs",
) -> None:
    """Bars between four legs as `four_legs` makes them; style as in `STRETCHERS`.

    Parameters
    ----------
    height_m
        Of their middles above the floor.
    width_m, upright_m
        Of their section; as upright as wide if not given.
    """
    tall = width_m if upright_m is None else upright_m
    front_left, front_right, back_left, back_right = (np.array(leg.at(height_m)) for leg in legs)
    detail = builder.detail

    def join(name: str, a: np.ndarray, b: np.ndarray) -> None:
        made = bar(tuple(a), tuple(b), width_m, tall, edge_m=0.003, detail=detail)
        builder.add("stretcher", name, made, material)

    if style in ("h_shape", "box", "sides"):
        join("left", front_left, back_left)
        join("right", front_right, back_right)
    if style == "h_shape":
        join("middle", (front_left + back_left) / 2, (front_right + back_right) / 2)
    if style == "box":
        join("front", front_left, front_right)
        join("back", back_left, back_right)
    if style == "x_shape":
        join("crossing left", front_left, back_right)
        join("crossing right", front_right, back_left)
    if style == "ring":
        reach = np.abs(front_left - back_right) / 2
        radius, half, low = 1.41 * float(reach[0]), width_m / 2, height_m - tall / 2
        section = np.array(
            [
                (radius + half, 0.0),
                (radius + half, tall),
                (radius - half, tall),
                (radius - half, 0.0),
            ]
        )
        made = hoop(section, flatten=float(reach[2] / max(reach[0], 1e-6)), detail=detail)
        middle = (front_left + back_right) / 2
        builder.add("stretcher", "ring", made.moved(0.0, low, float(middle[2])), material)


def add_apron(
    builder: Builder,
    half_x_m: float,
    half_z_m: float,
    top_y_m: float,
    height_m: float,
    thickness_m: float,
    *,
    arch: float | None = None,
    middle_z_m: float = 0.0,
    material: str = "legs",
) -> None:
    """Four boards under a top.

    Parameters
    ----------
    half_x_m, half_z_m
        From the middle to their outer faces.
    arch
        How much of the height the lower edge rises in the middle; None for straight boards.
    """
    x, z = half_x_m - thickness_m / 2, half_z_m - thickness_m / 2
    z0 = middle_z_m
    for name, start, end in (
        ("front", (half_x_m, z0 + z), (-half_x_m, z0 + z)),
        ("back", (-half_x_m, z0 - z), (half_x_m, z0 - z)),
        ("left", (x, z0 - z), (x, z0 + z)),
        ("right", (-x, z0 + z), (-x, z0 - z)),
    ):
        made = arched_rail(
            start, end, top_y_m, height_m, thickness_m, arch=arch, detail=builder.detail
        )
        builder.add("apron", name, made, material)


def arched_rail(
    start_m: tuple[float, float],
    end_m: tuple[float, float],
    top_y_m: float,
    height_m: float,
    thickness_m: float,
    *,
    arch: float | None,
    detail: Detail,
) -> PartMesh:
    """An upright board between two points of the plan (x, z), its lower edge arched if `arch` is given."""
    steps = 2 if arch is None else 4 + 4 * detail.along
    share = np.linspace(0, 1, steps)
    start, end = np.array(start_m), np.array(end_m)
    along = end - start
    length = max(float(np.sqrt(along @ along)), 1e-9)
    way = along / length
    out = np.array([way[1], -way[0]]) * thickness_m / 2
    # Arches spring from short straight pieces at both ends.
    inner = np.clip((share - 0.08) / 0.84, 0, 1)
    rise = 0.0 if arch is None else arch
    lower = top_y_m - height_m * (1 - rise * 4 * inner * (1 - inner))
    plan = start + share[:, None] * along
    rings = np.empty((steps, 4, 3))
    for corner, (side, low) in enumerate(((-1, True), (1, True), (1, False), (-1, False))):
        rings[:, corner, 0] = plan[:, 0] + side * out[0]
        rings[:, corner, 1] = lower if low else top_y_m
        rings[:, corner, 2] = plan[:, 1] + side * out[1]
    first = np.array([way[0], 0.0, way[1]])
    second = np.array([0.0, 1.0, 0.0])
    third = np.array([-first[2], 0.0, first[0]])
    return ringed(rings, np.stack([first, second, third]))


def add_round_apron(
    builder: Builder,
    half_x_m: float,
    half_z_m: float,
    top_y_m: float,
    height_m: float,
    *,
    material: str = "legs",
) -> None:
    """A round rail under a round top."""
    outline = ellipse(2 * half_x_m, 2 * half_z_m, builder.detail)
    made = board(outline, height_m, edge_m=0.002, detail=builder.detail)
    builder.add("apron", "round", made.moved(y_m=top_y_m - height_m), material)


def add_shelf(
    builder: Builder,
    style: str,
    half_x_m: float,
    half_z_m: float,
    top_y_m: float,
    thickness_m: float,
    *,
    is_round: bool = False,
    middle_z_m: float = 0.0,
    material: str = "shelf",
) -> None:
    """A lower shelf: "solid", "slatted" (slats along x over two rails) or "glass"."""
    detail = builder.detail
    low, high = top_y_m - thickness_m, top_y_m
    if style == "slatted":
        for name, side in (("left", 1), ("right", -1)):
            x = side * (half_x_m - 0.012)
            a = (x - 0.01, low - thickness_m, middle_z_m - half_z_m)
            b = (x + 0.01, low + 0.001, middle_z_m + half_z_m)
            builder.add("shelf", f"rail {name}", block(a, b, detail=detail), material)
        count = 6
        pitch = 2 * half_z_m / count
        for slat in range(count):
            z = middle_z_m - half_z_m + pitch * (slat + 0.5)
            a, b = (-half_x_m, low, z - 0.36 * pitch), (half_x_m, high, z + 0.36 * pitch)
            builder.add("slat", f"shelf {slat + 1}", block(a, b, detail=detail), material)
        return
    role, material = ("glass", "glass") if style == "glass" else ("shelf", material)
    if is_round:
        outline = ellipse(2 * half_x_m, 2 * half_z_m, detail)
    else:
        outline = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * [half_x_m, half_z_m]
    made = board(outline, thickness_m, edge_m=0.003, detail=detail)
    builder.add(
        role, "shelf" if role == "glass" else "lower", made.moved(0.0, low, middle_z_m), material
    )
