"""A small plant for a table: a pilea with round leaves on long stalks, or a snake plant with upright blades."""

from __future__ import annotations

import numpy as np

from layout.footprint import Footprint
from showroom.fillers.facets import Facets
from showroom.fillers.foliage import Leaf, add_leaf, add_stem, plant_material
from showroom.fillers.houseplant import add_pot, growing, into_box
from showroom.fillers.palette import colours_of, mixed
from showroom.scene import Mesh
from showroom.style.style import Style

__all__ = ["table_plant_mesh"]

_PILEA_GREEN = np.array([0.36, 0.52, 0.28])
_SNAKE_GREEN = np.array([0.33, 0.43, 0.27])
_GOLDEN_RAD = np.pi * (3 - np.sqrt(5))
_STALK_UV = (0.05, 0.3, 0.2, 0.7)


def table_plant_mesh(box: Footprint, style: Style, rng: np.random.Generator) -> Mesh:
    """A small plant of this size in a pot of the style's colours."""
    ground, accent, second, _, _ = colours_of(style)
    pot = (accent, mixed(second, ground, 0.2), ground)[int(rng.integers(0, 3))]
    facets, leaves = Facets(), Facets()
    pot_high = 0.40 * box.height_m
    add_pot(facets, 0.24 * box.width_m, pot_high, segments=20)
    if rng.random() < 0.6:
        name, green, veined = "pilea", _PILEA_GREEN, 0.35
        _pilea(leaves, box, pot_high, rng)
    else:
        name, green, veined = "snake plant", _SNAKE_GREEN, 0.5
        _snake_plant(leaves, box, pot_high, rng)
    into_box(leaves, box)
    material = plant_material(name, green, pot, rng, veined=veined)
    return Mesh(name, (facets.primitive(material), leaves.primitive(material)))


def _pilea(leaves: Facets, box: Footprint, pot_high_m: float, rng: np.random.Generator) -> None:
    count = 30
    turn = float(rng.uniform(0, 6.28))
    for k in range(count):
        age = 1 - k / (count - 1)
        azimuth = turn + k * _GOLDEN_RAD
        out = np.array([np.sin(azimuth), 0.0, np.cos(azimuth)])
        root = np.array([0.0, pot_high_m * (0.88 + 0.5 * (1 - age)), 0.0])
        high = pot_high_m + (0.92 - 0.85 * age**1.4) * (box.height_m - pot_high_m)
        tip = out * box.width_m * (0.06 + 0.24 * np.sqrt(age)) + np.array([0, high, 0])
        t = np.linspace(0, 1, 4)[:, None]
        line = root * (1 - t) + tip * t + np.array([0, 0.25, 0]) * box.height_m * t * (1 - t)
        add_stem(leaves, line, np.full(4, 0.0013), 3, _STALK_UV)
        long_m = float(rng.uniform(0.22, 0.30)) * box.width_m
        leaf = Leaf(long_m, 0.95 * long_m, droop_rad=0.5, fold_rad=-0.08, widest=0.5)
        pitch = float(rng.normal(0.25 - 0.7 * age, 0.2))
        # The stalk holds a round leaf near its middle.
        start = tip - 0.3 * long_m * out
        add_leaf(leaves, leaf, growing(start, azimuth, pitch, float(rng.normal(0, 0.25))))


def _snake_plant(
    leaves: Facets, box: Footprint, pot_high_m: float, rng: np.random.Generator
) -> None:
    for k in range(13):
        azimuth = k * _GOLDEN_RAD
        out = np.array([np.sin(azimuth), 0.0, np.cos(azimuth)])
        at = out * 0.028 * np.sqrt(k + 0.5) / 3.0 + np.array([0, 0.85 * pot_high_m, 0])
        long_m = (box.height_m - 0.85 * pot_high_m) * float(rng.uniform(0.6, 1.0))
        leaf = Leaf(long_m, 0.16 * box.width_m, droop_rad=0.15, fold_rad=0.45, widest=0.35)
        pitch = np.pi / 2 - 0.08 - 0.025 * k
        add_leaf(leaves, leaf, growing(at, azimuth + float(rng.normal(0, 0.3)), pitch))
