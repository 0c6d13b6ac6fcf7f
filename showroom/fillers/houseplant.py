"""A tall plant in a pot: a ficus with a stem and a crown, or a monstera that spreads from its pot."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from layout.footprint import Footprint
from showroom.fillers.facets import Facets
from showroom.fillers.foliage import (
    POT_UV,
    SOIL_UV,
    Leaf,
    add_leaf,
    add_stem,
    plant_material,
)
from showroom.fillers.lathe import turned_body
from showroom.fillers.palette import colours_of, mixed
from showroom.scene import Mesh
from showroom.style.style import Style

__all__ = ["add_pot", "growing", "houseplant_mesh", "into_box"]

_GOLDEN_RAD = np.pi * (3 - np.sqrt(5))  # the angle from leaf to leaf in most plants
_FICUS_GREEN = np.array([0.31, 0.43, 0.24])
_MONSTERA_GREEN = np.array([0.30, 0.46, 0.25])
_STALK_UV = (0.05, 0.3, 0.2, 0.7)


def houseplant_mesh(box: Footprint, style: Style, rng: np.random.Generator) -> Mesh:
    """A plant of this height within this box, in a pot of the style's colours."""
    tree = bool(rng.random() < 0.5) if box.height_m >= 1.2 else False
    ground, accent, second, _, muted = colours_of(style)
    pot = (mixed(ground, muted, 0.2), mixed(muted, accent, 0.25), mixed(second, muted, 0.3))[
        int(rng.integers(0, 3))
    ]
    name, green = ("ficus", _FICUS_GREEN) if tree else ("monstera", _MONSTERA_GREEN)
    facets = Facets()
    pot_high, pot_radius = 0.21 * box.height_m, min(0.27 * box.width_m, 0.12 * box.height_m)
    add_pot(facets, pot_radius, pot_high, segments=28)
    leaves = Facets()
    (_ficus if tree else _monstera)(leaves, box, pot_high, rng)
    into_box(leaves, box)
    material = plant_material(name, green, pot, rng)
    return Mesh(name, (facets.primitive(material), leaves.primitive(material)))


def add_pot(facets: Facets, radius_m: float, high_m: float, segments: int) -> None:
    """A pot with a rounded foot and rim, and the soil in it."""
    r, h, wall = radius_m, high_m, 0.09 * radius_m
    profile = [
        (0.0, 0.0),
        (0.70 * r, 0.0),
        (0.76 * r, 0.03 * h),
        (0.86 * r, 0.35 * h),
        (0.97 * r, 0.80 * h),
        (r, 0.97 * h),
        (r - 0.5 * wall, h),
        (r - wall, 0.97 * h),
        (r - wall, 0.86 * h),
    ]
    turned_body(facets, profile, segments, POT_UV)
    turned_body(facets, [(r - wall, 0.87 * h), (0.0, 0.91 * h)], segments, SOIL_UV)


def growing(
    at_m: Float[np.ndarray, " 3"], azimuth_rad: float, pitch_rad: float, roll_rad: float = 0.0
) -> Float[np.ndarray, "4 4"]:
    """Pose of a leaf that leaves a stem at `at_m` towards an azimuth (0 is +Z), rising by `pitch_rad`."""
    ca, sa = np.cos(azimuth_rad), np.sin(azimuth_rad)
    cp, sp = np.cos(pitch_rad), np.sin(pitch_rad)
    cr, sr = np.cos(roll_rad), np.sin(roll_rad)
    turn = np.array([[ca, 0, sa], [0, 1, 0], [-sa, 0, ca]])
    rise = np.array([[1, 0, 0], [0, cp, sp], [0, -sp, cp]])
    roll = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    T = np.eye(4)
    T[:3, :3] = turn @ rise @ roll
    T[:3, 3] = at_m
    return T


def into_box(leaves: Facets, box: Footprint) -> None:
    """Squeeze what grew out of its box back into it, sideways and upwards."""
    points = leaves.positions_m
    reach = np.abs(points[:, [0, 2]]).max(axis=0)
    high = points[:, 1].max()
    leaves.scale(
        min(1.0, 0.5 * box.width_m / reach[0]),
        box.height_m / high,
        min(1.0, 0.5 * box.depth_m / reach[1]),
    )


