"""Single legs of all styles, and where they stand: for every family that has legs.

`four_legs` (or `three_legs`) says where legs stand, `add_legs` makes them; `stands.py` has the frames, trestles
and panels that stand in for legs, `braces.py` the stretchers and aprons between them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from jaxtyping import Float

from reconstruct.parts.assembly import Builder
from reconstruct.parts.detail import Detail
from reconstruct.parts.part_mesh import PartMesh
from reconstruct.parts.primitives.bar import Point, post, tube
from reconstruct.parts.primitives.rings import ringed

__all__ = ["LEG_STYLES", "Leg", "add_legs", "finer", "four_legs", "leg_mesh", "spun", "three_legs"]

LEG_STYLES = ("straight", "tapered", "round", "turned", "baluster", "cabriole", "hairpin")

# Radius (share of the widest) by height (share) of turned legs, bottom to top.
_TURNED = np.array(
    [
        (0.0, 0.5),
        (0.03, 0.62),
        (0.07, 0.62),
        (0.1, 0.46),
        (0.13, 0.44),
        (0.3, 0.62),
        (0.5, 0.84),
        (0.62, 0.94),
        (0.68, 0.86),
        (0.71, 0.62),
        (0.73, 0.62),
        (0.745, 0.86),
        (0.77, 0.86),
        (0.785, 0.7),
    ]
)
_BALUSTER = np.array(
    [
        (0.0, 0.42),
        (0.025, 0.66),
        (0.06, 0.72),
        (0.1, 0.56),
        (0.115, 0.4),
        (0.15, 0.48),
        (0.22, 0.82),
        (0.3, 0.98),
        (0.38, 0.86),
        (0.55, 0.52),
        (0.66, 0.46),
        (0.69, 0.74),
        (0.72, 0.74),
        (0.785, 0.5),
    ]
)
_BLOCK_FROM = 0.775
"""Height (share) of the profiles' ends: above it a turned leg is usually left square."""

# A cabriole leg by height (share): how far it is bent outwards (share of its knee's width), and its radius (share).
_CABRIOLE = np.array(
    [
        (0.0, 0.34, 0.56),
        (0.035, 0.38, 0.64),
        (0.09, 0.24, 0.44),
        (0.2, 0.02, 0.36),
        (0.35, -0.06, 0.42),
        (0.55, 0.08, 0.58),
        (0.72, 0.3, 0.8),
        (0.84, 0.36, 0.96),
        (0.93, 0.18, 1.0),
        (1.0, 0.0, 1.0),
    ]
)


@dataclass(frozen=True)
class Leg:
    """Where a leg stands.

    Attributes
    ----------
    name
        Its place, as "front left".
    bottom_m, top_m
        Middles of its ends, metres in the product frame.
    """

    name: str
    bottom_m: Point
    top_m: Point

    def at(self, height_m: float) -> Point:
        """Middle of the leg at a height."""
        low, high = self.bottom_m, self.top_m
        share = (height_m - low[1]) / max(high[1] - low[1], 1e-6)
        return (
            low[0] + (high[0] - low[0]) * share,
            height_m,
            low[2] + (high[2] - low[2]) * share,
        )


def four_legs(
    half_x_m: float,
    half_z_m: float,
    top_y_m: float,
    *,
    splay_x_m: float = 0.0,
    splay_z_m: float = 0.0,
    splay_back_m: float | None = None,
    middle_z_m: float = 0.0,
    bottom_y_m: float = 0.0,
) -> tuple[Leg, ...]:
    """Legs at four corners: front left, front right, back left, back right.

    Parameters
    ----------
    half_x_m, half_z_m
        From the middle to the middles of the legs' upper ends.
    top_y_m, bottom_y_m
        Heights of their ends.
    splay_x_m, splay_z_m, splay_back_m
        How much farther out the lower ends stand; the back legs' own along z if given.
    middle_z_m
        Where the middle between front and back is.
    """
    back = splay_z_m if splay_back_m is None else splay_back_m
    legs = []
    for name, x, z, out in (
        ("front left", 1.0, 1.0, splay_z_m),
        ("front right", -1.0, 1.0, splay_z_m),
        ("back left", 1.0, -1.0, back),
        ("back right", -1.0, -1.0, back),
    ):
        top = (x * half_x_m, top_y_m, middle_z_m + z * half_z_m)
        bottom = (x * (half_x_m + splay_x_m), bottom_y_m, middle_z_m + z * (half_z_m + out))
        legs.append(Leg(name, bottom, top))
    return tuple(legs)