def _curve(
    start: Float[np.ndarray, " 3"],
    end: Float[np.ndarray, " 3"],
    bow: Float[np.ndarray, " 3"],
    points: int,
) -> Float[np.ndarray, "L 3"]:
    t = np.linspace(0, 1, points)[:, None]
    return np.asarray(start * (1 - t) + end * t + bow * (4 * t * (1 - t)))


def _ficus(leaves: Facets, box: Footprint, pot_high_m: float, rng: np.random.Generator) -> None:
    """A slightly bent stem, branches from its upper half, leaves along them in the golden angle."""
    base = np.array([0.0, 0.85 * pot_high_m, 0.0])
    top = np.array([0.03, 0.93 * box.height_m, -0.02])
    bow = np.array([rng.normal(0, 0.025), 0, rng.normal(0, 0.025)])
    stem = _curve(base, top, bow, 9)
    add_stem(leaves, stem, np.linspace(0.017, 0.005, 9), 7)
    turn = float(rng.uniform(0, 6.28))
    lines = [(stem[4:], 12)]
    for k, t in enumerate(np.linspace(0.34, 0.9, 10)):
        start = stem[0] + (top - stem[0]) * t + bow * 4 * t * (1 - t)
        azimuth = turn + k * _GOLDEN_RAD
        reach = (0.42 - 0.24 * t) * min(box.width_m, 0.8) / 0.7
        out = np.array([np.sin(azimuth), 0, np.cos(azimuth)])
        end = start + out * reach + np.array([0, 0.20 - 0.06 * t, 0])
        line = _curve(start, end, np.array([0, 0.02, 0]), 5)
        add_stem(leaves, line, np.linspace(0.006, 0.002, 5), 4)
        lines.append((line[1:], 10))
    for line, count in lines:
        for k, t in enumerate(np.linspace(0.0, 1.0, count)):
            at = np.array(
                [np.interp(t * (len(line) - 1), np.arange(len(line)), line[:, c]) for c in range(3)]
            )
            turn += _GOLDEN_RAD
            long_m = float(rng.uniform(0.115, 0.165)) * (box.height_m / 1.6) ** 0.5
            leaf = Leaf(long_m, 0.5 * long_m, droop_rad=float(rng.uniform(0.4, 1.0)), fold_rad=0.28)
            pitch = float(rng.normal(-0.05, 0.3)) - 0.3 * (k % 2)
            add_leaf(leaves, leaf, growing(at, turn, pitch, float(rng.normal(0, 0.3))))


def _monstera(leaves: Facets, box: Footprint, pot_high_m: float, rng: np.random.Generator) -> None:
    """Long stalks from the soil, outer ones lower and older, each with one large cut leaf."""
    count = 15 if box.height_m >= 1.2 else 11
    turn = float(rng.uniform(0, 6.28))
    for k in range(count):
        age = 1 - k / (count - 1)  # 1 the outermost
        azimuth = turn + k * _GOLDEN_RAD + float(rng.normal(0, 0.15))
        out = np.array([np.sin(azimuth), 0.0, np.cos(azimuth)])
        base = np.array([0, 0.86 * pot_high_m, 0]) + out * 0.03
        tip_high = pot_high_m + (0.93 - 0.62 * age) * (box.height_m - pot_high_m) * float(
            rng.uniform(0.88, 1.0)
        )
        tip = out * (0.08 + 0.25 * age) * box.width_m + np.array([0, tip_high, 0])
        line = _curve(base, tip, np.array([0, 0.06, 0]) - 0.05 * out, 6)
        add_stem(leaves, line, np.linspace(0.007, 0.004, 6), 5, _STALK_UV)
        long_m = float(rng.uniform(0.24, 0.33)) * (box.height_m / 1.4) ** 0.5
        leaf = Leaf(long_m, 0.92 * long_m, droop_rad=0.5, fold_rad=0.14, splits=6)
        pitch = float(rng.normal(-0.15 - 0.45 * age, 0.15))
        add_leaf(
            leaves,
            leaf,
            growing(tip, azimuth + float(rng.normal(0, 0.25)), pitch, float(rng.normal(0, 0.2))),
        )