def three_legs(
    reach_x_m: float,
    reach_z_m: float,
    top_y_m: float,
    *,
    splay_m: float = 0.0,
    bottom_y_m: float = 0.0,
) -> tuple[Leg, ...]:
    """Legs at the corners of a triangle, one at the back; `reach` is from the middle to their upper ends."""
    legs = []
    for name, turn in (("front left", 30.0), ("front right", 150.0), ("back", 270.0)):
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        top = (reach_x_m * cos, top_y_m, reach_z_m * sin)
        bottom = ((reach_x_m + splay_m) * cos, bottom_y_m, (reach_z_m + splay_m) * sin)
        legs.append(Leg(name, bottom, top))
    return tuple(legs)


def add_legs(
    builder: Builder,
    style: str,
    legs: Sequence[Leg],
    width_m: float,
    depth_m: float | None = None,
    *,
    taper: float = 0.6,
    belly: float = 1.0,
    block: float = 0.225,
    bend: float = 1.0,
    material: str = "legs",
) -> None:
    """Add legs of one of `LEG_STYLES`.

    Parameters
    ----------
    width_m, depth_m
        Along x and z at the widest; as deep as wide if not given. Of hairpin legs, how far the rods are apart on top.
    taper
        Thickness of the lower end over that of the upper (tapered and round legs).
    belly, block
        Of turned legs: how thick the turned part is, 1 as a joiner would make it, and the height of the square block
        on top as a share of the leg's.
    bend
        How far a cabriole leg is bent, 1 as usual.
    """
    depth = width_m if depth_m is None else depth_m
    for leg in legs:
        made = leg_mesh(
            style,
            leg,
            width_m,
            depth,
            builder.detail,
            taper=taper,
            belly=belly,
            block=block,
            bend=bend,
        )
        builder.add("leg", leg.name, made, material)
        if style in ("turned", "baluster"):
            low = leg.at(leg.top_m[1] - block * (leg.top_m[1] - leg.bottom_m[1]))
            square = post(low, leg.top_m, (width_m, depth), detail=builder.detail)
            builder.add("leg", f"{leg.name} block", square, material)


def leg_mesh(
    style: str,
    leg: Leg,
    width_m: float,
    depth_m: float,
    detail: Detail,
    *,
    taper: float = 0.6,
    belly: float = 1.0,
    block: float = 0.225,
    bend: float = 1.0,
) -> PartMesh:
    """One leg; parameters as of `add_legs`.

    Raises
    ------
    ValueError
        If the style is none of `LEG_STYLES`.
    """
    bottom, top = leg.bottom_m, leg.top_m
    section = (width_m, depth_m)
    if style == "straight":
        return post(bottom, top, section, detail=detail)
    if style == "tapered":
        # The outer faces stay upright, the inner ones taper, as joiners make them.
        out = (1 - taper) / 2
        foot = (
            bottom[0] + math.copysign(out * width_m, top[0]),
            bottom[1],
            bottom[2] + math.copysign(out * depth_m, top[2]),
        )
        return post(foot, top, (taper * width_m, taper * depth_m), section, detail=detail)
    if style == "round":
        profile = np.array([(0.0, taper), (1.0, 1.0)])
        return spun(leg, profile, width_m / 2, depth_m / 2, detail)
    if style in ("turned", "baluster"):
        profile = finer(_TURNED if style == "turned" else _BALUSTER, detail)
        profile = profile * np.array([(1 - block) / _BLOCK_FROM, belly])
        return spun(leg, profile, width_m / 2, depth_m / 2, detail)
    if style == "cabriole":
        bent = finer(_CABRIOLE, detail)
        out_xz = (math.copysign(width_m, top[0]), math.copysign(depth_m, top[2]))
        return spun(
            leg,
            bent[:, [0, 2]],
            width_m / 2,
            depth_m / 2,
            detail,
            shift_m=bend * bent[:, 1:2] * np.array(out_xz),
        )
    if style == "hairpin":
        return _hairpin(leg, width_m, detail)
    raise ValueError(f"leg style {style!r}: expected one of {', '.join(LEG_STYLES)}")


def spun(
    leg: Leg,
    profile: Float[np.ndarray, "K 2"],
    radius_x_m: float,
    radius_z_m: float,
    detail: Detail,
    *,
    shift_m: Float[np.ndarray, "K 2"] | None = None,
) -> PartMesh:
    """A turned leg whose ends are level, however it leans.

    Parameters
    ----------
    profile
        Height and radius of each ring, as shares of the leg's height and of the radii, bottom to top.
    shift_m
        How far each ring's middle is moved along x and z.
    """
    low, high = np.array(leg.bottom_m), np.array(leg.top_m)
    middles = low + (high - low) * profile[:, :1]
    if shift_m is not None:
        middles[:, 0] += shift_m[:, 0]
        middles[:, 2] += shift_m[:, 1]
    circle = _circle(detail.around) * np.array([radius_x_m, 0.0, radius_z_m])
    rings = middles[:, None] + profile[:, 1, None, None] * circle
    return ringed(rings, _upright_axes(high - low), middles[[0, -1]])


@cache
def _circle(corners: int) -> Float[np.ndarray, "N 3"]:
    # Clockwise from x to z, which is counter-clockwise seen from above.
    angle = -(np.arange(corners) + 0.5) * 2 * math.pi / corners
    return np.stack([np.cos(angle), np.zeros(corners), np.sin(angle)], axis=1)


def _upright_axes(along: Float[np.ndarray, "3"]) -> Float[np.ndarray, "3 3"]:
    """Rows along a leg, across (as near to x as can be), and out."""
    x, y, z = (along / math.sqrt(float(along @ along))).tolist()
    length = math.sqrt(1 - x * x)
    across = ((1 - x * x) / length, -x * y / length, -x * z / length)
    return np.array([(x, y, z), across, (0.0, z / length, -y / length)])


def finer(profile: Float[np.ndarray, "K C"], detail: Detail) -> Float[np.ndarray, "L C"]:
    """A profile with more rings, its curves rounded, in the product; as it is while fitting."""
    if detail.along == 1:
        return profile
    at = np.arange(len(profile))
    between = np.linspace(0, len(profile) - 1, 2 * len(profile) - 1)
    fine = np.stack([np.interp(between, at, column) for column in profile.T], axis=1)
    # Middles of edges are moved towards the curve through four neighbours.
    fine[3:-2:2] = (9 * (profile[1:-2] + profile[2:-1]) - profile[:-3] - profile[3:]) / 16
    return fine


def _hairpin(leg: Leg, width_m: float, detail: Detail) -> PartMesh:
    """A bent rod: down from one side of the leg's upper end, round at the floor, and up to the other side."""
    bottom, top = np.array(leg.bottom_m), np.array(leg.top_m)
    # The two rods stand on the diagonal that runs along the table's corner.
    apart = np.array([-math.copysign(0.7, top[0]), 0.0, math.copysign(0.7, top[2])])
    radius = 0.0055
    bend = 2.0 * radius
    turns = np.linspace(-math.pi / 2, math.pi / 2, 1 + 2 * detail.along)
    floor = [
        bottom
        + np.array([0.0, radius + bend * (1 - math.cos(turn)), 0.0])
        + apart * bend * math.sin(turn) / 0.99
        for turn in turns
    ]
    path = np.stack([top - apart * width_m / 2, *floor, top + apart * width_m / 2])
    return tube(path, radius, detail=detail)
